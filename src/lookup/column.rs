//! The two shapes every table is made of: many texts in one piece of memory, and lists of
//! numbers grouped by another number.

use std::io;

use super::stored::{Reader, Writer, all_below, holds};

/// Short texts end to end. Costs their bytes and four more each.
#[derive(Default)]
pub struct Texts {
    bytes: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Appends a text. Past four gigabytes a text is kept as an empty one.
    pub fn push(&mut self, text: &str) {
        let end = self.bytes.len() + text.len();
        let end = match u32::try_from(end) {
            Ok(end) => {
                self.bytes.push_str(text);
                end
            }
            Err(_) => self.ends.last().copied().unwrap_or(0),
        };
        self.ends.push(end);
    }

    pub fn get(&self, row: usize) -> &str {
        let start = match row.checked_sub(1) {
            Some(before) => self.ends[before] as usize,
            None => 0,
        };
        &self.bytes[start..self.ends[row] as usize]
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> + Clone {
        (0..self.len()).map(|row| self.get(row))
    }

    /// Gives back the memory that pushing kept in hand.
    pub fn fit(&mut self) {
        self.bytes.shrink_to_fit();
        self.ends.shrink_to_fit();
    }

    pub fn write(&self, out: &mut Writer) -> io::Result<()> {
        out.text(&self.bytes)?;
        out.numbers(&self.ends)
    }

    /// # Errors
    /// If these are no texts.
    pub fn read(from: &mut Reader) -> io::Result<Texts> {
        let texts = Texts {
            bytes: from.text()?,
            ends: from.numbers()?,
        };
        holds(texts.ends.is_sorted())?;
        let ends = &texts.ends;
        holds(ends.last().copied().unwrap_or(0) as usize == texts.bytes.len())?;
        holds((ends.iter()).all(|end| texts.bytes.is_char_boundary(*end as usize)))?;
        Ok(texts)
    }

    /// The texts in the order of `rows`, with no memory to spare.
    pub fn reordered(&self, rows: &[u32]) -> Texts {
        let mut texts = Texts::default();
        texts.bytes.reserve_exact(self.bytes.len());
        texts.ends.reserve_exact(rows.len());
        for row in rows {
            texts.push(self.get(*row as usize));
        }
        texts
    }
}

/// For every group a list of items, as one list of items and one of ends.
#[derive(Default)]
pub struct Postings {
    ends: Vec<u32>,
    items: Vec<u32>,
}

impl Postings {
    /// Groups `(group, item)` pairs; inside a group the order of the pairs stays. The pairs are
    /// walked twice, and every group is below `groups`.
    pub fn group(groups: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Postings {
        let mut ends = vec![0; groups];
        for (group, _) in pairs.clone() {
            ends[group as usize] += 1;
        }
        let mut total = 0;
        for end in &mut ends {
            // Each place now holds its group's start and moves to its end while items arrive.
            total += std::mem::replace(end, total);
        }
        let mut items = vec![0; total as usize];
        for (group, item) in pairs {
            let place = &mut ends[group as usize];
            items[*place as usize] = item;
            *place += 1;
        }
        Postings { ends, items }
    }

    pub fn of(&self, group: usize) -> &[u32] {
        let start = match group.checked_sub(1) {
            Some(before) => self.ends[before] as usize,
            None => 0,
        };
        &self.items[start..self.ends[group] as usize]
    }

    pub fn write(&self, out: &mut Writer) -> io::Result<()> {
        out.numbers(&self.ends)?;
        out.numbers(&self.items)
    }

    /// Lists for so many groups, of items below `items`.
    ///
    /// # Errors
    /// If these are none.
    pub fn read(from: &mut Reader, groups: usize, items: usize) -> io::Result<Postings> {
        let postings = Postings {
            ends: from.numbers()?,
            items: from.numbers()?,
        };
        let last = postings.ends.last().copied().unwrap_or(0);
        holds(postings.ends.len() == groups && postings.ends.is_sorted())?;
        holds(last as usize == postings.items.len() && all_below(&postings.items, items))?;
        Ok(postings)
    }
}

/// Row numbers in the order of a key and then of `compare`. The key decides nearly always, which
/// is several times quicker than comparing texts all the way.
pub fn sorted_rows(
    rows: usize,
    key: impl Fn(usize) -> u128,
    compare: impl Fn(usize, usize) -> std::cmp::Ordering,
) -> Vec<u32> {
    let mut keyed: Vec<(u128, u32)> = (0..rows).map(|row| (key(row), row as u32)).collect();
    keyed.sort_unstable_by(|(key_a, a), (key_b, b)| {
        (key_a.cmp(key_b))
            .then_with(|| compare(*a as usize, *b as usize))
            .then_with(|| a.cmp(b))
    });
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// The first sixteen bytes as a number that sorts as the bytes do.
pub fn leading(bytes: impl Iterator<Item = u8>) -> u128 {
    let mut key = [0; 16];
    for (place, byte) in key.iter_mut().zip(bytes) {
        *place = byte;
    }
    u128::from_be_bytes(key)
}
