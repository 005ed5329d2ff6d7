use std::time::Duration;

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use super::key::Key;

/// Characters of the shortest password that is taken.
pub const SHORTEST_PASSWORD: usize = 10;
/// Bytes of the longest one.
const LONGEST_PASSWORD: usize = 256;

/// Below this a password is guessed too quickly: 64 MiB, three passes.
const LEAST_MEMORY: u32 = 64 << 10;
const LEAST_PASSES: u32 = 3;
/// Above this a file that was tampered with would stop the counter: 1 GiB, 24 passes.
const MOST_MEMORY: u32 = 1 << 20;
const MOST_PASSES: u32 = 24;
/// Calibrating takes no more memory than a counter's computer can spare: 256 MiB.
const CALIBRATED_MEMORY: u32 = 256 << 10;
/// How long a sign-in should take, so that guessing takes long as well.
const AIM: Duration = Duration::from_millis(1_000);
/// A computer so fast that it takes less is asked for more.
const TOO_QUICK: Duration = Duration::from_millis(800);

/// How much work a password costs: argon2id with one lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// KiB.
    pub memory: u32,
    pub passes: u32,
}

/// The stored work is less than is safe or more than any hall set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the work of a password is outside what is allowed")]
pub struct BadStretch;

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WeakPassword {
    TooShort,
    TooLong,
    /// The same few characters over and over, or the member's own name.
    TooPlain,
}

impl Stretch {
    pub const FLOOR: Stretch = Stretch {
        memory: LEAST_MEMORY,
        passes: LEAST_PASSES,
    };

    /// The work that takes about a second here, as `measure` tells: from 0.8 to 1.5 seconds on
    /// any computer that the floor does not keep longer than that.
    pub fn calibrated(mut measure: impl FnMut(Stretch) -> Duration) -> Stretch {
        let mut stretch = Stretch::FLOOR;
        let mut took = measure(stretch);
        while took < AIM / 2 && stretch.memory * 2 <= CALIBRATED_MEMORY {
            stretch.memory *= 2;
            took = measure(stretch);
        }
        if took >= TOO_QUICK {
            return stretch;
        }
        // Passes cost the same each, so one measurement tells how many there must be.
        let each = took.as_secs_f64() / f64::from(stretch.passes);
        let passes = (AIM.as_secs_f64() / each.max(1e-6)).round();
        let passes = passes.clamp(f64::from(LEAST_PASSES), f64::from(MOST_PASSES));
        // Clamped to a small whole number just before.
        stretch.passes = passes as u32;
        stretch
    }

    fn is_allowed(self) -> bool {
        (LEAST_MEMORY..=MOST_MEMORY).contains(&self.memory)
            && (LEAST_PASSES..=MOST_PASSES).contains(&self.passes)
    }

    /// The key that a password and its salt come to.
    ///
    /// # Errors
    /// [`BadStretch`] if the work is not within its bounds; nothing was allocated for it.
    pub fn key(self, password: &str, salt: &[u8; 16]) -> Result<Key, BadStretch> {
        if !self.is_allowed() {
            return Err(BadStretch);
        }
        let params = Params::new(self.memory, self.passes, 1, Some(32)).map_err(|_| BadStretch)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut bytes = Zeroizing::new([0; 32]);
        // A clerk may type a wide digit where she typed a narrow one yesterday.
        let mut typed = crate::text::half_width(password);
        let done = argon2.hash_password_into(typed.as_bytes(), salt, bytes.as_mut());
        typed.zeroize();
        done.map_err(|_| BadStretch)?;
        Ok(Key::new(*bytes))
    }
}

/// Whether a password may be taken for a member of this name.
///
/// # Errors
/// Why not.
pub fn fit_password(password: &str, name: &str) -> Result<(), WeakPassword> {
    let count = password.chars().count();
    let mut kinds: Vec<char> = password.chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    if count < SHORTEST_PASSWORD {
        return Err(WeakPassword::TooShort);
    }
    if password.len() > LONGEST_PASSWORD {
        return Err(WeakPassword::TooLong);
    }
    let rest = password.replace(name, "");
    let named = !name.is_empty() && rest.chars().count() < SHORTEST_PASSWORD / 2;
    match kinds.len() < 4 || named {
        true => Err(WeakPassword::TooPlain),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_password_or_salt_gives_another_key() {
        let key = |password, salt| Stretch::FLOOR.key(password, &[salt; 16]).expect("allowed");
        let first = key("correct horse", 1);
        assert_eq!(first, key("correct horse", 1));
        assert_eq!(first, key("ｃｏｒｒｅｃｔ ｈｏｒｓｅ", 1));
        assert_ne!(first, key("correct horsf", 1));
        assert_ne!(first, key("correct horse", 2));
    }

    #[test]
    fn hostile_work_is_refused_before_anything_is_allocated() {
        for (memory, passes) in [
            (u32::MAX, 3),
            (MOST_MEMORY + 1, 3),
            (LEAST_MEMORY - 1, 3),
            (0, 0),
            (LEAST_MEMORY, u32::MAX),
            (LEAST_MEMORY, MOST_PASSES + 1),
            (LEAST_MEMORY, 2),
        ] {
            let began = std::time::Instant::now();
            let key = Stretch { memory, passes }.key("correct horse", &[0; 16]);
            assert_eq!(key, Err(BadStretch), "{memory} {passes}");
            assert!(began.elapsed() < Duration::from_millis(50));
        }
    }

    #[test]
    fn the_work_takes_about_a_second_on_any_computer() {
        // Milliseconds for 64 MiB and one pass: from a fast desktop to a very old machine.
        for speed in [3, 10, 20, 40, 60, 104, 150, 200, 400, 900] {
            let time = |stretch: Stretch| {
                let units = u64::from(stretch.memory / LEAST_MEMORY) * u64::from(stretch.passes);
                Duration::from_millis(units * speed)
            };
            let stretch = Stretch::calibrated(time);
            let took = time(stretch).as_millis();
            let least = time(Stretch::FLOOR).as_millis();
            let most = time(Stretch {
                memory: CALIBRATED_MEMORY,
                passes: MOST_PASSES,
            });
            assert!(stretch.is_allowed());
            assert!(took >= 800 || took == most.as_millis(), "{speed}: {took}");
            assert!(took <= 1_500 || took == least, "{speed}: {took}");
        }
    }

    #[test]
    fn a_password_that_is_guessed_at_once_is_not_taken() {
        assert_eq!(fit_password("短", "陈静"), Err(WeakPassword::TooShort));
        assert_eq!(fit_password("1111111111", ""), Err(WeakPassword::TooPlain));
        assert_eq!(
            fit_password("chenjing chenjing", "chenjing"),
            Err(WeakPassword::TooPlain)
        );
        assert_eq!(
            fit_password(&"abcdefgh".repeat(40), ""),
            Err(WeakPassword::TooLong)
        );
        assert_eq!(fit_password("白沙洲的桃花开了三月初", "陈静"), Ok(()));
    }
}
