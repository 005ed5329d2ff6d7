use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;

use super::paper::Laid;
use super::printing::Subject;
use crate::form::{CertificateChange, MissingPaper};
use crate::text::Message;

/// What came of an application.
#[derive(Debug, Clone, PartialEq)]
pub struct Issued {
    /// The frame of the ledger that holds it.
    pub sequence: u64,
    /// Application number.
    pub case: String,
    /// The certificate's number, or what another service is known by; `None` if the case waits for
    /// papers.
    pub number: Option<String>,
    pub issue_date: Option<NaiveDate>,
    /// Last valid day.
    pub expiry_date: Option<NaiveDate>,
    /// What a service of its own record computed, by name.
    pub values: BTreeMap<String, String>,
    /// What the applicant still has to bring, and until when.
    pub missing: Vec<MissingPaper>,
    pub open_until: Option<NaiveDate>,
    pub papers: Vec<PaperFile>,
    /// The request had been served before; nothing new happened.
    pub repeated: bool,
    /// What a step in the life of a certificate did; `None` for all else.
    pub lived: Option<Lived>,
    /// What the clerk should know although everything is on record: a paper that could not be
    /// written, somebody of the same name.
    pub notes: Vec<Message>,
}

/// What a step in the life of a certificate did.
#[derive(Debug, Clone, PartialEq)]
pub struct Lived {
    pub change: CertificateChange,
    /// The certificate it was about.
    pub old_number: String,
    /// What that one answers from now on.
    pub standing: Option<Message>,
    /// Whether it has ended by this.
    pub ended: bool,
}

/// A paper that was written as a PDF file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperFile {
    pub paper: String,
    pub title: String,
    /// Copies in the file, one after the other.
    pub copies: u32,
    pub path: PathBuf,
}

/// What a submission would become if it were issued now.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Proof {
    /// The certificate's number; `None` if the case would wait for papers.
    pub number: Option<String>,
    pub expiry_date: Option<NaiveDate>,
    pub papers: Vec<Laid>,
    pub notes: Vec<Message>,
}

impl Issued {
    pub(super) fn of(sequence: u64, subject: &Subject<'_>) -> Issued {
        let mut issued = Issued {
            sequence,
            case: subject.case().to_owned(),
            number: None,
            issue_date: None,
            expiry_date: None,
            values: BTreeMap::new(),
            missing: Vec::new(),
            open_until: None,
            papers: Vec::new(),
            repeated: false,
            lived: None,
            notes: Vec::new(),
        };
        match subject {
            Subject::Certificate(certificate) => {
                issued.number = Some(certificate.number.clone());
                issued.issue_date = Some(certificate.issue_date);
                issued.expiry_date = Some(certificate.expiry_date);
            }
            Subject::Notice(case) => {
                issued.missing = case.missing.clone();
                issued.open_until = Some(case.open_until);
            }
            Subject::Sheet(sheet) => {
                issued.number = Some(sheet.issued.number.clone());
                issued.issue_date = Some(sheet.first_issued);
                issued.expiry_date = Some(sheet.issued.expiry_date);
            }
            Subject::Record(served) => {
                issued.number = Some(served.number().to_owned());
                issued.values = served.values.clone();
            }
            Subject::Change(changed) => issued.number = changed.number().map(str::to_owned),
        }
        issued
    }

    /// The number its papers are kept under: the certificate's, else the case's.
    pub fn paper_number(&self) -> &str {
        self.number.as_deref().unwrap_or(&self.case)
    }
}
