//! Promise: a disk that fails costs the append it fails, and nothing that was acknowledged.

use super::platter::Failure;
use super::{AppendError, Ledger, WIDE, append, bodies, filled, new_platter, open};
use crate::ledger::segment::name_of;
use crate::text::Lang;

#[test]
fn a_full_disk_refuses_one_append_and_takes_the_next() {
    for operation in 0..2 {
        let platter = new_platter();
        let (mut log, _) = open(&platter, WIDE).expect("a sound ledger");
        append(&mut log, &[vec![1; 10]]).expect("a sound disk");
        // Longer than the reserve: the operations are reserve, reserve less, write, sync.
        let refused = {
            platter.fail_after(operation, Failure::Full);
            append(&mut log, &[vec![2; 3000]])
        };
        if operation == 0 {
            // The second, smaller reservation succeeded.
            refused.expect("room for exactly this append");
        } else {
            assert!(matches!(refused, Err(AppendError::NoSpace { .. })));
        }
        append(&mut log, &[vec![3; 10]]).expect("space was freed");
        drop(log);
        let (mut log, report) = open(&platter, WIDE).expect("a sound ledger");
        assert!(report.cut.is_none());
        assert_eq!(bodies(&mut log).last(), Some(&vec![3; 10]));
    }
}

#[test]
fn a_write_that_stops_half_way_leaves_nothing_behind() {
    let platter = filled(WIDE, 2);
    let (mut log, _) = open(&platter, WIDE).expect("a sound ledger");
    platter.fail_after(0, Failure::Full);
    let refused = append(&mut log, &[vec![9; 50]]);
    assert!(matches!(refused, Err(AppendError::NoSpace { .. })));
    append(&mut log, &[vec![4; 10]]).expect("space was freed");
    assert_eq!(log.head().sequence, 3);
    drop(log);
    let (_, report) = open(&platter, WIDE).expect("a sound ledger");
    assert!(report.cut.is_none());
}

#[test]
fn after_a_disk_error_the_ledger_only_reads() {
    for operation in 0..2 {
        let platter = filled(WIDE, 2);
        let (mut log, _) = open(&platter, WIDE).expect("a sound ledger");
        platter.fail_after(operation, Failure::Broken);
        let refused = append(&mut log, &[vec![9; 50]]).expect_err("the disk is broken");
        assert!(matches!(refused, AppendError::ReadOnly { .. }));
        let again = append(&mut log, &[vec![9; 50]]).expect_err("never retried");
        assert!(matches!(again, AppendError::ReadOnly { .. }));
        assert!(again.message().say(Lang::En).contains("looks things up"));
        assert_eq!(
            bodies(&mut log).len(),
            2,
            "what was acknowledged is readable"
        );
    }
}

#[test]
fn a_note_that_cannot_be_written_costs_no_acknowledged_append() {
    let platter = filled(WIDE, 2);
    let (mut log, _) = open(&platter, WIDE).expect("a sound ledger");
    platter.fail_after(2, Failure::Broken);
    append(&mut log, &[vec![9; 5]]).expect("the frame itself is durable");
    let next = append(&mut log, &[vec![9; 5]]);
    assert!(matches!(next, Err(AppendError::ReadOnly { .. })));
    drop(log);
    platter.restart();
    let (mut log, _) = open(&platter, WIDE).expect("a sound ledger");
    assert_eq!(bodies(&mut log).len(), 3);
    assert!(
        platter.bytes(&name_of(1)).len() >= 1024,
        "the reserve is there"
    );
}
