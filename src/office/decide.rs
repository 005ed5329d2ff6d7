use std::borrow::Cow;

use super::Office;
use super::error::IssueError;
use super::printing::notices;
use super::start::is_for;
use crate::form::{CertificateChange, Consequence, Draft, Submission, lines_of};
use crate::record::{Applicant, Case, CaseSuspended, Event, PersonKey, note_making};
use crate::service::{
    self, Accepted, LifeState, NotDone, NotHers, PracticeMark, Series, applying, valid_certificate,
};
use crate::store::ViewError;

impl Office {
    /// What is to become of a submission, by the records as they are now. Changes nothing.
    pub(super) fn decide(&self, submission: &Submission) -> Result<Event, IssueError> {
        self.check_still_fits(submission)?;
        let applicant = self.applicant(submission)?;
        self.check_matters(submission, applicant)?;
        let form = self.shelf.form(&submission.form().id);
        let consequence = form.map(|form| form.consequence);
        let waiting = match applicant {
            Applicant::Known(person) => self.standing(person, submission, consequence)?,
            Applicant::New => None,
        };
        let rules = self.shelf.rules(&submission.form().id);
        let mark = PracticeMark::of(self.shelf.practice);
        let series = Series::of(&self.shelf.issuer.area9, submission.on(), mark);
        let accepted = Accepted {
            submission,
            rules: rules.ok_or(IssueError::OtherRules)?,
            applicant,
            waiting: waiting.as_ref(),
            last: self.store.serials(&series)?,
            issuer: &self.shelf.issuer,
            practice: self.shelf.practice,
        };
        if !submission.missing().is_empty() {
            return Ok(Event::CaseSuspended(Box::new(self.suspended(&accepted)?)));
        }
        let below = self.below_earlier(submission, applicant)?;
        let accepted = Accepted {
            submission: &below,
            ..accepted
        };
        let layout = |paper: &str| self.shelf.making(paper);
        let numbers = service::give_numbers(&accepted, self.series_used(&accepted)?)?;
        if consequence == Some(Consequence::Record) {
            let served = service::record(&accepted, numbers, layout)?;
            if submission.rights().is_empty() {
                return Ok(Event::ServiceRecorded(Box::new(served)));
            }
            let right = self.exercised(submission, served)?;
            return Ok(Event::RightExercised(Box::new(right)));
        }
        let issued = service::issue(&accepted, &numbers, layout)?;
        Ok(Event::CertificateIssued(Box::new(issued)))
    }

    /// The case that waits, with how its notice is made: printed again it is the same.
    pub(super) fn suspended(&self, accepted: &Accepted<'_>) -> Result<CaseSuspended, NotDone> {
        let mut case = service::suspend(accepted)?;
        for paper in notices(&case) {
            note_making(&mut case.answers, paper, self.shelf.making(paper));
        }
        Ok(case)
    }

    /// The submission below the lines her last record has on the page it goes on with.
    fn below_earlier<'a>(
        &self,
        submission: &'a Submission,
        applicant: Applicant,
    ) -> Result<Cow<'a, Submission>, ViewError> {
        let (Some(rows), Applicant::Known(person)) = (submission.continues(), applicant) else {
            return Ok(Cow::Borrowed(submission));
        };
        let Some(person) = self.store.person(person)? else {
            return Ok(Cow::Borrowed(submission));
        };
        let services = self.store.services(&person)?.into_iter();
        let services = services.filter(|one| {
            let numbers = &one.served.numbers;
            let number = |name: &str| numbers.iter().find(|given| given.name == name);
            let number = |name: &str| number(name).map(|given| given.number.clone());
            let values = &one.served.values;
            submission.is_on_page(|name| values.get(name).cloned().or_else(|| number(name)))
        });
        let services = services.map(|one| (one.sequence, lines_of(rows, &one.served.values)));
        let certificates = self.store.certificates(&person)?.into_iter();
        let certificates = certificates
            .filter(|one| submission.is_on_page(|name| one.issued.answers.get(name).cloned()));
        let certificates =
            certificates.map(|one| (one.sequence, lines_of(rows, &one.issued.answers)));
        let written = services.chain(certificates);
        let written = written.filter(|(_, lines)| !lines.is_empty());
        let last = written.max_by_key(|(sequence, _)| *sequence);
        let lines = last.map(|(_, lines)| lines).unwrap_or_default();
        Ok(Cow::Owned(submission.below(lines)))
    }

    /// The series a submission takes numbers from, each with its last serial.
    pub(super) fn series_used(
        &self,
        accepted: &Accepted<'_>,
    ) -> Result<Vec<(String, u32)>, ViewError> {
        let series = service::series_needed(accepted).into_iter();
        series
            .map(|series| {
                let last = self.store.last_serial(&series)?;
                Ok((series, last))
            })
            .collect()
    }

    /// A submission was proved on a day, by a form and by a policy; all three must still hold.
    pub(super) fn check_still_fits(&self, submission: &Submission) -> Result<(), IssueError> {
        let today = self.today();
        if submission.on() != today {
            return Err(IssueError::OtherDay {
                checked: submission.on(),
                today,
            });
        }
        let form = self.shelf.form(&submission.form().id);
        if let Some(refusal) = form.and_then(|form| self.shelf.not_in_force(form)) {
            return Err(IssueError::Refused(Box::new(refusal)));
        }
        let same_form = form.is_some_and(|form| form.digest == submission.form().digest);
        if same_form && self.shelf.around.profile.digest == submission.profile().digest {
            Ok(())
        } else {
            Err(IssueError::OtherRules)
        }
    }

    /// Who the submission is for. A number on record is the one person's, under the one name.
    pub(super) fn applicant(&self, submission: &Submission) -> Result<Applicant, IssueError> {
        let facts = submission.facts();
        let holder = match facts.get("id") {
            Some(paper) => self.store.holder(paper)?,
            None => None,
        };
        let started_from = submission.person().map(PersonKey);
        let started_from = started_from.map(|person| self.store.head(person));
        let holder = match holder {
            Some(record) => Some((record, self.store.head(record)?)),
            None => None,
        };
        let applicant = match applying(started_from.transpose()?, holder) {
            Ok(applicant) => applicant,
            Err(not_hers) => return Err(self.not_hers(not_hers)?),
        };
        let name = facts.get("name").map(String::as_str).unwrap_or_default();
        if let Applicant::Known(person) = applicant
            && !self.corrects(&submission.form().id)
            && let Some(other) = self.other_spelling(person, name)?
        {
            return Err(IssueError::OtherSpelling {
                person: other.person,
                on_record: other.on_record,
                written: other.source.map(Box::new),
                typed: name.to_owned(),
            });
        }
        Ok(applicant)
    }

    /// Whether a service corrects what a certificate says, and with it the name on record.
    pub(super) fn corrects(&self, service: &str) -> bool {
        let form = self.shelf.form(service);
        let consequence = form.map(|form| form.consequence);
        consequence == Some(Consequence::Change(CertificateChange::Correct))
    }

    fn not_hers(&self, not_hers: NotHers) -> Result<IssueError, IssueError> {
        Ok(match not_hers {
            NotHers::WrongPerson { holder } => IssueError::OtherPerson {
                holder,
                name: self.on_record(holder)?.name().to_owned(),
            },
            NotHers::NewNumber { person } => IssueError::NewNumber {
                person,
                name: self.on_record(person)?.name().to_owned(),
            },
        })
    }

    /// What stands against a draft whatever else is answered, so that nobody corrects a form that
    /// cannot lead anywhere. A request that was served before is not in its own way.
    ///
    /// # Errors
    /// [`IssueError::Refused`] or [`IssueError::AlreadyCertified`].
    pub fn check_beforehand(&self, draft: &Draft) -> Result<(), IssueError> {
        self.allow(crate::staff::Right::Serve)?;
        let Some(form) = self.shelf.form(&draft.service) else {
            return Ok(());
        };
        if self.store.outcome(draft.request)?.is_some() {
            return Ok(());
        }
        if let Some(refusal) = self.shelf.not_in_force(form) {
            return Err(IssueError::Refused(Box::new(refusal)));
        }
        if let Some(refusal) = self.shelf.around.profile.not_offered(&form.id) {
            return Err(IssueError::Refused(Box::new(refusal)));
        }
        if let Consequence::Change(change) = form.consequence {
            return Ok(self.check_changeable(change, draft)?);
        }
        match draft.person {
            Some(person) if form.consequence == Consequence::Certificate => {
                self.check_uncertified(PersonKey(person))
            }
            _ => Ok(()),
        }
    }

    /// # Errors
    /// [`IssueError::AlreadyCertified`] if she has a valid certificate.
    fn check_uncertified(&self, person: PersonKey) -> Result<(), IssueError> {
        let Some(record) = self.store.person(person)? else {
            return Ok(());
        };
        let on = self.shelf.around.on;
        let certificates = self.store.certificates(&record)?;
        match valid_certificate(&certificates, on) {
            Some(valid) => Err(IssueError::AlreadyCertified {
                number: valid.number().to_owned(),
                expiry_date: valid.issued.expiry_date,
                possible: LifeState::of(valid, on).possible(),
            }),
            None => Ok(()),
        }
    }

    /// The waiting case of hers that this submission goes on with.
    ///
    /// # Errors
    /// [`IssueError::AlreadyCertified`] if she has a valid certificate.
    fn standing(
        &self,
        person: PersonKey,
        submission: &Submission,
        consequence: Option<Consequence>,
    ) -> Result<Option<Case>, IssueError> {
        if consequence == Some(Consequence::Certificate) {
            self.check_uncertified(person)?;
        }
        let waiting = self.store.waiting(person)?;
        let service = &submission.form().id;
        Ok(waiting.into_iter().find(|case| is_for(case, service)))
    }
}
