//! People of an old register on their way into the view.

use super::error::ViewError;
use super::fold::Fold;
use super::key::Space;
use super::query::Outcome;
use crate::record::{Act, Applicant, PeopleImported};

impl Fold<'_> {
    /// Everybody of a part gets a record, and a line in it that leads to the day's list.
    pub(super) fn imported(
        &mut self,
        sequence: u64,
        act: &Act,
        imported: &PeopleImported,
    ) -> Result<Outcome, ViewError> {
        let line = Space::day_line(act.on, imported.last_frame(sequence));
        for (key, facts) in imported.people(sequence) {
            let person = self.person(sequence, act, Applicant::Known(key), &facts)?;
            self.put_person(&person)?;
            self.put_line(key, sequence, &line);
        }
        Ok(Outcome::Imported {
            people: imported.total,
            on: act.on,
        })
    }
}
