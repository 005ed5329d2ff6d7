use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;

use super::columns::Columns;
use super::consequence::Consequence;
use super::continues::Continues;
use super::desk_group::DeskGroup;
use super::matter::Opens;
use super::rights::{RestsOn, RightRule};
use crate::person::Divisions;
use crate::policy::{Expr, Need, NumberPattern, Profile, WorkingDays};
use crate::text::Label;

/// A service as staff meet it: its steps, its fields and what comes of it.
#[derive(Debug, Clone)]
pub struct Form {
    /// The service code, the same as in a policy: `certificate.issue`.
    pub id: String,
    pub version: u32,
    pub title: Label,
    /// One line for the list of services.
    pub summary: Label,
    pub consequence: Consequence,
    pub group: DeskGroup,
    /// What the service may hold about a person, by the data matrix.
    pub columns: Columns,
    pub steps: Vec<Step>,
    /// Names defined once and used in conditions: `married`, `age`.
    pub define: Vec<(String, Expr)>,
    /// Numbers the service gives beside its application number; the first is what it is known by.
    pub numbers: Vec<NumberRule>,
    /// What the service leaves open until another answers it.
    pub opens: Vec<Opens>,
    /// What is computed from the answers and goes on record with them.
    pub values: Vec<ValueRule>,
    /// The list of a book's page whose next line the service writes.
    pub continues: Option<Continues>,
    pub checks: Vec<Check>,
    /// What of her rights the service exercises.
    pub rights: Vec<RightRule>,
    /// The consent the service rests on as a whole.
    pub rests_on: Option<RestsOn>,
    /// Digest of the file's bytes, in hexadecimal.
    pub digest: String,
}

/// A number a service gives.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberRule {
    /// The name it is printed by: `slip.number`.
    pub name: String,
    pub label: Label,
    pub pattern: NumberPattern,
    pub when: Option<Expr>,
    /// The fact of the person it becomes.
    pub keep: Option<String>,
}

/// Something computed when a service is decided, recorded as it was then.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueRule {
    /// The name it is printed by and conditions use: `extension.to`.
    pub name: String,
    /// Shown before the clerk submits; a value without a label is only recorded and printed.
    pub label: Option<Label>,
    pub is: Expr,
    pub when: Option<Expr>,
    /// The fact of the person it becomes.
    pub keep: Option<String>,
    /// How a value that is a code is read: `inflow` as 流入居住.
    pub options: Vec<Choice>,
}

impl ValueRule {
    /// The value as people read it; `None` for a code that this rule does not know.
    pub fn read(&self, text: &str) -> Option<Label> {
        if self.options.is_empty() {
            return Some(Label::same(text));
        }
        let option = self.options.iter().find(|option| option.code == text);
        option.map(|option| option.label.clone())
    }
}

impl Form {
    /// What the record of a person says of the values this form keeps, by fact, as people read it.
    pub fn read_kept<'a>(
        &'a self,
        fact: impl Fn(&str) -> String + 'a,
    ) -> impl Iterator<Item = (&'a str, Label, Label)> + 'a {
        self.values.iter().filter_map(move |rule| {
            let (keep, label) = (rule.keep.as_deref()?, rule.label.clone()?);
            let text = Some(fact(keep)).filter(|text| !text.is_empty())?;
            Some((keep, label, rule.read(&text)?))
        })
    }
}

#[derive(Debug, Clone)]
pub struct Step {
    pub id: String,
    pub title: Label,
    pub when: Option<Expr>,
    /// Where it says so, the caret stops at what is known too, or does not.
    pub ask: Option<Expr>,
    /// Whether the step begins with the documents the policy asks for.
    pub documents: bool,
    pub fields: Vec<Arc<Field>>,
}

/// One question. Wizard, check, paper and search all read this entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The path of the answer; inside a repeated field, the key within its row.
    pub key: String,
    pub label: Label,
    pub help: Label,
    pub kind: Kind,
    pub when: Option<Expr>,
    pub required: Required,
    /// The sentence for a required field left empty, where “required” says too little.
    pub missing: Option<Label>,
    /// The fact of the person on record the answer is filled from.
    pub default_from: Option<String>,
    /// Whether the answer becomes that fact of the person.
    pub keep: bool,
    /// What an untouched field starts with.
    pub default: Option<Default>,
    /// Asked again each time even when an answer is known.
    pub always_ask: bool,
    /// The consents without which the field is neither shown nor kept; the first she was asked for
    /// decides. One that stands on her record is `record.consent.health`.
    pub consents: Vec<String>,
    pub checks: Vec<Check>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Default {
    /// Typed text.
    Text(String),
    /// Computed from the other answers; a date, a number, a text or a yes/no.
    Computed(Expr),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Required {
    Never,
    Always,
    When(Expr),
}

/// A rule over several answers, with its own sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    pub when: Option<Expr>,
    pub must: Expr,
    pub message: Label,
    /// The field the problem is shown at.
    pub at: String,
    /// A note is shown and does not stop the submission.
    pub note: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// At most `max` characters.
    Text {
        max: usize,
    },
    Name,
    IdPaper,
    Phone,
    Date,
    /// A year, a month or a day.
    PartialDate,
    Number {
        min: i64,
        max: i64,
    },
    Choice {
        options: Vec<Choice>,
    },
    YesNo,
    /// A place of the division tables; `free` allows a place that is not in them.
    Place {
        level: PlaceLevel,
        free: bool,
    },
    Group,
    PaperNumber {
        paper: PaperNumberKind,
    },
    Photo,
    /// The number of something that stands open of hers: an inquiry, a return slip.
    Matter {
        of: String,
    },
    /// A health question may be asked only after this yes.
    Consent {
        text: Label,
    },
    /// A paper from the policy's list, answered 已核原件 / 复印件 / 无此情形 / 缺.
    Document {
        need: Need,
    },
    /// A paper that is counted: the answer is how many were brought.
    DocumentCount {
        needed: u32,
    },
    /// Repeated without limit.
    Rows {
        item: Label,
        fields: Vec<Arc<Field>>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// The code that is stored.
    pub code: String,
    pub label: Label,
}

/// How exact a place has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceLevel {
    County,
    /// A county, or a town of it.
    CountyOrTown,
    /// A community of the hall's own street.
    OwnCommunity,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperNumberKind {
    MarriageCert,
    DivorceCert,
    BirthPermit,
    BirthMedicalCert,
    /// A certificate of another place.
    ForeignCertificate,
}

/// What stands around a draft while it is filled in and checked.
#[derive(Debug, Clone)]
pub struct Around {
    /// The day of the business: what the papers will say.
    pub on: NaiveDate,
    pub profile: Arc<Profile>,
    pub divisions: Arc<Divisions>,
    /// Holidays and exchanged working days, for clocks that count in working days.
    pub working_days: Arc<WorkingDays>,
    /// Division code of the hall's street, nine digits.
    pub area9: String,
}
