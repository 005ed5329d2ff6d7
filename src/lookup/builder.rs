//! Collects people one by one and turns them into tables.

use std::collections::HashMap;

use crate::record::PersonKey;

use super::base::{Base, NUMBER_FIELDS, Row, number_table};
use super::column::Texts;
use super::judge::Person;
use super::names::Names;
use super::numbers::{Arrivals, Numbers};
use super::recent::{Newcomer, spelled_numbers};
use super::{Entry, Lookup};

/// Takes entries as they are read, so that nobody needs all records in memory at once.
#[derive(Default)]
pub struct Builder {
    arrived: Vec<Arrival>,
    /// Distinct names in the order of their first arrival.
    names: Texts,
    name_numbers: HashMap<Box<str>, u32>,
    numbers: [Arrivals; 4],
}

struct Arrival {
    key: PersonKey,
    served: u32,
    name: u32,
}

impl Builder {
    /// Of two entries for one person the later one counts.
    pub fn add(&mut self, entry: &Entry) {
        let owner = self.arrive(entry.person, entry.last_served, entry.name);
        for (field, number) in spelled_numbers(entry) {
            if let Some(table) = number_table(field) {
                self.numbers[table].push(&number, owner);
            }
        }
    }

    /// How many entries arrived.
    pub fn len(&self) -> usize {
        self.arrived.len()
    }

    pub fn is_empty(&self) -> bool {
        self.arrived.is_empty()
    }

    pub fn finish(self) -> Lookup {
        let mut lookup = Lookup::default();
        lookup.add_tables(self.tables());
        lookup
    }

    /// Takes over a person who was in an index before.
    pub(super) fn copy(&mut self, person: &impl Known) {
        let owner = self.arrive(person.key(), person.served(), person.name());
        for (field, table) in NUMBER_FIELDS.into_iter().zip(&mut self.numbers) {
            person.each_number(field, &mut |number| table.push(number, owner));
        }
    }

    fn arrive(&mut self, key: PersonKey, served: u32, name: &str) -> u32 {
        let name = self.intern(name);
        self.arrived.push(Arrival { key, served, name });
        (self.arrived.len() - 1) as u32
    }

    fn intern(&mut self, name: &str) -> u32 {
        if let Some(number) = self.name_numbers.get(name) {
            return *number;
        }
        let number = self.names.len() as u32;
        self.names.push(name);
        self.name_numbers.insert(name.into(), number);
        number
    }

    /// The tables alone, for an index that is put together of several.
    pub fn tables(self) -> Base {
        let order = self.slots();
        let mut slot_of = vec![None; self.arrived.len()];
        for (slot, arrival) in (0..).zip(&order) {
            slot_of[*arrival as usize] = Some(slot);
        }
        let people = || order.iter().map(|arrival| &self.arrived[*arrival as usize]);
        let mut by_name: Vec<(u32, u32)> = people().map(|person| person.name).zip(0..).collect();
        // Whoever reads only some of a name's people reads those served last.
        let served: Vec<u32> = people().map(|person| person.served).collect();
        by_name.sort_by_key(|(_, slot)| std::cmp::Reverse(served[*slot as usize]));
        let (names, new_numbers) = Names::build(&self.names, by_name.iter().copied());
        let numbers = (self.numbers.each_ref())
            .map(|arrivals| Numbers::build(arrivals, order.len(), |owner| slot_of[owner as usize]));
        Base {
            keys: people().map(|person| person.key).collect(),
            served,
            name_of: (people().map(|person| new_numbers[person.name as usize])).collect(),
            names,
            numbers,
        }
    }

    /// The arrivals that count, in the order of their keys.
    fn slots(&self) -> Vec<u32> {
        let key = |arrival: u32| self.arrived[arrival as usize].key;
        let mut order: Vec<u32> = (0..self.arrived.len() as u32).collect();
        // Later arrivals stand first among equal keys, and only the first of a key is kept.
        order.sort_unstable_by_key(|arrival| (key(*arrival), std::cmp::Reverse(*arrival)));
        order.dedup_by_key(|arrival| key(*arrival));
        order
    }
}

/// A person with everything the tables keep.
pub(super) trait Known: Person {
    fn key(&self) -> PersonKey;
    fn served(&self) -> u32;
}

impl Known for Row<'_> {
    fn key(&self) -> PersonKey {
        Row::key(self)
    }

    fn served(&self) -> u32 {
        Row::served(self)
    }
}

impl Known for Newcomer {
    fn key(&self) -> PersonKey {
        self.key
    }

    fn served(&self) -> u32 {
        self.served
    }
}
