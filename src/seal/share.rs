//! The recovery secret on three papers, any two of which bring it back.
//!
//! Shamir's scheme over GF(2^8) with the AES polynomial, threshold two: each byte of the secret is
//! the value at 0 of a line of its own, and share x holds its value at x. One point of a line says
//! nothing of its value at 0, so one paper says nothing of the secret.
//!
//! No crate is used for it: those there are bring a random generator of their own and one of them
//! was found to draw its coefficients unevenly (RUSTSEC-2024-0398). Two of three is one
//! multiplication and one addition a byte, and is proved below for every byte.
//!
//! On paper a share is sixteen groups of five characters in four rows. The fifth character of a
//! group checks the four before it and the group's place, so a slip is told by row and group.

use std::fmt;
use std::str::FromStr;

use zeroize::{Zeroize, ZeroizeOnDrop};

/// Digits and letters without those that are taken for another: no I, L, O, U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS: usize = 16;
/// Characters of a group that carry bits.
const CARRYING: usize = 4;
/// Number, set, secret, checksum.
const BYTES: usize = 40;
const PURPOSE: &str = "guitai 2026 recovery share check v1";

/// One of three papers. Prints its number and nothing else; [`Share::groups`] is for the paper.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Share {
    /// 1, 2 or 3.
    number: u8,
    /// Which splitting it belongs to.
    set: [u8; 3],
    value: [u8; 32],
}

/// Why typed text is not a share, or shares do not fit together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadShare {
    /// Not sixteen groups of five characters.
    Length { groups: usize },
    /// This group was mistyped; both count from 1.
    Group { row: usize, group: usize },
    /// Every group is right, but not all are of one paper.
    Checksum,
    /// The same paper twice.
    Same,
    /// Papers of two different printings or halls.
    OtherSet,
}

impl fmt::Debug for Share {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Share({}, …)", self.number)
    }
}

impl Share {
    pub fn number(&self) -> u8 {
        self.number
    }

    /// Six characters that are the same on all papers of one splitting.
    pub fn set(&self) -> String {
        self.set.iter().map(|byte| format!("{byte:02X}")).collect()
    }

    /// The sixteen groups as they stand on paper.
    pub fn groups(&self) -> Vec<String> {
        let mut bytes = self.bytes();
        let groups = bytes.chunks_exact(5).flat_map(|five| {
            let mut bits = [0; 8];
            bits[3..].copy_from_slice(five);
            let bits = u64::from_be_bytes(bits);
            [bits >> 20, bits & 0xF_FFFF]
        });
        let said = groups.enumerate().map(|(place, bits)| group(place, bits));
        let said = said.collect();
        bytes.zeroize();
        said
    }

    fn bytes(&self) -> [u8; BYTES] {
        let mut bytes = [0; BYTES];
        bytes[0] = self.number;
        bytes[1..4].copy_from_slice(&self.set);
        bytes[4..36].copy_from_slice(&self.value);
        let check = check(&bytes[..36]);
        bytes[36..].copy_from_slice(&check);
        bytes
    }
}

fn check(bytes: &[u8]) -> [u8; 4] {
    let digest = blake3::derive_key(PURPOSE, bytes);
    [digest[0], digest[1], digest[2], digest[3]]
}

/// Four characters that carry twenty bits, and the one that checks them.
fn group(place: usize, bits: u64) -> String {
    let symbols = [15, 10, 5, 0].map(|shift| (bits >> shift & 31) as u8);
    let letter = |symbol: u8| char::from(LETTERS[usize::from(symbol)]);
    let check = letter(group_check(place, &symbols));
    symbols.into_iter().map(letter).chain([check]).collect()
}

/// A sum over GF(32) in which every place weighs differently: one wrong character, two that
/// changed places, and a group typed in another's place are all seen.
fn group_check(place: usize, symbols: &[u8; CARRYING]) -> u8 {
    let weights = [2, 4, 8, 16];
    let sum = symbols.iter().zip(weights);
    let sum = sum.fold(0, |sum, (symbol, weight)| sum ^ times_32(*symbol, weight));
    // There are sixteen places.
    sum ^ (place as u8 + 1)
}

/// Multiplies in GF(2^5) with x^5 + x^2 + 1.
fn times_32(mut a: u8, mut b: u8) -> u8 {
    let mut product = 0;
    while b != 0 {
        product ^= a * (b & 1);
        a = (a << 1) ^ (0b10_0101 * (a >> 4));
        b >>= 1;
    }
    product
}

impl FromStr for Share {
    type Err = BadShare;

    /// Reads what somebody typed from paper: wide or narrow, small or capital, with or without
    /// blanks, O for zero, I or L for one.
    fn from_str(typed: &str) -> Result<Share, BadShare> {
        let mut narrow = crate::text::half_width(typed);
        let mut symbols: Vec<Option<u8>> = narrow
            .chars()
            .filter(|character| character.is_alphanumeric())
            .map(symbol)
            .collect();
        narrow.zeroize();
        if symbols.len() != GROUPS * (CARRYING + 1) {
            let groups = symbols.len() / (CARRYING + 1);
            return Err(BadShare::Length { groups });
        }
        let mut bytes = [0; BYTES];
        for (place, five) in symbols.chunks_exact(CARRYING + 1).enumerate() {
            let bits = carried(place, five).ok_or(BadShare::Group {
                row: place / 4 + 1,
                group: place % 4 + 1,
            })?;
            put_bits(&mut bytes, place, bits);
        }
        symbols.zeroize();
        let share = Share {
            number: bytes[0],
            set: [bytes[1], bytes[2], bytes[3]],
            // The bytes of the secret stand at 4 to 36.
            value: std::array::from_fn(|at| bytes[4 + at]),
        };
        let whole = check(&bytes[..36]) == bytes[36..] && (1..=3).contains(&share.number);
        bytes.zeroize();
        match whole {
            true => Ok(share),
            false => Err(BadShare::Checksum),
        }
    }
}

fn symbol(character: char) -> Option<u8> {
    let letter = match character.to_ascii_uppercase() {
        'O' => b'0',
        'I' | 'L' => b'1',
        other => u8::try_from(other).ok()?,
    };
    let place = LETTERS.iter().position(|known| *known == letter)?;
    u8::try_from(place).ok()
}

fn carried(place: usize, five: &[Option<u8>]) -> Option<u64> {
    let [a, b, c, d, check] = five else {
        return None;
    };
    let symbols = [(*a)?, (*b)?, (*c)?, (*d)?];
    let right = group_check(place, &symbols) == (*check)?;
    let bits = symbols.iter().fold(0, |bits, s| bits << 5 | u64::from(*s));
    right.then_some(bits)
}

/// Puts twenty bits in their place.
fn put_bits(bytes: &mut [u8; BYTES], place: usize, bits: u64) {
    for bit in 0..20 {
        let at = place * 20 + bit;
        let set = (bits >> (19 - bit) & 1) as u8;
        bytes[at / 8] |= set << (7 - at % 8);
    }
}

/// Splits a secret into three shares. `slope` is 32 random bytes and `set` three, used for nothing
/// else.
pub fn split(secret: &[u8; 32], mut slope: [u8; 32], set: [u8; 3]) -> [Share; 3] {
    let shares = [1, 2, 3].map(|number| Share {
        number,
        set,
        value: std::array::from_fn(|at| secret[at] ^ times(slope[at], number)),
    });
    slope.zeroize();
    shares
}

/// The secret that two different shares of one splitting came from.
///
/// # Errors
/// [`BadShare::Same`] and [`BadShare::OtherSet`].
pub fn join(one: &Share, other: &Share) -> Result<[u8; 32], BadShare> {
    if one.set != other.set {
        return Err(BadShare::OtherSet);
    }
    if one.number == other.number {
        return Err(BadShare::Same);
    }
    // The line through both points at 0: (y1·x2 + y2·x1) / (x1 + x2), where + is ^.
    let under = inverse(one.number ^ other.number);
    let value = |at: usize| {
        let sum = times(one.value[at], other.number) ^ times(other.value[at], one.number);
        times(sum, under)
    };
    Ok(std::array::from_fn(value))
}

/// Multiplies in GF(2^8) with x^8 + x^4 + x^3 + x + 1, in the same time for all values.
fn times(mut a: u8, b: u8) -> u8 {
    let mut product = 0;
    for bit in 0..8 {
        product ^= a & 0u8.wrapping_sub(b >> bit & 1);
        a = (a << 1) ^ (0x1B & 0u8.wrapping_sub(a >> 7));
    }
    product
}

/// a^254, which is 1/a for all but 0.
fn inverse(a: u8) -> u8 {
    (0..253).fold(a, |power, _| times(power, a))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shares() -> [Share; 3] {
        split(
            &[0xA5; 32],
            std::array::from_fn(|at| at as u8 * 7),
            [1, 2, 3],
        )
    }

    #[test]
    fn the_field_is_the_one_of_aes() {
        assert_eq!(times(0x57, 0x83), 0xC1);
        for a in 1..=255 {
            assert_eq!(times(a, inverse(a)), 1, "{a}");
        }
        for a in 1..32 {
            let products: std::collections::BTreeSet<u8> =
                (1..32).map(|b| times_32(a, b)).collect();
            assert_eq!(products.len(), 31, "{a} has no divisor of zero");
        }
    }

    #[test]
    fn one_share_fits_every_secret() {
        // For each value of a share there is exactly one slope that leads to each secret byte.
        for number in 1..=3 {
            for value in [0, 1, 0x53, 255] {
                let secrets: std::collections::BTreeSet<u8> = (0..=255)
                    .map(|slope| value ^ times(slope, number))
                    .collect();
                assert_eq!(secrets.len(), 256);
            }
        }
    }

    #[test]
    fn shares_of_two_printings_or_one_paper_twice_give_nothing() {
        let [first, second, _] = shares();
        let [_, other, _] = split(&[1; 32], [2; 32], [9, 9, 9]);
        assert_eq!(join(&first, &first), Err(BadShare::Same));
        assert_eq!(join(&first, &other), Err(BadShare::OtherSet));
        assert_eq!(join(&first, &second), Ok([0xA5; 32]));
        assert_eq!(format!("{first:?}"), "Share(1, …)");
    }

    #[test]
    fn a_share_is_typed_as_a_person_types() {
        let [share, ..] = shares();
        let paper = share.groups().join(" ");
        let sloppy = paper.to_lowercase().replace('0', "o").replace('1', "l");
        assert_eq!(sloppy.parse::<Share>(), Ok(share.clone()));
        assert_eq!(paper.replace(' ', "\n").parse::<Share>(), Ok(share));
        assert_eq!("".parse::<Share>(), Err(BadShare::Length { groups: 0 }));
        let short = &paper[..paper.len() - 6];
        assert_eq!(short.parse::<Share>(), Err(BadShare::Length { groups: 15 }));
    }

    #[test]
    fn every_wrong_character_is_told_by_its_row_and_group() {
        let [share, ..] = shares();
        let paper: Vec<u8> = share.groups().concat().into_bytes();
        for place in 0..paper.len() {
            for letter in LETTERS {
                let mut typed = paper.clone();
                typed[place] = *letter;
                let typed = String::from_utf8(typed).expect("letters");
                let read = typed.parse::<Share>();
                if *letter == paper[place] {
                    assert_eq!(read, Ok(share.clone()));
                    continue;
                }
                let group = BadShare::Group {
                    row: place / 20 + 1,
                    group: place / 5 % 4 + 1,
                };
                assert_eq!(read, Err(group), "place {place}");
            }
        }
    }

    #[test]
    fn characters_and_groups_that_changed_places_are_seen() {
        let [share, ..] = shares();
        let paper = share.groups().concat().into_bytes();
        for place in 1..paper.len() {
            let mut typed = paper.clone();
            typed.swap(place - 1, place);
            let typed = String::from_utf8(typed).expect("letters");
            let same = paper[place - 1] == paper[place];
            assert_eq!(typed.parse::<Share>().is_ok(), same, "place {place}");
        }
        let mut groups = share.groups();
        groups.swap(2, 9);
        assert!(groups.concat().parse::<Share>().is_err());
    }

    proptest! {
        #[test]
        fn any_two_shares_restore_the_secret(
            secret in any::<[u8; 32]>(),
            slope in any::<[u8; 32]>(),
            set in any::<[u8; 3]>(),
        ) {
            let shares = split(&secret, slope, set);
            for (one, other) in [(0, 1), (0, 2), (1, 2), (2, 0)] {
                prop_assert_eq!(join(&shares[one], &shares[other]), Ok(secret));
            }
            for share in &shares {
                prop_assert_eq!(share.groups().join("-").parse::<Share>(), Ok(share.clone()));
            }
        }

        #[test]
        fn no_text_makes_reading_a_share_panic(typed in any::<String>()) {
            let _ = typed.parse::<Share>();
        }
    }
}
