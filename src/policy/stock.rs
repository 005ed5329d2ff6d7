use std::collections::BTreeSet;

use serde::Deserialize;

use super::file::FileProblem;
use super::number::NumberPattern;
use crate::text::Label;

/// What a profile says of contraceptive supplies (避孕药具) and their store.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StockRules {
    pub order: StockOrder,
    /// A batch that expires within so many days is marked, and said when it is handed out.
    pub warn_days: u16,
    /// What may be lost in a year without a note to the upper office, in thousandths of what
    /// passed through the store.
    pub loss_limit_permille: u32,
    /// `YJ-{area9}-{yyyy}-{serial:05}`: one gap-free series of all movements.
    pub number_pattern: String,
    /// The article the rules rest on, as it is cited at the counter.
    pub article: Label,
    #[serde(rename = "class")]
    pub classes: Vec<SupplyClass>,
    #[serde(rename = "item")]
    pub items: Vec<SupplyItem>,
}

/// Which batch goes out first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StockOrder {
    /// The nearest expiry first (近效期先出).
    Fefo,
}

/// Supplies that share their rules.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupplyClass {
    pub code: String,
    pub name: Label,
    pub dispense: Dispense,
    /// Why the counter does not give it, or not for the first use.
    #[serde(default)]
    pub why_not: Option<Label>,
    /// What can be done instead.
    #[serde(default)]
    pub remedy: Label,
    /// Units a named person may have in a calendar year; nobody counts an anonymous one.
    #[serde(default)]
    pub yearly_cap: Option<u32>,
}

/// Who gives a supply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dispense {
    /// The counter, to anybody who asks.
    Counter,
    /// The counter, to whoever uses it already; the first use is a doctor's.
    Continuing,
    /// Never the counter.
    Elsewhere,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupplyItem {
    pub code: String,
    pub class: String,
    pub name: Label,
    /// 只, 板, 片.
    pub unit: Label,
    pub shelf_life_months: u16,
    /// How many days one unit lasts, to compare a quantity with its expiry.
    pub days_each: u16,
}

impl StockRules {
    pub fn item(&self, code: &str) -> Option<&SupplyItem> {
        self.items.iter().find(|item| item.code == code)
    }

    pub fn class(&self, code: &str) -> Option<&SupplyClass> {
        self.classes.iter().find(|class| class.code == code)
    }

    /// The class whose rules an item follows.
    pub fn class_of(&self, item: &SupplyItem) -> Option<&SupplyClass> {
        self.class(&item.class)
    }

    /// # Errors
    /// [`FileProblem`] at the first thing that contradicts another.
    pub(super) fn check(&self, file: &str, text: &str) -> Result<(), FileProblem> {
        let problem = |near: &str, reason: &str| Err(FileProblem::at(file, text, near, reason));
        if let Err(slip) = NumberPattern::parse(&self.number_pattern) {
            return problem(&self.number_pattern, &slip.to_string());
        }
        let mut seen = BTreeSet::new();
        for class in &self.classes {
            if !seen.insert(&class.code) {
                return problem(&class.code, "this class stands twice");
            }
            if class.dispense != Dispense::Counter && class.why_not.is_none() {
                return problem(&class.code, "a class with a condition says `why_not`");
            }
        }
        let mut seen = BTreeSet::new();
        for item in &self.items {
            if !seen.insert(&item.code) {
                return problem(&item.code, "this item stands twice");
            }
            if self.class_of(item).is_none() {
                return problem(&item.code, "no class of this code is defined");
            }
        }
        Ok(())
    }
}
