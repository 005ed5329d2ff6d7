//! Small TOML files of the hall's own: settings and notes, each a value of one type.

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::DiskError;
use super::whole::{read_text, write_whole};

/// # Errors
/// [`DiskError::Missing`] if there is no such file, [`DiskError::File`] with line and column if it
/// cannot be understood.
pub(super) fn read_note<T: DeserializeOwned>(path: &Path) -> Result<T, DiskError> {
    let text = read_text(path)?;
    Ok(crate::policy::read_toml(
        &path.display().to_string(),
        &text,
    )?)
}

/// What the file says; `None` if there is none.
///
/// # Errors
/// As [`read_note`], but for a missing file.
pub(super) fn read_note_if_there<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, DiskError> {
    match read_note(path) {
        Err(DiskError::Missing { .. }) => Ok(None),
        note => note.map(Some),
    }
}

/// Writes the file whole; what stood there stays after every error.
///
/// # Errors
/// What the disk says, and [`DiskError::NotAsText`] for what no text file can hold: the name of a
/// folder that is no UTF-8, a number beyond TOML's.
pub(super) fn write_note(path: &Path, note: &impl Serialize) -> Result<(), DiskError> {
    let text = toml::to_string(note).map_err(|cause| DiskError::NotAsText {
        path: path.to_owned(),
        cause: cause.to_string(),
    })?;
    write_whole(path, text.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use super::*;
    use crate::disk::SecondCopySetting;

    #[test]
    fn a_folder_whose_name_is_no_text_is_refused_and_the_old_setting_stands() {
        let hall = tempfile::tempdir().expect("a folder for the test");
        let setting = |folder: &[u8]| SecondCopySetting {
            folder: Path::new(OsStr::from_bytes(folder)).to_owned(),
            before_done: true,
        };
        let before = setting("/媒体/备份".as_bytes());
        before.write(hall.path()).expect("room");
        // The name in GB 18030, as an old stick may have it.
        let refused = setting(b"/\xb1\xb8\xb7\xdd").write(hall.path());
        assert!(matches!(refused, Err(DiskError::NotAsText { .. })));
        let read = SecondCopySetting::read(hall.path()).expect("reads");
        assert_eq!(read, Some(before));
    }

    #[test]
    fn a_note_that_is_not_there_is_none_and_a_slip_in_one_is_told() {
        let hall = tempfile::tempdir().expect("a folder for the test");
        let path = hall.path().join("note.toml");
        let read = || read_note_if_there::<SecondCopySetting>(&path);
        assert!(read().expect("no file").is_none());
        std::fs::write(&path, "folder = 3").expect("room");
        assert!(matches!(read(), Err(DiskError::File(_))));
    }
}
