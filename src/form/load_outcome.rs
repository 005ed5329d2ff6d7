//! Reads what a service leaves behind: its numbers and its values.

use serde::Deserialize;

use super::load::Source;
use super::model::{Choice, NumberRule, ValueRule};
use crate::policy::{Expr, FileProblem, NumberPattern};
use crate::text::Label;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NumberToml {
    name: String,
    label: Label,
    pattern: String,
    when: Option<Expr>,
    keep: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ValueToml {
    name: String,
    label: Option<Label>,
    is: Expr,
    when: Option<Expr>,
    keep: Option<String>,
    #[serde(default)]
    options: Vec<Choice>,
}

impl Source<'_> {
    pub(super) fn numbers(&self, toml: Vec<NumberToml>) -> Result<Vec<NumberRule>, FileProblem> {
        let mut numbers: Vec<NumberRule> = Vec::new();
        for rule in toml {
            let pattern = NumberPattern::parse(&rule.pattern)
                .map_err(|problem| self.problem(&rule.pattern, problem.to_string()))?;
            if numbers.iter().any(|before| before.name == rule.name) {
                return Err(self.problem(&rule.name, "this number stands twice"));
            }
            numbers.push(NumberRule {
                name: rule.name,
                label: rule.label,
                pattern,
                when: rule.when,
                keep: rule.keep,
            });
        }
        Ok(numbers)
    }
}

impl From<ValueToml> for ValueRule {
    fn from(toml: ValueToml) -> ValueRule {
        ValueRule {
            name: toml.name,
            label: toml.label,
            is: toml.is,
            when: toml.when,
            keep: toml.keep,
            options: toml.options,
        }
    }
}
