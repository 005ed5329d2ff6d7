use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};

use super::error::DiskError;
use super::hall::private;
use super::sealing::Sealing;
use super::whole::{read_within, write_whole};

/// The largest file taken for a photograph: a scanner's careless setting, not a mistake.
const MOST: u64 = 8 << 20;

const PURPOSE: &str = "guitai 2026 photograph v1";

/// The photographs of a hall, each named by the digest of its bytes.
#[derive(Debug, Clone)]
pub struct Photos {
    folder: PathBuf,
    sealing: Sealing,
}

/// A photograph as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub jpeg: bool,
    pub bytes: Vec<u8>,
}

impl Photos {
    pub fn new(folder: PathBuf) -> Photos {
        Photos {
            folder,
            sealing: Sealing::default(),
        }
    }

    /// The same photographs in a hall that seals its files so; their names are then blind.
    pub fn sealed(self, sealing: Sealing) -> Photos {
        Photos { sealing, ..self }
    }

    /// Takes a JPEG or PNG file over and returns its digest, the answer of a photo field.
    ///
    /// # Errors
    /// [`DiskError::NotAPicture`], [`DiskError::PictureTooLarge`] and what the disk says.
    pub fn import(&self, path: &Path) -> Result<String, DiskError> {
        let bytes = read_at_most(path, MOST)?;
        let ending = ending(&bytes).ok_or_else(|| DiskError::NotAPicture {
            path: path.to_owned(),
        })?;
        let digest = blake3::hash(&bytes).to_hex().to_string();
        private(&self.folder)?;
        let sealed = self.sealing.written(PURPOSE, &digest, bytes);
        write_whole(&self.path(&digest, ending), &sealed)?;
        Ok(digest)
    }

    /// Removes the photographs that came in before this day (their files' own time, UTC); how many.
    /// What else lies in the folder is left alone.
    ///
    /// # Errors
    /// [`DiskError::Io`] for the first that cannot be removed; the others may be gone.
    pub fn remove_before(&self, day: NaiveDate) -> Result<usize, DiskError> {
        let Ok(entries) = fs::read_dir(&self.folder) else {
            return Ok(0);
        };
        let mut removed = 0;
        for entry in entries.flatten() {
            let path = entry.path();
            let modified = entry.metadata().and_then(|about| about.modified());
            let came_in = modified
                .ok()
                .map(|time| DateTime::<Utc>::from(time).date_naive());
            if is_photo(&path) && came_in.is_some_and(|came_in| came_in < day) {
                fs::remove_file(&path).map_err(|cause| DiskError::io(&path, cause))?;
                removed += 1;
            }
        }
        Ok(removed)
    }

    /// The photograph with this digest; `None` if it is not kept any more, or is not what it was.
    pub fn picture(&self, digest: &str) -> Option<Picture> {
        if digest.is_empty() || !digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        ["jpg", "png"].into_iter().find_map(|ending| {
            let path = self.path(digest, ending);
            let bytes = fs::read(&path).ok()?;
            let bytes = self.sealing.read(PURPOSE, digest, (&path, bytes)).ok()?;
            let unchanged = blake3::hash(&bytes).to_hex().as_str() == digest;
            unchanged.then_some(Picture {
                jpeg: ending == "jpg",
                bytes,
            })
        })
    }

    fn path(&self, digest: &str, ending: &str) -> PathBuf {
        let name = self.sealing.blind(PURPOSE, digest);
        self.folder.join(format!("{name}.{ending}"))
    }
}

fn is_photo(path: &Path) -> bool {
    let named = path.file_stem().and_then(|name| name.to_str());
    let hex = named.is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let ending = path.extension().and_then(|ending| ending.to_str());
    hex && matches!(ending, Some("jpg" | "png"))
}

/// A file of a picture, whole.
///
/// # Errors
/// [`DiskError::PictureTooLarge`] if it has more bytes than `most`, and what the disk says.
pub fn read_at_most(path: &Path, most: u64) -> Result<Vec<u8>, DiskError> {
    read_within(path, most)?.ok_or_else(|| DiskError::PictureTooLarge {
        path: path.to_owned(),
        bytes: fs::metadata(path).map_or(most, |about| about.len()),
        most,
    })
}

fn ending(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Some("jpg")
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("png")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::*;

    #[test]
    fn a_photograph_is_found_by_its_digest_until_it_changes() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let photos = Photos::new(place.path().join("photos"));
        let file = place.path().join("one.png");
        fs::write(&file, b"\x89PNG\r\n\x1a\n...").expect("writes");
        let digest = photos.import(&file).expect("a picture");
        let picture = photos.picture(&digest).expect("kept");
        assert!(!picture.jpeg && picture.bytes.ends_with(b"..."));
        let kept = place.path().join(format!("photos/{digest}.png"));
        fs::write(kept, b"other").expect("writes");
        assert_eq!(photos.picture(&digest), None);
        assert_eq!(photos.picture("../hall"), None);
    }

    #[test]
    fn a_photograph_is_removed_in_its_time_and_nothing_else_is() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let folder = place.path().join("photos");
        let photos = Photos::new(folder.clone());
        let picture = |name: &str, content: &[u8]| {
            let file = place.path().join(name);
            fs::write(&file, [b"\x89PNG\r\n\x1a\n", content].concat()).expect("writes");
            photos.import(&file).expect("a picture")
        };
        let (old, new) = (picture("old.png", b"old"), picture("new.png", b"new"));
        let other = folder.join("notes.txt");
        fs::write(&other, "字").expect("writes");
        let march = DateTime::parse_from_rfc3339("2010-03-15T08:00:00Z").expect("a time");
        for path in [folder.join(format!("{old}.png")), other.clone()] {
            let file = File::options().write(true).open(path).expect("there");
            file.set_modified(march.into()).expect("a time");
        }
        let day = |text: &str| text.parse().expect("a date in a test");
        assert_eq!(photos.remove_before(day("2010-03-15")).ok(), Some(0));
        assert_eq!(photos.remove_before(day("2010-03-16")).ok(), Some(1));
        assert_eq!(photos.picture(&old), None);
        assert!(photos.picture(&new).is_some() && other.is_file());
    }

    #[test]
    fn what_is_no_picture_is_not_taken() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let photos = Photos::new(place.path().join("photos"));
        let file = place.path().join("a.txt");
        fs::write(&file, "文字").expect("writes");
        assert!(matches!(
            photos.import(&file),
            Err(DiskError::NotAPicture { .. })
        ));
        let missing = photos.import(&place.path().join("none.jpg"));
        assert!(matches!(missing, Err(DiskError::Missing { .. })));
        let large = File::create(&file).expect("writes");
        large.set_len(MOST + 1).expect("a sparse file");
        assert!(matches!(
            photos.import(&file),
            Err(DiskError::PictureTooLarge { .. })
        ));
    }
}
