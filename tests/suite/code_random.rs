//! Promise: no text is taken for a signed code that no hall has signed, and none makes the program
//! panic. `GUITAI_RANDOM_CODES` says how many texts are tried; `.ci/long codes` tries a million.

use guitai::paper::seal::{KeyList, ListedKey, SigningKey, Statement, Trust, seal};

use crate::support::place::day;

const TEXTS: u32 = 20_000;
const DAY: &str = "2026-03-15";
const PREFIX: &str = "GT1:";
const ALPHABET: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
/// Where the statement stands in the message, and how much follows it.
const STATEMENT_AT: usize = 19;
const SIGNATURE: usize = 66;

/// RFC 9285, written a second time so that the program's own is not asked about itself.
fn base45(bytes: &[u8]) -> String {
    let mut text = String::new();
    for pair in bytes.chunks(2) {
        let value = pair
            .iter()
            .fold(0, |value, byte| value * 256 + usize::from(*byte));
        for place in 0..=pair.len() {
            text.push(char::from(
                ALPHABET[value / 45_usize.pow(place as u32) % 45],
            ));
        }
    }
    text
}

fn bytes_of(code: &str) -> Vec<u8> {
    let digit = |c: &u8| {
        ALPHABET
            .iter()
            .position(|known| known == c)
            .expect("base45")
    };
    let groups = code.as_bytes()[PREFIX.len()..].chunks(3);
    let bytes = groups.flat_map(|group| {
        let value = group.iter().rev().fold(0, |value, c| value * 45 + digit(c));
        let bytes = (value as u16).to_be_bytes();
        bytes[3 - group.len()..].to_vec()
    });
    bytes.collect()
}

fn key() -> SigningKey {
    SigningKey::from_seed(&[26; 32])
}

fn signed() -> String {
    let statement = Statement {
        hall: [0xD0; 16],
        paper: "F2".to_owned(),
        number: "43040600526000012".to_owned(),
        sheet: 1,
        made_on: day(DAY),
        issued: day(DAY),
        until: None,
        name: "李春桃".to_owned(),
        id: "430406198304129927".to_owned(),
        head: [0xA1; 8],
        fields: [0xF1; 16],
    };
    seal(&statement, &key()).expect("it fits")
}

fn trust() -> Trust {
    let mut trust = Trust::default();
    trust.believe(KeyList {
        hall: [0xD0; 16],
        serial: 1,
        made_on: day(DAY),
        name: "某街道办事处".to_owned(),
        area9: "430406005".to_owned(),
        keys: vec![ListedKey {
            year: 2026,
            public: key().public(),
            revoked: None,
        }],
    });
    trust
}

/// Numbers that are the same in every run.
struct Chance(blake3::OutputReader);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        (u64::from_le_bytes(bytes) % limit.max(1) as u64) as usize
    }

    fn byte(&mut self) -> u8 {
        self.below(256) as u8
    }
}

fn text(kind: u32, real: &[u8], chance: &mut Chance) -> String {
    let mut bytes = real.to_vec();
    match kind {
        // Anything at all.
        0 => {
            let length = chance.below(500);
            let c = |chance: &mut Chance| char::from_u32(chance.below(0x11_0000) as u32);
            return (0..length).map(|_| c(chance).unwrap_or('阿')).collect();
        }
        // The right beginning and the right alphabet.
        1 => bytes = (0..chance.below(280)).map(|_| chance.byte()).collect(),
        // A real message with some bytes changed.
        2 => {
            let place = chance.below(bytes.len());
            bytes[place] ^= 1 + chance.below(255) as u8;
            for _ in 0..chance.below(4) {
                let place = chance.below(bytes.len());
                bytes[place] = chance.byte();
            }
        }
        // The real frame around another statement.
        _ => {
            let end = bytes.len() - SIGNATURE;
            let statement = &mut bytes[STATEMENT_AT..end];
            statement.iter_mut().for_each(|byte| *byte = chance.byte());
        }
    }
    format!("{PREFIX}{}", base45(&bytes))
}

#[test]
fn no_random_text_is_taken_for_a_signed_code() {
    let asked = std::env::var("GUITAI_RANDOM_CODES").ok();
    let count = asked.map_or(TEXTS, |count| {
        count.parse().expect("GUITAI_RANDOM_CODES is a number")
    });
    let (trust, real) = (trust(), signed());
    assert!(trust.verify(&real, day(DAY)).is_genuine());
    let bytes = bytes_of(&real);
    assert_eq!(format!("{PREFIX}{}", base45(&bytes)), real);
    let mut chance = blake3::Hasher::new();
    chance.update(b"random codes");
    let mut chance = Chance(chance.finalize_xof());
    for number in 0..count {
        let text = text(number % 4, &bytes, &mut chance);
        let genuine = trust.verify(&text, day(DAY)).is_genuine();
        // Changed bytes may by chance be what they were.
        assert!(!genuine || text == real, "{text}");
    }
    println!("{count} texts");
}
