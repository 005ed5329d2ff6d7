use crate::disk::DiskError;
use crate::office::{IssueError, OpenError};
use crate::seal::{BadShare, SHORTEST_PASSWORD, WeakPassword};
use crate::staff::{Grave, StaffError};
use crate::text::Message;

/// Why nobody was signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// The hall is sealed, and nobody was named.
    #[error("the hall is sealed; sign in")]
    Needed,
    /// No member of this name with this password: which of the two is not told.
    #[error("no member of this name has this password")]
    Refused,
    /// Too many wrong passwords; the milliseconds before the next is tried.
    #[error("wait {milliseconds} ms")]
    Wait { milliseconds: i64 },
    /// The staff book was changed by somebody without its key.
    #[error("the staff book is not what the staff wrote")]
    Book,
}

impl SignInError {
    pub fn message(self) -> Message {
        match self {
            SignInError::Needed => Message::new("staff.sign_in_needed"),
            SignInError::Refused => Message::new("staff.sign_in_refused"),
            SignInError::Wait { milliseconds } => {
                let seconds = milliseconds.div_euclid(1_000) + 1;
                Message::new("staff.sign_in_wait").with("seconds", seconds)
            }
            SignInError::Book => Message::new("staff.book_changed"),
        }
    }
}

/// Why the staff are as they were.
#[derive(Debug, thiserror::Error)]
pub enum StaffFailure {
    #[error("the hall is not sealed")]
    NotSealed,
    /// Staff are set up in a new hall alone: what an older one wrote stays readable.
    #[error("the hall is not new")]
    NotNew,
    #[error("a practice hall has no staff")]
    Practice,
    /// Whoever is signed in cannot agree with herself.
    #[error("the same member")]
    SameMember,
    /// None of her roles may agree to it.
    #[error("she may not agree to {0:?}")]
    NotFit(Grave),
    /// Nobody said why it is done alone.
    #[error("no reason")]
    NoReason,
    #[error("{0:?}")]
    Staff(StaffError),
    #[error("{0}")]
    Disk(#[from] DiskError),
    #[error("{0}")]
    Open(#[from] Box<OpenError>),
    #[error("{0}")]
    Entered(#[from] Box<IssueError>),
}

impl From<StaffError> for StaffFailure {
    fn from(error: StaffError) -> StaffFailure {
        StaffFailure::Staff(error)
    }
}

impl From<OpenError> for StaffFailure {
    fn from(error: OpenError) -> StaffFailure {
        StaffFailure::Open(Box::new(error))
    }
}

impl From<IssueError> for StaffFailure {
    fn from(error: IssueError) -> StaffFailure {
        StaffFailure::Entered(Box::new(error))
    }
}

impl StaffFailure {
    pub fn message(&self) -> Message {
        match self {
            StaffFailure::NotSealed => Message::new("staff.not_sealed"),
            StaffFailure::NotNew => Message::new("staff.not_new"),
            StaffFailure::Practice => Message::new("staff.practice"),
            StaffFailure::SameMember => Message::new("staff.same_member"),
            StaffFailure::NotFit(to) => {
                Message::new("staff.second_not_fit").with_said("what", to.message())
            }
            StaffFailure::NoReason => Message::new("staff.no_reason"),
            StaffFailure::Staff(error) => said(*error),
            StaffFailure::Disk(error) => error.message(),
            StaffFailure::Open(error) => error.message(),
            StaffFailure::Entered(error) => error.message(),
        }
    }
}

fn said(error: StaffError) -> Message {
    match error {
        StaffError::Unknown => Message::new("staff.unknown_member"),
        StaffError::Password => Message::new("staff.sign_in_refused"),
        StaffError::Book => Message::new("staff.book_changed"),
        StaffError::Name => Message::new("staff.bad_name"),
        StaffError::NoRole => Message::new("staff.no_role"),
        StaffError::LastAdministrator => Message::new("staff.last_administrator"),
        StaffError::OtherHall => Message::new("staff.share_other_hall"),
        StaffError::Weak(WeakPassword::TooShort) => {
            Message::new("staff.password_short").with("least", SHORTEST_PASSWORD)
        }
        StaffError::Weak(WeakPassword::TooLong) => Message::new("staff.password_long"),
        StaffError::Weak(WeakPassword::TooPlain) => Message::new("staff.password_plain"),
        StaffError::Share(BadShare::Length { groups }) => {
            Message::new("staff.share_length").with("groups", groups)
        }
        StaffError::Share(BadShare::Group { row, group }) => Message::new("staff.share_group")
            .with("row", row)
            .with("group", group),
        StaffError::Share(BadShare::Checksum) => Message::new("staff.share_checksum"),
        StaffError::Share(BadShare::Same) => Message::new("staff.share_same"),
        StaffError::Share(BadShare::OtherSet) => Message::new("staff.share_other_set"),
    }
}
