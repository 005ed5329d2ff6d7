//! Steps that one form borrows from another, so that a question has one source: renewing a
//! certificate asks what issuing it asks.
//!
//! A form that borrows is kept with the texts of its lenders behind its own, so that it can be read
//! again when the program brings others.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::known::exprs_of;
use super::load::{DefineToml, FormToml, Source, StepToml};
use super::model::Form;
use crate::policy::{Expr, FileProblem, read_toml};

/// Stands between a form's own text and that of each lender.
const LENT: &str = "\n# ══ lent by another form ══════════════════════════════════\n";

/// What is read of a form to find out whom it borrows from.
#[derive(Deserialize)]
struct Glance {
    #[serde(default)]
    step: Vec<GlanceStep>,
}

#[derive(Deserialize)]
struct GlanceStep {
    from: Option<String>,
}

impl Form {
    /// The text of a form with those of its lenders behind it, as [`Form::parse`] wants it. What
    /// `text_of` does not know is left for the parser to name.
    pub fn with_lenders<'a>(text: &str, text_of: impl Fn(&str) -> Option<&'a str>) -> String {
        // A text that is no TOML is named by the parser, with its place.
        let glance = toml::from_str(text).unwrap_or(Glance { step: Vec::new() });
        let lenders: BTreeSet<String> = glance.step.into_iter().filter_map(|s| s.from).collect();
        let mut whole = text.to_owned();
        for lent in lenders.iter().filter_map(|lender| text_of(lender)) {
            whole.push_str(LENT);
            whole.push_str(lent);
        }
        whole
    }
}

/// A form's own text, and the forms it may borrow from.
pub(super) struct Lenders {
    forms: Vec<FormToml>,
}

/// Parts a text into the form's own and its lenders.
///
/// # Errors
/// [`FileProblem`] if a lender is no form.
pub(super) fn part<'a>(file: &str, text: &'a str) -> Result<(&'a str, Lenders), FileProblem> {
    let mut texts = text.split(LENT);
    let own = texts.next().unwrap_or_default();
    let forms = texts.map(|lent| read_toml(file, lent));
    let forms = forms.collect::<Result<_, _>>()?;
    Ok((own, Lenders { forms }))
}

impl Lenders {
    /// The step itself, or the lender's with what the borrower says differently: its title, when it
    /// is asked, what is left out.
    ///
    /// # Errors
    /// [`FileProblem`] if it borrows what nobody lends.
    pub(super) fn resolve(
        &self,
        own: StepToml,
        source: &Source<'_>,
    ) -> Result<StepToml, FileProblem> {
        let Some(from) = &own.from else {
            return Ok(own);
        };
        if own.documents || !own.field.is_empty() {
            return Err(source.problem(&own.id, "a borrowed step has no fields of its own"));
        }
        let Some(lender) = self.forms.iter().find(|form| form.id == *from) else {
            return Err(source.problem(from, format!("there is no form `{from}` to borrow from")));
        };
        let steps = lender.step.iter().filter(|step| step.from.is_none());
        let Some(lent) = steps.into_iter().find(|step| step.id == own.id) else {
            let reason = format!("`{from}` has no step `{}` of its own", own.id);
            return Err(source.problem(&own.id, reason));
        };
        let mut step = lent.clone();
        for key in &own.without {
            let before = step.field.len();
            step.field.retain(|field| field.key != *key);
            if step.field.len() == before {
                return Err(source.problem(key, "the borrowed step has no such field"));
            }
        }
        if !own.title.zh.is_empty() {
            step.title = own.title;
        }
        step.when = own.when.or(step.when);
        step.ask = own.ask.or(step.ask);
        Ok(step)
    }

    /// The lenders' definitions that the form's conditions name and the form itself lacks.
    pub(super) fn define(&self, form: &mut Form) {
        let lent: Vec<&DefineToml> = self.forms.iter().flat_map(|form| &form.define).collect();
        loop {
            let named: BTreeSet<&str> = exprs_of(form).into_iter().flat_map(Expr::names).collect();
            let wanted = lent.iter().find(|lent| {
                let own = form.define.iter().any(|(name, _)| *name == lent.name);
                !own && named.contains(lent.name.as_str())
            });
            let Some(wanted) = wanted else { return };
            form.define.push((wanted.name.clone(), wanted.is.clone()));
        }
    }
}
