use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::month::Month;
use crate::form::{Field, Form, FormRef, Kind};
use crate::person::{Divisions, IdPaper, Phone, address_line};
use crate::policy::{Names, Scalar};
use crate::record::{CancelCause, Certificate, End, RecordChanged, ServiceRecorded};
use crate::text::{Lang, Message};

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

impl Entry<'_> {
    /// Day and frame of the first issue of the certificate that a change is about.
    pub(super) fn first_issue(&self) -> Option<(NaiveDate, u64)> {
        match self.deed {
            Deed::Changed { issued, .. } => issued,
            _ => None,
        }
    }
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
                let said = if text == "yes" { "form.yes" } else { "form.no" };
                Some(Message::new(said).say(Lang::Zh))
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

    /// The province of a place; empty for one that is in no table.
    pub(super) fn province(&self, code: &str) -> String {
        let names = self.divisions.names(code);
        let province = names.and_then(|names| names.first().map(|name| (*name).to_owned()));
        province.unwrap_or_default()
    }

    pub(super) fn id_number(&self, key: &str) -> String {
        let paper = IdPaper::parse_key(key);
        paper.map_or_else(String::new, |paper| paper.number().to_owned())
    }

    pub(super) fn sex(&self, key: &str) -> String {
        let sex = IdPaper::parse_key(key).and_then(|paper| paper.sex());
        sex.map_or_else(String::new, |sex| sex.label().zh)
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

/// An act as the cells of a report read it: its answers and values by name, and what is said of it
/// whatever its form is.
#[derive(Debug, Clone)]
pub(super) struct Acted<'a> {
    pub form: &'a FormRef,
    texts: BTreeMap<String, String>,
}

impl<'a> Acted<'a> {
    fn new(entry: &Entry<'a>, form: &'a FormRef, answers: &BTreeMap<String, String>) -> Acted<'a> {
        let mut act = Acted {
            form,
            texts: answers.clone(),
        };
        act.set("act.on", &entry.on.to_string());
        act.set("act.clerk", entry.clerk);
        act
    }

    /// A first certificate: what stands for it now, under the day it was issued.
    pub fn certificate(
        entry: &Entry<'a>,
        issued: &Certificate,
        current: &'a Certificate,
    ) -> Acted<'a> {
        let mut act = Acted::new(entry, &current.issued.form, current.answers());
        act.set("certificate.number", current.number());
        act.set(
            "certificate.issue_date",
            &issued.issued.issue_date.to_string(),
        );
        let ended = current.ended.as_ref().map(|ended| ended.end);
        if let Some(End::Cancelled(cause)) = ended {
            act.set("change.cause", cause_word(cause));
        }
        act
    }

    pub fn service(entry: &Entry<'a>, served: &'a ServiceRecorded) -> Acted<'a> {
        let mut act = Acted::new(entry, &served.form, &served.answers);
        for (name, text) in &served.values {
            act.set(name, text);
        }
        for given in &served.numbers {
            act.set(&given.name, &given.number);
        }
        act
    }

    pub fn change(entry: &Entry<'a>, changed: &'a RecordChanged) -> Acted<'a> {
        let mut act = Acted::new(entry, &changed.form, &changed.answers);
        act.set("certificate.number", changed.number().unwrap_or_default());
        if let Some(issued) = changed.issued() {
            act.set("certificate.new_number", &issued.number);
        }
        act
    }

    pub fn set(&mut self, name: &str, text: &str) {
        self.texts.insert(name.to_owned(), text.to_owned());
    }

    /// The text of a name; empty where nothing is known of it.
    pub fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }
}

/// Conditions see texts, and days as days; what is empty is not known.
impl Names for Acted<'_> {
    fn value(&self, name: &str) -> Scalar {
        match self.text(name) {
            "" => Scalar::Unknown,
            text => match text.parse() {
                Ok(day) => Scalar::Date(day),
                Err(_) => Scalar::Text(text.to_owned()),
            },
        }
    }
}

/// Why a certificate was cancelled, as reports name it.
pub(super) fn cause_word(cause: CancelCause) -> &'static str {
    match cause {
        CancelCause::OverAge => "over_age",
        CancelCause::MovedAway => "moved_away",
        CancelCause::Death => "death",
        CancelCause::OwnWish => "own_wish",
        CancelCause::IssuedInError => "issued_in_error",
    }
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
