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
