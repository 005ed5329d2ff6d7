use std::collections::BTreeSet;

use super::consented::RECORD;
use super::load::Source;
use super::model::{Check, Default, Field, Form, Kind, Required};
use super::rights::CONSENT;
use crate::policy::{Expr, FileProblem, names_in};
use crate::text::Label;

impl Form {
    /// The facts of the record that the form's expressions ask for and its sentences say; no other
    /// goes into a draft.
    pub fn record_facts(&self) -> BTreeSet<&str> {
        let names = exprs_of(self).into_iter().flat_map(Expr::names);
        let said = checks_of(self).flat_map(|check| names_in(&check.message));
        let read = names
            .chain(said)
            .filter_map(|name| name.strip_prefix(RECORD));
        read.chain(self.standing_consents()).collect()
    }
}

/// Every expression of a form.
pub(super) fn exprs_of(form: &Form) -> Vec<&Expr> {
    let steps = form.steps.iter();
    let of_steps = steps.flat_map(|step| step.when.iter().chain(&step.ask));
    let fields = form.steps.iter().flat_map(|step| &step.fields);
    let of_fields = fields.flat_map(|field| of_field(field));
    let of_checks = form.checks.iter().flat_map(of_check);
    let values = form.values.iter();
    let of_values = values.flat_map(|value| value.when.iter().chain([&value.is]));
    let numbers = form.numbers.iter();
    let of_numbers = numbers.filter_map(|number| number.when.as_ref());
    let rights = form.rights.iter();
    let of_rights = rights.filter_map(|right| right.when.as_ref());
    let continues = form.continues.iter();
    let of_page = continues.filter_map(|page| page.when.as_ref());
    let defined = form.define.iter().map(|(_, is)| is);
    let defined = defined.chain(of_rights).chain(of_page);
    let all = of_steps.chain(of_fields).chain(of_checks).chain(defined);
    all.chain(of_values).chain(of_numbers).collect()
}

fn of_field(field: &Field) -> Vec<&Expr> {
    let mut exprs: Vec<&Expr> = field.when.iter().collect();
    if let Required::When(when) = &field.required {
        exprs.push(when);
    }
    if let Some(Default::Computed(expr)) = &field.default {
        exprs.push(expr);
    }
    exprs.extend(field.checks.iter().flat_map(of_check));
    if let Kind::Rows { fields, .. } = &field.kind {
        exprs.extend(fields.iter().flat_map(|inner| of_field(inner)));
    }
    exprs
}

fn of_check(check: &Check) -> Vec<&Expr> {
    check.when.iter().chain([&check.must]).collect()
}

/// Every check of a form, those of the columns of its lists too.
fn checks_of(form: &Form) -> impl Iterator<Item = &Check> {
    let fields = form.steps.iter().flat_map(|step| &step.fields);
    let of_fields = fields.flat_map(|field| {
        let columns = match &field.kind {
            Kind::Rows { fields, .. } => fields.as_slice(),
            _ => &[],
        };
        let of_columns = columns.iter().flat_map(|column| &column.checks);
        field.checks.iter().chain(of_columns)
    });
    form.checks.iter().chain(of_fields)
}

/// The names a condition may use at each place of the form: those before it.
pub(super) struct Names<'a> {
    form: &'a Form,
    source: &'a Source<'a>,
    fields: BTreeSet<String>,
}

impl<'a> Names<'a> {
    pub(super) fn of(form: &'a Form, source: &'a Source<'a>) -> Result<Names<'a>, FileProblem> {
        let mut fields = BTreeSet::new();
        for field in form.steps.iter().flat_map(|step| &step.fields) {
            if !fields.insert(field.key.clone()) {
                return Err(source.problem(&field.key, "this key stands twice"));
            }
            if let Kind::Rows {
                fields: columns, ..
            } = &field.kind
            {
                let columns = columns.iter();
                fields.extend(columns.map(|column| format!("{}.{}", field.key, column.key)));
            }
        }
        Ok(Names {
            form,
            source,
            fields,
        })
    }

    /// # Errors
    /// [`FileProblem`] at the first condition that looks ahead or names nothing.
    pub(super) fn all_known(&self) -> Result<(), FileProblem> {
        let mut seen = BTreeSet::new();
        for step in &self.form.steps {
            self.expr(step.when.as_ref(), &seen)?;
            self.expr(step.ask.as_ref(), &seen)?;
            for field in &step.fields {
                self.field(field, &mut seen)?;
            }
        }
        for expr in self.form.columns.conditions() {
            self.expr(Some(expr), &self.fields)?;
        }
        for (_, expr) in &self.form.define {
            self.expr(Some(expr), &self.fields)?;
        }
        for number in &self.form.numbers {
            self.expr(number.when.as_ref(), &self.fields)?;
        }
        for value in &self.form.values {
            self.expr(value.when.as_ref(), &self.fields)?;
            self.expr(Some(&value.is), &self.fields)?;
        }
        if let Some(page) = &self.form.continues {
            self.expr(page.when.as_ref(), &self.fields)?;
        }
        for right in &self.form.rights {
            self.expr(right.when.as_ref(), &self.fields)?;
        }
        for check in &self.form.checks {
            if !self.fields.contains(&check.at) {
                return Err(self.source.problem(&check.at, "`at` names no field"));
            }
            self.expr(check.when.as_ref(), &self.fields)?;
            self.expr(Some(&check.must), &self.fields)?;
            self.sentence(&check.message, &self.fields)?;
        }
        Ok(())
    }

    fn field(&self, field: &Field, seen: &mut BTreeSet<String>) -> Result<(), FileProblem> {
        self.expr(field.when.as_ref(), seen)?;
        if let Required::When(when) = &field.required {
            self.expr(Some(when), seen)?;
        }
        if let Some(Default::Computed(expr)) = &field.default {
            self.expr(Some(expr), seen)?;
        }
        for consent in &field.consents {
            self.consent(consent, seen)?;
        }
        seen.insert(field.key.clone());
        for check in &field.checks {
            self.sentence(&check.message, seen)?;
        }
        if let Kind::Rows { fields, .. } = &field.kind {
            for inner in fields {
                self.field(inner, &mut seen.clone())?;
                seen.insert(format!("{}.{}", field.key, inner.key));
            }
        }
        Ok(())
    }

    fn consent(&self, consent: &str, seen: &BTreeSet<String>) -> Result<(), FileProblem> {
        let fields = self.form.steps.iter().flat_map(|step| &step.fields);
        let is_consent = fields
            .filter(|field| seen.contains(&field.key) && field.key == consent)
            .any(|field| matches!(field.kind, Kind::Consent { .. }));
        let on_record = consent.strip_prefix(RECORD);
        let on_record = on_record.is_some_and(|consent| consent.starts_with(CONSENT));
        if is_consent || on_record {
            return Ok(());
        }
        Err(self.source.problem(
            consent,
            "`consent` names a consent field that stands before, or `record.consent.…`",
        ))
    }

    fn expr(&self, expr: Option<&Expr>, seen: &BTreeSet<String>) -> Result<(), FileProblem> {
        let Some(expr) = expr else { return Ok(()) };
        for name in expr.names() {
            if !self.is_known(name, seen) {
                let reason = format!("nothing before this defines `{name}`");
                return Err(self.source.problem(&expr.to_string(), reason));
            }
        }
        Ok(())
    }

    /// The values a sentence says.
    fn sentence(&self, sentence: &Label, seen: &BTreeSet<String>) -> Result<(), FileProblem> {
        let names = names_in(sentence);
        match names.into_iter().find(|name| !self.is_known(name, seen)) {
            None => Ok(()),
            Some(name) => {
                let reason = format!("nothing before this defines `{name}`");
                Err(self.source.problem(&sentence.zh, reason))
            }
        }
    }

    fn is_known(&self, name: &str, seen: &BTreeSet<String>) -> bool {
        const PARTS: [&str; 12] = [
            "birth",
            "sex",
            "kind",
            "number",
            "last",
            "known",
            "scheme",
            "area",
            "year",
            "opened_on",
            "due",
            "late",
        ];
        let defined = self.form.define.iter().any(|(defined, _)| defined == name)
            || self.form.values.iter().any(|value| value.name == name);
        let part = name
            .rsplit_once('.')
            .is_some_and(|(field, part)| PARTS.contains(&part) && seen.contains(field));
        let given = matches!(
            name,
            "on" | "year" | "answer" | "hall.area9" | "hall.area6" | "hall.area4"
        );
        let from_outside = ["policy.", "doc.", "row.", RECORD, "changed."]
            .iter()
            .any(|start| name.starts_with(start));
        defined || part || given || from_outside || seen.contains(name)
    }
}
