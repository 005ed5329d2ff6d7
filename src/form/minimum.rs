//! A form is held against its column of the data matrix when it is loaded: what it asks, what it
//! writes down, and what it reads from her record.

use std::collections::BTreeSet;

use super::consented::RECORD;
use super::load::Source;
use super::model::{Check, Default, Field, Form, Kind, Required};
use super::rights::without_row;
use crate::policy::{Expr, FileProblem, names_in};

impl Source<'_> {
    /// # Errors
    /// [`FileProblem`] at the first question, value, fact or condition that the column does not
    /// allow, or allows only after a consent that is not there.
    pub(super) fn holds_what_it_may(&self, form: &Form) -> Result<(), FileProblem> {
        if form.columns.is_empty() {
            let reason = "a form names its `column` of forms/matrix.toml";
            return Err(self.problem("id = ", reason));
        }
        let minimum = Minimum {
            source: self,
            form,
            resting: resting(form),
        };
        for field in form.steps.iter().flat_map(|step| &step.fields) {
            minimum.field(field, None)?;
        }
        minimum.values()?;
        minimum.numbers()?;
        minimum.opens()?;
        minimum.conditions()
    }
}

/// The answers and values of a form that are there only by a consent.
fn resting(form: &Form) -> BTreeSet<String> {
    let fields = form.steps.iter().flat_map(|step| &step.fields);
    let asked = fields.filter(|field| matches!(field.kind, Kind::Consent { .. }));
    let asked = asked.map(|field| field.key.as_str());
    let consents: BTreeSet<&str> = asked.chain(form.standing_consents()).collect();
    let resting = consents.into_iter().map(|consent| form.resting_on(consent));
    resting.flat_map(|resting| resting.paths).collect()
}

struct Minimum<'a> {
    source: &'a Source<'a>,
    form: &'a Form,
    resting: BTreeSet<String>,
}

impl Minimum<'_> {
    /// A question, the fact that fills it in, and the conditions about it.
    fn field(&self, field: &Field, rows: Option<&Field>) -> Result<(), FileProblem> {
        let path = match rows {
            Some(rows) => format!("{}.{}", rows.key, field.key),
            None => field.key.clone(),
        };
        let by_consent =
            !field.consents.is_empty() || rows.is_some_and(|rows| !rows.consents.is_empty());
        self.may(&path, by_consent, &field.key)?;
        if let Some(fact) = &field.default_from {
            self.may(fact, by_consent, &format!("person.{fact}"))?;
        }
        for expr in field.when.iter().chain(computed(field)) {
            self.reads(expr, by_consent)?;
        }
        for check in &field.checks {
            self.check(check, by_consent)?;
        }
        if let Kind::Rows { fields, .. } = &field.kind {
            for inner in fields {
                self.field(inner, Some(field))?;
            }
        }
        Ok(())
    }

    /// What is computed and goes on record, and the facts it becomes.
    fn values(&self) -> Result<(), FileProblem> {
        for value in &self.form.values {
            let name = without_row(&value.name);
            let by_consent = self.resting.contains(&name);
            self.may(&name, by_consent, &value.name)?;
            if let Some(fact) = &value.keep {
                self.may(fact, by_consent, fact)?;
            }
            for expr in value.when.iter().chain([&value.is]) {
                self.reads(expr, by_consent)?;
            }
        }
        for (name, is) in &self.form.define {
            self.reads(is, self.resting.contains(name))?;
        }
        Ok(())
    }

    /// A number goes on record like a value: whoever reads it knows that there is such a paper. One
    /// of a service that rests on a consent as a whole rests on it too.
    fn numbers(&self) -> Result<(), FileProblem> {
        for number in &self.form.numbers {
            let by_consent = self.form.rests_on.is_some() || self.number_rests(&number.name);
            self.may(&number.name, by_consent, &number.name)?;
            if let Some(fact) = &number.keep {
                self.may(fact, by_consent, fact)?;
            }
            if let Some(expr) = &number.when {
                self.reads(expr, by_consent)?;
            }
        }
        Ok(())
    }

    /// What stays open shows its number and its day until it is answered, so what is there only by a
    /// consent says what it rests on and is cancelled with it.
    fn opens(&self) -> Result<(), FileProblem> {
        for opens in &self.form.opens {
            let due = opens.due.as_ref();
            let rests = self.number_rests(&opens.number)
                || due.is_some_and(|due| self.resting.contains(&without_row(due)));
            let said = opens.rests_on.as_ref();
            if rests && !said.is_some_and(|answer| self.resting.contains(&without_row(answer))) {
                let reason = "what is left open only by a consent names the answer it `rests_on`";
                return Err(self.source.problem(&opens.number, reason));
            }
        }
        Ok(())
    }

    /// Whether a number is given only where a consent is.
    fn number_rests(&self, name: &str) -> bool {
        let mut numbers = self.form.numbers.iter();
        let number = numbers.find(|number| number.name == name);
        let when = number.and_then(|number| number.when.as_ref());
        let names = when.iter().flat_map(|when| when.names());
        names.into_iter().any(|name| self.resting.contains(name))
    }

    fn conditions(&self) -> Result<(), FileProblem> {
        let steps = self.form.steps.iter();
        let steps = steps.flat_map(|step| step.when.iter().chain(&step.ask));
        let rights = self.form.rights.iter();
        let rights = rights.filter_map(|right| right.when.as_ref());
        let pages = self.form.continues.iter();
        let pages = pages.filter_map(|page| page.when.as_ref());
        let columns = self.form.columns.conditions();
        for expr in steps.chain(pages).chain(rights).chain(columns) {
            self.reads(expr, false)?;
        }
        for check in &self.form.checks {
            self.check(check, false)?;
        }
        Ok(())
    }

    fn check(&self, check: &Check, by_consent: bool) -> Result<(), FileProblem> {
        for expr in check.when.iter().chain([&check.must]) {
            self.reads(expr, by_consent)?;
        }
        for name in names_in(&check.message) {
            self.reads_name(name, by_consent)?;
        }
        Ok(())
    }

    fn reads(&self, expr: &Expr, by_consent: bool) -> Result<(), FileProblem> {
        let mut names = expr.names().into_iter();
        names.try_for_each(|name| self.reads_name(name, by_consent))
    }

    /// Whoever reads a fact of her record has it before the clerk's eyes as much as whoever asks.
    fn reads_name(&self, name: &str, by_consent: bool) -> Result<(), FileProblem> {
        match name.strip_prefix(RECORD) {
            Some(fact) => self.may(&without_row(fact), by_consent, name),
            None => Ok(()),
        }
    }

    fn may(&self, path: &str, by_consent: bool, near: &str) -> Result<(), FileProblem> {
        match self.form.columns.objection(path, by_consent) {
            Some(reason) => Err(self.source.problem(near, reason)),
            None => Ok(()),
        }
    }
}

fn computed(field: &Field) -> impl Iterator<Item = &Expr> {
    let required = match &field.required {
        Required::When(when) => Some(when),
        Required::Never | Required::Always => None,
    };
    let default = match &field.default {
        Some(Default::Computed(expr)) => Some(expr),
        _ => None,
    };
    required.into_iter().chain(default)
}
