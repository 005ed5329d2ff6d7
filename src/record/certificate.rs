use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::event::CertificateIssued;
use super::person::PersonKey;

/// A certificate on record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Certificate {
    pub person: PersonKey,
    pub clerk: String,
    /// Sequence of the frame that issued it.
    pub sequence: u64,
    /// When the frame was written, in milliseconds of Unix time.
    pub issued_at: i64,
    pub issued: CertificateIssued,
}

/// Computed for a day, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateState {
    Valid,
    Expired,
}

impl Certificate {
    pub fn number(&self) -> &str {
        &self.issued.number
    }

    /// The expiry date is the last valid day.
    pub fn state(&self, on: NaiveDate) -> CertificateState {
        if on <= self.issued.expiry_date {
            CertificateState::Valid
        } else {
            CertificateState::Expired
        }
    }
}
