//! The rules of a place and a time, as dated data, and the small language they are written in.
//!
//! Does no I/O. Every refusal names the rule and the article it rests on.

mod care;
mod eval;
mod expr;
mod file;
mod function;
mod like;
mod number;
mod parse;
mod profile;
mod scheme;
mod sentence;
mod service_rules;
mod stock;
mod validity;
mod working_days;

pub use care::{
    CareRules, CheckPlan, CheckRules, ClassPlan, ExchangeClocks, FollowUpRule, ReactionClocks,
    Repeat, SpecialDay, Times,
};
pub use expr::{Expr, ExprError, Names, Scalar};
pub use file::{FileProblem, read_toml};
pub use number::{
    NumberPattern, PatternProblem, PracticeMark, check_character, is_practice_number, padded,
    practice_number,
};
pub use profile::{Profile, Refusal};
pub use scheme::{NumberParts, NumberScheme, SchemePattern};
pub use sentence::{fill, names_in};
pub use service_rules::{DocumentRule, Need, PaperRule, PolicyValue, Requirement, ServiceRules};
pub use stock::{Dispense, StockOrder, StockRules, SupplyClass, SupplyItem};
pub use validity::Validity;
pub use working_days::WorkingDays;
