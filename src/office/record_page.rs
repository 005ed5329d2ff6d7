use chrono::NaiveDate;

use super::Office;
use super::error::PaperError;
use super::printing::{PrintedRecord, Subject};
use super::start::reading_of;
use crate::form::Form;
use crate::record::{CertificateState, PersonKey, ServiceRecorded};
use crate::text::{Label, Said};

/// One record as people read it: a certificate, a service, the application for a change, or a case
/// that waits.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordPage {
    /// What its papers are kept under.
    pub number: String,
    pub case: String,
    pub person: Option<PersonKey>,
    /// The service's name.
    pub title: Label,
    pub on: NaiveDate,
    pub clerk: String,
    /// Of a certificate: its state today, its first and its last valid day.
    pub certificate: Option<(CertificateState, NaiveDate, NaiveDate)>,
    /// Numbers given and values computed, by their labels.
    pub outcome: Vec<(Label, String)>,
    /// Each question with the reading of its answer.
    pub answers: Vec<(Label, Vec<Said>)>,
    /// Codes of the papers that can be printed again.
    pub papers: Vec<String>,
}

impl Office {
    /// The record of a number; `None` if the number names none.
    ///
    /// # Errors
    /// [`PaperError`] if the view cannot be read, or the form it was made with is not kept.
    pub fn record_page(&self, number: &str) -> Result<Option<RecordPage>, PaperError> {
        let Some(record) = self.printed_record(number)? else {
            return Ok(None);
        };
        let printing = record.printing();
        let subject = &printing.subject;
        let form = self.form(subject.form())?;
        let outcome = match subject {
            Subject::Record(served) => outcome_of(&form, served),
            _ => Vec::new(),
        };
        Ok(Some(RecordPage {
            number: subject.number().to_owned(),
            case: subject.case().to_owned(),
            person: self.whose(&record, number)?,
            title: form.title.clone(),
            on: printing.on,
            clerk: printing.clerk.to_owned(),
            certificate: self.days(&record),
            outcome,
            answers: reading_of(&form, subject.answers(), &self.shelf.around),
            papers: subject
                .papers()
                .into_iter()
                .map(|paper| paper.order.paper)
                .collect(),
        }))
    }

    fn whose(&self, record: &PrintedRecord, number: &str) -> Result<Option<PersonKey>, PaperError> {
        Ok(match record {
            PrintedRecord::Certificate(one) => Some(one.person),
            PrintedRecord::Change(change) => Some(change.changed.person),
            PrintedRecord::Record(served) => Some(served.person),
            PrintedRecord::Notice { .. } => self.store.case(number)?.map(|case| case.person),
        })
    }

    /// Of a certificate its state on the day of the business, its first and its last valid day.
    fn days(&self, record: &PrintedRecord) -> Option<(CertificateState, NaiveDate, NaiveDate)> {
        let PrintedRecord::Certificate(one) = record else {
            return None;
        };
        let state = one.state(self.shelf.around.on);
        Some((state, one.issued.issue_date, one.issued.expiry_date))
    }
}

/// Numbers and values that the form has a label for.
fn outcome_of(form: &Form, served: &ServiceRecorded) -> Vec<(Label, String)> {
    let number = |name: &str| {
        let given = served.numbers.iter().find(|given| given.name == name);
        given.map(|given| given.number.clone())
    };
    let numbers = form
        .numbers
        .iter()
        .filter_map(|rule| Some((rule.label.clone(), number(&rule.name)?)));
    let values = form.values.iter().filter_map(|rule| {
        let text = served.values.get(&rule.name)?;
        Some((rule.label.clone()?, text.clone()))
    });
    numbers.chain(values).collect()
}
