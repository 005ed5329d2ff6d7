//! What changed since the tables were built. Small, so every query judges all of it.

use std::collections::{BTreeMap, HashSet};

use crate::record::PersonKey;

use super::base::NUMBER_FIELDS;
use super::judge::Person;
use super::names::read_aloud;
use super::{Entry, Field, MatchKind, judge, spelling};

/// A person with their texts, not yet in the tables.
pub struct Newcomer {
    pub key: PersonKey,
    pub served: u32,
    name: String,
    pinyin: String,
    numbers: Vec<(Field, String)>,
}

impl Newcomer {
    fn new(entry: &Entry) -> Newcomer {
        Newcomer {
            key: entry.person,
            served: entry.last_served,
            name: entry.name.to_owned(),
            pinyin: read_aloud(entry.name),
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

    fn pinyin(&self) -> &str {
        &self.pinyin
    }

    fn each_number<'a>(&'a self, field: Field, show: &mut dyn FnMut(&'a str)) {
        let held = self.numbers.iter().filter(|(held, _)| *held == field);
        held.for_each(|(_, number)| show(number));
    }
}

#[derive(Default)]
pub struct Recent {
    people: BTreeMap<PersonKey, Newcomer>,
    /// Slots of the tables that were changed or removed.
    replaced: HashSet<u32>,
}

impl Recent {
    pub fn put(&mut self, entry: &Entry, slot: Option<u32>) {
        self.people.insert(entry.person, Newcomer::new(entry));
        self.replaced.extend(slot);
    }

    pub fn remove(&mut self, person: PersonKey, slot: Option<u32>) {
        self.people.remove(&person);
        self.replaced.extend(slot);
    }

    /// Whether the tables are out of date about this slot.
    pub fn replaces(&self, slot: u32) -> bool {
        self.replaced.contains(&slot)
    }

    pub fn people(&self) -> impl Iterator<Item = &Newcomer> {
        self.people.values()
    }

    pub fn person(&self, key: PersonKey) -> Option<&Newcomer> {
        self.people.get(&key)
    }

    pub fn added(&self) -> usize {
        self.people.len()
    }

    pub fn replaced(&self) -> usize {
        self.replaced.len()
    }

    pub fn changes(&self) -> usize {
        self.added().max(self.replaced())
    }
}
