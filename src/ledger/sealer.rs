use std::fmt;

use super::HallId;
use super::error::Fault;
use crate::seal::{FrameKeys, Key, OVERHEAD};

/// Bytes that name the epoch.
const EPOCH: usize = 2;
const PURPOSE: &str = "guitai 2026 ledger frame v1";

/// Seals and opens the bodies of one hall's frames.
///
/// Every frame has a key of its own, made of the key of its epoch and of its leaf of the
/// [`FrameKeys`]: neither alone opens it. Hall, sequence, the hash of the frame before, time,
/// counter, part, parts, length and epoch are bound in, so a body stands in no other place.
pub struct Sealer {
    hall: HallId,
    /// The keys of all epochs, the first one first.
    epochs: Vec<Key>,
    frames: FrameKeys,
}

impl fmt::Debug for Sealer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Sealer({}, {} epochs)", self.hall, self.epochs.len())
    }
}

impl Sealer {
    /// Bytes by which a sealed body is longer.
    pub(super) const OVERHEAD: usize = EPOCH + OVERHEAD;

    pub fn new(hall: HallId, epochs: Vec<Key>, frames: FrameKeys) -> Sealer {
        Sealer {
            hall,
            epochs,
            frames,
        }
    }

    /// # Errors
    /// [`Fault::NoKey`] if there is no key for this frame.
    pub(super) fn seal(&self, sequence: u64, front: &[u8], body: &[u8]) -> Result<Vec<u8>, Fault> {
        // A hall whose staff changed 65,535 times can take in nothing more.
        let epoch = u16::try_from(self.epochs.len()).map_err(|_| Fault::NoKey)?;
        let key = self.key(epoch, sequence)?;
        let mut sealed = epoch.to_le_bytes().to_vec();
        sealed.extend(key.seal(&self.about(front, epoch), body));
        Ok(sealed)
    }

    /// # Errors
    /// [`Fault::NoKey`] if the frame is of an unknown epoch or its key was destroyed,
    /// [`Fault::NotOpened`] if it is not what was sealed here.
    pub(super) fn open(&self, sequence: u64, front: &[u8], body: &[u8]) -> Result<Vec<u8>, Fault> {
        let (epoch, sealed) = body.split_first_chunk::<EPOCH>().ok_or(Fault::NotOpened)?;
        let epoch = u16::from_le_bytes(*epoch);
        let key = self.key(epoch, sequence)?;
        let opened = key.open(&self.about(front, epoch), sealed);
        opened.map_err(|_| Fault::NotOpened)
    }

    /// Whether the key of a frame was destroyed.
    pub(super) fn has_erased(&self, sequence: u64) -> bool {
        self.frames.key(sequence).is_none()
    }

    /// The first frame whose key was destroyed, if any was.
    pub(super) fn first_erased(&self) -> Option<u64> {
        self.frames.first_destroyed()
    }

    fn key(&self, epoch: u16, sequence: u64) -> Result<Key, Fault> {
        let place = usize::from(epoch).checked_sub(1).ok_or(Fault::NoKey)?;
        let epoch = self.epochs.get(place).ok_or(Fault::NoKey)?;
        let leaf = self.frames.key(sequence).ok_or(Fault::NoKey)?;
        Ok(epoch.join(PURPOSE, &leaf))
    }

    fn about(&self, front: &[u8], epoch: u16) -> Vec<u8> {
        [self.hall.0.as_slice(), front, &epoch.to_le_bytes()].concat()
    }
}
