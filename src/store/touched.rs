//! Whose records an act changed: what an index that was behind must look at again.

use super::Store;
use super::error::ViewError;
use super::fold::Fold;
use super::key::Space;
use crate::record::{Act, Event, PersonKey};

/// The records an act names. Which one it changed may also depend on what was linked at its time.
fn named(act: &Act, sequence: u64) -> Vec<PersonKey> {
    let applicant = match &act.event {
        Event::HallOpened(_)
        | Event::PaperPrinted(_)
        | Event::ReportConfirmed(_)
        | Event::BlanksMoved(_)
        | Event::PrintSent(_)
        | Event::PrintAnswered(_)
        | Event::CodeKeyChanged(_)
        | Event::CodeVerified(_)
        | Event::HallRestored(_)
        | Event::StaffActed(_)
        | Event::RecordViewed(_)
        | Event::ActEnteredAnew(_) => return Vec::new(),
        Event::PeopleImported(imported) => {
            return imported.people(sequence).map(|(key, _)| key).collect();
        }
        Event::PersonRegistered(registered) => registered.applicant,
        Event::CertificateIssued(issued) => issued.applicant,
        Event::CaseSuspended(case) => case.applicant,
        Event::RecordChanged(changed) => return vec![changed.person],
        Event::ServiceRecorded(served) => served.applicant,
        Event::PeopleJudged(judged) => judged.about().0,
        Event::StockMoved(moved) => return moved.person(sequence).into_iter().collect(),
        Event::RightExercised(right) => {
            let mut people = right.effect.people.clone();
            people.push(right.served.applicant.key(sequence));
            return people;
        }
    };
    vec![applicant.key(sequence)]
}

impl Fold<'_> {
    /// Keeps beside an act whose records it changed although it does not name them: the record of
    /// the number that was shown, where the act names another of the same person.
    pub(super) fn keep_unnamed(
        &mut self,
        sequence: u64,
        act: &Act,
        changed: &[PersonKey],
    ) -> Result<(), ViewError> {
        let named = named(act, sequence);
        let unnamed = changed.iter().filter(|person| !named.contains(person));
        let unnamed: Vec<PersonKey> = unnamed.copied().collect();
        match unnamed.is_empty() {
            true => Ok(()),
            false => self.put(Space::unnamed(sequence), &unnamed),
        }
    }
}

impl Store {
    /// Every record that an act the view has folded may have changed.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn touched(&self, sequence: u64, act: &Act) -> Result<Vec<PersonKey>, ViewError> {
        let mut people = named(act, sequence);
        let unnamed: Option<Vec<PersonKey>> = self.read(&Space::unnamed(sequence))?;
        people.extend(unnamed.unwrap_or_default());
        people.sort_unstable();
        people.dedup();
        Ok(people)
    }
}
