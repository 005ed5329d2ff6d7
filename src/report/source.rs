use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::content::Cell;
use super::entry::{Acted, Deed, Entry, Words, cause_word};
use crate::policy::Expr;
use crate::record::{Change, ChangedItem, RecordChanged};

/// Which acts give lines, and what stands in the columns of theirs.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub of: Act,
    /// The services whose records give lines.
    #[serde(default)]
    pub service: Vec<String>,
    /// Or any service whose record has this number.
    pub gives: Option<String>,
    /// The steps in the life of a record that give lines.
    #[serde(default)]
    pub change: Vec<Step>,
    pub when: Option<Expr>,
    /// A line for every answer that was changed.
    #[serde(default)]
    pub each_item: bool,
    /// First words of answers that give no line.
    #[serde(default)]
    pub leave_out: BTreeSet<String>,
    /// First word of answers → the consent without which they give no line.
    #[serde(default)]
    pub consents: BTreeMap<String, String>,
    #[serde(default)]
    pub cells: BTreeMap<String, Cell>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Act {
    Service,
    /// A first certificate.
    Certificate,
    Change,
}

/// A step in the life of a record, as a report names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Step {
    HandedOver,
    Renewed,
    Replaced,
    Corrected,
    Annotated,
    Cancelled,
    NameCorrected,
    NameRestored,
}

impl Step {
    fn of(change: &Change) -> Step {
        match change {
            Change::HandedOver { .. } => Step::HandedOver,
            Change::Renewed { .. } => Step::Renewed,
            Change::Replaced { .. } => Step::Replaced,
            Change::Corrected { .. } => Step::Corrected,
            Change::Annotated => Step::Annotated,
            Change::Cancelled { .. } => Step::Cancelled,
            Change::NameCorrected => Step::NameCorrected,
            Change::NameRestored => Step::NameRestored,
        }
    }
}

impl Source {
    /// What an act tells a report, once for each line it gives. `reported` says whether what is
    /// changed already stands in a confirmed report.
    pub fn acts<'a>(&self, entry: &Entry<'a>, reported: bool, words: &Words<'_>) -> Vec<Acted<'a>> {
        let acts = match (self.of, entry.deed) {
            (Act::Certificate, Deed::Issued { issued, current }) => {
                vec![Acted::certificate(entry, issued, current)]
            }
            (Act::Service, Deed::Served(served)) => {
                let given = |name: &String| served.numbers.iter().any(|one| one.name == *name);
                let is_one = self.service.contains(&served.form.id)
                    || self.gives.as_ref().is_some_and(given);
                is_one
                    .then(|| Acted::service(entry, served))
                    .into_iter()
                    .collect()
            }
            (Act::Change, Deed::Changed { changed, .. })
                if self.change.contains(&Step::of(&changed.change)) =>
            {
                self.changes(entry, changed, reported, words)
            }
            _ => Vec::new(),
        };
        let when = |act: &Acted<'_>| self.when.as_ref().is_none_or(|when| when.holds(act));
        acts.into_iter().filter(when).collect()
    }

    fn changes<'a>(
        &self,
        entry: &Entry<'a>,
        changed: &'a RecordChanged,
        reported: bool,
        words: &Words<'_>,
    ) -> Vec<Acted<'a>> {
        let mut whole = Acted::change(entry, changed);
        whole.set("change.reported", if reported { "yes" } else { "no" });
        if let Change::Cancelled { cause } = &changed.change {
            whole.set("change.cause", cause_word(*cause));
        }
        if !self.each_item {
            return vec![whole];
        }
        let items = changed.items.iter();
        let told = items.filter(|item| self.is_told(item, &whole));
        let lines = told.map(|item| {
            let mut act = whole.clone();
            let read = |text: &str| match text {
                "" => String::new(),
                text => words.answer(&changed.form, &item.path, text),
            };
            act.set("item.path", &item.path);
            act.set("item.label", &words.label(&changed.form, &item.path));
            act.set("item.old", &read(&item.old));
            act.set("item.new", &read(&item.new));
            act.set("item.document", &item.document);
            act
        });
        lines.collect()
    }

    /// A health answer is told only while she consents to it being kept.
    fn is_told(&self, item: &ChangedItem, act: &Acted<'_>) -> bool {
        let head = item.path.split(['.', '[']).next().unwrap_or_default();
        let consented = |consent: &String| act.text(consent) == "yes";
        !self.leave_out.contains(head) && self.consents.get(head).is_none_or(consented)
    }
}
