//! Her consents, and the rights she exercises over what is kept of her (PIPL, articles 15 and
//! 44 to 48).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::certificate::{Answers, Certificate};
use super::event::{CaseSuspended, CertificateIssued, ServiceRecorded};
use super::life::RecordChanged;
use super::noted::{drop_answers, drop_places};
use super::person::{Person, PersonKey};
use crate::form::FormRef;
use crate::text::Message;

/// How the answers begin that are consents: `consent.contraception`.
const CONSENT: &str = "consent.";
/// The end of the fact that tells where a consent was given: `consent.report.case`.
const CASE: &str = ".case";
/// The fact that tells whether any consent of hers holds.
const ANY: &str = "consent.any";
/// The consent to be named beside supplies that are handed out.
pub const SUPPLIES_CONSENT: &str = "consent.supplies";
/// The text she hears before she is named there, by its version.
const SUPPLIES_TEXT: u32 = 1;

/// What she was asked and said, with the text she was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// The answer's path: `consent.contraception`.
    pub key: String,
    pub given: bool,
    pub on: NaiveDate,
    /// The form whose text she was shown, in the version she was shown.
    pub form: FormRef,
    /// Application number of the service that asked; empty where it has none.
    pub case: String,
    /// The day she withdrew it.
    pub withdrawn: Option<NaiveDate>,
}

impl Consent {
    pub fn holds(&self) -> bool {
        self.given && self.withdrawn.is_none()
    }

    /// What became of it, in words.
    pub fn message(&self) -> Message {
        match (self.given, self.withdrawn) {
            (_, Some(day)) => Message::new("office.consent_withdrawn").with("day", day),
            (true, None) => Message::new("office.consent_given"),
            (false, None) => Message::new("office.consent_refused"),
        }
    }
}

/// A right she exercised: the request with its papers, and what it does to the view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RightExercised {
    pub served: ServiceRecorded,
    pub effect: Effect,
}

/// What becomes of what the view holds about her. The office works it out from the forms when the
/// request is served, so that folding needs no form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// Her records: one for each number she had.
    pub people: Vec<PersonKey>,
    /// Consents that end today.
    pub ends: Vec<String>,
    /// Facts of the person that are forgotten.
    pub forgets: Vec<String>,
    /// Answers that are taken out of records.
    pub hides: Vec<Hidden>,
    /// Application numbers of services and waiting cases that end, because they rested on a
    /// consent that ends.
    pub cancels: Vec<String>,
}

/// What is taken out of one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hidden {
    /// A certificate's number; the application number of a service, a waiting case or a change; the
    /// number of supplies handed out to her; or a line of a confirmed report ([`report_line`]).
    pub record: String,
    /// Paths of answers, and names of values; of a report's line, its columns.
    pub paths: Vec<String>,
}

/// What stands between a report's number and that of its line, which is in neither.
const LINE: char = '#';

/// How a line of a confirmed report is named: `BB-F10-201003#4`.
pub fn report_line(report: &str, line: &str) -> String {
    format!("{report}{LINE}{line}")
}

/// The report and the line that a name is of; `None` if it is that of another record.
pub fn of_report(record: &str) -> Option<(&str, &str)> {
    record.rsplit_once(LINE)
}

/// A record some answers can be taken out of.
pub trait Hide {
    /// Takes out the answers at these paths and the facts of these names.
    fn hide(&mut self, paths: &[String], facts: &[String]);
}

fn drop_all(texts: &mut BTreeMap<String, String>, names: &[String]) {
    texts.retain(|name, _| !names.contains(name));
}

impl Hide for CertificateIssued {
    fn hide(&mut self, paths: &[String], facts: &[String]) {
        drop_answers(&mut self.answers, paths);
        drop_all(&mut self.facts, facts);
    }
}

impl Hide for Certificate {
    fn hide(&mut self, paths: &[String], facts: &[String]) {
        self.issued.hide(paths, facts);
        let sheet = self.sheet.as_mut().map(|sheet| &mut sheet.answers);
        for answers in self.changed.iter_mut().chain(sheet) {
            drop_answers(answers, paths);
        }
    }
}

impl Hide for ServiceRecorded {
    fn hide(&mut self, paths: &[String], facts: &[String]) {
        drop_answers(&mut self.answers, paths);
        drop_all(&mut self.values, paths);
        drop_all(&mut self.facts, facts);
    }
}

impl Hide for CaseSuspended {
    fn hide(&mut self, paths: &[String], facts: &[String]) {
        drop_answers(&mut self.answers, paths);
        drop_all(&mut self.facts, facts);
    }
}

impl Hide for RecordChanged {
    fn hide(&mut self, paths: &[String], facts: &[String]) {
        drop_answers(&mut self.answers, paths);
        drop_all(&mut self.facts, facts);
        for item in self.items.extract_if(.., |item| paths.contains(&item.path)) {
            drop_places(&mut self.answers, [item.old, item.new].iter());
        }
        if let Some(issued) = self.change.issued_mut() {
            issued.hide(paths, facts);
        }
    }
}

impl Person {
    /// Takes over what the answers of a service say of consents. The same answer to the same text
    /// is one consent.
    pub fn consent(&mut self, answers: &Answers, form: &FormRef, case: &str, on: NaiveDate) {
        for (key, answer) in answers.iter().filter(|(key, _)| key.starts_with(CONSENT)) {
            let given = answer == "yes";
            let last = self.last_consent(key);
            let same = last.is_some_and(|last| {
                last.given == given && last.withdrawn.is_none() && last.form == *form
            });
            if !same {
                self.consents.push(Consent {
                    key: key.clone(),
                    given,
                    on,
                    form: form.clone(),
                    case: case.to_owned(),
                    withdrawn: None,
                });
            }
        }
    }

    /// Takes over that she agreed to be named beside what she took.
    pub fn consent_to_supplies(&mut self, number: &str, on: NaiveDate) {
        let form = FormRef {
            id: SUPPLIES_CONSENT.to_owned(),
            version: SUPPLIES_TEXT,
            digest: String::new(),
        };
        let said = Answers::from([(SUPPLIES_CONSENT.to_owned(), "yes".to_owned())]);
        self.consent(&said, &form, number, on);
    }

    /// What she said last when asked for a consent.
    pub fn last_consent(&self, key: &str) -> Option<&Consent> {
        self.consents.iter().rfind(|consent| consent.key == key)
    }

    /// Whether a consent of this key holds. A later no is a no to what was asked then; what she
    /// gave before rests on her earlier yes until she withdraws it.
    pub fn consents(&self, key: &str) -> bool {
        let mut of_key = self.consents.iter().filter(|consent| consent.key == key);
        of_key.any(Consent::holds)
    }

    /// Whether a consent of hers holds: `yes` or `no` as an answer would say, empty if never asked;
    /// and of `consent.report.case`, by which application the one that holds was given.
    pub(super) fn consent_word(&self, key: &str) -> &str {
        if key == ANY {
            let holds = self.consents.iter().any(Consent::holds);
            return if holds { "yes" } else { "no" };
        }
        if let Some(key) = key.strip_suffix(CASE) {
            let mut given = self.consents.iter();
            let given = given.rfind(|consent| consent.key == key && consent.holds());
            return given.map_or("", |consent| &consent.case);
        }
        match self.last_consent(key) {
            Some(_) if self.consents(key) => "yes",
            Some(_) => "no",
            None => "",
        }
    }

    /// Ends every consent of this key.
    pub fn withdraw(&mut self, key: &str, on: NaiveDate) {
        let given = self.consents.iter_mut().filter(|one| one.key == key);
        for consent in given.filter(|consent| consent.holds()) {
            consent.withdrawn = Some(on);
        }
    }

    /// Forgets facts.
    pub fn forget(&mut self, facts: &[String]) {
        drop_all(&mut self.facts, facts);
        if facts.iter().any(|fact| fact == "spouse.id") {
            self.former_spouse_ids.clear();
        }
    }
}

/// Whether a fact's name is that of a consent.
pub(super) fn is_consent(name: &str) -> bool {
    name.starts_with(CONSENT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Facts;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day in a test")
    }

    fn form() -> FormRef {
        FormRef {
            id: "consent.give".to_owned(),
            version: 1,
            digest: "d".to_owned(),
        }
    }

    fn says(person: &mut Person, answer: &str, on: &str) {
        let answers = Facts::from([("consent.follow_up".to_owned(), answer.to_owned())]);
        person.consent(&answers, &form(), "SQ-1", day(on));
    }

    #[test]
    fn the_last_word_counts_and_a_withdrawal_ends_it() {
        let mut person = Person::new(PersonKey(1), day("2026-11-01"));
        assert_eq!(person.fact("consent.follow_up"), "");
        says(&mut person, "no", "2026-11-01");
        assert_eq!(person.fact("consent.follow_up"), "no");
        says(&mut person, "yes", "2026-11-02");
        says(&mut person, "yes", "2026-11-03");
        assert_eq!(person.fact("consent.follow_up"), "yes");
        assert_eq!(person.consents.len(), 2, "the same yes is one consent");
        person.withdraw("consent.follow_up", day("2026-11-24"));
        assert_eq!(person.fact("consent.follow_up"), "no");
        let last = person.last_consent("consent.follow_up").expect("asked");
        assert_eq!(last.withdrawn, Some(day("2026-11-24")));
        says(&mut person, "yes", "2026-12-01");
        assert_eq!(person.fact("consent.follow_up"), "yes");
        assert_eq!(person.consents.len(), 3, "and the old one stays withdrawn");
    }
}
