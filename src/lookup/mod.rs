//! Finds a person from any scrap: number, tail, name, pinyin, initials, phone, certificate.
//!
//! Does no I/O; answers from memory at every key, for two thousand people or a million.
//!
//! What counts as a match is said once, in `judge`. The tables of `base` only propose candidates
//! (a range of a sorted column, a posting list), `judge` decides, fuzzy-matcher orders the looser
//! name matches, and `pool` gives every kind of match its own share of the answer. Changes since
//! the tables were built wait in `recent`, which is small enough to be judged whole, until
//! [`Lookup::merge`].

mod base;
mod builder;
mod column;
mod judge;
mod names;
mod numbers;
mod pool;
mod query;
mod ranker;
mod recent;
mod search;
mod spelling;
#[cfg(test)]
mod tests;

pub use builder::Builder;

use std::ops::Range;

use crate::record::PersonKey;

use base::Base;
use pool::{Found, Place, Pool};
use query::Query;
use ranker::Ranker;
use recent::Recent;
use search::Search;

/// Changes that may wait beside the tables before they are merged into them. A thousand cost a
/// key press well under a millisecond.
const MERGE_AT: usize = 1_000;

/// What the index knows of one person.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    pub person: PersonKey,
    /// The number of the identity paper without its kind; a passport's may have letters.
    pub id: &'a str,
    /// Numbers the person was known by before, such as one of 15 digits.
    pub former_ids: &'a [String],
    pub name: &'a str,
    pub phone: &'a str,
    /// Other numbers that lead to the person: certificates and permits she holds or held, her
    /// spouse's identity paper.
    pub numbers: &'a [String],
    /// The day of the last service as a day number; 0 if there was none. Later days come first
    /// among people who match equally well.
    pub last_served: u32,
}

/// The column a match was found in, in the order in which equal matches are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Id,
    FormerId,
    Certificate,
    Name,
    Pinyin,
    Phone,
}

/// How well a match fits, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchKind {
    /// All of it was typed.
    Whole,
    /// The first letters of the syllables, from the first syllable on: `zxm`.
    Initials,
    /// It begins with what was typed.
    Start,
    /// It ends with what was typed; three signs at least, numbers only.
    End,
    /// What was typed stands inside the name.
    Part,
    /// Beginnings of syllables that follow one another: `zhangxm`, `xiaoming`.
    Mixed,
    /// The signs in this order with others between.
    Loose,
}

/// The part of a person that matched, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub field: Field,
    /// The whole text that matched: a name as it is written, a pinyin reading such as
    /// `zhang xiao ming`, a number in capitals without separators.
    pub text: String,
    /// Which characters of `text` were asked for, counted in characters.
    pub ranges: Vec<Range<usize>>,
}

/// One person found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    pub person: PersonKey,
    pub kind: MatchKind,
    /// One part for every term of the query.
    pub matched: Vec<Part>,
    /// Orders hits of one kind and field, higher first.
    pub score: i64,
}

/// The people found, best first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    pub hits: Vec<Hit>,
    /// Whether others match too; one more sign or a second term narrows the search.
    pub more: bool,
}

/// The index over all people of a hall.
#[derive(Default)]
pub struct Lookup {
    base: Base,
    recent: Recent,
    ranker: Ranker,
}

impl Lookup {
    pub fn new() -> Lookup {
        Lookup::default()
    }

    /// Builds the tables over `entries`. Of two entries for one person the later one counts.
    ///
    /// Whoever reads records one by one uses a [`Builder`].
    pub fn build<'a>(entries: impl IntoIterator<Item = Entry<'a>>) -> Lookup {
        let mut builder = Builder::default();
        for entry in entries {
            builder.add(&entry);
        }
        builder.finish()
    }

    /// Adds a person, or replaces what was known of them. Found from the next query on.
    pub fn put(&mut self, entry: &Entry) {
        self.recent.put(entry, self.base.slot(entry.person));
        self.merge_when_due();
    }

    /// Forgets a person. Nothing happens if nobody has this key.
    pub fn remove(&mut self, person: PersonKey) {
        self.recent.remove(person, self.base.slot(person));
        self.merge_when_due();
    }

    /// Merges the waiting changes into new tables: about a second for a million people.
    /// [`Lookup::put`] and [`Lookup::remove`] do it themselves once a thousand changes wait.
    pub fn merge(&mut self) {
        let mut builder = Builder::default();
        for slot in self
            .base
            .slots()
            .filter(|slot| !self.recent.replaces(*slot))
        {
            builder.copy(&self.base.person(slot));
        }
        for person in self.recent.people() {
            builder.copy(person);
        }
        self.base = builder.tables();
        self.recent = Recent::default();
    }

    fn merge_when_due(&mut self) {
        if self.recent.changes() >= MERGE_AT {
            self.merge();
        }
    }

    /// How many people can be found.
    pub fn len(&self) -> usize {
        self.base.len() + self.recent.added() - self.recent.replaced()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The person with exactly this identity number, present numbers before former ones. If two
    /// people share it, the one served last.
    pub fn exact_id(&self, id: &str) -> Option<PersonKey> {
        let asked = spelling::number(id);
        [Field::Id, Field::FormerId]
            .into_iter()
            .find_map(|field| self.holder(field, &asked))
    }

    /// The person to whom exactly this other number belongs: a certificate, a permit, a spouse's
    /// paper. If it belongs to several, the one served last.
    pub fn exact_number(&self, number: &str) -> Option<PersonKey> {
        self.holder(Field::Certificate, &spelling::number(number))
    }

    fn holder(&self, field: Field, asked: &str) -> Option<PersonKey> {
        if asked.is_empty() {
            return None;
        }
        let tables = (self.base.holders(field, asked).into_iter())
            .filter(|slot| !self.recent.replaces(*slot))
            .map(|slot| (self.base.served(slot), self.base.key(slot)));
        let waiting = (self.recent.people())
            .filter(|person| person.holds(field, asked))
            .map(|person| (person.served, person.key));
        // The highest day wins, and among equal days the lowest key.
        tables
            .chain(waiting)
            .max_by_key(|(served, key)| (*served, std::cmp::Reverse(*key)))
            .map(|(_, key)| key)
    }

    /// The best `limit` people for whatever was typed; nobody if nothing searchable was.
    pub fn find(&self, typed: &str, limit: usize) -> Answer {
        let query = Query::read(typed);
        let mut pool = Pool::default();
        for (number, reading) in query.readings.iter().enumerate() {
            let search = Search {
                base: &self.base,
                recent: &self.recent,
                ranker: &self.ranker,
                number,
            };
            search.run(reading, &mut pool);
        }
        let (found, more) = pool.best(limit);
        let hits = found.iter().map(|found| self.hit(&query, found)).collect();
        Answer { hits, more }
    }

    fn hit(&self, query: &Query, found: &Found) -> Hit {
        let terms = &query.readings[found.reading];
        let matched = match found.place {
            Place::Slot(slot) => judge::parts(terms, &self.base.person(slot), &self.ranker),
            Place::Recent => (self.recent.person(found.person))
                .map(|person| judge::parts(terms, person, &self.ranker))
                .unwrap_or_default(),
        };
        Hit {
            person: found.person,
            kind: found.fit.kind,
            matched,
            score: found.fit.score,
        }
    }
}
