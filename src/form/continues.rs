//! Pages of a book: a service writes a line below those that earlier services wrote on the same
//! page, as on a monitoring sheet (监测表).

use std::collections::BTreeMap;

use serde::Deserialize;

use super::load::Source;
use super::model::Form;
use super::submission::Submission;
use crate::policy::{Expr, FileProblem};

/// Lines of one page; the oldest make room.
const MOST_LINES: usize = 100;

/// A list that goes on where her last record with such a list ended.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Continues {
    /// The list whose first line the service writes: `monitoring`, by values `monitoring[0].on`.
    pub rows: String,
    /// The number or value that says which page of the book it is: `sheet.book_page`. Lines of another
    /// page are no lines of this one.
    pub page: String,
    /// Where it is false the service begins a page of its own.
    pub when: Option<Expr>,
}

/// Column → text of each line.
pub type Lines = Vec<BTreeMap<String, String>>;

/// The lines that stand in the texts of a record under the name of a list.
pub fn lines_of(rows: &str, texts: &BTreeMap<String, String>) -> Lines {
    let mut lines: BTreeMap<usize, BTreeMap<String, String>> = BTreeMap::new();
    for (name, text) in texts {
        if let Some((line, column)) = cell_of(rows, name) {
            let line = lines.entry(line).or_default();
            line.insert(column.to_owned(), text.clone());
        }
    }
    lines.into_values().collect()
}

/// `monitoring[1].on` is the column `on` of line 1 of `monitoring`.
fn cell_of<'a>(rows: &str, name: &'a str) -> Option<(usize, &'a str)> {
    let rest = name.strip_prefix(rows)?.strip_prefix('[')?;
    let (line, column) = rest.split_once("].")?;
    Some((line.parse().ok()?, column))
}

impl Submission {
    /// The list that goes on below earlier lines, if this one writes a line of it.
    pub fn continues(&self) -> Option<&str> {
        let rows = self.continues.as_ref()?.rows.as_str();
        let writes = self.values.keys().any(|name| cell_of(rows, name).is_some());
        writes.then_some(rows)
    }

    /// Whether a record with these values and numbers wrote on the page this one goes on with.
    pub fn is_on_page(&self, of_record: impl Fn(&str) -> Option<String>) -> bool {
        let page = self
            .continues
            .as_ref()
            .map(|continues| continues.page.as_str());
        let own = page.and_then(|page| Some((page, self.values.get(page)?)));
        own.is_some_and(|(page, own)| of_record(page).as_ref() == Some(own))
    }

    /// The same below these lines.
    #[must_use]
    pub fn below(&self, mut earlier: Lines) -> Submission {
        let mut below = self.clone();
        let Some(rows) = self.continues() else {
            return below;
        };
        earlier.extend(lines_of(rows, &self.values));
        let oldest = earlier.len().saturating_sub(MOST_LINES);
        below.values.retain(|name, _| cell_of(rows, name).is_none());
        for (number, line) in earlier.into_iter().skip(oldest).enumerate() {
            let cells = line.into_iter();
            let cells = cells.map(|(column, text)| (format!("{rows}[{number}].{column}"), text));
            below.values.extend(cells);
        }
        below
    }
}

impl Source<'_> {
    /// # Errors
    /// [`FileProblem`] at a list of which the service writes no line.
    pub(super) fn continues_its_own(&self, form: &Form) -> Result<(), FileProblem> {
        let Some(continues) = &form.continues else {
            return Ok(());
        };
        let first = format!("{}[0].", continues.rows);
        let mut values = form.values.iter();
        if !values.any(|value| value.name.starts_with(&first)) {
            let reason = format!("no value of this form is called `{first}…`");
            return Err(self.problem(&continues.rows, reason));
        }
        if !form.values.iter().any(|value| value.name == continues.page) {
            let reason = format!("no value of this form is called `{}`", continues.page);
            return Err(self.problem(&continues.page, reason));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_in_their_order_and_nothing_else_is_one() {
        let texts = [
            ("monitoring[10].on", "2010-12-01"),
            ("monitoring[2].on", "2010-06-01"),
            ("monitoring[2].by", "周敏"),
            ("monitoring[x].on", "1"),
            ("monitoring.on", "2"),
            ("monitor[0].on", "3"),
        ];
        let texts = texts.map(|(name, text)| (name.to_owned(), text.to_owned()));
        let lines = lines_of("monitoring", &texts.into());
        let on: Vec<&str> = lines.iter().map(|line| line["on"].as_str()).collect();
        assert_eq!(on, ["2010-06-01", "2010-12-01"]);
        assert_eq!(lines[0].len(), 2);
    }
}
