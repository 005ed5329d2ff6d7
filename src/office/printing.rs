use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::form::{FormRef, PaperOrder, ProfileRef};
use crate::paper::Mark;
use crate::record::{
    Answers, CaseSuspended, Certificate, CertificateIssued, Event, FrameRef, Issuer, PrintedPaper,
    RecordChanged, ServiceRecorded, noted_making,
};
use crate::store::{ChangeRecord, ServiceRecord};

/// The notice of missing papers (一次性告知书).
const NOTICE: &str = "F29";
/// What a case that waits may print.
pub(super) const NOTICES: [&str; 2] = [NOTICE, LETTER];
/// The letter of authority (委托书), and how policies call it among the documents.
const LETTER: &str = "F31";
const LETTERS: [&str; 2] = ["letter_of_authority", "delegation"];
/// The certificate's own sheet.
pub(super) const SHEET: &str = "F2";

/// What a paper is about.
#[derive(Debug, Clone)]
pub(super) enum Subject<'a> {
    Certificate(&'a CertificateIssued),
    /// A case that waits for papers.
    Notice(&'a CaseSuspended),
    /// A certificate's sheet that is not its first.
    Sheet(NextSheet<'a>),
    /// The application for a change.
    Change(&'a RecordChanged),
    /// A service with a record of its own.
    Record(&'a ServiceRecorded),
}

/// What a sheet says when it is not the first of a first issue.
#[derive(Debug, Clone)]
pub(super) struct NextSheet<'a> {
    pub issued: &'a CertificateIssued,
    pub answers: &'a Answers,
    pub first_issued: NaiveDate,
    /// The marks after the first date; empty if there are none.
    pub note: String,
    pub papers: &'a [PrintedPaper],
    /// The certificate has ended: whoever prints its sheet again prints no valid one.
    pub void: bool,
    /// The sheet was handed over: another one of it says so.
    pub handed_over: bool,
    /// Which sheet under its number, from 1.
    pub sheet: u32,
}

/// A paper's subject with all that is not in it: who served, and when.
#[derive(Debug, Clone)]
pub(super) struct Printing<'a> {
    pub subject: Subject<'a>,
    pub clerk: &'a str,
    /// The frame's time, UTC in milliseconds since 1970.
    pub at: i64,
    pub on: NaiveDate,
    /// The frame that holds it; of what is only proved, none.
    pub frame: FrameRef,
}

/// A record whose papers can be made again.
pub(super) enum PrintedRecord {
    Certificate(Box<Certificate>),
    Notice {
        case: Box<CaseSuspended>,
        clerk: String,
        at: i64,
        on: NaiveDate,
        sequence: u64,
    },
    Change(Box<ChangeRecord>),
    Record(Box<ServiceRecord>),
}

impl<'a> Subject<'a> {
    pub fn of(event: &'a Event) -> Option<Subject<'a>> {
        match event {
            Event::CertificateIssued(issued) => Some(Subject::Certificate(issued)),
            Event::CaseSuspended(case) => Some(Subject::Notice(case)),
            Event::ServiceRecorded(served) => Some(Subject::Record(served)),
            Event::RightExercised(right) => Some(Subject::Record(&right.served)),
            _ => None,
        }
    }

    pub fn case(&self) -> &'a str {
        match self {
            Subject::Certificate(issued) => &issued.case,
            Subject::Notice(case) => &case.case,
            Subject::Sheet(sheet) => &sheet.issued.case,
            Subject::Change(changed) => changed.case.as_deref().unwrap_or_default(),
            Subject::Record(served) => &served.case,
        }
    }

    /// The number the papers are kept under.
    pub fn number(&self) -> &'a str {
        match self {
            Subject::Certificate(issued) => &issued.number,
            Subject::Notice(case) => &case.case,
            Subject::Sheet(sheet) => &sheet.issued.number,
            Subject::Change(_) => self.case(),
            Subject::Record(served) => served.number(),
        }
    }

    pub fn answers(&self) -> &'a BTreeMap<String, String> {
        match self {
            Subject::Certificate(issued) => &issued.answers,
            Subject::Notice(case) => &case.answers,
            Subject::Sheet(sheet) => sheet.answers,
            Subject::Change(changed) => &changed.answers,
            Subject::Record(served) => &served.answers,
        }
    }

    pub fn issuer(&self) -> &'a Issuer {
        match self {
            Subject::Certificate(issued) => &issued.issuer,
            Subject::Notice(case) => &case.issuer,
            Subject::Sheet(sheet) => &sheet.issued.issuer,
            Subject::Change(changed) => &changed.issuer,
            Subject::Record(served) => &served.issuer,
        }
    }

    pub fn form(&self) -> &'a FormRef {
        match self {
            Subject::Certificate(issued) => &issued.form,
            Subject::Notice(case) => &case.form,
            Subject::Sheet(sheet) => &sheet.issued.form,
            Subject::Change(changed) => &changed.form,
            Subject::Record(served) => &served.form,
        }
    }

    pub fn profile(&self) -> &'a ProfileRef {
        match self {
            Subject::Certificate(issued) => &issued.profile,
            Subject::Notice(case) => &case.profile,
            Subject::Sheet(sheet) => &sheet.issued.profile,
            Subject::Change(changed) => &changed.profile,
            Subject::Record(served) => &served.profile,
        }
    }

    /// Which sheet under its number, from 1.
    pub fn sheet(&self) -> u32 {
        match self {
            Subject::Sheet(sheet) => sheet.sheet,
            _ => 1,
        }
    }

    pub fn is_practice(&self) -> bool {
        match self {
            Subject::Certificate(issued) => issued.practice,
            Subject::Notice(case) => case.practice,
            Subject::Sheet(sheet) => sheet.issued.practice,
            Subject::Change(changed) => changed.practice,
            Subject::Record(served) => served.practice,
        }
    }

    /// 样张 stands across whatever a practice hall prints, 作废 across the sheet of a certificate
    /// that has ended, 补印 across another print of one that was handed over.
    pub fn mark(&self, paper: &str) -> Mark {
        match self {
            _ if self.is_practice() => Mark::Sample,
            Subject::Sheet(sheet) if sheet.void && paper == SHEET => Mark::Void,
            Subject::Sheet(sheet) if sheet.handed_over && paper == SHEET => Mark::Reprint(0),
            _ => Mark::None,
        }
    }

    /// The papers with the layouts they were made with.
    pub fn papers(&self) -> Vec<PrintedPaper> {
        match self {
            Subject::Certificate(issued) => issued.papers.clone(),
            Subject::Sheet(sheet) => sheet.papers.to_vec(),
            Subject::Change(changed) => changed.papers.clone(),
            Subject::Record(served) => served.papers.clone(),
            Subject::Notice(case) => notices(case).map(|paper| notice(paper, case)).collect(),
        }
    }
}

/// Whether somebody came for the applicant without the letter that says so: she takes one home that
/// is filled in and wants only the signatures.
pub(super) fn lacks_letter(case: &CaseSuspended) -> bool {
    let mut missing = case.missing.iter();
    missing.any(|paper| LETTERS.contains(&paper.code.as_str()))
}

/// What a case that waits prints.
pub(super) fn notices(case: &CaseSuspended) -> impl Iterator<Item = &'static str> + use<> {
    let letter = lacks_letter(case).then_some(LETTER);
    [NOTICE].into_iter().chain(letter)
}

/// As the case notes it was made; the first programs noted nothing and mean the layout of today.
fn notice(paper: &str, case: &CaseSuspended) -> PrintedPaper {
    let making = noted_making(&case.answers, paper);
    PrintedPaper {
        order: PaperOrder {
            paper: paper.to_owned(),
            copies: 1,
        },
        layout: making.unwrap_or_default().to_owned(),
    }
}

impl PrintedRecord {
    pub fn printing(&self) -> Printing<'_> {
        match self {
            PrintedRecord::Certificate(certificate) => of_certificate(certificate),
            PrintedRecord::Change(record) => Printing {
                subject: Subject::Change(&record.changed),
                clerk: &record.clerk,
                at: record.at,
                on: record.on,
                frame: in_frame(record.sequence),
            },
            PrintedRecord::Record(record) => Printing {
                subject: Subject::Record(&record.served),
                clerk: &record.clerk,
                at: record.at,
                on: record.on,
                frame: FrameRef {
                    sequence: record.sequence,
                    head: record.head,
                },
            },
            PrintedRecord::Notice {
                case,
                clerk,
                at,
                on,
                sequence,
            } => Printing {
                subject: Subject::Notice(case),
                clerk,
                at: *at,
                on: *on,
                frame: in_frame(*sequence),
            },
        }
    }
}

/// The frame of a record that has no code: its hash is not remembered.
fn in_frame(sequence: u64) -> FrameRef {
    FrameRef {
        sequence,
        ..FrameRef::default()
    }
}

/// The last sheet of a certificate; a first issue is printed as it was issued.
fn of_certificate(certificate: &Certificate) -> Printing<'_> {
    let issued = &certificate.issued;
    let first = Printing {
        subject: Subject::Certificate(issued),
        clerk: &certificate.clerk,
        at: certificate.issued_at,
        on: issued.issue_date,
        frame: certificate.frame(),
    };
    let next = NextSheet {
        issued,
        answers: &issued.answers,
        first_issued: certificate.first_issued(),
        note: certificate.date_note(),
        papers: &issued.papers,
        void: certificate.ended.is_some(),
        handed_over: certificate.handed_over.is_some(),
        sheet: certificate.sheets,
    };
    match &certificate.sheet {
        Some(sheet) => Printing {
            subject: Subject::Sheet(NextSheet {
                answers: &sheet.answers,
                papers: &sheet.papers,
                ..next
            }),
            clerk: &sheet.clerk,
            at: sheet.at,
            on: sheet.on,
            frame: sheet.frame,
        },
        None if certificate.origin.is_some() || next.void || next.handed_over => Printing {
            subject: Subject::Sheet(next),
            ..first
        },
        None => first,
    }
}
