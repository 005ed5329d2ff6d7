//! What a form lets a person do about what is kept of her, and what rests on her consent.

use serde::Deserialize;

use super::consented::RECORD;
use super::load::Source;
use super::matrix::Matrix;
use super::model::{Field, Form, Kind};
use crate::policy::{Expr, FileProblem};

/// How the keys of consents begin, and of nothing else that is asked.
pub(super) const CONSENT: &str = "consent.";

/// A right that is exercised where its condition holds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RightRule {
    pub when: Option<Expr>,
    /// Consents that end: `consent.follow_up`.
    #[serde(default)]
    pub ends: Vec<String>,
    /// Groups of the data matrix that are deleted.
    #[serde(default)]
    pub deletes: Vec<String>,
    /// She gets a copy of all that is kept of her.
    #[serde(default)]
    pub copies: bool,
    /// The value that holds what she is answered: `rights.result`.
    pub says: String,
}

/// The consent a whole service rests on: it is cancelled when the consent ends.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestsOn {
    pub consent: String,
    /// The answer or value with the last day on which there is something to cancel; without it
    /// there always is.
    pub open_until: Option<String>,
}

/// What rests on a consent within a form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Resting {
    /// Paths of answers, those of rows without a row: `children.birth`; and names of values.
    pub paths: Vec<String>,
    /// Facts of the person they become.
    pub facts: Vec<String>,
}

impl Form {
    /// The answers and values that rest on a consent, the consent's own answer among them.
    pub fn resting_on(&self, consent: &str) -> Resting {
        let mut resting = Resting {
            paths: vec![consent.to_owned()],
            facts: Vec::new(),
        };
        for (path, field, outer) in self.asked() {
            let rests = |field: &Field| field.rests_on(consent);
            if rests(field) || outer.is_some_and(rests) {
                resting.paths.push(path.clone());
                if field.keep {
                    let fact = match outer {
                        Some(_) => Some(path),
                        None => field.default_from.clone(),
                    };
                    resting.facts.extend(fact);
                }
            }
        }
        self.computed_from(&mut resting);
        resting.paths = resting.paths.iter().map(|path| without_row(path)).collect();
        resting
    }

    /// Adds what is computed from what rests on the consent, over as many steps as it takes, and
    /// the facts that numbers become which are given by it. A number itself stays that of a paper.
    fn computed_from(&self, resting: &mut Resting) {
        let defined = self.define.iter().map(|(name, is)| (name, is, None, None));
        let values = self.values.iter().map(|value| {
            let when = value.when.as_ref();
            (&value.name, &value.is, when, value.keep.as_ref())
        });
        let computed: Vec<_> = defined.chain(values).collect();
        loop {
            let before = resting.paths.len();
            for (name, is, when, keep) in &computed {
                // What is there only because she consented rests on it as much as what is made of
                // her answers.
                let mut exprs = std::iter::once(*is).chain(*when);
                let rests = exprs.any(|expr| {
                    let mut used = expr.names().into_iter();
                    used.any(|used| rests_on(used, &resting.paths))
                });
                if rests && !resting.paths.contains(name) {
                    resting.paths.push((*name).clone());
                    resting.facts.extend(keep.cloned());
                }
            }
            if resting.paths.len() == before {
                break;
            }
        }
        let numbers = self.numbers.iter();
        let numbers = numbers.filter(|number| {
            let when = number.when.iter().flat_map(|when| when.names());
            when.into_iter().any(|used| rests_on(used, &resting.paths))
        });
        let facts: Vec<_> = numbers.filter_map(|number| number.keep.clone()).collect();
        resting.facts.extend(facts);
    }

    /// Every question with its path as the data matrix has it, and the rows it stands in.
    fn asked(&self) -> impl Iterator<Item = (String, &Field, Option<&Field>)> {
        let fields = self.steps.iter().flat_map(|step| &step.fields);
        fields.flat_map(|field| {
            let inner = match &field.kind {
                Kind::Rows { fields, .. } => fields.as_slice(),
                _ => &[],
            };
            let inner = inner.iter().map(|inner| {
                let path = format!("{}.{}", field.key, inner.key);
                (path, inner.as_ref(), Some(field.as_ref()))
            });
            std::iter::once((field.key.clone(), field.as_ref(), None)).chain(inner)
        })
    }
}

/// A name in an expression is that of an answer or of a part of it: `spouse.id.birth`.
fn rests_on(used: &str, paths: &[String]) -> bool {
    // A consent that stands on her record opens as much as one that was asked here.
    let used = used.strip_prefix(RECORD).unwrap_or(used);
    let mut paths = paths.iter();
    paths.any(|path| {
        let rest = used.strip_prefix(path.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

/// A path without its row: `children[0].birth` is `children.birth`.
pub fn without_row(path: &str) -> String {
    let row = path.split_once('[');
    match row.and_then(|(rows, rest)| Some((rows, rest.split_once(']')?))) {
        Some((rows, (_, rest))) => format!("{rows}{rest}"),
        None => path.to_owned(),
    }
}

impl Source<'_> {
    /// # Errors
    /// [`FileProblem`] at the first right, consent or group that is none.
    pub(super) fn rights_are_known(&self, form: &Form) -> Result<(), FileProblem> {
        for (path, field, _) in form.asked() {
            let is_consent = matches!(field.kind, Kind::Consent { .. });
            if is_consent != path.starts_with(CONSENT) {
                let reason = "the keys of consents begin with `consent.`, and no others";
                return Err(self.problem(&field.key, reason));
            }
        }
        let matrix = Matrix::house()?;
        let named = form.rights.iter().flat_map(|right| &right.ends);
        let named = named.chain(form.rests_on.iter().map(|rests| &rests.consent));
        for consent in named {
            if !consent.starts_with(CONSENT) {
                return Err(self.problem(consent, "a consent's name begins with `consent.`"));
            }
        }
        for group in form.rights.iter().flat_map(|right| &right.deletes) {
            if matrix.named(group).is_none() {
                let reason = format!("forms/matrix.toml has no group `{group}`");
                return Err(self.problem(group, reason));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = r#"
id = "t"
version = 1
title = "试"
summary = "试"
consequence = "record"
column = "check"
[[value]]
name = "slip.note"
is = "join(contraception.state, '。')"
keep = "slip.noted"
[[value]]
name = "slip.line"
is = "join(slip.note, '!')"
[[value]]
name = "flow.days"
is = "2"
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
[[step.field]]
key = "consent.health"
label = "同意"
kind = "consent"
text = "由本人决定"
[[step.field]]
key = "contraception.state"
label = "情况"
kind = "text"
consent = "consent.health"
default_from = "person.contraception.state"
keep = true
"#;

    #[test]
    fn what_is_computed_from_a_health_answer_rests_on_its_consent_too() {
        let form = Form::parse("t.toml", FORM).unwrap_or_else(|problem| panic!("{problem}"));
        let resting = form.resting_on("consent.health");
        assert_eq!(
            resting.paths,
            [
                "consent.health",
                "contraception.state",
                "slip.note",
                "slip.line"
            ]
        );
        assert_eq!(resting.facts, ["contraception.state", "slip.noted"]);
        let none = form.resting_on("consent.follow_up");
        assert_eq!((none.paths.len(), none.facts.len()), (1, 0));
    }

    #[test]
    fn a_consent_is_known_by_its_key() {
        let text = FORM.replace("consent.health", "applicant.agrees");
        let problem = Form::parse("t.toml", &text).expect_err("no consent's key");
        assert!(problem.reason.contains("begin with"), "{problem}");
        let text = FORM.replacen(
            "[[step]]",
            "[[right]]\nsays = \"a\"\ndeletes = [\"shoes\"]\n[[step]]",
            1,
        );
        let problem = Form::parse("t.toml", &text).expect_err("no group");
        assert!(problem.reason.contains("no group `shoes`"), "{problem}");
    }

    #[test]
    fn a_path_without_its_row_is_that_of_the_column() {
        assert_eq!(without_row("children[12].birth"), "children.birth");
        assert_eq!(without_row("applicant.phone"), "applicant.phone");
        assert_eq!(without_row("a]b[c"), "a]b[c");
    }
}
