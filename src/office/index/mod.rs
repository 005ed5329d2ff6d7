//! The index of the hall: made beside the counter while the hall is already open, kept up with
//! every act, and kept in a file for the next opening.

mod keeper;
mod reader;

use std::sync::mpsc::TryRecvError;
use std::thread::{self, JoinHandle};

use super::find::{entries_of, named};
use crate::disk::{DiskError, IndexFile};
use crate::ledger::{Head, Ledger};
use crate::lookup::{Lookup, Merge, Merged};
use crate::record::{Person, PersonKey};
use crate::store::{Store, ViewError};
use keeper::Keeper;
use reader::{Making, Told, broken_off};

/// Former names that tables still to come may tell of although they were taken back.
const MOST_FORMER: u64 = 4;
/// Records that changed at once before everybody is read anew rather than each of them put.
const MANY: usize = 20_000;

/// How far the index has come: acts read of all acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Indexing {
    pub done: u64,
    pub of: u64,
}

/// The index, with what is under way to make it whole and small, and to keep it.
pub(super) struct Index {
    lookup: Lookup,
    making: Option<Making>,
    merging: Option<(JoinHandle<Merged>, Option<Head>)>,
    keeper: Keeper,
    /// The last act that is in it.
    at: Option<Head>,
    /// The last act that is in its tables; acts after it may be.
    tables_at: Option<Head>,
    /// Records that changed since the tables were written last.
    changed: usize,
    /// Whether the view it was made of is proved. A view that lost somebody must not be found again
    /// in what is kept.
    may_keep: bool,
}

impl Index {
    /// An index that is being made of what was kept, and of whatever the view has learnt since;
    /// see [`Index::attend`].
    ///
    /// # Errors
    /// [`ViewError`] if a record that changed since cannot be read.
    pub fn begin(
        store: &Store,
        ledger: &mut dyn Ledger,
        file: IndexFile,
    ) -> Result<Index, ViewError> {
        let mut keeper = Keeper::new(file);
        let mut changed = Ok(Vec::new());
        let kept = keeper.look(ledger, &mut |sequence, act| {
            if let Ok(so_far) = &mut changed {
                match store.touched(sequence, act) {
                    Ok(people) => so_far.extend(people),
                    Err(error) => changed = Err(error),
                }
            }
        });
        let mut changed = changed?;
        changed.sort_unstable();
        changed.dedup();
        let kept = kept.filter(|_| changed.len() <= MANY);
        let tables_at = kept.as_ref().map(|(_, head)| *head);
        let mut index = Index {
            lookup: Lookup::awaiting(),
            making: Some(Making::begin(store, kept)),
            merging: None,
            keeper,
            at: store.applied(),
            tables_at: tables_at.or(store.applied()),
            changed: 0,
            may_keep: store.is_proved(),
        };
        if tables_at.is_some() {
            index.put_all(store, &changed)?;
        }
        Ok(index)
    }

    /// Follows what the view has learnt up to the act it has folded last: these records changed.
    ///
    /// # Errors
    /// The first of them that cannot be read.
    pub fn follow(&mut self, store: &Store, changed: &[PersonKey]) -> Result<(), ViewError> {
        if changed.len() > MANY {
            self.changed += changed.len();
            self.making = Some(Making::begin(store, None));
            self.lookup = Lookup::awaiting();
            // What is being merged belongs to the index before.
            self.merging = None;
            self.tables_at = store.applied();
            self.at = store.applied();
            return self.wait();
        }
        self.put_all(store, changed)?;
        self.at = store.applied();
        self.trust(store);
        self.tend();
        Ok(())
    }

    /// Takes note of the proof of the view.
    pub fn trust(&mut self, store: &Store) {
        self.may_keep = store.is_proved();
    }

    fn put_all(&mut self, store: &Store, changed: &[PersonKey]) -> Result<(), ViewError> {
        self.changed += changed.len();
        for person in changed {
            match store.own_record(*person)? {
                Some(person) => self.put(&person),
                None => self.remove_from(*person, 0),
            }
        }
        Ok(())
    }

    pub fn lookup(&self) -> &Lookup {
        &self.lookup
    }

    /// Takes what was made meanwhile, and begins what is worth doing. What is still to come, if
    /// the index is not whole.
    ///
    /// # Errors
    /// The first record that cannot be read; whoever comes after it is not found.
    pub fn attend(&mut self) -> Result<Option<Indexing>, ViewError> {
        while let Some(making) = &self.making {
            match making.told.try_recv() {
                Ok(told) => self.take(told)?,
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => self.take(Told::Failed(broken_off()))?,
            }
        }
        self.tend();
        Ok(self.making.as_ref().map(|making| making.so_far))
    }

    /// Waits until everybody is in the index.
    ///
    /// # Errors
    /// As [`Index::attend`], and again for as long as somebody is missing.
    pub fn wait(&mut self) -> Result<(), ViewError> {
        if self.making.is_none() && self.lookup.is_partial() {
            return Err(broken_off());
        }
        while let Some(making) = &self.making {
            match making.told.recv() {
                Ok(told) => self.take(told)?,
                Err(_) => self.take(Told::Failed(broken_off()))?,
            }
        }
        self.tend();
        Ok(())
    }

    fn take(&mut self, told: Told) -> Result<(), ViewError> {
        match told {
            Told::Tables(tables) => self.lookup.add_tables(*tables),
            Told::NotKept => self.keeper.has_none(),
            Told::ReadTo(done) => {
                if let Some(making) = &mut self.making {
                    making.so_far.done = done;
                }
            }
            Told::All => {
                self.making = None;
                self.lookup.has_all();
            }
            // Somebody is missing, so the index goes on saying that it is not whole.
            Told::Failed(error) => {
                self.making = None;
                return Err(error);
            }
        }
        Ok(())
    }

    /// Takes what was merged and kept, and begins what is due.
    fn tend(&mut self) {
        self.keeper.settle(false);
        if (self.merging.as_ref()).is_some_and(|(merging, _)| merging.is_finished()) {
            self.take_merged();
        }
        if self.merging.is_none()
            && let Some(merge) = self.lookup.merge_due()
        {
            self.merge(merge);
        }
        self.keep();
    }

    fn merge(&mut self, merge: Merge) {
        self.merging = Some((thread::spawn(move || merge.run()), self.at));
    }

    fn take_merged(&mut self) {
        if let Some((merging, at)) = self.merging.take()
            && let Ok(merged) = merging.join()
        {
            self.lookup.take_merged(merged);
            self.tables_at = at;
        }
    }

    /// Has the tables written if the file is too far behind, and merged first if they are too.
    fn keep(&mut self) {
        let (Some(at), Some(tables_at)) = (self.at, self.tables_at) else {
            return;
        };
        if self.merging.is_some() || !self.is_worth_keeping() {
            return;
        }
        let takes = self.keeper.takes(tables_at.sequence, at.sequence);
        match self.lookup.one_piece().filter(|_| takes) {
            Some(tables) => {
                self.keeper.write(tables, tables_at);
                self.changed = 0;
            }
            None => {
                if let Some(merge) = self.lookup.merge_now() {
                    self.merge(merge);
                }
            }
        }
    }

    fn is_worth_keeping(&self) -> bool {
        let at = self.at.map_or(0, |head| head.sequence);
        let is_whole = !self.lookup.is_partial();
        is_whole
            && self.may_keep
            && self
                .keeper
                .is_behind(at, self.changed, self.lookup.in_tables())
    }

    /// Whether not everybody is found yet.
    pub fn is_making(&self) -> bool {
        self.making.is_some()
    }

    /// Whether something is being made beside the counter.
    pub fn is_busy(&self) -> bool {
        self.making.is_some() || self.merging.is_some() || self.keeper.is_writing()
    }

    /// Removes what is kept on the disk from before an act by which somebody was forgotten; it is
    /// written anew without her.
    ///
    /// # Errors
    /// What the disk says.
    pub fn forget(&mut self, sequence: u64) -> Result<(), DiskError> {
        self.keeper.forget(sequence)
    }

    /// Ends what is under way. An index that is whole is kept, if the one on the disk is too old.
    pub fn close(mut self) {
        self.keeper.settle(true);
        // Merging and writing, each at most once.
        for _ in 0..2 {
            if self.is_worth_keeping() {
                self.take_merged();
                self.keep();
                self.take_merged();
                self.keeper.settle(true);
            }
        }
    }

    /// Tells the index of a record that is new or has changed.
    fn put(&mut self, person: &Person) {
        let mut names = 0;
        entries_of(person, |entry| {
            self.lookup.put(entry);
            names += 1;
        });
        self.remove_from(person.key, names);
    }

    /// Removes the names of a record from this place on: a former one may have been taken back.
    fn remove_from(&mut self, person: PersonKey, mut place: u64) {
        // Tables that are still to come may have read of it before.
        let unheard = match self.lookup.is_partial() {
            true => place + MOST_FORMER,
            false => place,
        };
        while self.lookup.knows(named(person, place)) || place < unheard {
            self.lookup.remove(named(person, place));
            place += 1;
        }
    }
}

impl super::Office {
    /// Takes what was made of the index beside the counter. What is still to come, if not everybody
    /// is found yet: how many acts of how many have been read.
    ///
    /// # Errors
    /// [`ViewError`] if somebody's record cannot be read; whoever comes after it is not found.
    pub fn attend_index(&mut self) -> Result<Option<Indexing>, ViewError> {
        self.index.attend()
    }

    /// Whether something is still made or proved beside the counter.
    pub fn is_busy(&self) -> bool {
        self.index.is_busy() || (self.refused.is_none() && !self.store.is_proved())
    }

    /// Goes on proving the view beside the counter, once the index is made. Until that is done the
    /// hall answers, but enters no act.
    ///
    /// # Errors
    /// [`ViewError::Damaged`] if the view is not what was written, and again every time.
    pub fn attend_proof(&mut self) -> Result<(), ViewError> {
        if self.index.is_making() {
            return Ok(());
        }
        let goes_on = self.store.attend_proof();
        self.take_proof(goes_on.map(drop))
    }

    /// Waits until the view is proved.
    ///
    /// # Errors
    /// As [`super::Office::attend_proof`].
    pub fn await_proof(&mut self) -> Result<(), ViewError> {
        let proved = self.store.prove();
        self.take_proof(proved)
    }

    fn take_proof(&mut self, proved: Result<(), ViewError>) -> Result<(), ViewError> {
        self.refused = proved.as_ref().err().cloned();
        self.index.trust(&self.store);
        proved
    }

    /// Why nothing the view says is to be believed, if it was found not to be what was written.
    pub fn refused(&self) -> Option<&ViewError> {
        self.refused.as_ref()
    }

    /// Waits until everybody is found. Whoever asks who else has a name needs all of them.
    ///
    /// # Errors
    /// As [`super::Office::attend_index`].
    pub fn await_index(&mut self) -> Result<(), ViewError> {
        self.index.wait()
    }
}
