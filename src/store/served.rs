use super::error::ViewError;
use super::fold::Fold;
use super::key::Space;
use super::query::{Outcome, ServiceRecord};
use super::record::Values;
use crate::record::{Act, Case, Certificate, PersonKey, ServiceRecorded};

impl Fold<'_> {
    /// Whose paper bears a number: of a certificate, a case, or a number a service gave.
    pub(super) fn owner(&self, number: &str) -> Result<Option<PersonKey>, ViewError> {
        if let Some(one) = self.record::<Certificate>(&Space::Certificate.text(number))? {
            return Ok(Some(one.person));
        }
        let given = self.value(&Space::Number.text(number))?;
        let case: String = match given {
            Some(bytes) => postcard::from_bytes(&bytes)?,
            None => number.to_owned(),
        };
        let case: Option<Case> = self.record(&Space::Case.text(&case))?;
        Ok(case.map(|case| case.person))
    }

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
        person.consent(&served.answers, &served.form, &served.case, act.on);
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
            head: self.frame.head,
            served: served.clone(),
            cancelled: None,
        };
        self.put_record(Space::Served.text(&served.case), &record)?;
        Ok(Outcome::Served {
            case: served.case.clone(),
        })
    }
}
