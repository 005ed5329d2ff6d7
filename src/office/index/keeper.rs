//! Keeps the index in a file beside the view, so that the next opening need not read everybody.
//!
//! The file is tied to an act of the ledger: who was served after it is read from the view when the
//! hall is opened. It is written beside the counter, and holds nobody who was forgotten.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use crate::disk::{DiskError, IndexFile};
use crate::ledger::{Head, Ledger};
use crate::lookup::Tables;
use crate::record::{Act, stored};

/// Acts that a file may be behind before another is written: few enough to be read again within a
/// tenth of a second.
const BEHIND: u64 = 4_000;
/// Acts that a file may be behind before the view is quicker.
const TOO_OLD: u64 = 40_000;

/// Looks after the file of one hall.
pub struct Keeper {
    file: IndexFile,
    /// The act up to which the file was made; `None` if there is none worth anything.
    kept: Option<u64>,
    /// Nothing older is ever put in place: somebody was forgotten by this act.
    oldest: Arc<Mutex<u64>>,
    writing: Option<(u64, JoinHandle<Result<(), DiskError>>)>,
}

impl Keeper {
    pub fn new(file: IndexFile) -> Keeper {
        file.tidy();
        Keeper {
            file,
            kept: None,
            oldest: Arc::default(),
            writing: None,
        }
    }

    /// The file with its head; `None` if there is none, or the ledger does not have its head, or
    /// it is too old. `each` is shown every act after it.
    pub fn look(
        &mut self,
        ledger: &mut dyn Ledger,
        each: &mut dyn FnMut(u64, &Act),
    ) -> Option<(IndexFile, Head)> {
        let head = self.file.head()?;
        show_acts_after(head, ledger, each)?;
        self.kept = Some(head.sequence);
        Some((self.file.clone(), head))
    }

    /// The file was not what was written; it is gone.
    pub fn has_none(&mut self) {
        self.kept = None;
    }

    /// Whether an index of so many people up to the act `at` is worth writing, where so many
    /// records changed since the last one: one act may bring thousands.
    pub fn is_behind(&self, at: u64, changed: usize, people: usize) -> bool {
        // A small hall is read sooner than many acts.
        let most = BEHIND.min(people as u64 / 8 + 64);
        let behind = self
            .kept
            .is_none_or(|kept| at.max(changed as u64 + kept) > kept + most);
        behind && self.writing.is_none()
    }

    /// Whether tables up to `tables` are new enough to be written where there are acts up to `at`.
    pub fn takes(&self, tables: u64, at: u64) -> bool {
        tables + BEHIND / 2 >= at && tables >= *lock(&self.oldest)
    }

    /// Writes the tables on a thread of its own.
    pub fn write(&mut self, tables: Arc<Tables>, head: Head) {
        let (file, oldest) = (self.file.clone(), self.oldest.clone());
        let writing = thread::spawn(move || {
            let draft = file.draft(head, |out| tables.write(out))?;
            // Whoever is forgotten meanwhile waits until the file is in its place, or has been.
            let oldest = lock(&oldest);
            match head.sequence >= *oldest {
                true => draft.publish(),
                false => Ok(()),
            }
        });
        self.writing = Some((head.sequence, writing));
    }

    pub fn is_writing(&self) -> bool {
        self.writing.is_some()
    }

    /// Takes note of a writing that has ended; `wait` waits for it. One that failed is tried again
    /// when as many acts have come as after one that did not.
    pub fn settle(&mut self, wait: bool) {
        if (self.writing.as_ref()).is_some_and(|(_, writing)| wait || writing.is_finished())
            && let Some((sequence, writing)) = self.writing.take()
        {
            let _ = writing.join();
            let stands = sequence >= *lock(&self.oldest);
            self.kept = stands.then_some(sequence).or(self.kept);
        }
    }

    /// Removes what was kept before the act `sequence`, by which somebody was forgotten.
    ///
    /// # Errors
    /// What the disk says; the file may still be there.
    pub fn forget(&mut self, sequence: u64) -> Result<(), DiskError> {
        let mut oldest = lock(&self.oldest);
        *oldest = sequence.max(*oldest);
        let is_older = self.kept.is_none_or(|kept| kept < sequence);
        if is_older {
            self.kept = None;
            self.file.remove()?;
        }
        Ok(())
    }
}

fn lock(oldest: &Mutex<u64>) -> MutexGuard<'_, u64> {
    oldest.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Shows every act after a head, if the ledger has that head and all of them can be read.
fn show_acts_after(
    head: Head,
    ledger: &mut dyn Ledger,
    each: &mut dyn FnMut(u64, &Act),
) -> Option<()> {
    let last = ledger.head();
    if head == last {
        return Some(());
    }
    let behind = last.sequence.checked_sub(head.sequence)?;
    if behind == 0 || behind > TOO_OLD {
        return None;
    }
    let mut before = head.hash;
    for frame in ledger.read_from(head.sequence + 1) {
        let frame = frame.ok()?;
        // The first frame after the head carries that one's hash.
        if frame.previous != before {
            return None;
        }
        before = frame.hash;
        each(frame.sequence, &stored::read(&frame.body).ok()?);
    }
    Some(())
}
