//! How long a name must wait after passwords that were wrong.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Wrong passwords that cost nothing but the time to try them.
const FREE: u32 = 5;
/// The first wait, in milliseconds; each further failure doubles it.
const FIRST_WAIT: i64 = 30_000;
const LONGEST_WAIT: i64 = 15 * 60_000;

/// Wrong passwords by the member they were tried for; 0 stands for names the hall does not know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failures(BTreeMap<u16, Failed>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Failed {
    count: u32,
    /// UTC, in milliseconds since 1970.
    last: i64,
}

impl Failures {
    /// How many milliseconds this member must still wait.
    pub fn wait(&self, member: u16, now: i64) -> i64 {
        let Some(failed) = self.0.get(&member) else {
            return 0;
        };
        let Some(over) = failed.count.checked_sub(FREE) else {
            return 0;
        };
        let wait = FIRST_WAIT << over.min(10);
        let wait = wait.min(LONGEST_WAIT);
        // A clock that was set back makes nobody wait longer than the longest wait.
        (failed.last.saturating_add(wait).saturating_sub(now)).clamp(0, wait)
    }

    /// Takes note of a wrong password; how many there were in a row.
    pub fn note(&mut self, member: u16, now: i64) -> u32 {
        let failed = self.0.entry(member).or_insert(Failed {
            count: 0,
            last: now,
        });
        failed.count = failed.count.saturating_add(1);
        failed.last = now;
        failed.count
    }

    /// Takes note of the right password.
    pub fn forgive(&mut self, member: u16) {
        self.0.remove(&member);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_slips_cost_nothing_and_every_further_one_costs_twice_the_time() {
        let mut failures = Failures::default();
        for failure in 1..FREE {
            assert_eq!(failures.note(1, 0), failure);
            assert_eq!(failures.wait(1, 0), 0);
        }
        failures.note(1, 0);
        assert_eq!(failures.wait(1, 0), 30_000);
        assert_eq!(failures.wait(1, 29_999), 1);
        assert_eq!(failures.wait(1, 30_000), 0);
        failures.note(1, 30_000);
        assert_eq!(failures.wait(1, 30_000), 60_000);
        for _ in 0..200 {
            failures.note(1, 40_000);
        }
        assert_eq!(failures.wait(1, 40_000), LONGEST_WAIT);
        assert_eq!(failures.wait(1, -1_000_000_000), LONGEST_WAIT);
        assert_eq!(failures.wait(2, 40_000), 0);
        failures.forgive(1);
        assert_eq!(failures.wait(1, 40_000), 0);
    }
}
