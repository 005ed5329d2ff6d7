//! The files of a hall beside its ledger, kept equal in a second copy.
//!
//! All files of the folder are copied but what can be made again (view, index, papers) and what
//! belongs to this place alone (lock, the setting of the second copy itself). What is removed from
//! the hall, because somebody had her data deleted, is removed from the copy as well.
//!
//! The settings lie in the copy under another name, so that nobody takes it for a hall, works in it
//! and gives numbers twice.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use super::error::DiskError;
use super::hall::{SETTINGS, private};
use super::note::{read_note, write_note};
use super::whole::write_whole;

/// The settings as they lie in a copy.
const SETTINGS_COPIED: &str = "hall.toml.copy";
/// Files that are copied after the ledger.
const AFTER: [&str; 2] = ["frame-keys", super::hall::ERASED];
/// What stands at the head of a copy.
const NOTE: &str = "backup.toml";
/// Files and folders that are not copied, beside those whose names begin with a dot or `view`.
const LEFT_OUT: [&str; 7] = [
    "lock",
    "ledger",
    "index",
    "papers",
    NOTE,
    super::second_copy::FILE,
    super::restored::FILE,
];

/// What a second copy says of itself: when it was made, and the digest of every file beside the
/// ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyNote {
    /// 32 hexadecimal digits.
    pub hall: String,
    /// UTC, in milliseconds since 1970.
    pub at: i64,
    /// How far the ledger was copied.
    pub sequence: u64,
    /// BLAKE3 of the last frame, hexadecimal.
    pub head: String,
    /// Path within the copy → BLAKE3, hexadecimal.
    pub files: BTreeMap<String, String>,
}

impl CopyNote {
    /// # Errors
    /// [`DiskError::Missing`] if the folder is no copy.
    pub fn read(copy: &Path) -> Result<CopyNote, DiskError> {
        read_note(&copy.join(NOTE))
    }

    /// # Errors
    /// What the disk says.
    pub fn write(&self, copy: &Path) -> Result<(), DiskError> {
        write_note(&copy.join(NOTE), self)
    }

    /// The first file that is not there or not what was copied.
    ///
    /// # Errors
    /// What the disk says of a file that is there and cannot be read.
    pub fn changed_file(&self, copy: &Path) -> Result<Option<PathBuf>, DiskError> {
        for (name, digest) in &self.files {
            let path = copy.join(name);
            let bytes = match fs::read(&path).map_err(|cause| DiskError::io(&path, cause)) {
                Ok(bytes) => bytes,
                Err(DiskError::Missing { .. }) => return Ok(Some(path)),
                Err(error) => return Err(error),
            };
            if blake3::hash(&bytes).to_hex().as_str() != digest {
                return Ok(Some(path));
            }
        }
        Ok(None)
    }

    /// Lays the copied files out as those of a hall, all but the settings; each is compared with its
    /// digest once more.
    ///
    /// # Errors
    /// What the disk says; [`DiskError::Missing`] for a file that is not what was copied.
    pub fn restore(&self, copy: &Path, hall: &Path) -> Result<(), DiskError> {
        for (name, digest) in &self.files {
            let path = copy.join(name);
            let bytes = fs::read(&path).map_err(|cause| DiskError::io(&path, cause))?;
            if blake3::hash(&bytes).to_hex().as_str() != digest || !is_within(name) {
                return Err(DiskError::Missing { path });
            }
            if name != SETTINGS_COPIED {
                put(&hall.join(name), &bytes)?;
            }
        }
        Ok(())
    }

    /// The settings, which make a folder a hall: the last thing to be laid out.
    ///
    /// # Errors
    /// What the disk says.
    pub fn restore_settings(&self, copy: &Path, hall: &Path) -> Result<(), DiskError> {
        let path = copy.join(SETTINGS_COPIED);
        let bytes = fs::read(&path).map_err(|cause| DiskError::io(&path, cause))?;
        write_whole(&hall.join(SETTINGS), &bytes)
    }
}

/// Whether a path stays within the folder it is joined to.
fn is_within(name: &str) -> bool {
    let parts = Path::new(name).components();
    let mut parts = parts.map(|part| matches!(part, std::path::Component::Normal(_)));
    !name.is_empty() && parts.all(|normal| normal)
}

/// What is known of a file: length, time of the last change, digest.
type Known = (u64, Option<SystemTime>, String);

/// The files as they were copied last, so that the next time only changed ones are read.
#[derive(Debug, Default)]
pub struct CopiedFiles {
    known: BTreeMap<String, Known>,
    /// Files that go into the copy after the ledger, as they were before it was read: they say which
    /// frames are closed for good, and what stays of those must be in the copy by then.
    held: Vec<(String, Known, Vec<u8>)>,
}

impl CopiedFiles {
    /// Makes the copy's files those of the hall.
    ///
    /// # Errors
    /// What the disk says; the copy then has some of the new files.
    pub fn equal(&mut self, hall: &Path, copy: &Path) -> Result<(), DiskError> {
        private(copy)?;
        let mut present = BTreeMap::new();
        self.held.clear();
        for name in files(hall)? {
            if AFTER.contains(&name.as_str()) {
                self.held.extend(held(hall, &name)?);
                continue;
            }
            let target = if name == SETTINGS {
                SETTINGS_COPIED
            } else {
                &name
            };
            if let Some(known) = self.copied(&hall.join(&name), &copy.join(target), target)? {
                present.insert(target.to_owned(), known);
            }
        }
        for name in files(copy)? {
            let path = copy.join(&name);
            if !present.contains_key(&name) && !AFTER.contains(&name.as_str()) {
                fs::remove_file(&path).map_err(|cause| DiskError::io(&path, cause))?;
            }
        }
        self.known = present;
        Ok(())
    }

    /// Lays down what had to wait for the ledger.
    ///
    /// # Errors
    /// What the disk says.
    pub fn follow(&mut self, copy: &Path) -> Result<(), DiskError> {
        for (name, known, bytes) in self.held.drain(..) {
            let path = copy.join(&name);
            if !fs::read(&path).is_ok_and(|there| there == bytes) {
                put(&path, &bytes)?;
            }
            self.known.insert(name, known);
        }
        Ok(())
    }

    /// Path within the copy → BLAKE3.
    pub fn digests(&self) -> BTreeMap<String, String> {
        let digest = |(name, (_, _, digest)): (&String, &Known)| (name.clone(), digest.clone());
        self.known.iter().map(digest).collect()
    }

    /// Copies one file unless the copy has it; `None` if it was removed meanwhile.
    fn copied(&self, from: &Path, to: &Path, name: &str) -> Result<Option<Known>, DiskError> {
        let failed = |cause| DiskError::io(from, cause);
        let Ok(found) = fs::metadata(from) else {
            return Ok(None);
        };
        let (length, changed) = (found.len(), found.modified().ok());
        if let Some(known) = self.known.get(name)
            && (known.0, known.1) == (length, changed)
            && to.exists()
        {
            return Ok(Some(known.clone()));
        }
        let bytes = match fs::read(from).map_err(failed) {
            Ok(bytes) => bytes,
            Err(DiskError::Missing { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        if fs::read(to).is_ok_and(|there| there == bytes) {
            let digest = blake3::hash(&bytes).to_hex().to_string();
            return Ok(Some((length, changed, digest)));
        }
        put(to, &bytes)?;
        let digest = blake3::hash(&bytes).to_hex().to_string();
        Ok(Some((length, changed, digest)))
    }
}

fn held(hall: &Path, name: &str) -> Result<Option<(String, Known, Vec<u8>)>, DiskError> {
    let path = hall.join(name);
    let bytes = match fs::read(&path).map_err(|cause| DiskError::io(&path, cause)) {
        Err(DiskError::Missing { .. }) => return Ok(None),
        read => read?,
    };
    let digest = blake3::hash(&bytes).to_hex().to_string();
    let known = (bytes.len() as u64, None, digest);
    Ok(Some((name.to_owned(), known, bytes)))
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    if let Some(folder) = path.parent() {
        private(folder)?;
    }
    write_whole(path, bytes)
}

/// The files below a folder that are copied, by their paths within it.
fn files(folder: &Path) -> Result<Vec<String>, DiskError> {
    let mut found = Vec::new();
    gather(folder, "", &mut found)?;
    Ok(found)
}

fn gather(folder: &Path, within: &str, found: &mut Vec<String>) -> Result<(), DiskError> {
    let failed = |cause| DiskError::io(folder, cause);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        // No file of ours has a name that is not text.
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let top = within.is_empty();
        let left_out = top && (LEFT_OUT.contains(&name.as_str()) || name.starts_with("view"));
        if left_out || name.starts_with('.') {
            continue;
        }
        let path = if top {
            name
        } else {
            format!("{within}/{name}")
        };
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() {
            gather(&entry.path(), &path, found)?;
        } else if kind.is_file() {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::whole::read_text;
    use super::*;

    #[test]
    fn the_copy_has_what_the_hall_has_and_loses_what_it_loses() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let (hall, copy) = (place.path().join("hall"), place.path().join("copy"));
        for (name, text) in [
            ("hall.toml", "settings"),
            ("kept/a.toml", "form"),
            ("photos/b.jpg", "face"),
            ("view/db", "view"),
            ("papers/2010/x.pdf", "paper"),
            ("lock", "who"),
            (".half", "half"),
        ] {
            put(&hall.join(name), text.as_bytes()).expect("writes");
        }
        let mut files = CopiedFiles::default();
        files.equal(&hall, &copy).expect("copied");
        let names: Vec<String> = files.digests().into_keys().collect();
        assert_eq!(names, ["hall.toml.copy", "kept/a.toml", "photos/b.jpg"]);
        assert!(!copy.join("hall.toml").exists(), "a copy is no hall");
        fs::remove_file(hall.join("photos/b.jpg")).expect("deleted");
        put(&hall.join("kept/a.toml"), b"another form").expect("writes");
        files.equal(&hall, &copy).expect("copied");
        assert!(!copy.join("photos/b.jpg").exists());
        let text = read_text(&copy.join("kept/a.toml")).expect("copied");
        assert_eq!(text, "another form");
    }

    #[test]
    fn no_path_leads_out_of_the_folder() {
        for name in ["../x", "/etc/passwd", "a/../../x", "", "./x/../y"] {
            assert!(!is_within(name), "{name}");
        }
        assert!(is_within("kept/a.toml"));
    }
}
