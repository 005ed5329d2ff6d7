//! A disk in memory that keeps apart what was written and what is on the platter, and fails when
//! and how a test wishes.

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard};

use crate::ledger::storage::{Folder, Storage};

/// How an operation fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The machine stops; [`Platter::power_cut`] decides what has survived.
    Power,
    /// The process dies; what it wrote stays visible.
    Kill,
    /// No space, perhaps with a part written.
    Full,
    /// The disk reports an error; a failed sync forgets what it should have written.
    Broken,
}

#[derive(Default, Clone)]
pub struct Platter(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    files: BTreeMap<String, Content>,
    operations: u64,
    plan: Option<(u64, Failure)>,
    dead: bool,
}

#[derive(Default, Clone)]
struct Content {
    durable: Vec<u8>,
    shown: Vec<u8>,
    pending: Vec<Pending>,
    writes: u64,
    syncs: u64,
}

#[derive(Clone)]
enum Pending {
    Write { at: usize, bytes: Vec<u8> },
    Length(usize),
}

/// An endless row of numbers from a seed (xorshift64*).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 |= 1;
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % sides
    }
}

fn put(content: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if content.len() < at + bytes.len() {
        content.resize(at + bytes.len(), 0);
    }
    content[at..at + bytes.len()].copy_from_slice(bytes);
}

impl Content {
    fn write(&mut self, at: usize, bytes: &[u8]) {
        put(&mut self.shown, at, bytes);
        let bytes = bytes.to_vec();
        self.pending.push(Pending::Write { at, bytes });
    }

    fn set_length(&mut self, length: usize) {
        self.shown.resize(length, 0);
        self.pending.push(Pending::Length(length));
    }

    /// Lets each unsynced sector survive or not, as the dice say. Lengths survive in the order
    /// they were set, because file systems journal them; a sector beyond the end is lost.
    fn lose_power(&mut self, dice: &mut Dice) {
        let sector = [16, 64, 512][dice.roll(3) as usize];
        let mut lengths_survive = dice.roll(4) != 0;
        let keep_all = dice.roll(4) == 0;
        for pending in std::mem::take(&mut self.pending) {
            match pending {
                Pending::Length(length) => {
                    lengths_survive &= keep_all || dice.roll(8) != 0;
                    if lengths_survive {
                        self.durable.resize(length, 0);
                    }
                }
                Pending::Write { mut at, bytes } => {
                    let mut rest = &bytes[..];
                    while !rest.is_empty() {
                        let step = (sector - at % sector).min(rest.len());
                        let fits = at + step <= self.durable.len() || lengths_survive;
                        if fits && (keep_all || dice.roll(2) == 0) {
                            put(&mut self.durable, at, &rest[..step]);
                        }
                        at += step;
                        rest = &rest[step..];
                    }
                }
            }
        }
        self.shown = self.durable.clone();
    }
}

impl Platter {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0
            .lock()
            .expect("no test panics while it holds the disk")
    }

    /// Makes the operation that comes after `operations` more fail.
    pub fn fail_after(&self, operations: u64, failure: Failure) {
        let mut state = self.state();
        state.plan = Some((state.operations + operations, failure));
    }

    /// A new process on the same machine: what was written is visible.
    pub fn restart(&self) {
        let mut state = self.state();
        state.dead = false;
        state.plan = None;
    }

    /// The machine starts again with what the platter kept.
    pub fn power_cut(&self, dice: &mut Dice) {
        self.restart();
        for content in self.state().files.values_mut() {
            content.lose_power(dice);
        }
    }

    /// A copy that shares nothing with this one.
    pub fn copy(&self) -> Platter {
        let state = State {
            files: self.state().files.clone(),
            ..State::default()
        };
        Platter(Arc::new(Mutex::new(state)))
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        self.state().files[name].shown.clone()
    }

    pub fn set_bytes(&self, name: &str, bytes: Vec<u8>) {
        let content = Content {
            durable: bytes.clone(),
            shown: bytes,
            ..Content::default()
        };
        self.state().files.insert(name.to_owned(), content);
    }

    /// Turns some bits of one byte that stands on the platter.
    pub fn flip(&self, name: &str, at: usize, bits: u8) {
        let mut state = self.state();
        let content = state.content(name).expect("a file of the test");
        content.shown[at] ^= bits;
    }

    pub fn remove(&self, name: &str) {
        self.state().files.remove(name);
    }

    /// How often a file was written and synced.
    pub fn counts(&self, name: &str) -> (u64, u64) {
        let content = &self.state().files[name];
        (content.writes, content.syncs)
    }
}

impl State {
    /// Counts an operation and tells how it fails, if it does.
    fn act(&mut self) -> io::Result<Option<Failure>> {
        if self.dead {
            return Err(io::Error::other("the process is dead"));
        }
        let failure = self.plan.filter(|(at, _)| *at == self.operations);
        self.operations += 1;
        let failure = failure.map(|(_, failure)| failure);
        self.dead = matches!(failure, Some(Failure::Power | Failure::Kill));
        Ok(failure)
    }

    fn content(&mut self, name: &str) -> io::Result<&mut Content> {
        self.files
            .get_mut(name)
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

fn error(failure: Failure) -> io::Error {
    match failure {
        Failure::Power | Failure::Kill => io::Error::other("the process is dead"),
        Failure::Full => io::ErrorKind::StorageFull.into(),
        Failure::Broken => io::Error::from_raw_os_error(5),
    }
}

impl Folder for Platter {
    type File = PlatterFile;

    fn names(&self) -> io::Result<Vec<String>> {
        Ok(self.state().files.keys().cloned().collect())
    }

    fn open(&self, name: &str) -> io::Result<PlatterFile> {
        self.state().content(name)?;
        Ok(PlatterFile {
            platter: self.clone(),
            name: name.to_owned(),
        })
    }

    fn publish(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        let failure = state.act()?;
        // Whether a name that was given while the machine stopped is there later is open.
        let done = match failure {
            None => true,
            Some(Failure::Full) => false,
            Some(_) => state.operations.is_multiple_of(2),
        };
        drop(state);
        if done {
            self.set_bytes(name, bytes.to_vec());
        }
        failure.map_or(Ok(()), |failure| Err(error(failure)))
    }

    fn path(&self, name: &str) -> PathBuf {
        PathBuf::from("platter").join(name)
    }
}

pub struct PlatterFile {
    platter: Platter,
    name: String,
}

impl Storage for PlatterFile {
    fn length(&self) -> io::Result<u64> {
        Ok(self.platter.state().content(&self.name)?.shown.len() as u64)
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<usize> {
        let mut state = self.platter.state();
        let shown = &state.content(&self.name)?.shown;
        let rest = shown.get(at as usize..).unwrap_or(&[]);
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }

    fn write_at(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.platter.state();
        let failure = state.act()?;
        let part = match failure {
            None | Some(Failure::Power) => bytes.len(),
            Some(_) => bytes.len() / 2,
        };
        let content = state.content(&self.name)?;
        content.writes += 1;
        content.write(at as usize, &bytes[..part]);
        failure.map_or(Ok(()), |failure| Err(error(failure)))
    }

    fn reserve(&mut self, length: u64) -> io::Result<()> {
        let mut state = self.platter.state();
        let failure = state.act()?;
        let content = state.content(&self.name)?;
        if content.shown.len() < length as usize && failure != Some(Failure::Full) {
            content.set_length(length as usize);
        }
        failure.map_or(Ok(()), |failure| Err(error(failure)))
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        let mut state = self.platter.state();
        let failure = state.act()?;
        state.content(&self.name)?.set_length(length as usize);
        failure.map_or(Ok(()), |failure| Err(error(failure)))
    }

    fn sync(&mut self) -> io::Result<()> {
        let mut state = self.platter.state();
        let failure = state.act()?;
        let content = state.content(&self.name)?;
        content.syncs += 1;
        match failure {
            None => {
                content.durable = content.shown.clone();
                content.pending.clear();
                Ok(())
            }
            Some(failure) => {
                if matches!(failure, Failure::Broken | Failure::Full) {
                    content.pending.clear();
                }
                Err(error(failure))
            }
        }
    }
}
