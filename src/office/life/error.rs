use chrono::NaiveDate;

use super::super::error::{IssueError, PaperError};
use crate::disk::DiskError;
use crate::form::{Problem, Unfit};
use crate::policy::Refusal;
use crate::record::stored::StoredError;
use crate::service::{NotDone, Refused};
use crate::store::ViewError;
use crate::text::{Label, Message};

/// Why nothing was changed. No number was used.
#[derive(Debug, thiserror::Error)]
pub enum LifeError {
    /// The step is not possible in the state the certificate is in.
    #[error("{} is refused for {}", .0.verb.message().say(crate::text::Lang::En), .0.number)]
    Refused(Box<Refused>),
    #[error("there is no certificate {0}")]
    UnknownNumber(String),
    /// The policy in force does not offer it.
    #[error("the policy does not offer it")]
    NotOffered(Box<Refusal>),
    /// What was changed brought problems that were not there before.
    #[error("the changes do not fit")]
    Unfit(Box<Unfit>),
    #[error("nothing was changed")]
    NothingChanged,
    /// Name and number of the holder are corrected, not annotated.
    #[error("{} is no change to annotate", .0.en)]
    NotAnnotated(Label),
    /// The renewal is asked for somebody else than the holder.
    #[error("the certificate is another person's")]
    NotHers { number: String },
    #[error("the loss was declared on {declared_on}, which cannot be")]
    DeclaredOn { declared_on: NaiveDate },
    #[error("nobody was named who receives it")]
    Receiver(Message),
    #[error("the delegate's name cannot be read")]
    DelegateName(Message),
    #[error("the delegate's number cannot be read")]
    DelegateId(Message),
    #[error("a letter of authority and both cards are needed")]
    DelegatePapers,
    /// The person's name is corrected on her valid certificate.
    #[error("the certificate {0} is valid: correct that")]
    CorrectCertificate(String),
    #[error("the name cannot be read")]
    Name(Message),
    #[error("the paper that proves it was not named")]
    NoDocument,
    #[error("there is no correction of the name to undo")]
    NoCorrection,
    #[error("nobody said why it is undone")]
    NoReason,
    #[error("there is no such person")]
    UnknownPerson,
    #[error(transparent)]
    Issue(#[from] IssueError),
}

impl LifeError {
    /// What is wrong and what to do.
    pub fn message(&self) -> Message {
        match self {
            LifeError::Refused(refused) => refused.message(),
            LifeError::UnknownNumber(number) => {
                Message::new("office.unknown_number").with("number", number)
            }
            LifeError::NotOffered(refusal) => Message::new("office.life_not_offered")
                .with_said("why_not", refusal.why_not.clone())
                .with_said("remedy", refusal.remedy.clone()),
            LifeError::Unfit(unfit) => unfit_message(unfit),
            LifeError::NothingChanged => Message::new("office.life_nothing_changed"),
            LifeError::NotAnnotated(label) => {
                Message::new("office.life_not_annotated").with_said("field", label.clone())
            }
            LifeError::NotHers { number } => {
                Message::new("office.life_not_hers").with("number", number)
            }
            LifeError::DeclaredOn { declared_on } => {
                Message::new("office.life_declared_on").with("date", declared_on)
            }
            LifeError::Receiver(problem) => {
                Message::new("office.life_receiver").with_said("problem", problem.clone())
            }
            LifeError::DelegateName(problem) | LifeError::DelegateId(problem) => {
                Message::new("office.life_delegate").with_said("problem", problem.clone())
            }
            LifeError::DelegatePapers => Message::new("office.life_delegate_papers"),
            LifeError::CorrectCertificate(number) => {
                Message::new("office.life_correct_certificate").with("number", number)
            }
            LifeError::Name(problem) => problem.clone(),
            LifeError::NoDocument => Message::new("office.life_no_document"),
            LifeError::NoCorrection => Message::new("office.life_no_correction"),
            LifeError::NoReason => Message::new("office.life_no_reason"),
            LifeError::UnknownPerson => Message::new("office.life_unknown_person"),
            LifeError::Issue(error) => error.message(),
        }
    }
}

/// The first thing in the way, and how many others there are.
fn unfit_message(unfit: &Unfit) -> Message {
    let count = unfit.problems.len() + unfit.refusals.len();
    let first = match (unfit.problems.first(), unfit.refusals.first()) {
        (Some(Problem { label, message, .. }), _) => Message::new("office.life_problem")
            .with_said("field", label.clone())
            .with_said("problem", message.clone()),
        (None, Some(refusal)) => {
            Message::new("office.life_refusal").with_said("why_not", refusal.why_not.clone())
        }
        (None, None) => Message::new("office.life_nothing_changed"),
    };
    Message::new("office.life_unfit")
        .with("count", count)
        .with_said("first", first)
}

impl From<Box<Refused>> for LifeError {
    fn from(refused: Box<Refused>) -> LifeError {
        LifeError::Refused(refused)
    }
}

macro_rules! by_way_of_issue_error {
    ($($error:ty),*) => {$(
        impl From<$error> for LifeError {
            fn from(error: $error) -> LifeError {
                LifeError::Issue(error.into())
            }
        }
    )*};
}

by_way_of_issue_error!(ViewError, NotDone, DiskError, PaperError, StoredError);
