use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::ViewError;
use super::fold::Fold;
use super::key::Space;
use super::query::{ChangeRecord, Outcome, ServiceRecord};
use super::record::Values;
use crate::record::{
    Act, Case, CaseState, Certificate, Effect, Hidden, Hide, Person, RightExercised,
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
                person.forget(&effect.forgets);
                self.put_person(&person)?;
            }
        }
        self.let_go(act, effect)?;
        Ok(outcome)
    }

    fn let_go(&mut self, act: &Act, effect: &Effect) -> Result<(), ViewError> {
        for hidden in &effect.hides {
            let record = &hidden.record;
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
