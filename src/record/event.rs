use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::anew::ActEnteredAnew;
use super::blank::{BlanksMoved, PrintAnswered, PrintSent};
use super::code::{CodeKeyChanged, CodeVerified};
use super::import::PeopleImported;
use super::life::RecordChanged;
use super::noted::GIVEN;
use super::people::PeopleJudged;
use super::person::{Facts, PersonKey};
use super::report::ReportConfirmed;
use super::rights::RightExercised;
use super::staff::{RecordViewed, StaffActed, StaffDid};
use super::stock::StockMoved;
use crate::form::{FormRef, MissingPaper, PaperOrder, ProfileRef, RequestId};

/// One act of a clerk: the body of one ledger frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Act {
    /// Repeating the request gives the same result and no second act.
    pub request: RequestId,
    /// Who served, as the hall knows her.
    pub clerk: String,
    pub counter: u16,
    /// The day of the business, which the papers show; the frame has the wall clock.
    pub on: NaiveDate,
    pub event: Event,
}

/// What an act means. New kinds are added at the end and none is ever removed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Event {
    HallOpened(HallOpened),
    PersonRegistered(PersonRegistered),
    CertificateIssued(Box<CertificateIssued>),
    /// A case was accepted although papers are missing; it waits for them (待补正).
    CaseSuspended(Box<CaseSuspended>),
    PaperPrinted(PaperPrinted),
    /// A step in the life of a certificate, or a correction of a person's record.
    RecordChanged(Box<RecordChanged>),
    /// A service was given (业务办结).
    ServiceRecorded(Box<ServiceRecorded>),
    /// Two records are one person's, or are not.
    PeopleJudged(Box<PeopleJudged>),
    /// Contraceptive supplies came in, went out, were lost or counted.
    StockMoved(Box<StockMoved>),
    /// She exercised a right over what is kept of her.
    RightExercised(Box<RightExercised>),
    /// A month's report was confirmed; from then on it does not change.
    ReportConfirmed(Box<ReportConfirmed>),
    /// Pre-printed blanks came in, were spoilt or were counted.
    BlanksMoved(Box<BlanksMoved>),
    /// A paper was handed to a printer.
    PrintSent(Box<PrintSent>),
    /// A clerk looked whether a paper came out.
    PrintAnswered(PrintAnswered),
    /// A key for the codes of certificates was made or revoked.
    CodeKeyChanged(CodeKeyChanged),
    /// The code of somebody's certificate was verified.
    CodeVerified(Box<CodeVerified>),
    /// People of an old register were taken over.
    PeopleImported(Box<PeopleImported>),
    /// The hall was restored from a backup.
    HallRestored(HallRestored),
    /// Somebody signed in or out, joined or left.
    StaffActed(StaffActed),
    /// Somebody's record was looked at.
    RecordViewed(RecordViewed),
    /// What stays of an earlier act, entered anew before the key of that act's frame is destroyed.
    ActEnteredAnew(Box<ActEnteredAnew>),
}

impl Event {
    /// Whether a sealed hall may hold this act in a frame that everybody can read: only what was
    /// entered while nobody was signed in, and only what names nobody.
    pub fn may_stand_open(&self) -> bool {
        match self {
            Event::HallOpened(_) => true,
            Event::StaffActed(acted) => matches!(acted.did, StaffDid::Failed { .. }),
            _ => false,
        }
    }
}

/// The first act of a hall that was restored from a backup.
///
/// Between the backup and the loss numbers may have been printed that the backup does not know.
/// So that none is given twice, every series of the year goes on after `serials_after`: the gap is
/// on record, and explains itself to whoever counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HallRestored {
    /// The last act the backup held.
    pub sequence: u64,
    /// When the backup was made, in milliseconds of Unix time.
    pub backed_up_at: i64,
    /// The year whose series jump.
    pub year: i32,
    /// No serial up to this one is given in that year any more.
    pub serials_after: u32,
}

/// The first frame of a hall's ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HallOpened {
    pub hall: String,
    pub issuer: Issuer,
    /// A practice hall's papers are 样张 and its numbers another series.
    pub practice: bool,
}

/// The hall as it stands on paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// Division code of the street, nine digits.
    pub area9: String,
    pub name: String,
    pub address: String,
    pub postcode: String,
    pub phone: String,
    /// The officer responsible (责任人).
    pub responsible: String,
}

/// The person an act is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Applicant {
    Known(PersonKey),
    /// Registered by this very act; the frame's sequence becomes the key.
    New,
}

impl Applicant {
    /// The person's key in a frame of this sequence.
    pub fn key(self, sequence: u64) -> PersonKey {
        match self {
            Applicant::Known(key) => key,
            Applicant::New => PersonKey(sequence),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonRegistered {
    pub applicant: Applicant,
    pub facts: Facts,
    pub form: FormRef,
    pub profile: ProfileRef,
}

/// A 流动人口婚育证明 with all that its papers are made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CertificateIssued {
    pub applicant: Applicant,
    /// Application number: `SQ-{area9}-{yyyy}-{serial:05}`.
    pub case: String,
    pub number: String,
    /// Place in the year's gap-free series, from 1.
    pub serial: u32,
    pub issue_date: NaiveDate,
    /// Last valid day; fixed here for good.
    pub expiry_date: NaiveDate,
    /// Number of the outflow agreement, where one was signed: `XY-{area9}-{yyyy}-{serial:04}`.
    pub agreement: Option<String>,
    pub form: FormRef,
    pub profile: ProfileRef,
    /// Path → canonical text, as the submission had them.
    pub answers: BTreeMap<String, String>,
    pub facts: Facts,
    pub papers: Vec<PrintedPaper>,
    pub issuer: Issuer,
    pub practice: bool,
}

/// A paper of an act with the exact layout it was made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedPaper {
    pub order: PaperOrder,
    /// Digest of the layout file, in hexadecimal; then, behind a blank, the program and the fonts
    /// that made it, which were not kept at first.
    pub layout: String,
}

impl PrintedPaper {
    /// The digest of the layout alone; empty if the layout of the day is meant.
    pub fn layout(&self) -> &str {
        let end = self.layout.find(' ').unwrap_or(self.layout.len());
        &self.layout[..end]
    }

    /// What set and wrote it: the version of the renderer and the digest of the fonts.
    pub fn press(&self) -> Option<&str> {
        self.layout.split_once(' ').map(|(_, press)| press)
    }
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseSuspended {
    pub applicant: Applicant,
    pub case: String,
    pub serial: u32,
    pub missing: Vec<MissingPaper>,
    /// Last day on which the case stays open.
    pub open_until: NaiveDate,
    pub form: FormRef,
    pub profile: ProfileRef,
    pub answers: BTreeMap<String, String>,
    pub facts: Facts,
    pub issuer: Issuer,
    pub practice: bool,
}

/// A service with all that its papers are made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ServiceRecorded {
    pub applicant: Applicant,
    /// Application number: `SQ-{area9}-{yyyy}-{serial:05}`.
    pub case: String,
    /// Numbers given beside it; the first is what the service is known by.
    pub numbers: Vec<GivenNumber>,
    /// Name → canonical text of what the form computed.
    pub values: BTreeMap<String, String>,
    pub form: FormRef,
    pub profile: ProfileRef,
    /// Path → canonical text, as the submission had them.
    pub answers: BTreeMap<String, String>,
    pub facts: Facts,
    pub papers: Vec<PrintedPaper>,
    pub issuer: Issuer,
    pub practice: bool,
}

/// A number out of a gap-free series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenNumber {
    /// The name it is printed by: `slip.number`.
    pub name: String,
    pub number: String,
    /// All that stands before the serial.
    pub series: String,
    /// From 1.
    pub serial: u32,
}

impl GivenNumber {
    /// Puts the number among the answers of a certificate, whose record has no other place for it.
    pub fn note(&self, answers: &mut BTreeMap<String, String>) {
        answers.insert(self.name.clone(), self.number.clone());
        let used = format!("{} {}", self.series, self.serial);
        answers.insert(format!("{GIVEN}{}", self.name), used);
    }

    /// The series and serials that [`GivenNumber::note`] put there.
    pub fn noted(answers: &BTreeMap<String, String>) -> impl Iterator<Item = (&str, u32)> {
        let used = answers.iter().filter(|(name, _)| name.starts_with(GIVEN));
        used.filter_map(|(_, used)| {
            let (series, serial) = used.rsplit_once(' ')?;
            Some((series, serial.parse().ok()?))
        })
    }
}

impl ServiceRecorded {
    /// What the service is known by: its first number, else the application's.
    pub fn number(&self) -> &str {
        let first = self.numbers.first();
        first.map_or(&self.case, |given| &given.number)
    }
}

/// A paper left the hall's printer or was written as a file; in no copy at all if it was made for
/// the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperPrinted {
    /// Certificate or case number.
    pub number: String,
    pub paper: String,
    pub copies: u32,
}
