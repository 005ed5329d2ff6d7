//! The note of an orderly end: everything the view holds was on the platter, and this was its mark.
//!
//! It is taken away before sled touches a file. Whatever ends without closing the view (a power cut
//! above all: sled's own flush does not survive one) leaves no note behind, and a view without one
//! is proved entry by entry before it answers anything.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

const NOTE: &str = "closed";
const PRIVATE: u32 = 0o600;

/// Takes the note away for good, and tells what it said.
pub(super) fn take(view: &Path) -> Option<Vec<u8>> {
    let said = fs::read(view.join(NOTE)).ok()?;
    let gone = fs::remove_file(view.join(NOTE)).and_then(|()| sync(view));
    gone.is_ok().then_some(said)
}

/// Hands every file of the view to the platter and says so.
///
/// # Errors
/// What the disk says; there is then no note.
pub(super) fn write(view: &Path, mark: &[u8]) -> io::Result<()> {
    for file in files(view)? {
        File::open(file)?.sync_all()?;
    }
    let beside = view.join(".closed");
    let mut options = OpenOptions::new();
    let options = options.write(true).create(true).truncate(true);
    let mut file = options.mode(PRIVATE).open(&beside)?;
    file.write_all(mark)?;
    file.sync_all()?;
    fs::rename(&beside, view.join(NOTE))?;
    sync(view)
}

/// Every file below a folder, and the folders themselves.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = vec![folder.to_owned()];
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        match entry.file_type()?.is_dir() {
            true => found.extend(files(&entry.path())?),
            false => found.push(entry.path()),
        }
    }
    Ok(found)
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
