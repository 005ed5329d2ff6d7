use super::error::Fault;
use super::sealer::Sealer;
use super::{Digest, Entry, Head};

/// The longest body of a frame, in bytes.
pub const MAX_BODY: usize = 1 << 20;

/// Bytes before the body.
const FRONT: usize = 60;
/// Bytes after the tag.
pub(super) const CHECKSUM: usize = 4;
/// The only layout there is; a frame with another number was written by a newer program.
const VERSION: u8 = 1;
/// The body as it is.
const UNSEALED: u8 = 0;
/// The body sealed with XChaCha20-Poly1305 under a key of this frame's own, see [`Sealer`].
const SEALED: u8 = 1;
/// Room for the tag of any later suite.
const LONGEST_TAG: usize = 64;

pub(super) const SHORTEST_FRAME: usize = FRONT + CHECKSUM;
pub(super) const LONGEST_FRAME: usize = FRONT + MAX_BODY + LONGEST_TAG + CHECKSUM;

/// One link of the chain.
///
/// Stored as, numbers little-endian:
///
/// ```text
/// at  0  length    u32   of the whole frame, this field and the checksum included
///     4  version   u8    1
///     5  suite     u8    0 = unsealed, 1 = sealed
///     6  sequence  u64   1 for the hall's first frame
///    14  previous  32    BLAKE3 of the previous frame's stored bytes
///    46  time      i64   UTC milliseconds since 1970, never before the previous frame's
///    54  counter   u16
///    56  part      u16   place within its append, from 0
///    58  parts     u16   how many frames that append had
///    60  body            of suite 1: epoch u16, nonce (24), what is sealed
///        tag             none for suite 0; of suite 1: 16
///        checksum  u32   CRC-32/ISO-HDLC (polynomial 0x04C11DB7, reflected) of all before
/// ```
///
/// Length and checksum stay where they are in every later version, so that an older program tells
/// "newer" from "damaged".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    pub sequence: u64,
    pub previous: Digest,
    /// UTC, in milliseconds since 1970.
    pub time: i64,
    pub counter: u16,
    /// This frame's place within its append, from 0.
    pub part: u16,
    /// How many frames its append had.
    pub parts: u16,
    /// Whether the body is stored sealed. A ledger that was given the keys reads it open.
    pub sealed: bool,
    /// Whether its key was destroyed: the body is then empty, and nobody can open it any more. Known
    /// only to a ledger that was given the keys.
    pub erased: bool,
    pub body: Vec<u8>,
    /// BLAKE3 of the stored bytes: what the next frame calls `previous`.
    pub hash: Digest,
}

impl Frame {
    pub fn head(&self) -> Head {
        Head {
            sequence: self.sequence,
            hash: self.hash,
        }
    }

    /// Reads the frame at the start of `bytes` and tells its length. Never panics.
    ///
    /// # Errors
    /// [`Fault::Short`], [`Fault::Length`] and [`Fault::Checksum`] if these bytes are not a whole
    /// frame; [`Fault::Version`], [`Fault::Suite`] and [`Fault::Parts`] if they are whole but not
    /// for this program.
    pub(super) fn decode(bytes: &[u8]) -> Result<(Frame, usize), Fault> {
        let stored = whole(bytes)?;
        if stored[4] != VERSION {
            return Err(Fault::Version { found: stored[4] });
        }
        let sealed = match stored[5] {
            UNSEALED => false,
            SEALED => true,
            found => return Err(Fault::Suite { found }),
        };
        let body = &stored[FRONT..stored.len() - CHECKSUM];
        let around = if sealed { Sealer::OVERHEAD } else { 0 };
        if !(around..=MAX_BODY + around).contains(&body.len()) {
            return Err(Fault::Length {
                found: stored.len() as u64,
            });
        }
        let (part, parts) = (number_u16(stored, 56), number_u16(stored, 58));
        if part >= parts {
            return Err(Fault::Parts);
        }
        let frame = Frame {
            sequence: u64::from_le_bytes(field(stored, 6)),
            previous: Digest(field(stored, 14)),
            time: i64::from_le_bytes(field(stored, 46)),
            counter: number_u16(stored, 54),
            part,
            parts,
            sealed,
            erased: false,
            body: body.to_vec(),
            hash: Digest::of(stored),
        };
        Ok((frame, stored.len()))
    }

    /// The frame with its body open; without a body if it is erased.
    ///
    /// # Errors
    /// [`Fault::NoKey`] and [`Fault::NotOpened`].
    pub(super) fn opened(mut self, sealer: Option<&Sealer>) -> Result<Frame, Fault> {
        if self.sealed {
            let sealer = sealer.ok_or(Fault::NoKey)?;
            if sealer.has_erased(self.sequence) {
                self.erased = true;
                self.body.clear();
                return Ok(self);
            }
            let front = Front {
                length: FRONT + self.body.len() + CHECKSUM,
                suite: SEALED,
                before: Head {
                    sequence: self.sequence.saturating_sub(1),
                    hash: self.previous,
                },
                time: self.time,
                counter: self.counter,
                part: self.part,
                parts: self.parts,
            };
            self.body = sealer.open(self.sequence, &front.bytes(), &self.body)?;
        }
        Ok(self)
    }
}

/// What stands before a frame's body.
struct Front {
    length: usize,
    suite: u8,
    before: Head,
    time: i64,
    counter: u16,
    part: u16,
    parts: u16,
}

impl Front {
    fn bytes(&self) -> [u8; FRONT] {
        let mut bytes = [0; FRONT];
        // A frame is shorter than 4 GiB.
        bytes[..4].copy_from_slice(&(self.length as u32).to_le_bytes());
        bytes[4] = VERSION;
        bytes[5] = self.suite;
        bytes[6..14].copy_from_slice(&self.before.next().to_le_bytes());
        bytes[14..46].copy_from_slice(&self.before.hash.0);
        bytes[46..54].copy_from_slice(&self.time.to_le_bytes());
        bytes[54..56].copy_from_slice(&self.counter.to_le_bytes());
        bytes[56..58].copy_from_slice(&self.part.to_le_bytes());
        bytes[58..].copy_from_slice(&self.parts.to_le_bytes());
        bytes
    }
}

/// The length that the frame at the start of `bytes` claims, if that is a possible length.
pub(super) fn claimed_length(bytes: &[u8]) -> Result<usize, Fault> {
    if bytes.len() < 4 {
        return Err(Fault::Short);
    }
    let found = u32::from_le_bytes(field(bytes, 0));
    match usize::try_from(found) {
        Ok(length) if (SHORTEST_FRAME..=LONGEST_FRAME).contains(&length) => Ok(length),
        _ => Err(Fault::Length {
            found: u64::from(found),
        }),
    }
}

/// The sequence and part that the frame at the start of `bytes` claims; `bytes` may be anything.
pub(super) fn claimed_place(bytes: &[u8]) -> (u64, u16) {
    (u64::from_le_bytes(field(bytes, 6)), number_u16(bytes, 56))
}

/// Exactly the stored bytes of the frame at the start of `bytes`, once its checksum is right.
pub(super) fn whole(bytes: &[u8]) -> Result<&[u8], Fault> {
    let length = claimed_length(bytes)?;
    let stored = bytes.get(..length).ok_or(Fault::Short)?;
    let (covered, checksum) = stored.split_at(length - CHECKSUM);
    if crc32fast::hash(covered).to_le_bytes() == checksum {
        Ok(stored)
    } else {
        Err(Fault::Checksum)
    }
}

/// The `N` bytes at `at`; zeros where there are none, which only unchecked bytes can meet.
fn field<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let found = bytes.get(at..).and_then(|rest| rest.first_chunk::<N>());
    found.copied().unwrap_or([0; N])
}

fn number_u16(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes(field(bytes, at))
}

/// Writes the frames of one append, chained from `before`, and tells the new head. With a `sealer`
/// every body is sealed.
///
/// The caller has bounded the number of entries and the length of each body.
///
/// # Errors
/// [`Fault::NoKey`] if the sealer has no key for one of them.
pub(super) fn encode(
    before: Head,
    time: i64,
    entries: &[Entry],
    sealer: Option<&Sealer>,
) -> Result<(Vec<u8>, Head), Fault> {
    let mut out = Vec::new();
    let mut head = before;
    let around = sealer.map_or(0, |_| Sealer::OVERHEAD);
    for (part, entry) in entries.iter().enumerate() {
        let start = out.len();
        let front = Front {
            length: FRONT + entry.body.len() + around + CHECKSUM,
            suite: sealer.map_or(UNSEALED, |_| SEALED),
            before: head,
            time,
            counter: entry.counter,
            part: part as u16,
            parts: entries.len() as u16,
        };
        let front = front.bytes();
        out.extend_from_slice(&front);
        match sealer {
            Some(sealer) => out.extend(sealer.seal(head.next(), &front, &entry.body)?),
            None => out.extend_from_slice(&entry.body),
        }
        let checksum = crc32fast::hash(&out[start..]);
        out.extend_from_slice(&checksum.to_le_bytes());
        head = Head {
            sequence: head.next(),
            hash: Digest::of(&out[start..]),
        };
    }
    Ok((out, head))
}

/// How far a reader has come: the last frame's head, time and place within its append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    pub head: Head,
    pub time: i64,
    part: u16,
    parts: u16,
}

impl Link {
    /// A point between two appends.
    pub fn between(head: Head, time: i64) -> Link {
        Link {
            head,
            time,
            part: 0,
            parts: 1,
        }
    }

    /// Whether the last append was read to its end.
    pub fn is_whole(&self) -> bool {
        self.part + 1 == self.parts
    }

    /// The link after `frame`.
    ///
    /// # Errors
    /// Why `frame` cannot be the next of the chain.
    pub fn follow(&self, frame: &Frame) -> Result<Link, Fault> {
        if frame.sequence != self.head.next() {
            return Err(Fault::Sequence {
                found: frame.sequence,
            });
        }
        if frame.previous != self.head.hash {
            return Err(Fault::Previous);
        }
        if frame.time < self.time {
            return Err(Fault::Time);
        }
        let fits = match self.is_whole() {
            true => frame.part == 0,
            false => frame.part == self.part + 1 && frame.parts == self.parts,
        };
        if !fits {
            return Err(Fault::Parts);
        }
        Ok(Link {
            head: frame.head(),
            time: frame.time,
            part: frame.part,
            parts: frame.parts,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ledger::HallId;

    fn entry(body: &[u8]) -> Entry {
        Entry {
            counter: 3,
            body: body.to_vec(),
        }
    }

    fn genesis() -> Head {
        HallId([7; 16]).genesis()
    }

    #[test]
    fn a_frame_is_read_as_it_was_written() {
        let (stored, head) = encode(
            genesis(),
            1_700_000_000_000,
            &[entry("张三".as_bytes())],
            None,
        )
        .expect("unsealed");
        let (frame, length) = Frame::decode(&stored).expect("a whole frame");
        assert_eq!(length, stored.len());
        assert_eq!(frame.head(), head);
        assert_eq!(frame.body, "张三".as_bytes());
        assert_eq!((frame.counter, frame.time), (3, 1_700_000_000_000));
        assert!(Link::between(genesis(), i64::MIN).follow(&frame).is_ok());
    }

    #[test]
    fn every_flipped_bit_of_a_frame_is_seen() {
        let (stored, _) = encode(genesis(), 0, &[entry(b"body")], None).expect("unsealed");
        for bit in 0..stored.len() * 8 {
            let mut flipped = stored.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(Frame::decode(&flipped).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn a_frame_of_a_newer_program_is_not_called_damaged() {
        let (mut stored, _) = encode(genesis(), 0, &[entry(b"body")], None).expect("unsealed");
        stored[4] = 2;
        let end = stored.len() - CHECKSUM;
        let checksum = crc32fast::hash(&stored[..end]);
        stored[end..].copy_from_slice(&checksum.to_le_bytes());
        let fault = Frame::decode(&stored).expect_err("an unknown version");
        assert!(matches!(fault, Fault::Version { found: 2 }));
        assert!(!fault.may_be_torn());
    }

    #[test]
    fn the_frames_of_one_append_know_their_place() {
        let (stored, _) =
            encode(genesis(), 5, &[entry(b"a"), entry(b"b")], None).expect("unsealed");
        let (first, length) = Frame::decode(&stored).expect("the first");
        let (second, _) = Frame::decode(&stored[length..]).expect("the second");
        let link = Link::between(genesis(), 5);
        let half = link.follow(&first).expect("the first fits");
        assert!(!half.is_whole());
        assert!(half.follow(&second).expect("the second fits").is_whole());
        assert!(matches!(link.follow(&second), Err(Fault::Sequence { .. })));
    }

    #[test]
    fn a_frame_follows_only_the_frame_it_names_and_never_an_older_time() {
        let (stored, _) = encode(genesis(), 5, &[entry(b"a")], None).expect("unsealed");
        let (frame, _) = Frame::decode(&stored).expect("a whole frame");
        let other = HallId([8; 16]).genesis();
        let follow = |head, time| Link::between(head, time).follow(&frame);
        assert!(follow(genesis(), 5).is_ok());
        assert!(matches!(follow(other, 5), Err(Fault::Previous)));
        assert!(matches!(follow(genesis(), 6), Err(Fault::Time)));
        let last = Head {
            sequence: u64::MAX,
            ..genesis()
        };
        assert!(matches!(follow(last, 5), Err(Fault::Sequence { .. })));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_decoder_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = Frame::decode(&bytes);
            let _ = claimed_place(&bytes);
        }

        #[test]
        fn no_change_to_a_real_frame_makes_the_decoder_panic(
            body in prop::collection::vec(any::<u8>(), 0..100),
            at in 0usize..64,
            value in any::<u32>(),
        ) {
            let (mut stored, _) = encode(genesis(), 0, &[entry(&body)], None).expect("unsealed");
            let at = at.min(stored.len() - 4);
            stored[at..at + 4].copy_from_slice(&value.to_le_bytes());
            let _ = Frame::decode(&stored);
        }
    }
}
