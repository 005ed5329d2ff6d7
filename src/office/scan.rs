//! The code on a scan of a page.

use std::path::Path;

use super::VerifyError;
use crate::disk::read_at_most;
use crate::paper::seal::read_off;

/// The largest file taken for a scan of one page, in bytes.
const MOST: u64 = 64 << 20;

/// Whether a file's name is that of a picture.
pub fn is_picture(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    ending.is_some_and(|ending| {
        let endings = ["png", "jpg", "jpeg"];
        endings
            .iter()
            .any(|known| known.eq_ignore_ascii_case(ending))
    })
}

/// The code that was scanned or typed. A text that names a picture, as a terminal writes a file that
/// is dropped on it, stands for the code on it.
///
/// # Errors
/// As [`code_on_picture`].
pub fn code_typed(text: &str) -> Result<String, VerifyError> {
    let named = Path::new(text.trim().trim_matches(['\'', '"']));
    match is_picture(named) {
        true => code_on_picture(named),
        false => Ok(text.to_owned()),
    }
}

/// The text of the code on a picture, to be verified.
///
/// # Errors
/// [`VerifyError::Unread`] if no code can be read off it, [`VerifyError::Disk`].
pub fn code_on_picture(path: &Path) -> Result<String, VerifyError> {
    let bytes = read_at_most(path, MOST)?;
    read_off(&bytes).map_err(|why| VerifyError::Unread {
        path: path.to_owned(),
        why,
    })
}
