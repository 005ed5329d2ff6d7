//! Hostile input for the tests of whatever reads what others wrote: sound examples, spoilt in the
//! ways files and people spoil them, and nonsense.
//!
//! `GUITAI_HOSTILE` says how many inputs each reader is given (`.ci/long hostile`: ten million).
//! Input number *n* is always the same, so that one which did harm is made again by its number.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::foreign::without_panic;

/// Inputs for each reader when nobody asks for more.
const FEW: u64 = 2_000;
/// A reader that has not answered by then hangs. A debug build on a busy machine takes a hundredth.
const PATIENCE: Duration = Duration::from_secs(20);
/// No input grows beyond this, in bytes, but by its example.
const LONGEST: usize = 16 << 10;

/// Sound examples of what a reader reads, and the words of its language.
pub(crate) struct Hostile {
    examples: Vec<Vec<u8>>,
    words: Vec<Vec<u8>>,
    /// One input in so many of those asked for is given.
    one_in: u64,
    /// Whether a reader has to accept some of what was spoilt.
    may_pass: bool,
}

/// Numbers that look random, the same for the same start.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        // Marsaglia's xorshift: good enough to spoil a file.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `end`; 0 if that is 0.
    fn below(&mut self, end: usize) -> usize {
        match end {
            0 => 0,
            end => (self.next() % end as u64) as usize,
        }
    }
}

impl Hostile {
    pub fn new(examples: Vec<Vec<u8>>, words: &[&str]) -> Hostile {
        assert!(!examples.is_empty(), "nothing to spoil");
        let words = words.iter().map(|word| word.as_bytes().to_vec()).collect();
        Hostile {
            examples,
            words,
            one_in: 1,
            may_pass: true,
        }
    }

    /// For a reader of what is signed or proved by a checksum: it need accept nothing but the
    /// examples.
    pub fn proved(mut self) -> Hostile {
        self.may_pass = false;
        self
    }

    /// For a reader of long files: it is given one input in a hundred, of which each takes as long.
    pub fn of_long_files(mut self) -> Hostile {
        self.one_in = 100;
        self
    }

    /// Gives the reader as many inputs as were asked for, on every core; `read` says whether the
    /// input was accepted.
    ///
    /// # Panics
    /// With the first input that made the reader panic, and its number. If nothing that was spoilt
    /// was accepted, or all of it, for then only the door was tried.
    pub fn give(&self, reader: &str, read: impl Fn(&[u8]) -> bool + Sync) {
        let asked = std::env::var("GUITAI_HOSTILE").ok();
        let inputs: u64 = asked.map_or(FEW, |count| count.parse().expect("a number of inputs"));
        let inputs = inputs.min(FEW).max(inputs / self.one_in);
        let (next, accepted) = (AtomicU64::new(0), AtomicU64::new(0));
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let begun: Vec<Mutex<Option<(u64, Instant)>>> =
            (0..cores).map(|_| Mutex::default()).collect();
        let left = AtomicU64::new(cores as u64);
        thread::scope(|scope| {
            for mine in &begun {
                scope.spawn(|| {
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= inputs {
                            break;
                        }
                        let input = self.input(number);
                        *mine.lock().expect("nobody panics with it") =
                            Some((number, Instant::now()));
                        match without_panic(|| read(&input)) {
                            Some(yes) => {
                                let spoilt = !self.examples.contains(&input);
                                accepted.fetch_add(u64::from(yes && spoilt), Ordering::Relaxed)
                            }
                            None => {
                                eprintln!(
                                    "{reader}: input {number} panics: {}",
                                    input.escape_ascii()
                                );
                                std::process::abort();
                            }
                        };
                    }
                    *mine.lock().expect("nobody panics with it") = None;
                    left.fetch_sub(1, Ordering::Relaxed);
                });
            }
            while left.load(Ordering::Relaxed) > 0 {
                thread::sleep(Duration::from_millis(20));
                for one in &begun {
                    let at = *one.lock().expect("nobody panics with it");
                    if let Some((number, since)) =
                        at.filter(|(_, since)| since.elapsed() > PATIENCE)
                    {
                        let input = self.input(number);
                        eprintln!(
                            "{reader}: input {number} hangs since {since:?}: {}",
                            input.escape_ascii()
                        );
                        std::process::abort();
                    }
                }
            }
        });
        let accepted = accepted.into_inner();
        println!("{reader}: {inputs} inputs, {accepted} spoilt and accepted, no panic, no hang");
        assert!(
            accepted > 0 || !self.may_pass,
            "{reader} refuses whatever is spoilt"
        );
        assert!(accepted < inputs, "{reader} accepts everything");
    }

    /// Input of this number.
    fn input(&self, number: u64) -> Vec<u8> {
        let mut noise = Noise(number.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        noise.next();
        let mut input = self.examples[noise.below(self.examples.len())].clone();
        // Most are spoilt a little, so that they come far; a few are spoilt beyond recognition.
        let wounds = match noise.below(16) {
            0 => 0,
            1..=9 => 1,
            10..=13 => 3,
            14 => 8,
            _ => 40,
        };
        for _ in 0..wounds {
            self.spoil(&mut input, &mut noise);
        }
        input
    }

    fn spoil(&self, input: &mut Vec<u8>, noise: &mut Noise) {
        let at = noise.below(input.len() + 1);
        let rest = input.len() - at;
        match noise.below(12) {
            0 if rest > 0 => input[at] ^= 1 << noise.below(8),
            1 if rest > 0 => input[at] = noise.next() as u8,
            2 => input.truncate(at),
            3 => {
                let to = at + noise.below(rest.min(64) + 1);
                input.drain(at..to);
            }
            4 => {
                let to = at + noise.below(rest.min(256) + 1);
                let again = input[at..to].to_vec();
                put(input, at, &again);
            }
            5 => {
                let bytes: Vec<u8> = (0..noise.below(12)).map(|_| noise.next() as u8).collect();
                put(input, at, &bytes);
            }
            6 => {
                let other = &self.examples[noise.below(self.examples.len())];
                let from = noise.below(other.len() + 1);
                let to = from + noise.below((other.len() - from).min(512) + 1);
                put(input, at, &other[from..to]);
            }
            7 => {
                const EDGES: [u64; 9] =
                    [0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 1 << 31, 1 << 63, u64::MAX];
                let number = EDGES[noise.below(EDGES.len())];
                let size = [1, 2, 4, 8][noise.below(4)];
                let bytes = match noise.below(2) {
                    0 => number.to_le_bytes()[..size].to_vec(),
                    _ => number.to_be_bytes()[8 - size..].to_vec(),
                };
                match rest >= size {
                    true => input[at..at + size].copy_from_slice(&bytes),
                    false => put(input, at, &bytes),
                }
            }
            8 => {
                const TEXTS: [&str; 12] = [
                    "\0",
                    "\u{1b}[2J",
                    "\u{202e}",
                    "\u{feff}",
                    "\r\n",
                    "𠅤",
                    "99999999999999999999",
                    "-1",
                    "NaN",
                    "../../",
                    "=1+1",
                    "\u{fffd}",
                ];
                put(input, at, TEXTS[noise.below(TEXTS.len())].as_bytes());
            }
            9 => {
                // The same again and again: what nests or repeats is tried for its depth.
                let to = at + noise.below(rest.min(4) + 1);
                let again = input[at..to].repeat(noise.below(400));
                put(input, at, &again);
            }
            _ if !self.words.is_empty() => {
                let word = self.words[noise.below(self.words.len())].clone();
                put(input, at, &word);
            }
            _ => input.truncate(at),
        }
    }
}

/// Puts bytes into the input, if it does not become too long.
fn put(input: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    if input.len() + bytes.len() <= LONGEST.max(input.len()) {
        input.splice(at..at, bytes.iter().copied());
    }
}

mod tests {
    use super::*;

    #[test]
    fn an_input_is_made_again_by_its_number_and_most_differ() {
        let hostile = Hostile::new(vec![b"one = 1\ntwo = 2\n".to_vec()], &["[", "]]"]);
        let inputs: std::collections::BTreeSet<_> = (0..500).map(|n| hostile.input(n)).collect();
        assert!(inputs.len() > 300, "{}", inputs.len());
        assert_eq!(hostile.input(77), hostile.input(77));
    }
}
