use std::path::{Path, PathBuf};

use super::error::DiskError;
use super::hall::private;
use super::whole::write_whole;

/// A folder that PDF files go to. Their names tell number and paper and nothing about a person.
#[derive(Debug, Clone)]
pub struct Output {
    folder: PathBuf,
}

impl Output {
    pub fn new(folder: impl Into<PathBuf>) -> Output {
        Output {
            folder: folder.into(),
        }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where a paper of this number goes.
    pub fn path(&self, number: &str, paper: &str) -> PathBuf {
        let safe = |text: &str| text.replace(['/', '\\', '\0'], "_");
        self.folder
            .join(format!("{}-{}.pdf", safe(number), safe(paper)))
    }

    /// # Errors
    /// What the disk says; there is then no file, not half of one.
    pub fn write(&self, number: &str, paper: &str, pdf: &[u8]) -> Result<PathBuf, DiskError> {
        private(&self.folder)?;
        let path = self.path(number, paper);
        write_whole(&path, pdf)?;
        Ok(path)
    }
}
