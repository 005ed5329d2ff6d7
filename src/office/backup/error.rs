use std::path::PathBuf;

use crate::disk::DiskError;
use crate::ledger::{CopyError, Damage};
use crate::office::OpenError;
use crate::text::Message;

/// Why a backup was not made, is not sound or was not restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{0}")]
    Copy(#[from] CopyError),
    #[error("{0}")]
    Disk(#[from] DiskError),
    /// The folder has no backup.
    #[error("{folder} is no backup")]
    NotABackup { folder: PathBuf },
    /// The backup is of another hall.
    #[error("{folder} is the backup of another hall")]
    OtherHall { folder: PathBuf },
    /// The hall would be copied into itself, or restored into its backup.
    #[error("{folder} overlaps")]
    Overlap { folder: PathBuf },
    /// The copy of the ledger is not what was copied.
    #[error("{0}")]
    Damaged(Damage),
    /// The copy of the ledger ends before what the backup says of itself.
    #[error("the backup ends at {found} of {known}")]
    Short { found: u64, known: u64 },
    /// A file is missing or changed.
    #[error("{path} is not what was copied")]
    Changed { path: PathBuf },
    /// What was restored does not open.
    #[error("{0}")]
    Open(Box<OpenError>),
}

impl BackupError {
    pub fn message(&self) -> Message {
        let folder = |key, folder: &PathBuf| Message::new(key).with("folder", folder.display());
        match self {
            BackupError::Copy(error) => error.message(),
            BackupError::Disk(error) => error.message(),
            BackupError::NotABackup { folder: at } => folder("office.not_a_backup", at),
            BackupError::OtherHall { folder: at } => folder("office.backup_of_other_hall", at),
            BackupError::Overlap { folder: at } => folder("office.backup_overlaps", at),
            BackupError::Damaged(damage) => {
                Message::new("office.backup_damaged").with_said("damage", damage.message())
            }
            BackupError::Short { found, known } => Message::new("office.backup_short")
                .with("found", found)
                .with("known", known),
            BackupError::Changed { path } => {
                Message::new("office.backup_changed").with("path", path.display())
            }
            BackupError::Open(error) => error.message(),
        }
    }
}

impl From<OpenError> for BackupError {
    fn from(error: OpenError) -> BackupError {
        BackupError::Open(Box::new(error))
    }
}
