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
        };
        self.put_record(Space::Report.text(&confirmed.number), &record)?;
        Ok(Outcome::Noted)
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
        for entry in self.db.scan_prefix(Space::Report.prefix()) {
            let (key, _) = entry?;
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
