//! Proposes candidates from the tables for one reading of a query, within fixed budgets.

use super::base::{Base, NUMBER_FIELDS};
use super::candidates::Candidates;
use super::judge::{self, Fit};
use super::names::LetterSet;
use super::numbers::Numbers;
use super::pool::{Found, Place, Pool};
use super::query::Term;
use super::ranker::Ranker;
use super::recent::Recent;
use super::{Field, MatchKind};

/// Distinct names ranked for one term, shared by the ways a name can match. A screen shows fifty
/// people, and every further sign asks for fewer.
const NAMES: usize = 240;
/// The same when a second term will sift the people.
const NAMES_TO_SIFT: usize = 800;
/// Numbers taken from one head or tail.
const NUMBERS: usize = 100;
/// Numbers looked at for them. Only a name before a digit, which may also be the lead of a number,
/// is not matched by nearly all of them.
const NUMBERS_LOOKED_AT: usize = 8_000;
/// The same when a second term will sift the people: many more than share the last four digits
/// among a million.
const NUMBERS_TO_SIFT: usize = 2_000;
/// People taken from one name, last served first; a common name has thousands.
const NAMESAKES: usize = 100;
/// People taken from all names that match.
const PEOPLE: usize = 600;
/// The same when a second term will sift them.
const PEOPLE_TO_SIFT: usize = 1_200;
/// The same where coming near is enough, which takes longer to judge.
const PEOPLE_TO_SIFT_NEAR: usize = 600;
/// People who passed the sieve, after which no more are looked for.
const SIFTED: usize = 300;

/// One reading of a query.
pub struct Asked<'a> {
    /// Which of the readings it is.
    pub number: usize,
    pub terms: &'a [Term],
    /// Whether coming near is enough.
    pub near: bool,
    /// How many people are wanted; no budget may be smaller.
    pub limit: usize,
}

/// Judges everybody who changed since the tables were built.
pub fn among_recent(asked: &Asked, recent: &Recent, ranker: &Ranker, pool: &mut Pool) {
    for person in recent.people() {
        if let Some(fit) = judge::reading(asked.terms, person, asked.near, ranker) {
            pool.add(Found {
                person: person.key,
                place: Place::Recent,
                served: person.served,
                fit,
                reading: asked.number,
            });
        }
    }
}

/// Several terms that people are tested on.
struct Sieve<'a> {
    terms: &'a [Term],
    /// Their letters: who has not nearly all of them need not be looked at.
    letters: Vec<LetterSet>,
}

impl Sieve<'_> {
    fn new(terms: &[Term]) -> Sieve<'_> {
        let letters = terms.iter().filter_map(|term| match term {
            Term::Letters(asked) => Some(LetterSet::of(asked)),
            _ => None,
        });
        Sieve {
            terms,
            letters: letters.collect(),
        }
    }
}

/// One of the orders in which `judge` tests the terms.
type Judge = fn(&[Term], &dyn judge::Person, bool, &Ranker) -> Option<Fit>;

/// One reading of a query over one of the tables.
pub struct Search<'a> {
    /// The number of the table.
    pub part: u32,
    pub base: &'a Base,
    pub recent: &'a Recent,
    pub ranker: &'a Ranker,
    pub asked: &'a Asked<'a>,
}

impl Search<'_> {
    pub fn run(&self, pool: &mut Pool) {
        match self.asked.terms {
            [] => {}
            [Term::Number(_)] if self.asked.near => {}
            [Term::Number(asked)] => self.by_number(asked, pool),
            [term] => self.by_name(term, pool),
            terms => self.by_several(terms, pool),
        }
    }

    fn add(&self, slot: u32, fit: Fit, pool: &mut Pool) {
        let person = self.base.key(slot);
        if !self.recent.replaces(person) {
            pool.add(Found {
                person,
                place: Place::Slot(self.part, slot),
                served: self.base.served(slot),
                fit,
                reading: self.asked.number,
            });
        }
    }

    /// A single number: every head and tail has its own quota.
    fn by_number(&self, asked: &str, pool: &mut Pool) {
        for (field, numbers) in NUMBER_FIELDS.into_iter().zip(&self.base.numbers) {
            self.take_numbers(asked, (field, numbers), numbers.head(asked), pool);
            // Shorter ends are no match, and walking through all of them would take for ever.
            if judge::is_tail(asked) {
                let tails = numbers.tail(asked).iter().map(|row| *row as usize);
                self.take_numbers(asked, (field, numbers), tails, pool);
            }
        }
    }

    /// The quota counts people, because some have several numbers with the same head.
    fn take_numbers(
        &self,
        asked: &str,
        (field, numbers): (Field, &Numbers),
        rows: impl Iterator<Item = usize>,
        pool: &mut Pool,
    ) {
        let mut left = NUMBERS.max(self.asked.limit);
        for (looked_at, row) in rows.enumerate() {
            if looked_at == NUMBERS_LOOKED_AT {
                // A single sign may be the mark of a practice hall; a whole name is none.
                pool.more |= asked.chars().filter(|sign| !sign.is_ascii()).count() == 1;
                return;
            }
            let slot = numbers.owner(row);
            let is_new = self.is_new(slot, pool);
            if is_new && left == 0 {
                pool.more = true;
                return;
            }
            if let Some(kind) = judge::number(asked, numbers.text(row)) {
                left -= usize::from(is_new);
                self.add(slot, Fit::new(kind, field), pool);
            }
        }
    }

    /// Whether nobody was found yet in this place of the tables, and the place still counts.
    fn is_new(&self, slot: u32, pool: &Pool) -> bool {
        let person = self.base.key(slot);
        !self.recent.replaces(person) && !pool.has(person)
    }

    /// A single name or reading: names are judged once, then spread to the people who have them.
    fn by_name(&self, term: &Term, pool: &mut Pool) {
        let mut fits: Vec<(u32, Fit)> = (self
            .names_for(term, NAMES.max(4 * self.asked.limit), pool)
            .into_iter())
        .map(|(name, kind)| (name, self.score(term, name, kind)))
        .collect();
        fits.sort_by_key(|(_, fit)| fit.order());
        let mut left = PEOPLE.max(self.asked.limit);
        for (name, fit) in fits {
            let people = self.base.names.people(name);
            let taken = people.len().min(NAMESAKES.max(self.asked.limit)).min(left);
            pool.more |= taken < people.len();
            left -= taken;
            for slot in &people[..taken] {
                self.add(*slot, fit, pool);
            }
        }
    }

    /// Several terms: numbers few people share lead and everything else is tested on those
    /// people. A number shared by many, such as the code of a county, leaves the lead to the name.
    fn by_several(&self, terms: &[Term], pool: &mut Pool) {
        let lead = terms
            .iter()
            .filter_map(|term| match term {
                Term::Number(asked) => Some((self.widest(asked), asked)),
                _ => None,
            })
            .min();
        let named = terms.iter().any(|term| !matches!(term, Term::Number(_)));
        let sieve = Sieve::new(terms);
        if let Some((widest, asked)) = lead {
            self.sift_numbers(asked, named, &sieve, pool);
            if widest <= NUMBERS_TO_SIFT {
                return;
            }
            pool.more |= !named;
        }
        if named {
            self.sift_names(&sieve, pool);
        }
    }

    /// The most people any head or tail of this number has.
    fn widest(&self, asked: &str) -> usize {
        let tail = |numbers: &Numbers| match judge::is_tail(asked) {
            true => numbers.tail(asked).len(),
            false => 0,
        };
        (self.base.numbers.iter())
            .map(|numbers| numbers.head(asked).len().max(tail(numbers)))
            .max()
            .unwrap_or(0)
    }

    /// Sifts the people of every head and tail; the wide ones are left out if names will lead.
    fn sift_numbers(&self, asked: &str, named: bool, sieve: &Sieve, pool: &mut Pool) {
        let most = |rows: usize| match rows {
            rows if rows <= NUMBERS_TO_SIFT => rows,
            _ if named => 0,
            _ => NUMBERS_TO_SIFT,
        };
        for numbers in &self.base.numbers {
            let heads = numbers.head(asked);
            let tails: &[u32] = match judge::is_tail(asked) {
                true => numbers.tail(asked),
                false => &[],
            };
            let tails = tails[..most(tails.len())].iter().map(|row| *row as usize);
            for row in heads.start..heads.start + most(heads.len()) {
                self.sift(numbers.owner(row), sieve, judge::reading_by_number, pool);
            }
            tails.for_each(|row| {
                self.sift(numbers.owner(row), sieve, judge::reading_by_number, pool);
            });
        }
    }

    /// Every term that asks for a name leads once, because one of them may be far rarer.
    fn sift_names(&self, sieve: &Sieve, pool: &mut Pool) {
        let most = match self.asked.near {
            true => PEOPLE_TO_SIFT_NEAR,
            false => PEOPLE_TO_SIFT,
        };
        for term in sieve.terms {
            let mut names = self.names_for(term, NAMES_TO_SIFT, pool);
            names.sort_by_key(|(_, kind)| *kind);
            let mut people = (names.iter()).flat_map(|(name, _)| self.base.names.people(*name));
            for slot in people.by_ref().take(most) {
                self.sift(*slot, sieve, judge::reading, pool);
                if pool.len() >= SIFTED {
                    break;
                }
            }
            pool.more |= people.next().is_some();
        }
    }

    fn sift(&self, slot: u32, sieve: &Sieve, judge: Judge, pool: &mut Pool) {
        let (base, near) = (self.base, self.asked.near);
        let name = base.name_of[slot as usize];
        let may_be_read = |asked: &LetterSet| base.names.may_be_read(name, *asked, near.into());
        if !sieve.letters.iter().all(may_be_read) {
            return;
        }
        if let Some(fit) = judge(sieve.terms, &base.person(slot), near, self.ranker) {
            self.add(slot, fit, pool);
        }
    }

    /// The names that match a term, and how.
    fn names_for(&self, term: &Term, most: usize, pool: &mut Pool) -> Vec<(u32, MatchKind)> {
        let names = &self.base.names;
        let candidates = match term {
            Term::Name { signs, heard } if self.asked.near => {
                Candidates::near_signs(names, signs, heard, most)
            }
            Term::Letters(asked) if self.asked.near => Candidates::near_letters(names, asked, most),
            Term::Name { signs, .. } => Candidates::by_signs(names, signs, most),
            Term::Letters(asked) => Candidates::by_letters(names, asked, most),
            Term::Number(_) => Candidates::default(),
        };
        pool.more |= candidates.more;
        candidates.kinds
    }

    fn score(&self, term: &Term, name: u32, kind: MatchKind) -> Fit {
        let names = &self.base.names;
        match term {
            Term::Letters(asked) => {
                judge::pinyin_score(kind, asked, names.pinyin(name), self.ranker)
            }
            Term::Name { signs, .. } | Term::Number(signs) => {
                judge::name_score(kind, signs, names.text(name), self.ranker)
            }
        }
    }
}
