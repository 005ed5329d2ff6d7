//! What each kind of service may hold about a person: the data matrix of `forms/matrix.toml`.
//!
//! It is part of the program and not of a hall: a hall may write its own forms, but it cannot give
//! itself more data by them.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::policy::{FileProblem, read_toml};
use crate::text::Label;

const FILE: &str = "forms/matrix.toml";

static HOUSE: LazyLock<Result<Matrix, FileProblem>> =
    LazyLock::new(|| Matrix::parse(FILE, include_str!("../../forms/matrix.toml")));

/// Groups of answers by kinds of service.
#[derive(Debug, Clone)]
pub struct Matrix {
    columns: Vec<String>,
    groups: Vec<Group>,
}

/// Answers that belong together: the telephone, the spouse, the contraceptive state.
#[derive(Debug, Clone)]
pub struct Group {
    pub name: String,
    pub label: Label,
    paths: Vec<String>,
    /// One for each column.
    cells: Vec<Cell>,
}

/// What a column says of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// The printed form needs it: kept as long as the record is.
    Required,
    /// May be asked.
    Open,
    /// Only after a separate consent (PIPL, article 29).
    Consent,
    /// Only where the policy lists the group.
    Policy,
    Never,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MatrixToml {
    columns: Vec<String>,
    group: Vec<GroupToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GroupToml {
    name: String,
    label: Label,
    paths: Vec<String>,
    cells: String,
}

impl Matrix {
    /// The matrix of the program.
    ///
    /// # Errors
    /// [`FileProblem`] in a program built from a tree whose tests did not pass.
    pub fn house() -> Result<&'static Matrix, FileProblem> {
        HOUSE.as_ref().map_err(Clone::clone)
    }

    /// # Errors
    /// [`FileProblem`] at the first row that does not fit its columns.
    pub fn parse(file: &str, text: &str) -> Result<Matrix, FileProblem> {
        let toml: MatrixToml = read_toml(file, text)?;
        let mut groups = Vec::new();
        for group in toml.group {
            let cells: Option<Vec<Cell>> = group.cells.split_whitespace().map(Cell::read).collect();
            let fitting = cells.filter(|cells| cells.len() == toml.columns.len());
            let cells = fitting.ok_or_else(|| {
                let reason = "`cells` has one of R, o, c, p and - for each column";
                FileProblem::at(file, text, &format!("\"{}\"", group.name), reason)
            })?;
            groups.push(Group {
                name: group.name,
                label: group.label,
                paths: group.paths,
                cells,
            });
        }
        Ok(Matrix {
            columns: toml.columns,
            groups,
        })
    }

    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    pub fn named(&self, name: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.name == name)
    }

    /// Every group by its name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().map(|group| group.name.as_str())
    }

    /// The group an answer belongs to. The path of an answer in a row is that of its column:
    /// `children.birth`.
    pub fn group(&self, path: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.has(path))
    }
}

impl Group {
    fn has(&self, path: &str) -> bool {
        let paths = &mut self.paths.iter();
        paths.any(|pattern| match pattern.strip_suffix('*') {
            Some(start) => path.starts_with(start),
            None => match pattern.strip_prefix('*') {
                Some(end) => path.ends_with(end),
                None => path == pattern,
            },
        })
    }

    /// What a column says of this group; a column that is none says nothing may be asked.
    pub(super) fn cell(&self, column: usize) -> Cell {
        self.cells.get(column).copied().unwrap_or(Cell::Never)
    }

    /// The policy value that lists the group where its cell asks for one.
    pub(super) fn policy_value(&self) -> String {
        format!("policy.ask_{}", self.name)
    }
}

impl Cell {
    fn read(sign: &str) -> Option<Cell> {
        match sign {
            "R" => Some(Cell::Required),
            "o" => Some(Cell::Open),
            "c" => Some(Cell::Consent),
            "p" => Some(Cell::Policy),
            "-" => Some(Cell::Never),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(column: &str, path: &str) -> Cell {
        let matrix = Matrix::house().unwrap_or_else(|problem| panic!("{problem}"));
        let column = matrix.column(column).expect("a column");
        matrix.group(path).expect("a group").cell(column)
    }

    /// The rows of the printed matrix, in its order, for its eight columns.
    #[test]
    fn the_matrix_says_what_the_printed_one_says() {
        const COLUMNS: [&str; 8] = [
            "certificate_unmarried",
            "certificate_married",
            "permit_extension",
            "birth_registration",
            "supplies",
            "check",
            "inflow_verification",
            "lookup",
        ];
        for (path, cells) in [
            ("applicant.id", "RRRRoRRR"),
            ("applicant.name", "RRRRoRRR"),
            ("hukou.group", "RRRR--R-"),
            ("destination.place", "RR-RooR-"),
            ("residence.detail", "RR-RooR-"),
            ("applicant.phone", "RRooooo-"),
            ("photo", "RR------"),
            ("spouse.id", "-RRo--o-"),
            ("marital.date", "-Roo----"),
            ("boys", "oRoR----"),
            ("children.birth", "-o-o----"),
            ("contraception.state", "-c--ccc-"),
            ("pregnancy.expected_on", "---o-c--"),
            ("result.ring", "-----c--"),
            ("applicant.education", "---p----"),
        ] {
            for (column, sign) in COLUMNS.iter().zip(cells.chars()) {
                let expected = Cell::read(&sign.to_string()).expect("a sign");
                assert_eq!(cell(column, path), expected, "{column} {path}");
            }
        }
    }

    #[test]
    fn the_first_group_that_has_a_path_counts() {
        assert_eq!(cell("check", "applicant.phone"), Cell::Open);
        assert_eq!(cell("check", "spouse.phone"), Cell::Never);
        let matrix = Matrix::house().unwrap_or_else(|problem| panic!("{problem}"));
        assert!(matrix.group("shoe_size").is_none());
        assert!(matrix.group("").is_none());
    }

    #[test]
    fn a_row_that_does_not_fit_its_columns_is_named() {
        let text = "columns = [\"a\", \"b\"]\n[[group]]\nname = \"g\"\nlabel = \"g\"\n\
                    paths = [\"x\"]\ncells = \"R\"\n";
        let problem = Matrix::parse("m.toml", text).expect_err("one cell is missing");
        assert_eq!(problem.line, 3);
        let text = text.replace("\"R\"", "\"R x\"");
        assert!(Matrix::parse("m.toml", &text).is_err());
    }
}
