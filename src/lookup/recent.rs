//! What changed since the tables were built. Small, so every query judges all of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::person::name_readings;
use crate::record::PersonKey;

use super::base::NUMBER_FIELDS;
use super::judge::Person;
use super::{Entry, Field, MatchKind, judge, spelling};

/// A person with their texts, not yet in the tables.
pub struct Newcomer {
    pub key: PersonKey,
    pub served: u32,
    name: String,
    readings: Vec<String>,
    numbers: Vec<(Field, String)>,
}

impl Newcomer {
    fn new(entry: &Entry) -> Newcomer {
        Newcomer {
            key: entry.person,
            served: entry.last_served,
            name: entry.name.to_owned(),
            readings: name_readings(entry.name),
            numbers: spelled_numbers(entry).collect(),
        }
    }

    pub fn holds(&self, field: Field, asked: &str) -> bool {
        (self.numbers.iter()).any(|(held, number)| {
            *held == field && judge::number(asked, number) == Some(MatchKind::Whole)
        })
    }
}

/// Every number of an entry as it is compared.
pub fn spelled_numbers(entry: &Entry) -> impl Iterator<Item = (Field, String)> {
    let Entry {
        id,
        phone,
        former_ids,
        numbers,
        ..
    } = *entry;
    NUMBER_FIELDS.into_iter().flat_map(move |field| {
        let texts: Vec<&str> = match field {
            Field::Id => vec![id],
            Field::FormerId => former_ids.iter().map(String::as_str).collect(),
            Field::Certificate => numbers.iter().map(String::as_str).collect(),
            Field::Phone => vec![phone],
            Field::Name | Field::Pinyin => Vec::new(),
        };
        (texts.into_iter())
            .map(move |text| (field, spelling::number(text)))
            .filter(|(_, number)| !number.is_empty())
    })
}

impl Person for Newcomer {
    fn name(&self) -> &str {
        &self.name
    }

    fn each_reading<'a>(&'a self, show: &mut dyn FnMut(&'a str)) {
        self.readings.iter().for_each(|reading| show(reading));
    }

    fn each_number<'a>(&'a self, field: Field, show: &mut dyn FnMut(&'a str)) {
        let held = self.numbers.iter().filter(|(held, _)| *held == field);
        held.for_each(|(_, number)| show(number));
    }
}

/// The last thing that is known of somebody.
#[derive(Clone)]
struct Change {
    /// How many changes there had been.
    stamp: u64,
    /// Nobody, if the person was removed.
    person: Option<Arc<Newcomer>>,
}

/// Changes, each of which outweighs whatever the tables say of the same person.
#[derive(Clone, Default)]
pub struct Recent {
    changed: BTreeMap<PersonKey, Change>,
    stamp: u64,
}

impl Recent {
    pub fn put(&mut self, entry: &Entry) {
        self.change(entry.person, Some(Arc::new(Newcomer::new(entry))));
    }

    pub fn remove(&mut self, person: PersonKey) {
        self.change(person, None);
    }

    fn change(&mut self, key: PersonKey, person: Option<Arc<Newcomer>>) {
        self.stamp += 1;
        let stamp = self.stamp;
        self.changed.insert(key, Change { stamp, person });
    }

    /// Whether the tables are out of date about this person.
    pub fn replaces(&self, person: PersonKey) -> bool {
        !self.changed.is_empty() && self.changed.contains_key(&person)
    }

    pub fn people(&self) -> impl Iterator<Item = &Newcomer> {
        (self.changed.values()).filter_map(|change| change.person.as_deref())
    }

    pub fn person(&self, key: PersonKey) -> Option<&Newcomer> {
        self.changed.get(&key)?.person.as_deref()
    }

    /// Everybody who changed, and whether they are still there.
    pub fn keys(&self) -> impl Iterator<Item = (PersonKey, bool)> {
        (self.changed.iter()).map(|(key, change)| (*key, change.person.is_some()))
    }

    pub fn changes(&self) -> usize {
        self.changed.len()
    }

    pub fn stamp(&self) -> u64 {
        self.stamp
    }

    /// Forgets the changes up to a stamp; the tables have them now.
    pub fn forget_until(&mut self, stamp: u64) {
        self.changed.retain(|_, change| change.stamp > stamp);
    }
}
