//! Finding divisions by a part of the name, by pinyin or by first letters, at every key.

use super::division::short_code;
use super::pinyin::place_syllables;
use super::{Division, Divisions, Level};
use crate::text::half_width;

/// Most results of one search: more than a list on the screen can be read through.
const MOST: usize = 200;
/// Most places that one term may mean when another is looked for within them.
const ABOVE: usize = 20;
/// Most terms above the last one: province, prefecture, county, town.
const DEEPEST: usize = 4;
/// Characters of the longest name that is looked for in a full name.
const LONGEST_NAME: usize = 20;
/// What the names end with and nobody types.
const ENDINGS: [&str; 13] = [
    "特别行政区",
    "自治区",
    "自治州",
    "自治县",
    "街道",
    "社区",
    "地区",
    "省",
    "市",
    "县",
    "区",
    "镇",
    "乡",
];

/// A name in pinyin, ready for comparing.
#[derive(Debug, Clone, Default)]
pub(super) struct Spelled {
    /// The syllables one after the other.
    letters: Box<str>,
    /// Where each syllable starts in `letters`, and the end.
    starts: Box<[u8]>,
    /// A bit for each first letter of a syllable.
    firsts: u32,
    /// Syllables of the name without its ending.
    stem: u8,
}

/// How well a name fits; smaller is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Stem,
    Start,
    Inside,
}

impl Spelled {
    pub(super) fn of(name: &str) -> Spelled {
        let syllables = place_syllables(name);
        let stem = stem(name);
        let mut starts = vec![0u8];
        let mut letters = String::new();
        let mut firsts = 0;
        for syllable in &syllables {
            firsts |= syllable.bytes().next().map_or(0, bit);
            letters.push_str(syllable);
            // No place name has 255 letters; one that had would only be found by its first ones.
            starts.push(u8::try_from(letters.len()).unwrap_or(u8::MAX));
        }
        Spelled {
            letters: letters.into(),
            starts: starts.into(),
            firsts,
            stem: u8::try_from(place_syllables(stem).len()).unwrap_or(u8::MAX),
        }
    }

    /// How the typed letters fit: each piece of them begins the next syllable, so that `dg`,
    /// `dongg` and `dongguan` all fit 东莞市.
    fn fit(&self, typed: &[u8]) -> Option<Fit> {
        let first = typed.first().copied()?;
        if self.firsts & bit(first) == 0 {
            return None;
        }
        let count = self.starts.len() - 1;
        (0..count).find_map(|start| {
            let end = self.consume(typed, start)?;
            Some(match (start, end) {
                (0, end) if end == count => Fit::Whole,
                (0, end) if end == usize::from(self.stem) => Fit::Stem,
                (0, _) => Fit::Start,
                _ => Fit::Inside,
            })
        })
    }

    /// Eats `typed` syllable by syllable from `from`, as much of each as fits; gives back the
    /// syllable after the last one touched.
    fn consume(&self, typed: &[u8], from: usize) -> Option<usize> {
        if typed.is_empty() {
            return Some(from);
        }
        let syllable = self.syllable(from)?;
        let common = typed
            .iter()
            .zip(syllable)
            .take_while(|(a, b)| a == b)
            .count();
        (1..=common)
            .rev()
            .find_map(|length| self.consume(typed.get(length..)?, from + 1))
    }

    fn syllable(&self, place: usize) -> Option<&[u8]> {
        let start = usize::from(*self.starts.get(place)?);
        let end = usize::from(*self.starts.get(place + 1)?);
        self.letters.as_bytes().get(start..end)
    }
}

impl Divisions {
    /// Divisions by a part of the name, by pinyin, by first letters or by the beginning of the
    /// code, best first, at most 200. `under` keeps those below a code, `level` those of a level;
    /// an empty text lists the valid ones in the order of their codes.
    ///
    /// Valid divisions come before old ones, then fits of the whole name before fits at its
    /// beginning and those before fits inside, then higher levels before lower ones. If nothing
    /// fits as one name, `dg hm`, `东莞 虎门` and `广东省东莞市虎门镇` find the place within the place.
    pub fn search(&self, text: &str, under: Option<&str>, level: Option<Level>) -> Vec<&Division> {
        let typed = half_width(text).to_lowercase();
        let joined = typed.replace([' ', '\''], "");
        let under = under.map(short_code).unwrap_or_default();
        let found = self.search_name(&joined, under, level);
        if !found.is_empty() {
            return found;
        }
        let terms: Vec<&str> = typed.split_whitespace().collect();
        match terms.len() {
            0 => Vec::new(),
            1 => self.search_within(&self.cut_names(&joined), under, level),
            _ => self.search_within(&terms, under, level),
        }
    }

    fn search_name(&self, typed: &str, under: &str, level: Option<Level>) -> Vec<&Division> {
        let mut found: Vec<(bool, Fit, &Division)> = self
            .fits(typed, under)
            .filter(|(_, one)| level.is_none_or(|level| one.level == level))
            .filter(|(_, one)| one.code != under && !one.is_unspoken())
            .filter(|(_, one)| !(typed.is_empty() && one.is_old()))
            .map(|(fit, one)| (one.is_old(), fit, one))
            .collect();
        keep_best(&mut found);
        found.into_iter().map(|(.., one)| one).collect()
    }

    /// Each term names a place within what the terms before it found.
    fn search_within(&self, terms: &[&str], under: &str, level: Option<Level>) -> Vec<&Division> {
        let Some((last, above)) = terms.split_last() else {
            return Vec::new();
        };
        let mut codes = vec![under];
        for term in above.iter().take(DEEPEST) {
            codes = codes
                .into_iter()
                .flat_map(|code| self.search_name(term, code, None))
                .map(|one| one.code.as_str())
                .take(ABOVE)
                .collect();
        }
        let mut found: Vec<&Division> = Vec::new();
        for code in codes {
            for one in self.search_name(last, code, level) {
                if found.len() < MOST && !found.iter().any(|known| std::ptr::eq(*known, one)) {
                    found.push(one);
                }
            }
        }
        found
    }

    /// Cuts a full name after each name that stands in the table; the rest is the last piece.
    /// Nothing if it does not begin with one.
    fn cut_names<'t>(&self, typed: &'t str) -> Vec<&'t str> {
        let mut pieces = Vec::new();
        let mut rest = typed;
        while let Some(end) = self.longest_name(rest).filter(|_| pieces.len() < DEEPEST) {
            let (name, after) = rest.split_at(end);
            pieces.push(name);
            rest = after;
        }
        if !pieces.is_empty() && !rest.is_empty() {
            pieces.push(rest);
        }
        pieces
    }

    /// Where the longest name ends that `text` begins with.
    fn longest_name(&self, text: &str) -> Option<usize> {
        let ends = text.char_indices().map(|(start, c)| start + c.len_utf8());
        let ends: Vec<usize> = ends.take(LONGEST_NAME).collect();
        ends.into_iter().rev().find(|end| {
            let name = &text[..*end];
            self.with_name(name, 0..self.all.len())
                .any(|(fit, _)| matches!(fit, Fit::Whole | Fit::Stem))
        })
    }

    /// What fits the typed text at all.
    fn fits<'a: 't, 't>(
        &'a self,
        typed: &'t str,
        under: &'t str,
    ) -> Box<dyn Iterator<Item = (Fit, &'a Division)> + 't> {
        let range = self.range_under(under);
        if typed.is_empty() {
            return Box::new(self.all[range].iter().map(|one| (Fit::Start, one)));
        }
        if typed.bytes().all(|b| b.is_ascii_digit()) {
            return Box::new(self.with_code(typed, under));
        }
        if typed
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        {
            return Box::new(range.filter_map(|place| {
                let fit = self.spelled.get(place)?.fit(typed.as_bytes())?;
                Some((fit, self.all.get(place)?))
            }));
        }
        Box::new(self.with_name(typed, range))
    }

    fn with_code<'a: 't, 't>(
        &'a self,
        typed: &'t str,
        under: &'t str,
    ) -> impl Iterator<Item = (Fit, &'a Division)> + 't {
        self.all[self.range_under(typed)]
            .iter()
            .filter(move |one| one.code.starts_with(under))
            .map(move |one| match one.code == typed {
                true => (Fit::Whole, one),
                false => (Fit::Start, one),
            })
    }

    /// Looks only at the names that have the rarest character of the typed text.
    fn with_name<'a: 't, 't>(
        &'a self,
        typed: &'t str,
        range: std::ops::Range<usize>,
    ) -> impl Iterator<Item = (Fit, &'a Division)> + 't {
        let places = typed
            .chars()
            .map(|c| self.by_character.get(&c).map_or(&[][..], Vec::as_slice))
            .min_by_key(|places| places.len())
            .unwrap_or_default();
        places
            .iter()
            .map(|place| *place as usize)
            .filter(move |place| range.contains(place))
            .filter_map(|place| self.all.get(place))
            .filter_map(move |one| Some((name_fit(&one.name, typed)?, one)))
    }
}

/// Keeps the best 200 and sorts only them: a single letter can fit half the table.
fn keep_best(found: &mut Vec<(bool, Fit, &Division)>) {
    let by_rank = |a: &(bool, Fit, &Division), b: &(bool, Fit, &Division)| {
        (a.0, a.1, a.2.level, &a.2.code).cmp(&(b.0, b.1, b.2.level, &b.2.code))
    };
    if found.len() > MOST {
        found.select_nth_unstable_by(MOST, by_rank);
        found.truncate(MOST);
    }
    found.sort_by(by_rank);
}

fn name_fit(name: &str, typed: &str) -> Option<Fit> {
    match name.find(typed)? {
        0 if name.len() == typed.len() => Some(Fit::Whole),
        0 if stem(name) == typed => Some(Fit::Stem),
        0 => Some(Fit::Start),
        _ => Some(Fit::Inside),
    }
}

/// The name without its ending, unless the ending is all there is.
fn stem(name: &str) -> &str {
    ENDINGS
        .into_iter()
        .find_map(|ending| name.strip_suffix(ending))
        .filter(|stem| stem.chars().count() > 1)
        .unwrap_or(name)
}

fn bit(letter: u8) -> u32 {
    match letter {
        b'a'..=b'z' => 1 << (letter - b'a'),
        // Digits and letters with marks share the bits that are left.
        _ => 1 << 26,
    }
}
