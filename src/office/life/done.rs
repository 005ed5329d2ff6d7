use chrono::NaiveDate;

use super::super::issued::PaperFile;
use crate::form::MissingPaper;
use crate::record::RecordChanged;
use crate::store::ChangeOutcome;
use crate::text::Message;

/// What came of a change.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Changed {
    /// The frame of the ledger that holds it.
    pub sequence: u64,
    /// Application number; a hand-over has none.
    pub case: Option<String>,
    /// The certificate it was about.
    pub number: Option<String>,
    /// The certificate that came into being.
    pub new_number: Option<String>,
    /// Last valid day of the certificate that counts now.
    pub expiry_date: Option<NaiveDate>,
    /// What a renewal still waits for, and until when; nothing was renewed then.
    pub missing: Vec<MissingPaper>,
    pub open_until: Option<NaiveDate>,
    pub papers: Vec<PaperFile>,
    /// The request had been served before; nothing new happened.
    pub repeated: bool,
    /// What the clerk should know although everything is on record.
    pub notes: Vec<Message>,
}

impl Changed {
    pub(super) fn of(sequence: u64, changed: &RecordChanged) -> Changed {
        let issued = changed.issued();
        Changed {
            sequence,
            case: changed.case.clone(),
            number: changed.number().map(str::to_owned),
            new_number: issued.map(|issued| issued.number.clone()),
            expiry_date: issued.map(|issued| issued.expiry_date),
            ..Changed::default()
        }
    }

    pub(super) fn again(sequence: u64, outcome: ChangeOutcome) -> Changed {
        Changed {
            sequence,
            case: outcome.case,
            number: outcome.number,
            new_number: outcome.new_number,
            repeated: true,
            ..Changed::default()
        }
    }
}
