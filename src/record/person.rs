use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::rights::{Consent, is_consent};

/// What a record says of a person, by name: `id`, `name`, `phone`, `spouse.id`,
/// `children[0].birth`. Canonical texts; see [`crate::form::Field::default_from`].
pub type Facts = BTreeMap<String, String>;

/// The fact that tells whether she is married.
pub(super) const STATUS: &str = "marital.status";
/// Marital status of whoever is married: 已婚, 初婚, 再婚, 复婚 (GB/T 2261.2).
const MARRIED: [&str; 4] = ["20", "21", "22", "23"];

/// The sequence of the frame that registered the person; of several people of one frame, each later
/// one has its place in the frame above the sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PersonKey(pub u64);

/// Above every sequence of a frame: a hall would have to act once a second for 136 years.
const PLACE: u64 = 1 << 32;

impl PersonKey {
    /// The person at this place among those whom one frame registered, from 0.
    pub fn within(sequence: u64, place: u16) -> PersonKey {
        PersonKey(sequence + u64::from(place) * PLACE)
    }

    /// The frame that registered the person.
    pub fn sequence(self) -> u64 {
        self.0 % PLACE
    }
}

impl fmt::Display for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "P{}", self.sequence())?;
        match self.0 / PLACE {
            0 => Ok(()),
            place => write!(f, ".{place}"),
        }
    }
}

/// A person on record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub key: PersonKey,
    pub facts: Facts,
    /// Certificates ever issued to her here, in order.
    pub certificates: Vec<String>,
    /// Application numbers of the other services given to her here, in order.
    pub services: Vec<String>,
    /// Application numbers of the changes of her records, in order.
    pub changes: Vec<String>,
    /// What she was asked for and said, in order.
    pub consents: Vec<Consent>,
    pub registered_on: NaiveDate,
    pub last_served_on: NaiveDate,
    /// Names (曾用名) and numbers of identity papers (曾用号码) that stood here before.
    pub former_names: Vec<String>,
    pub former_ids: Vec<String>,
    /// Keys of identity papers the spouse of today was named by before.
    pub former_spouse_ids: Vec<String>,
    /// With how many other records this one is linked, as the former or as the later number: with
    /// none there is no more of her to be looked for.
    pub links: u32,
}

impl Person {
    pub fn new(key: PersonKey, on: NaiveDate) -> Person {
        Person {
            key,
            facts: Facts::new(),
            certificates: Vec::new(),
            services: Vec::new(),
            changes: Vec::new(),
            consents: Vec::new(),
            registered_on: on,
            last_served_on: on,
            former_names: Vec::new(),
            former_ids: Vec::new(),
            former_spouse_ids: Vec::new(),
            links: 0,
        }
    }

    /// A fact by its name; of a consent, whether it holds now.
    pub fn fact(&self, name: &str) -> &str {
        if is_consent(name) {
            return self.consent_word(name);
        }
        self.facts.get(name).map_or("", String::as_str)
    }

    pub fn name(&self) -> &str {
        self.fact("name")
    }

    /// Key of her identity paper: `111:430406198304129927`.
    pub fn id_key(&self) -> &str {
        self.fact("id")
    }

    /// Takes over what an act learnt. A repeated fact (`children`) replaces all its old rows; an
    /// old name or number is kept beside the new one.
    pub fn learn(&mut self, facts: &Facts, on: NaiveDate) {
        let number = |key: &str| {
            key.split_once(':')
                .map_or(key, |(_, number)| number)
                .to_owned()
        };
        if let Some(old) = self.replaced("name", facts) {
            keep(&mut self.former_names, old);
        }
        if let Some(old) = self.replaced("id", facts) {
            keep(&mut self.former_ids, number(&old));
        }
        self.learn_of_spouse(facts);
        for name in facts.keys() {
            let rows = format!("{name}[");
            self.facts.retain(|old, _| !old.starts_with(&rows));
        }
        self.facts.extend(
            facts
                .iter()
                .map(|(name, text)| (name.clone(), text.clone())),
        );
        self.last_served_on = self.last_served_on.max(on);
    }

    /// The name before a correction stands again; the spelling that was taken for hers in between
    /// is no former name.
    pub fn restore_name(&mut self, undone: &str) {
        let name = self.name().to_owned();
        self.former_names
            .retain(|former| former != undone && *former != name);
    }

    /// A former spouse is forgotten; the papers of the same spouse are kept beside one another.
    fn learn_of_spouse(&mut self, facts: &Facts) {
        let not_married = |status: &String| !is_of_married(status);
        if facts.get(STATUS).is_some_and(not_married) {
            self.facts.retain(|fact, _| !fact.starts_with("spouse."));
            self.former_spouse_ids.clear();
            return;
        }
        let Some(old) = self.replaced("spouse.id", facts) else {
            return;
        };
        if self.replaced("spouse.name", facts).is_some() {
            self.former_spouse_ids.clear();
        } else {
            keep(&mut self.former_spouse_ids, old);
        }
    }

    /// Whether the record says that she is married.
    pub fn is_married(&self) -> bool {
        is_of_married(self.fact(STATUS))
    }

    /// This record and that of a later number, as one person.
    pub fn followed_by(mut self, newer: Person) -> Person {
        let served = self.last_served_on.max(newer.last_served_on);
        self.learn(&newer.facts, served);
        self.key = newer.key;
        self.registered_on = self.registered_on.min(newer.registered_on);
        self.certificates.extend(newer.certificates);
        self.services.extend(newer.services);
        self.changes.extend(newer.changes);
        self.consents.extend(newer.consents);
        self.consents.sort_by_key(|consent| consent.on);
        for name in newer.former_names {
            keep(&mut self.former_names, name);
        }
        for number in newer.former_ids {
            keep(&mut self.former_ids, number);
        }
        for paper in newer.former_spouse_ids {
            keep(&mut self.former_spouse_ids, paper);
        }
        self.links = newer.links;
        self
    }

    /// What stands under a name that is about to get another text.
    fn replaced(&self, name: &str, facts: &Facts) -> Option<String> {
        let old = self.fact(name);
        let new = facts.get(name)?;
        (!old.is_empty() && old != new).then(|| old.to_owned())
    }
}

pub(super) fn is_of_married(status: &str) -> bool {
    MARRIED.contains(&status)
}

fn keep(former: &mut Vec<String>, old: String) {
    if !former.contains(&old) {
        former.push(old);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(pairs: &[(&str, &str)]) -> Facts {
        pairs
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn fewer_children_than_before_leave_no_old_row_behind() {
        let day = NaiveDate::from_ymd_opt(2010, 3, 15).expect("a real day");
        let mut person = Person::new(PersonKey(7), day);
        person.learn(
            &facts(&[
                ("children", "2"),
                ("children[0].name", "甲"),
                ("children[1].name", "乙"),
            ]),
            day,
        );
        person.learn(
            &facts(&[("children", "1"), ("children[0].name", "丙")]),
            day,
        );
        assert_eq!(person.fact("children[0].name"), "丙");
        assert_eq!(person.fact("children[1].name"), "");
    }
}
