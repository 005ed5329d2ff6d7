//! Makes the index beside the counter: of the file a former opening kept, or of the view.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};

use super::Indexing;
use crate::disk::IndexFile;
use crate::ledger::Head;
use crate::lookup::{Builder, Tables};
use crate::office::find::entries_of;
use crate::store::{People, Store, ViewError};

/// Entries of the first tables. Each later ones are of twice as many, so that the first people are
/// found within a tenth of a second and a million do not come in a hundred tables.
const FIRST: usize = 16_384;

/// An index on its way.
pub struct Making {
    pub told: Receiver<Told>,
    stop: Arc<AtomicBool>,
    reader: Option<JoinHandle<()>>,
    pub so_far: Indexing,
}

pub enum Told {
    Tables(Box<Tables>),
    /// The file was of no use; everybody is read from the view.
    NotKept,
    ReadTo(u64),
    All,
    Failed(ViewError),
}

impl Making {
    /// Reads the file, if one up to this head was kept and is whole, else everybody in the view.
    pub fn begin(store: &Store, kept: Option<(IndexFile, Head)>) -> Making {
        let (tell, told) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let reader = Reader {
            people: store.everybody(),
            tell,
            stop: stop.clone(),
        };
        let of = store.applied().map_or(0, |head| head.sequence);
        Making {
            told,
            stop,
            reader: Some(thread::spawn(move || reader.make_all(kept))),
            so_far: Indexing { done: 0, of },
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

/// Works on a thread of its own and has the tables made on a second one.
struct Reader {
    people: People,
    tell: Sender<Told>,
    stop: Arc<AtomicBool>,
}

impl Reader {
    fn make_all(self, kept: Option<(IndexFile, Head)>) {
        let tables = kept.and_then(|(file, head)| {
            let read = file.read(head, |from, length| Tables::read(from, length));
            // A file that is not what was written is of no use to the next opening either.
            read.inspect_err(|_| drop(file.remove())).ok()
        });
        match tables {
            Some(tables) => {
                self.say(Told::Tables(Box::new(tables)));
                self.say(Told::All);
            }
            None => {
                self.say(Told::NotKept);
                self.read_view();
            }
        }
    }

    fn read_view(self) {
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
pub fn broken_off() -> ViewError {
    ViewError::Damaged("the index could not be made of it".to_owned())
}

/// Waits for the tables under way; whether they were made.
fn finish(making: Option<JoinHandle<()>>) -> bool {
    making.is_none_or(|making| making.join().is_ok())
}
