use chrono::NaiveDate;

use super::super::Office;
use super::super::error::IssueError;
use super::enter::{CORRECT_NAME, ISSUE, Planned};
use super::{Changed, LifeError, Wish};
use crate::form::{Form, FormRef, ProfileRef};
use crate::person::PersonName;
use crate::record::{
    Answers, Change, ChangedItem, DayLine, Facts, Person, PersonKey, RecordChanged,
};
use crate::service::valid_certificate;
use crate::staff::Clerk;
use crate::store::ViewError;
use crate::text::clean_line;

const NAME: &str = "applicant.name";

/// A correction of a name that can be undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameCorrection {
    pub old: String,
    pub new: String,
    pub on: NaiveDate,
    pub clerk: String,
}

impl Office {
    /// Corrects the name of a person on record by a paper that was seen; the old spelling is kept
    /// as a former name. A person with a valid certificate has that corrected instead.
    ///
    /// # Errors
    /// [`LifeError`]: nothing was entered.
    pub fn correct_name(
        &mut self,
        person: PersonKey,
        name: &str,
        document: &str,
        wish: &Wish,
        clerk: &Clerk,
    ) -> Result<Changed, LifeError> {
        self.allow(crate::staff::Right::Serve)?;
        if let Some(again) = self.change_again(wish.request, wish.papers_in.as_deref())? {
            return Ok(again);
        }
        let on = self.shelf.around.on;
        let record = self.store.person(person)?;
        let record = record.ok_or(LifeError::UnknownPerson)?;
        if let Some(valid) = valid_certificate(&self.store.certificates(&record)?, on) {
            return Err(LifeError::CorrectCertificate(valid.number().to_owned()));
        }
        let name = PersonName::read(name).map_err(|problem| LifeError::Name(problem.message()))?;
        let document = clean_line(document).trim().to_owned();
        if document.is_empty() {
            return Err(LifeError::NoDocument);
        }
        if name.as_str() == record.name() {
            return Err(LifeError::NothingChanged);
        }
        let item = ChangedItem {
            path: NAME.to_owned(),
            old: record.name().to_owned(),
            new: name.as_str().to_owned(),
            document,
            entered_by: self.first_clerk(person)?,
        };
        self.write_name(&record, (Change::NameCorrected, item), wish, clerk)
    }

    /// Undoes the last correction of a name: the name before it stands again, and the spelling it
    /// brought is no former name. What was entered in between stays as it was entered.
    ///
    /// # Errors
    /// [`LifeError::NoCorrection`] if the name was not corrected or was changed since,
    /// [`LifeError::NoReason`], [`LifeError::CorrectCertificate`] if a valid certificate bears it:
    /// nothing was entered.
    pub fn restore_name(
        &mut self,
        person: PersonKey,
        reason: &str,
        wish: &Wish,
        clerk: &Clerk,
    ) -> Result<Changed, LifeError> {
        self.allow(crate::staff::Right::Serve)?;
        if let Some(again) = self.change_again(wish.request, wish.papers_in.as_deref())? {
            return Ok(again);
        }
        let record = self.store.person(person)?;
        let record = record.ok_or(LifeError::UnknownPerson)?;
        let correction = self.name_correction(&record)?;
        let correction = correction.ok_or(LifeError::NoCorrection)?;
        let on = self.shelf.around.on;
        if let Some(valid) = valid_certificate(&self.store.certificates(&record)?, on) {
            return Err(LifeError::CorrectCertificate(valid.number().to_owned()));
        }
        let reason = clean_line(reason).trim().to_owned();
        if reason.is_empty() {
            return Err(LifeError::NoReason);
        }
        let item = ChangedItem {
            path: NAME.to_owned(),
            old: correction.new,
            new: correction.old,
            document: reason,
            entered_by: correction.clerk,
        };
        self.write_name(&record, (Change::NameRestored, item), wish, clerk)
    }

    /// The correction a person's name stands by; `None` if it stands by none, or by one that is no
    /// longer the last word.
    pub(in crate::office) fn name_correction(
        &self,
        person: &Person,
    ) -> Result<Option<NameCorrection>, ViewError> {
        for case in person.changes.iter().rev() {
            let Some(record) = self.store.change(case)? else {
                continue;
            };
            let by_name = [Change::NameCorrected, Change::NameRestored];
            if !by_name.contains(&record.changed.change) {
                continue;
            }
            let stands = record.changed.change == Change::NameCorrected;
            let mut items = record.changed.items.into_iter();
            let item = items.find(|item| stands && item.new == person.name());
            return Ok(item.map(|item| NameCorrection {
                old: item.old,
                new: item.new,
                on: record.on,
                clerk: record.clerk,
            }));
        }
        Ok(None)
    }

    fn write_name(
        &mut self,
        record: &Person,
        (change, item): (Change, ChangedItem),
        wish: &Wish,
        clerk: &Clerk,
    ) -> Result<Changed, LifeError> {
        let form = self.shelf.form(ISSUE).cloned();
        let form = form.ok_or(IssueError::OtherRules)?;
        self.offered(CORRECT_NAME)?;
        let mut answers = answers_of(&form, record);
        answers.insert(NAME.to_owned(), item.new.clone());
        let changed = RecordChanged {
            person: record.key,
            certificate: None,
            case: Some(self.next_case()?),
            change,
            applied: wish.applied(self.shelf.around.on)?,
            facts: Facts::from([("name".to_owned(), item.new.clone())]),
            items: vec![item],
            answers,
            form: FormRef {
                id: form.id.clone(),
                version: form.version,
                digest: form.digest.clone(),
            },
            profile: ProfileRef {
                id: self.shelf.around.profile.id.clone(),
                digest: self.shelf.around.profile.digest.clone(),
            },
            papers: self.application_papers(&self.orders(CORRECT_NAME, wish, None)),
            issuer: self.shelf.issuer.clone(),
            practice: self.shelf.practice,
        };
        let planned = Planned {
            old: None,
            changed,
            notes: Vec::new(),
        };
        self.carry_out(wish, clerk, planned)
    }

    /// Who last wrote the person's name down.
    fn first_clerk(&self, person: PersonKey) -> Result<String, LifeError> {
        let lines: Vec<DayLine> = self.store.timeline(person)?;
        let named = lines.into_iter().rfind(|line| !line.name.is_empty());
        Ok(named.map(|line| line.clerk).unwrap_or_default())
    }
}

/// The answers a form would have had for what the record says.
fn answers_of(form: &Form, person: &Person) -> Answers {
    let fields = form.steps.iter().flat_map(|step| &step.fields);
    let named = fields.filter_map(|field| {
        let text = person.fact(field.default_from.as_ref()?);
        (!text.is_empty()).then(|| (field.key.clone(), text.to_owned()))
    });
    named.collect()
}
