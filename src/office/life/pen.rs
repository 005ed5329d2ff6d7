//! What no font can print, left to the pen on the papers of a change.

use super::super::Office;
use super::super::error::IssueError;
use super::super::issue::by_hand_note;
use super::super::paper::Laid;
use super::enter::Planned;
use super::{LifeError, Wish};
use crate::form::BY_HAND;
use crate::paper::for_the_pen;
use crate::record::{CaseSuspended, Event};
use crate::staff::Clerk;

impl Office {
    /// The change with its papers, every one of them laid out. Where the wish allows it, all that no
    /// font can print is left to the pen, which goes on record and is noted.
    ///
    /// # Errors
    /// [`IssueError::Unprintable`] with everything in the way, of all papers together.
    pub(super) fn proved(
        &self,
        wish: &Wish,
        clerk: &Clerk,
        mut planned: Planned,
    ) -> Result<(Planned, Vec<Laid>), LifeError> {
        // What was left to the pen on the sheet before says nothing of this one.
        planned.changed.leave_to_pen(None);
        let problems = match self.lay_out_change(wish, clerk, &planned) {
            Err(LifeError::Issue(IssueError::Unprintable(problems))) if wish.by_hand => problems,
            proved => return proved.map(|laid| (planned, laid)),
        };
        let Some(places) = for_the_pen(&problems) else {
            return Err(IssueError::Unprintable(problems).into());
        };
        planned.notes.push(by_hand_note(&places));
        planned.changed.leave_to_pen(Some(places));
        let laid = self.lay_out_change(wish, clerk, &planned)?;
        Ok((planned, laid))
    }

    /// The notice of a case that waits, laid out; where the wish allows it, with all that no font
    /// can print left to the pen.
    pub(super) fn proved_notice(
        &self,
        wish: &Wish,
        clerk: &Clerk,
        mut waits: CaseSuspended,
    ) -> Result<CaseSuspended, LifeError> {
        let event = |waits: &CaseSuspended| Event::CaseSuspended(Box::new(waits.clone()));
        let problems = match self.lay_out_event(&event(&waits), clerk) {
            Err(IssueError::Unprintable(problems)) if wish.by_hand => problems,
            proved => return Ok(proved.map(|_| waits)?),
        };
        let Some(places) = for_the_pen(&problems) else {
            return Err(IssueError::Unprintable(problems).into());
        };
        waits.answers.insert(BY_HAND.to_owned(), places);
        self.lay_out_event(&event(&waits), clerk)?;
        Ok(waits)
    }
}
