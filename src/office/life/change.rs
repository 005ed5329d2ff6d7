//! A submission of a life form becomes the verb it asks for.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::Office;
use super::super::error::IssueError;
use super::super::issued::{Issued, Lived, Proof};
use super::super::start::{is_for, know, take};
use super::amend::asks;
use super::asked::{Asked, NUMBER};
use super::enter::{ANNOTATE, CORRECT, Planned};
use super::{Changed, LifeError, Wish};
use crate::form::{CertificateChange, Draft, Form, Kind, Submission};
use crate::record::{CaseSuspended, Certificate, PersonKey};
use crate::service::{Refused, Verb, VerbKind, step};
use crate::staff::Clerk;
use crate::store::ViewError;

/// What a submission is to become.
enum Plan {
    Change(Box<Planned>),
    Wait(Box<CaseSuspended>),
}

impl Office {
    /// Carries out what a life form asks for, or lets it wait for papers.
    pub(in crate::office) fn change_certificate(
        &mut self,
        change: CertificateChange,
        submission: &Submission,
        clerk: &Clerk,
        folder: Option<&Path>,
    ) -> Result<Issued, IssueError> {
        let done = self.changed_by(change, submission, clerk, folder)?;
        Ok(self.issued_of(change, done))
    }

    fn changed_by(
        &mut self,
        change: CertificateChange,
        submission: &Submission,
        clerk: &Clerk,
        folder: Option<&Path>,
    ) -> Result<Changed, LifeError> {
        if let Some(waits) = self.waits_again(submission)? {
            return Ok(waits);
        }
        if let Some(again) = self.change_again(submission.request(), folder)? {
            return Ok(again);
        }
        let mut wish = self.wish(submission)?;
        wish.papers_in = folder.map(Path::to_owned);
        match self.plan(change, submission, &wish)? {
            Plan::Change(planned) => self.carry_out(&wish, clerk, *planned),
            Plan::Wait(waits) => self.wait(submission, &wish, clerk, *waits),
        }
    }

    /// Lays out what a life form would print, and enters nothing.
    pub(in crate::office) fn proof_of_change(
        &self,
        change: CertificateChange,
        submission: &Submission,
        clerk: &Clerk,
    ) -> Result<Proof, IssueError> {
        let wish = self.wish(submission)?;
        let planned = match self.plan(change, submission, &wish)? {
            Plan::Wait(_) => return Ok(Proof::default()),
            Plan::Change(planned) => planned,
        };
        let (planned, papers) = self.proved(&wish, clerk, *planned)?;
        let issued = planned.changed.issued();
        Ok(Proof {
            number: issued.map(|issued| issued.number.clone()),
            expiry_date: issued.map(|issued| issued.expiry_date),
            papers,
            notes: planned.notes,
        })
    }

    /// What stands against a change of this certificate whatever else is answered.
    ///
    /// # Errors
    /// [`LifeError::Refused`] or [`LifeError::UnknownNumber`], as the verb itself would say.
    pub(in crate::office) fn check_changeable(
        &self,
        change: CertificateChange,
        draft: &Draft,
    ) -> Result<(), LifeError> {
        let typed = draft.typed(NUMBER);
        if typed.is_empty() {
            return Ok(());
        }
        let certificate = self.living(typed)?;
        match self.refusal(change, &certificate) {
            Some(refused) => Err(refused.into()),
            None => Ok(()),
        }
    }

    /// Why a change of this certificate is not possible today under any circumstances.
    pub(in crate::office) fn refusal(
        &self,
        change: CertificateChange,
        certificate: &Certificate,
    ) -> Option<Box<Refused>> {
        let on = self.shelf.around.on;
        let mut first = None;
        // Where one way is open the service is.
        for kind in kinds(change) {
            let refused = step(certificate, &kind.at_best(), on).err()?;
            first.get_or_insert(refused);
        }
        first
    }

    fn wish(&self, submission: &Submission) -> Result<Wish, LifeError> {
        let mut wish = Asked(submission.answers()).wish(submission);
        let certificate = self.living(&wish.number)?;
        let waiting = self.store.waiting(certificate.person)?;
        let case = waiting
            .into_iter()
            .find(|case| is_for(case, &submission.form().id));
        wish.case = case.map(|case| case.number);
        Ok(wish)
    }

    fn plan(
        &self,
        change: CertificateChange,
        submission: &Submission,
        wish: &Wish,
    ) -> Result<Plan, LifeError> {
        let asked = Asked(submission.answers());
        let certificate = self.living(&wish.number)?;
        let verb = verb(change, asked, wish.old_back())?;
        step(&certificate, &verb, self.shelf.around.on)?;
        self.check_still_fits(submission)?;
        self.check_hers(submission, &certificate)?;
        if let Some(waits) = self.to_wait(submission, &certificate)? {
            return Ok(Plan::Wait(Box::new(waits)));
        }
        let planned = match verb {
            Verb::HandOver => self.plan_hand_over(wish, asked.receiver()),
            Verb::Renew { .. } => self.plan_renewal(submission, wish, certificate),
            Verb::Replace { loss, .. } => {
                let photo = asked.text("photo");
                self.plan_replacement(wish, loss, (!photo.is_empty()).then_some(photo))
            }
            Verb::Correct { .. } => {
                let draft = self.amendment(submission, &certificate)?;
                self.plan_correction(wish, &draft, &asked.proofs(self, CORRECT))
            }
            Verb::Annotate => {
                let draft = self.amendment(submission, &certificate)?;
                self.plan_annotation(wish, &draft, &asked.proofs(self, ANNOTATE))
            }
            Verb::Cancel { cause } => self.plan_cancellation(wish, cause),
        };
        planned.map(|planned| Plan::Change(Box::new(planned)))
    }

    /// The certificate's answers with those of the submission that differ typed into them.
    fn amendment(
        &self,
        submission: &Submission,
        certificate: &Certificate,
    ) -> Result<Draft, LifeError> {
        let base = self.form(&certificate.issued.form)?;
        let form = self.shelf.form(&submission.form().id);
        let form = form.ok_or(IssueError::OtherRules)?;
        let mut draft = self.amend(certificate.number(), &BTreeMap::new())?;
        let mut told = Draft::new(submission.request(), &form.id, form.version);
        told.record
            .clone_from(&self.record_of_certificate(certificate));
        know(&mut told, form, submission.answers());
        for question in form.survey(&told, &self.shelf.around).questions() {
            let path = &question.path;
            let answer = submission.answers().get(path).map_or("", String::as_str);
            match question.field.kind {
                _ if !asks(&base, path) => {}
                Kind::Rows { .. } => {
                    draft.rows.insert(path.clone(), answer.parse().unwrap_or(0));
                }
                _ if draft.typed(path) != answer => take(&mut draft, path, answer),
                _ => {}
            }
        }
        Ok(draft)
    }

    fn issued_of(&self, change: CertificateChange, done: Changed) -> Issued {
        let waits = done.open_until.is_some() || !done.missing.is_empty();
        let now = done.new_number.clone().or_else(|| done.number.clone());
        let certificate = |number: &Option<String>| {
            // Whatever the view says: the change is on record.
            let found = self
                .store
                .certificate(number.as_deref().unwrap_or_default());
            found.ok().flatten()
        };
        let current = certificate(&now);
        let old = certificate(&done.number);
        Issued {
            sequence: done.sequence,
            case: done.case.unwrap_or_default(),
            number: now.filter(|_| !waits),
            issue_date: current.as_ref().map(Certificate::first_issued),
            expiry_date: current
                .as_ref()
                .filter(|one| one.ended.is_none())
                .map(|one| one.issued.expiry_date),
            values: BTreeMap::new(),
            missing: done.missing,
            open_until: done.open_until,
            papers: done.papers,
            repeated: done.repeated,
            notes: done.notes,
            lived: (!waits).then(|| Lived {
                change,
                old_number: done.number.unwrap_or_default(),
                standing: old.map(|old| old.standing(self.shelf.around.on)),
                ended: done.new_number.is_some() || change == CertificateChange::Cancel,
            }),
        }
    }

    /// Fills in what is known of the certificate a draft is about, and says what forms may ask of it.
    pub(in crate::office) fn know_certificate(
        &self,
        draft: &mut Draft,
        form: &Form,
        change: CertificateChange,
    ) -> Result<(), ViewError> {
        let certificate = match draft.typed(NUMBER) {
            "" => self.likely(change, draft.person.map(PersonKey))?,
            typed => self.living(typed).ok(),
        };
        let Some(certificate) = certificate else {
            return Ok(());
        };
        draft.answers.remove(NUMBER);
        let number = certificate.number().to_owned();
        draft.known.insert(NUMBER.to_owned(), number);
        let record = self.record_of_certificate(&certificate);
        draft.record.extend(record);
        if change.amends() {
            self.know_its_answers(draft, form, &certificate);
        }
        Ok(())
    }

    /// The certificate of hers that is most likely meant: the last one that allows the change, else
    /// the last one.
    fn likely(
        &self,
        change: CertificateChange,
        person: Option<PersonKey>,
    ) -> Result<Option<Certificate>, ViewError> {
        let person = match person {
            Some(person) => self.store.person(person)?,
            None => None,
        };
        let Some(person) = person else {
            return Ok(None);
        };
        let mut hers = self.store.certificates(&person)?;
        let open = hers
            .iter()
            .rposition(|one| self.refusal(change, one).is_none());
        Ok(match open {
            Some(place) => Some(hers.swap_remove(place)),
            None => hers.pop(),
        })
    }
}

/// The verbs a service stands for, as they are offered.
fn kinds(change: CertificateChange) -> &'static [VerbKind] {
    match change {
        CertificateChange::HandOver => &[VerbKind::HandOver],
        CertificateChange::Renew => &[VerbKind::Renew],
        CertificateChange::Replace => &[VerbKind::ReplaceLost, VerbKind::ReplaceDamaged],
        CertificateChange::Correct => &[VerbKind::Correct],
        CertificateChange::Annotate => &[VerbKind::Annotate],
        CertificateChange::Cancel => &[VerbKind::Cancel],
    }
}

fn verb(change: CertificateChange, asked: Asked<'_>, old_back: bool) -> Result<Verb, LifeError> {
    Ok(match change {
        CertificateChange::HandOver => Verb::HandOver,
        CertificateChange::Renew => Verb::Renew { old_back },
        CertificateChange::Replace => Verb::Replace {
            loss: asked.loss(),
            old_back,
        },
        CertificateChange::Correct => Verb::Correct { old_back },
        CertificateChange::Annotate => Verb::Annotate,
        CertificateChange::Cancel => {
            let cause = asked.cause();
            let cause = cause.ok_or(IssueError::OtherRules)?;
            Verb::Cancel { cause }
        }
    })
}
