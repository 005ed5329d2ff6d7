use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Store;
use super::error::ViewError;
use super::fold::Fold;
use super::key::Space;
use super::query::{ChangeRecord, Outcome};
use super::record::{Values, is_first_part};
use crate::record::{Act, ReportConfirmed};

/// A confirmed report with all that is not in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConfirmedReport {
    pub sequence: u64,
    pub on: chrono::NaiveDate,
    pub clerk: String,
    pub confirmed: ReportConfirmed,
    /// Number of a line → the columns that were taken out of it, because whoever it is about let go
    /// of what they said. The act of the ledger has them still.
    pub hidden: BTreeMap<String, BTreeSet<String>>,
}

impl ConfirmedReport {
    /// The lines as they may be shown, with a word in the place of what was taken out.
    pub fn rows(&self, hidden: &str) -> Vec<BTreeMap<String, String>> {
        let mut rows = self.confirmed.rows.clone();
        for row in &mut rows {
            let columns = self.hidden.get(number_of(row)).into_iter().flatten();
            let columns = columns.map(|column| (column.clone(), hidden.to_owned()));
            let columns: Vec<_> = columns.collect();
            row.extend(columns);
        }
        rows
    }
}

/// The column with the number of a line.
const NUMBER: &str = "number";

/// The number of a line within its report.
pub fn number_of(row: &BTreeMap<String, String>) -> &str {
    row.get(NUMBER).map_or("", String::as_str)
}

impl Fold<'_> {
    /// A report that is not made anew from here on.
    pub(super) fn report(
        &mut self,
        sequence: u64,
        act: &Act,
        confirmed: &ReportConfirmed,
    ) -> Result<Outcome, ViewError> {
        let record = ConfirmedReport {
            sequence,
            on: act.on,
            clerk: act.clerk.clone(),
            confirmed: confirmed.clone(),
            hidden: BTreeMap::new(),
        };
        self.put_record(Space::Report.text(&confirmed.number), &record)?;
        Ok(Outcome::Noted)
    }

    /// Takes columns out of a line of a confirmed report.
    pub(super) fn hide_cells(
        &mut self,
        (report, line): (&str, &str),
        columns: &[String],
    ) -> Result<(), ViewError> {
        let key = Space::Report.text(report);
        let Some(mut record) = self.record::<ConfirmedReport>(&key)? else {
            return Ok(());
        };
        for row in &mut record.confirmed.rows {
            if number_of(row) == line {
                row.retain(|column, _| !columns.contains(column));
            }
        }
        let hidden = record.hidden.entry(line.to_owned()).or_default();
        hidden.extend(columns.iter().cloned());
        self.put_record(key, &record)
    }
}

impl Store {
    /// The report of this number, if it was confirmed.
    pub fn confirmed(&self, number: &str) -> Result<Option<ConfirmedReport>, ViewError> {
        self.db.record(&Space::Report.text(number))
    }

    /// Every report that was ever confirmed.
    pub fn all_confirmed(&self) -> Result<Vec<ConfirmedReport>, ViewError> {
        let mut all = Vec::new();
        for key in self.db.keys(Space::Report.prefix()) {
            let key = key?;
            let record = key.len().checked_sub(2).filter(|_| is_first_part(&key));
            if let Some(length) = record {
                all.extend(self.db.record(&key[..length])?);
            }
        }
        Ok(all)
    }

    /// The change that the frame of this sequence brought.
    pub fn change_at(&self, sequence: u64) -> Result<Option<ChangeRecord>, ViewError> {
        let case: Option<String> = self.read(&Space::change_at(sequence))?;
        match case {
            Some(case) => self.change(&case),
            None => Ok(None),
        }
    }
}
