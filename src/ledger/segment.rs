use super::error::Fault;
use super::frame::Link;
use super::{Digest, HallId, Head};

/// Bytes before the first frame of a segment.
pub(super) const HEADER: usize = 128;
const MAGIC: &[u8; 8] = b"GUITAILG";
const VERSION: u16 = 1;
const CHECKSUM_AT: usize = HEADER - 4;

/// The first 128 bytes of a segment, one file of the ledger.
///
/// Stored as, numbers little-endian: magic (8) · version u16 · hall (16) · segment number u32 ·
/// sequence u64, hash (32) and time i64 of the frame before the segment's first · zeros ·
/// CRC-32/ISO-HDLC u32 of all before.
///
/// A segment gets its name only after its header is on the platter, so a header is never torn: one
/// that cannot be read has rotted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Segment {
    pub hall: HallId,
    pub number: u32,
    /// Where the chain stood before this segment's first frame.
    pub before: Head,
    /// The time of the frame before, `i64::MIN` if there is none.
    pub time: i64,
}

impl Segment {
    pub fn first(hall: HallId) -> Segment {
        Segment {
            hall,
            number: 1,
            before: hall.genesis(),
            time: i64::MIN,
        }
    }

    pub fn name(&self) -> String {
        name_of(self.number)
    }

    pub fn link(&self) -> Link {
        Link::between(self.before, self.time)
    }

    /// Whether this segment goes on where `link` ends.
    pub fn continues(&self, link: &Link) -> bool {
        link.is_whole() && link.head == self.before && link.time == self.time
    }

    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(HEADER);
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&self.hall.0);
        out.extend_from_slice(&self.number.to_le_bytes());
        out.extend_from_slice(&self.before.sequence.to_le_bytes());
        out.extend_from_slice(&self.before.hash.0);
        out.extend_from_slice(&self.time.to_le_bytes());
        out.resize(CHECKSUM_AT, 0);
        out.extend_from_slice(&crc32fast::hash(&out).to_le_bytes());
        out
    }

    /// # Errors
    /// [`Fault::Header`] if the bytes are not a segment's header, [`Fault::Version`] if they are
    /// one of a newer program.
    pub fn decode(header: &[u8; HEADER]) -> Result<Segment, Fault> {
        let (covered, checksum) = header.split_at(CHECKSUM_AT);
        if !header.starts_with(MAGIC) || crc32fast::hash(covered).to_le_bytes() != checksum {
            return Err(Fault::Header);
        }
        let version = u16::from_le_bytes(field(header, 8));
        if version != VERSION {
            let found = u8::try_from(version).unwrap_or(u8::MAX);
            return Err(Fault::Version { found });
        }
        Ok(Segment {
            hall: HallId(field(header, 10)),
            number: u32::from_le_bytes(field(header, 26)),
            before: Head {
                sequence: u64::from_le_bytes(field(header, 30)),
                hash: Digest(field(header, 38)),
            },
            time: i64::from_le_bytes(field(header, 70)),
        })
    }
}

fn field<const N: usize>(header: &[u8; HEADER], at: usize) -> [u8; N] {
    let mut out = [0; N];
    out.copy_from_slice(&header[at..at + N]);
    out
}

pub(super) fn name_of(number: u32) -> String {
    format!("{number:06}.log")
}

/// The number of the segment with this file name; `None` for any other file.
pub(super) fn number_of(name: &str) -> Option<u32> {
    let number = name.strip_suffix(".log")?.parse().ok()?;
    (name_of(number) == name).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flipped_bit_of_a_header_is_seen() {
        let segment = Segment::first(HallId([9; 16]));
        let stored: [u8; HEADER] = segment.encode().try_into().expect("128 bytes");
        assert_eq!(Segment::decode(&stored).ok(), Some(segment));
        for bit in 0..HEADER * 8 {
            let mut flipped = stored;
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(Segment::decode(&flipped).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn only_a_segment_name_gives_a_number() {
        assert_eq!(number_of("000012.log"), Some(12));
        assert_eq!(number_of(&name_of(1_234_567)), Some(1_234_567));
        for other in ["12.log", "head", "000012.log.new", "+00012.log", ".log"] {
            assert_eq!(number_of(other), None, "{other}");
        }
    }
}
