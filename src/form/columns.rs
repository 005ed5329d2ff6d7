use serde::Deserialize;

use super::matrix::{Cell, Matrix};
use crate::policy::{Expr, FileProblem, Names, Scalar};

/// The columns of the data matrix a form stands in. While it is not known which one counts, only
/// what all of them allow may be asked.
#[derive(Debug, Clone)]
pub struct Columns {
    matrix: &'static Matrix,
    of: Vec<Column>,
}

#[derive(Debug, Clone)]
struct Column {
    index: usize,
    when: Option<Expr>,
}

/// `column = "supplies"`, or several with the condition under which each counts.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum ColumnToml {
    One(String),
    Several(Vec<ColumnWhen>),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ColumnWhen {
    name: String,
    when: Expr,
}

impl Columns {
    /// # Errors
    /// The name of a column that the matrix does not have, with what is wrong.
    pub(super) fn read(toml: Option<ColumnToml>) -> Result<Columns, ColumnProblem> {
        let matrix = Matrix::house().map_err(ColumnProblem::Matrix)?;
        let named = match toml {
            None => Vec::new(),
            Some(ColumnToml::One(name)) => vec![(name, None)],
            Some(ColumnToml::Several(columns)) => columns
                .into_iter()
                .map(|column| (column.name, Some(column.when)))
                .collect(),
        };
        let mut of = Vec::new();
        for (name, when) in named {
            match matrix.column(&name) {
                Some(index) => of.push(Column { index, when }),
                None => return Err(ColumnProblem::Unknown(name)),
            }
        }
        Ok(Columns { matrix, of })
    }

    /// Whether no column is named, as in a form that was kept before there were any.
    pub(super) fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    pub(super) fn conditions(&self) -> impl Iterator<Item = &Expr> {
        self.of.iter().filter_map(|column| column.when.as_ref())
    }

    /// Why a form of these columns must not have a question; `None` if it may.
    pub(super) fn objection(&self, path: &str, by_consent: bool) -> Option<String> {
        let Some(group) = self.matrix.group(path) else {
            return Some(format!(
                "no group of forms/matrix.toml has `{path}`: take a path of a group, or add it to one"
            ));
        };
        let mut cells = self.of.iter().map(|column| group.cell(column.index));
        let names = || {
            let names = self.of.iter();
            let names = names.filter_map(|column| self.matrix.columns().get(column.index));
            let names: Vec<&str> = names.map(String::as_str).collect();
            names.join(", ")
        };
        if cells.clone().all(|cell| cell == Cell::Never) {
            let group = &group.name;
            return Some(format!(
                "the column `{}` of forms/matrix.toml does not allow `{group}`",
                names()
            ));
        }
        if !by_consent && cells.any(|cell| cell == Cell::Consent) {
            let group = &group.name;
            return Some(format!(
                "`{group}` is asked only by `consent = \"consent.…\"`"
            ));
        }
        None
    }

    /// Whether a question may be shown and its answer stored, by what is known so far.
    pub(super) fn allow(&self, path: &str, names: &dyn Names) -> bool {
        let Some(group) = self.matrix.group(path) else {
            return self.is_empty();
        };
        let open = |column: &Column| match group.cell(column.index) {
            Cell::Required | Cell::Open | Cell::Consent => true,
            Cell::Policy => names.value(&group.policy_value()) == Scalar::Bool(true),
            Cell::Never => false,
        };
        let counts = |column: &&Column| column.when.as_ref().is_none_or(|when| when.holds(names));
        match self.of.iter().find(counts) {
            Some(column) => open(column),
            None => self.of.iter().all(open),
        }
    }
}

impl Columns {
    /// Whether the printed form needs an answer, so that it stays as long as the record does; of a
    /// form without a column everything does.
    pub(super) fn need(&self, path: &str, names: &dyn Names) -> bool {
        let Some(group) = self.matrix.group(path) else {
            return true;
        };
        let needs = |column: &Column| group.cell(column.index) == Cell::Required;
        let counts = |column: &&Column| column.when.as_ref().is_none_or(|when| when.holds(names));
        match self.of.iter().find(counts) {
            Some(column) => needs(column),
            None => self.is_empty() || self.of.iter().any(needs),
        }
    }
}

/// What can be wrong with the columns of a form.
pub(super) enum ColumnProblem {
    Matrix(FileProblem),
    Unknown(String),
}

#[cfg(test)]
mod tests;
