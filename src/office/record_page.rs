use chrono::NaiveDate;

use super::Office;
use super::error::PaperError;
use super::printing::PrintedRecord;
use super::start::reading_of;
use crate::form::{Field, Form, without_row};
use crate::record::{
    Certificate, CertificateState, ChangedItem, PersonKey, RecordChanged, ServiceRecorded,
};
use crate::staff::Right;
use crate::text::{Label, Lang, Message, Said};

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
    /// Of a certificate that has ended: since when, and which number stands for it.
    pub standing: Option<Message>,
    /// Numbers given and values computed, by their labels.
    pub outcome: Vec<(Label, String)>,
    /// Each question with the reading of its answer.
    pub answers: Vec<(Label, Vec<Said>)>,
    /// Codes of the papers that can be printed again.
    pub papers: Vec<String>,
    /// What keeps a paper from being made again to the last byte.
    pub otherwise: Vec<Message>,
    /// What another hall reads out from the paper to have it checked.
    pub check_code: Option<String>,
}

impl Office {
    /// Who entered what a certificate says, and who entered what was changed since.
    ///
    /// # Errors
    /// [`PaperError`] if the form it was made with is not kept.
    pub fn entered(&self, certificate: &Certificate) -> Result<(Label, String), PaperError> {
        self.allow(crate::staff::Right::Look)?;
        let form = self.form(&certificate.issued.form)?;
        Ok(entered(&form, certificate))
    }

    /// The record of a number; `None` if the number names none.
    ///
    /// # Errors
    /// [`PaperError`] if the view cannot be read, or the form it was made with is not kept.
    pub fn record_page(&self, number: &str) -> Result<Option<RecordPage>, PaperError> {
        self.allow(Right::Look)?;
        let Some(record) = self.printed_record(number)? else {
            return Ok(None);
        };
        let printing = record.printing();
        let subject = &printing.subject;
        let form = self.form(subject.form())?;
        let outcome = match &record {
            PrintedRecord::Record(record) => outcome_of(&form, &record.served),
            PrintedRecord::Certificate(certificate) => vec![entered(&form, certificate)],
            PrintedRecord::Change(change) => entered_before(&form, &change.changed),
            PrintedRecord::Notice { .. } => Vec::new(),
        };
        Ok(Some(RecordPage {
            number: subject.number().to_owned(),
            case: subject.case().to_owned(),
            person: self.whose(&record, number)?,
            title: form.title.clone(),
            on: printing.on,
            clerk: printing.clerk.to_owned(),
            certificate: self.days(&record),
            standing: self.ended(&record),
            outcome,
            answers: reading_of(&form, subject.answers(), &self.shelf.around),
            check_code: self.check_code_of(&printing)?,
            papers: subject
                .papers()
                .into_iter()
                .map(|paper| paper.order.paper)
                .collect(),
            otherwise: self.made_otherwise(number, None)?,
        }))
    }

    /// The check code on the certificate of a number, for whoever asks by telephone.
    ///
    /// # Errors
    /// [`PaperError`], as [`Office::record_page`].
    pub fn check_code(&self, number: &str) -> Result<Option<String>, PaperError> {
        self.allow(crate::staff::Right::Look)?;
        match self.printed_record(number)? {
            Some(record) => self.check_code_of(&record.printing()),
            None => Ok(None),
        }
    }

    fn whose(&self, record: &PrintedRecord, number: &str) -> Result<Option<PersonKey>, PaperError> {
        Ok(match record {
            PrintedRecord::Certificate(one) => Some(one.person),
            PrintedRecord::Change(change) => Some(change.changed.person),
            PrintedRecord::Record(served) => Some(served.person),
            PrintedRecord::Notice { .. } => self.store.case(number)?.map(|case| case.person),
        })
    }

    fn ended(&self, record: &PrintedRecord) -> Option<Message> {
        let PrintedRecord::Certificate(one) = record else {
            return None;
        };
        let on = self.shelf.around.on;
        one.ended.as_ref().map(|_| one.standing(on))
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

/// Who entered what a certificate says, and who entered what was changed since.
fn entered(form: &Form, certificate: &Certificate) -> (Label, String) {
    let since = certificate.entered_since.iter();
    let since = since.map(|(path, clerk)| format!("{}：{clerk}", name_of(form, path)));
    let all = std::iter::once(certificate.entered_by.clone()).chain(since);
    let label = both(&Message::new("office.entered_by"));
    (label, all.collect::<Vec<_>>().join("；"))
}

/// What a change found written before, and who had entered it.
fn entered_before(form: &Form, changed: &RecordChanged) -> Vec<(Label, String)> {
    let line = |item: &ChangedItem| {
        let name = name_of(form, &item.path);
        let before = Message::new("office.entered_before").with("name", name);
        let text = format!("{} → {}（{}）", item.old, item.new, item.entered_by);
        (both(&before), text)
    };
    changed.items.iter().map(line).collect()
}

/// The name of the question at a path; the path itself where the form asks it no more.
fn name_of(form: &Form, path: &str) -> String {
    let key = without_row(path);
    let name = |field: &Field| format!("{}.", field.key);
    let mut fields = form.steps.iter().flat_map(|step| &step.fields);
    let field = fields.find(|field| key == field.key || key.starts_with(&name(field)));
    field.map_or_else(|| path.to_owned(), |field| field.label.zh.clone())
}

fn both(message: &Message) -> Label {
    Label {
        zh: message.say(Lang::Zh),
        en: message.say(Lang::En),
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
