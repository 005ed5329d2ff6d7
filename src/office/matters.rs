//! What stands open (待办): of one person, and in the hall. Worked out anew each time it is asked.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;

use super::Office;
use super::error::IssueError;
use crate::form::{
    Draft, Form, FormRef, Kind, MatterNote, MatterState, PaperNumberKind, Submission,
};
use crate::record::{Applicant, Certificate, Did, End, Person, PersonKey, PrintedPaper};
use crate::service::{Matter, MatterRecord, matters};
use crate::staff::Right;
use crate::store::{ServiceRecord, ViewError};

/// The name certificates have among the numbers that are left open.
const CERTIFICATE: &str = "certificate.number";

/// Something open of the hall, with whose it is.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenMatter {
    pub person: PersonKey,
    pub name: String,
    pub matter: Matter,
}

/// A record before it is looked at.
struct Found {
    form: Arc<Form>,
    record: String,
    on: NaiveDate,
    numbers: BTreeMap<String, String>,
    texts: BTreeMap<String, String>,
    papers: Vec<String>,
    cancelled: bool,
}

impl Office {
    /// Everything the person's records opened, each as it stands today.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub(super) fn matters_of(&self, person: &Person) -> Result<Vec<Matter>, ViewError> {
        let found = self.records_with_matters(person)?;
        let records: Vec<MatterRecord<'_>> = found.iter().map(Found::as_record).collect();
        Ok(matters(&records, self.shelf.around.on))
    }

    /// What of this kind stands open of people for whom something was done since a day, the
    /// oldest first. What rests on a consent is on her own page alone.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn open_matters(&self, what: &str, since: NaiveDate) -> Result<Vec<OpenMatter>, ViewError> {
        self.allow(Right::Look)?;
        let mut people = BTreeSet::new();
        let days = since.iter_days();
        for day in days.take_while(|day| *day <= self.shelf.around.on) {
            let lines = self.store.day(day)?.into_iter();
            let opening = lines.filter(|line| opens_something(line.did));
            people.extend(opening.filter_map(|line| line.person));
        }
        let mut open = Vec::new();
        let mut seen = BTreeSet::new();
        for key in people {
            let Some(person) = self.store.person(PersonKey(key))? else {
                continue;
            };
            if !seen.insert(person.key) {
                continue;
            }
            let waits = |matter: &Matter| {
                matter.what == what
                    && matter.state.waits()
                    && !matter.private
                    && matter.opened_on >= since
            };
            let hers = self.matters_of(&person)?.into_iter().filter(waits);
            open.extend(hers.map(|matter| OpenMatter {
                person: person.key,
                name: person.name().to_owned(),
                matter,
            }));
        }
        open.sort_by_key(|open| open.matter.opened_on);
        Ok(open)
    }

    /// Tells a draft what stands open of the person it is about, as far as its form asks for it.
    pub(super) fn know_matters(
        &self,
        draft: &mut Draft,
        form: &Form,
        person: Option<&Person>,
    ) -> Result<(), ViewError> {
        for (field, what) in form.matters() {
            let notes = match person {
                Some(person) => self.matter_notes(person, what)?,
                None => Vec::new(),
            };
            let mut open = notes.iter().filter(|note| note.state.waits());
            if let (Some(only), None) = (open.next(), open.next()) {
                draft.known.insert(field.key.clone(), only.number.clone());
            }
            let fact = MatterNote::fact(what);
            draft.record.insert(fact, MatterNote::write(&notes));
        }
        Ok(())
    }

    /// What a submission answers must still be open: another counter may have been quicker.
    ///
    /// # Errors
    /// [`IssueError::NotOpen`].
    pub(super) fn check_matters(
        &self,
        submission: &Submission,
        applicant: Applicant,
    ) -> Result<(), IssueError> {
        let form = self.shelf.form(&submission.form().id);
        for (field, what) in form.iter().flat_map(|form| form.matters()) {
            let Some(number) = submission.answers().get(&field.key) else {
                continue;
            };
            let notes = match applicant {
                Applicant::Known(person) => match self.store.person(person)? {
                    Some(person) => self.matter_notes(&person, what)?,
                    None => Vec::new(),
                },
                Applicant::New => Vec::new(),
            };
            let open = |note: &MatterNote| note.number == *number && note.state.waits();
            if !notes.iter().any(open) {
                let number = number.clone();
                return Err(IssueError::NotOpen { number });
            }
        }
        Ok(())
    }

    fn matter_notes(&self, person: &Person, what: &str) -> Result<Vec<MatterNote>, ViewError> {
        let found = self.records_with_matters(person)?;
        let records: Vec<MatterRecord<'_>> = found.iter().map(Found::as_record).collect();
        let all = matters(&records, self.shelf.around.on);
        let mut of_certificates = false;
        for opens in self.shelf.forms.values().flat_map(|form| &form.opens) {
            of_certificates |= opens.what == what && opens.number == CERTIFICATE;
        }
        let of_kind = all.iter().filter(|matter| matter.what == what);
        let mut notes: Vec<MatterNote> = of_kind.map(Matter::note).collect();
        if of_certificates {
            notes.extend(found.iter().flat_map(Found::elsewhere));
        }
        Ok(notes)
    }

    fn records_with_matters(&self, person: &Person) -> Result<Vec<Found>, ViewError> {
        let mut found = Vec::new();
        for one in self.store.certificates(person)? {
            found.extend(self.found_certificate(one));
        }
        for one in self.store.services(person)? {
            found.extend(self.found_service(one));
        }
        Ok(found)
    }

    /// `None` where the form of the record cannot be read any more.
    fn found_certificate(&self, one: Certificate) -> Option<Found> {
        let form = self.kept_form(&one.issued.form)?;
        let ended = one.ended.as_ref().map(|ended| ended.end);
        let mut numbers = one.issued.answers.clone();
        numbers.insert(CERTIFICATE.to_owned(), one.number().to_owned());
        Some(Found {
            form,
            record: one.number().to_owned(),
            on: one.issued.issue_date,
            numbers,
            papers: codes(&one.issued.papers),
            texts: one.issued.answers,
            cancelled: matches!(ended, Some(End::Spoiled | End::Corrected)),
        })
    }

    fn found_service(&self, one: ServiceRecord) -> Option<Found> {
        let form = self.kept_form(&one.served.form)?;
        let numbers = one.served.numbers.into_iter();
        let mut texts = one.served.answers;
        texts.extend(one.served.values);
        Some(Found {
            form,
            record: one.served.case,
            on: one.on,
            numbers: numbers.map(|given| (given.name, given.number)).collect(),
            texts,
            papers: codes(&one.served.papers),
            cancelled: one.cancelled.is_some(),
        })
    }

    fn kept_form(&self, form: &FormRef) -> Option<Arc<Form>> {
        self.form(form).ok()
    }
}

/// Whether an act may leave something open.
fn opens_something(did: Did) -> bool {
    matches!(
        did,
        Did::IssueCertificate | Did::Renew | Did::Replace | Did::Correct | Did::Serve
    )
}

fn codes(papers: &[PrintedPaper]) -> Vec<String> {
    let papers = papers.iter();
    papers.map(|paper| paper.order.paper.clone()).collect()
}

impl Found {
    fn as_record(&self) -> MatterRecord<'_> {
        MatterRecord {
            form: &self.form,
            record: &self.record,
            on: self.on,
            numbers: &self.numbers,
            texts: &self.texts,
            papers: &self.papers,
            cancelled: self.cancelled,
        }
    }

    /// The certificates of other places that she showed here, so that a mistaken number is called
    /// what it is.
    fn elsewhere(&self) -> impl Iterator<Item = MatterNote> {
        let fields = self.form.steps.iter().flat_map(|step| &step.fields);
        let foreign = fields.filter(|field| {
            let paper = PaperNumberKind::ForeignCertificate;
            field.kind == Kind::PaperNumber { paper }
        });
        let numbers = foreign.filter_map(|field| self.texts.get(&field.key));
        numbers.map(|number| MatterNote {
            number: number.clone(),
            opened_on: self.on,
            due: None,
            state: MatterState::Elsewhere,
        })
    }
}
