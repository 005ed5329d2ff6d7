use super::super::Office;
use super::{Changed, LifeError, Wish};
use crate::form::RequestId;
use crate::person::PersonName;
use crate::record::{Applied, Change, Facts, RecordChanged};
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
        if let Some(again) = self.change_again(request, None)? {
            return Ok(again);
        }
        let certificate = self.living(number)?;
        step(&certificate, &Verb::HandOver, self.shelf.around.on)?;
        let receiver =
            PersonName::read(receiver).map_err(|problem| LifeError::Receiver(problem.message()))?;
        let changed = RecordChanged {
            person: certificate.person,
            certificate: Some(certificate.as_changed()),
            case: None,
            change: Change::HandedOver {
                receiver: receiver.as_str().to_owned(),
            },
            applied: Applied::default(),
            items: Vec::new(),
            answers: certificate.answers().clone(),
            facts: Facts::new(),
            form: certificate.issued.form.clone(),
            profile: certificate.issued.profile.clone(),
            papers: Vec::new(),
            issuer: self.shelf.issuer.clone(),
            practice: self.shelf.practice,
        };
        let wish = Wish::new(request, number);
        self.enter_change(&wish, clerk, Some(&certificate), changed)
    }
}
