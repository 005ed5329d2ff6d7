//! All numbers of one field, found by their head or their tail.

use std::io;
use std::ops::Range;

use super::column::{Postings, Texts, leading, sorted_rows};
use super::spelling::bare;
use super::stored::{Reader, Writer, all_below, holds};

/// Numbers as they arrive, each with its owner.
#[derive(Default)]
pub struct Arrivals {
    texts: Texts,
    owners: Vec<u32>,
}

impl Arrivals {
    pub fn push(&mut self, number: &str, owner: u32) {
        if !number.is_empty() {
            self.texts.push(number);
            self.owners.push(owner);
        }
    }
}

/// Rows stand in the order of the bare number, so the head that was typed is one range of rows; a
/// second order by the reversed number does the same for tails.
#[derive(Default)]
pub struct Numbers {
    texts: Texts,
    owners: Vec<u32>,
    by_tail: Vec<u32>,
    of_owner: Postings,
}

impl Numbers {
    /// `slot` turns an owner of the arrivals into a slot below `people`, or nothing if a later
    /// entry replaced that owner.
    pub fn build(arrivals: &Arrivals, people: usize, slot: impl Fn(u32) -> Option<u32>) -> Numbers {
        let text = |row: usize| arrivals.texts.get(row);
        let mut rows = sorted_rows(
            arrivals.texts.len(),
            |row| leading(bare(text(row)).bytes()),
            |a, b| bare(text(a)).cmp(bare(text(b))),
        );
        rows.retain(|row| slot(arrivals.owners[*row as usize]).is_some());
        let texts = arrivals.texts.reordered(&rows);
        let owners: Vec<u32> = (rows.iter())
            .filter_map(|row| slot(arrivals.owners[*row as usize]))
            .collect();
        let by_tail = sorted_rows(
            texts.len(),
            |row| leading(texts.get(row).bytes().rev()),
            |a, b| texts.get(a).bytes().rev().cmp(texts.get(b).bytes().rev()),
        );
        let of_owner = Postings::group(people, owners.iter().copied().zip(0..));
        Numbers {
            texts,
            owners,
            by_tail,
            of_owner,
        }
    }

    pub fn write(&self, out: &mut Writer) -> io::Result<()> {
        self.texts.write(out)?;
        out.numbers(&self.owners)?;
        out.numbers(&self.by_tail)?;
        self.of_owner.write(out)
    }

    /// The numbers of so many people.
    ///
    /// # Errors
    /// If these are none.
    pub fn read(from: &mut Reader, people: usize) -> io::Result<Numbers> {
        let texts = Texts::read(from)?;
        let (owners, by_tail) = (from.numbers()?, from.numbers()?);
        let rows = texts.len();
        holds(owners.len() == rows && all_below(&owners, people))?;
        holds(by_tail.len() == rows && all_below(&by_tail, rows))?;
        Ok(Numbers {
            of_owner: Postings::read(from, people, rows)?,
            texts,
            owners,
            by_tail,
        })
    }

    pub fn text(&self, row: usize) -> &str {
        self.texts.get(row)
    }

    pub fn owner(&self, row: usize) -> u32 {
        self.owners[row]
    }

    pub fn of(&self, owner: u32) -> impl Iterator<Item = &str> {
        (self.of_owner.of(owner as usize).iter()).map(|row| self.text(*row as usize))
    }

    /// The rows whose bare number begins with the bare form of what was asked.
    pub fn head(&self, asked: &str) -> Range<usize> {
        let asked = bare(asked);
        let number = |row: usize| bare(self.text(row));
        let start = first(0..self.texts.len(), |row| number(row) >= asked);
        let end = first(start..self.texts.len(), |row| {
            !number(row).starts_with(asked)
        });
        start..end
    }

    /// The rows whose number ends with what was asked.
    pub fn tail(&self, asked: &str) -> &[u32] {
        let text = |row: &u32| self.text(*row as usize);
        let asked_back = || asked.bytes().rev();
        let start = (self.by_tail).partition_point(|row| text(row).bytes().rev().lt(asked_back()));
        let from = &self.by_tail[start..];
        &from[..from.partition_point(|row| text(row).ends_with(asked))]
    }
}

/// The first number of the range that passes, or its end; those that pass stand behind those
/// that do not.
pub fn first(range: Range<usize>, passes: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if passes(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}
