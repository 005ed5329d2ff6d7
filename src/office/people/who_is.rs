use std::collections::BTreeMap;

use super::super::Office;
use super::{OtherSpelling, Suspect};
use crate::form::Draft;
use crate::person::{IdPaper, ResidentId};
use crate::record::{Facts, PersonKey};
use crate::staff::Right;
use crate::store::ViewError;
use crate::text::Message;

/// What the records say of the person a draft describes, while it is being filled in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WhoIs {
    /// Somebody is on record under the number of a draft for a stranger.
    pub on_record: Option<PersonKey>,
    /// She is on record under another name than the one typed.
    pub spelling: Option<OtherSpelling>,
    /// People who may be the same under another number, and of whom nobody judged otherwise.
    pub suspects: Vec<Suspect>,
    /// The draft was begun for a person on record, and nobody has the number that was typed.
    pub new_number: Option<Suspect>,
    /// What does not agree with other records, at the fact it is about.
    pub notes: Vec<(&'static str, Message)>,
    /// What the register says of the certificate that was shown, where it is this hall's own.
    pub shown: BTreeMap<String, String>,
}

impl Office {
    /// Looks for the person of a draft among those on record. Of whom nothing may be kept, nothing is
    /// looked up; another refusal may stand only because the record is not known yet.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn who_is(&self, draft: &Draft) -> Result<WhoIs, ViewError> {
        self.allow(Right::Serve)?;
        let Some(facts) = self.facts_of(draft) else {
            return Ok(WhoIs::default());
        };
        let name = facts.get("name").map(String::as_str).unwrap_or_default();
        let paper = facts.get("id").map(String::as_str).unwrap_or_default();
        let started = draft
            .person
            .map(|person| self.store.head(PersonKey(person)));
        let started = started.transpose()?;
        let mut who = WhoIs {
            shown: self.shown(draft)?,
            ..WhoIs::default()
        };
        match (started, self.holder(paper)?) {
            (None, Some(holder)) => {
                who.on_record = Some(holder);
                who.spelling = self.other_spelling(holder, name)?;
            }
            // The name is what is to be corrected.
            (Some(person), Some(holder)) if person == holder && self.corrects(&draft.service) => {}
            (Some(person), Some(holder)) if person == holder => {
                who.spelling = self.other_spelling(person, name)?;
            }
            (Some(_), Some(holder)) => {
                let other = self.store.person(holder)?;
                let name = other.map(|other| other.name().to_owned());
                let message = Message::new("office.other_person");
                let message = message.with("name", name.unwrap_or_default());
                who.notes.push(("id", message));
            }
            (Some(person), None) if !paper.is_empty() => {
                who.new_number = self.compared(&facts, person)?;
            }
            _ => who.suspects = self.suspects(&facts)?,
        }
        let marriage = self.marriage_notes(&facts)?;
        let notes = marriage.into_iter().map(|note| ("spouse.id", note));
        who.notes.extend(notes);
        Ok(who)
    }

    /// The facts a draft tells so far; `None` if nothing may be kept of the applicant.
    fn facts_of(&self, draft: &Draft) -> Option<Facts> {
        let form = self.shelf.form(&draft.service)?;
        let survey = form.survey(draft, &self.shelf.around);
        if survey.keeps_nothing {
            return None;
        }
        let told = survey.questions().filter_map(|question| {
            let fact = question.field.default_from.clone()?;
            let told = question.reading.canonical.clone();
            let told = told.or_else(|| (fact == "id").then(|| old_number(&question.text))?)?;
            Some((fact, told))
        });
        Some(told.collect())
    }
}

/// The number of today for one of 15 digits, which names nobody new and finds whoever is on record.
fn old_number(typed: &str) -> Option<String> {
    let today = ResidentId::upgrade_15(typed).ok()?;
    IdPaper::parse_key(&format!("111:{today}")).map(|paper| paper.key())
}
