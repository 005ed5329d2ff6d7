//! Says what counts as a match, and how good it is. The tables only save asking everybody.

use std::cmp::Reverse;

use super::near;
use super::query::Term;
use super::ranker::{Ranker, ranges};
use super::spelling::{bare, fold, folded};
use super::{Field, MatchKind, Part};

/// Shorter tails match half the hall and mean nothing.
const SHORTEST_TAIL: usize = 3;

/// The texts of one person, wherever they are kept.
pub trait Person {
    fn name(&self) -> &str;
    /// Shows every reading of the name, the usual one first: syllables with single spaces between,
    /// `zhang xiao ming`.
    fn each_reading<'a>(&'a self, show: &mut dyn FnMut(&'a str));
    /// Shows every number of a field, spelled by `spelling::number`.
    fn each_number<'a>(&'a self, field: Field, show: &mut dyn FnMut(&'a str));
}

/// How a person fits what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fit {
    pub kind: MatchKind,
    pub field: Field,
    pub score: i64,
}

impl Fit {
    pub fn new(kind: MatchKind, field: Field) -> Fit {
        Fit {
            kind,
            field,
            score: 0,
        }
    }

    /// Sorts the best fit first.
    pub fn order(&self) -> (MatchKind, Field, Reverse<i64>) {
        (self.kind, self.field, Reverse(self.score))
    }

    /// Two terms fit as well as the weaker of them, in the field of the first.
    fn and(self, other: Fit) -> Fit {
        Fit {
            kind: self.kind.max(other.kind),
            field: self.field,
            score: self.score + other.score,
        }
    }
}

/// The fit of a person to all terms, or nothing if one of them does not match.
/// `near` says whether coming near is enough.
pub fn reading(terms: &[Term], person: &dyn Person, near: bool, ranker: &Ranker) -> Option<Fit> {
    // Numbers stand last, are quickest to judge and turn most people away.
    let mut backwards = terms.iter().rev();
    let mut fit = term(backwards.next()?, person, near, ranker)?;
    for earlier in backwards {
        fit = term(earlier, person, near, ranker)?.and(fit);
    }
    Some(fit)
}

/// The same for somebody who was found by the number, which turns nobody away any more.
pub fn reading_by_number(
    terms: &[Term],
    person: &dyn Person,
    near: bool,
    ranker: &Ranker,
) -> Option<Fit> {
    let mut forwards = terms.iter();
    let mut fit = term(forwards.next()?, person, near, ranker)?;
    for later in forwards {
        fit = fit.and(term(later, person, near, ranker)?);
    }
    Some(fit)
}

/// The best fit of a person to one term.
fn term(asked: &Term, person: &dyn Person, near: bool, ranker: &Ranker) -> Option<Fit> {
    match asked {
        Term::Name { signs, heard } => {
            let kind = match name(signs, person.name()) {
                None if near => near_name(signs, heard, person)?,
                strict => strict?,
            };
            Some(name_score(kind, signs, person.name(), ranker))
        }
        Term::Letters(asked) => best_reading(asked, person, near, ranker).map(|(fit, _)| fit),
        Term::Number(asked) => best_number(asked, person).map(|(fit, _)| fit),
    }
}

fn near_name(asked: &str, heard: &[String], person: &dyn Person) -> Option<MatchKind> {
    let mut readings = Vec::new();
    person.each_reading(&mut |reading| readings.push(reading));
    near::signs(asked, heard, person.name(), readings)
}

fn best_reading<'a>(
    asked: &str,
    person: &'a dyn Person,
    near: bool,
    ranker: &Ranker,
) -> Option<(Fit, &'a str)> {
    let mut best: Option<(Fit, &str)> = None;
    let mut usual = None;
    person.each_reading(&mut |text| {
        let usual = *usual.get_or_insert(text);
        let kind = match pinyin(asked, text) {
            None if near => near::letters(asked, text),
            strict => strict,
        };
        let Some(kind) = kind else {
            return;
        };
        let fit = pinyin_score(kind, asked, text, ranker);
        // Of readings that fit as well the usual one is shown, and else the first by its letters:
        // the order in which they come is another one for those who changed lately.
        let order = |fit: Fit, text: &'a str| (fit.order(), text != usual, text);
        if best.is_none_or(|(before, shown)| order(fit, text) < order(before, shown)) {
            best = Some((fit, text));
        }
    });
    best
}

fn best_number<'a>(asked: &str, person: &'a dyn Person) -> Option<(Fit, &'a str)> {
    let mut best: Option<(Fit, &str)> = None;
    for field in [Field::Id, Field::FormerId, Field::Certificate, Field::Phone] {
        person.each_number(field, &mut |text| {
            let Some(kind) = number(asked, text) else {
                return;
            };
            let fit = Fit::new(kind, field);
            if best.is_none_or(|(best, _)| fit.order() < best.order()) {
                best = Some((fit, text));
            }
        });
    }
    best
}

/// The fit of a name that matches in this way as it is written.
pub fn name_score(kind: MatchKind, asked: &str, text: &str, ranker: &Ranker) -> Fit {
    let score = match kind {
        MatchKind::Part | MatchKind::Loose => ranker.score(text, asked),
        _ => 0,
    };
    Fit {
        kind,
        field: Field::Name,
        score,
    }
}

/// The fit of a reading that matches in this way.
pub fn pinyin_score(kind: MatchKind, asked: &str, text: &str, ranker: &Ranker) -> Fit {
    let score = match kind {
        // All initials are better than the first ones.
        MatchKind::Initials => i64::from(asked.len() == initials(text).count()),
        MatchKind::Mixed | MatchKind::Loose => ranker.score(text, asked),
        MatchKind::Slip => near::letters_score(asked, text),
        _ => 0,
    };
    Fit {
        kind,
        field: Field::Pinyin,
        score,
    }
}

/// How a number matches. Chinese signs in front of it may be left out.
pub fn number(asked: &str, text: &str) -> Option<MatchKind> {
    let bare = bare(text);
    if text == asked || bare == asked {
        Some(MatchKind::Whole)
    } else if text.starts_with(asked) || bare.starts_with(asked) {
        Some(MatchKind::Start)
    } else if is_tail(asked) && text.ends_with(asked) {
        Some(MatchKind::End)
    } else {
        None
    }
}

/// Whether it is long enough to match the end of a number.
pub fn is_tail(asked: &str) -> bool {
    asked.chars().nth(SHORTEST_TAIL - 1).is_some()
}

/// How a name matches as it is written; `asked` is folded.
pub fn name(asked: &str, text: &str) -> Option<MatchKind> {
    if !is_subsequence(asked.chars(), folded(text)) {
        return None;
    }
    let begins =
        |text: &mut dyn Iterator<Item = char>| asked.chars().all(|a| text.next() == Some(a));
    let mut rest = folded(text);
    if begins(&mut rest) {
        return Some(match rest.next() {
            None => MatchKind::Whole,
            Some(_) => MatchKind::Start,
        });
    }
    let mut rest = folded(text);
    while rest.next().is_some() {
        if begins(&mut rest.clone()) {
            return Some(MatchKind::Part);
        }
    }
    Some(MatchKind::Loose)
}

/// How a reading matches; `asked` is small letters, 120 at most.
pub fn pinyin(asked: &str, text: &str) -> Option<MatchKind> {
    let mut rest = joined(text);
    if asked.bytes().all(|letter| rest.next() == Some(letter)) {
        if rest.next().is_none() {
            return Some(MatchKind::Whole);
        }
        // One letter begins both; it is shown as an initial.
        return Some(if asked.len() == 1 {
            MatchKind::Initials
        } else {
            MatchKind::Start
        });
    }
    let mut heads = initials(text);
    if asked.bytes().all(|letter| heads.next() == Some(letter)) {
        Some(MatchKind::Initials)
    } else if !is_loose(asked, text) {
        None
    } else if follows_syllables(asked.as_bytes(), text) {
        Some(MatchKind::Mixed)
    } else {
        Some(MatchKind::Loose)
    }
}

/// The letters of a reading without its spaces.
pub fn joined(text: &str) -> impl Iterator<Item = u8> + Clone {
    text.bytes().filter(|letter| *letter != b' ')
}

/// The first letter of every syllable.
pub fn initials(text: &str) -> impl Iterator<Item = u8> + Clone {
    text.split(' ')
        .filter_map(|syllable| syllable.bytes().next())
}

/// Whether `asked` can be cut into beginnings of syllables that follow one another.
///
/// Bit `n` of `reached` says that `n` letters can end exactly where the last syllable began to be
/// read, so hostile repetitions cost no more than names.
fn follows_syllables(asked: &[u8], text: &str) -> bool {
    follows(asked, text, 1)
}

/// The same from the first syllable on.
pub fn follows_first_syllable(asked: &[u8], text: &str) -> bool {
    follows(asked, text, 0)
}

/// `anywhere` is 1 if the first of them may be any syllable, and else 0.
fn follows(asked: &[u8], text: &str, anywhere: u128) -> bool {
    let mut reached: u128 = 1;
    for syllable in text.split(' ') {
        let mut next: u128 = 0;
        let mut open = reached | anywhere;
        while open != 0 {
            let from = open.trailing_zeros() as usize;
            open &= open - 1;
            let common = common_start(&asked[from..], syllable.as_bytes());
            if from + common == asked.len() {
                return true;
            }
            next |= ((1 << common) - 1) << (from + 1);
        }
        reached = next;
    }
    false
}

fn common_start(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// Letters in this order from the beginning of any syllable on, which forgives a letter left out.
/// The earliest syllable leaves the most room, and every stricter match is also a loose one.
fn is_loose(asked: &str, text: &str) -> bool {
    let text = text.as_bytes();
    let begins = |at: usize| at == 0 || text[at - 1] == b' ';
    let start = (asked.bytes().next())
        .and_then(|head| (0..text.len()).find(|at| text[*at] == head && begins(*at)));
    start.is_some_and(|start| is_subsequence(asked.bytes(), text[start..].iter().copied()))
}

fn is_subsequence<T: PartialEq>(
    mut asked: impl Iterator<Item = T>,
    text: impl Iterator<Item = T>,
) -> bool {
    let mut wanted = asked.next();
    for sign in text {
        if wanted.as_ref() == Some(&sign) {
            wanted = asked.next();
        }
    }
    wanted.is_none()
}

/// What to show for every term of a person that matches.
pub fn parts(terms: &[Term], person: &dyn Person, ranker: &Ranker) -> Vec<Part> {
    terms
        .iter()
        .filter_map(|term| match term {
            Term::Name { signs, heard } => Some(name_part(signs, heard, person, ranker)),
            Term::Letters(asked) => {
                let (_, text) = best_reading(asked, person, true, ranker)?;
                Some(Part {
                    field: Field::Pinyin,
                    text: text.to_owned(),
                    ranges: ranges(&places(asked, text, ranker)),
                })
            }
            Term::Number(asked) => {
                best_number(asked, person).map(|(fit, text)| number_part(asked, fit, text))
            }
        })
        .collect()
}

/// The characters of a text that were asked for. Where not all of them were, those that are there.
fn places(asked: &str, text: &str, ranker: &Ranker) -> Vec<usize> {
    let places = ranker.places(text, asked);
    if !places.is_empty() {
        return places;
    }
    let (asked, text): (Vec<char>, Vec<char>) = (asked.chars().collect(), text.chars().collect());
    common(&asked, &text)
}

/// Where the longest common subsequence of two texts stands in the second.
fn common(asked: &[char], text: &[char]) -> Vec<usize> {
    let width = text.len() + 1;
    let mut longest = vec![0_u16; (asked.len() + 1) * width];
    for a in (0..asked.len()).rev() {
        for t in (0..text.len()).rev() {
            longest[a * width + t] = match asked[a] == text[t] {
                true => longest[(a + 1) * width + t + 1] + 1,
                false => longest[(a + 1) * width + t].max(longest[a * width + t + 1]),
            };
        }
    }
    let (mut a, mut t, mut places) = (0, 0, Vec::new());
    while a < asked.len() && t < text.len() {
        if asked[a] == text[t] {
            places.push(t);
            (a, t) = (a + 1, t + 1);
        } else if longest[(a + 1) * width + t] >= longest[a * width + t + 1] {
            a += 1;
        } else {
            t += 1;
        }
    }
    places
}

fn name_part(asked: &str, heard: &[String], person: &dyn Person, ranker: &Ranker) -> Part {
    let text = person.name();
    let compared: String = folded(text).collect();
    // What only sounds alike is shown whole: as many signs as were typed.
    let is_heard = name(asked, text).is_none()
        && near_name(asked, heard, person) == Some(MatchKind::SameSound);
    let found = match is_heard {
        true => (0..asked.chars().count()).collect(),
        false => places(asked, &compared, ranker),
    };
    let shown: Vec<usize> = (text.chars().enumerate())
        .filter_map(|(place, sign)| fold(sign).map(|_| place))
        .collect();
    let places: Vec<usize> = (found.iter())
        .filter_map(|place| shown.get(*place).copied())
        .collect();
    Part {
        field: Field::Name,
        text: text.to_owned(),
        ranges: ranges(&places),
    }
}

fn number_part(asked: &str, fit: Fit, text: &str) -> Part {
    let (length, all) = (asked.chars().count(), text.chars().count());
    let start = match fit.kind {
        MatchKind::End => all - length,
        _ if text.starts_with(asked) => 0,
        _ => all - bare(text).chars().count(),
    };
    Part {
        field: fit.field,
        text: text.to_owned(),
        ranges: std::iter::once(start..start + length).collect(),
    }
}
