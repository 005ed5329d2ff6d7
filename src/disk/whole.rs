use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::error::DiskError;

/// What the hall keeps and prints is about people: no other account reads it.
const PRIVATE: u32 = 0o600;

/// Writes a file so that it is found either whole or not at all, whatever happens meanwhile. What
/// stood there before stays until the new file is on the disk.
///
/// # Errors
/// What the disk says; nothing is left behind.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), DiskError> {
    let beside = beside(path);
    let written = write_and_rename(&beside, path, bytes);
    if written.is_err() {
        // The rest of a failed write is of no use to anybody.
        let _ = fs::remove_file(&beside);
    }
    written.map_err(|cause| DiskError::io(path, cause))
}

fn write_and_rename(beside: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(PRIVATE)
        .open(beside)?;
    file.write_all(bytes)?;
    file.sync_data()?;
    fs::rename(beside, path)?;
    match path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// A name beside the file that no other process uses.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}", std::process::id()))
}

/// Reads a whole file; `None` if it has more than `most` bytes.
///
/// # Errors
/// What the disk says.
pub fn read_within(path: &Path, most: u64) -> Result<Option<Vec<u8>>, DiskError> {
    let failed = |cause| DiskError::io(path, cause);
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(failed)?;
    let mut file = file.take(most.saturating_add(1));
    file.read_to_end(&mut bytes).map_err(failed)?;
    Ok((bytes.len() as u64 <= most).then_some(bytes))
}

/// Removes a file, or a folder with all that is in it. Nothing happens if there is none.
///
/// # Errors
/// What the disk says.
pub fn remove_all(path: &Path) -> Result<(), DiskError> {
    let removed = match path.is_dir() {
        true => fs::remove_dir_all(path),
        false => fs::remove_file(path),
    };
    match removed {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(DiskError::io(path, cause)),
        _ => Ok(()),
    }
}

/// Reads a whole text file.
///
/// # Errors
/// What the disk says, or [`DiskError::NotText`].
pub fn read_text(path: &Path) -> Result<String, DiskError> {
    let bytes = fs::read(path).map_err(|cause| DiskError::io(path, cause))?;
    String::from_utf8(bytes).map_err(|_| DiskError::NotText {
        path: path.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_cannot_be_written_leaves_the_old_one_and_nothing_beside_it() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("a.txt");
        write_whole(&path, b"old").expect("writes");
        // A folder stands where the new file is to be written.
        fs::create_dir(beside(&path)).expect("in the way");
        assert!(write_whole(&path, b"new").is_err());
        assert_eq!(read_text(&path).expect("still there"), "old");
    }

    #[test]
    fn a_file_of_other_bytes_is_not_text() {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let path = folder.path().join("a.txt");
        write_whole(&path, &[0xFF, 0xFE]).expect("writes");
        assert!(matches!(read_text(&path), Err(DiskError::NotText { .. })));
    }
}
