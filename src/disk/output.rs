use std::path::{Path, PathBuf};

use super::error::DiskError;
use super::hall::private;
use super::whole::write_whole;

/// The PDF file of a paper in this folder. Its name tells number and paper and nothing about a
/// person.
pub fn paper_path(folder: &Path, number: &str, paper: &str) -> PathBuf {
    let safe = |text: &str| text.replace(['/', '\\', '\0'], "_");
    folder.join(format!("{}-{}.pdf", safe(number), safe(paper)))
}

/// The file somebody asked for: a folder that is there gets the paper under its usual name.
///
/// # Errors
/// [`DiskError::Missing`] if the folder above the file is not there: a slip in a path makes none.
pub fn asked_path(asked: &Path, number: &str, paper: &str) -> Result<PathBuf, DiskError> {
    if asked.is_dir() {
        return Ok(paper_path(asked, number, paper));
    }
    match asked.parent() {
        Some(above) if !above.as_os_str().is_empty() && !above.is_dir() => {
            let path = above.to_owned();
            Err(DiskError::Missing { path })
        }
        _ => Ok(asked.to_owned()),
    }
}

/// Writes a PDF file and the folders above it.
///
/// # Errors
/// What the disk says; there is then no file, not half of one.
pub fn write_paper(path: &Path, pdf: &[u8]) -> Result<(), DiskError> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    folder.map_or(Ok(()), private)?;
    write_whole(path, pdf)
}
