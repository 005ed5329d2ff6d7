use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::month::Month;
use crate::form::{Field, Form, FormRef, Kind};
use crate::person::{Divisions, IdPaper, Phone, address_line};
use crate::record::{Certificate, RecordChanged, ServiceRecorded};

/// An act as reports are made of it.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Its frame in the ledger.
    pub sequence: u64,
    /// The day of the business.
    pub on: NaiveDate,
    pub clerk: &'a str,
    pub deed: Deed<'a>,
}

#[derive(Debug, Clone, Copy)]
pub enum Deed<'a> {
    /// A certificate was issued with which she left, a first one or a renewal; `current` is what
    /// stands for it now.
    Issued {
        issued: &'a Certificate,
        current: &'a Certificate,
    },
    Served(&'a ServiceRecorded),
    /// `issued_on` and `issued_in` tell when the certificate it is about was first issued, and in
    /// which frame; `None` where the change is about none.
    Changed {
        changed: &'a RecordChanged,
        issued: Option<(NaiveDate, u64)>,
    },
}

/// A line of a report: column → text as it is printed.
pub type Row = BTreeMap<String, String>;

/// A report that was confirmed (确认上报): from that act on it stands as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    pub report: String,
    pub month: Month,
    /// The frame of the act that confirmed it.
    pub sequence: u64,
}

/// Every confirmed report of a hall.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Closed(pub Vec<Confirmed>);

impl Closed {
    /// The month whose report an act goes into: its own, or the first after it whose report was
    /// not yet confirmed when the act was done. A confirmed report is never added to.
    pub fn month_of(&self, report: &str, on: NaiveDate, sequence: u64) -> Month {
        let mut month = Month::of(on);
        while self.was_confirmed(report, month, sequence) {
            month = month.next();
        }
        month
    }

    /// Whether a month's report had been confirmed before the frame `sequence`.
    pub fn was_confirmed(&self, report: &str, month: Month, sequence: u64) -> bool {
        self.0
            .iter()
            .any(|one| one.report == report && one.month == month && one.sequence < sequence)
    }
}

/// The names of places and the words of forms, for printing canonical answers.
#[derive(Clone, Copy)]
pub struct Words<'a> {
    pub divisions: &'a Divisions,
    /// The form a record was made with, if it can still be read.
    pub forms: &'a dyn Fn(&FormRef) -> Option<Arc<Form>>,
}

impl Words<'_> {
    /// The label of the question at a path; the path itself if no form is left to ask.
    pub(super) fn label(&self, form: &FormRef, path: &str) -> String {
        let form = (self.forms)(form);
        let field = form.as_ref().and_then(|form| field_at(form, path));
        field.map_or_else(|| path.to_owned(), |field| field.label.zh.clone())
    }

    /// An answer as it is printed: the label of a choice, the name of a place, the bare number.
    pub(super) fn answer(&self, form: &FormRef, path: &str, text: &str) -> String {
        let form = (self.forms)(form);
        let field = form.as_ref().and_then(|form| field_at(form, path));
        let printed = field.and_then(|field| match &field.kind {
            Kind::Choice { options } => {
                let option = options.iter().find(|option| option.code == text);
                option.map(|option| option.label.zh.clone())
            }
            Kind::Place { .. } => Some(self.place(text)),
            Kind::IdPaper => IdPaper::parse_key(text).map(|paper| paper.number().to_owned()),
            Kind::Phone => Phone::read(text).ok().map(|phone| phone.printed()),
            Kind::YesNo | Kind::Consent { .. } => {
                Some(if text == "yes" { "是" } else { "否" }.to_owned())
            }
            _ => None,
        });
        printed.unwrap_or_else(|| text.to_owned())
    }

    /// The full name of a place; one that is in no table is its own name.
    pub(super) fn place(&self, code: &str) -> String {
        let name = self.divisions.full_name(code);
        name.unwrap_or_else(|| code.to_owned())
    }

    /// The province of a place; 其他 for one that is in no table.
    pub(super) fn province(&self, code: &str) -> String {
        let names = self.divisions.names(code);
        let province = names.and_then(|names| names.first().map(|name| (*name).to_owned()));
        province.unwrap_or_else(|| "其他".to_owned())
    }

    /// A community by its own name alone.
    pub(super) fn community(&self, code: &str) -> String {
        let division = self.divisions.find(code);
        division.map_or_else(|| code.to_owned(), |division| division.name.clone())
    }

    /// Where somebody lives in the hall's own street: the community and what stands below it.
    pub(super) fn home(&self, community: &str, detail: &str) -> String {
        address_line(&[&self.community(community)], None, detail)
    }
}

/// The field that answers at a path, also within rows.
fn field_at<'a>(form: &'a Form, path: &str) -> Option<&'a Field> {
    let mut fields = form.steps.iter().flat_map(|step| &step.fields);
    let Some((rows, rest)) = path.split_once('[') else {
        return fields.find(|field| field.key == path).map(AsRef::as_ref);
    };
    let (_, key) = rest.split_once("].")?;
    let Kind::Rows { fields, .. } = &fields.find(|field| field.key == rows)?.kind else {
        return None;
    };
    fields
        .iter()
        .find(|field| field.key == key)
        .map(AsRef::as_ref)
}

/// The answers of a record, read by path.
#[derive(Clone, Copy)]
pub(super) struct Answers<'a>(pub &'a BTreeMap<String, String>);

impl<'a> Answers<'a> {
    pub fn text(self, path: &str) -> &'a str {
        self.0.get(path).map_or("", String::as_str)
    }

    /// Name, sex and number of the applicant as columns of a row.
    pub fn person(self) -> Row {
        let paper = IdPaper::parse_key(self.text("applicant.id"));
        let sex = paper.as_ref().and_then(IdPaper::sex);
        let number = paper.map_or_else(String::new, |paper| paper.number().to_owned());
        row([
            ("name", self.text("applicant.name").to_owned()),
            ("id", number),
            (
                "sex_label",
                sex.map_or_else(String::new, |sex| sex.label().zh),
            ),
        ])
    }
}

/// A row of columns that are not empty.
pub(super) fn row<const N: usize>(columns: [(&str, String); N]) -> Row {
    let columns = columns.into_iter().filter(|(_, text)| !text.is_empty());
    columns
        .map(|(column, text)| (column.to_owned(), text))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date in a test")
    }

    #[test]
    fn what_comes_after_the_confirmation_goes_into_the_next_open_month() {
        let confirmed = |month: &str, sequence| Confirmed {
            report: "F10".to_owned(),
            month: month.parse().expect("a month"),
            sequence,
        };
        let closed = Closed(vec![confirmed("2010-03", 50), confirmed("2010-04", 90)]);
        let month = |report, on, sequence| {
            let month = closed.month_of(report, day(on), sequence);
            month.to_string()
        };
        assert_eq!(month("F10", "2010-03-15", 10), "2010-03");
        assert_eq!(month("F10", "2010-03-31", 51), "2010-04");
        assert_eq!(month("F10", "2010-03-31", 91), "2010-05");
        assert_eq!(month("F9", "2010-03-31", 91), "2010-03");
    }
}
