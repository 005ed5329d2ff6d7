use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use super::error::DiskError;
use super::hall::Hall;
use super::whole::{read_within, write_whole};
use crate::ledger::HallId;
use crate::seal::{FrameKeys, Stretch};
use crate::staff::{Failures, Keyring, StaffBook};

/// The largest book or set of frame keys that is read, in bytes.
const MOST: u64 = 256 << 20;

/// The files of a sealed hall by which its staff sign in.
#[derive(Debug, Clone)]
pub struct StaffFiles {
    book: PathBuf,
    frame_keys: PathBuf,
    attempts: PathBuf,
    erased: PathBuf,
}

impl StaffFiles {
    pub fn of(hall: &Hall) -> StaffFiles {
        StaffFiles {
            book: hall.staff(),
            frame_keys: hall.frame_keys(),
            attempts: hall.attempts(),
            erased: hall.erased(),
        }
    }

    /// Whether the hall is sealed.
    pub fn are_there(&self) -> bool {
        self.book.exists()
    }

    /// # Errors
    /// [`DiskError::NotOpened`] if the file is no book of this hall, and what the disk says.
    pub fn book(&self, hall: HallId) -> Result<StaffBook, DiskError> {
        let bytes = read_within(&self.book, MOST)?;
        let book = bytes.and_then(|bytes| StaffBook::read(hall.0, &bytes).ok());
        book.ok_or_else(|| not_opened(&self.book))
    }

    /// # Errors
    /// What the disk says; the book before stays.
    pub fn write_book(&self, book: &StaffBook) -> Result<(), DiskError> {
        let bytes = book.write().map_err(|_| not_opened(&self.book))?;
        write_whole(&self.book, &bytes)
    }

    /// # Errors
    /// [`DiskError::NotOpened`] if the file is not what was sealed, and what the disk says.
    pub fn frame_keys(&self, keyring: &Keyring) -> Result<FrameKeys, DiskError> {
        let bytes = read_within(&self.frame_keys, MOST)?;
        let keys = bytes.and_then(|bytes| keyring.open_frame_keys(&bytes).ok());
        keys.ok_or_else(|| not_opened(&self.frame_keys))
    }

    /// Puts new frame keys in place of the old ones, whose bytes are then written over: a disk that
    /// moves its blocks about may still hold them, sealed, until it uses their place again.
    ///
    /// # Errors
    /// What the disk says; the keys before stay.
    pub fn write_frame_keys(&self, keyring: &Keyring, keys: &FrameKeys) -> Result<(), DiskError> {
        let sealed = keyring.seal_frame_keys(keys);
        let sealed = sealed.map_err(|_| not_opened(&self.frame_keys))?;
        let before = OpenOptions::new().write(true).open(&self.frame_keys);
        write_whole(&self.frame_keys, &sealed)?;
        if let Ok(mut before) = before {
            let length = before.metadata().map_or(0, |about| about.len());
            // The file has no name any more: what fails here, nobody can read by opening a file.
            let zeros = vec![0; usize::try_from(length.min(MOST)).unwrap_or(0)];
            let _ = before.write_all(&zeros).and_then(|()| before.sync_all());
        }
        Ok(())
    }

    /// Notes, for whoever has no password, the frames whose keys were destroyed: numbers, a line
    /// each.
    ///
    /// # Errors
    /// What the disk says.
    pub fn note_erased(&self, frames: impl Iterator<Item = u64>) -> Result<(), DiskError> {
        let text: String = frames.map(|frame| format!("{frame}\n")).collect();
        match fs::read(&self.erased).is_ok_and(|there| there == text.as_bytes()) {
            true => Ok(()),
            false => write_whole(&self.erased, text.as_bytes()),
        }
    }

    /// The frames whose keys were destroyed, as the hall says.
    pub fn erased(folder: &Path) -> Vec<u64> {
        let bytes = read_within(&folder.join(super::hall::ERASED), MOST);
        let bytes = bytes.ok().flatten().unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let frames = text.lines().filter_map(|line| line.parse().ok());
        frames.collect()
    }

    /// Wrong passwords in a row; none if the file is missing or is not one.
    pub fn failures(&self) -> Failures {
        let bytes = fs::read(&self.attempts).unwrap_or_default();
        postcard::from_bytes(&bytes).unwrap_or_default()
    }

    /// # Errors
    /// What the disk says.
    pub fn write_failures(&self, failures: &Failures) -> Result<(), DiskError> {
        let bytes = postcard::to_stdvec(failures).map_err(|_| not_opened(&self.attempts))?;
        write_whole(&self.attempts, &bytes)
    }
}

fn not_opened(path: &Path) -> DiskError {
    DiskError::NotOpened {
        path: path.to_owned(),
    }
}

/// The work that makes a sign-in take about a second on this computer. Takes some seconds itself.
pub fn password_work() -> Stretch {
    Stretch::calibrated(|stretch| {
        let began = Instant::now();
        // Only the time matters; the work is within its bounds.
        let _ = stretch.key("the time it takes", &[0; 16]);
        began.elapsed()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::Chance;
    use crate::staff::{NewMember, Role, Roles};

    #[test]
    fn what_was_destroyed_stays_destroyed_and_a_changed_file_opens_nothing() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let file = |name: &str| place.path().join(name);
        let files = StaffFiles {
            book: file("staff"),
            frame_keys: file("frame-keys"),
            attempts: file("attempts"),
            erased: file("erased"),
        };
        let first = NewMember {
            name: "刘志强",
            roles: Roles::of(&[Role::Administrator]),
            password: "白沙洲的桃花开了三月初",
        };
        let made = StaffBook::begin([7; 16], first, Stretch::FLOOR, &mut Chance::new([1; 32]));
        let (book, keyring, _) = made.expect("a good password");
        assert!(!files.are_there());
        files.write_book(&book).expect("room");
        assert!(files.are_there());
        assert_eq!(files.book(HallId([7; 16])).ok(), Some(book));
        assert!(files.book(HallId([8; 16])).is_err());
        let mut keys = FrameKeys::new([2; 32]);
        files.write_frame_keys(&keyring, &keys).expect("room");
        assert!(keys.destroy(5));
        files.write_frame_keys(&keyring, &keys).expect("room");
        let read = files.frame_keys(&keyring).expect("as written");
        assert!(read.key(5).is_none() && read.key(6).is_some());
        let mut bytes = fs::read(file("frame-keys")).expect("there");
        bytes[40] ^= 1;
        fs::write(file("frame-keys"), bytes).expect("room");
        let changed = files.frame_keys(&keyring);
        assert!(matches!(changed, Err(DiskError::NotOpened { .. })));
        let mut failures = files.failures();
        failures.note(3, 10);
        files.write_failures(&failures).expect("room");
        assert_eq!(files.failures(), failures);
    }
}
