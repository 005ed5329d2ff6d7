use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::Store;
use super::error::ViewError;
use super::fold::Fold;
use super::key::Space;
use super::query::{ChangeRecord, Outcome, ServiceRecord};
use super::record::{Values, is_first_part};
use crate::record::{
    Act, Case, CaseState, Certificate, Effect, Hidden, Hide, Person, PersonKey, RightExercised,
    of_report,
};

impl Fold<'_> {
    /// The request goes on record like any service; then the view lets go of what she wished.
    pub(super) fn exercised(
        &mut self,
        sequence: u64,
        at: i64,
        act: &Act,
        right: &RightExercised,
    ) -> Result<Outcome, ViewError> {
        let outcome = self.served(sequence, at, act, &right.served)?;
        let effect = &right.effect;
        for person in &effect.people {
            let person: Option<Person> = self.record(&Space::Person.person(*person))?;
            if let Some(mut person) = person {
                for consent in &effect.ends {
                    person.withdraw(consent, act.on);
                }
                let before = person.id_key().to_owned();
                person.forget(&effect.forgets);
                match person.id_key().is_empty() && !before.is_empty() {
                    true => self.remove_person(person.key, &before)?,
                    false => self.put_person(&person)?,
                }
            }
        }
        self.let_go(act, effect)?;
        let exercised = Exercised {
            sequence,
            case: right.served.case.clone(),
            effect: effect.clone(),
        };
        self.put_record(Space::right(sequence), &exercised)?;
        Ok(outcome)
    }

    /// Whoever is forgotten down to the identity paper goes: nothing finds her any more. What she
    /// signed to that end stays by its number for as long as it must be kept.
    fn remove_person(&mut self, person: PersonKey, paper: &str) -> Result<(), ViewError> {
        self.remove(Space::Paper.text(paper));
        self.unlink(person)?;
        self.remove_apart(person, paper)?;
        self.changed.push(person);
        self.remove_record(&Space::Person.person(person))
    }

    fn let_go(&mut self, act: &Act, effect: &Effect) -> Result<(), ViewError> {
        for hidden in &effect.hides {
            let record = &hidden.record;
            if let Some(line) = of_report(record) {
                self.hide_cells(line, &hidden.paths)?;
                continue;
            }
            self.unname(record)?;
            self.hide::<Certificate>(Space::Certificate.text(record), hidden, effect)?;
            self.hide::<ServiceRecord>(Space::Served.text(record), hidden, effect)?;
            self.hide::<ChangeRecord>(Space::Change.text(record), hidden, effect)?;
            self.hide::<Case>(Space::Case.text(record), hidden, effect)?;
        }
        for number in &effect.cancels {
            let key = Space::Served.text(number);
            if let Some(mut service) = self.record::<ServiceRecord>(&key)? {
                service.cancelled = Some(act.on);
                self.put_record(key, &service)?;
            }
            let key = Space::Case.text(number);
            let case: Option<Case> = self.record(&key)?;
            if let Some(mut case) = case.filter(|case| case.suspended.is_some()) {
                case.state = CaseState::Cancelled;
                case.suspended = None;
                self.remove(Space::waiting(case.person, number));
                self.put_record(key, &case)?;
            }
        }
        Ok(())
    }

    fn hide<T: Hide + Serialize + DeserializeOwned>(
        &mut self,
        key: Vec<u8>,
        hidden: &Hidden,
        effect: &Effect,
    ) -> Result<(), ViewError> {
        if let Some(mut record) = self.record::<T>(&key)? {
            record.hide(&hidden.paths, &effect.forgets);
            self.put_record(key, &record)?;
        }
        Ok(())
    }
}

/// A right that was exercised, for whoever has to follow it outside the view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exercised {
    pub sequence: u64,
    /// Application number of the request.
    pub case: String,
    pub effect: Effect,
}

impl Store {
    /// The rights that were exercised after a frame, in order.
    pub fn rights_after(&self, sequence: u64) -> Result<Vec<Exercised>, ViewError> {
        let from = Space::right(sequence.saturating_add(1));
        let mut rights = Vec::new();
        for key in self.db.keys_between(from, Space::right(u64::MAX)) {
            let key = key?;
            if let Some(record) = key.len().checked_sub(2).filter(|_| is_first_part(&key)) {
                rights.extend(self.db.record(&key[..record])?);
            }
        }
        Ok(rights)
    }
}

impl Hide for ServiceRecord {
    fn hide(&mut self, paths: &[String], facts: &[String]) {
        self.served.hide(paths, facts);
    }
}

impl Hide for ChangeRecord {
    fn hide(&mut self, paths: &[String], facts: &[String]) {
        self.changed.hide(paths, facts);
    }
}

impl Hide for Case {
    fn hide(&mut self, paths: &[String], facts: &[String]) {
        if let Some(suspended) = &mut self.suspended {
            suspended.hide(paths, facts);
        }
    }
}
