use std::path::PathBuf;

use chrono::NaiveDate;

use super::error::DiskError;
use super::whole::{read_text, write_whole};

/// How far the drafts and papers of this counter have followed the rights that were exercised, and
/// since when the view's files hold, in bytes that nothing points to any more, what was let go.
#[derive(Debug, Clone)]
pub struct Purged {
    path: PathBuf,
    last: u64,
    stale_since: Option<NaiveDate>,
}

impl Purged {
    /// What the file says. One that is missing or cannot be read says that nothing was followed:
    /// to follow twice changes nothing.
    pub fn read(path: PathBuf) -> Purged {
        let text = read_text(&path).unwrap_or_default();
        let mut words = text.split_whitespace();
        let last = words.next().and_then(|word| word.parse().ok());
        let stale_since = words.next().and_then(|word| word.parse().ok());
        Purged {
            path,
            last: last.unwrap_or(0),
            stale_since,
        }
    }

    /// The day of the last right that was followed since the view was folded anew.
    pub fn stale_since(&self) -> Option<NaiveDate> {
        self.stale_since
    }

    /// The frame of the last right that was followed; 0 before the first.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// Notes that the right of a frame was followed on this day.
    ///
    /// # Errors
    /// What the disk says; the right will be followed again.
    pub fn note(&mut self, sequence: u64, on: NaiveDate) -> Result<(), DiskError> {
        write_whole(&self.path, format!("{sequence} {on}\n").as_bytes())?;
        self.last = sequence;
        self.stale_since = Some(on);
        Ok(())
    }

    /// Notes that the view was folded anew, and that nothing of the one before it is left.
    ///
    /// # Errors
    /// What the disk says; the view will be folded anew once more.
    pub fn note_fresh(&mut self) -> Result<(), DiskError> {
        write_whole(&self.path, format!("{}\n", self.last).as_bytes())?;
        self.stale_since = None;
        Ok(())
    }
}
