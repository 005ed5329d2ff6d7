use super::super::Office;
use super::enter::Planned;
use super::{Changed, LifeError, Wish};
use crate::form::RequestId;
use crate::person::PersonName;
use crate::record::{Change, Facts, RecordChanged};
use crate::service::{Verb, step};
use crate::staff::Clerk;

impl Office {
    /// Notes that the sheet was given to `receiver`: the holder herself or a delegate.
    ///
    /// # Errors
    /// [`LifeError`]: nothing was entered.
    pub fn hand_over(
        &mut self,
        request: RequestId,
        number: &str,
        receiver: &str,
        clerk: &Clerk,
    ) -> Result<Changed, LifeError> {
        self.allow(crate::staff::Right::Serve)?;
        if let Some(again) = self.change_again(request, None)? {
            return Ok(again);
        }
        let wish = Wish::new(request, number);
        let planned = self.plan_hand_over(&wish, receiver)?;
        self.carry_out(&wish, clerk, planned)
    }

    pub(super) fn plan_hand_over(&self, wish: &Wish, receiver: &str) -> Result<Planned, LifeError> {
        let certificate = self.living(&wish.number)?;
        let on = self.shelf.around.on;
        step(&certificate, &Verb::HandOver, on)?;
        let receiver =
            PersonName::read(receiver).map_err(|problem| LifeError::Receiver(problem.message()))?;
        let changed = RecordChanged {
            person: certificate.person,
            certificate: Some(certificate.as_changed()),
            case: wish.case.clone(),
            change: Change::HandedOver {
                receiver: receiver.as_str().to_owned(),
            },
            applied: wish.applied(on)?,
            items: Vec::new(),
            answers: certificate.answers().clone(),
            facts: Facts::new(),
            form: certificate.issued.form.clone(),
            profile: certificate.issued.profile.clone(),
            papers: Vec::new(),
            issuer: self.shelf.issuer.clone(),
            practice: self.shelf.practice,
        };
        Ok(Planned::of(certificate, changed))
    }
}
