//! Says what counts as a match, and how good it is. The tables only save asking everybody.

use std::cmp::Reverse;

use super::query::Term;
use super::ranker::{Ranker, ranges};
use super::spelling::{bare, fold, folded};
use super::{Field, MatchKind, Part};

/// Shorter tails match half the hall and mean nothing.
const SHORTEST_TAIL: usize = 3;

/// The texts of one person, wherever they are kept.
pub trait Person {
    fn name(&self) -> &str;
    /// Syllables with single spaces between: `zhang xiao ming`.
    fn pinyin(&self) -> &str;
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
pub fn reading(terms: &[Term], person: &dyn Person, ranker: &Ranker) -> Option<Fit> {
    // Numbers stand last, are quickest to judge and turn most people away.
    let mut backwards = terms.iter().rev();
    let mut fit = term(backwards.next()?, person, ranker)?;
    for earlier in backwards {
        fit = term(earlier, person, ranker)?.and(fit);
    }
    Some(fit)
}

/// The best fit of a person to one term.
pub fn term(asked: &Term, person: &dyn Person, ranker: &Ranker) -> Option<Fit> {
    match asked {
        Term::Name(asked) => name_fit(asked, person.name(), ranker),
        Term::Letters(asked) => pinyin_fit(asked, person.pinyin(), ranker),
        Term::Number(asked) => best_number(asked, person).map(|(fit, _)| fit),
    }
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

fn name_fit(asked: &str, text: &str, ranker: &Ranker) -> Option<Fit> {
    name(asked, text).map(|kind| name_score(kind, asked, text, ranker))
}

fn pinyin_fit(asked: &str, text: &str, ranker: &Ranker) -> Option<Fit> {
    pinyin(asked, text).map(|kind| pinyin_score(kind, asked, text, ranker))
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
    } else if asked.chars().nth(SHORTEST_TAIL - 1).is_some() && text.ends_with(asked) {
        Some(MatchKind::End)
    } else {
        None
    }
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
    let mut reached: u128 = 0;
    for syllable in text.split(' ') {
        let mut next: u128 = 0;
        let mut open = reached | 1;
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
            Term::Name(asked) => Some(name_part(asked, person.name(), ranker)),
            Term::Letters(asked) => Some(Part {
                field: Field::Pinyin,
                text: person.pinyin().to_owned(),
                ranges: ranges(&ranker.places(person.pinyin(), asked)),
            }),
            Term::Number(asked) => {
                best_number(asked, person).map(|(fit, text)| number_part(asked, fit, text))
            }
        })
        .collect()
}

fn name_part(asked: &str, text: &str, ranker: &Ranker) -> Part {
    let compared: String = folded(text).collect();
    let shown: Vec<usize> = (text.chars().enumerate())
        .filter_map(|(place, sign)| fold(sign).map(|_| place))
        .collect();
    let places: Vec<usize> = (ranker.places(&compared, asked).iter())
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
