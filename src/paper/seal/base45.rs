//! Base45 (RFC 9285): two bytes as three characters that a QR code holds in its alphanumeric mode.
//!
//! Written here because decoders at hand let the last pair say more than one byte.

const ALPHABET: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(2) * 3);
    let mut digits = |mut value: usize, count: usize| {
        for _ in 0..count {
            text.push(char::from(ALPHABET[value % 45]));
            value /= 45;
        }
    };
    for pair in bytes.chunks(2) {
        match pair {
            [one] => digits(usize::from(*one), 2),
            [first, second] => digits(usize::from(*first) * 256 + usize::from(*second), 3),
            // Chunks of two have one or two bytes.
            _ => {}
        }
    }
    text
}

/// The bytes of a text that [`encode`] could have written; `None` for every other.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 2 / 3);
    for group in text.as_bytes().chunks(3) {
        let value = group.iter().rev().try_fold(0, |value: u32, digit| {
            let place = ALPHABET.iter().position(|known| known == digit)?;
            Some(value * 45 + u32::try_from(place).ok()?)
        })?;
        match group.len() {
            3 => bytes.extend(u16::try_from(value).ok()?.to_be_bytes()),
            2 => bytes.push(u8::try_from(value).ok()?),
            _ => return None,
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_examples_of_the_standard_come_out() {
        for (bytes, text) in [
            ("AB", "BB8"),
            ("Hello!!", "%69 VD92EX0"),
            ("ietf!", "QED8WEX0"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()));
        }
    }

    #[test]
    fn digits_that_say_more_than_their_bytes_are_refused() {
        // 65,536 and 256, one digit alone, and characters outside the alphabet.
        for text in ["GGW", ":::", "V5", "::", "A", "BB8A", "bb8", "BB八"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn bytes_have_one_text_and_a_text_one_meaning(bytes: Vec<u8>, text in "[0-9A-Z $%*+./:-]{0,40}") {
            prop_assert_eq!(decode(&encode(&bytes)), Some(bytes));
            if let Some(bytes) = decode(&text) {
                prop_assert_eq!(encode(&bytes), text);
            }
        }
    }
}
