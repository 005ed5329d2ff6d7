use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;

use super::desk::Desk;
use super::notice::Notice;
use super::picture::{Drawn, Page, Window};
use crate::disk::JobState;
use crate::form::{CertificateChange, Draft, MissingPaper, RequestId, Submission};
use crate::office::{
    AuditLine, AuditWish, BlanksWish, Indexing, Laid, ListPeriod, ListedAct, MovedSupplies, Now,
    OpenMatter, Period, PlannedPrint, PrintWish, Proposal, ReportPage, Second, SentPrint,
    StockBatch, StockWish, WhoIs,
};
pub use crate::office::{ChangeOffer, Offer, PaperFile, PersonLine, PersonPage, RecordPage};
use crate::paper::seal::Verdict;
use crate::person::IdPaper;
use crate::record::{BlankStack, DayLine, LastPrint, PersonKey};
use crate::report::Month;
use crate::staff::Grave;
use crate::text::Message;

/// What a screen asks of the office.
#[derive(Debug, Clone, PartialEq)]
pub enum Job {
    Find(String),
    OpenPerson(PersonKey),
    /// What is on record under a number.
    OpenRecord(String),
    /// The ledger list of a period, to be shown, printed or written as a table.
    List(ListPeriod),
    PrintList(ListPeriod),
    ExportList(ListPeriod),
    /// Prints a paper of a number again.
    Print {
        number: String,
        paper: String,
    },
    /// The papers a submission would give.
    Preview(Box<Submission>),
    /// A paper as printing it again would give it.
    PreviewAgain {
        number: String,
        paper: String,
    },
    /// A part of a page, ready for the screen.
    Draw(Box<Window>),
    /// A draft of a service, with what is known of the person and what was typed already.
    Start {
        service: String,
        person: Option<PersonKey>,
        seed: BTreeMap<String, String>,
    },
    /// Issues or registers, whatever comes of the form.
    Issue(Box<Submission>),
    /// What the staff did, for the auditor.
    Audit(AuditWish),
    /// Another member agrees to one act, or it is begun alone.
    Agree {
        to: Grave,
        about: String,
        second: Second,
    },
    /// Takes a photograph's file over for the photo field of a draft.
    ImportPhoto {
        request: RequestId,
        file: PathBuf,
    },
    SaveDraft(Box<Draft>),
    OpenDraft(RequestId),
    DropDraft(RequestId),
    /// Prints why the applicant of a draft is refused; nothing is kept.
    PrintRefusal(Box<Draft>),
    /// Prints why a service cannot be had.
    PrintWhyNot {
        service: String,
        refusals: Vec<crate::policy::Refusal>,
    },
    /// Today's list and the unfinished drafts.
    LookAround,
    /// A report of a month or of a register's year.
    Report {
        report: String,
        period: Period,
    },
    ConfirmReport {
        report: String,
        month: Month,
    },
    PrintReport {
        report: String,
        period: Period,
    },
    /// What of a kind stands open in the hall since a day.
    OpenMatters {
        what: String,
        since: NaiveDate,
    },
    /// The page of whoever holds an identity number.
    OpenHolder(String),
    /// What is to be thought of a certificate's code.
    VerifyCode(String),
    /// What lies in the store of supplies.
    LookAtStock,
    /// What a movement would move.
    ProposeStock(Box<StockWish>),
    MoveStock(Box<StockWish>),
    /// How the papers of these numbers would be printed.
    LookAtPrint(Vec<String>),
    /// Hands a paper to its printer, while the office goes on.
    SendPrint(Box<PrintWish>),
    /// Hands the paper printed last over once more.
    PrintLast,
    /// Notes what printers have taken since.
    TakePrints,
    /// Notes whether a paper came out.
    AnswerPrint {
        sent: Box<SentPrint>,
        came_out: bool,
    },
    /// The book of pre-printed blanks.
    LookAtBlanks,
    MoveBlanks(Box<BlanksWish>),
    /// Who a draft is about, by the records.
    WhoIs(Box<Draft>),
    /// What a draft of this service would begin with for a person on record.
    Attach {
        request: RequestId,
        service: String,
        person: PersonKey,
    },
    /// Corrects a name on record as the ID card has it, for a draft that goes on.
    CorrectName {
        request: RequestId,
        service: String,
        person: PersonKey,
        name: String,
    },
    /// Links the number of a draft with a former one of the same person.
    Link {
        request: RequestId,
        service: String,
        now: Box<Now>,
        former: PersonKey,
        document: String,
    },
    /// Notes that a person and the holder of a paper are two.
    TellApart {
        request: RequestId,
        person: PersonKey,
        paper: IdPaper,
    },
    /// Undoes the link of a former number; her page is the answer.
    Part {
        former: PersonKey,
        reason: String,
    },
    /// Undoes the correction of a name; her page is the answer.
    RestoreName {
        person: PersonKey,
        reason: String,
    },
    /// Links two people on record; the page is the answer.
    LinkPeople {
        now: PersonKey,
        former: PersonKey,
        document: String,
    },
}

/// What the office answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// The view is folded anew: so many acts of so many.
    Opening(u64, u64),
    /// How far the index has come; nothing once everybody is found.
    Indexing(Option<Indexing>),
    /// How the second copy of the hall stands, for the foot of the screen.
    Backup(Message),
    /// The hall is open, or a new day has begun.
    Opened(Opened),
    /// The hall could not be opened; nothing else can be asked.
    NotOpened(Notice),
    Found(Found),
    Person(Box<PersonPage>),
    Record(Box<RecordPage>),
    Printed(PaperFile),
    Listed(ListPeriod, Vec<ListedAct>),
    Exported(PathBuf),
    Draft(Box<Draft>),
    Issued(Box<Issued>),
    /// This draft is on the disk now.
    Kept(Box<Draft>),
    /// The digest of a photograph that was taken over.
    Photo {
        request: RequestId,
        digest: String,
    },
    Audited(AuditWish, Vec<AuditLine>),
    /// Nothing was done, because another member has to agree first.
    NeedsSecond {
        to: Grave,
        about: String,
    },
    Agreed,
    NotAgreed(Message),
    /// The request to issue failed; nothing was issued.
    NotIssued(Notice),
    Around {
        today: Vec<DayLine>,
        drafts: Vec<DraftLine>,
    },
    Report(Box<ReportPage>),
    OpenMatters(Vec<OpenMatter>),
    Stock {
        stock: Vec<StockBatch>,
        /// The request of the next movement.
        next: RequestId,
    },
    StockProposed {
        wish: Box<StockWish>,
        proposal: Proposal,
    },
    StockMoved(Box<MovedSupplies>),
    /// A rule or a slip stands against a movement; nothing moved.
    StockRefused(Notice),
    PrintPlan(PrintPlan),
    /// A printer has answered; the office is to take it down.
    PrinterAnswered,
    /// The last paper is on its way once more.
    PrintStarted(LastPrint),
    PrintSent(Box<SentPrint>),
    /// A paper was not handed over; nothing was noted.
    PrintFailed {
        number: String,
        paper: String,
        why: Message,
    },
    /// What has become of a job.
    PrintState {
        number: String,
        paper: String,
        job: String,
        state: JobState,
    },
    Blanks {
        stacks: Vec<BlankStack>,
        /// The request of the next act.
        next: RequestId,
    },
    BlanksMoved(Message),
    /// A rule or a slip stands against it; nothing moved.
    BlanksRefused(Notice),
    /// The notice for the applicant who is refused was printed.
    RefusalPrinted(PaperFile),
    WhoIs {
        request: RequestId,
        who: Box<WhoIs>,
    },
    /// What a draft begins with for a person on record, and what was done on the way.
    Attached {
        request: RequestId,
        start: Box<Draft>,
        said: Vec<Message>,
    },
    ToldApart {
        request: RequestId,
    },
    Preview(Preview),
    Drawn(Arc<Drawn>),
    CodeVerified(Box<Verdict>),
    Failed(Notice),
}

/// How papers would be printed now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintPlan {
    pub numbers: Vec<String>,
    pub papers: Vec<PlannedPrint>,
}

/// Papers to look at before they are printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    pub of: PreviewOf,
    pub sheets: Vec<PreviewSheet>,
}

/// What papers to look at belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PreviewOf {
    /// Nothing of it is on record.
    Submission(RequestId),
    /// It is on record under this number.
    Number(String),
    /// It is filled with an invented person's data, or with nothing.
    Nobody,
}

/// One page of a paper.
#[derive(Debug, Clone, PartialEq)]
pub struct PreviewSheet {
    /// The paper's code: `F2`.
    pub paper: String,
    pub title: String,
    /// From 1.
    pub number: usize,
    pub pages: usize,
    pub page: Page,
}

impl Preview {
    /// The pages of papers, one paper after the other.
    pub fn new(of: PreviewOf, papers: impl IntoIterator<Item = Laid>) -> Preview {
        let sheets = papers.into_iter().flat_map(|laid| {
            let pages = laid.document.sheets.len();
            let sheets = laid.document.sheets.into_iter().zip(1..);
            let (paper, title) = (laid.paper, laid.document.title);
            sheets.map(move |(sheet, number)| PreviewSheet {
                paper: paper.clone(),
                title: title.clone(),
                number,
                pages,
                page: Page(Arc::new(sheet)),
            })
        });
        let sheets = sheets.collect();
        Preview { of, sheets }
    }
}

impl PreviewSheet {
    /// The paper and which of its pages this is.
    pub fn heading(&self) -> Message {
        Message::new("tui.preview_page")
            .with("paper", &self.paper)
            .with("title", &self.title)
            .with("page", self.number)
            .with("pages", self.pages)
    }
}

/// The hall is open.
#[derive(Debug, Clone)]
pub struct Opened {
    pub desk: Arc<Desk>,
    /// What had to be repaired on the way: a torn tail, a rebuilt view.
    pub report: Vec<Message>,
}

/// Only tests compare replies; two openings of one hall are the same.
impl PartialEq for Opened {
    fn eq(&self, other: &Opened) -> bool {
        Arc::ptr_eq(&self.desk, &other.desk) && self.report == other.report
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Found {
    pub query: String,
    pub hits: Vec<PersonLine>,
    /// The one person whose whole number was typed.
    pub exact: Option<PersonKey>,
    pub more: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct DraftLine {
    pub request: RequestId,
    pub service: String,
    pub name: String,
    /// The applicant's identity paper, once its number was typed whole.
    pub id: Option<IdPaper>,
    /// UTC, in milliseconds since 1970.
    pub saved_at: i64,
}

/// What came of a submission.
#[derive(Debug, Clone, PartialEq)]
pub struct Issued {
    pub request: RequestId,
    pub name: String,
    pub done: Done,
    pub papers: Vec<PaperFile>,
    /// The request had been done before; this is its first result again.
    pub repeated: bool,
    /// What the clerk should know although everything is on record.
    pub notes: Vec<Message>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Done {
    Certificate {
        case: String,
        number: String,
        /// Last valid day.
        expiry_date: NaiveDate,
    },
    /// The case waits for papers.
    Waiting {
        case: String,
        missing: Vec<MissingPaper>,
        open_until: Option<NaiveDate>,
    },
    /// A service with a record of its own.
    Recorded {
        service: String,
        case: String,
        /// What it is known by: its first number, else the application's.
        number: String,
        /// What the form computed, by name.
        values: BTreeMap<String, String>,
    },
    /// A step in the life of a certificate.
    Changed {
        change: CertificateChange,
        case: String,
        /// The certificate that counts now.
        number: String,
        expiry_date: Option<NaiveDate>,
        /// The certificate that ended, and what it answers from now on.
        ended: Option<(String, Message)>,
    },
    Registered {
        /// She was on record before; what is new was added.
        known: bool,
    },
}
