use super::error::ViewError;
use super::fold::Fold;
use super::key::Space;
use super::query::{Outcome, ServiceRecord};
use crate::record::{Act, ServiceRecorded};

impl Fold<'_> {
    /// A service on record: its numbers are used and its case is closed.
    pub(super) fn served(
        &mut self,
        sequence: u64,
        at: i64,
        act: &Act,
        served: &ServiceRecorded,
    ) -> Result<Outcome, ViewError> {
        let mut person = self.person(sequence, act, served.applicant, &served.facts)?;
        person.services.push(served.case.clone());
        self.put_person(&person)?;
        self.case(&served.case, person.key, None)?;
        for given in &served.numbers {
            self.count(&given.series, Some(given.serial))?;
            self.put(Space::Number.text(&given.number), &served.case)?;
        }
        let record = ServiceRecord {
            person: person.key,
            clerk: act.clerk.clone(),
            at,
            on: act.on,
            sequence,
            served: served.clone(),
        };
        self.put_record(Space::Served.text(&served.case), &record)?;
        Ok(Outcome::Served {
            case: served.case.clone(),
        })
    }
}
