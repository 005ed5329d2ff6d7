use std::fmt;

use super::Head;

/// Bytes of a hash that a paper remembers at least.
const LEAST: usize = 8;

/// A frame that something outside the ledger remembers: a paper, by the code or the line on it.
///
/// Whoever holds one such paper finds out that a ledger was cut off or put back to an earlier state,
/// which the ledger alone cannot tell. Without a sequence, eight bytes of the hash are looked for
/// among all frames; that another frame has them by chance is one in 2⁶⁴ for each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    pub sequence: Option<u64>,
    hash: Vec<u8>,
}

impl Remembered {
    /// By the first bytes of a frame's hash alone, as the code of a certificate has them.
    pub fn by_hash(start: [u8; LEAST]) -> Remembered {
        Remembered {
            sequence: None,
            hash: start.to_vec(),
        }
    }

    /// Reads what its `Display` writes, typed off a paper: with other words around it, spaces
    /// in it, capitals, or with only the first groups of the hash. `None` if there are no eight
    /// bytes.
    pub fn parse(text: &str) -> Option<Remembered> {
        let plain = |c: char| c.is_ascii_hexdigit() || c == '-' || c.is_whitespace();
        text.split(|c| !plain(c)).find_map(Remembered::parse_part)
    }

    fn parse_part(part: &str) -> Option<Remembered> {
        let part: String = part.split_whitespace().collect();
        let (sequence, hash) = part.trim_matches('-').split_once('-')?;
        let sequence = sequence.parse().ok()?;
        let digits: Vec<u32> = hash.chars().filter_map(|c| c.to_digit(16)).collect();
        let pairs = digits.chunks_exact(2);
        // Two hexadecimal digits are at most 0xFF.
        let hash: Vec<u8> = pairs.map(|pair| (pair[0] * 16 + pair[1]) as u8).collect();
        (LEAST..=32).contains(&hash.len()).then_some(Remembered {
            sequence: Some(sequence),
            hash,
        })
    }

    /// Whether this is the frame that is remembered.
    pub fn is(&self, head: Head) -> bool {
        let here = self.sequence.is_none_or(|known| known == head.sequence);
        here && head.hash.0.starts_with(&self.hash)
    }
}

impl From<Head> for Remembered {
    fn from(head: Head) -> Remembered {
        Remembered {
            sequence: Some(head.sequence),
            hash: head.hash.0.to_vec(),
        }
    }
}

/// `2307-80b99858 03d74771 …`: the sequence, then the hash in groups that are easily typed.
impl fmt::Display for Remembered {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(sequence) = self.sequence {
            write!(out, "{sequence}-")?;
        }
        for (number, group) in self.hash.chunks(4).enumerate() {
            let space = if number == 0 { "" } else { " " };
            write!(out, "{space}")?;
            group
                .iter()
                .try_for_each(|byte| write!(out, "{byte:02x}"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ledger::Digest;

    fn head(sequence: u64, seed: u8) -> Head {
        Head {
            sequence,
            hash: Digest(std::array::from_fn(|at| seed.wrapping_mul(at as u8 + 3))),
        }
    }

    #[test]
    fn a_line_of_a_paper_is_read_whatever_stands_around_it() {
        let line = Remembered::from(head(2307, 0xB9)).to_string();
        for text in [
            line.clone(),
            format!("账本至此 {line}。"),
            line.replace(' ', ""),
            line.to_uppercase(),
            line.replace(' ', "\n"),
            format!("打印 2010-03-15 09:30　账本至此：{line}"),
        ] {
            let read = Remembered::parse(&text).unwrap_or_else(|| panic!("{text}"));
            assert!(read.is(head(2307, 0xB9)), "{text}");
            assert!(!read.is(head(2307, 0xBB)) && !read.is(head(2306, 0xB9)));
        }
        let first_groups: String = line.chars().take(5 + 17).collect();
        assert!(Remembered::parse(&first_groups).is_some_and(|read| read.is(head(2307, 0xB9))));
    }

    #[test]
    fn too_little_is_no_memory() {
        for text in [
            "",
            "2307",
            "2307-80b998",
            "2010-03-15",
            "柜台",
            "--",
            "-80b9985803d74771",
        ] {
            assert_eq!(Remembered::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(text in ".{0,80}", hex in "[0-9a-f -]{0,90}") {
            let _ = Remembered::parse(&text);
            let _ = Remembered::parse(&hex);
        }
    }
}
