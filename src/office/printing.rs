use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::form::{FormRef, PaperOrder, ProfileRef};
use crate::paper::Mark;
use crate::record::{CaseSuspended, Certificate, CertificateIssued, Event, Issuer, PrintedPaper};

/// The notice of missing papers (一次性告知书).
const NOTICE: &str = "F29";

/// What a paper is about.
#[derive(Debug, Clone, Copy)]
pub(super) enum Subject<'a> {
    Certificate(&'a CertificateIssued),
    /// A case that waits for papers.
    Notice(&'a CaseSuspended),
}

/// A paper's subject with all that is not in it: who served, and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Printing<'a> {
    pub subject: Subject<'a>,
    pub clerk: &'a str,
    /// The frame's time, UTC in milliseconds since 1970.
    pub at: i64,
    pub on: NaiveDate,
}

/// A record whose papers can be made again.
pub(super) enum PrintedRecord {
    Certificate(Box<Certificate>),
    Notice {
        case: Box<CaseSuspended>,
        clerk: String,
        at: i64,
        on: NaiveDate,
    },
}

impl<'a> Subject<'a> {
    pub fn of(event: &'a Event) -> Option<Subject<'a>> {
        match event {
            Event::CertificateIssued(issued) => Some(Subject::Certificate(issued)),
            Event::CaseSuspended(case) => Some(Subject::Notice(case)),
            _ => None,
        }
    }

    pub fn case(&self) -> &'a str {
        match self {
            Subject::Certificate(issued) => &issued.case,
            Subject::Notice(case) => &case.case,
        }
    }

    /// The number the papers are kept under.
    pub fn number(&self) -> &'a str {
        match self {
            Subject::Certificate(issued) => &issued.number,
            Subject::Notice(case) => &case.case,
        }
    }

    pub fn answers(&self) -> &'a BTreeMap<String, String> {
        match self {
            Subject::Certificate(issued) => &issued.answers,
            Subject::Notice(case) => &case.answers,
        }
    }

    pub fn issuer(&self) -> &'a Issuer {
        match self {
            Subject::Certificate(issued) => &issued.issuer,
            Subject::Notice(case) => &case.issuer,
        }
    }

    pub fn form(&self) -> &'a FormRef {
        match self {
            Subject::Certificate(issued) => &issued.form,
            Subject::Notice(case) => &case.form,
        }
    }

    pub fn profile(&self) -> &'a ProfileRef {
        match self {
            Subject::Certificate(issued) => &issued.profile,
            Subject::Notice(case) => &case.profile,
        }
    }

    /// 样张 stands across whatever a practice hall prints.
    pub fn mark(&self) -> Mark {
        let practice = match self {
            Subject::Certificate(issued) => issued.practice,
            Subject::Notice(case) => case.practice,
        };
        if practice { Mark::Sample } else { Mark::None }
    }

    /// The papers with the layouts they were made with; a notice has the layout of today.
    pub fn papers(&self) -> Vec<PrintedPaper> {
        match self {
            Subject::Certificate(issued) => issued.papers.clone(),
            Subject::Notice(_) => vec![PrintedPaper {
                order: PaperOrder {
                    paper: NOTICE.to_owned(),
                    copies: 1,
                },
                layout: String::new(),
            }],
        }
    }
}

impl PrintedRecord {
    pub fn printing(&self) -> Printing<'_> {
        match self {
            PrintedRecord::Certificate(certificate) => Printing {
                subject: Subject::Certificate(&certificate.issued),
                clerk: &certificate.clerk,
                at: certificate.issued_at,
                on: certificate.issued.issue_date,
            },
            PrintedRecord::Notice {
                case,
                clerk,
                at,
                on,
            } => Printing {
                subject: Subject::Notice(case),
                clerk,
                at: *at,
                on: *on,
            },
        }
    }
}
