//! The built tables: columns over people, their names and their numbers. They never change.

use std::io::{self, Read, Write};

use crate::record::PersonKey;

use super::judge::Person;
use super::names::Names;
use super::numbers::Numbers;
use super::spelling::bare;
use super::stored::{LAYOUT, Reader, Writer, all_below, holds};
use super::{Field, MatchKind, judge};

/// People stand in slots in the order of their keys.
#[derive(Default)]
pub struct Base {
    pub(super) keys: Vec<PersonKey>,
    pub(super) served: Vec<u32>,
    pub(super) name_of: Vec<u32>,
    pub(super) names: Names,
    pub(super) numbers: [Numbers; 4],
}

/// The fields that hold numbers, in the order of the tables in [`Base`].
pub const NUMBER_FIELDS: [Field; 4] =
    [Field::Id, Field::FormerId, Field::Certificate, Field::Phone];

/// The table of a field that holds numbers; names have tables of their own.
pub fn number_table(field: Field) -> Option<usize> {
    NUMBER_FIELDS.iter().position(|held| *held == field)
}

impl Base {
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Writes the tables, to be read by [`Base::read`] of the same program.
    ///
    /// # Errors
    /// What the stream says.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&LAYOUT.to_le_bytes())?;
        let out = &mut Writer::new(out);
        out.keys(&self.keys)?;
        out.numbers(&self.served)?;
        out.numbers(&self.name_of)?;
        self.names.write(out)?;
        (self.numbers.iter()).try_for_each(|numbers| numbers.write(out))
    }

    /// Reads tables from a stream of so many bytes, which may hold anything.
    ///
    /// # Errors
    /// If these are no tables, or those of another program, and what the stream says. Never
    /// panics, and tables that were read never do either.
    pub fn read(from: &mut dyn Read, length: u64) -> io::Result<Base> {
        let mut layout = [0; 2];
        from.read_exact(&mut layout)?;
        holds(u16::from_le_bytes(layout) == LAYOUT)?;
        let from = &mut Reader::new(from, length.saturating_sub(2));
        let keys = from.keys()?;
        let people = keys.len();
        let (served, name_of) = (from.numbers()?, from.numbers()?);
        holds(keys.is_sorted_by(|one, next| one < next))?;
        holds(served.len() == people && name_of.len() == people)?;
        let base = Base {
            names: Names::read(from, people)?,
            numbers: [
                Numbers::read(from, people)?,
                Numbers::read(from, people)?,
                Numbers::read(from, people)?,
                Numbers::read(from, people)?,
            ],
            keys,
            served,
            name_of,
        };
        holds(all_below(&base.name_of, base.names.len()) && from.is_at_end())?;
        Ok(base)
    }

    pub fn slots(&self) -> impl Iterator<Item = u32> {
        0..self.keys.len() as u32
    }

    pub fn slot(&self, person: PersonKey) -> Option<u32> {
        (self.keys.binary_search(&person).ok()).map(|slot| slot as u32)
    }

    pub fn key(&self, slot: u32) -> PersonKey {
        self.keys[slot as usize]
    }

    pub fn served(&self, slot: u32) -> u32 {
        self.served[slot as usize]
    }

    pub fn person(&self, slot: u32) -> Row<'_> {
        Row { base: self, slot }
    }

    /// The slots that hold exactly this number.
    pub fn holders(&self, field: Field, asked: &str) -> Vec<u32> {
        let Some(table) = number_table(field) else {
            return Vec::new();
        };
        let numbers = &self.numbers[table];
        // Whole numbers stand first among those that begin with them.
        (numbers.head(asked))
            .take_while(|row| bare(numbers.text(*row)) == bare(asked))
            .filter(|row| judge::number(asked, numbers.text(*row)) == Some(MatchKind::Whole))
            .map(|row| numbers.owner(row))
            .collect()
    }
}

/// One person of the tables.
pub struct Row<'a> {
    base: &'a Base,
    pub slot: u32,
}

impl Row<'_> {
    pub fn key(&self) -> PersonKey {
        self.base.key(self.slot)
    }

    pub fn served(&self) -> u32 {
        self.base.served(self.slot)
    }

    fn name_number(&self) -> u32 {
        self.base.name_of[self.slot as usize]
    }
}

impl Person for Row<'_> {
    fn name(&self) -> &str {
        self.base.names.text(self.name_number())
    }

    fn each_reading<'a>(&'a self, show: &mut dyn FnMut(&'a str)) {
        let names = &self.base.names;
        let usual = self.name_number();
        show(names.pinyin(usual));
        let others = names.other_readings(usual);
        others.for_each(|row| show(names.pinyin(row)));
    }

    fn each_number<'a>(&'a self, field: Field, show: &mut dyn FnMut(&'a str)) {
        if let Some(table) = number_table(field) {
            self.base.numbers[table].of(self.slot).for_each(show);
        }
    }
}
