//! Promise: no frame, segment or note, however it was spoilt, makes a reader panic or hang.

use super::{HALL, entry};
use crate::hostile::Hostile;
use crate::ledger::frame::{CHECKSUM, Frame, claimed_length, encode};
use crate::ledger::note;
use crate::ledger::segment::{HEADER, Segment};

fn frames() -> Vec<Vec<u8>> {
    let bodies = [vec![], b"an act".to_vec(), vec![7; 900]];
    let entries: Vec<_> = bodies.iter().map(|body| entry(body)).collect();
    let appends = [&entries[..1], &entries[1..2], &entries];
    appends
        .iter()
        .map(|entries| {
            let stored = encode(HALL.genesis(), 1_900_000_000_000, entries, None);
            stored.expect("unsealed").0
        })
        .collect()
}

/// The same bytes with a checksum that is right, which only a forger writes.
fn forged(bytes: &[u8]) -> Option<Vec<u8>> {
    let length = claimed_length(bytes).ok()?;
    let mut forged = bytes.get(..length)?.to_vec();
    let end = length.checked_sub(CHECKSUM)?;
    let checksum = crc32fast::hash(&forged[..end]).to_le_bytes();
    forged[end..].copy_from_slice(&checksum);
    Some(forged)
}

#[test]
fn a_hostile_frame_is_read_or_refused() {
    Hostile::new(frames(), &[]).give("ledger frame", |bytes| {
        let read = Frame::decode(bytes).is_ok();
        let forged = forged(bytes).map(|forged| Frame::decode(&forged));
        read || forged.is_some_and(|frame| frame.is_ok())
    });
}

#[test]
fn a_hostile_segment_or_note_is_read_or_refused() {
    let segment = Segment::first(HALL).encode();
    let note = note::encode(HALL.genesis());
    Hostile::new(vec![segment, note], &[]).give("segment and head note", |bytes| {
        let mut forged = bytes.to_vec();
        if let Some((covered, checksum)) = forged.split_last_chunk_mut::<4>() {
            *checksum = crc32fast::hash(covered).to_le_bytes();
        }
        [bytes, &forged].into_iter().any(|bytes| {
            let header = bytes.first_chunk::<HEADER>().map(Segment::decode);
            note::decode(bytes).head().is_some() || header.is_some_and(|read| read.is_ok())
        })
    });
}
