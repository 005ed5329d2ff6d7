use std::fs;
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

/// Removes the files of a number, or of one of its papers, from every year below this folder.
///
/// # Errors
/// What the disk says of the first file that stays.
pub fn remove_papers(papers: &Path, number: &str, paper: &str) -> Result<(), DiskError> {
    let number = number.replace(['/', '\\', '\0'], "_");
    let start = format!("{number}-{paper}");
    for year in entries(papers)? {
        for file in entries(&year)? {
            let name = file.file_name().map(|name| name.to_string_lossy());
            if name.is_some_and(|name| name.starts_with(&start)) {
                fs::remove_file(&file).map_err(|cause| DiskError::io(&file, cause))?;
            }
        }
    }
    Ok(())
}

/// What lies in a folder; nothing in what is no folder.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, DiskError> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let failed = |cause| DiskError::io(folder, cause);
    let entries = fs::read_dir(folder).map_err(failed)?;
    entries
        .map(|entry| entry.map(|entry| entry.path()).map_err(failed))
        .collect()
}

/// Moves a file, over the border of a disk if need be.
///
/// # Errors
/// What the disk says; the file is then where it was, and perhaps also where it was to go.
pub fn move_file(from: &Path, to: &Path) -> Result<(), DiskError> {
    if fs::rename(from, to).is_ok() {
        return Ok(());
    }
    fs::copy(from, to).map_err(|cause| DiskError::io(to, cause))?;
    fs::remove_file(from).map_err(|cause| DiskError::io(from, cause))
}
