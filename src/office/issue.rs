use std::borrow::Cow;
use std::path::Path;

use super::Office;
use super::error::IssueError;
use super::issued::{Issued, Proof};
use super::printing::{Printing, Subject};
use crate::form::{BY_HAND, CertificateChange, Consequence, Submission};
use crate::paper::for_the_pen;
use crate::record::{Event, FrameRef};
use crate::staff::Clerk;
use crate::store::Outcome;
use crate::text::Message;

impl Office {
    /// Issues the certificate, or opens the case that waits if papers are missing. Repeating a
    /// request gives the same result and no second number.
    ///
    /// Every paper is laid out before a number is taken. Once the ledger has acknowledged the act
    /// this returns `Ok`, even if a PDF file could not be written; the notes then say how to print
    /// it.
    ///
    /// # Errors
    /// [`IssueError`]: nothing was entered.
    pub fn issue(&mut self, submission: &Submission, clerk: &Clerk) -> Result<Issued, IssueError> {
        self.allow(crate::staff::Right::Serve)?;
        self.issue_to(submission, clerk, None)
    }

    /// As [`Office::issue`], with the PDF files in another folder than the hall's own.
    ///
    /// # Errors
    /// As [`Office::issue`].
    pub fn issue_to(
        &mut self,
        submission: &Submission,
        clerk: &Clerk,
        folder: Option<&Path>,
    ) -> Result<Issued, IssueError> {
        self.allow(crate::staff::Right::Serve)?;
        if let Some(change) = self.change_asked(submission) {
            return self.change_certificate(change, submission, clerk, folder);
        }
        self.follow()?;
        if let Some((sequence, outcome)) = self.store.outcome(submission.request())? {
            return self.repeat((sequence, &outcome), clerk, folder);
        }
        let submission = &*self.with_the_pen(submission, clerk)?;
        let event = self.decide(submission)?;
        self.lay_out_event(&event, clerk)?;
        self.keep_texts(submission)?;
        let mut notes = self.notes_on(submission.facts())?;
        notes.extend(submission.left_out().iter().map(|left| left.note()));
        notes.extend(
            submission
                .answers()
                .get(BY_HAND)
                .map(|lines| by_hand_note(lines)),
        );
        let act = self.act(submission.request(), clerk, event);
        let subject = Subject::of(&act.event).ok_or(IssueError::RequestUsed)?;

        let entered = self.enter(&act)?;
        // On record from here on: nothing below may turn it into an error.
        let mut issued = Issued::of(entered.sequence, &subject);
        issued.notes = notes;
        issued.notes.extend(entered.note());
        let printing = Printing {
            subject,
            clerk: &clerk.name,
            at: entered.at,
            on: act.on,
            frame: entered.frame,
        };
        self.print(&printing, folder, &mut issued);
        if let Event::RightExercised(right) = &act.event {
            self.after_rights(&right.served.case, clerk, folder, &mut issued);
        }
        // What was typed is on record now; a file that stays is only offered once more.
        let _ = self.drafts.drop(submission.request());
        Ok(issued)
    }

    /// Lays out everything a submission would print, and takes no number.
    ///
    /// # Errors
    /// [`IssueError`] as issuing it now would give.
    pub fn proof(&self, submission: &Submission, clerk: &Clerk) -> Result<Proof, IssueError> {
        self.allow(crate::staff::Right::Serve)?;
        if let Some(change) = self.change_asked(submission) {
            return self.proof_of_change(change, submission, clerk);
        }
        let event = self.decide(submission)?;
        let papers = self.lay_out_event(&event, clerk)?;
        let (number, expiry_date) = match &event {
            Event::CertificateIssued(issued) => {
                (Some(issued.number.clone()), Some(issued.expiry_date))
            }
            Event::ServiceRecorded(served) => (Some(served.number().to_owned()), None),
            Event::RightExercised(right) => (Some(right.served.number().to_owned()), None),
            _ => (None, None),
        };
        Ok(Proof {
            number,
            expiry_date,
            papers,
            notes: self.notes_on(submission.facts())?,
        })
    }

    /// Where the clerk has chosen so, the submission with all that no font can print left to the
    /// pen; else as it is.
    fn with_the_pen<'a>(
        &self,
        submission: &'a Submission,
        clerk: &Clerk,
    ) -> Result<Cow<'a, Submission>, IssueError> {
        if !submission.is_filled_by_hand() {
            return Ok(Cow::Borrowed(submission));
        }
        match self.proof(submission, clerk) {
            Err(IssueError::Unprintable(problems)) => match for_the_pen(&problems) {
                Some(places) => Ok(Cow::Owned(submission.left_to_pen(&places))),
                None => Err(IssueError::Unprintable(problems)),
            },
            Err(error) => Err(error),
            Ok(_) => Ok(Cow::Borrowed(submission)),
        }
    }

    /// The step in the life of a certificate that a submission asks for, if it is of such a form.
    fn change_asked(&self, submission: &Submission) -> Option<CertificateChange> {
        let form = self.shelf.form(&submission.form().id)?;
        match form.consequence {
            Consequence::Change(change) => Some(change),
            _ => None,
        }
    }

    pub(super) fn lay_out_event(
        &self,
        event: &Event,
        clerk: &Clerk,
    ) -> Result<Vec<super::paper::Laid>, IssueError> {
        let printing = Printing {
            subject: Subject::of(event).ok_or(IssueError::RequestUsed)?,
            clerk: &clerk.name,
            at: self.clock.now_ms(),
            on: self.shelf.around.on,
            frame: FrameRef::default(),
        };
        Ok(self.lay_out(&printing)?)
    }

    /// What came of a request that was served before, with its papers written again.
    fn repeat(
        &mut self,
        (sequence, outcome): (u64, &Outcome),
        clerk: &Clerk,
        folder: Option<&Path>,
    ) -> Result<Issued, IssueError> {
        let number = match outcome {
            Outcome::Issued { number } => number,
            Outcome::Suspended { case } | Outcome::Served { case } => case,
            Outcome::Noted
            | Outcome::Registered { .. }
            | Outcome::Changed(_)
            | Outcome::Judged { .. }
            | Outcome::Moved { .. }
            | Outcome::Imported { .. } => {
                return Err(IssueError::RequestUsed);
            }
        };
        let Some(record) = self.printed_record(number)? else {
            return Err(IssueError::RequestUsed);
        };
        let printing = record.printing();
        let mut issued = Issued::of(sequence, &printing.subject);
        issued.repeated = true;
        issued
            .notes
            .push(Message::new("office.repeated").with("number", number));
        self.print(&printing, folder, &mut issued);
        self.after_rights(number, clerk, folder, &mut issued);
        Ok(issued)
    }
}

/// Which places of the papers wait for the pen.
pub(super) fn by_hand_note(lines: &str) -> Message {
    Message::new("office.by_hand").with("places", places_by_hand(lines))
}

/// The places left to the pen as people read them: 姓名（U+30EDD）、配偶姓名（U+30EDE）.
pub(super) fn places_by_hand(lines: &str) -> String {
    let places = lines.lines().filter_map(|line| {
        let (_, rest) = line.split_once(' ')?;
        let (label, code) = rest.rsplit_once(' ')?;
        Some(format!("{label}（{code}）"))
    });
    let places: Vec<String> = places.collect();
    places.join("、")
}
