use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::DiskError;
use super::note::{read_note_if_there, write_note};

pub(super) const FILE: &str = "second-copy.toml";

/// Where a hall keeps its second copy: what `second-copy.toml` in its folder says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecondCopySetting {
    /// A folder on another disk or a stick.
    pub folder: PathBuf,
    /// Whether an act is called done only once the copy has it too.
    #[serde(default)]
    pub before_done: bool,
}

impl SecondCopySetting {
    /// `None` if the hall keeps no second copy.
    ///
    /// # Errors
    /// [`DiskError::File`] for a setting that cannot be read.
    pub fn read(hall: &Path) -> Result<Option<SecondCopySetting>, DiskError> {
        read_note_if_there(&hall.join(FILE))
    }

    /// # Errors
    /// What the disk says, and [`DiskError::NotAsText`] for a folder whose name is no text.
    pub fn write(&self, hall: &Path) -> Result<(), DiskError> {
        write_note(&hall.join(FILE), self)
    }

    /// The hall keeps no second copy from its next opening on. What was copied stays.
    ///
    /// # Errors
    /// What the disk says.
    pub fn forget(hall: &Path) -> Result<(), DiskError> {
        let path = hall.join(FILE);
        match fs::remove_file(&path) {
            Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                Err(DiskError::io(&path, cause))
            }
            _ => Ok(()),
        }
    }
}
