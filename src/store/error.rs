use std::io;
use std::sync::Arc;

use crate::ledger::Damage;
use crate::record::stored::StoredError;
use crate::staff::NotAllowed;
use crate::text::{Message, Said};

/// Why the view could not be read or written. The ledger is not touched by any of these.
#[derive(Debug, Clone, thiserror::Error)]
pub enum ViewError {
    /// The view is not what was written; it is to be folded anew.
    #[error("the view is damaged: {0}")]
    Damaged(String),
    /// The view is not this ledger's past; it is to be folded anew.
    #[error("the view has folded {applied} frames that are not this ledger's")]
    OtherPast { applied: u64 },
    /// An act was to be folded whose predecessors are missing.
    #[error("frame {found} was to be folded after frame {applied}")]
    Gap { applied: u64, found: u64 },
    #[error("the act of frame {sequence} cannot be read: {cause}")]
    UnknownAct { sequence: u64, cause: StoredError },
    #[error("the ledger is damaged: {0}")]
    Ledger(#[from] Damage),
    #[error("the disk has no room: {0}")]
    NoSpace(Arc<io::Error>),
    #[error("the disk failed: {0}")]
    Disk(Arc<io::Error>),
    /// Somebody stopped the work; what was there before it is as it was.
    #[error("stopped")]
    Stopped,
    /// A frame that everybody can read stands where a sealed hall has none.
    #[error("frame {sequence} is not sealed")]
    NotSealed { sequence: u64 },
    /// The key of a frame is destroyed, and nothing in the ledger stands in its place.
    #[error("frame {sequence} is erased and was not entered anew")]
    Erased { sequence: u64 },
    /// Whoever is signed in has no right to it.
    #[error("{0:?}")]
    NotAllowed(NotAllowed),
}

impl ViewError {
    /// Whether folding the ledger anew is the remedy.
    pub fn is_cured_by_rebuilding(&self) -> bool {
        matches!(
            self,
            ViewError::Damaged(_) | ViewError::OtherPast { .. } | ViewError::Gap { .. }
        )
    }

    pub fn message(&self) -> Message {
        match self {
            ViewError::Damaged(reason) => {
                Message::new("office.view_damaged").with("reason", reason)
            }
            ViewError::OtherPast { applied } => {
                Message::new("office.view_other_past").with("applied", applied)
            }
            ViewError::Gap { applied, found } => Message::new("office.view_gap")
                .with("applied", applied)
                .with("found", found),
            ViewError::UnknownAct { sequence, cause } => Message::new("office.unknown_act")
                .with("sequence", sequence)
                .with("cause", cause),
            ViewError::Ledger(damage) => damage.message(),
            ViewError::NoSpace(cause) => Message::new("office.view_no_space").with("cause", cause),
            ViewError::Disk(cause) => Message::new("office.view_disk").with("cause", cause),
            ViewError::NotSealed { sequence } => {
                Message::new("office.frame_not_sealed").with("sequence", sequence)
            }
            ViewError::Erased { sequence } => {
                Message::new("office.frame_erased").with("sequence", sequence)
            }
            ViewError::NotAllowed(error) => error.message(),
            ViewError::Stopped => Message::new("office.view_stopped"),
        }
    }

    /// The reason as it stands inside another sentence.
    pub fn said(&self) -> Said {
        self.message().into()
    }
}

impl From<NotAllowed> for ViewError {
    fn from(error: NotAllowed) -> ViewError {
        ViewError::NotAllowed(error)
    }
}

impl From<sled::Error> for ViewError {
    fn from(error: sled::Error) -> ViewError {
        match error {
            sled::Error::Io(cause) => sort(cause),
            other => ViewError::Damaged(other.to_string()),
        }
    }
}

fn sort(cause: io::Error) -> ViewError {
    match cause.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            ViewError::NoSpace(Arc::new(cause))
        }
        // sled names a page it cannot read by these kinds.
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            ViewError::Damaged(cause.to_string())
        }
        _ => ViewError::Disk(Arc::new(cause)),
    }
}

impl From<postcard::Error> for ViewError {
    fn from(error: postcard::Error) -> ViewError {
        ViewError::Damaged(error.to_string())
    }
}
