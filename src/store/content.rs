use serde::{Deserialize, Serialize};
use sled::Db;

use super::error::ViewError;
use super::key::Space;
use crate::ledger::Head;

/// What a view holds, in two numbers that do not depend on the order in which it came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Content {
    pub entries: u64,
    /// Sum of the digests of all entries, modulo 2^64 in each of its two halves.
    pub sum: (u64, u64),
}

/// How far the ledger was folded and what came of it. Written in the same batch as the records,
/// so that a view that lost or changed a single entry is known by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Mark {
    /// Layout of the view; another number means it is folded anew.
    pub layout: u16,
    pub applied: Option<Head>,
    pub content: Content,
}

/// So many entries are read between two questions whether to go on: less than a hundredth of a
/// second.
const ASKED_EACH: u64 = 512;

/// The layout this program writes.
pub(super) const LAYOUT: u16 = 12;

impl Content {
    pub(super) fn add(&mut self, key: &[u8], value: &[u8]) {
        let (a, b) = digest(key, value);
        self.entries = self.entries.wrapping_add(1);
        self.sum = (self.sum.0.wrapping_add(a), self.sum.1.wrapping_add(b));
    }

    pub(super) fn remove(&mut self, key: &[u8], value: &[u8]) {
        let (a, b) = digest(key, value);
        self.entries = self.entries.wrapping_sub(1);
        self.sum = (self.sum.0.wrapping_sub(a), self.sum.1.wrapping_sub(b));
    }

    /// Takes over what was added and removed elsewhere.
    pub(super) fn join(&mut self, other: Content) {
        let (a, b) = other.sum;
        self.entries = self.entries.wrapping_add(other.entries);
        self.sum = (self.sum.0.wrapping_add(a), self.sum.1.wrapping_add(b));
    }

    /// Reads every entry of the view. `go_on` hears now and then how many were read, and says
    /// whether to go on.
    pub(super) fn of(db: &Db, go_on: &mut dyn FnMut(u64) -> bool) -> Result<Content, ViewError> {
        let mut content = Content::default();
        for entry in db.iter() {
            if content.entries % ASKED_EACH == 0 && !go_on(content.entries) {
                return Err(ViewError::Stopped);
            }
            let (key, value) = entry?;
            if key.first() != Some(&(Space::Mark as u8)) {
                content.add(&key, &value);
            }
        }
        Ok(content)
    }
}

/// The length of the key stands before it, so that no two entries are the same bytes.
fn digest(key: &[u8], value: &[u8]) -> (u64, u64) {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&(key.len() as u64).to_le_bytes());
    hasher.update(key);
    hasher.update(value);
    let hash = hasher.finalize();
    let half = |at: usize| {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&hash.as_bytes()[at..at + 8]);
        u64::from_le_bytes(bytes)
    };
    (half(0), half(8))
}
