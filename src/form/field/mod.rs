//! One file per field kind: what a typed text means.

mod choice;
mod date;
mod document;
mod identity;
mod matter;
mod number;
mod place;
mod text;

pub use document::DOCUMENT_ANSWERS;
pub(super) use matter::read as read_matter;
pub use place::suggest;

use chrono::NaiveDate;

use super::model::{Around, Kind};
use crate::policy::Scalar;
use crate::text::{Lang, Message, Said};

/// What an answer means.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The one text the ledger stores for this answer; `None` while it is empty or wrong.
    pub canonical: Option<String>,
    /// The answer as it is read back to the clerk, in parts: 女, 1983-04-12, 26岁.
    pub shown: Vec<Said>,
    pub problem: Option<Said>,
    /// Worth a look; does not stop anything.
    pub notes: Vec<Said>,
    /// The latest day a partial date can mean.
    pub last_day: Option<NaiveDate>,
}

impl Reading {
    pub(super) fn good(canonical: impl Into<String>, shown: impl Into<Said>) -> Reading {
        Reading {
            canonical: Some(canonical.into()),
            shown: vec![shown.into()],
            ..Reading::default()
        }
    }

    pub(super) fn bad(problem: impl Into<Said>) -> Reading {
        Reading {
            problem: Some(problem.into()),
            ..Reading::default()
        }
    }

    /// The answer as it is read back, in one line.
    pub fn say(&self, lang: Lang) -> String {
        let parts: Vec<String> = self.shown.iter().map(|part| part.say(lang)).collect();
        parts.join(" · ")
    }

    /// What a condition sees.
    pub(super) fn value(&self, kind: &Kind) -> Scalar {
        let Some(text) = &self.canonical else {
            return Scalar::Unknown;
        };
        match kind {
            Kind::YesNo | Kind::Consent { .. } => Scalar::Bool(text == "yes"),
            Kind::Number { .. } | Kind::DocumentCount { .. } => {
                text.parse().map_or(Scalar::Unknown, Scalar::Number)
            }
            Kind::Date => text.parse().map_or(Scalar::Unknown, Scalar::Date),
            Kind::PartialDate => date::first_day(text).map_or(Scalar::Unknown, Scalar::Date),
            _ => Scalar::Text(text.clone()),
        }
    }
}

/// Reads what was typed. Canonical text always reads as itself; an empty field reads as nothing.
pub fn read(kind: &Kind, typed: &str, around: &Around) -> Reading {
    if typed.trim().is_empty() {
        return Reading::default();
    }
    match kind {
        Kind::Text { max } => text::read(typed, *max),
        Kind::Name => text::read_name(typed),
        Kind::Phone => text::read_phone(typed),
        Kind::IdPaper => identity::read(typed, around),
        Kind::PaperNumber { paper } => identity::read_paper_number(typed, *paper, around),
        Kind::Date => date::read(typed, around.on),
        Kind::PartialDate => date::read_partial(typed),
        Kind::Number { min, max } => number::read(typed, *min, *max),
        Kind::Choice { options } => choice::read(typed, options),
        Kind::YesNo | Kind::Consent { .. } => choice::read_yes_no(typed),
        Kind::Place { level, free } => place::read(typed, *level, *free, around),
        Kind::Group => place::read_group(typed),
        Kind::Photo => text::read_photo(typed),
        Kind::Document { need } => document::read(typed, *need),
        Kind::DocumentCount { needed } => number::read(typed, 0, i64::from(*needed) * 10),
        // What stands open of her is known to a draft alone; here a number is a number.
        Kind::Matter { .. } => Reading::good(typed.trim(), typed.trim()),
        Kind::Rows { .. } => Reading::bad(Message::new("form.rows_are_not_typed")),
    }
}
