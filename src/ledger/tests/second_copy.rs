//! Promise: a second copy follows its ledger frame by frame, never takes over damage, mends its own
//! end, and refuses a ledger that does not hold what it holds.

use super::platter::{Dice, Failure, Platter};
use super::{Ledger, SMALL, append, bodies, filled, new_platter, open};
use crate::ledger::log::create;
use crate::ledger::second_copy::{CopyError, Following};
use crate::ledger::segment::name_of;
use crate::ledger::storage::Folder;
use crate::ledger::verify::verify_in;
use crate::ledger::{HallId, Head};

fn follow(from: &Platter, to: &Platter) -> Result<Head, CopyError> {
    Following::begin(from.clone(), to.clone())?.follow()
}

fn same(from: &Platter, to: &Platter) {
    let mut from = open(from, SMALL).expect("a sound ledger").0;
    let mut to = open(&to.copy(), SMALL)
        .expect("a copy opens like a ledger")
        .0;
    assert_eq!(from.head(), to.head());
    assert_eq!(bodies(&mut from), bodies(&mut to));
}

#[test]
fn a_copy_follows_over_many_segments_and_goes_on_where_it_stopped() {
    let (from, to) = (new_platter(), Platter::default());
    for round in 0..20 {
        let (mut log, _) = open(&from, SMALL).expect("a sound ledger");
        for number in 0..round {
            append(&mut log, &vec![vec![number; 30]; 3]).expect("a sound disk");
        }
        let head = log.head();
        drop(log);
        assert_eq!(follow(&from, &to).expect("it follows"), head);
        same(&from, &to);
    }
    assert!(to.bytes(&name_of(5)).len() > 128, "several segments");
    verify_in(&to, &mut |_| {}).expect("a sound copy");
}

#[test]
fn damage_of_the_ledger_never_reaches_the_copy() {
    let (from, to) = (filled(SMALL, 60), Platter::default());
    let whole = from.bytes(&name_of(2));
    let written = whole.iter().rposition(|byte| *byte != 0).expect("frames");
    for at in (0..=written).step_by(7) {
        let (from, to) = (from.copy(), to.copy());
        from.flip(&name_of(2), at, 1);
        let _ = follow(&from, &to);
        let verified = verify_in(&to, &mut |_| {});
        // Where even the header is damaged there is nothing to be copied.
        let nothing = to.names().is_ok_and(|names| names.is_empty());
        let sound = verified.is_ok_and(|copy| copy.frames < 60);
        assert!(nothing || sound, "byte {at}");
    }
}

#[test]
fn a_ledger_put_back_to_an_earlier_state_is_refused_and_the_copy_stays() {
    let from = filled(SMALL, 30);
    let earlier = from.copy();
    let (mut log, _) = open(&from, SMALL).expect("a sound ledger");
    append(&mut log, &[vec![9; 10]]).expect("a sound disk");
    drop(log);
    let to = Platter::default();
    let head = follow(&from, &to).expect("it follows");
    assert!(matches!(
        follow(&earlier, &to),
        Err(CopyError::OtherHistory { .. })
    ));
    // The same length, another past.
    let (mut log, _) = open(&earlier, SMALL).expect("a sound ledger");
    append(&mut log, &[vec![8; 10]]).expect("a sound disk");
    append(&mut log, &[vec![8; 10]]).expect("a sound disk");
    drop(log);
    assert!(matches!(
        follow(&earlier, &to),
        Err(CopyError::OtherHistory { .. })
    ));
    assert_eq!(verify_in(&to, &mut |_| {}).expect("untouched").head, head);
    let other = Platter::default();
    create(&other, HallId([1; 16])).expect("a sound disk");
    assert!(matches!(
        follow(&other, &to),
        Err(CopyError::OtherHistory { .. })
    ));
}

#[test]
fn a_copy_whose_power_fails_at_any_operation_is_whole_again_after_the_next_following() {
    let from = filled(SMALL, 80);
    for operation in 0..60 {
        for seed in 1..4 {
            let to = Platter::default();
            to.fail_after(operation, Failure::Power);
            let died = follow(&from, &to).is_err();
            to.power_cut(&mut Dice(seed + operation * 7));
            follow(&from, &to).expect("it follows again");
            same(&from, &to);
            assert!(died || operation > 10, "{operation}");
        }
    }
}

#[test]
fn a_copy_that_rotted_at_its_end_is_written_again() {
    let (from, to) = (filled(SMALL, 30), Platter::default());
    follow(&from, &to).expect("it follows");
    let last = open(&from, SMALL)
        .expect("sound")
        .0
        .segments
        .last()
        .expect("one")
        .name();
    let used = to.bytes(&last).len();
    for at in (128..used).step_by(11) {
        to.flip(&last, at, 0x40);
        follow(&from, &to).expect("it follows");
        same(&from, &to);
    }
}
