//! A long file sealed block by block, so that it need not be held in memory twice.
//!
//! Every block is bound to the file it is of, to its place, and to whether it is the last, so that
//! blocks cannot be moved, left out or cut off.

use std::io::{self, Read, Write};

use zeroize::Zeroize;

use crate::seal::{Key, OVERHEAD};

/// Bytes of a block before it is sealed.
const BLOCK: usize = 64 << 10;

/// How a file is sealed: under which key, and what the file is called.
pub(super) struct Cover {
    pub key: Key,
    pub about: Vec<u8>,
}

impl Cover {
    fn about(&self, number: u64, last: bool) -> Vec<u8> {
        [&self.about, &number.to_le_bytes()[..], &[u8::from(last)]].concat()
    }
}

/// The length of the content of `stored` bytes; `None` if no content has that length.
pub(super) fn content_length(stored: u64) -> Option<u64> {
    let whole = (BLOCK + OVERHEAD) as u64;
    let blocks = stored.div_ceil(whole);
    // Even an empty content has one block.
    let content = stored.checked_sub(blocks * OVERHEAD as u64)?;
    (blocks > 0).then_some(content)
}

/// Seals what is written into it; [`Blocks::end`] writes the last block.
pub(super) struct Blocks<'a, W: Write> {
    out: &'a mut W,
    cover: &'a Cover,
    number: u64,
    content: Vec<u8>,
}

impl<'a, W: Write> Blocks<'a, W> {
    pub fn new(out: &'a mut W, cover: &'a Cover) -> Blocks<'a, W> {
        Blocks {
            out,
            cover,
            number: 0,
            content: Vec::with_capacity(BLOCK),
        }
    }

    pub fn end(mut self) -> io::Result<()> {
        self.put(true)
    }

    fn put(&mut self, last: bool) -> io::Result<()> {
        let about = self.cover.about(self.number, last);
        let sealed = self.cover.key.seal(&about, &self.content);
        self.out.write_all(&sealed)?;
        self.number += 1;
        self.content.zeroize();
        Ok(())
    }
}

impl<W: Write> Write for Blocks<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full block waits for what comes, to know whether it is the last.
        if self.content.len() == BLOCK && !bytes.is_empty() {
            self.put(false)?;
        }
        let taken = bytes.len().min(BLOCK - self.content.len());
        self.content.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Opens what [`Blocks`] sealed, block by block.
pub(super) struct Opened<'a, R: Read> {
    from: &'a mut R,
    cover: &'a Cover,
    /// Stored bytes that are still to be read.
    left: u64,
    number: u64,
    content: Vec<u8>,
    at: usize,
}

impl<'a, R: Read> Opened<'a, R> {
    /// `stored` is how many bytes of `from` the blocks are.
    pub fn new(from: &'a mut R, cover: &'a Cover, stored: u64) -> Opened<'a, R> {
        Opened {
            from,
            cover,
            left: stored,
            number: 0,
            content: Vec::new(),
            at: 0,
        }
    }

    fn next_block(&mut self) -> io::Result<()> {
        let length = self.left.min((BLOCK + OVERHEAD) as u64);
        // At most a block's length.
        let mut sealed = vec![0; length as usize];
        self.from.read_exact(&mut sealed)?;
        self.left -= length;
        let about = self.cover.about(self.number, self.left == 0);
        let opened = self.cover.key.open(&about, &sealed);
        self.content.zeroize();
        self.content = opened.map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        self.at = 0;
        self.number += 1;
        Ok(())
    }
}

impl<R: Read> Read for Opened<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.content.len() && self.left > 0 {
            self.next_block()?;
        }
        let rest = &self.content[self.at..];
        let count = rest.len().min(into.len());
        into[..count].copy_from_slice(&rest[..count]);
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cover() -> Cover {
        Cover {
            key: Key::new([1; 32]),
            about: b"index".to_vec(),
        }
    }

    fn sealed(content: &[u8]) -> Vec<u8> {
        let (mut out, cover) = (Vec::new(), cover());
        let mut blocks = Blocks::new(&mut out, &cover);
        blocks.write_all(content).expect("a vector has room");
        blocks.end().expect("a vector has room");
        out
    }

    fn opened(mut stored: &[u8]) -> io::Result<Vec<u8>> {
        let (length, cover) = (stored.len() as u64, cover());
        let mut content = Vec::new();
        Opened::new(&mut stored, &cover, length).read_to_end(&mut content)?;
        Ok(content)
    }

    #[test]
    fn contents_of_every_length_around_a_block_come_back() {
        for length in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK + 7] {
            let content: Vec<u8> = (0..length).map(|at| at as u8).collect();
            let stored = sealed(&content);
            assert_eq!(content_length(stored.len() as u64), Some(length as u64));
            assert_eq!(opened(&stored).expect("whole"), content);
        }
        assert_eq!(content_length(0), None);
        assert_eq!(content_length(OVERHEAD as u64 - 1), None);
    }

    #[test]
    fn blocks_that_are_cut_off_or_change_places_are_seen() {
        let stored = sealed(&vec![7; 3 * BLOCK]);
        let whole = BLOCK + OVERHEAD;
        assert!(opened(&stored[..2 * whole]).is_err());
        assert!(opened(&stored[whole..]).is_err());
        assert!(opened(&stored[..stored.len() - 1]).is_err());
        let swapped = [
            &stored[whole..2 * whole],
            &stored[..whole],
            &stored[2 * whole..],
        ]
        .concat();
        assert!(opened(&swapped).is_err());
    }
}
