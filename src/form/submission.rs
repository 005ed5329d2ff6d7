use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::continues::Continues;
use super::draft::RequestId;
use super::left_out::LeftOut;
use super::rights::RightRule;
use crate::policy::NumberPattern;
use crate::text::{Label, Said};

/// A draft that passed. Only [`Form::check`](super::Form::check) makes one, so whoever holds it need not check again.
#[derive(Debug, Clone, PartialEq)]
pub struct Submission {
    pub(super) form: FormRef,
    pub(super) profile: ProfileRef,
    pub(super) request: RequestId,
    pub(super) person: Option<u64>,
    pub(super) on: NaiveDate,
    pub(super) answers: BTreeMap<String, String>,
    pub(super) facts: BTreeMap<String, String>,
    pub(super) kept: BTreeMap<String, String>,
    pub(super) missing: Vec<MissingPaper>,
    pub(super) papers: Vec<PaperOrder>,
    pub(super) numbers: Vec<NumberOrder>,
    pub(super) values: BTreeMap<String, String>,
    pub(super) continues: Option<Continues>,
    pub(super) rights: Vec<RightRule>,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) notes: Vec<NoteOn>,
    pub(super) by_hand: bool,
}

/// The answer that tells which places of the papers were left to the pen: a line for each, with the
/// path on the paper, what the paper calls it and the character no font has.
pub const BY_HAND: &str = "paper.by_hand";

/// Worth a look at one question, stopping nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteOn {
    pub path: String,
    pub label: Label,
    pub said: Said,
}

/// A number to be given.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberOrder {
    /// The name it is printed by: `slip.number`.
    pub name: String,
    pub pattern: NumberPattern,
    /// The fact of the person it becomes.
    pub keep: Option<String>,
}

/// The exact form a submission was made with.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FormRef {
    pub id: String,
    pub version: u32,
    pub digest: String,
}

/// The exact policy a submission was checked against.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ProfileRef {
    pub id: String,
    pub digest: String,
}

/// A paper the applicant still has to bring.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MissingPaper {
    pub code: String,
    pub name: String,
    /// How many are missing, of things that are counted; 1 otherwise.
    pub count: u32,
    /// Where to get it.
    pub from: String,
}

/// A paper to be printed and in how many copies.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PaperOrder {
    pub paper: String,
    pub copies: u32,
}

impl Submission {
    pub fn form(&self) -> &FormRef {
        &self.form
    }

    pub fn profile(&self) -> &ProfileRef {
        &self.profile
    }

    pub fn request(&self) -> RequestId {
        self.request
    }

    /// The person on record, if the clerk started from one.
    pub fn person(&self) -> Option<u64> {
        self.person
    }

    pub fn on(&self) -> NaiveDate {
        self.on
    }

    /// Path → canonical text of every open question that was answered.
    pub fn answers(&self) -> &BTreeMap<String, String> {
        &self.answers
    }

    /// What the record learns from the answers, also of a case that waits.
    pub fn facts(&self) -> &BTreeMap<String, String> {
        &self.facts
    }

    /// What the record learns once the service is given: over what was answered, what was computed.
    /// A new end of validity replaces the one read from the paper.
    pub fn learnt(&self) -> BTreeMap<String, String> {
        let mut facts = self.facts.clone();
        facts.extend(self.kept.clone());
        facts
    }

    /// What the clerk should look at, in the order of the form.
    pub fn notes(&self) -> &[NoteOn] {
        &self.notes
    }

    /// Papers still missing; nothing is issued while there are any.
    pub fn missing(&self) -> &[MissingPaper] {
        &self.missing
    }

    pub fn papers(&self) -> &[PaperOrder] {
        &self.papers
    }

    pub fn numbers(&self) -> &[NumberOrder] {
        &self.numbers
    }

    /// The clerk has chosen that what no font can print stays blank on paper, for the pen.
    pub fn fill_by_hand(mut self) -> Submission {
        self.by_hand = true;
        self
    }

    pub fn is_filled_by_hand(&self) -> bool {
        self.by_hand
    }

    /// The same with these places left to the pen, which goes on record as an answer.
    pub fn left_to_pen(&self, places: &str) -> Submission {
        let mut left = self.clone();
        left.answers.insert(BY_HAND.to_owned(), places.to_owned());
        left
    }

    /// What was typed and may not be held.
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// The rights she exercises by it.
    pub fn rights(&self) -> &[RightRule] {
        &self.rights
    }

    /// Name → canonical text of what the form computed.
    pub fn values(&self) -> &BTreeMap<String, String> {
        &self.values
    }
}
