use super::super::Office;
use super::enter::{ChangeOf, Planned, REPLACE};
use super::{Changed, LifeError, Wish};
use crate::record::{Certificate, Change, Facts, Loss};
use crate::service::{Verb, step};
use crate::staff::Clerk;
use crate::text::Message;

const PHOTO: &str = "photo";

impl Office {
    /// Gives a certificate that was lost or damaged again under the next number: same data, same
    /// validity. The old number stays in the series and answers 作废 for ever. `photo` is the
    /// digest of a new photograph.
    ///
    /// # Errors
    /// [`LifeError`]: nothing was entered.
    pub fn replace(
        &mut self,
        wish: &Wish,
        loss: Loss,
        photo: Option<&str>,
        clerk: &Clerk,
    ) -> Result<Changed, LifeError> {
        self.allow(crate::staff::Right::Serve)?;
        if let Some(again) = self.change_again(wish.request, wish.papers_in.as_deref())? {
            return Ok(again);
        }
        let planned = self.plan_replacement(wish, loss, photo)?;
        self.carry_out(wish, clerk, planned)
    }

    pub(super) fn plan_replacement(
        &self,
        wish: &Wish,
        loss: Loss,
        photo: Option<&str>,
    ) -> Result<Planned, LifeError> {
        let old = self.living(&wish.number)?;
        let old_back = wish.old_back();
        let on = self.shelf.around.on;
        step(&old, &Verb::Replace { loss, old_back }, on)?;
        if let Loss::Lost { declared_on } = loss
            && !(old.first_issued()..=on).contains(&declared_on)
        {
            return Err(LifeError::DeclaredOn { declared_on });
        }
        let mut answers = old.answers().clone();
        answers.extend(photo.map(|photo| (PHOTO.to_owned(), photo.to_owned())));
        let orders = self.orders(REPLACE, wish, Some(&old));
        let issued = self.made_again(&old, &answers, (REPLACE, wish), &orders)?;
        let first_issued = old.first_issued();
        let changed = self.record_of(ChangeOf {
            certificate: &old,
            change: Change::Replaced {
                loss,
                first_issued,
                issued: Box::new(issued),
            },
            applied: wish.applied(on)?,
            items: Vec::new(),
            answers,
            facts: Facts::new(),
            case: None,
            orders: &orders,
        })?;
        // One that was stored and is gone is told of where the sheet is made.
        let never = old.answers().get(PHOTO).is_none_or(String::is_empty) && photo.is_none();
        let note = never.then(|| Message::new("office.life_new_photo"));
        Ok(Planned {
            notes: note.into_iter().collect(),
            ..Planned::of(old, changed)
        })
    }

    /// Whether the photograph on the certificate is still in store.
    pub(super) fn keeps_photo(&self, certificate: &Certificate) -> bool {
        let digest = certificate.answers().get(PHOTO);
        let digest = digest.filter(|digest| !digest.is_empty());
        digest.is_some_and(|digest| self.photos.picture(digest).is_some())
    }
}
