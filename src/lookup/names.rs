//! Every distinct name once, numbered in the order of its reading.
//!
//! A pinyin prefix is therefore one range of numbers, and a scan walks memory in order.

use std::ops::Range;

use crate::person::syllables;

use super::column::{Postings, Texts, leading, sorted_rows};
use super::judge::{initials, joined};
use super::numbers::first;
use super::spelling::folded;

#[derive(Default)]
pub struct Names {
    texts: Texts,
    /// `zhang xiao ming`: fuzzy-matcher gives a bonus to letters after a space.
    pinyin: Texts,
    /// What letters a reading has, see [`letter_set`].
    letters: Vec<u64>,
    by_initials: Vec<u32>,
    by_name: Vec<u32>,
    signs: Vec<char>,
    of_sign: Postings,
    people: Postings,
}

impl Names {
    /// `owners` pairs a name's place in `texts` with the slot of a person, last served first. Also
    /// returns the new number of each name.
    pub fn build(
        texts: &Texts,
        owners: impl Iterator<Item = (u32, u32)> + Clone,
    ) -> (Names, Vec<u32>) {
        let mut pinyin = Texts::default();
        for name in texts.iter() {
            pinyin.push(&read_aloud(name));
        }
        let rows = sorted_rows(
            texts.len(),
            |row| leading(joined(pinyin.get(row))),
            |a, b| {
                (joined(pinyin.get(a)).cmp(joined(pinyin.get(b))))
                    .then_with(|| texts.get(a).cmp(texts.get(b)))
            },
        );
        let mut numbers = vec![0; rows.len()];
        for (number, row) in (0..).zip(&rows) {
            numbers[*row as usize] = number;
        }
        let renumbered = owners.map(|(name, slot)| (numbers[name as usize], slot));
        let people = Postings::group(rows.len(), renumbered);
        let names = Names::over(texts.reordered(&rows), pinyin.reordered(&rows), people);
        (names, numbers)
    }

    /// The orders and postings over names already in their final order.
    fn over(texts: Texts, pinyin: Texts, people: Postings) -> Names {
        let by_initials = sorted_rows(
            pinyin.len(),
            |row| leading(initials(pinyin.get(row))),
            |a, b| initials(pinyin.get(a)).cmp(initials(pinyin.get(b))),
        );
        let by_name = sorted_rows(
            texts.len(),
            |row| leading_signs(texts.get(row)),
            |a, b| folded(texts.get(a)).cmp(folded(texts.get(b))),
        );
        let (signs, of_sign) = sign_postings(&texts);
        Names {
            letters: pinyin
                .iter()
                .map(|text| letter_set(text.bytes(), initials(text)))
                .collect(),
            texts,
            pinyin,
            by_initials,
            by_name,
            signs,
            of_sign,
            people,
        }
    }

    pub fn text(&self, name: u32) -> &str {
        self.texts.get(name as usize)
    }

    pub fn pinyin(&self, name: u32) -> &str {
        self.pinyin.get(name as usize)
    }

    /// The slots of the people with this name, last served first.
    pub fn people(&self, name: u32) -> &[u32] {
        self.people.of(name as usize)
    }

    /// The names whose reading begins with these letters, in order of the reading.
    pub fn reading_start(&self, asked: &str) -> Range<u32> {
        let reading = |row: usize| joined(self.pinyin.get(row));
        let start = first(0..self.texts.len(), |row| reading(row).ge(asked.bytes()));
        let end = first(start..self.texts.len(), |row| {
            !begins(reading(row), asked.bytes())
        });
        start as u32..end as u32
    }

    /// The names whose initials begin with these letters, shortest first.
    pub fn initials_start(&self, asked: &str) -> &[u32] {
        let heads = |name: &u32| initials(self.pinyin(*name));
        span(
            &self.by_initials,
            |name| heads(name).lt(asked.bytes()),
            |name| begins(heads(name), asked.bytes()),
        )
    }

    /// The names that begin with these signs.
    pub fn name_start(&self, asked: &str) -> &[u32] {
        let signs = |name: &u32| folded(self.text(*name));
        span(
            &self.by_name,
            |name| signs(name).lt(asked.chars()),
            |name| begins(signs(name), asked.chars()),
        )
    }

    /// The names that have the rarest of these signs. Nothing else can match all of them.
    pub fn with_rarest_sign(&self, asked: &str) -> &[u32] {
        asked
            .chars()
            .map(|sign| match self.signs.binary_search(&sign) {
                Ok(place) => self.of_sign.of(place),
                Err(_) => &[],
            })
            .min_by_key(|names| names.len())
            .unwrap_or_default()
    }

    /// The names whose reading has all these letters and a syllable that begins with the first of
    /// them: those whose first syllable does, then the others.
    pub fn with_letters(&self, asked: &str) -> impl Iterator<Item = u32> {
        let near = self.reading_start(asked.get(..1).unwrap_or_default());
        let wanted = letter_set(asked.bytes(), asked.bytes().take(1));
        near.clone()
            .chain(0..near.start)
            .chain(near.end..self.texts.len() as u32)
            .filter(move |name| self.letters[*name as usize] & wanted == wanted)
    }
}

/// The part of `names` behind those that come `before` for as long as they `belong`.
fn span(names: &[u32], before: impl Fn(&u32) -> bool, belong: impl Fn(&u32) -> bool) -> &[u32] {
    let from = &names[names.partition_point(before)..];
    &from[..from.partition_point(belong)]
}

fn begins<T: PartialEq>(
    mut text: impl Iterator<Item = T>,
    mut asked: impl Iterator<Item = T>,
) -> bool {
    asked.all(|sign| text.next() == Some(sign))
}

/// The first six signs as a number that sorts as the signs do; a sign has 21 bits.
fn leading_signs(name: &str) -> u128 {
    let mut key: u128 = 0;
    let mut signs = folded(name);
    for _ in 0..6 {
        key = key << 21 | signs.next().map_or(0, |sign| sign as u128);
    }
    key
}

/// One bit for every letter in the lower half, and one for every letter that begins a syllable in
/// the upper half.
fn letter_set(letters: impl Iterator<Item = u8>, heads: impl Iterator<Item = u8>) -> u64 {
    let bits = |letters: &mut dyn Iterator<Item = u8>| {
        letters
            .filter(u8::is_ascii_lowercase)
            .fold(0_u64, |set, letter| set | 1 << (letter - b'a'))
    };
    let (mut letters, mut heads) = (letters, heads);
    bits(&mut letters) | bits(&mut heads) << 32
}

fn sign_postings(texts: &Texts) -> (Vec<char>, Postings) {
    let mut pairs: Vec<(char, u32)> = Vec::new();
    for (name, text) in (0..).zip(texts.iter()) {
        pairs.extend(folded(text).map(|sign| (sign, name)));
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut signs: Vec<char> = pairs.iter().map(|(sign, _)| *sign).collect();
    signs.dedup();
    let mut place = 0;
    let grouped: Vec<(u32, u32)> = (pairs.iter())
        .map(|(sign, name)| {
            // Both lists are in the order of the signs, so the place only ever moves on.
            while signs[place] != *sign {
                place += 1;
            }
            (place as u32, *name)
        })
        .collect();
    let postings = Postings::group(signs.len(), grouped.into_iter());
    (signs, postings)
}

/// The reading of a name as it is searched: small letters, one space between syllables.
pub fn read_aloud(name: &str) -> String {
    syllables(name).join(" ")
}
