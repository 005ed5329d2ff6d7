use std::path::PathBuf;

use chrono::NaiveDate;

use super::life::LifeError;
use super::staff::{SignInError, StaffFailure};
use crate::disk::DiskError;
use crate::ledger::{self, AppendError};
use crate::paper::{FontError, PdfError, Unprintable};
use crate::policy::{FileProblem, Refusal};
use crate::record::{DayLine, PersonKey};
use crate::service::{NotDone, NotJudged, VerbKind, listed};
use crate::store::ViewError;
use crate::text::{Lang, Message};

/// Why a hall could not be opened or made.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("{0}")]
    Disk(#[from] DiskError),
    #[error("{0}")]
    Ledger(#[from] ledger::OpenError),
    #[error("{0}")]
    View(#[from] ViewError),
    #[error("{0}")]
    Shipped(#[from] FileProblem),
    #[error("{0}")]
    Font(#[from] FontError),
    #[error("the profile {profile} is not known")]
    UnknownProfile { profile: String, known: Vec<String> },
    /// `hall.toml` and the ledger are of different halls.
    #[error("the settings and the ledger are of different halls")]
    OtherHall,
    #[error("the division {0} is not known")]
    UnknownArea(String),
    /// A real hall is never practised on.
    #[error("{folder} is a real hall")]
    NotForPractice { folder: PathBuf },
    #[error("{0}")]
    SignIn(#[from] SignInError),
    #[error("the sample people could not be entered: {0}")]
    Sample(#[from] IssueError),
}

impl OpenError {
    pub fn message(&self) -> Message {
        match self {
            OpenError::Disk(error) => error.message(),
            OpenError::Ledger(error) => error.message(),
            OpenError::View(error) => error.message(),
            OpenError::Shipped(problem) => Message::new("office.file_problem")
                .with("file", &problem.file)
                .with("line", problem.line)
                .with("column", problem.column)
                .with_said("reason", problem.message()),
            OpenError::Font(error) => error.message(),
            OpenError::UnknownProfile { profile, known } => Message::new("office.unknown_profile")
                .with("profile", profile)
                .with("known", known.join(", ")),
            OpenError::OtherHall => Message::new("office.other_hall"),
            OpenError::UnknownArea(area) => Message::new("office.unknown_area").with("area", area),
            OpenError::NotForPractice { folder } => {
                Message::new("office.not_for_practice").with("folder", folder.display())
            }
            OpenError::SignIn(error) => error.message(),
            OpenError::Sample(error) => error.message(),
        }
    }
}

/// Why nothing was entered. No number was used.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// One valid certificate a person.
    #[error("the certificate {number} is valid until {expiry_date}")]
    AlreadyCertified {
        number: String,
        expiry_date: NaiveDate,
        /// What can be done with it instead.
        possible: Vec<VerbKind>,
    },
    /// A rule stands against it whoever asks.
    #[error("refused by the rule {}", .0.rule)]
    Refused(Box<Refusal>),
    /// The clerk started from one person and the identity paper is another's.
    #[error("the identity paper belongs to {holder}")]
    OtherPerson { holder: PersonKey, name: String },
    /// The clerk started from one person, and nobody has the number typed.
    #[error("{person} is on record under another number")]
    NewNumber { person: PersonKey, name: String },
    /// The number is on record under another name.
    #[error("{person} is on record under another spelling")]
    OtherSpelling {
        person: PersonKey,
        on_record: String,
        /// The act that wrote it down first.
        written: Option<Box<DayLine>>,
        typed: String,
    },
    /// What the submission answers is not open: it was answered before, or is not hers.
    #[error("{number} is not open")]
    NotOpen { number: String },
    #[error("nobody has this key")]
    UnknownPerson,
    #[error("{0}")]
    NotJudged(#[from] NotJudged),
    #[error("the papers cannot be printed")]
    Unprintable(Vec<Unprintable>),
    /// The submission was checked for another day; check it again.
    #[error("checked for {checked}, today is {today}")]
    OtherDay {
        checked: NaiveDate,
        today: NaiveDate,
    },
    /// The submission was checked by other rules or another form; check it again.
    #[error("checked by other rules")]
    OtherRules,
    #[error("{0}")]
    Paper(Box<PaperError>),
    /// She exercised a right over data the hall does not have.
    #[error("nothing is kept of this person")]
    NothingKept,
    /// The request has led to something else than this.
    #[error("the request was used for something else")]
    RequestUsed,
    /// A second member was offered and did not agree.
    #[error("{0}")]
    Second(Box<StaffFailure>),
    /// A step in the life of a certificate that is not possible.
    #[error("{0}")]
    Life(Box<LifeError>),
    #[error("{0}")]
    NotDone(#[from] NotDone),
    #[error("{0}")]
    Ledger(#[from] AppendError),
    #[error("{0}")]
    View(#[from] ViewError),
    #[error("{0}")]
    Disk(#[from] DiskError),
    #[error("the act cannot be stored: {0}")]
    Unstorable(#[from] crate::record::stored::StoredError),
}

impl IssueError {
    pub fn message(&self) -> Message {
        match self {
            IssueError::AlreadyCertified {
                number,
                expiry_date,
                possible,
            } => Message::new("office.already_certified_instead")
                .with("number", number)
                .with("expiry_date", expiry_date)
                .with_said("possible", listed(possible)),
            IssueError::Refused(refusal) => refused(refusal),
            IssueError::OtherPerson { name, .. } => {
                Message::new("office.other_person").with("name", name)
            }
            IssueError::NewNumber { name, .. } => {
                Message::new("office.new_number").with("name", name)
            }
            IssueError::OtherSpelling {
                on_record,
                written,
                typed,
                ..
            } => Message::new("office.other_spelling")
                .with("on_record", on_record)
                .with_said("source", written_down(written.as_deref()))
                .with("typed", typed),
            IssueError::NotOpen { number } => {
                Message::new("office.not_open").with("number", number)
            }
            IssueError::UnknownPerson => Message::new("office.life_unknown_person"),
            IssueError::NotJudged(why) => why.message(),
            IssueError::Unprintable(problems) => match problems.as_slice() {
                [one] => one.message(),
                several => Message::new("office.unprintable").with("count", several.len()),
            },
            IssueError::OtherDay { checked, today } => Message::new("office.other_day")
                .with("checked", checked)
                .with("today", today),
            IssueError::OtherRules => Message::new("office.other_rules"),
            IssueError::Paper(error) => error.message(),
            IssueError::NothingKept => Message::new("office.nothing_kept"),
            IssueError::RequestUsed => Message::new("office.request_used"),
            IssueError::Second(failure) => failure.message(),
            IssueError::Life(error) => error.message(),
            IssueError::NotDone(error) => error.message(),
            IssueError::Ledger(error) => error.message(),
            IssueError::View(error) => error.message(),
            IssueError::Disk(error) => error.message(),
            IssueError::Unstorable(error) => Message::new("office.unstorable").with("cause", error),
        }
    }
}

impl From<LifeError> for IssueError {
    fn from(error: LifeError) -> IssueError {
        match error {
            LifeError::Issue(error) => error,
            error => IssueError::Life(Box::new(error)),
        }
    }
}

fn refused(refusal: &Refusal) -> Message {
    Message::new("office.refused")
        .with_said("why_not", refusal.why_not.clone())
        .with_said("article", refusal.article.clone())
        .with_said("remedy", refusal.remedy.clone())
}

/// Why a paper could not be printed again.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    #[error("there is no certificate or case {0}")]
    UnknownNumber(String),
    #[error("{number} has no paper {paper}")]
    NoSuchPaper {
        number: String,
        paper: String,
        known: Vec<String>,
    },
    #[error("the paper cannot be printed")]
    Unprintable(Vec<Unprintable>),
    #[error("{0}")]
    Pdf(#[from] PdfError),
    #[error("{0}")]
    View(#[from] ViewError),
    #[error("{0}")]
    Disk(#[from] DiskError),
    /// The form, policy or layout the paper was made from is not kept any more.
    #[error("what {0} was made from is not kept any more")]
    NotKept(String),
    /// The key that signed the paper's code is not in the hall's folder any more.
    #[error("the private key {0} is missing")]
    KeyMissing(String),
    /// It is asked for to the byte, and would be another one.
    #[error("the paper would be another one")]
    MadeOtherwise(Box<Message>),
    /// A paper for the archive would take the place of another file, or lie among the hall's papers.
    #[error("{0} is no place for a paper of the archive")]
    NoPlace(PathBuf),
    #[error("{0}")]
    Issue(#[from] Box<IssueError>),
}

impl PaperError {
    pub fn message(&self) -> Message {
        match self {
            PaperError::UnknownNumber(number) => {
                Message::new("office.unknown_number").with("number", number)
            }
            PaperError::NoSuchPaper {
                number,
                paper,
                known,
            } => Message::new("office.no_such_paper")
                .with("number", number)
                .with("paper", paper)
                .with("known", known.join(", ")),
            PaperError::Unprintable(problems) => match problems.as_slice() {
                [one] => one.message(),
                several => Message::new("office.unprintable").with("count", several.len()),
            },
            PaperError::Pdf(error) => error.message(),
            PaperError::View(error) => error.message(),
            PaperError::Disk(error) => error.message(),
            PaperError::NotKept(what) => Message::new("office.not_kept").with("what", what),
            PaperError::KeyMissing(key) => Message::new("office.key_missing").with("key", key),
            PaperError::MadeOtherwise(why) => {
                Message::new("office.not_to_the_byte").with_said("why", (**why).clone())
            }
            PaperError::NoPlace(path) => {
                Message::new("office.no_place").with("path", path.display())
            }
            PaperError::Issue(error) => error.message(),
        }
    }

    /// The sentence as an engineer reads it in a log.
    pub fn said(&self, lang: Lang) -> String {
        self.message().say(lang)
    }
}

/// When and by whom a name was put on record.
fn written_down(act: Option<&DayLine>) -> Message {
    match act {
        Some(line) => Message::new("office.written_down")
            .with("on", line.on)
            .with_said("did", line.did.message())
            .with("clerk", &line.clerk),
        None => Message::new("office.written_down_unknown"),
    }
}
