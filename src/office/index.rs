//! The index of the hall: made beside the counter while the hall is already open, and kept up with
//! every act.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::{self, JoinHandle};

use super::find::{entries_of, named};
use crate::lookup::{Builder, Lookup, Merged, Tables};
use crate::record::{Person, PersonKey};
use crate::store::{People, Store, ViewError};

/// Entries of the first tables. Each later ones are of twice as many, so that the first people are
/// found within a tenth of a second and a million do not come in a hundred tables.
const FIRST: usize = 16_384;

/// Former names that tables still to come may tell of although they were taken back.
const MOST_FORMER: u64 = 4;

/// How far the index has come: acts read of all acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Indexing {
    pub done: u64,
    pub of: u64,
}

/// The index, with what is under way to make it whole and small.
pub(super) struct Index {
    lookup: Lookup,
    making: Option<Making>,
    merging: Option<JoinHandle<Merged>>,
}

struct Making {
    told: Receiver<Told>,
    stop: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
    so_far: Indexing,
}

enum Told {
    Tables(Box<Tables>),
    ReadTo(u64),
    All,
    Failed(ViewError),
}

impl Index {
    /// An index that is being made of everybody in the view; see [`Index::attend`].
    pub fn begin(store: &Store) -> Index {
        let (tell, told) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let reader = Reader {
            people: store.everybody(),
            tell,
            stop: stop.clone(),
        };
        let of = store.applied().map_or(0, |head| head.sequence);
        Index {
            lookup: Lookup::awaiting(),
            making: Some(Making {
                told,
                stop,
                reader: Some(thread::spawn(move || reader.read())),
                so_far: Indexing { done: 0, of },
            }),
            merging: None,
        }
    }

    /// The whole index of everybody in the view.
    ///
    /// # Errors
    /// The first record that cannot be read.
    pub fn whole(store: &Store) -> Result<Index, ViewError> {
        let mut index = Index::begin(store);
        index.wait()?;
        Ok(index)
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
        self.merge();
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
        Ok(())
    }

    fn take(&mut self, told: Told) -> Result<(), ViewError> {
        match told {
            Told::Tables(tables) => self.lookup.add_tables(*tables),
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

    fn merge(&mut self) {
        if self.merging.as_ref().is_some_and(JoinHandle::is_finished)
            && let Some(Ok(merged)) = self.merging.take().map(JoinHandle::join)
        {
            self.lookup.take_merged(merged);
        }
        if self.merging.is_none()
            && let Some(merge) = self.lookup.merge_due()
        {
            self.merging = Some(thread::spawn(move || merge.run()));
        }
    }

    /// Whether something is being made beside the counter.
    pub fn is_busy(&self) -> bool {
        self.making.is_some() || self.merging.is_some()
    }

    /// Tells the index of a record that is new or has changed.
    pub fn put(&mut self, person: &Person) {
        let mut names = 0;
        entries_of(person, |entry| {
            self.lookup.put(entry);
            names += 1;
        });
        self.remove_from(person.key, names);
        self.merge();
    }

    /// Tells the index that nobody has this record any more.
    pub fn remove(&mut self, person: PersonKey) {
        self.remove_from(person, 0);
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

impl Drop for Making {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        // The reader holds the view open, and the hall may be opened again at once.
        if let Some(reader) = self.reader.take() {
            let _ = reader.join();
        }
    }
}

/// Reads the view on a thread of its own and has the tables made on a second one.
struct Reader {
    people: People,
    tell: Sender<Told>,
    stop: Arc<AtomicBool>,
}

impl Reader {
    fn read(self) {
        let mut builder = Builder::default();
        let mut most = FIRST;
        let mut making: Option<JoinHandle<()>> = None;
        for person in self.people.each() {
            let person = match person {
                Ok(person) => person,
                Err(error) => return self.say(Told::Failed(error)),
            };
            if self.stop.load(Ordering::Relaxed) {
                break;
            }
            entries_of(&person, |entry| builder.add(entry));
            if builder.len() >= most {
                self.say(Told::ReadTo(person.key.sequence()));
                most *= 2;
                if !finish(making.take()) {
                    return;
                }
                making = Some(self.make(std::mem::take(&mut builder)));
            }
        }
        if !finish(making) {
            // Without a last word whoever waits hears that something is missing.
            return;
        }
        if !builder.is_empty() {
            self.say(Told::Tables(Box::new(builder.tables())));
        }
        self.say(Told::All);
    }

    fn make(&self, builder: Builder) -> JoinHandle<()> {
        let tell = self.tell.clone();
        thread::spawn(move || drop(tell.send(Told::Tables(Box::new(builder.tables())))))
    }

    /// Whoever does not listen any more has closed the hall.
    fn say(&self, told: Told) {
        let _ = self.tell.send(told);
    }
}

/// What is said when a thread that makes the index is gone without a word.
fn broken_off() -> ViewError {
    ViewError::Damaged("the index could not be made of it".to_owned())
}

/// Waits for the tables under way; whether they were made.
fn finish(making: Option<JoinHandle<()>>) -> bool {
    making.is_none_or(|making| making.join().is_ok())
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

    /// Whether the index is being made or made smaller beside the counter.
    pub fn index_is_busy(&self) -> bool {
        self.index.is_busy()
    }

    /// Waits until everybody is found. Whoever asks who else has a name needs all of them.
    ///
    /// # Errors
    /// As [`super::Office::attend_index`].
    pub fn await_index(&mut self) -> Result<(), ViewError> {
        self.index.wait()
    }
}
