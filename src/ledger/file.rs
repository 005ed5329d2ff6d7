use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use super::error::{AppendError, OpenError};
use super::lock::{Holder, Lock};
use super::log::{Log, Sizes, create};
use super::opening::OpenReport;
use super::segment::name_of;
use super::storage::{DiskFolder, PRIVATE_FOLDER, sync_folder};
use super::{Entry, Frames, HallId, Head, Ledger, Sealer};

/// The folder of the ledger within the hall's folder.
pub(super) const LEDGER: &str = "ledger";

const SIZES: Sizes = Sizes {
    segment: 64 << 20,
    reserve: 1 << 20,
};

/// The ledger of one hall in its folder, open to one process at a time.
///
/// An append is one write and one `fdatasync` of room that was reserved before.
pub struct FileLedger {
    log: Log<DiskFolder>,
    /// Let go of last, when the log is closed.
    _lock: Lock,
}

impl FileLedger {
    /// Begins the ledger of a hall. Makes the hall's folder if there is none.
    ///
    /// # Errors
    /// [`OpenError::AlreadyThere`] if the folder has a ledger, and as for [`FileLedger::open`].
    pub fn create(hall_folder: &Path, hall: HallId) -> Result<(), OpenError> {
        let path = hall_folder.join(LEDGER);
        let mut private = DirBuilder::new();
        private.recursive(true).mode(PRIVATE_FOLDER);
        private
            .create(&path)
            .map_err(|cause| OpenError::io(&path, cause))?;
        refuse_network(&path)?;
        let _lock = Lock::take(hall_folder, &Holder::creating())?;
        if path.join(name_of(1)).exists() {
            return Err(OpenError::AlreadyThere {
                folder: hall_folder.to_owned(),
            });
        }
        let folder = DiskFolder {
            path: path.clone(),
            writable: true,
        };
        create(&folder, hall)
            .and_then(|()| sync_folder(hall_folder))
            .map_err(|cause| OpenError::io(&path, cause))
    }

    /// Opens the ledger of the hall in this folder; see [`FileLedger::open_at_least`].
    pub fn open(
        hall_folder: &Path,
        holder: &Holder,
    ) -> Result<(FileLedger, OpenReport), OpenError> {
        FileLedger::open_at_least(hall_folder, holder, None)
    }

    /// Opens the ledger, knowing that the frame `at_least` was acknowledged because a view has
    /// seen it. Without it the ledger's own head note must do.
    ///
    /// The report tells whether an append that a power cut had torn was cut; its
    /// [`OpenReport::messages`] are for staff to read.
    ///
    /// # Errors
    /// [`OpenError::InUse`] if another process has the hall open; [`OpenError::Damaged`] if the
    /// ledger is not what was acknowledged; [`OpenError::Missing`] if there is none.
    pub fn open_at_least(
        hall_folder: &Path,
        holder: &Holder,
        at_least: Option<Head>,
    ) -> Result<(FileLedger, OpenReport), OpenError> {
        let path = hall_folder.join(LEDGER);
        if !path.is_dir() {
            return Err(OpenError::Missing {
                folder: hall_folder.to_owned(),
            });
        }
        refuse_network(&path)?;
        let lock = Lock::take(hall_folder, holder)?;
        let folder = DiskFolder {
            path,
            writable: true,
        };
        let (log, report) = Log::open(folder, SIZES, at_least, holder.since)?;
        Ok((FileLedger { log, _lock: lock }, report))
    }
}

impl Ledger for FileLedger {
    fn hall(&self) -> HallId {
        self.log.hall()
    }

    fn head(&self) -> Head {
        self.log.head()
    }

    fn time(&self) -> i64 {
        self.log.time()
    }

    fn append(&mut self, expected: Head, now: i64, entries: &[Entry]) -> Result<Head, AppendError> {
        self.log.append(expected, now, entries)
    }

    fn seal_with(&mut self, sealer: Option<Sealer>) {
        self.log.seal_with(sealer);
    }

    fn first_erased(&self) -> Option<u64> {
        self.log.first_erased()
    }

    fn read_from(&mut self, sequence: u64) -> Frames<'_> {
        self.log.read_from(sequence)
    }
}

/// # Errors
/// [`OpenError::Network`] if the folder's file system is one whose locks or syncs depend on
/// another machine.
fn refuse_network(folder: &Path) -> Result<(), OpenError> {
    let found = rustix::fs::statfs(folder).map_err(|error| OpenError::io(folder, error.into()))?;
    // The kernel's numbers are 32 bits wide; the type that holds them differs by machine.
    match network_kind(found.f_type as u32) {
        Some(kind) => Err(OpenError::Network {
            folder: folder.to_owned(),
            kind,
        }),
        None => Ok(()),
    }
}

/// The name of a network file system with this number (statfs(2)). Overlay, FUSE and 9p are not
/// among them: containers stand on them.
fn network_kind(number: u32) -> Option<&'static str> {
    match number {
        0x6969 => Some("NFS"),
        0x517B | 0xFE53_4D42 => Some("SMB"),
        0xFF53_4D42 => Some("CIFS"),
        0x5346_414F | 0x6B41_4653 => Some("AFS"),
        0x564C => Some("NCP"),
        0x7375_7245 => Some("Coda"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_file_systems_are_known_by_their_number() {
        assert_eq!(network_kind(0x6969), Some("NFS"));
        assert_eq!(network_kind(0xFF53_4D42), Some("CIFS"));
        // ext4, tmpfs, overlay and 9p.
        for number in [0xEF53, 0x0102_1994, 0x794C_7630, 0x0102_1997] {
            assert_eq!(network_kind(number), None);
        }
    }
}
