//! Durable truth: an append-only chain of frames, with room for more homes than the file.
//!
//! An append is on the platter once it returns `Ok`, whole or not at all. The room knows nothing
//! of records: what a frame carries is bytes. It reads no clock: the caller brings the time. It
//! asks nobody for keys: whoever has them gives it a [`Sealer`]; the chain is whole or not without.
//!
//! A hall's ledger in a folder is
//!
//! ```text
//! lock                    who has the hall open (the lock decides, the text only names)
//! ledger/000001.log …     the frames; a new file after 64 MiB
//! ledger/head             the head note: how far the ledger is known to be on the platter
//! ledger/cut-….bin        what a power cut left of an append that was never acknowledged
//! ```
//!
//! # Torn or rotten?
//!
//! A bad end may be an append that a power cut tore (never acknowledged, to be cut) or a frame
//! that was acknowledged and has rotted since (never to be cut). Four facts tell them apart:
//!
//! 1. The *head note* is written after each `fdatasync` has returned, without a sync of its own.
//!    Whatever it names was acknowledged, so a bad frame up to there is damage. It reaches the
//!    platter when the kernel next writes back, and at every orderly close.
//! 2. Every frame says which part of which append it is. A whole frame of a *later* append proves
//!    that the earlier ones were acknowledged, so a bad frame before it is damage; a whole frame of
//!    the *same* append proves nothing, because a disk may write the sectors of one append in any
//!    order.
//! 3. The caller may name a head its view has already seen ([`FileLedger::open_at_least`]).
//! 4. A frame whose checksum is right but which does not fit the chain was never torn.
//!
//! What remains is rot in the very last append within the seconds before a power cut. It cannot be
//! told from tearing, so it is cut, but loudly: [`OpenReport`] says so and the bytes are kept.

mod error;
mod file;
mod frame;
mod lock;
mod log;
mod note;
mod opening;
mod reading;
mod remembered;
mod scan;
mod second_copy;
mod sealer;
mod segment;
mod storage;
mod tail;
mod verify;

pub use error::{AppendError, Damage, Fault, OpenError};
pub use file::FileLedger;
pub use frame::{Frame, MAX_BODY};
pub use lock::Holder;
pub use log::{MAX_APPEND, MAX_ENTRIES};
pub use note::NoteState;
pub use opening::{Cut, OpenReport};
pub use remembered::Remembered;
pub use sealer::Sealer;
pub use second_copy::{CopyError, SecondCopy};
pub use verify::{Verified, verify, verify_each};

use std::fmt;

use serde::{Deserialize, Serialize};

/// A BLAKE3 digest of stored bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    pub(crate) fn of(bytes: &[u8]) -> Digest {
        Digest(*blake3::hash(bytes).as_bytes())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

/// The 16 random bytes that tell one hall's ledger from every other.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HallId(pub [u8; 16]);

impl HallId {
    /// Reads the 32 hexadecimal digits that [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<HallId> {
        let digits = text.as_bytes();
        if digits.len() != 32 {
            return None;
        }
        let mut id = [0; 16];
        for (byte, pair) in id.iter_mut().zip(digits.chunks_exact(2)) {
            let digit = |place: usize| char::from(pair[place]).to_digit(16);
            // Two hexadecimal digits are at most 0xFF.
            *byte = (digit(0)? * 16 + digit(1)?) as u8;
        }
        Some(HallId(id))
    }

    /// The head of the hall's ledger before its first frame.
    pub fn genesis(&self) -> Head {
        let hash = blake3::derive_key("guitai 2026 ledger genesis v1", &self.0);
        Head {
            sequence: 0,
            hash: Digest(hash),
        }
    }
}

impl fmt::Display for HallId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for HallId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}

/// The end of the chain: the last frame's sequence (0 before the first) and its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Head {
    pub sequence: u64,
    pub hash: Digest,
}

impl Head {
    /// The sequence of the frame that comes next.
    pub fn next(&self) -> u64 {
        self.sequence.saturating_add(1)
    }
}

/// What is to become one frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The counter that acted.
    pub counter: u16,
    /// At most [`MAX_BODY`] bytes.
    pub body: Vec<u8>,
}

/// Frames in the order of their sequence; ends after the first error.
pub type Frames<'a> = Box<dyn Iterator<Item = Result<Frame, Damage>> + 'a>;

/// An append-only chain of frames that belongs to one hall.
pub trait Ledger: Send {
    fn hall(&self) -> HallId;

    fn head(&self) -> Head;

    /// The time of the last frame, UTC, in milliseconds since 1970; `i64::MIN` before the first.
    fn time(&self) -> i64;

    /// Appends one frame for each entry if the ledger still ends at `expected`; all of them or
    /// none. Durable once it returns `Ok`. Every frame gets the time `max(now, self.time())`,
    /// which [`Ledger::time`] then tells.
    ///
    /// # Errors
    /// [`AppendError::HeadMoved`] if another counter appended first: follow, check again, retry.
    /// [`AppendError::NoSpace`] if nothing was written: the ledger is as before and works on.
    /// [`AppendError::ReadOnly`] if the disk failed: these entries may or may not be found after
    /// the next opening, and nothing more is accepted until then.
    fn append(&mut self, expected: Head, now: i64, entries: &[Entry]) -> Result<Head, AppendError>;

    /// From now on bodies are sealed and opened with these keys; with `None` the keys are let go of,
    /// and what is appended then is readable by everybody.
    fn seal_with(&mut self, sealer: Option<Sealer>);

    /// The first frame whose key was destroyed, as far as the keys that were given say.
    fn first_erased(&self) -> Option<u64>;

    /// The frames from `sequence` (the first frame is 1) to the head, each checked as it is read.
    fn read_from(&mut self, sequence: u64) -> Frames<'_>;
}

#[cfg(test)]
mod tests;
