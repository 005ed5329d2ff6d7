//! The ledger's one door to the disk, so that tests can stand a failing disk in its place.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{FallocateFlags, fallocate};
use rustix::io::Errno;

/// The ledger is about people: only the hall's own account reads it.
pub(super) const PRIVATE_FILE: u32 = 0o600;
pub(super) const PRIVATE_FOLDER: u32 = 0o700;

/// An open file.
pub(super) trait Storage: Send {
    fn length(&self) -> io::Result<u64>;

    /// Reads up to `into.len()` bytes; fewer only at the end of the file.
    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize>;

    /// Writes all of `bytes`, or fails with some of them written.
    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<()>;

    /// Makes the file at least `length` long, with zeros for which the disk has room.
    fn reserve(&mut self, length: u64) -> io::Result<()>;

    /// Makes the file exactly `length` long.
    fn cut(&mut self, length: u64) -> io::Result<()>;

    /// Returns once everything written is on the platter. After an error nobody knows what is
    /// there, not even a second call: Linux forgets the failed pages.
    fn sync(&mut self) -> io::Result<()>;
}

/// The folder of one ledger.
pub(super) trait Folder: Send {
    type File: Storage;

    fn names(&self) -> io::Result<Vec<String>>;

    fn open(&self, name: &str) -> io::Result<Self::File>;

    /// Puts a whole file in place durably: under this name are the old bytes or the new, never a
    /// part.
    fn publish(&self, name: &str, bytes: &[u8]) -> io::Result<()>;

    /// How to name a file to a person.
    fn path(&self, name: &str) -> PathBuf;
}

/// A folder of the file system.
pub(super) struct DiskFolder {
    pub path: PathBuf,
    /// Whether files are opened for writing.
    pub writable: bool,
}

impl Folder for DiskFolder {
    type File = File;

    fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(&self.path)? {
            // No file of ours has a name that is not text.
            names.extend(entry?.file_name().into_string().ok());
        }
        Ok(names)
    }

    fn open(&self, name: &str) -> io::Result<File> {
        OpenOptions::new()
            .read(true)
            .write(self.writable)
            .open(self.path(name))
    }

    fn publish(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let draft = self.path(&format!("{name}.new"));
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        let mut file = options.mode(PRIVATE_FILE).open(&draft)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&draft, self.path(name))?;
        sync_folder(&self.path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

impl Storage for File {
    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        let mut done = 0;
        while done < into.len() {
            match FileExt::read_at(self, &mut into[done..], at + done as u64) {
                Ok(0) => break,
                Ok(count) => done += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(done)
    }

    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.write_all_at(bytes, at)
    }

    fn reserve(&mut self, length: u64) -> io::Result<()> {
        let present = self.length()?;
        if length <= present {
            return Ok(());
        }
        let missing = length - present;
        loop {
            match fallocate(&*self, FallocateFlags::empty(), present, missing) {
                Ok(()) => return Ok(()),
                Err(Errno::INTR) => {}
                // A file system that cannot reserve gets zeros written, which reserves as well.
                Err(Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL) => {
                    return write_zeros(self, present, missing);
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }
}

fn write_zeros(file: &File, from: u64, count: u64) -> io::Result<()> {
    static ZEROS: [u8; 65_536] = [0; 65_536];
    let mut written = 0;
    while written < count {
        let step = (count - written).min(ZEROS.len() as u64);
        // `step` is at most the length of `ZEROS`.
        file.write_all_at(&ZEROS[..step as usize], from + written)?;
        written += step;
    }
    Ok(())
}
