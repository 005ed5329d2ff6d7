use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Store;
use super::error::ViewError;
use super::fold::Fold;
use super::key::Space;
use super::query::Outcome;
use super::record::{Values, is_first_part};
use crate::record::{Act, Certificate, CodeKeyChanged};

/// A key for the codes of certificates, with its life so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeKey {
    pub year: i32,
    pub public: [u8; 32],
    /// The frame that made it known.
    pub made: u64,
    /// The frame that revoked it, and the day.
    pub revoked: Option<(u64, NaiveDate)>,
}

impl CodeKey {
    /// Whether it was in use when a frame of its year was written.
    pub fn signs(&self, sequence: u64) -> bool {
        self.made < sequence && self.revoked.is_none_or(|(revoked, _)| sequence < revoked)
    }
}

impl Fold<'_> {
    pub(super) fn code_key(
        &mut self,
        sequence: u64,
        act: &Act,
        changed: &CodeKeyChanged,
    ) -> Result<Outcome, ViewError> {
        match *changed {
            CodeKeyChanged::Made { year, public } => {
                let key = CodeKey {
                    year,
                    public,
                    made: sequence,
                    revoked: None,
                };
                self.put(Space::code_key(sequence), &key)?;
                // So that the key is found from its own bytes when it is revoked.
                self.put(Space::CodeKeyOf.text(&hexadecimal(&public)), &sequence)?;
            }
            CodeKeyChanged::Revoked { public } => {
                let made: Option<u64> =
                    self.small(&Space::CodeKeyOf.text(&hexadecimal(&public)))?;
                let place = Space::code_key(made.unwrap_or_default());
                if let Some(mut key) = self.small::<CodeKey>(&place)? {
                    key.revoked.get_or_insert((sequence, act.on));
                    self.put(place, &key)?;
                }
            }
        }
        Ok(Outcome::Noted)
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Store {
    /// Every key that ever signed codes, in the order in which they were made.
    pub fn code_keys(&self) -> Result<Vec<CodeKey>, ViewError> {
        let entries = self.db.scan_prefix(Space::CodeKey.prefix());
        entries
            .map(|entry| Ok(postcard::from_bytes(&entry?.1)?))
            .collect()
    }

    /// Shows every certificate, in the order of the numbers.
    ///
    /// # Errors
    /// The first record that cannot be read.
    pub fn every_certificate(&self, each: &mut dyn FnMut(&Certificate)) -> Result<(), ViewError> {
        for key in self.db.keys(Space::Certificate.prefix()) {
            let key = key?;
            let Some(record) = key.len().checked_sub(2).filter(|_| is_first_part(&key)) else {
                continue;
            };
            if let Some(certificate) = self.db.record(&key[..record])? {
                each(&certificate);
            }
        }
        Ok(())
    }
}
