//! Promise: nobody changes a stored ledger unseen. What is sound in itself (a ledger put back to an
//! earlier state together with its head note, or forged with new hashes from some frame on) is
//! missed by whoever remembers a later frame, as every paper does.
//!
//! A usual run tries a part; `GUITAI_EVERY_BYTE=1` tries every byte of a mebibyte, and
//! `GUITAI_EDITS=10000` so many edits.

use super::platter::{Dice, Platter};
use super::{Head, Ledger, Sizes, append, asked, new_platter, open, places};
use crate::ledger::frame::{Frame, encode};
use crate::ledger::note::{self, NOTE, NoteState};
use crate::ledger::scan::{Anchors, segments};
use crate::ledger::segment::{HEADER, Segment, name_of};
use crate::ledger::verify::{verify_in, verify_segment};
use crate::ledger::{Entry, Verified};

/// Segments so short that a changed byte is found without reading the whole mebibyte before it.
const SHORT: Sizes = Sizes {
    segment: 16 << 10,
    reserve: 4 << 10,
};
const MEBIBYTE: usize = 1 << 20;
const EDITS: u64 = 500;
/// Every how many bytes one is tried in a usual run; a prime, so that no column is left out.
const STRIDE: usize = 61;

/// A ledger of at least so many bytes, and its heads.
fn filled(bytes: usize) -> (Platter, Vec<Head>) {
    let platter = new_platter();
    let (mut log, _) = open(&platter, SHORT).expect("a sound ledger");
    let mut dice = Dice(7);
    let mut heads = vec![log.head()];
    let mut written = 0;
    while written < bytes {
        let bodies: Vec<Vec<u8>> = (0..dice.roll(3) + 1)
            .map(|_| (0..dice.roll(400)).map(|_| dice.roll(256) as u8).collect())
            .collect();
        written += bodies.iter().map(|body| body.len() + 64).sum::<usize>();
        heads.push(append(&mut log, &bodies).expect("a sound disk"));
    }
    drop(log);
    (platter, heads)
}

fn nothing_verified(first: &Segment) -> Verified {
    Verified {
        hall: first.hall,
        frames: 0,
        head: first.before,
        times: None,
        unfinished: 0,
        note: NoteState::Missing,
    }
}

/// Whether a change to one segment is found. Every segment is verified by itself, so that the
/// others need not be read for it; the headers are verified together.
fn is_found(platter: &Platter, all: &[Segment], place: usize, in_header: bool) -> bool {
    if in_header {
        return segments(platter).is_err();
    }
    let mut verified = nothing_verified(&all[place]);
    let anchors = Anchors(Vec::new());
    let (one, next) = (&all[place], all.get(place + 1));
    verify_segment(platter, one, next, &anchors, &mut verified, &mut |_| {}).is_err()
}

#[test]
fn every_changed_byte_of_a_mebibyte_is_found() {
    let stride = match asked("GUITAI_EVERY_BYTE", 0) {
        0 => STRIDE,
        _ => 1,
    };
    // The last segment has room in reserve, of which `damage.rs` tells; all others are tried.
    let (platter, _) = filled(MEBIBYTE + (16 << 10));
    let all = segments(&platter).expect("a sound ledger");
    let (mut tried, mut at) = (0, 0);
    for (place, segment) in all[..all.len() - 1].iter().enumerate() {
        let name = segment.name();
        let length = platter.bytes(&name).len();
        while at < length {
            let bits = 1 << (at % 8);
            platter.flip(&name, at, bits);
            assert!(is_found(&platter, &all, place, at < HEADER), "{name} {at}");
            platter.flip(&name, at, bits);
            tried += 1;
            at += stride;
        }
        at -= length;
    }
    verify_in(&platter, &mut |_| {}).expect("all was turned back");
    assert!(tried >= MEBIBYTE / stride, "{tried}");
    eprintln!("{tried} changed bytes, all found");
}

/// Whether somebody who remembers the frame `paper` finds something wrong.
fn is_missed(platter: &Platter, paper: Head) -> bool {
    let mut there = false;
    let verified = verify_in(platter, &mut |head| there |= head == paper);
    match verified {
        Err(_) => true,
        Ok(verified) => !there || verified.unfinished > 0 || verified.note == NoteState::Unreadable,
    }
}

fn random_segment(platter: &Platter, dice: &mut Dice) -> String {
    let all = segments(platter).expect("a sound ledger");
    all[dice.roll(all.len() as u64) as usize].name()
}

/// Some bytes become others.
fn edit(platter: &Platter, dice: &mut Dice) {
    let name = random_segment(platter, dice);
    let bytes = platter.bytes(&name);
    let used = *places(&bytes).last().expect("frames") as u64;
    for _ in 0..dice.roll(64) + 1 {
        let at = dice.roll(used) as usize;
        // Never the same byte twice, which might turn it back.
        if platter.bytes(&name)[at] == bytes[at] {
            platter.flip(&name, at, (dice.roll(255) + 1) as u8);
        }
    }
}

/// A frame is taken out, or any piece of bytes.
fn delete(platter: &Platter, dice: &mut Dice) {
    let name = random_segment(platter, dice);
    let mut bytes = platter.bytes(&name);
    let places = places(&bytes);
    let one = dice.roll(places.len() as u64 - 1) as usize;
    let (from, to) = match dice.roll(2) {
        0 => (places[one], places[one + 1]),
        _ => (places[one], places[one] + 1 + dice.roll(300) as usize),
    };
    let gone: Vec<u8> = bytes.drain(from..to.min(bytes.len())).collect();
    if dice.roll(2) == 0 {
        bytes.resize(bytes.len() + gone.len(), 0);
    }
    platter.set_bytes(&name, bytes);
}

/// Two frames of a segment, or two segments, change places.
fn swap(platter: &Platter, dice: &mut Dice) {
    let name = random_segment(platter, dice);
    let bytes = platter.bytes(&name);
    let places = places(&bytes);
    let frames = places.len() as u64 - 1;
    if dice.roll(4) == 0 || frames < 2 {
        let other = name_of(1 + u32::from(name == name_of(1)));
        platter.set_bytes(&name, platter.bytes(&other));
        platter.set_bytes(&other, bytes);
        return;
    }
    let first = dice.roll(frames - 1) as usize;
    let second = first + 1 + dice.roll(frames - 1 - first as u64) as usize;
    let frame = |number: usize| &bytes[places[number]..places[number + 1]];
    let swapped = [
        &bytes[..places[first]],
        frame(second),
        &bytes[places[first + 1]..places[second]],
        frame(first),
        &bytes[places[second + 1]..],
    ];
    platter.set_bytes(&name, swapped.concat());
}

/// A file ends too early, or is gone.
fn truncate(platter: &Platter, dice: &mut Dice) {
    let name = random_segment(platter, dice);
    let mut bytes = platter.bytes(&name);
    let used = *places(&bytes).last().expect("frames") as u64;
    bytes.truncate(dice.roll(used) as usize);
    match dice.roll(8) {
        0 => platter.remove(&name),
        _ => platter.set_bytes(&name, bytes),
    }
}

/// The whole ledger becomes what it was some frames ago; the note as well, or not.
fn roll_back(platter: &Platter, dice: &mut Dice, heads: &[Head]) {
    let head = heads[dice.roll(heads.len() as u64 - 1) as usize];
    let all = segments(platter).expect("a sound ledger");
    for segment in &all {
        let name = segment.name();
        if segment.number > 1 && segment.before.sequence >= head.sequence {
            platter.remove(&name);
            continue;
        }
        let mut bytes = platter.bytes(&name);
        let mut at = HEADER;
        while let Ok((frame, length)) = Frame::decode(&bytes[at..]) {
            if frame.sequence > head.sequence {
                break;
            }
            at += length;
        }
        bytes[at..].fill(0);
        platter.set_bytes(&name, bytes);
    }
    match dice.roll(3) {
        0 => {}
        1 => platter.remove(NOTE),
        _ => platter.set_bytes(NOTE, note::encode(head)),
    }
}

/// Somebody who knows the format changes a frame and makes all that follows fit again: within the
/// last segment, so that no other file has to be touched.
fn forge(platter: &Platter, dice: &mut Dice) {
    let last = *segments(platter)
        .expect("a sound ledger")
        .last()
        .expect("several");
    let bytes = platter.bytes(&last.name());
    let places = places(&bytes);
    let one = dice.roll(places.len() as u64 - 1) as usize;
    let mut forged = bytes[..HEADER].to_vec();
    let mut head = last.before;
    for (number, at) in places[..places.len() - 1].iter().enumerate() {
        let (frame, _) = Frame::decode(&bytes[*at..]).expect("a sound frame");
        let mut entry = Entry {
            counter: frame.counter,
            body: frame.body,
        };
        if number == one {
            entry.body.push(b'!');
        }
        let (stored, next) = encode(head, frame.time, &[entry], None).expect("unsealed");
        forged.extend(stored);
        head = next;
    }
    forged.resize(forged.len().max(bytes.len()), 0);
    platter.set_bytes(&last.name(), forged);
    platter.set_bytes(NOTE, note::encode(head));
}

#[test]
fn every_edit_deletion_swap_truncation_roll_back_and_forgery_is_found_from_the_last_paper() {
    let wanted = asked("GUITAI_EDITS", EDITS);
    let (whole, heads) = filled(128 << 10);
    let paper = *heads.last().expect("many appends");
    assert!(!is_missed(&whole, paper), "the ledger itself is sound");
    let mut dice = Dice(0x0BAD_CAFE);
    for number in 0..wanted {
        let platter = whole.copy();
        let what =
            ["edit", "delete", "swap", "truncate", "roll back", "forge"][number as usize % 6];
        match what {
            "edit" => edit(&platter, &mut dice),
            "delete" => delete(&platter, &mut dice),
            "swap" => swap(&platter, &mut dice),
            "truncate" => truncate(&platter, &mut dice),
            "roll back" => roll_back(&platter, &mut dice, &heads),
            _ => forge(&platter, &mut dice),
        }
        assert!(is_missed(&platter, paper), "{number}: {what}");
    }
    eprintln!("{wanted} edits, deletions, swaps, truncations, roll-backs and forgeries, all found");
}

#[test]
fn a_roll_back_with_its_note_is_found_by_any_later_paper_and_by_no_earlier_one() {
    let (whole, heads) = filled(32 << 10);
    let middle = heads.len() / 2;
    let platter = whole.copy();
    roll_back(&platter, &mut Dice(1), &heads[..=middle + 1]);
    let kept = verify_in(&platter, &mut |_| {});
    platter.remove(NOTE);
    let kept = kept.or_else(|_| verify_in(&platter, &mut |_| {}));
    let kept = kept.expect("sound in itself").head;
    for head in &heads[1..] {
        let later = head.sequence > kept.sequence;
        assert_eq!(is_missed(&platter, *head), later, "{}", head.sequence);
    }
}
