//! Promise: no bytes whatever make a reader panic.

use proptest::prelude::*;

use super::platter::Platter;
use super::{HALL, Head, Ledger, WIDE, append, entry, open};
use crate::ledger::frame::encode;
use crate::ledger::note::NOTE;
use crate::ledger::segment::Segment;
use crate::ledger::verify::verify_in;

/// What stands in a segment: noise, or one append of so many frames of such a length.
#[derive(Debug, Clone)]
enum Piece {
    Noise(Vec<u8>),
    Append(usize, usize),
}

fn piece() -> impl Strategy<Value = Piece> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..80).prop_map(Piece::Noise),
        (1usize..4, 0usize..20).prop_map(|(count, length)| Piece::Append(count, length)),
    ]
}

/// The bytes of a segment with these pieces, its appends chained to one another.
fn stored(segment: &Segment, pieces: &[Piece]) -> Vec<u8> {
    let mut bytes = segment.encode();
    let mut head = segment.before;
    for piece in pieces {
        match piece {
            Piece::Noise(noise) => bytes.extend(noise),
            Piece::Append(count, length) => {
                let (stored, next) = encode(head, 0, &vec![entry(&vec![7; *length]); *count], None)
                    .expect("unsealed");
                bytes.extend(stored);
                head = next;
            }
        }
    }
    bytes
}

fn read_in_every_way(platter: &Platter) {
    let _ = verify_in(platter, &mut |_| {});
    if let Ok((mut log, _)) = open(platter, WIDE) {
        let _ = log.read_from(0).count();
        let _ = append(&mut log, &[vec![1]]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn noise_among_frames_makes_no_reader_panic(
        pieces in prop::collection::vec(piece(), 0..6),
        note in prop::collection::vec(any::<u8>(), 0..60),
    ) {
        let first = Segment::first(HALL);
        let platter = Platter::default();
        platter.set_bytes(NOTE, note);
        platter.set_bytes(&first.name(), stored(&first, &pieces));
        read_in_every_way(&platter);
    }

    #[test]
    fn a_segment_that_claims_any_place_makes_no_reader_panic(
        sequence in prop_oneof![Just(u64::MAX), Just(u64::MAX - 1), any::<u64>()],
        time in any::<i64>(),
        pieces in prop::collection::vec(piece(), 0..6),
    ) {
        let first = Segment::first(HALL);
        let before = Head { sequence, ..first.before };
        let second = Segment { number: 2, before, time, ..first };
        let platter = Platter::default();
        platter.set_bytes(&first.name(), first.encode());
        platter.set_bytes(&second.name(), stored(&second, &pieces));
        read_in_every_way(&platter);
    }
}
