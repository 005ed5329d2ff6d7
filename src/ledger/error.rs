use std::error::Error;
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::frame::MAX_BODY;
use super::{CopyError, Head, Holder, MAX_ENTRIES};
use crate::text::{Lang, Message};

/// Why bytes of the ledger are not what must stand there.
#[derive(Debug, Clone)]
pub enum Fault {
    /// The file ends within the frame.
    Short,
    /// No frame has this length.
    Length { found: u64 },
    /// The frame's checksum is wrong.
    Checksum,
    /// The append's later frames are not there.
    Unfinished,
    /// The frame is whole, but a newer program wrote it.
    Version { found: u8 },
    /// The frame is whole, but sealed in a way this program does not know.
    Suite { found: u8 },
    /// A frame is missing, doubled or in the wrong place.
    Sequence { found: u64 },
    /// The frame does not carry the hash of the one before.
    Previous,
    /// The frame is older than the one before.
    Time,
    /// The frame does not fit into its append.
    Parts,
    /// The first bytes of the file are not those of a ledger.
    Header,
    /// The file belongs to the ledger of another hall.
    OtherHall,
    /// A file of the ledger is missing.
    MissingFile,
    /// The ledger ends although later frames were acknowledged.
    MissingFrames { known: u64 },
    /// The frame is not the one that was acknowledged under this sequence.
    OtherHistory,
    /// The disk could not be read.
    Unreadable(Arc<io::Error>),
    /// The frame is sealed, and nobody who may open it is signed in.
    NoKey,
    /// The frame is not what was sealed in this place of this hall's ledger.
    NotOpened,
}

impl Fault {
    /// Whether a power cut in the middle of an append can have left this behind.
    pub(super) fn may_be_torn(&self) -> bool {
        matches!(
            self,
            Fault::Short | Fault::Length { .. } | Fault::Checksum | Fault::Unfinished
        )
    }

    pub fn message(&self) -> Message {
        match self {
            Fault::Short => Message::new("ledger.fault_short"),
            Fault::Length { found } => Message::new("ledger.fault_length").with("found", found),
            Fault::Checksum => Message::new("ledger.fault_checksum"),
            Fault::Unfinished => Message::new("ledger.fault_unfinished"),
            Fault::Version { found } => Message::new("ledger.fault_version").with("found", found),
            Fault::Suite { found } => Message::new("ledger.fault_suite").with("found", found),
            Fault::Sequence { found } => Message::new("ledger.fault_sequence").with("found", found),
            Fault::Previous => Message::new("ledger.fault_previous"),
            Fault::Time => Message::new("ledger.fault_time"),
            Fault::Parts => Message::new("ledger.fault_parts"),
            Fault::Header => Message::new("ledger.fault_header"),
            Fault::OtherHall => Message::new("ledger.fault_other_hall"),
            Fault::MissingFile => Message::new("ledger.fault_missing_file"),
            Fault::MissingFrames { known } => {
                Message::new("ledger.fault_missing_frames").with("known", known)
            }
            Fault::OtherHistory => Message::new("ledger.fault_other_history"),
            Fault::Unreadable(cause) => {
                Message::new("ledger.fault_unreadable").with("cause", cause)
            }
            Fault::NoKey => Message::new("ledger.fault_no_key"),
            Fault::NotOpened => Message::new("ledger.fault_not_opened"),
        }
    }

    /// What the person can do about it.
    fn advice(&self) -> Message {
        match self {
            Fault::Version { .. } | Fault::Suite { .. } => Message::new("ledger.advice_newer"),
            Fault::NoKey => Message::new("ledger.advice_sign_in"),
            _ => Message::new("ledger.advice_damaged"),
        }
    }
}

/// A place in the ledger that is not what was written, and why.
#[derive(Debug, Clone)]
pub struct Damage {
    pub file: PathBuf,
    /// Bytes from the start of the file.
    pub offset: u64,
    /// The sequence of the frame that should stand there.
    pub sequence: u64,
    pub fault: Fault,
}

impl Damage {
    pub fn message(&self) -> Message {
        Message::new("ledger.damaged")
            .with("file", self.file.display())
            .with("offset", self.offset)
            .with("sequence", self.sequence)
            .with_said("reason", self.fault.message())
            .with_said("advice", self.fault.advice())
    }
}

/// Why a ledger was not opened.
#[derive(Debug)]
pub enum OpenError {
    /// Another process has the hall open; `None` if it has not yet written who it is.
    InUse {
        holder: Option<Holder>,
    },
    Damaged(Damage),
    /// There is no ledger in this folder.
    Missing {
        folder: PathBuf,
    },
    /// A ledger was to be created where there is one.
    AlreadyThere {
        folder: PathBuf,
    },
    /// The folder cannot be written.
    ReadOnly {
        path: PathBuf,
        cause: io::Error,
    },
    /// The folder is on a network file system, whose locks and syncs cannot be trusted.
    Network {
        folder: PathBuf,
        kind: &'static str,
    },
    NoSpace {
        path: PathBuf,
        cause: io::Error,
    },
    Io {
        path: PathBuf,
        cause: io::Error,
    },
}

impl OpenError {
    /// Sorts an error of the disk by what the person can do about it.
    pub(super) fn io(path: impl Into<PathBuf>, cause: io::Error) -> OpenError {
        let path = path.into();
        match cause.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                OpenError::ReadOnly { path, cause }
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                OpenError::NoSpace { path, cause }
            }
            _ => OpenError::Io { path, cause },
        }
    }

    pub fn message(&self) -> Message {
        match self {
            OpenError::InUse { holder: None } => Message::new("ledger.in_use"),
            OpenError::InUse {
                holder: Some(holder),
            } => holder.message(),
            OpenError::Damaged(damage) => damage.message(),
            OpenError::Missing { folder } => {
                Message::new("ledger.missing").with("folder", folder.display())
            }
            OpenError::AlreadyThere { folder } => {
                Message::new("ledger.already_there").with("folder", folder.display())
            }
            OpenError::ReadOnly { path, cause } => Message::new("ledger.read_only_folder")
                .with("path", path.display())
                .with("cause", cause),
            OpenError::Network { folder, kind } => Message::new("ledger.network")
                .with("folder", folder.display())
                .with("kind", kind),
            OpenError::NoSpace { path, cause } => Message::new("ledger.open_no_space")
                .with("path", path.display())
                .with("cause", cause),
            OpenError::Io { path, cause } => Message::new("ledger.open_io")
                .with("path", path.display())
                .with("cause", cause),
        }
    }
}

impl From<Damage> for OpenError {
    fn from(damage: Damage) -> OpenError {
        OpenError::Damaged(damage)
    }
}

/// Why nothing was acknowledged.
#[derive(Debug, Clone)]
pub enum AppendError {
    /// Another counter appended first.
    HeadMoved { expected: Head, actual: Head },
    /// The disk has no room; nothing was written.
    NoSpace { cause: Arc<io::Error> },
    /// The disk failed, now or earlier. It is not asked again: after a failed sync nobody knows
    /// what it holds, so only a new opening, which reads and writes it afresh, can go on.
    ReadOnly { cause: Arc<io::Error> },
    /// The second copy does not follow, and the hall acknowledges nothing without it. Where it
    /// failed only after the ledger had taken the entries, they are on record all the same.
    NotCopied { cause: CopyError },
    /// A body is longer than [`MAX_BODY`].
    BodyTooLong { length: usize },
    /// More than [`MAX_ENTRIES`] entries or [`super::MAX_APPEND`] bytes in one append.
    TooMuch { entries: usize, bytes: usize },
    /// There is no key to seal a frame with.
    NoKey,
}

impl AppendError {
    pub fn message(&self) -> Message {
        match self {
            AppendError::HeadMoved { expected, actual } => Message::new("ledger.head_moved")
                .with("expected", expected.sequence)
                .with("actual", actual.sequence),
            AppendError::NoSpace { cause } => {
                Message::new("ledger.append_no_space").with("cause", cause)
            }
            AppendError::ReadOnly { cause } => {
                Message::new("ledger.append_read_only").with("cause", cause)
            }
            AppendError::NotCopied { cause } => {
                Message::new("ledger.append_not_copied").with_said("cause", cause.message())
            }
            AppendError::BodyTooLong { length } => Message::new("ledger.body_too_long")
                .with("length", length)
                .with("most", MAX_BODY),
            AppendError::TooMuch { entries, bytes } => Message::new("ledger.append_too_much")
                .with("entries", entries)
                .with("bytes", bytes)
                .with("most", MAX_ENTRIES),
            AppendError::NoKey => Message::new("ledger.append_no_key"),
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message().say(Lang::En))
    }
}

impl fmt::Display for OpenError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message().say(Lang::En))
    }
}

impl fmt::Display for AppendError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message().say(Lang::En))
    }
}

impl Error for Damage {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.fault {
            Fault::Unreadable(cause) => Some(cause.as_ref()),
            _ => None,
        }
    }
}

impl Error for OpenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            OpenError::ReadOnly { cause, .. }
            | OpenError::NoSpace { cause, .. }
            | OpenError::Io { cause, .. } => Some(cause),
            OpenError::Damaged(damage) => Some(damage),
            OpenError::InUse { .. }
            | OpenError::Missing { .. }
            | OpenError::AlreadyThere { .. }
            | OpenError::Network { .. } => None,
        }
    }
}

impl Error for AppendError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            AppendError::NoSpace { cause } | AppendError::ReadOnly { cause } => {
                Some(cause.as_ref())
            }
            _ => None,
        }
    }
}
