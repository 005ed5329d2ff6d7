use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::DiskError;
use super::whole::{read_text, write_whole};

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
        let path = hall.join(FILE);
        match read_text(&path) {
            Ok(text) => Ok(Some(crate::policy::read_toml(
                &path.display().to_string(),
                &text,
            )?)),
            Err(DiskError::Missing { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// # Errors
    /// What the disk says.
    pub fn write(&self, hall: &Path) -> Result<(), DiskError> {
        // A path and a word: TOML can hold them.
        let text = toml::to_string(self).unwrap_or_default();
        write_whole(&hall.join(FILE), text.as_bytes())
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
