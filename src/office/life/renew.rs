use super::super::Office;
use super::super::error::IssueError;
use super::super::start::is_for;
use super::enter::{ChangeOf, ISSUE};
use super::{Changed, LifeError, Wish};
use crate::form::Submission;
use crate::record::{Applicant, Certificate, Change, Event};
use crate::service::{self, Accepted, Refused, Verb, VerbKind, Why, step, valid_certificate};
use crate::staff::Clerk;

impl Office {
    /// Renews a certificate: a new application, a new number, a new validity; the old one answers
    /// 已换证. While papers are missing the case waits, and the old one stays as it is. The
    /// submission's request is the one that counts.
    ///
    /// # Errors
    /// [`LifeError`]: nothing was entered.
    pub fn renew(
        &mut self,
        submission: &Submission,
        wish: &Wish,
        clerk: &Clerk,
    ) -> Result<Changed, LifeError> {
        let wish = Wish {
            request: submission.request(),
            ..wish.clone()
        };
        if let Some(waits) = self.waits_again(submission)? {
            return Ok(waits);
        }
        if let Some(again) = self.change_again(wish.request, wish.papers_in.as_deref())? {
            return Ok(again);
        }
        let old = self.living(&wish.number)?;
        self.check_renewal(submission, &wish, &old)?;
        let waiting = self.store.waiting(old.person)?;
        let accepted = Accepted {
            submission,
            rules: self.offered(ISSUE)?,
            applicant: Applicant::Known(old.person),
            waiting: waiting.iter().find(|case| is_for(case, ISSUE)),
            last: self.last_serials()?,
            issuer: &self.shelf.issuer,
            practice: self.shelf.practice,
        };
        if !submission.missing().is_empty() {
            let waits = service::suspend(&accepted)?;
            return self.wait(submission, &wish, clerk, waits);
        }
        let issued = service::issue(&accepted, |paper| self.shelf.layout_digest(paper))?;
        let mut changed = self.record_of(ChangeOf {
            certificate: &old,
            answers: issued.answers.clone(),
            facts: issued.facts.clone(),
            change: Change::Renewed {
                issued: Box::new(issued),
            },
            applied: wish.applied(self.shelf.around.on)?,
            items: Vec::new(),
            word: "renewed",
        })?;
        changed.form = submission.form().clone();
        changed.profile = submission.profile().clone();
        self.enter_change(&wish, clerk, Some(&old), changed)
    }

    fn check_renewal(
        &self,
        submission: &Submission,
        wish: &Wish,
        old: &Certificate,
    ) -> Result<(), LifeError> {
        let on = self.shelf.around.on;
        let old_back = wish.old_back();
        step(old, &Verb::Renew { old_back }, on)?;
        self.check_still_fits(submission)?;
        if submission.form().id != ISSUE {
            return Err(IssueError::OtherRules.into());
        }
        let Applicant::Known(applicant) = self.applicant(submission)? else {
            let number = old.number().to_owned();
            return Err(LifeError::NotHers { number });
        };
        if self.store.head(applicant)? != self.store.head(old.person)? {
            let number = old.number().to_owned();
            return Err(LifeError::NotHers { number });
        }
        let Some(person) = self.store.person(old.person)? else {
            return Err(LifeError::UnknownPerson);
        };
        let hers = self.store.certificates(&person)?;
        match valid_certificate(&hers, on) {
            Some(other) if other.number() != old.number() => {
                let number = other.number().to_owned();
                let why = Why::OtherValid { number };
                Err(Box::new(Refused::new(old, VerbKind::Renew, why, on)).into())
            }
            _ => Ok(()),
        }
    }

    /// A renewal that waits for papers is a case like any other.
    fn wait(
        &mut self,
        submission: &Submission,
        wish: &Wish,
        clerk: &Clerk,
        waits: crate::record::CaseSuspended,
    ) -> Result<Changed, LifeError> {
        let event = Event::CaseSuspended(Box::new(waits));
        self.lay_out_event(&event, clerk)?;
        self.keep_texts(submission)?;
        let act = self.act(wish.request, clerk, event);
        let entered = self.enter(&act)?;
        let _ = self.drafts.drop(wish.request);
        let mut done = self.waits(entered.sequence, submission, wish)?;
        done.notes.extend(entered.note());
        Ok(done)
    }

    /// The same renewal sent again while it waits.
    fn waits_again(&mut self, submission: &Submission) -> Result<Option<Changed>, LifeError> {
        self.follow()?;
        let outcome = self.store.outcome(submission.request())?;
        let Some((sequence, crate::store::Outcome::Suspended { .. })) = outcome else {
            return Ok(None);
        };
        let wish = Wish::new(submission.request(), "");
        let mut done = self.waits(sequence, submission, &wish)?;
        done.repeated = true;
        Ok(Some(done))
    }

    fn waits(
        &mut self,
        sequence: u64,
        submission: &Submission,
        wish: &Wish,
    ) -> Result<Changed, LifeError> {
        let outcome = self.store.outcome(submission.request())?;
        let Some((_, crate::store::Outcome::Suspended { case })) = outcome else {
            return Err(IssueError::RequestUsed.into());
        };
        let mut done = Changed {
            sequence,
            case: Some(case.clone()),
            missing: submission.missing().to_vec(),
            ..Changed::default()
        };
        if let Some(record) = self.printed_record(&case)? {
            self.print_change(&record.printing(), wish.papers_in.as_deref(), &mut done);
        }
        let waiting = self.store.case(&case)?.and_then(|case| case.suspended);
        done.open_until = waiting.map(|waiting| waiting.open_until);
        Ok(done)
    }
}
