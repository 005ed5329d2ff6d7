use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use super::error::DiskError;
use super::random::random_bytes;

/// Nobody but this account looks into it.
const PRIVATE: u32 = 0o700;

/// Makes a folder that was not there before, under a name nobody can guess, so that no other
/// account can lay one out beforehand.
///
/// # Errors
/// What the disk says.
pub fn fresh_folder(within: &Path, name: &str) -> Result<PathBuf, DiskError> {
    let random = u128::from_le_bytes(random_bytes()?);
    let folder = within.join(format!("{name}-{random:032x}"));
    DirBuilder::new()
        .mode(PRIVATE)
        .create(&folder)
        .map_err(|cause| DiskError::io(&folder, cause))?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_fresh_folder_is_private_and_new_every_time() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let first = fresh_folder(place.path(), "a").expect("made");
        let second = fresh_folder(place.path(), "a").expect("made");
        assert_ne!(first, second);
        let mode = fs::metadata(&first).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        assert!(fresh_folder(&place.path().join("nowhere"), "a").is_err());
    }
}
