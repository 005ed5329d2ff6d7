use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a record says of a person, by name: `id`, `name`, `phone`, `spouse.id`,
/// `children[0].birth`. Canonical texts; see [`crate::form::Field::default_from`].
pub type Facts = BTreeMap<String, String>;

/// The sequence of the frame that registered the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PersonKey(pub u64);

impl fmt::Display for PersonKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "P{}", self.0)
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
    pub registered_on: NaiveDate,
    pub last_served_on: NaiveDate,
    /// Names (曾用名) and numbers of identity papers (曾用号码) that stood here before.
    pub former_names: Vec<String>,
    pub former_ids: Vec<String>,
}

impl Person {
    pub fn new(key: PersonKey, on: NaiveDate) -> Person {
        Person {
            key,
            facts: Facts::new(),
            certificates: Vec::new(),
            services: Vec::new(),
            registered_on: on,
            last_served_on: on,
            former_names: Vec::new(),
            former_ids: Vec::new(),
        }
    }

    pub fn fact(&self, name: &str) -> &str {
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

    /// What stands under a name that is about to get another text.
    fn replaced(&self, name: &str, facts: &Facts) -> Option<String> {
        let old = self.fact(name);
        let new = facts.get(name)?;
        (!old.is_empty() && old != new).then(|| old.to_owned())
    }
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
