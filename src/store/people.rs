//! Which records are one person's. A link points from the record of a former number to the record
//! of the number after it; records that hang together are one person, and the record nothing
//! points away from is the number she has now.

use super::Store;
use super::error::ViewError;
use super::fold::Fold;
use super::key::Space;
use super::query::Outcome;
use super::record::Values;
use crate::record::{Act, Applicant, Facts, Link, PeopleJudged, Person, PersonKey};

/// The record of the number she has now, for any of her records.
pub(super) fn head(values: &impl Values, key: PersonKey) -> Result<PersonKey, ViewError> {
    let mut head = key;
    while let Some(link) = link(values, head)? {
        head = link.person;
    }
    Ok(head)
}

fn link(values: &impl Values, former: PersonKey) -> Result<Option<Link>, ViewError> {
    match values.value(&Space::Link.person(former))? {
        Some(bytes) => Ok(Some(postcard::from_bytes(&bytes)?)),
        None => Ok(None),
    }
}

impl Fold<'_> {
    pub(super) fn judged(
        &mut self,
        sequence: u64,
        act: &Act,
        judged: &PeopleJudged,
    ) -> Result<Outcome, ViewError> {
        match judged {
            PeopleJudged::Linked {
                person,
                facts,
                former,
                document,
                ..
            } => self.linked(sequence, act, (*person, facts), (*former, document)),
            PeopleJudged::Parted { person, former, .. } => {
                self.unlink(*former)?;
                Ok(Outcome::Judged { person: *person })
            }
            PeopleJudged::Different { person, paper, .. } => {
                self.put(Space::apart(*person, paper), &())?;
                Ok(Outcome::Judged { person: *person })
            }
        }
    }

    fn linked(
        &mut self,
        sequence: u64,
        act: &Act,
        (applicant, facts): (Applicant, &Facts),
        (former, document): (PersonKey, &str),
    ) -> Result<Outcome, ViewError> {
        let key = applicant.key(sequence);
        if applicant == Applicant::New {
            let person = self.person(sequence, act, applicant, facts)?;
            self.put_person(&person)?;
        }
        self.unlink(former)?;
        let link = Link::new(act, key, former, document);
        self.put(Space::Link.person(former), &link)?;
        self.put(Space::former(key, former), &())?;
        for key in [key, former] {
            self.count_links(key, |links| links.saturating_add(1))?;
        }
        Ok(Outcome::Judged { person: key })
    }

    /// Takes a link away, if there is one.
    pub(super) fn unlink(&mut self, former: PersonKey) -> Result<(), ViewError> {
        let Some(link) = link(self, former)? else {
            return Ok(());
        };
        self.remove(Space::Link.person(former));
        self.remove(Space::former(link.person, former));
        for key in [link.person, former] {
            self.count_links(key, |links| links.saturating_sub(1))?;
        }
        Ok(())
    }

    fn count_links(&mut self, key: PersonKey, count: fn(u32) -> u32) -> Result<(), ViewError> {
        let known: Option<Person> = self.record(&Space::Person.person(key))?;
        let Some(mut person) = known else {
            return Ok(());
        };
        person.links = count(person.links);
        self.put_record(Space::Person.person(key), &person)
    }

    /// Keeps, for the page of the spouse, who names her or his identity paper.
    pub(super) fn put_spouse(&mut self, person: &Person) -> Result<(), ViewError> {
        let before: Option<Person> = self.record(&Space::Person.person(person.key))?;
        let named = before.map(|before| before.fact("spouse.id").to_owned());
        if let Some(named) = named.filter(|named| !named.is_empty()) {
            self.remove(Space::spouse(&named, person.key));
        }
        if person.is_married() && !person.fact("spouse.id").is_empty() {
            self.put(Space::spouse(person.fact("spouse.id"), person.key), &())?;
        }
        Ok(())
    }

    /// The record an act belongs to: of several records of one person, that of the number which
    /// was shown.
    pub(super) fn shown(&self, key: PersonKey, facts: &Facts) -> Result<PersonKey, ViewError> {
        let Some(paper) = facts.get("id") else {
            return Ok(key);
        };
        let Some(bytes) = self.value(&Space::Paper.text(paper))? else {
            return Ok(key);
        };
        let holder: PersonKey = postcard::from_bytes(&bytes)?;
        let hers = head(self, holder)? == head(self, key)?;
        Ok(if hers { holder } else { key })
    }
}

impl Store {
    /// The record of the number she has now, for any of her records.
    pub fn head(&self, key: PersonKey) -> Result<PersonKey, ViewError> {
        head(&self.db, key)
    }

    /// Everything on record of one person, whichever of her records is asked for: the facts of
    /// the number she has now, before what only an older record knows; all her names, numbers and
    /// certificates.
    pub fn person(&self, key: PersonKey) -> Result<Option<Person>, ViewError> {
        // Nearly everybody has one record, and one read is a third of three.
        let alone = self.own_record(key)?.filter(|own| own.links == 0);
        if alone.is_some() {
            return Ok(alone);
        }
        let mut whole: Option<Person> = None;
        for own in self.records_of(key)?.into_iter().rev() {
            let Some(record) = self.own_record(own)? else {
                continue;
            };
            whole = Some(match whole {
                Some(older) => older.followed_by(record),
                None => record,
            });
        }
        Ok(whole)
    }

    /// What was entered under one number alone.
    pub fn own_record(&self, key: PersonKey) -> Result<Option<Person>, ViewError> {
        self.db.record(&Space::Person.person(key))
    }

    /// Every record of the person, the newest number first.
    pub fn records_of(&self, key: PersonKey) -> Result<Vec<PersonKey>, ViewError> {
        let mut records = vec![self.head(key)?];
        let mut next = 0;
        while let Some(key) = records.get(next).copied() {
            records.extend(self.formers(key)?);
            next += 1;
        }
        Ok(records)
    }

    /// The links of the person, the newest number first.
    pub fn links(&self, key: PersonKey) -> Result<Vec<Link>, ViewError> {
        let mut links = Vec::new();
        for record in self.records_of(key)? {
            links.extend(link(&self.db, record)?);
        }
        Ok(links)
    }

    /// Whether somebody judged that the holder of this paper is not this person.
    pub fn told_apart(&self, key: PersonKey, paper: &str) -> Result<bool, ViewError> {
        for record in self.records_of(key)? {
            if self.db.value(&Space::apart(record, paper))?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// How many people are on record; records of one person count once.
    pub fn count(&self) -> Result<usize, ViewError> {
        let mut count = 0;
        for key in self.db.keys(Space::Person.prefix()) {
            count += usize::from(super::record::is_first_part(&key?));
        }
        let links = self.db.keys(Space::Link.prefix()).count();
        Ok(count.saturating_sub(links))
    }

    /// The people whose record names this identity paper as their spouse's, the newest record of
    /// each.
    pub fn married_to(&self, paper: &str) -> Result<Vec<PersonKey>, ViewError> {
        let mut people = Vec::new();
        for record in self.keys_after(&Space::Spouse.text(paper))? {
            let head = self.head(record)?;
            if !people.contains(&head) {
                people.push(head);
            }
        }
        Ok(people)
    }

    fn formers(&self, key: PersonKey) -> Result<Vec<PersonKey>, ViewError> {
        self.keys_after(&Space::Former.person(key))
    }

    /// The people whose keys stand after a prefix.
    fn keys_after(&self, prefix: &[u8]) -> Result<Vec<PersonKey>, ViewError> {
        let mut people = Vec::new();
        for found in self.db.keys(prefix) {
            let found = found?;
            let key = found.get(prefix.len()..).unwrap_or_default();
            let key = key.try_into().map(u64::from_be_bytes);
            people.extend(key.ok().map(PersonKey));
        }
        Ok(people)
    }
}
