use super::super::Office;
use super::super::error::IssueError;
use super::super::start::is_for;
use super::enter::{APPLICATION, ChangeOf, Planned, RENEW};
use super::{Changed, LifeError, Wish};
use crate::form::{CertificateChange, Consequence, Submission};
use crate::record::{Applicant, CaseSuspended, Certificate, Change};
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
        self.allow(crate::staff::Right::Serve)?;
        let wish = Wish {
            request: submission.request(),
            by_hand: wish.by_hand || submission.is_filled_by_hand(),
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
        if let Some(waits) = self.to_wait(submission, &old)? {
            return self.wait(submission, &wish, clerk, waits);
        }
        let planned = self.plan_renewal(submission, &wish, old)?;
        self.carry_out(&wish, clerk, planned)
    }

    pub(super) fn plan_renewal(
        &self,
        submission: &Submission,
        wish: &Wish,
        old: Certificate,
    ) -> Result<Planned, LifeError> {
        self.check_renewal(submission, wish, &old)?;
        let waiting = self.store.waiting(old.person)?;
        let accepted = self.accepted(submission, &old)?;
        let accepted = Accepted {
            waiting: waiting
                .iter()
                .find(|case| is_for(case, &submission.form().id)),
            ..accepted
        };
        let numbers = service::give_numbers(&accepted, self.series_used(&accepted)?)?;
        let layout = |paper: &str| self.shelf.making(paper);
        let mut issued = service::issue(&accepted, &numbers, layout)?;
        issued
            .papers
            .retain(|paper| paper.order.paper != APPLICATION);
        let mut changed = self.record_of(ChangeOf {
            certificate: &old,
            answers: issued.answers.clone(),
            facts: issued.facts.clone(),
            change: Change::Renewed {
                issued: Box::new(issued),
            },
            applied: wish.applied(self.shelf.around.on)?,
            items: Vec::new(),
            case: None,
            orders: &self.orders(RENEW, wish, Some(&old)),
        })?;
        changed.form = submission.form().clone();
        changed.profile = submission.profile().clone();
        Ok(Planned::of(old, changed))
    }

    /// An application about a certificate, as far as its outcome does not go on with a case.
    pub(super) fn accepted<'a>(
        &'a self,
        submission: &'a Submission,
        certificate: &Certificate,
    ) -> Result<Accepted<'a>, LifeError> {
        Ok(Accepted {
            submission,
            rules: self.offered(&submission.form().id)?,
            applicant: Applicant::Known(certificate.person),
            waiting: None,
            last: self.last_serials()?,
            issuer: &self.shelf.issuer,
            practice: self.shelf.practice,
        })
    }

    /// The case that an application with papers missing becomes.
    pub(super) fn to_wait(
        &self,
        submission: &Submission,
        certificate: &Certificate,
    ) -> Result<Option<CaseSuspended>, LifeError> {
        if submission.missing().is_empty() {
            return Ok(None);
        }
        let waiting = self.store.waiting(certificate.person)?;
        let accepted = self.accepted(submission, certificate)?;
        let accepted = Accepted {
            waiting: waiting
                .iter()
                .find(|case| is_for(case, &submission.form().id)),
            ..accepted
        };
        Ok(Some(self.suspended(&accepted)?))
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
        let form = self.shelf.form(&submission.form().id);
        if !form.is_some_and(|form| leads_to_a_certificate(form.consequence)) {
            return Err(IssueError::OtherRules.into());
        }
        self.check_hers(submission, old)?;
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

    /// Whether the submission is of the certificate's holder.
    pub(super) fn check_hers(
        &self,
        submission: &Submission,
        certificate: &Certificate,
    ) -> Result<(), LifeError> {
        // Two numbers may have been found to be one person's.
        let hers = match self.applicant(submission)? {
            Applicant::Known(applicant) => {
                self.store.head(applicant)? == self.store.head(certificate.person)?
            }
            Applicant::New => false,
        };
        let number = certificate.number().to_owned();
        match hers {
            true => Ok(()),
            false => Err(LifeError::NotHers { number }),
        }
    }
}

fn leads_to_a_certificate(consequence: Consequence) -> bool {
    matches!(
        consequence,
        Consequence::Certificate | Consequence::Change(CertificateChange::Renew)
    )
}
