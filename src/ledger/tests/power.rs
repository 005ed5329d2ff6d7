//! Promise: what was acknowledged survives every power cut, and no append survives in part.

use proptest::prelude::*;

use super::platter::{Dice, Failure, Platter};
use super::{AppendError, SMALL, append, bodies, new_platter, open};
use crate::ledger::Ledger;
use crate::ledger::verify::verify_in;

/// One process: the appends it tries, and what goes wrong when.
#[derive(Debug, Clone)]
pub struct Life {
    pub appends: Vec<Vec<usize>>,
    pub failure: Failure,
    pub after: u64,
    pub seed: u64,
}

fn life() -> impl Strategy<Value = Life> {
    let failure = prop_oneof![
        4 => Just(Failure::Power),
        2 => Just(Failure::Kill),
        1 => Just(Failure::Full),
        1 => Just(Failure::Broken),
    ];
    let append = prop::collection::vec(0usize..200, 1..5);
    let appends = prop::collection::vec(append, 0..8);
    (appends, failure, 0u64..40, any::<u64>()).prop_map(|(appends, failure, after, seed)| Life {
        appends,
        failure,
        after,
        seed,
    })
}

/// What must be in the ledger, and what may be there besides.
#[derive(Default)]
pub struct Truth {
    acknowledged: Vec<Vec<u8>>,
    in_doubt: Vec<Vec<u8>>,
}

impl Truth {
    /// Opens the ledger and takes over what was in doubt if it is there.
    pub fn check(&mut self, platter: &Platter) {
        let (mut log, _) = match open(platter, SMALL) {
            Ok(opened) => opened,
            Err(error) => panic!("a power cut is no damage: {error}"),
        };
        let found = bodies(&mut log);
        let in_doubt = std::mem::take(&mut self.in_doubt);
        if found.len() > self.acknowledged.len() {
            self.acknowledged.extend(in_doubt);
        }
        assert_eq!(found, self.acknowledged);
        drop(log);
        let verified = verify_in(platter, &mut |_| {}).expect("a sound ledger");
        assert_eq!(verified.frames, found.len() as u64);
        assert_eq!(verified.unfinished, 0);
    }

    /// Opens the ledger and appends until the disk fails.
    pub fn live(&mut self, platter: &Platter, life: &Life, dice: &mut Dice) {
        platter.fail_after(life.after, life.failure);
        let Ok((mut log, _)) = open(platter, SMALL) else {
            return;
        };
        for append_lengths in &life.appends {
            let fill = dice.roll(256) as u8;
            let batch: Vec<Vec<u8>> = append_lengths
                .iter()
                .map(|length| vec![fill; *length])
                .collect();
            match append(&mut log, &batch) {
                Ok(head) => {
                    self.acknowledged.extend(batch);
                    assert_eq!(head.sequence, self.acknowledged.len() as u64);
                }
                Err(AppendError::NoSpace { .. }) => {}
                Err(_) => {
                    self.in_doubt = batch;
                    let again = append(&mut log, &[vec![1]]);
                    assert!(matches!(again, Err(AppendError::ReadOnly { .. })));
                    return;
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn acknowledged_frames_survive_every_power_cut(lives in prop::collection::vec(life(), 1..5)) {
        let platter = new_platter();
        let mut truth = Truth::default();
        for life in &lives {
            let mut dice = Dice(life.seed);
            truth.live(&platter, life, &mut dice);
            match life.failure {
                Failure::Power => platter.power_cut(&mut dice),
                // After any other trouble the power may fail as well, before or after a reopening.
                _ if dice.roll(3) == 0 => platter.power_cut(&mut dice),
                _ => {
                    platter.restart();
                    truth.check(&platter);
                    platter.power_cut(&mut dice);
                }
            }
            truth.check(&platter);
        }
    }
}

#[test]
fn bytes_whose_sync_failed_are_written_again_before_they_are_trusted() {
    let platter = new_platter();
    let (mut log, _) = open(&platter, SMALL).expect("a sound ledger");
    append(&mut log, &[vec![1]]).expect("a sound disk");
    // The room is reserved, so the operations of an append are a write and a sync.
    platter.fail_after(1, Failure::Broken);
    let refused = append(&mut log, &[vec![2]]);
    assert!(matches!(refused, Err(AppendError::ReadOnly { .. })));
    drop(log);
    platter.restart();
    let (mut log, _) = open(&platter, SMALL).expect("the bytes are still visible");
    assert_eq!(bodies(&mut log), [vec![1], vec![2]]);
    drop(log);
    platter.power_cut(&mut Dice(9));
    let (mut log, _) = open(&platter, SMALL).expect("a sound ledger");
    assert_eq!(bodies(&mut log), [vec![1], vec![2]]);
    assert_eq!(log.head().sequence, 2);
}
