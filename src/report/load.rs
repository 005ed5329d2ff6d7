//! Reads a report from TOML, strictly: an unknown key, a column that is none or a path that no form
//! has is refused with its line, before a month depends on it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::content::Cell;
use super::source::{Act, Source};
use super::table::{Column, Counts, Every, Report};
use crate::form::{Consequence, Form, Kind, Matrix, without_row};
use crate::policy::{Expr, FileProblem, read_toml};
use crate::text::Label;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReportToml {
    id: String,
    title: Label,
    period: Every,
    number: String,
    copies: u32,
    paper: String,
    rows: String,
    reported_in: Option<String>,
    counts: Option<Counts>,
    column: Vec<ColumnToml>,
    source: Vec<Source>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnToml {
    name: String,
    label: Label,
    /// Whether a screen shows it too; the paper has them all.
    #[serde(default)]
    shown: bool,
    /// What stands there unless a source says otherwise.
    cell: Option<Cell>,
}

/// Names that acts have whatever their form is.
const GIVEN: [&str; 14] = [
    "act.on",
    "act.clerk",
    "certificate.number",
    "certificate.issue_date",
    "certificate.new_number",
    "change.cause",
    "change.reported",
    "item.path",
    "item.label",
    "item.old",
    "item.new",
    "item.document",
    "applicant.id",
    "applicant.name",
];

impl Report {
    /// # Errors
    /// [`FileProblem`] with the place of the first thing that does not fit.
    pub fn parse(file: &str, text: &str) -> Result<Report, FileProblem> {
        let toml: ReportToml = read_toml(file, text)?;
        let place = |near: &str, reason: String| {
            let quoted = format!("\"{near}\"");
            let near = if text.contains(&quoted) {
                &quoted
            } else {
                near
            };
            FileProblem::at(file, text, near, reason)
        };
        let period = toml.period.placeholder();
        if !toml.number.contains(period) {
            return Err(place(&toml.number, format!("the number has `{period}`")));
        }
        let mut names = BTreeSet::new();
        for column in &toml.column {
            if !names.insert(column.name.as_str()) {
                return Err(place(&column.name, "this column stands twice".to_owned()));
            }
        }
        for name in toml.counts.iter().flat_map(Counts::columns) {
            if !names.contains(name) {
                return Err(place(name, format!("there is no column `{name}`")));
            }
        }
        for source in &toml.source {
            source
                .check(&names)
                .map_err(|(near, reason)| place(&near, reason))?;
        }
        let own = toml.column.iter().filter_map(|column| column.cell.as_ref());
        for cell in own.chain(toml.source.iter().flat_map(|source| source.cells.values())) {
            if let Some(reason) = cell.objection() {
                let near = cell.names().next().or(cell.text.as_deref());
                return Err(place(near.unwrap_or("column"), reason.to_owned()));
            }
        }
        let defaults = toml.column.iter();
        let defaults = defaults.filter_map(|one| Some((one.name.clone(), one.cell.clone()?)));
        Ok(Report {
            id: toml.id,
            title: toml.title,
            every: toml.period,
            number: toml.number,
            copies: toml.copies,
            paper: toml.paper,
            rows: toml.rows,
            reported_in: toml.reported_in,
            counts: toml.counts,
            cells: defaults.collect(),
            columns: toml.column.into_iter().map(Into::into).collect(),
            sources: toml.source,
            file: file.to_owned(),
            text: text.to_owned(),
        })
    }

    /// Holds a report against the services it is made of and the papers it is printed on.
    ///
    /// # Errors
    /// [`FileProblem`] at the first service, path or paper that is none, and at a path of which the
    /// data matrix cannot say when it has to go.
    pub fn check<'a>(
        &self,
        forms: impl Iterator<Item = &'a Form> + Clone,
        has_paper: impl Fn(&str) -> bool,
    ) -> Result<(), FileProblem> {
        let papers = self.counts.iter().map(|counts| &counts.paper);
        for paper in papers.chain([&self.paper]) {
            if !has_paper(paper) {
                return Err(self.problem(paper, format!("there is no paper `{paper}`")));
            }
        }
        let matrix = Matrix::house()?;
        for source in &self.sources {
            let forms: Vec<&Form> = source.forms(forms.clone());
            for service in &source.service {
                if !forms.iter().any(|form| form.id == *service) {
                    return Err(self.problem(service, format!("there is no service `{service}`")));
                }
            }
            if forms.is_empty() {
                let gives = source.gives.as_deref().unwrap_or_default();
                return Err(self.problem(gives, format!("no service gives a number `{gives}`")));
            }
            for name in self.names_of(source) {
                if !is_of_the_act(name) && matrix.group(&without_row(name)).is_none() {
                    let reason = format!("forms/matrix.toml has no group for `{name}`");
                    return Err(self.problem(name, reason));
                }
                if !GIVEN.contains(&name) && !forms.iter().any(|form| has(form, name)) {
                    let reason = format!("no service of this source has `{name}`");
                    return Err(self.problem(name, reason));
                }
            }
        }
        Ok(())
    }

    fn names_of<'a>(&'a self, source: &'a Source) -> impl Iterator<Item = &'a str> {
        let whens = source.when.iter().flat_map(Expr::names);
        let own = source.cells.values().flat_map(Cell::names);
        let defaults = self.cells.iter();
        let defaults = defaults.filter(move |(name, _)| !source.cells.contains_key(*name));
        whens
            .chain(own)
            .chain(defaults.flat_map(|(_, cell)| cell.names()))
    }

    fn problem(&self, near: &str, reason: String) -> FileProblem {
        let quoted = format!("\"{near}\"");
        let near = if self.text.contains(&quoted) {
            &quoted
        } else {
            near
        };
        FileProblem::at(&self.file, &self.text, near, reason)
    }
}

/// Whether a name says something of the act and the line and nothing of her; what changed goes with
/// the answer the line names.
fn is_of_the_act(name: &str) -> bool {
    name.starts_with("act.") || name.starts_with("item.")
}

/// Whether a form asks, computes or numbers something of this name.
fn has(form: &Form, name: &str) -> bool {
    let mut fields = form.steps.iter().flat_map(|step| &step.fields);
    let asked = fields.any(|field| {
        let rows = matches!(field.kind, Kind::Rows { .. });
        field.key == name || (rows && name.starts_with(&format!("{}.", field.key)))
    });
    asked
        || form.values.iter().any(|value| value.name == name)
        || form.numbers.iter().any(|number| number.name == name)
}

impl Source {
    /// The forms whose acts it is made of.
    fn forms<'a>(&self, forms: impl Iterator<Item = &'a Form>) -> Vec<&'a Form> {
        let makes = |form: &&Form| match self.of {
            Act::Certificate => form.consequence == Consequence::Certificate,
            Act::Change => matches!(
                form.consequence,
                Consequence::Certificate | Consequence::Change(_)
            ),
            Act::Service => {
                let gives = self.gives.as_ref();
                let given = |name: &String| form.numbers.iter().any(|one| one.name == *name);
                self.service.contains(&form.id) || gives.is_some_and(given)
            }
        };
        forms.filter(makes).collect()
    }

    fn check(&self, columns: &BTreeSet<&str>) -> Result<(), (String, String)> {
        let problem = |near: &str, reason: &str| Err((near.to_owned(), reason.to_owned()));
        for name in self.cells.keys() {
            if !columns.contains(name.as_str()) {
                let near = format!("{name} =");
                return Err((near, format!("there is no column `{name}`")));
            }
        }
        match self.of {
            Act::Service if self.service.is_empty() == self.gives.is_none() => problem(
                "[[source]]",
                "a source of services says either `service` or `gives`",
            ),
            Act::Change if self.change.is_empty() => {
                problem("[[source]]", "a source of changes says which `change`")
            }
            Act::Service | Act::Certificate if !self.change.is_empty() || self.each_item => {
                problem("[[source]]", "`change` and `each_item` belong to changes")
            }
            _ => Ok(()),
        }
    }
}

impl From<ColumnToml> for Column {
    fn from(toml: ColumnToml) -> Column {
        Column {
            name: toml.name,
            label: toml.label,
            shown: toml.shown,
        }
    }
}

/// Reports by code, as they are asked for.
pub type Reports = BTreeMap<String, std::sync::Arc<Report>>;
