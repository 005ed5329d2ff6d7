use std::path::PathBuf;

use super::error::DiskError;
use super::whole::{read_text, write_whole};

/// How far the drafts and papers of this counter have followed the rights that were exercised.
#[derive(Debug, Clone)]
pub struct Purged {
    path: PathBuf,
    last: u64,
}

impl Purged {
    /// What the file says. One that is missing or cannot be read says that nothing was followed:
    /// to follow twice changes nothing.
    pub fn read(path: PathBuf) -> Purged {
        let text = read_text(&path).ok();
        let last = text.and_then(|text| text.trim().parse().ok());
        Purged {
            path,
            last: last.unwrap_or(0),
        }
    }

    /// The frame of the last right that was followed; 0 before the first.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// Notes that the right of a frame was followed.
    ///
    /// # Errors
    /// What the disk says; the right will be followed again.
    pub fn note(&mut self, sequence: u64) -> Result<(), DiskError> {
        write_whole(&self.path, format!("{sequence}\n").as_bytes())?;
        self.last = sequence;
        Ok(())
    }
}
