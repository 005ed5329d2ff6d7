use super::super::Office;
use crate::person::{IdPaper, ResidentId};
use crate::record::{DayLine, Facts, Person, PersonKey};
use crate::service::{Likeness, is_same_name};
use crate::store::ViewError;
use crate::text::Message;

/// How many people of the applicant's name are looked at.
const NAMESAKES: usize = 20;
/// How many with her telephone.
const HOUSEHOLD: usize = 12;
/// How many of her county and birth date; a large county has a few dozen.
const OF_A_DAY: usize = 60;
/// Digits of a number that tell the county and the birth date.
const COUNTY_AND_DAY: usize = 14;
/// What stands before the number in the key of an identity card.
const CARD: &str = "111:";

/// Somebody on record who may be the same person under another number.
#[derive(Debug, Clone, PartialEq)]
pub struct Suspect {
    pub person: PersonKey,
    pub name: String,
    /// The description that was asked about first, the record second.
    pub likeness: Likeness,
}

/// The name on record under a number, where another was typed.
#[derive(Debug, Clone, PartialEq)]
pub struct OtherSpelling {
    pub person: PersonKey,
    pub on_record: String,
    /// The act that wrote it down first.
    pub source: Option<DayLine>,
}

impl Office {
    /// Everybody on record who may be this person under another number, and of whom nobody has
    /// judged otherwise.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn suspects(&self, facts: &Facts) -> Result<Vec<Suspect>, ViewError> {
        self.allow(crate::staff::Right::Look)?;
        let paper = facts.get("id").map(String::as_str).unwrap_or_default();
        let holder = self.holder(paper)?;
        let mut suspects: Vec<Suspect> = Vec::new();
        for person in self.candidates(facts)? {
            let likeness = Likeness::of_person(facts, &person);
            let hers = Some(person.key) == holder
                || suspects.iter().any(|known| known.person == person.key);
            if hers || !likeness.is_suspicious() || self.were_told_apart(&person, paper, holder)? {
                continue;
            }
            suspects.push(Suspect {
                person: person.key,
                name: person.name().to_owned(),
                likeness,
            });
        }
        Ok(suspects)
    }

    /// The person started from and the number typed, side by side: a new number, or a slip.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn compared(&self, facts: &Facts, person: PersonKey) -> Result<Option<Suspect>, ViewError> {
        self.allow(crate::staff::Right::Look)?;
        let record = self.store.person(person)?;
        Ok(record.map(|record| Suspect {
            person: record.key,
            name: record.name().to_owned(),
            likeness: Likeness::of(facts, &record.facts),
        }))
    }

    /// What stands on record under a number, if it is another name than the one typed.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn other_spelling(
        &self,
        person: PersonKey,
        name: &str,
    ) -> Result<Option<OtherSpelling>, ViewError> {
        self.allow(crate::staff::Right::Look)?;
        let Some(record) = self.store.person(person)? else {
            return Ok(None);
        };
        if name.is_empty() || record.name().is_empty() || is_same_name(record.name(), name) {
            return Ok(None);
        }
        let lines = self.store.timeline(person)?;
        let named = |line: &DayLine| line.name == record.name();
        Ok(Some(OtherSpelling {
            person: record.key,
            on_record: record.name().to_owned(),
            source: lines.into_iter().find(named),
        }))
    }

    /// What the clerk should look at beside what is done: each suspect, and a marriage that does
    /// not agree with other records.
    pub(in crate::office) fn notes_on(&self, facts: &Facts) -> Result<Vec<Message>, ViewError> {
        let mut notes = self.marriage_notes(facts)?;
        for suspect in self.suspects(facts)? {
            let record = self.store.person(suspect.person)?;
            let paper = record.and_then(|record| IdPaper::parse_key(record.id_key()));
            let id = paper.map(|paper| paper.masked()).unwrap_or_default();
            notes.push(
                Message::new("office.same_name")
                    .with("name", suspect.name)
                    .with("id", id),
            );
        }
        Ok(notes)
    }

    /// The newest record of whoever holds an identity paper.
    pub(in crate::office) fn holder(&self, paper: &str) -> Result<Option<PersonKey>, ViewError> {
        let holder = self.store.holder(paper)?;
        holder.map(|holder| self.store.head(holder)).transpose()
    }

    /// Everybody on record who could be alike: by the name, by a slip in the number, by the county
    /// and day the number tells, by telephone and by spouse. Each is a look into an index, so that it
    /// takes as long among a million people as among a thousand.
    fn candidates(&self, facts: &Facts) -> Result<Vec<Person>, ViewError> {
        let fact = |name: &str| facts.get(name).map(String::as_str).unwrap_or_default();
        let mut keys = Vec::new();
        let lookup = self.index.lookup();
        let number = IdPaper::parse_key(fact("id")).and_then(|paper| paper.resident_id());
        let of_day = number
            .as_ref()
            .map(|number| &number.as_str()[..COUNTY_AND_DAY]);
        for (query, most) in [
            (fact("name"), NAMESAKES),
            (fact("phone"), HOUSEHOLD),
            (of_day.unwrap_or_default(), OF_A_DAY),
        ] {
            let hits = lookup.find(query, most).hits.into_iter();
            keys.extend(hits.map(|hit| super::super::find::real(hit.person)));
        }
        for slip in number.iter().flat_map(ResidentId::slips) {
            keys.extend(self.store.holder(&format!("{CARD}{slip}"))?);
        }
        if !fact("spouse.id").is_empty() {
            keys.extend(self.store.married_to(fact("spouse.id"))?);
        }
        let mut people: Vec<Person> = Vec::new();
        for key in keys {
            let key = self.store.head(key)?;
            if !people.iter().any(|known| known.key == key) {
                people.extend(self.store.person(key)?);
            }
        }
        Ok(people)
    }

    fn were_told_apart(
        &self,
        person: &Person,
        paper: &str,
        holder: Option<PersonKey>,
    ) -> Result<bool, ViewError> {
        if self.store.told_apart(person.key, paper)? {
            return Ok(true);
        }
        match holder {
            Some(holder) => self.store.told_apart(holder, person.id_key()),
            None => Ok(false),
        }
    }
}
