//! A form as its file spells it, before any of it is proved.

use serde::Deserialize;

use super::super::columns::ColumnToml;
use super::super::consequence::Consequence;
use super::super::continues::Continues;
use super::super::desk_group::DeskGroup;
use super::super::load_outcome::{NumberToml, ValueToml};
use super::super::matter::Opens;
use super::super::model::{Choice, PaperNumberKind, PlaceLevel};
use super::super::rights::{RestsOn, RightRule};
use crate::policy::Expr;
use crate::text::Label;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::form) struct FormToml {
    pub(in crate::form) id: String,
    pub(super) version: u32,
    pub(super) title: Label,
    pub(super) summary: Label,
    pub(super) consequence: Consequence,
    #[serde(default)]
    pub(super) group: DeskGroup,
    pub(super) column: Option<ColumnToml>,
    #[serde(default)]
    pub(in crate::form) define: Vec<DefineToml>,
    #[serde(default)]
    pub(super) number: Vec<NumberToml>,
    #[serde(default)]
    pub(super) opens: Vec<Opens>,
    #[serde(default)]
    pub(super) value: Vec<ValueToml>,
    pub(super) continues: Option<Continues>,
    #[serde(default)]
    pub(in crate::form) right: Vec<RightRule>,
    pub(in crate::form) rests_on: Option<RestsOn>,
    pub(in crate::form) step: Vec<StepToml>,
    #[serde(default)]
    pub(super) check: Vec<CheckToml>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::form) struct DefineToml {
    pub(in crate::form) name: String,
    pub(in crate::form) is: Expr,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::form) struct StepToml {
    pub(in crate::form) id: String,
    #[serde(default)]
    pub(in crate::form) title: Label,
    pub(in crate::form) when: Option<Expr>,
    #[serde(default)]
    pub(in crate::form) documents: bool,
    #[serde(default)]
    pub(in crate::form) field: Vec<FieldToml>,
    /// The form whose step of this id is asked.
    pub(in crate::form) from: Option<String>,
    /// Fields of the borrowed step that are not asked.
    #[serde(default)]
    pub(in crate::form) without: Vec<String>,
    /// When what is known is asked again.
    pub(in crate::form) ask: Option<Expr>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::form) struct FieldToml {
    pub(in crate::form) key: String,
    pub(super) label: Label,
    #[serde(default)]
    pub(super) help: Label,
    pub(super) kind: KindToml,
    pub(super) when: Option<Expr>,
    #[serde(default)]
    pub(super) required: RequiredToml,
    pub(super) missing: Option<Label>,
    pub(super) default_from: Option<String>,
    #[serde(default)]
    pub(super) keep: bool,
    pub(super) default: Option<String>,
    pub(super) default_is: Option<Expr>,
    #[serde(default)]
    pub(super) always_ask: bool,
    pub(super) consent: Option<ConsentToml>,
    #[serde(default)]
    pub(super) check: Vec<CheckToml>,
    pub(super) max: Option<i64>,
    pub(super) min: Option<i64>,
    pub(super) options: Option<Vec<Choice>>,
    pub(super) level: Option<PlaceLevel>,
    #[serde(default)]
    pub(super) free: bool,
    pub(super) paper: Option<PaperNumberKind>,
    pub(super) of: Option<String>,
    pub(super) text: Option<Label>,
    pub(super) item: Option<Label>,
    #[serde(default)]
    pub(super) field: Vec<FieldToml>,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum KindToml {
    Text,
    Name,
    IdPaper,
    Phone,
    Date,
    PartialDate,
    Number,
    Choice,
    YesNo,
    Place,
    Group,
    PaperNumber,
    Photo,
    Matter,
    Consent,
    Rows,
}

/// `consent = "consent.check"`, or several of which one is enough.
#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum ConsentToml {
    One(String),
    Several(Vec<String>),
}

impl ConsentToml {
    pub(super) fn into_names(self) -> Vec<String> {
        match self {
            ConsentToml::One(name) => vec![name],
            ConsentToml::Several(names) => names,
        }
    }
}

#[derive(Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum RequiredToml {
    Flag(bool),
    When(Expr),
}

impl std::default::Default for RequiredToml {
    fn default() -> RequiredToml {
        RequiredToml::Flag(false)
    }
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckToml {
    pub(super) when: Option<Expr>,
    pub(super) must: Expr,
    pub(super) message: Label,
    pub(super) at: Option<String>,
    #[serde(default)]
    pub(super) note: bool,
}
