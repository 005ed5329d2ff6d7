use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::DiskError;
use super::note::{read_note_if_there, write_note};

pub(super) const FILE: &str = "restored.toml";

/// What a hall that was just restored has still to enter into its ledger before anything else.
///
/// It lies in the folder before the folder becomes a hall, and is removed once the act is on
/// record: however often that is interrupted, no number is given before, and the act is entered
/// once, because its request is named here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restored {
    /// 32 hexadecimal digits.
    pub request: String,
    pub sequence: u64,
    /// UTC, in milliseconds since 1970.
    pub backed_up_at: i64,
    /// The highest serial that somebody has seen on a paper since the backup; 0 if none.
    pub highest_seen: u32,
}

impl Restored {
    /// `None` for every hall but one that was just restored.
    ///
    /// # Errors
    /// [`DiskError::File`] if the note cannot be read: nothing may be entered then.
    pub fn read(hall: &Path) -> Result<Option<Restored>, DiskError> {
        read_note_if_there(&hall.join(FILE))
    }

    /// # Errors
    /// What the disk says.
    pub fn write(&self, hall: &Path) -> Result<(), DiskError> {
        write_note(&hall.join(FILE), self)
    }

    /// # Errors
    /// What the disk says.
    pub fn entered(hall: &Path) -> Result<(), DiskError> {
        let path = hall.join(FILE);
        fs::remove_file(&path).map_err(|cause| DiskError::io(&path, cause))
    }
}
