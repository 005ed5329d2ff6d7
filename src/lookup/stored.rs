//! Tables as bytes: written as they stand in memory, so that reading them back is hardly more than
//! copying.
//!
//! Whoever keeps the bytes proves that they are those that were written (a checksum) and for whom
//! (a head of the ledger); here is only proved that no byte, not even a clever one, leads outside
//! of a table. All numbers are little-endian. A changed table gets another [`LAYOUT`].

use std::io::{self, Read, Write};

use crate::record::PersonKey;

/// The layout this program writes, and the only one it reads: tables are a cache.
pub const LAYOUT: u16 = 1;

/// Bytes moved at once, a multiple of every width.
const STEP: usize = 1 << 20;

/// Puts tables into a stream.
pub struct Writer<'a> {
    out: &'a mut dyn Write,
    step: Vec<u8>,
}

impl Writer<'_> {
    pub fn new(out: &mut dyn Write) -> Writer<'_> {
        Writer {
            out,
            step: Vec::with_capacity(STEP),
        }
    }

    pub fn length(&mut self, length: usize) -> io::Result<()> {
        self.out.write_all(&(length as u64).to_le_bytes())
    }

    pub fn text(&mut self, text: &str) -> io::Result<()> {
        self.length(text.len())?;
        (text.as_bytes().chunks(STEP)).try_for_each(|part| self.out.write_all(part))
    }

    pub fn numbers(&mut self, numbers: &[u32]) -> io::Result<()> {
        self.all(numbers, |number| number.to_le_bytes())
    }

    pub fn wide_numbers(&mut self, numbers: &[u64]) -> io::Result<()> {
        self.all(numbers, |number| number.to_le_bytes())
    }

    pub fn signs(&mut self, signs: &[char]) -> io::Result<()> {
        self.all(signs, |sign| u32::from(*sign).to_le_bytes())
    }

    pub fn keys(&mut self, keys: &[PersonKey]) -> io::Result<()> {
        self.all(keys, |key| key.0.to_le_bytes())
    }

    pub fn pairs(&mut self, pairs: &[(u32, u32)]) -> io::Result<()> {
        self.all(pairs, |(first, second)| {
            (u64::from(*first) << 32 | u64::from(*second)).to_le_bytes()
        })
    }

    fn all<T, const N: usize>(
        &mut self,
        items: &[T],
        bytes: impl Fn(&T) -> [u8; N],
    ) -> io::Result<()> {
        self.length(items.len())?;
        for items in items.chunks(STEP / N) {
            self.step.clear();
            items
                .iter()
                .for_each(|item| self.step.extend_from_slice(&bytes(item)));
            self.out.write_all(&self.step)?;
        }
        Ok(())
    }
}

/// Takes tables out of a stream that may hold anything.
pub struct Reader<'a> {
    from: &'a mut dyn Read,
    /// Bytes the stream still has: nothing longer is made room for.
    left: u64,
    step: Vec<u8>,
}

impl Reader<'_> {
    pub fn new(from: &mut dyn Read, left: u64) -> Reader<'_> {
        Reader {
            from,
            left,
            step: vec![0; STEP],
        }
    }

    pub fn text(&mut self) -> io::Result<String> {
        let length = self.length(1)?;
        let mut bytes = vec![0; length];
        for part in bytes.chunks_mut(STEP) {
            self.from.read_exact(part)?;
        }
        String::from_utf8(bytes).map_err(|_| wrong())
    }

    pub fn numbers(&mut self) -> io::Result<Vec<u32>> {
        self.all(|bytes| Some(u32::from_le_bytes(bytes)))
    }

    pub fn wide_numbers(&mut self) -> io::Result<Vec<u64>> {
        self.all(|bytes| Some(u64::from_le_bytes(bytes)))
    }

    pub fn signs(&mut self) -> io::Result<Vec<char>> {
        self.all(|bytes| char::from_u32(u32::from_le_bytes(bytes)))
    }

    pub fn keys(&mut self) -> io::Result<Vec<PersonKey>> {
        self.all(|bytes| Some(PersonKey(u64::from_le_bytes(bytes))))
    }

    pub fn pairs(&mut self) -> io::Result<Vec<(u32, u32)>> {
        self.all(|bytes| {
            let pair = u64::from_le_bytes(bytes);
            // The halves of 64 bits have 32 each.
            Some(((pair >> 32) as u32, pair as u32))
        })
    }

    /// Whether everything was read.
    pub fn is_at_end(&self) -> bool {
        self.left == 0
    }

    fn length(&mut self, width: u64) -> io::Result<usize> {
        let mut bytes = [0; 8];
        self.from.read_exact(&mut bytes)?;
        let length = u64::from_le_bytes(bytes);
        let needed = length.checked_mul(width).and_then(|all| all.checked_add(8));
        self.left = (needed.and_then(|needed| self.left.checked_sub(needed))).ok_or_else(wrong)?;
        usize::try_from(length).map_err(|_| wrong())
    }

    fn all<T, const N: usize>(
        &mut self,
        item: impl Fn([u8; N]) -> Option<T>,
    ) -> io::Result<Vec<T>> {
        let length = self.length(N as u64)?;
        let mut items = Vec::with_capacity(length);
        while items.len() < length {
            let bytes = (length - items.len()).min(STEP / N) * N;
            let step = &mut self.step[..bytes];
            self.from.read_exact(step)?;
            for bytes in step.as_chunks::<N>().0 {
                items.push(item(*bytes).ok_or_else(wrong)?);
            }
        }
        Ok(items)
    }
}

/// What is said of bytes that are no tables.
pub fn wrong() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "these are no tables")
}

/// Passes only if something holds.
pub fn holds(it: bool) -> io::Result<()> {
    match it {
        true => Ok(()),
        false => Err(wrong()),
    }
}

/// Whether every number is below a limit.
pub fn all_below(numbers: &[u32], limit: usize) -> bool {
    let highest = numbers.iter().copied().max();
    highest.is_none_or(|highest| (highest as usize) < limit)
}
