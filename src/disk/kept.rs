use std::path::PathBuf;

use super::error::DiskError;
use super::hall::private;
use super::whole::{read_text, write_whole};

/// The forms, policies and layouts that papers of this hall were made from, by their digest, so
/// that a paper can be printed again years later exactly as it was.
#[derive(Debug, Clone)]
pub struct Kept {
    folder: PathBuf,
}

impl Kept {
    pub fn new(folder: PathBuf) -> Kept {
        Kept { folder }
    }

    /// Keeps a text unless it is kept already.
    ///
    /// # Errors
    /// What the disk says.
    pub fn keep(&self, digest: &str, text: &str) -> Result<(), DiskError> {
        let path = self.path(digest);
        if path.exists() {
            return Ok(());
        }
        private(&self.folder)?;
        write_whole(&path, text.as_bytes())
    }

    /// The text with this digest; `None` if it is not kept or is not what it was.
    pub fn text(&self, digest: &str) -> Option<String> {
        if !digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let text = read_text(&self.path(digest)).ok()?;
        (blake3::hash(text.as_bytes()).to_hex().as_str() == digest).then_some(text)
    }

    fn path(&self, digest: &str) -> PathBuf {
        self.folder.join(format!("{digest}.toml"))
    }
}
