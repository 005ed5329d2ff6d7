use super::super::Office;
use super::enter::ChangeOf;
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
        if let Some(again) = self.change_again(wish.request, wish.papers_in.as_deref())? {
            return Ok(again);
        }
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
        let issued = self.made_again(&old, &answers, "replaced")?;
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
            word: "replaced",
        })?;
        let note = self.photo_note(&old, photo);
        let mut done = self.enter_change(wish, clerk, Some(&old), changed)?;
        done.notes.extend(note);
        Ok(done)
    }

    /// Photographs are not kept for ever; without one she glues a new one on.
    fn photo_note(&self, old: &Certificate, new: Option<&str>) -> Option<Message> {
        let kept = old.answers().get(PHOTO).filter(|digest| !digest.is_empty());
        let kept = kept.is_some_and(|digest| self.photos.picture(digest).is_some());
        (new.is_none() && !kept).then(|| Message::new("office.life_new_photo"))
    }
}
