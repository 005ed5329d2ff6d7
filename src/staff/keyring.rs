use std::fmt;

use crate::seal::{FrameKeys, Key, NotOpened};

/// Bytes that name the epoch before what is sealed.
const EPOCH: usize = 2;

/// The keys of all epochs, as whoever is signed in has them. Wiped when let go.
#[derive(Clone, PartialEq, Eq)]
pub struct Keyring {
    /// The first epoch's key first; there is one at least.
    epochs: Vec<Key>,
}

impl fmt::Debug for Keyring {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Keyring({} epochs)", self.epochs.len())
    }
}

impl Keyring {
    /// The keys up to this one, the earlier first.
    pub(super) fn new(before: Vec<Key>, current: Key) -> Keyring {
        let mut epochs = before;
        epochs.push(current);
        Keyring { epochs }
    }

    pub fn epochs(&self) -> &[Key] {
        &self.epochs
    }

    /// The key of the present epoch.
    pub(super) fn current(&self) -> &Key {
        // A keyring is made with one key at least.
        &self.epochs[self.epochs.len() - 1]
    }

    /// The present key for a purpose, for what is made anew in a new epoch.
    pub fn key(&self, purpose: &str) -> Key {
        self.current().derive(purpose, &[])
    }

    /// Seals a whole file for its place. It opens in every later epoch too.
    pub fn seal(&self, purpose: &str, place: &[u8], content: &[u8]) -> Vec<u8> {
        // More epochs than the staff can change in a lifetime would repeat a name, not a key.
        let epoch = (self.epochs.len() as u16).to_le_bytes();
        let mut sealed = epoch.to_vec();
        sealed.extend(self.key(purpose).seal(&[&epoch, place].concat(), content));
        sealed
    }

    /// What was sealed for this place in any epoch.
    ///
    /// # Errors
    /// [`NotOpened`].
    pub fn open(&self, purpose: &str, place: &[u8], sealed: &[u8]) -> Result<Vec<u8>, NotOpened> {
        let (epoch, sealed) = sealed.split_first_chunk::<EPOCH>().ok_or(NotOpened)?;
        let number = usize::from(u16::from_le_bytes(*epoch));
        let key = number.checked_sub(1).and_then(|at| self.epochs.get(at));
        let key = key.ok_or(NotOpened)?.derive(purpose, &[]);
        key.open(&[epoch, place].concat(), sealed)
    }

    /// Seals what the keys of frames are made of.
    pub fn seal_frame_keys(&self, keys: &FrameKeys) -> Result<Vec<u8>, postcard::Error> {
        Ok(self.seal(FRAME_KEYS, &[], &postcard::to_stdvec(keys)?))
    }

    /// What the keys of frames are made of.
    ///
    /// # Errors
    /// [`NotOpened`].
    pub fn open_frame_keys(&self, sealed: &[u8]) -> Result<FrameKeys, NotOpened> {
        let content = self.open(FRAME_KEYS, &[], sealed)?;
        postcard::from_bytes(&content).map_err(|_| NotOpened)
    }
}

const FRAME_KEYS: &str = "guitai 2026 frame keys file v1";
