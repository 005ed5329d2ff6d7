use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::thread;
use std::time::Duration;

use chrono::{DateTime, Local};
use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;
use serde::{Deserialize, Serialize};

use super::error::OpenError;
use super::storage::PRIVATE_FILE;
use crate::text::Message;

/// The lock's file name within the hall's folder.
pub(super) const LOCK: &str = "lock";

/// Who has a hall open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub pid: u32,
    pub counter: u16,
    /// The name of the account or of the clerk.
    pub user: String,
    /// UTC, in milliseconds since 1970.
    pub since: i64,
}

impl Holder {
    /// Whoever makes a new hall, before any counter has a name.
    pub(super) fn creating() -> Holder {
        Holder {
            pid: std::process::id(),
            counter: 0,
            user: String::new(),
            since: 0,
        }
    }

    pub(super) fn message(&self) -> Message {
        let since = DateTime::from_timestamp_millis(self.since)
            .map(|since| since.with_timezone(&Local).format("%Y-%m-%d %H:%M"));
        Message::new("ledger.in_use_by")
            .with("user", &self.user)
            .with("counter", self.counter)
            .with("pid", self.pid)
            .with(
                "since",
                since.map_or_else(String::new, |since| since.to_string()),
            )
    }
}

/// Keeps every other process out of the hall while it lives.
///
/// The kernel's lock decides and ends with the process; the text in the file only names the
/// holder, so what a dead process left there hinders nobody.
pub(super) struct Lock {
    file: File,
}

impl Lock {
    /// # Errors
    /// [`OpenError::InUse`] within a quarter of a second if another process holds the lock.
    pub fn take(hall: &Path, holder: &Holder) -> Result<Lock, OpenError> {
        let path = hall.join(LOCK);
        let failed = |cause| OpenError::io(&path, cause);
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(PRIVATE_FILE)
            .open(&path)
            .map_err(failed)?;
        if !held_now(&file).map_err(failed)? {
            let holder = read_holder(&mut file).map_err(failed)?;
            return Err(OpenError::InUse { holder });
        }
        // The text is a courtesy: a full disk must not keep a clerk from looking things up.
        let _ = write_holder(&mut file, holder);
        Ok(Lock { file })
    }
}

fn held_now(file: &File) -> io::Result<bool> {
    loop {
        match flock(file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(true),
            Err(Errno::WOULDBLOCK) => return Ok(false),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Reads the holder's text; waits a moment for a holder that has only just come.
fn read_holder(file: &mut File) -> io::Result<Option<Holder>> {
    for _ in 0..10 {
        let mut text = Vec::new();
        file.rewind()?;
        // A holder's text is short; whatever else stands there is not read to its end.
        file.take(4096).read_to_end(&mut text)?;
        let holder = std::str::from_utf8(&text)
            .ok()
            .and_then(|text| toml::from_str(text).ok());
        if holder.is_some() {
            return Ok(holder);
        }
        thread::sleep(Duration::from_millis(20));
    }
    Ok(None)
}

fn write_holder(file: &mut File, holder: &Holder) -> io::Result<()> {
    let text = toml::to_string(holder).map_err(io::Error::other)?;
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(text.as_bytes())
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A released hall names nobody.
        let _ = self.file.set_len(0);
        // Closing the file alone would leave the lock to a child process that is just being
        // started and still has a copy of it.
        let _ = flock(&self.file, FlockOperation::Unlock);
    }
}
