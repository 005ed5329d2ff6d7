use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use sled::Db;

use super::Store;
use super::anew::Anew;
use super::closed;
use super::content::{Content, LAYOUT, Mark};
use super::error::ViewError;
use super::key::Space;
use super::proof::{Proof, not_what_was_written};
use super::tree::Tree;
use crate::seal::Key;

/// Memory sled may use for pages, in bytes. More gave no gain that could be measured.
const CACHE: u64 = 64 << 20;
/// Only the hall's own account looks into the view.
const PRIVATE: u32 = 0o700;
/// A hall closed a moment ago lets go of its files a moment later.
const LOCK_TRIES: u32 = 40;
const LOCK_WAIT: Duration = Duration::from_millis(25);

impl Store {
    /// Opens the view in this folder, or makes an empty one, and proves every entry of it.
    ///
    /// # Errors
    /// [`ViewError::Damaged`] if the view is not what was written: [`set_aside`] it and open a new
    /// one. Never panics, whatever the files hold.
    pub fn open(folder: &Path) -> Result<Store, ViewError> {
        Store::open_sealed(folder, None, &mut |_, _| true)
    }

    /// Opens the view of a hall that seals its entries under this key, if there is one. `progress`
    /// hears how many entries of how many were proved, and says whether to go on.
    ///
    /// # Errors
    /// As [`Store::open`], and [`ViewError::Stopped`].
    pub fn open_sealed(
        folder: &Path,
        key: Option<Key>,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Store, ViewError> {
        let _ = closed::take(folder);
        without_panic(|| proved(open_unproved(folder, key)?, progress))
    }

    /// Opens the view in this folder without reading all of it, if it was closed in good order and
    /// nothing touched it since: [`Store::attend_proof`] proves the entries beside the counter. Any
    /// other view is proved now.
    ///
    /// # Errors
    /// As [`Store::open_sealed`].
    pub fn open_at_once(
        folder: &Path,
        key: Option<Key>,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Store, ViewError> {
        let closed = closed::take(folder);
        without_panic(|| {
            let store = open_unproved(folder, key)?;
            match closed.is_some() && closed == Some(postcard::to_stdvec(&store.mark)?) {
                true => Ok(store),
                false => proved(store, progress),
            }
        })
    }

    /// Hands everything to the disk, for a quick next opening. The ledger has the truth, so a
    /// failure here costs nothing but time.
    pub fn close(self) {
        let Store {
            db,
            mark,
            proof,
            folder,
            anew: _,
        } = self;
        let is_sound = !matches!(proof, Proof::Refused(_));
        // A thread that still proves the view holds it open.
        drop(proof);
        // A disk that refuses the last sync makes sled panic; every act is in the ledger by now.
        let flushed = silenced(move || db.db().flush().is_ok());
        if is_sound
            && flushed == Some(true)
            && let Ok(mark) = postcard::to_stdvec(&mark)
        {
            let _ = closed::write(&folder, &mark);
        }
    }
}

fn open_unproved(folder: &Path, key: Option<Key>) -> Result<Store, ViewError> {
    let db = open_sled(folder)?;
    Ok(Store {
        mark: read_mark(&db)?,
        db: Tree::new(db, key)?,
        proof: Proof::Owed,
        anew: Anew::default(),
        folder: folder.to_owned(),
    })
}

fn proved(
    mut store: Store,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Store, ViewError> {
    let of = store.mark.content.entries;
    // A view that holds more than it should is found out at the end.
    let mut go_on = |done: u64| of == 0 || progress(done.min(of), of);
    if Content::of(store.db.db(), &mut go_on)? != store.mark.content {
        return Err(not_what_was_written());
    }
    store.proof = Proof::Given;
    Ok(store)
}

fn open_sled(folder: &Path) -> Result<Db, ViewError> {
    // What sled writes is within a folder that no other account looks into.
    DirBuilder::new()
        .recursive(true)
        .mode(PRIVATE)
        .create(folder)
        .map_err(sled::Error::Io)?;
    let config = sled::Config::new().path(folder).cache_capacity(CACHE);
    let mut tries = 0;
    loop {
        match config.open() {
            Err(sled::Error::Io(cause)) if is_locked(&cause) && tries < LOCK_TRIES => {
                tries += 1;
                thread::sleep(LOCK_WAIT);
            }
            opened => return Ok(opened?),
        }
    }
}

/// sled has no kind of its own for a folder that is open elsewhere; its words must do.
fn is_locked(cause: &io::Error) -> bool {
    cause.to_string().contains("could not acquire lock")
}

fn read_mark(db: &Db) -> Result<Mark, ViewError> {
    let Some(bytes) = db.get(Space::Mark.prefix())? else {
        return Ok(Mark {
            layout: LAYOUT,
            ..Mark::default()
        });
    };
    let mark: Mark = postcard::from_bytes(&bytes)?;
    if mark.layout != LAYOUT {
        let reason = format!("layout {} is not this program's", mark.layout);
        return Err(ViewError::Damaged(reason));
    }
    Ok(mark)
}

/// sled panics on some damaged files. The panic is caught, and its report to the terminal is kept
/// back while it is expected.
fn without_panic(work: impl FnOnce() -> Result<Store, ViewError>) -> Result<Store, ViewError> {
    let unreadable = || Err(ViewError::Damaged("sled cannot read it".to_owned()));
    silenced(work).unwrap_or_else(unreadable)
}

/// Does what sled may panic in; `None` if it did, without a word on the terminal.
pub(super) fn silenced<T>(work: impl FnOnce() -> T) -> Option<T> {
    // One at a time, so that no silenced hook is taken for the program's own.
    static SILENCE: Mutex<()> = Mutex::new(());
    let _one = SILENCE.lock().unwrap_or_else(PoisonError::into_inner);
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    panic::set_hook(hook);
    outcome.ok()
}

/// Moves a view out of the way, so that a new one can be folded, and tells where it went. One is
/// kept for whoever wants to look into it.
///
/// # Errors
/// What the disk says.
pub fn set_aside(folder: &Path) -> io::Result<Option<PathBuf>> {
    if !folder.exists() {
        return Ok(None);
    }
    let mut last = 0;
    for (number, old) in earlier(folder)? {
        last = last.max(number);
        fs::remove_dir_all(old)?;
    }
    let aside = folder.with_extension(format!("damaged-{}", last + 1));
    fs::rename(folder, &aside)?;
    Ok(Some(aside))
}

/// Removes every view that was set aside.
///
/// # Errors
/// What the disk says.
pub fn forget_set_aside(folder: &Path) -> io::Result<()> {
    earlier(folder)?
        .into_iter()
        .try_for_each(|(_, old)| fs::remove_dir_all(old))
}

/// The views set aside before, with their numbers.
fn earlier(folder: &Path) -> io::Result<Vec<(u32, PathBuf)>> {
    let (Some(hall), Some(name)) = (folder.parent(), folder.file_name()) else {
        return Ok(Vec::new());
    };
    let prefix = format!("{}.damaged-", name.to_string_lossy());
    let mut earlier = Vec::new();
    for entry in fs::read_dir(hall)? {
        let entry = entry?;
        let name = entry.file_name();
        let number = name
            .to_str()
            .and_then(|name| name.strip_prefix(&prefix)?.parse().ok());
        earlier.extend(number.map(|number| (number, entry.path())));
    }
    Ok(earlier)
}
