//! Promise: no change to a stored ledger goes unseen, and nothing acknowledged is cut in silence.

use super::platter::{Dice, Platter};
use super::{
    Fault, Head, Ledger, Log, MAX_APPEND, NoteState, OpenError, Opened, SMALL, WIDE, append,
    bodies, filled, new_platter, open,
};
use crate::ledger::note::NOTE;
use crate::ledger::segment::{HEADER, name_of};
use crate::ledger::verify::verify_in;

/// Where each frame of the first segment begins, and where the last ends.
fn places(platter: &Platter) -> Vec<usize> {
    super::places(&platter.bytes(&name_of(1)))
}

fn assert_damaged(opened: Opened, what: &str) {
    match opened {
        Err(OpenError::Damaged(_)) => {}
        Err(other) => panic!("{what}: {other}"),
        Ok((_, report)) => panic!("{what}: opened with {report:?}"),
    }
}

/// Every way to change one byte that is worth a try.
const CHANGES: [u8; 9] = [0xFF, 1, 2, 4, 8, 16, 32, 64, 128];

#[test]
fn every_changed_byte_of_a_small_ledger_is_detected() {
    let platter = filled(WIDE, 30);
    let name = name_of(1);
    let whole = platter.bytes(&name);
    let end = *places(&platter).last().expect("thirty frames");
    assert!(whole.len() > end, "the reserve is tested too");
    for at in 0..whole.len() {
        for change in CHANGES {
            let copy = platter.copy();
            let mut bytes = whole.clone();
            bytes[at] ^= change;
            copy.set_bytes(&name, bytes);
            if at < end {
                assert!(
                    verify_in(&copy, &mut |_| {}).is_err(),
                    "byte {at} ^ {change}"
                );
                assert_damaged(open(&copy, WIDE), "a byte of the ledger");
            } else {
                assert_eq!(
                    verify_in(&copy, &mut |_| {})
                        .expect("the frames are whole")
                        .unfinished,
                    1
                );
                let (log, report) = open(&copy, WIDE).expect("the frames are whole");
                assert_eq!(report.cut.expect("reported").bytes, 1);
                assert_eq!(log.head().sequence, 30);
            }
        }
    }
}

#[test]
fn every_changed_byte_of_the_head_note_is_reported_and_harmless() {
    let platter = filled(WIDE, 5);
    let whole = platter.bytes(NOTE);
    for at in 0..whole.len() {
        for change in CHANGES {
            let copy = platter.copy();
            let mut bytes = whole.clone();
            bytes[at] ^= change;
            copy.set_bytes(NOTE, bytes);
            let (log, report) = open(&copy, WIDE).expect("the frames are whole");
            assert_eq!(report.note, NoteState::Unreadable);
            assert_eq!(report.messages().len(), 1);
            drop(log);
            assert_eq!(copy.bytes(NOTE), whole, "the note was written anew");
        }
    }
}

#[test]
fn without_the_note_a_rotten_last_frame_is_cut_but_reported_and_kept() {
    let platter = filled(WIDE, 5);
    platter.remove(NOTE);
    let places = places(&platter);
    for at in places[4]..places[5] {
        let copy = platter.copy();
        let mut bytes = platter.bytes(&name_of(1));
        bytes[at] ^= 0xFF;
        copy.set_bytes(&name_of(1), bytes.clone());
        let (log, report) = open(&copy, WIDE).expect("indistinguishable from a torn append");
        assert_eq!(log.head().sequence, 4);
        assert_eq!(report.messages().len(), 2, "the cut and the missing note");
        let kept = copy.bytes("cut-5-77.bin");
        assert_eq!(report.cut.expect("reported").bytes, kept.len() as u64);
        assert!(bytes[places[4]..].starts_with(&kept));
    }
}

#[test]
fn without_the_note_rot_before_the_last_append_is_still_damage() {
    let platter = filled(WIDE, 5);
    platter.remove(NOTE);
    let places = places(&platter);
    for at in 0..places[4] {
        let copy = platter.copy();
        let mut bytes = platter.bytes(&name_of(1));
        bytes[at] ^= 0xFF;
        copy.set_bytes(&name_of(1), bytes);
        assert_damaged(open(&copy, WIDE), "a byte before the last append");
    }
}

#[test]
fn nothing_is_cut_below_what_a_view_has_seen() {
    let platter = filled(WIDE, 5);
    let seen = verify_in(&platter, &mut |_| {})
        .expect("a sound ledger")
        .head;
    platter.remove(NOTE);
    let end = places(&platter)[5];
    let mut bytes = platter.bytes(&name_of(1));
    bytes[end - 1] ^= 1;
    platter.set_bytes(&name_of(1), bytes);
    let opened = Log::open(platter.copy(), WIDE, Some(seen), 0);
    assert_damaged(opened, "the view has seen frame 5");
    let four = Head {
        sequence: 4,
        ..seen
    };
    let opened = Log::open(platter.copy(), WIDE, Some(four), 0);
    assert_damaged(opened, "the view has seen another frame 4");
}

#[test]
fn a_ledger_cut_short_at_any_length_is_detected() {
    let platter = filled(WIDE, 30);
    let whole = platter.bytes(&name_of(1));
    let end = *places(&platter).last().expect("thirty frames");
    for length in 0..whole.len() {
        let copy = platter.copy();
        copy.set_bytes(&name_of(1), whole[..length].to_vec());
        if length < end {
            assert!(verify_in(&copy, &mut |_| {}).is_err(), "length {length}");
            assert_damaged(open(&copy, WIDE), "a ledger cut short");
        } else {
            let (mut log, report) = open(&copy, WIDE).expect("only reserve is missing");
            assert!(report.cut.is_none());
            assert_eq!(bodies(&mut log).len(), 30);
        }
    }
}

#[test]
fn frames_deleted_swapped_or_doubled_are_detected() {
    let platter = filled(WIDE, 6);
    let whole = platter.bytes(&name_of(1));
    let places = places(&platter);
    let frame = |number: usize| whole[places[number]..places[number + 1]].to_vec();
    let rest = &whole[places[6]..];
    for (what, order) in [
        ("the first deleted", vec![1, 2, 3, 4, 5]),
        ("one deleted", vec![0, 1, 3, 4, 5]),
        ("the last deleted", vec![0, 1, 2, 3, 4]),
        ("all deleted", vec![]),
        ("two swapped", vec![0, 2, 1, 3, 4, 5]),
        ("the last two swapped", vec![0, 1, 2, 3, 5, 4]),
        ("one doubled", vec![0, 1, 1, 2, 3, 4, 5]),
        ("the last doubled", vec![0, 1, 2, 3, 4, 5, 5]),
        ("the first at the end", vec![0, 1, 2, 3, 4, 5, 0]),
    ] {
        let mut bytes = whole[..HEADER].to_vec();
        bytes.extend(order.into_iter().flat_map(frame));
        bytes.extend_from_slice(rest);
        let copy = platter.copy();
        copy.set_bytes(&name_of(1), bytes);
        assert!(verify_in(&copy, &mut |_| {}).is_err(), "{what}");
        assert_damaged(open(&copy, WIDE), what);
    }
}

#[test]
fn segments_deleted_swapped_or_from_another_time_are_detected() {
    let platter = filled(SMALL, 100);
    let last = platter.copy();
    let names: Vec<String> = (1..=4).map(name_of).collect();
    for name in &names {
        let copy = platter.copy();
        copy.remove(name);
        assert_damaged(open(&copy, SMALL), name);
    }
    let (one, two) = (platter.bytes(&names[1]), platter.bytes(&names[2]));
    let swapped = platter.copy();
    swapped.set_bytes(&names[1], two);
    swapped.set_bytes(&names[2], one);
    assert_damaged(open(&swapped, SMALL), "two segments swapped");
    let count = (1..).find(|number| {
        last.remove(&name_of(*number));
        open(&last, SMALL).is_err() && verify_in(&last, &mut |_| {}).is_err()
    });
    assert_eq!(count, Some(1), "the first removal is already seen");
}

#[test]
fn the_last_segment_cannot_be_removed_unseen() {
    let platter = filled(SMALL, 100);
    let (log, _) = open(&platter, SMALL).expect("a sound ledger");
    let last = log.segments.last().expect("several").name();
    drop(log);
    platter.remove(&last);
    assert_damaged(open(&platter, SMALL), "the last segment is gone");
    assert!(matches!(
        verify_in(&platter, &mut |_| {})
            .expect_err("frames are missing")
            .fault,
        Fault::MissingFrames { .. }
    ));
}

#[test]
fn every_changed_byte_of_an_older_segment_is_found_by_verifying() {
    let platter = filled(SMALL, 60);
    let whole = platter.bytes(&name_of(2));
    let written = whole.iter().rposition(|byte| *byte != 0).expect("frames");
    for at in 0..whole.len() {
        let copy = platter.copy();
        let mut bytes = whole.clone();
        bytes[at] ^= 0xFF;
        copy.set_bytes(&name_of(2), bytes);
        let damage = verify_in(&copy, &mut |_| {}).expect_err("nothing may stand there");
        assert!(at > written || damage.offset <= at as u64, "byte {at}");
        if let Ok((mut log, _)) = open(&copy, SMALL) {
            assert!(log.read_from(1).any(|frame| frame.is_err()), "byte {at}");
        }
    }
}

#[test]
fn a_ledger_of_another_hall_does_not_mix_in() {
    let platter = filled(SMALL, 60);
    let other = Platter::default();
    crate::ledger::log::create(&other, crate::ledger::HallId([1; 16])).expect("a sound disk");
    platter.set_bytes(&name_of(1), other.bytes(&name_of(1)));
    assert_damaged(open(&platter, SMALL), "the first segment is another hall's");
}

#[test]
fn after_a_torn_end_the_chain_goes_on() {
    let platter = filled(WIDE, 3);
    let end = places(&platter)[3];
    let mut bytes = platter.bytes(&name_of(1));
    bytes[end..end + 40].fill(0xAB);
    platter.set_bytes(&name_of(1), bytes);
    let (mut log, report) = open(&platter, WIDE).expect("a torn end is no damage");
    assert_eq!(report.cut.as_ref().map(|cut| cut.bytes), Some(40));
    append(&mut log, &[b"next".to_vec()]).expect("a sound disk");
    drop(log);
    let verified = verify_in(&platter, &mut |_| {}).expect("a sound ledger");
    assert_eq!((verified.frames, verified.unfinished), (4, 0));
    assert_eq!(platter.bytes("cut-4-77.bin"), [0xAB; 40]);
}

#[test]
fn half_an_append_is_cut_as_a_whole() {
    let platter = new_platter();
    let (mut log, _) = open(&platter, WIDE).expect("a sound ledger");
    append(&mut log, &[vec![1]]).expect("a sound disk");
    let noted = platter.bytes(NOTE);
    append(&mut log, &[vec![2], vec![3], vec![4]]).expect("a sound disk");
    drop(log);
    let places = places(&platter);
    // The disk wrote some sectors of the append and not others, and the note had not come yet.
    for hole in 1..4 {
        let copy = platter.copy();
        copy.set_bytes(NOTE, noted.clone());
        let mut bytes = platter.bytes(&name_of(1));
        bytes[places[hole]..places[hole + 1]].fill(0);
        copy.set_bytes(&name_of(1), bytes);
        let (mut log, report) = open(&copy, WIDE).expect("a torn append");
        assert_eq!(bodies(&mut log), [vec![1]]);
        assert!(report.cut.is_some());
    }
}

#[test]
fn a_whole_frame_that_does_not_fit_is_never_cut() {
    let platter = filled(WIDE, 3);
    platter.remove(NOTE);
    let places = places(&platter);
    let mut bytes = platter.bytes(&name_of(1));
    let first = bytes[places[0]..places[1]].to_vec();
    bytes[places[3]..places[3] + first.len()].copy_from_slice(&first);
    platter.set_bytes(&name_of(1), bytes);
    match open(&platter, WIDE).err() {
        Some(OpenError::Damaged(damage)) => {
            assert!(matches!(damage.fault, Fault::Sequence { found: 1 }));
            assert_eq!(damage.sequence, 4);
            assert_eq!(damage.offset, places[3] as u64);
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn frames_missing_at_the_end_of_an_older_segment_are_detected() {
    let platter = filled(SMALL, 60);
    let places = places(&platter);
    let from = places[places.len() - 2];
    let mut bytes = platter.bytes(&name_of(1));
    bytes[from..].fill(0);
    platter.set_bytes(&name_of(1), bytes);
    let missing = |fault: &Fault| matches!(fault, Fault::MissingFrames { .. });
    assert!(missing(
        &verify_in(&platter, &mut |_| {})
            .expect_err("a frame is gone")
            .fault
    ));
    let (mut log, _) = open(&platter, SMALL).expect("the last segment is whole");
    let damage = log
        .read_from(1)
        .find_map(Result::err)
        .expect("seen by reading");
    assert!(missing(&damage.fault));
}

#[test]
fn after_an_orderly_end_the_note_knows_the_last_frame_even_if_the_power_fails() {
    let platter = filled(WIDE, 5);
    platter.power_cut(&mut Dice(3));
    let end = places(&platter)[5];
    let mut bytes = platter.bytes(&name_of(1));
    bytes[end - 1] ^= 1;
    platter.set_bytes(&name_of(1), bytes);
    assert_damaged(open(&platter, WIDE), "the last frame has rotted");
}

#[test]
fn more_rubbish_than_an_append_can_leave_is_not_cut() {
    let platter = filled(WIDE, 1);
    platter.remove(NOTE);
    let mut bytes = platter.bytes(&name_of(1));
    bytes.resize(bytes.len() + MAX_APPEND, 0xAB);
    bytes[places(&platter)[1]] = 1;
    platter.set_bytes(&name_of(1), bytes);
    assert_damaged(open(&platter, WIDE), "more than one append");
}
