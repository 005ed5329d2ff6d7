//! Characters that two people on the telephone do not mistake for one another.

/// Without 0, O, 1 and I.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// How long a check code is: 40 bits.
const CHECK_CODE: usize = 8;

/// The check code of a signed statement. It is a digest of all that is signed, the 8 bytes of the
/// ledger's head included, which nobody guesses who has not seen the paper.
pub(super) fn check_code(payload: &[u8]) -> String {
    let digest = blake3::derive_key("guitai 2026 telephone check code v1", payload);
    spell(&digest, CHECK_CODE)
}

/// The first `count` characters that spell these bytes, five bits each.
pub(super) fn spell(bytes: &[u8], count: usize) -> String {
    let bit = |at: usize| {
        bytes
            .get(at / 8)
            .is_some_and(|byte| byte >> (7 - at % 8) & 1 == 1)
    };
    let letter = |place: usize| {
        let value = (0..5).fold(0, |value, step| {
            value << 1 | usize::from(bit(place * 5 + step))
        });
        char::from(ALPHABET[value])
    };
    (0..count).map(letter).collect()
}

/// In groups of four, as it is printed and read out.
pub fn grouped(spelt: &str) -> String {
    let letters: Vec<char> = spelt.chars().collect();
    let groups = letters
        .chunks(4)
        .map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_spelt_five_bits_a_letter_without_letters_that_look_alike() {
        assert_eq!(spell(&[0x00, 0x44, 0x32, 0x14, 0xC7], 8), "23456789");
        assert_eq!(spell(&[0xFF; 5], 8), "ZZZZZZZZ");
        assert_eq!(grouped("23456789"), "2345 6789");
        for alike in b"0O1I" {
            assert!(!ALPHABET.contains(alike));
        }
    }
}
