use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::error::BackupError;
use super::keeper::Bell;
use super::overlap;
use crate::disk::{CopiedFiles, CopyNote, DiskError, Hall, SecondCopySetting};
use crate::ledger::{
    AppendError, CopyError, Entry, Frames, HallId, Head, Ledger, Sealer, SecondCopy,
};

/// What was copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupDone {
    pub head: Head,
    /// Files beside the ledger.
    pub files: usize,
}

/// One hall and the folder of its second copy.
pub struct Backup {
    hall: PathBuf,
    copy: PathBuf,
    files: Mutex<CopiedFiles>,
    ledger: Mutex<Option<SecondCopy>>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Whatever a thread that panicked left there is found anew on the disk.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Backup {
    pub fn new(hall: &Path, copy: &Path) -> Backup {
        Backup {
            hall: hall.to_owned(),
            copy: copy.to_owned(),
            files: Mutex::default(),
            ledger: Mutex::new(None),
        }
    }

    /// Brings the copy up to date: the files first, because a frame names only files that were
    /// there before it, then the ledger, then the keys of its frames, then what the copy says of itself. The hall may be open at
    /// a counter. `now` in milliseconds since 1970.
    ///
    /// # Errors
    /// [`BackupError`]; what was copied before is still a backup.
    pub fn run(&self, now: i64) -> Result<BackupDone, BackupError> {
        let hall = Hall::open(&self.hall)?.settings.id;
        self.is_for(&hall)?;
        let mut files = locked(&self.files);
        files.equal(&self.hall, &self.copy)?;
        let head = self.follow_ledger()?;
        files.follow(&self.copy)?;
        let digests = files.digests();
        drop(files);
        let note = CopyNote {
            hall,
            at: now,
            sequence: head.sequence,
            head: head.hash.to_string(),
            files: digests,
        };
        note.write(&self.copy)?;
        Ok(BackupDone {
            head,
            files: note.files.len(),
        })
    }

    /// That the folder is empty, new or this hall's own copy.
    fn is_for(&self, hall: &str) -> Result<(), BackupError> {
        let folder = self.copy.clone();
        if overlap(&self.hall, &self.copy) {
            return Err(BackupError::Overlap { folder });
        }
        match CopyNote::read(&self.copy) {
            Ok(note) if note.hall == hall => Ok(()),
            Ok(_) => Err(BackupError::OtherHall { folder }),
            Err(DiskError::Missing { .. }) => self.is_free(),
            Err(error) => Err(error.into()),
        }
    }

    /// A folder without a note may hold a copy that was never finished, and nothing else: the files
    /// of others would be taken away.
    fn is_free(&self) -> Result<(), BackupError> {
        let Ok(entries) = std::fs::read_dir(&self.copy) else {
            return Ok(());
        };
        let ours = entries.flatten().all(|entry| {
            let name = entry.file_name();
            // What begins with a dot is half a file, or the file system's own, and is left alone.
            let hidden = name.to_string_lossy().starts_with('.');
            let known = name == "ledger" || name == "hall.toml.copy";
            hidden || known || self.hall.join(name).exists()
        });
        match ours && !self.copy.join("hall.toml").exists() {
            true => Ok(()),
            false => Err(DiskError::NotEmpty {
                folder: self.copy.clone(),
            }
            .into()),
        }
    }

    /// Copies what the ledger has and the copy has not.
    ///
    /// # Errors
    /// [`CopyError`]; the next call looks afresh what is there.
    pub(super) fn follow_ledger(&self) -> Result<Head, CopyError> {
        let mut copy = locked(&self.ledger);
        // A disk that was taken out must not be written to through files that are still open.
        let there = self.copy.join("ledger").is_dir();
        let mut follows = match copy.take().filter(|_| there) {
            Some(follows) => follows,
            None => SecondCopy::begin(&self.hall, &self.copy)?,
        };
        let head = follows.follow()?;
        *copy = Some(follows);
        Ok(head)
    }
}

/// A ledger whose second copy is told of every append, or waited for.
pub(super) struct Followed {
    ledger: Box<dyn Ledger>,
    backup: Arc<Backup>,
    before_done: bool,
    bell: Option<Bell>,
}

impl Followed {
    pub fn new(
        ledger: Box<dyn Ledger>,
        backup: Arc<Backup>,
        setting: &SecondCopySetting,
        bell: Option<Bell>,
    ) -> Followed {
        Followed {
            ledger,
            backup,
            before_done: setting.before_done,
            bell,
        }
    }

    fn wait_for_copy(&self) -> Result<(), AppendError> {
        if !self.before_done {
            return Ok(());
        }
        let followed = self.backup.follow_ledger();
        followed.map_err(|cause| AppendError::NotCopied { cause })?;
        Ok(())
    }
}

impl Ledger for Followed {
    fn hall(&self) -> HallId {
        self.ledger.hall()
    }

    fn head(&self) -> Head {
        self.ledger.head()
    }

    fn time(&self) -> i64 {
        self.ledger.time()
    }

    fn append(&mut self, expected: Head, now: i64, entries: &[Entry]) -> Result<Head, AppendError> {
        // A copy that cannot be reached is found out before anything is written.
        self.wait_for_copy()?;
        let head = self.ledger.append(expected, now, entries)?;
        self.wait_for_copy()?;
        if let Some(bell) = &self.bell {
            bell.ring();
        }
        Ok(head)
    }

    fn seal_with(&mut self, sealer: Option<Sealer>) {
        self.ledger.seal_with(sealer);
    }

    fn first_erased(&self) -> Option<u64> {
        self.ledger.first_erased()
    }

    fn read_from(&mut self, sequence: u64) -> Frames<'_> {
        self.ledger.read_from(sequence)
    }
}
