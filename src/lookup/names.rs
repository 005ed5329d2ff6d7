//! Every distinct name once for each of its readings, numbered in the order of the readings.
//!
//! A pinyin prefix is therefore one range of numbers, and a scan walks memory in order.

use std::io;
use std::ops::Range;

use crate::person::name_readings;

use super::column::{Postings, Texts, leading, sorted_rows};
use super::judge::{initials, joined};
use super::numbers::first;
use super::spelling::folded;
use super::stored::{Reader, Writer, all_below, holds};

/// Set among the letters of a name in its usual reading if it has other readings.
const HAS_OTHERS: u64 = 1 << 63;

/// Letters that were asked for, whatever their order.
#[derive(Clone, Copy)]
pub struct LetterSet(u64);

impl LetterSet {
    pub fn of(asked: &str) -> LetterSet {
        LetterSet(letter_set(asked.bytes(), std::iter::empty()))
    }
}

#[derive(Default)]
pub struct Names {
    texts: Texts,
    /// `zhang xiao ming`: fuzzy-matcher gives a bonus to letters after a space.
    pinyin: Texts,
    /// What letters a reading has, see [`letter_set`], and whether the name has others.
    letters: Vec<u64>,
    by_initials: Vec<u32>,
    /// The usual readings only, as all that goes by the signs: one row a name.
    by_name: Vec<u32>,
    signs: Vec<char>,
    of_sign: Postings,
    people: Postings,
    /// Pairs of a name in its usual reading and in another, in order.
    others: Vec<(u32, u32)>,
}

impl Names {
    /// `owners` pairs a name's place in `texts` with the slot of a person, last served first. Also
    /// returns the new number of each name, in its usual reading.
    pub fn build(
        texts: &Texts,
        owners: impl Iterator<Item = (u32, u32)> + Clone,
    ) -> (Names, Vec<u32>) {
        let read = Read::aloud(texts);
        let rows = sorted_rows(
            read.of.len(),
            |row| leading(joined(read.pinyin.get(row))),
            |a, b| {
                (joined(read.pinyin.get(a)).cmp(joined(read.pinyin.get(b))))
                    .then_with(|| read.text(texts, a).cmp(read.text(texts, b)))
            },
        );
        let mut numbers = vec![0; rows.len()];
        for (number, row) in (0..).zip(&rows) {
            numbers[*row as usize] = number;
        }
        let numbers_of = |name: u32| read.rows(name).map(|row| numbers[row as usize]);
        let renumbered =
            owners.flat_map(|(name, slot)| numbers_of(name).map(move |number| (number, slot)));
        let people = Postings::group(rows.len(), renumbered);
        let mut others: Vec<(u32, u32)> = (0..texts.len() as u32)
            .flat_map(|name| {
                let usual = numbers[read.starts[name as usize] as usize];
                numbers_of(name).skip(1).map(move |other| (usual, other))
            })
            .collect();
        others.sort_unstable();
        let usual = (read.starts[..texts.len()].iter())
            .map(|row| numbers[*row as usize])
            .collect();
        let mut ordered = Texts::default();
        rows.iter()
            .for_each(|row| ordered.push(read.text(texts, *row as usize)));
        ordered.fit();
        let names = Names::over(ordered, read.pinyin.reordered(&rows), people, others);
        (names, usual)
    }

    /// The orders and postings over names already in their final order.
    fn over(texts: Texts, pinyin: Texts, people: Postings, others: Vec<(u32, u32)>) -> Names {
        let by_initials = sorted_rows(
            pinyin.len(),
            |row| leading(initials(pinyin.get(row))),
            |a, b| initials(pinyin.get(a)).cmp(initials(pinyin.get(b))),
        );
        let mut is_usual = vec![true; texts.len()];
        (others.iter()).for_each(|(_, other)| is_usual[*other as usize] = false);
        let mut by_name = sorted_rows(
            texts.len(),
            |row| leading_signs(texts.get(row)),
            |a, b| folded(texts.get(a)).cmp(folded(texts.get(b))),
        );
        by_name.retain(|name| is_usual[*name as usize]);
        let (signs, of_sign) = sign_postings(&texts, &is_usual);
        let letters = pinyin.iter();
        let letters = letters.map(|text| letter_set(text.bytes(), initials(text)));
        let mut letters: Vec<u64> = letters.collect();
        (others.iter()).for_each(|(usual, _)| letters[*usual as usize] |= HAS_OTHERS);
        Names {
            letters,
            texts,
            pinyin,
            by_initials,
            by_name,
            signs,
            of_sign,
            people,
            others,
        }
    }

    pub fn write(&self, out: &mut Writer) -> io::Result<()> {
        self.texts.write(out)?;
        self.pinyin.write(out)?;
        out.wide_numbers(&self.letters)?;
        out.numbers(&self.by_initials)?;
        out.numbers(&self.by_name)?;
        out.signs(&self.signs)?;
        self.of_sign.write(out)?;
        self.people.write(out)?;
        out.pairs(&self.others)
    }

    /// The names of so many people.
    ///
    /// # Errors
    /// If these are none.
    pub fn read(from: &mut Reader, people: usize) -> io::Result<Names> {
        let (texts, pinyin) = (Texts::read(from)?, Texts::read(from)?);
        let rows = texts.len();
        let letters = from.wide_numbers()?;
        let (by_initials, by_name) = (from.numbers()?, from.numbers()?);
        let signs = from.signs()?;
        holds(pinyin.len() == rows && letters.len() == rows && by_initials.len() == rows)?;
        holds(all_below(&by_initials, rows) && all_below(&by_name, rows))?;
        let names = Names {
            of_sign: Postings::read(from, signs.len(), rows)?,
            people: Postings::read(from, rows, people)?,
            others: from.pairs()?,
            texts,
            pinyin,
            letters,
            by_initials,
            by_name,
            signs,
        };
        holds((names.others.iter()).all(|(usual, other)| (*usual).max(*other) < rows as u32))?;
        Ok(names)
    }

    /// The same name in its other readings.
    pub fn other_readings(&self, usual: u32) -> impl Iterator<Item = u32> {
        let others = match self.letters[usual as usize] & HAS_OTHERS {
            0 => &[],
            _ => &self.others[self.others.partition_point(|(name, _)| *name < usual)..],
        };
        let of_name = others.iter().take_while(move |(name, _)| *name == usual);
        of_name.map(|(_, other)| *other)
    }

    /// Whether one of the readings of a name has all of these letters but for `slips` of them;
    /// quicker than to compare them.
    pub fn may_be_read(&self, usual: u32, asked: LetterSet, slips: u32) -> bool {
        let lacks = |row: u32| (asked.0 & !self.letters[row as usize]).count_ones();
        lacks(usual) <= slips || self.other_readings(usual).any(|row| lacks(row) <= slips)
    }

    /// How many rows there are: names in each of their readings.
    pub fn len(&self) -> usize {
        self.texts.len()
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
        self.reading_start_in(0..self.texts.len() as u32, asked.as_bytes())
    }

    /// The same in a range that holds all readings with some of these first letters.
    fn reading_start_in(&self, range: Range<u32>, asked: &[u8]) -> Range<u32> {
        let reading = |row: usize| joined(self.pinyin.get(row));
        let asked = || asked.iter().copied();
        let range = range.start as usize..range.end as usize;
        let start = first(range.clone(), |row| reading(row).ge(asked()));
        let end = first(start..range.end, |row| !begins(reading(row), asked()));
        start as u32..end as u32
    }

    /// The names whose reading begins with these letters once a slip in them is mended: one that is
    /// wrong, missing, too many or in its neighbour's place. Ranges that may overlap.
    pub fn reading_start_but_one(&self, asked: &str) -> Vec<Range<u32>> {
        let letters = asked.as_bytes();
        let mut ranges = Vec::new();
        let mut with_start = 0..self.texts.len() as u32;
        for place in 0..letters.len() {
            let mut mended = letters[..place].to_vec();
            let mut take = |mended: &[u8]| {
                ranges.push(self.reading_start_in(with_start.clone(), mended));
            };
            let rest = &letters[place + 1..];
            take(&[&mended, rest].concat());
            if let [next, rest @ ..] = rest {
                take(&[&mended, &[*next, letters[place]][..], rest].concat());
            }
            mended.push(0);
            for letter in b'a'..=b'z' {
                mended[place] = letter;
                let next = self.reading_start_in(with_start.clone(), &mended);
                for rest in [rest, &letters[place..]] {
                    ranges.push(self.reading_start_in(next.clone(), &[&mended, rest].concat()));
                }
            }
            // The letters before the next place are right: only names that begin so are left.
            with_start = self.reading_start_in(with_start, &letters[..=place]);
        }
        ranges.retain(|range| !range.is_empty());
        ranges
    }

    /// The names that begin with the first or second of these letters and have all of them: those
    /// where two neighbours may stand in each other's place.
    pub fn with_letters_at_start(&self, asked: &str) -> impl Iterator<Item = u32> {
        let wanted = letter_set(asked.bytes(), std::iter::empty());
        let heads = [asked.get(..1), asked.get(1..2)].into_iter().flatten();
        let names = heads.flat_map(|head| self.reading_start(head));
        names.filter(move |name| self.letters[*name as usize] & wanted == wanted)
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
        (asked.chars().map(|sign| self.with_sign(sign)))
            .min_by_key(|names| names.len())
            .unwrap_or_default()
    }

    /// The names that have one of the two rarest of these signs. Nothing else can match all but
    /// one of them.
    pub fn with_two_rarest_signs(&self, asked: &str) -> impl Iterator<Item = u32> {
        let mut signs: Vec<&[u32]> = asked.chars().map(|sign| self.with_sign(sign)).collect();
        signs.sort_by_key(|names| names.len());
        signs.into_iter().take(2).flatten().copied()
    }

    fn with_sign(&self, sign: char) -> &[u32] {
        match self.signs.binary_search(&sign) {
            Ok(place) => self.of_sign.of(place),
            Err(_) => &[],
        }
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

fn sign_postings(texts: &Texts, is_usual: &[bool]) -> (Vec<char>, Postings) {
    let mut pairs: Vec<(char, u32)> = Vec::new();
    let names = (0..).zip(texts.iter()).zip(is_usual);
    for ((name, text), _) in names.filter(|(_, is_usual)| **is_usual) {
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

/// Names with every reading of each.
struct Read {
    /// Where the readings of a name begin; one place more than there are names.
    starts: Vec<u32>,
    /// The name a reading belongs to.
    of: Vec<u32>,
    pinyin: Texts,
}

impl Read {
    fn aloud(texts: &Texts) -> Read {
        let mut read = Read {
            starts: vec![0],
            of: Vec::new(),
            pinyin: Texts::default(),
        };
        for (name, text) in (0..).zip(texts.iter()) {
            for reading in name_readings(text) {
                read.pinyin.push(&reading);
                read.of.push(name);
            }
            read.starts.push(read.of.len() as u32);
        }
        read
    }

    /// The rows of a name, its usual reading first.
    fn rows(&self, name: u32) -> Range<u32> {
        self.starts[name as usize]..self.starts[name as usize + 1]
    }

    fn text<'a>(&self, texts: &'a Texts, row: usize) -> &'a str {
        texts.get(self.of[row] as usize)
    }
}
