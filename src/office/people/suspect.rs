use super::super::Office;
use crate::person::IdPaper;
use crate::record::{DayLine, Facts, Person, PersonKey};
use crate::service::{Likeness, is_same_name};
use crate::store::ViewError;
use crate::text::Message;

/// How many people of the applicant's name are looked at.
const NAMESAKES: usize = 20;

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
        let paper = facts.get("id").map(String::as_str).unwrap_or_default();
        let holder = self.holder(paper)?;
        let mut suspects: Vec<Suspect> = Vec::new();
        for person in self.namesakes(facts)? {
            let likeness = Likeness::of(facts, &person.facts);
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

    fn namesakes(&self, facts: &Facts) -> Result<Vec<Person>, ViewError> {
        let name = facts.get("name").map(String::as_str).unwrap_or_default();
        let mut people = Vec::new();
        for hit in self.index.lookup().find(name, NAMESAKES).hits {
            people.extend(self.store.person(super::super::find::real(hit.person))?);
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
