use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::error::DiskError;
use super::hall::private;
use super::whole::write_whole;
use crate::paper::seal::{HallMark, Offer, Trust};

/// The most a list may weigh. A hall with half a million void numbers has a list of 16 MiB.
const MOST: u64 = 32 << 20;
const KEYS: &str = "keys";
const VOID: &str = "void";
/// Where it is noted what was verified without a hall.
const NOTED: &str = "verified.csv";

/// The folder of the lists that are trusted here: `<hall>.keys` and `<hall>.void`, the very bytes
/// the halls signed.
#[derive(Debug, Clone)]
pub struct TrustFolder {
    folder: PathBuf,
}

impl TrustFolder {
    pub fn new(folder: PathBuf) -> TrustFolder {
        TrustFolder { folder }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Every list that is trusted. A folder that is not there trusts nobody.
    ///
    /// # Errors
    /// [`DiskError::List`] for a file that is not what was taken into trust, so that a void number
    /// does not come back to life with a damaged list.
    pub fn read(&self) -> Result<Trust, DiskError> {
        let mut trust = Trust::default();
        // A void list is believed by its hall's keys: they come first.
        for kind in [KEYS, VOID] {
            for path in self.files(kind)? {
                let offer = trust.offered(&read_list(&path)?);
                let path = || path.clone();
                let offer = offer.map_err(|_| DiskError::List { path: path() })?;
                trust.take(offer);
            }
        }
        Ok(trust)
    }

    /// Notes in `verified.csv` that a code was verified where there is no ledger to say so.
    ///
    /// # Errors
    /// What the disk says.
    pub fn note(&self, cells: &[&str]) -> Result<(), DiskError> {
        private(&self.folder)?;
        let path = self.folder.join(NOTED);
        let failed = |cause| DiskError::io(&path, cause);
        let file = OpenOptions::new().create(true).append(true).open(&path);
        // What a code says of itself is a stranger's text: it is kept in its own cell.
        let cell = |cell: &&str| cell.replace(['"', ',', '\r', '\n'], " ");
        let cells: Vec<String> = cells.iter().map(cell).collect();
        let line = cells.join(",") + "\n";
        file.and_then(|mut file| file.write_all(line.as_bytes()))
            .map_err(failed)
    }

    /// Keeps a list that was offered and taken.
    ///
    /// # Errors
    /// What the disk says; the list before it stays then.
    pub fn keep(&self, offer: &Offer, bytes: &[u8]) -> Result<(), DiskError> {
        let (hall, kind) = match offer {
            Offer::FirstKeys { list, .. } | Offer::Keys(list) => (&list.hall, KEYS),
            Offer::Void(list) => (&list.hall, VOID),
            Offer::Known => return Ok(()),
        };
        private(&self.folder)?;
        write_whole(&self.folder.join(file_name(hall, kind)), bytes)
    }

    fn files(&self, kind: &str) -> Result<Vec<PathBuf>, DiskError> {
        if !self.folder.exists() {
            return Ok(Vec::new());
        }
        let failed = |cause| DiskError::io(&self.folder, cause);
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.extension().is_some_and(|ending| ending == kind) {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }
}

fn file_name(hall: &HallMark, kind: &str) -> String {
    let digits: String = hall.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{digits}.{kind}")
}

/// Reads a list that somebody brought.
///
/// # Errors
/// [`DiskError::List`] for a file larger than any list; else what the disk says.
pub fn read_list(path: &Path) -> Result<Vec<u8>, DiskError> {
    let failed = |cause| DiskError::io(path, cause);
    let about = fs::metadata(path).map_err(failed)?;
    if about.len() > MOST {
        return Err(DiskError::List {
            path: path.to_owned(),
        });
    }
    fs::read(path).map_err(failed)
}
