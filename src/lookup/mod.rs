//! Finds a person from any scrap: number, tail, name, pinyin, initials, phone, certificate.
//!
//! Does no I/O; answers from memory at every key, for two thousand people or a million.
//!
//! What counts as a match is said once, in `judge`. The tables of `base` only propose candidates
//! (a range of a sorted column, a posting list), `judge` decides, fuzzy-matcher orders the looser
//! name matches, and `pool` gives every kind of match its own share of the answer. Where that finds
//! few people, slips of the hand and of the ear are forgiven (`near`).
//!
//! The tables never change, and there may be several beside each other: a hall that is being opened
//! answers from those it has already. Changes wait in `recent`, which is small enough to be judged
//! whole, until a [`Merge`] has brought everything together on another thread.

mod base;
mod builder;
mod candidates;
mod column;
mod judge;
mod merge;
mod names;
mod near;
mod numbers;
mod pool;
mod query;
mod ranker;
mod recent;
mod search;
mod spelling;
mod stored;
#[cfg(test)]
mod tests;

pub use base::Base as Tables;
pub use builder::Builder;
pub use merge::{Merge, Merged};

use std::ops::Range;
use std::sync::Arc;

use crate::record::PersonKey;

use base::Base;
use pool::{Found, Place, Pool};
use query::Query;
use ranker::Ranker;
use recent::Recent;
use search::{Asked, Search};

/// Changes that wait beside the tables before a merge is worth its while. A thousand cost a key
/// press well under a millisecond.
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
    /// Other signs with the same reading: 张小明 for 张晓明.
    SameSound,
    /// All but for one sign that is wrong, missing, too many, or in its neighbour's place.
    Slip,
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
    /// Nobody is in two of them.
    parts: Vec<Arc<Base>>,
    recent: Recent,
    ranker: Ranker,
    /// Whether more tables are to come.
    awaits: bool,
}

impl Lookup {
    pub fn new() -> Lookup {
        Lookup::default()
    }

    /// An index whose tables are still to come, by [`Lookup::add_tables`] until
    /// [`Lookup::has_all`]. It takes changes and answers all the while.
    pub fn awaiting() -> Lookup {
        Lookup {
            awaits: true,
            ..Lookup::default()
        }
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

    /// Takes tables over people who are in no other. A change that was put before or is put later
    /// outweighs what they say.
    pub fn add_tables(&mut self, tables: Tables) {
        self.parts.push(Arc::new(tables));
    }

    /// No more tables are to come.
    pub fn has_all(&mut self) {
        self.awaits = false;
    }

    /// Whether tables are still to come: somebody may not be found yet.
    pub fn is_partial(&self) -> bool {
        self.awaits
    }

    /// Adds a person, or replaces what was known of them. Found from the next query on.
    pub fn put(&mut self, entry: &Entry) {
        self.recent.put(entry);
    }

    /// Forgets a person. Nothing happens if nobody has this key.
    pub fn remove(&mut self, person: PersonKey) {
        self.recent.remove(person);
    }

    /// Whether somebody has this key.
    pub fn knows(&self, person: PersonKey) -> bool {
        if self.recent.replaces(person) {
            return self.recent.person(person).is_some();
        }
        self.is_in_tables(person)
    }

    fn is_in_tables(&self, person: PersonKey) -> bool {
        self.parts.iter().any(|base| base.slot(person).is_some())
    }

    /// The merge that is worth doing now, if there is one: once a thousand changes wait, or where
    /// the index came in several tables. Not before all of them are there, because one that comes
    /// later may still tell what a change has outdated.
    pub fn merge_due(&self) -> Option<Merge> {
        let is_due = self.recent.changes() >= MERGE_AT || self.parts.len() > 1;
        self.merge_now().filter(|_| is_due)
    }

    /// The merge of all there is, though nothing makes it due; none before all tables are there.
    pub fn merge_now(&self) -> Option<Merge> {
        (!self.awaits).then(|| Merge {
            parts: self.parts.clone(),
            recent: self.recent.clone(),
        })
    }

    /// The tables, if they are all in one piece. Changes may wait beside them.
    pub fn one_piece(&self) -> Option<Arc<Tables>> {
        match self.parts.as_slice() {
            [one] if !self.awaits => Some(one.clone()),
            _ => None,
        }
    }

    /// Puts new tables into the place of those they were made from. Changes that came meanwhile
    /// stay beside them. At most one merge may be under way at a time.
    pub fn take_merged(&mut self, merged: Merged) {
        let replaced = merged.parts.min(self.parts.len());
        (self.parts).splice(..replaced, [Arc::new(merged.base)]);
        self.recent.forget_until(merged.stamp);
    }

    /// How many are in the tables, those among them who changed or went since included.
    pub fn in_tables(&self) -> usize {
        self.parts.iter().map(|base| base.len()).sum()
    }

    /// How many people can be found.
    pub fn len(&self) -> usize {
        let mut count = self.in_tables();
        for (key, is_there) in self.recent.keys() {
            match (self.is_in_tables(key), is_there) {
                (false, true) => count += 1,
                (true, false) => count -= 1,
                _ => {}
            }
        }
        count
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
        let in_tables = self.parts.iter().flat_map(|base| {
            let slots = base.holders(field, asked).into_iter();
            slots.map(|slot| (base.served(slot), base.key(slot)))
        });
        let in_tables = in_tables.filter(|(_, key)| !self.recent.replaces(*key));
        let waiting = (self.recent.people())
            .filter(|person| person.holds(field, asked))
            .map(|person| (person.served, person.key));
        // The highest day wins, and among equal days the lowest key.
        in_tables
            .chain(waiting)
            .max_by_key(|(served, key)| (*served, std::cmp::Reverse(*key)))
            .map(|(_, key)| key)
    }

    /// The best `limit` people for whatever was typed; nobody if nothing searchable was.
    pub fn find(&self, typed: &str, limit: usize) -> Answer {
        let query = Query::read(typed);
        let mut pool = Pool::default();
        self.search(&query, (false, limit), &mut pool);
        if pool.len() < near::FEW && query.readings.iter().flatten().any(near::forgives) {
            self.search(&query, (true, limit), &mut pool);
        }
        let (found, more) = pool.best(limit);
        let hits = found.iter().map(|found| self.hit(&query, found)).collect();
        Answer { hits, more }
    }

    fn search(&self, query: &Query, (near, limit): (bool, usize), pool: &mut Pool) {
        for (number, terms) in query.readings.iter().enumerate() {
            let asked = Asked {
                number,
                terms,
                near,
                limit,
            };
            search::among_recent(&asked, &self.recent, &self.ranker, pool);
            for (part, base) in (0..).zip(&self.parts) {
                let search = Search {
                    part,
                    base,
                    recent: &self.recent,
                    ranker: &self.ranker,
                    asked: &asked,
                };
                search.run(pool);
            }
        }
    }

    fn hit(&self, query: &Query, found: &Found) -> Hit {
        let terms = &query.readings[found.reading];
        let matched = match found.place {
            Place::Slot(part, slot) => {
                let person = self.parts[part as usize].person(slot);
                judge::parts(terms, &person, &self.ranker)
            }
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
