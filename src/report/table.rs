use std::collections::BTreeMap;

use serde::Deserialize;

use super::content::Cell;
use super::entry::{Closed, Entry, Row, Words};
use super::month::Month;
use super::source::Source;
use crate::text::{Label, Message};

/// A report of the flow of people, as its file in `forms/reports/` describes it.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The code of its paper: `F10`.
    pub id: String,
    pub title: Label,
    pub(super) every: Every,
    pub(super) number: String,
    /// Sheets that are printed: one stays, one is sent.
    pub copies: u32,
    pub(super) paper: String,
    pub(super) rows: String,
    /// The report in which what is changed stood before; a correction of what was not yet
    /// confirmed there needs no line here.
    pub(super) reported_in: Option<String>,
    pub(super) counts: Option<Counts>,
    pub(super) columns: Vec<Column>,
    /// What stands in a column unless a source says otherwise.
    pub(super) cells: BTreeMap<String, Cell>,
    pub(super) sources: Vec<Source>,
    /// The file and its text, to name places in.
    pub(super) file: String,
    pub(super) text: String,
}

/// How often a report is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Every {
    /// Sent at each month's end and confirmed (确认上报).
    Month,
    /// A register that is closed with its year.
    Year,
}

/// A column as a screen shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub label: Label,
    /// Whether a screen shows it; the paper has every column.
    pub shown: bool,
}

/// The report as numbers alone, for a policy that names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counts {
    pub paper: String,
    /// The columns by which lines are counted.
    community: Option<String>,
    place: String,
    community_label: Label,
    place_label: Label,
    count_label: Label,
}

/// No report has this code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no report has the code `{code}`")]
pub struct UnknownReport {
    pub code: String,
    /// The codes there are.
    pub known: Vec<String>,
}

impl UnknownReport {
    pub fn message(&self) -> Message {
        Message::new("report.unknown")
            .with("code", &self.code)
            .with("known", self.known.join("、"))
    }
}

impl Every {
    /// What its number has of the period.
    pub fn placeholder(self) -> &'static str {
        match self {
            Every::Month => "{yyyymm}",
            Every::Year => "{yyyy}",
        }
    }
}

impl Counts {
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.community
            .iter()
            .chain([&self.place])
            .map(String::as_str)
    }
}

impl Report {
    /// Whether it is sent each month and confirmed; a register is closed with its year.
    pub fn is_monthly(&self) -> bool {
        self.every == Every::Month
    }

    /// Number of a month's report: `BB-F10-201003`.
    pub fn number(&self, month: Month) -> String {
        let number = self.number.replace("{yyyymm}", &month.digits());
        number.replace("{yyyy}", month.digits().get(..4).unwrap_or_default())
    }

    /// The paper it is printed on, with names or with numbers alone.
    pub fn paper(&self, names_people: bool) -> &str {
        match &self.counts {
            Some(counts) if !names_people => &counts.paper,
            _ => &self.paper,
        }
    }

    /// The list its paper prints the lines from.
    pub fn rows_name(&self, names_people: bool) -> &str {
        match &self.counts {
            Some(_) if !names_people => "count_lines",
            _ => &self.rows,
        }
    }

    /// The columns that a screen shows, in the order of the paper.
    pub fn columns(&self, names_people: bool) -> Vec<Column> {
        let Some(counts) = self.counts.as_ref().filter(|_| !names_people) else {
            let shown = self.columns.iter().filter(|column| column.shown);
            return shown.cloned().collect();
        };
        let column = |name: &str, label: &Label| Column {
            name: name.to_owned(),
            label: label.clone(),
            shown: true,
        };
        vec![
            column("community", &counts.community_label),
            column("place", &counts.place_label),
            column("count", &counts.count_label),
        ]
    }

    /// The lines of a month out of its acts, and of acts of earlier months that came too late for
    /// their own report.
    pub fn lines(
        &self,
        month: Month,
        entries: &[Entry<'_>],
        closed: &Closed,
        words: &Words<'_>,
    ) -> Vec<Row> {
        let due = entries
            .iter()
            .filter(|entry| closed.month_of(&self.id, entry.on, entry.sequence) == month);
        numbered(due.flat_map(|entry| self.of(entry, closed, words)))
    }

    /// The lines of a year's register, or of any other span whose acts these are.
    pub fn all_lines(&self, entries: &[Entry<'_>], words: &Words<'_>) -> Vec<Row> {
        let closed = Closed::default();
        let lines = entries.iter();
        numbered(lines.flat_map(|entry| self.of(entry, &closed, words)))
    }

    /// The lines as numbers alone: people by community and by the province they come from or go to,
    /// changes by their kind. What a policy that names nobody lets a month's report say.
    pub fn counted(&self, lines: &[Row]) -> Vec<Row> {
        let Some(by) = &self.counts else {
            return Vec::new();
        };
        let cell = |line: &Row, column: &str| line.get(column).cloned().unwrap_or_default();
        let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
        for line in lines {
            let community = by.community.as_ref();
            let community = community.map_or_else(String::new, |column| cell(line, column));
            *counts
                .entry((community, cell(line, &by.place)))
                .or_default() += 1;
        }
        let rows = counts.into_iter().zip(1..);
        let rows = rows.map(|(((community, place), count), number): (_, usize)| {
            Row::from([
                ("number".to_owned(), number.to_string()),
                ("community".to_owned(), community),
                ("place".to_owned(), place),
                ("count".to_owned(), count.to_string()),
            ])
        });
        rows.collect()
    }

    fn of(&self, entry: &Entry<'_>, closed: &Closed, words: &Words<'_>) -> Vec<Row> {
        let reported = self.was_reported(entry, closed);
        let mut lines = Vec::new();
        for source in &self.sources {
            for act in source.acts(entry, reported, words) {
                let columns = self.columns.iter().filter_map(|column| {
                    let own = source.cells.get(&column.name);
                    let cell = own.or_else(|| self.cells.get(&column.name))?;
                    Some((column.name.clone(), cell.read(&act, words)))
                });
                lines.push(columns.filter(|(_, text)| !text.is_empty()).collect());
            }
        }
        lines
    }

    fn was_reported(&self, entry: &Entry<'_>, closed: &Closed) -> bool {
        let Some(report) = &self.reported_in else {
            return false;
        };
        entry.first_issue().is_none_or(|(on, sequence)| {
            let month = closed.month_of(report, on, sequence);
            closed.was_confirmed(report, month, entry.sequence)
        })
    }
}

fn numbered(lines: impl Iterator<Item = Row>) -> Vec<Row> {
    let numbered = lines.zip(1..).map(|(mut line, number): (Row, usize)| {
        line.insert("number".to_owned(), number.to_string());
        line
    });
    numbered.collect()
}
