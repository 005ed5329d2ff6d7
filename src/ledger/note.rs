use super::{Digest, Head};

/// The file name of the head note within the ledger's folder.
pub(super) const NOTE: &str = "head";
/// Well within one sector, so that a disk writes all of it or none.
pub(super) const NOTE_LENGTH: usize = 52;
const MAGIC: &[u8; 8] = b"GUITAIHD";

/// What the head note told when the ledger was opened or verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteState {
    /// The ledger reached at least this head.
    Known(Head),
    /// There is no note; somebody removed it.
    Missing,
    /// The note's checksum is wrong; it will be written anew.
    Unreadable,
}

impl NoteState {
    pub(super) fn head(self) -> Option<Head> {
        match self {
            NoteState::Known(head) => Some(head),
            NoteState::Missing | NoteState::Unreadable => None,
        }
    }
}

/// Magic (8) · sequence u64 · hash (32) · CRC-32/ISO-HDLC u32 of all before, little-endian.
pub(super) fn encode(head: Head) -> Vec<u8> {
    let mut out = Vec::with_capacity(NOTE_LENGTH);
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&head.sequence.to_le_bytes());
    out.extend_from_slice(&head.hash.0);
    out.extend_from_slice(&crc32fast::hash(&out).to_le_bytes());
    out
}

/// Reads the whole content of the note's file.
pub(super) fn decode(bytes: &[u8]) -> NoteState {
    read(bytes).map_or(NoteState::Unreadable, NoteState::Known)
}

fn read(bytes: &[u8]) -> Option<Head> {
    let note: &[u8; NOTE_LENGTH] = bytes.try_into().ok()?;
    let (covered, checksum) = note.split_at(NOTE_LENGTH - 4);
    if crc32fast::hash(covered).to_le_bytes() != checksum {
        return None;
    }
    let rest = covered.strip_prefix(MAGIC)?;
    Some(Head {
        sequence: u64::from_le_bytes(*rest.first_chunk()?),
        hash: Digest(*rest.last_chunk()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::HallId;

    #[test]
    fn a_note_with_any_flipped_bit_is_unreadable() {
        let head = HallId([4; 16]).genesis();
        let stored = encode(head);
        assert_eq!(decode(&stored), NoteState::Known(head));
        for bit in 0..stored.len() * 8 {
            let mut flipped = stored.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(decode(&flipped), NoteState::Unreadable, "bit {bit}");
        }
        assert_eq!(decode(&[]), NoteState::Unreadable);
    }
}
