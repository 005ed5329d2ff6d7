use chrono::{Datelike, NaiveDate};

use super::Office;
use crate::lookup::{Entry, Part};
use crate::person::{IdPaper, ResidentId};
use crate::record::{CertificateState, Person, PersonKey};
use crate::staff::Right;
use crate::store::ViewError;
use crate::text::Message;

/// How many of a phone's last digits the list shows.
const PHONE_TAIL: usize = 4;

/// The people found, best first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    pub hits: Vec<PersonLine>,
    /// Whether others match too, or may: not everybody is in the index yet.
    pub more: bool,
    /// The certificate whose whole number was typed, and how it stands today.
    pub certificate: Option<(String, Message)>,
}

/// One person in the list of those found, with nothing that need not be seen.
#[derive(Debug, Clone, PartialEq)]
pub struct PersonLine {
    pub person: PersonKey,
    pub name: String,
    pub id_masked: String,
    pub birth_year: Option<i32>,
    /// Community of the household registration, or of the residence.
    pub community: String,
    pub phone_tail: String,
    /// Her last certificate.
    pub certificate: Option<(String, CertificateState)>,
    /// What of her matched, a part for every term.
    pub matched: Vec<Part>,
}

impl Office {
    /// The best people for whatever was typed: number, tail, name, pinyin, initials, phone,
    /// certificate number.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn find(&self, query: &str, limit: usize) -> Result<Found, ViewError> {
        self.allow(Right::Look)?;
        let answer = self.index.lookup().find(query, limit);
        let mut found = Found {
            hits: Vec::new(),
            more: answer.more || self.index.lookup().is_partial(),
            certificate: self.standing_of_number(query)?,
        };
        for hit in answer.hits {
            let person = self.store.person(real(hit.person))?;
            let Some(person) = person else { continue };
            // Two of her names or numbers are one line.
            if !found.hits.iter().any(|line| line.person == person.key) {
                found.hits.push(self.line(&person, hit.matched)?);
            }
        }
        Ok(found)
    }

    fn standing_of_number(&self, query: &str) -> Result<Option<(String, Message)>, ViewError> {
        let Some(number) = self.certificate_number(query)? else {
            return Ok(None);
        };
        let certificate = self.store.certificate(&number)?;
        let on = self.shelf.around.on;
        Ok(certificate.map(|one| (number, one.standing(on))))
    }

    /// The one person a whole number names: an identity paper, a certificate, a birth permit, or the
    /// spouse's identity paper where the spouse has no page.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn exact(&self, query: &str) -> Result<Option<PersonKey>, ViewError> {
        self.allow(Right::Look)?;
        let query = query.trim();
        if let Ok(paper) = IdPaper::read(query, NaiveDate::MAX)
            && let Some(holder) = self.store.holder(&paper.key())?
        {
            return Ok(Some(holder));
        }
        // The view knows the couple too, before the index is whole.
        if let Ok(paper) = IdPaper::read(query, NaiveDate::MAX)
            && let [one] = self.store.married_to(&paper.key())?.as_slice()
        {
            return Ok(Some(*one));
        }
        if let Ok(today) = ResidentId::upgrade_15(query)
            && let Some(holder) = self.store.holder(&format!("111:{today}"))?
        {
            return Ok(Some(holder));
        }
        if let Some(person) = self.index.lookup().exact_id(query) {
            return Ok(Some(person));
        }
        if let Some(number) = self.certificate_number(query)? {
            let certificate = self.store.certificate(&number)?;
            return Ok(certificate.map(|certificate| certificate.person));
        }
        Ok(self.index.lookup().exact_number(query))
    }

    /// The certificate number as it is on record; nobody has to type the mark of a practice hall.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn certificate_number(&self, typed: &str) -> Result<Option<String>, ViewError> {
        self.allow(crate::staff::Right::Look)?;
        let typed = crate::text::half_width(typed.trim()).to_uppercase();
        for number in [typed.clone(), crate::service::practice_number(&typed)] {
            if self.store.certificate(&number)?.is_some() {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    fn line(&self, person: &Person, matched: Vec<Part>) -> Result<PersonLine, ViewError> {
        let paper = IdPaper::parse_key(person.id_key());
        let last = person.certificates.last();
        let certificate = match last {
            Some(number) => self.store.certificate(number)?,
            None => None,
        };
        let on = self.shelf.around.on;
        Ok(PersonLine {
            person: person.key,
            name: person.name().to_owned(),
            id_masked: paper.as_ref().map(IdPaper::masked).unwrap_or_default(),
            birth_year: paper
                .and_then(|paper| paper.birth_date())
                .map(|birth| birth.year()),
            community: self.community(person),
            phone_tail: tail(person.fact("phone")),
            certificate: certificate.map(|one| (one.number().to_owned(), one.state(on))),
            matched,
        })
    }

    fn community(&self, person: &Person) -> String {
        let code = ["hukou.community", "residence.community", "hukou.place"]
            .into_iter()
            .map(|fact| person.fact(fact))
            .find(|code| !code.is_empty());
        let code = code.unwrap_or_default();
        let division = self.shelf.around.divisions.find(code);
        division.map_or_else(|| code.to_owned(), |division| division.name.clone())
    }
}

fn tail(phone: &str) -> String {
    let skip = phone.chars().count().saturating_sub(PHONE_TAIL);
    phone.chars().skip(skip).collect()
}

/// Above every sequence of a frame: how many times it is in a key of the index says which of a
/// record's names stands there, the present one under the key itself.
const NAME: u64 = 1 << 48;

/// The record an entry of the index is about.
pub(super) fn real(key: PersonKey) -> PersonKey {
    PersonKey(key.0 % NAME)
}

/// The key of a record's entry under its former name at this place; 0 is the present one.
pub(super) fn named(person: PersonKey, place: u64) -> PersonKey {
    PersonKey(person.0 + place * NAME)
}

/// Shows a record to whoever keeps the index: an entry for the present name with every number, and
/// one for each former name, by which she is found too, alone or with a part of her number or
/// telephone.
pub(super) fn entries_of(person: &Person, mut show: impl FnMut(&Entry<'_>)) {
    let id = person.id_key();
    let number = id.split_once(':').map_or(id, |(_, number)| number);
    let day = person.last_served_on.num_days_from_ce();
    let numbers = numbers_of(person);
    let entry = Entry {
        person: person.key,
        id: number,
        former_ids: &person.former_ids,
        name: person.name(),
        phone: person.fact("phone"),
        numbers: &numbers,
        last_served: u32::try_from(day).unwrap_or_default(),
    };
    show(&entry);
    for (name, place) in person.former_names.iter().zip(1..) {
        show(&Entry {
            person: named(person.key, place),
            former_ids: &[],
            name,
            numbers: &[],
            ..entry
        });
    }
}

/// Numbers that lead to a person's page beside those of her identity papers: her certificates, the
/// couple's birth permit, and the spouse's identity paper.
fn numbers_of(person: &Person) -> Vec<String> {
    let mut numbers = person.certificates.clone();
    let permit = person.fact("birth_permit.no");
    let spouse = IdPaper::parse_key(person.fact("spouse.id"));
    numbers.extend((!permit.is_empty()).then(|| permit.to_owned()));
    numbers.extend(spouse.map(|paper| paper.number().to_owned()));
    numbers
}
