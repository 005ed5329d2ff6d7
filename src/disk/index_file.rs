//! The index as it is kept beside the view, for a quick next opening. A cache: whatever is off
//! about the file, it is thrown away, and the index is made of the view.
//!
//! ```text
//! at  0  magic     8   GUITAIIX
//!     8  layout    u16 of this head
//!    10  hall      16  whose it is
//!    26  sequence  u64 the act up to which it was made …
//!    34  hash      32  … and the hash of that act's frame
//!    66  body          what the index wrote
//!        digest    32  BLAKE3 of all before
//! ```
//!
//! In a sealed hall the layout has its top bit set and the body is sealed in blocks, each bound to the head. This
//! is the one place where its bytes are written and read.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use super::blocks::{Blocks, Cover, Opened, content_length};
use super::error::DiskError;
use super::sealing::Sealing;
use crate::ledger::{Digest, HallId, Head};

const MAGIC: &[u8; 8] = b"GUITAIIX";
const LAYOUT: u16 = 2;
/// Beside the layout: whether the body is sealed.
const SEALED: u16 = 0x8000;
const PURPOSE: &str = "guitai 2026 index v1";
const HEAD: usize = 66;
const DIGEST: usize = 32;
/// It holds names and numbers: no other account reads it.
const PRIVATE: u32 = 0o600;
/// What is written is handed to the platter in steps of so many bytes. Synced in one piece it would
/// hold up the ledger's own sync for as long as it takes.
const STEP: usize = 4 << 20;

/// The file of one hall's index.
#[derive(Debug, Clone)]
pub struct IndexFile {
    path: PathBuf,
    hall: HallId,
    sealing: Sealing,
}

impl IndexFile {
    pub fn new(path: PathBuf, hall: HallId) -> IndexFile {
        IndexFile {
            path,
            hall,
            sealing: Sealing::default(),
        }
    }

    /// The same file in a hall that seals its files so.
    pub fn sealed(self, sealing: Sealing) -> IndexFile {
        IndexFile { sealing, ..self }
    }

    fn layout(&self) -> u16 {
        match self.sealing.is_on() {
            true => LAYOUT | SEALED,
            false => LAYOUT,
        }
    }

    /// How the body behind this head is sealed, if it is.
    fn cover(&self, head: &[u8]) -> Option<Cover> {
        Some(Cover {
            key: self.sealing.key(PURPOSE)?,
            about: head.to_vec(),
        })
    }

    /// The first bytes of a file made up to `head`.
    fn front(&self, head: Head) -> Vec<u8> {
        let layout = self.layout().to_le_bytes();
        let sequence = head.sequence.to_le_bytes();
        [
            MAGIC.as_slice(),
            &layout,
            &self.hall.0,
            &sequence,
            &head.hash.0,
        ]
        .concat()
    }

    /// How far the file says it was made, if it is this hall's. Nothing else of it is proved.
    pub fn head(&self) -> Option<Head> {
        let mut head = [0; HEAD];
        let mut file = File::open(&self.path).ok()?;
        file.read_exact(&mut head).ok()?;
        self.understood(&head)
    }

    fn understood(&self, head: &[u8; HEAD]) -> Option<Head> {
        let rest = head.strip_prefix(MAGIC)?;
        let (layout, rest) = rest.split_first_chunk::<2>()?;
        let (hall, rest) = rest.split_first_chunk::<16>()?;
        let (sequence, hash) = rest.split_first_chunk::<8>()?;
        let head = Head {
            sequence: u64::from_le_bytes(*sequence),
            hash: Digest(hash.try_into().ok()?),
        };
        (u16::from_le_bytes(*layout) == self.layout() && *hall == self.hall.0).then_some(head)
    }

    /// Reads the body of a file that was made up to `head`, and proves all of it by its digest.
    /// `body` hears how many bytes there are.
    ///
    /// # Errors
    /// If the file is missing, another one, cut or changed in any byte, and what `body` says.
    pub fn read<T>(
        &self,
        head: Head,
        body: impl FnOnce(&mut dyn Read, u64) -> io::Result<T>,
    ) -> io::Result<T> {
        let file = File::open(&self.path)?;
        let length = file.metadata()?.len();
        let wrong = || io::Error::from(io::ErrorKind::InvalidData);
        let around = (HEAD + DIGEST) as u64;
        let inner = length.checked_sub(around).ok_or_else(wrong)?;
        let mut from = Checked {
            file,
            hasher: blake3::Hasher::new(),
        };
        let mut front = [0; HEAD];
        from.read_exact(&mut front)?;
        if self.understood(&front) != Some(head) {
            return Err(wrong());
        }
        let read = match self.cover(&front) {
            None => body(&mut from, inner)?,
            Some(cover) => {
                let length = content_length(inner).ok_or_else(wrong)?;
                body(&mut Opened::new(&mut from, &cover, inner), length)?
            }
        };
        let mut digest = [0; DIGEST];
        from.file.read_exact(&mut digest)?;
        match *from.hasher.finalize().as_bytes() == digest && from.file.read(&mut [0])? == 0 {
            true => Ok(read),
            false => Err(wrong()),
        }
    }

    /// Writes a file that was made up to `head` beside its place; [`DraftIndex::publish`] puts it
    /// there.
    ///
    /// # Errors
    /// What the disk says; nothing is left behind.
    pub fn draft(
        &self,
        head: Head,
        body: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<DraftIndex, DiskError> {
        let draft = DraftIndex {
            beside: self.beside(),
            path: self.path.clone(),
        };
        let failed = |cause| DiskError::io(&self.path, cause);
        self.fill(&draft.beside, head, body).map_err(failed)?;
        Ok(draft)
    }

    fn fill(
        &self,
        path: &Path,
        head: Head,
        body: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut options = OpenOptions::new();
        let options = options.write(true).create(true).truncate(true);
        let mut out = Inked {
            file: options.mode(PRIVATE).open(path)?,
            hasher: blake3::Hasher::new(),
            unsynced: 0,
        };
        let front = self.front(head);
        out.write_all(&front)?;
        match self.cover(&front) {
            None => body(&mut out)?,
            Some(cover) => {
                let mut blocks = Blocks::new(&mut out, &cover);
                body(&mut blocks)?;
                blocks.end()?;
            }
        }
        let digest = out.hasher.finalize();
        out.write_all(digest.as_bytes())?;
        out.file.sync_all()
    }

    /// Removes the file for good, and what an interrupted writing left beside it.
    ///
    /// # Errors
    /// What the disk says.
    pub fn remove(&self) -> Result<(), DiskError> {
        for path in [&self.path, &self.beside()] {
            remove(path).map_err(|cause| DiskError::io(path, cause))?;
        }
        Ok(())
    }

    /// Removes what an interrupted writing left beside the file.
    pub fn tidy(&self) {
        // It is tried again with the next writing, which takes the same name.
        let _ = remove(&self.beside());
    }

    /// The hall's lock lets one process at a time write here.
    fn beside(&self) -> PathBuf {
        self.path.with_extension("new")
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Ok(()) => sync_around(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn sync_around(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// A whole file that is not in its place yet; dropped, it is gone.
pub struct DraftIndex {
    beside: PathBuf,
    path: PathBuf,
}

impl DraftIndex {
    /// Puts the file in its place, where the old one or this one is found, never a part.
    ///
    /// # Errors
    /// What the disk says.
    pub fn publish(self) -> Result<(), DiskError> {
        fs::rename(&self.beside, &self.path)
            .and_then(|()| sync_around(&self.path))
            .map_err(|cause| DiskError::io(&self.path, cause))
    }
}

impl Drop for DraftIndex {
    fn drop(&mut self) {
        // Once it was published nothing stands here.
        let _ = fs::remove_file(&self.beside);
    }
}

/// Everything written also goes into the digest.
struct Inked {
    file: File,
    hasher: blake3::Hasher,
    unsynced: usize,
}

impl Write for Inked {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        self.unsynced += written;
        if self.unsynced >= STEP {
            self.file.sync_data()?;
            self.unsynced = 0;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Everything read also goes into the digest.
struct Checked {
    file: File,
    hasher: blake3::Hasher,
}

impl Read for Checked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        self.hasher.update(&into[..read]);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    const HALL: HallId = HallId([7; 16]);

    fn head() -> Head {
        Head {
            sequence: 3,
            hash: Digest([9; 32]),
        }
    }

    fn written() -> (tempfile::TempDir, IndexFile) {
        let place = tempfile::tempdir().expect("a folder for the test");
        let file = IndexFile::new(place.path().join("index"), HALL);
        let draft = file.draft(head(), |out| out.write_all(b"the body"));
        draft.expect("room").publish().expect("room");
        (place, file)
    }

    fn body(file: &IndexFile) -> io::Result<Vec<u8>> {
        file.read(head(), |from, length| {
            let mut body = vec![0; usize::try_from(length).expect("short")];
            from.read_exact(&mut body)?;
            Ok(body)
        })
    }

    #[test]
    fn an_index_is_read_as_it_was_written_by_its_own_hall_alone_and_is_private() {
        let (place, file) = written();
        assert_eq!(file.head(), Some(head()));
        assert_eq!(body(&file).expect("whole"), b"the body");
        let path = place.path().join("index");
        let mode = fs::metadata(&path).expect("there").permissions().mode();
        assert_eq!(mode & 0o177, 0);
        let foreign = IndexFile::new(path, HallId([8; 16]));
        assert_eq!(foreign.head(), None);
        assert!(body(&foreign).is_err());
        let later = Head {
            sequence: 4,
            ..head()
        };
        assert!(file.read(later, |_, _| Ok(())).is_err());
    }

    #[test]
    fn every_cut_and_every_flipped_bit_is_seen() {
        let (place, file) = written();
        let path = place.path().join("index");
        let whole = fs::read(&path).expect("there");
        for length in 0..whole.len() {
            fs::write(&path, &whole[..length]).expect("room");
            assert!(body(&file).is_err(), "cut to {length}");
        }
        for bit in 0..whole.len() * 8 {
            let mut flipped = whole.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            fs::write(&path, &flipped).expect("room");
            assert!(body(&file).is_err(), "bit {bit}");
        }
        fs::write(&path, [whole.as_slice(), b"\0"].concat()).expect("room");
        assert!(body(&file).is_err(), "longer");
    }

    #[test]
    fn a_draft_that_is_not_published_leaves_nothing_and_a_removed_index_is_gone() {
        let (place, file) = written();
        drop(
            file.draft(head(), |out| out.write_all(b"another"))
                .expect("room"),
        );
        assert_eq!(body(&file).expect("the old one"), b"the body");
        let failed = file.draft(head(), |_| Err(io::ErrorKind::StorageFull.into()));
        assert!(failed.is_err());
        fs::write(place.path().join("index.new"), b"interrupted").expect("room");
        file.remove().expect("gone");
        let left = fs::read_dir(place.path()).expect("a folder").count();
        assert_eq!(left, 0);
        file.remove().expect("gone already");
    }
}
