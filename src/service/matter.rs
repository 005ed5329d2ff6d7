//! What stands open of a person: worked out from her records and the day, never stored.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::form::{Form, MatterNote, MatterState, Opens};
use crate::text::{Label, Message};

/// A record of hers as far as it opens or answers anything.
#[derive(Debug, Clone, Copy)]
pub struct MatterRecord<'a> {
    /// The form it was made by.
    pub form: &'a Form,
    /// What it is found by: a certificate's or an application's number.
    pub record: &'a str,
    pub on: NaiveDate,
    /// The numbers it gave, by name.
    pub numbers: &'a BTreeMap<String, String>,
    /// Its answers and values, without those that were hidden since.
    pub texts: &'a BTreeMap<String, String>,
    /// Codes of the papers printed with it.
    pub papers: &'a [String],
    /// It was cancelled, or its sheet was spoiled.
    pub cancelled: bool,
}

/// Something a service left open, as it stands on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Matter {
    /// The word for its kind: `inquiry`.
    pub what: String,
    pub label: Label,
    pub number: String,
    /// What the record that opened it is found by.
    pub record: String,
    pub opened_on: NaiveDate,
    pub due: Option<NaiveDate>,
    pub state: MatterState,
    /// Whether it rests on a consent, so that it is told on her own page alone.
    pub private: bool,
}

impl Matter {
    /// How it stands, as a clerk reads it.
    pub fn message(&self, today: NaiveDate) -> Message {
        let due = |key| {
            let left = self.due.map_or(0, |due| (due - today).num_days());
            let due = self.due.map_or_else(String::new, |due| due.to_string());
            let message = Message::new(key).with("due", due);
            message
                .with("days", left.abs())
                .with("opened_on", self.opened_on)
        };
        match (self.state, self.due) {
            (MatterState::Open, Some(_)) => due("service.matter_open_until"),
            (MatterState::Open, None) => due("service.matter_open"),
            (MatterState::Overdue, _) => due("service.matter_overdue"),
            (MatterState::Lapsed, _) => due("service.matter_lapsed"),
            (MatterState::Done(on), _) => Message::new("service.matter_done").with("on", on),
            (MatterState::Cancelled | MatterState::Elsewhere, _) => {
                Message::new("service.matter_cancelled")
            }
        }
    }

    /// The state as a program reads it.
    pub fn word(&self) -> &'static str {
        match self.state {
            MatterState::Open => "open",
            MatterState::Overdue => "overdue",
            MatterState::Lapsed => "lapsed",
            MatterState::Done(_) => "done",
            MatterState::Cancelled | MatterState::Elsewhere => "cancelled",
        }
    }

    /// As a draft knows it.
    pub fn note(&self) -> MatterNote {
        MatterNote {
            number: self.number.clone(),
            opened_on: self.opened_on,
            due: self.due,
            state: self.state,
        }
    }
}

/// Everything her records opened, in their order, each as it stands today.
pub fn matters(records: &[MatterRecord<'_>], today: NaiveDate) -> Vec<Matter> {
    let answered = answered(records);
    let mut matters: Vec<Matter> = Vec::new();
    for record in records {
        for opens in &record.form.opens {
            let Some(mut matter) = opened(record, opens, today) else {
                continue;
            };
            let key = (matter.what.as_str(), matter.number.as_str());
            if let Some(on) = answered.get(&key) {
                matter.state = MatterState::Done(*on);
            }
            // A replaced certificate repeats the answers of the first.
            let same = |known: &Matter| (known.what.as_str(), known.number.as_str()) == key;
            if !matters.iter().any(same) {
                matters.push(matter);
            }
        }
    }
    matters
}

/// Kind and number of everything that was answered, with the day.
fn answered<'a>(records: &[MatterRecord<'a>]) -> BTreeMap<(&'a str, &'a str), NaiveDate> {
    let mut answered = BTreeMap::new();
    for record in records.iter().filter(|record| !record.cancelled) {
        for (field, what) in record.form.matters() {
            if let Some(number) = record.texts.get(&field.key) {
                answered.insert((what, number.as_str()), record.on);
            }
        }
    }
    answered
}

fn opened(record: &MatterRecord<'_>, opens: &Opens, today: NaiveDate) -> Option<Matter> {
    let number = record.numbers.get(&opens.number)?;
    let printed = |paper: &String| record.papers.contains(paper);
    if !opens.paper.as_ref().is_none_or(printed) {
        return None;
    }
    let due = opens.due.as_ref();
    let due = due.and_then(|name| record.texts.get(name)?.parse::<NaiveDate>().ok());
    let kept = |answer: &String| record.texts.contains_key(answer);
    let ended = record.cancelled || !opens.rests_on.as_ref().is_none_or(kept);
    let over = due.is_some_and(|due| due < today);
    Some(Matter {
        what: opens.what.clone(),
        label: opens.label.clone(),
        number: number.clone(),
        record: record.record.to_owned(),
        opened_on: record.on,
        due,
        state: match (ended, over, opens.lapses) {
            (true, ..) => MatterState::Cancelled,
            (_, true, true) => MatterState::Lapsed,
            (_, true, false) => MatterState::Overdue,
            _ => MatterState::Open,
        },
        private: opens.rests_on.is_some(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: &str = r#"
[[step]]
id = "a"
title = "甲"
[[step.field]]
key = "applicant.id"
label = "号码"
kind = "id_paper"
required = true
default_from = "person.id"
keep = true
[[step.field]]
key = "applicant.name"
label = "姓名"
kind = "name"
required = true
default_from = "person.name"
keep = true
"#;
    const HEAD: &str = "version = 1\ntitle = \"试\"\nsummary = \"试\"\nconsequence = \"record\"\ncolumn = \"check\"\n";
    const OPENS: &str = r#"
[[number]]
name = "slip.number"
label = "单"
pattern = "JC{yyyy}{serial:03}"
when = "known(slip.on)"
[[opens]]
what = "check_slip"
label = "孕检单"
number = "slip.number"
due = "slip.valid_until"
lapses = true
rests_on = "slip.on"
[[value]]
name = "slip.valid_until"
is = "add_days(slip.on, 30)"
"#;
    const CONSENT: &str = "[[step.field]]\nkey = \"consent.check\"\nlabel = \"同意\"\nkind = \"consent\"\ntext = \"由本人决定\"\n[[step.field]]\nkey = \"slip.on\"\nlabel = \"检查日期\"\nkind = \"date\"\nconsent = \"consent.check\"\n";
    const ANSWERS: &str = "[[step.field]]\nkey = \"receipt.slip\"\nlabel = \"单号\"\nkind = \"matter\"\nof = \"check_slip\"\n";

    fn form(text: &str) -> Form {
        Form::parse("t.toml", text).unwrap_or_else(|problem| panic!("{problem}"))
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date in a test")
    }

    fn texts(of: &[(&str, &str)]) -> BTreeMap<String, String> {
        let texts = of.iter();
        texts
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect()
    }

    /// The state on a day, with this answer of the slip kept, and with an answer to it.
    fn state(on: &str, kept: &str, answered: bool) -> MatterState {
        let gives = form(&format!("id = \"slip\"\n{HEAD}{OPENS}{PERSON}{CONSENT}"));
        let takes = form(&format!("id = \"result\"\n{HEAD}{PERSON}{ANSWERS}"));
        let numbers = texts(&[("slip.number", "JC2010001")]);
        let given = texts(&[(kept, "2010-03-20"), ("slip.valid_until", "2010-04-14")]);
        let told = texts(&[("receipt.slip", "JC2010001")]);
        let record = |form, record, on, texts| MatterRecord {
            form,
            record,
            on: day(on),
            numbers: &numbers,
            texts,
            papers: &[],
            cancelled: false,
        };
        let mut records = vec![record(&gives, "SQ-1", "2010-03-15", &given)];
        if answered {
            records.push(record(&takes, "SQ-2", "2010-03-20", &told));
        }
        let matters = matters(&records, day(on));
        assert_eq!(matters.len(), 1);
        assert_eq!(matters[0].due, Some(day("2010-04-14")));
        matters[0].state
    }

    #[test]
    fn a_slip_is_open_until_its_last_day_and_over_after_it() {
        assert_eq!(state("2010-04-14", "slip.on", false), MatterState::Open);
        assert_eq!(state("2010-04-15", "slip.on", false), MatterState::Lapsed);
    }

    #[test]
    fn a_slip_with_its_result_is_done_whatever_the_day() {
        let done = MatterState::Done(day("2010-03-20"));
        assert_eq!(state("2010-03-21", "slip.on", true), done);
        assert_eq!(state("2010-05-01", "slip.on", true), done);
    }

    #[test]
    fn a_slip_whose_consent_is_gone_is_cancelled() {
        assert_eq!(
            state("2010-03-16", "slip.hidden", false),
            MatterState::Cancelled
        );
    }
}
