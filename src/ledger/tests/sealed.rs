//! Sealed frames: whole or not without keys, readable only with them, and only in their place.

use super::*;
use crate::seal::{FrameKeys, Key};

const SECRET: &[u8] = "李春桃430406199003150027".as_bytes();

fn keys() -> FrameKeys {
    FrameKeys::new([3; 32])
}

fn sealer() -> Sealer {
    Sealer::new(HALL, vec![Key::new([1; 32])], keys())
}

/// One frame that everybody reads, then sealed ones over several segments.
fn filled() -> Platter {
    let platter = new_platter();
    let (mut log, _) = open(&platter, SMALL).expect("a sound ledger");
    append(&mut log, &[b"the hall".to_vec()]).expect("a sound disk");
    log.seal_with(Some(sealer()));
    for _ in 0..20 {
        append(&mut log, &[SECRET.to_vec(), b"second".to_vec()]).expect("a sound disk");
    }
    assert!(log.segments.len() > 2, "several segments were filled");
    platter
}

fn read(log: &mut Log<Platter>) -> Result<Vec<Frame>, Damage> {
    log.read_from(1).collect()
}

#[test]
fn sealed_frames_say_nothing_on_the_disk_and_all_of_it_to_who_has_the_keys() {
    let platter = filled();
    for name in ["000001.log", "000002.log", "000003.log"] {
        let found = platter.bytes(name);
        let found = found.windows(SECRET.len()).any(|part| part == SECRET);
        assert!(!found, "what was sealed is not readable");
    }
    let (mut log, _) = open(&platter, SMALL).expect("opened with no keys");
    log.seal_with(Some(sealer()));
    let frames = read(&mut log).expect("sound");
    assert_eq!(frames.len(), 41);
    assert!(!frames[0].sealed && frames[0].body == b"the hall");
    assert!(frames[1].sealed && frames[1].body == SECRET);
}

#[test]
fn the_chain_is_verified_with_no_keys() {
    let platter = filled();
    assert_eq!(
        verify::verify_in(&platter, &mut |_| {})
            .expect("sound")
            .frames,
        41
    );
    let (mut log, _) = open(&platter, SMALL).expect("opened with no keys");
    let refused = read(&mut log).expect_err("nobody is signed in");
    assert!(matches!(refused.fault, Fault::NoKey));
    assert_eq!(refused.sequence, 2);
    let from_first = log.read_from(1).next().expect("the open frame");
    assert!(from_first.is_ok());
}

#[test]
fn another_hall_or_another_key_opens_nothing() {
    let platter = filled();
    let (mut log, _) = open(&platter, SMALL).expect("opened");
    for (hall, key, frames) in [
        (HallId([1; 16]), [1; 32], [3; 32]),
        (HALL, [2; 32], [3; 32]),
        (HALL, [1; 32], [4; 32]),
    ] {
        let frames = FrameKeys::new(frames);
        log.seal_with(Some(Sealer::new(hall, vec![Key::new(key)], frames)));
        let refused = read(&mut log).expect_err("not the hall's keys");
        assert!(matches!(refused.fault, Fault::NotOpened));
    }
}

#[test]
fn every_part_of_a_frame_is_bound_to_what_was_sealed() {
    let (stored, _) = {
        let entries = [entry(b"first"), entry(SECRET)];
        frame::encode(HALL.genesis(), 9, &entries, Some(&sealer())).expect("keys")
    };
    let (first, length) = Frame::decode(&stored).expect("whole");
    let (second, _) = Frame::decode(&stored[length..]).expect("whole");
    let opens = |frame: Frame| frame.opened(Some(&sealer())).is_ok();
    assert!(opens(second.clone()) && opens(first.clone()));
    let changed = |change: fn(&mut Frame)| {
        let mut frame = second.clone();
        change(&mut frame);
        frame
    };
    assert!(!opens(changed(|frame| frame.sequence += 1)));
    assert!(!opens(changed(|frame| frame.previous = Digest([0; 32]))));
    assert!(!opens(changed(|frame| frame.time += 1)));
    assert!(!opens(changed(|frame| frame.counter += 1)));
    assert!(!opens(changed(|frame| frame.part = 0)));
    assert!(!opens(changed(|frame| frame.parts += 1)));
    for bit in 0..second.body.len() * 8 {
        let mut frame = second.clone();
        frame.body[bit / 8] ^= 1 << (bit % 8);
        assert!(!opens(frame), "bit {bit}");
    }
    let swapped = Frame {
        body: first.body,
        ..second
    };
    assert!(!opens(swapped));
}

#[test]
fn frames_of_earlier_epochs_stay_readable_and_those_of_later_ones_are_not() {
    let platter = filled();
    let (mut log, _) = open(&platter, SMALL).expect("opened");
    let both = vec![Key::new([1; 32]), Key::new([2; 32])];
    log.seal_with(Some(Sealer::new(HALL, both, keys())));
    append(&mut log, &[b"after she left".to_vec()]).expect("a sound disk");
    let all = read(&mut log).expect("both epochs");
    assert_eq!(all.last().expect("frames").body, b"after she left");
    log.seal_with(Some(sealer()));
    let refused = read(&mut log).expect_err("her keys end with her epoch");
    assert!(matches!(refused.fault, Fault::NoKey));
    assert_eq!(refused.sequence, 42);
}

#[test]
fn a_frame_whose_key_was_destroyed_is_closed_for_good_and_the_chain_stays_whole() {
    let platter = filled();
    let (mut log, _) = open(&platter, SMALL).expect("opened");
    let mut left = keys();
    assert!(left.destroy(4));
    log.seal_with(Some(Sealer::new(HALL, vec![Key::new([1; 32])], left)));
    let all = read(&mut log).expect("one is erased, the chain is whole");
    let erased = all.iter().filter(|frame| frame.erased);
    assert_eq!(erased.map(|frame| frame.sequence).collect::<Vec<_>>(), [4]);
    assert!(all[3].body.is_empty());
    assert_eq!(log.first_erased(), Some(4));
    let rest: Result<Vec<Frame>, Damage> = log.read_from(5).collect();
    assert_eq!(rest.expect("all others").len(), 37);
    assert_eq!(
        verify::verify_in(&platter, &mut |_| {})
            .expect("sound")
            .frames,
        41
    );
}

#[test]
fn the_longest_body_is_sealed_too() {
    let platter = new_platter();
    let (mut log, _) = open(&platter, WIDE).expect("a sound ledger");
    log.seal_with(Some(sealer()));
    append(&mut log, &[vec![7; MAX_BODY]]).expect("room");
    assert_eq!(read(&mut log).expect("sound")[0].body.len(), MAX_BODY);
    let more = append(&mut log, &[vec![7; MAX_BODY + 1]]);
    assert!(matches!(more, Err(AppendError::BodyTooLong { .. })));
}
