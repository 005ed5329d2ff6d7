//! Reading a ledger's files frame by frame, each checked against the chain.

use std::io;
use std::sync::Arc;

use super::Head;
use super::error::{Damage, Fault};
use super::frame::{Frame, Link, claimed_length};
use super::note::{self, NOTE, NOTE_LENGTH, NoteState};
use super::segment::{HEADER, Segment, name_of, number_of};
use super::storage::{Folder, Storage};

/// Bytes asked of the disk at once.
const CHUNK: usize = 256 * 1024;
const ZEROS: [u8; 4096] = [0; 4096];

/// The heads that are known to have been acknowledged, whatever the disk says now.
pub(super) struct Anchors(pub Vec<Head>);

impl Anchors {
    /// The sequence the ledger must reach at least.
    pub fn sequence(&self) -> u64 {
        self.0.iter().map(|head| head.sequence).max().unwrap_or(0)
    }

    /// Whether another frame was acknowledged under the sequence of `head`.
    fn contradict(&self, head: Head) -> bool {
        self.0
            .iter()
            .any(|known| known.sequence == head.sequence && known.hash != head.hash)
    }
}

/// One step through a segment.
pub(super) enum Step {
    Frame(Frame),
    /// Nothing but zeros up to the end of the file.
    End,
    Bad(Fault),
}

/// A place in a segment with the chain as it stands there.
pub(super) struct Walk {
    pub at: u64,
    pub link: Link,
    buffer: Vec<u8>,
    buffer_at: u64,
}

impl Walk {
    pub fn new(segment: &Segment) -> Walk {
        Walk {
            at: HEADER as u64,
            link: segment.link(),
            buffer: Vec::new(),
            buffer_at: 0,
        }
    }

    /// Goes on where whole appends end.
    pub fn after(at: u64, link: Link) -> Walk {
        Walk {
            at,
            link,
            buffer: Vec::new(),
            buffer_at: at,
        }
    }

    /// Reads the next frame. After `End` or `Bad` the walk stands still.
    pub fn step(&mut self, storage: &impl Storage) -> io::Result<Step> {
        let front = self.window(storage, 4)?;
        let ends = front.len() < 4 || front == [0; 4];
        let length = match claimed_length(front) {
            Ok(length) => length,
            Err(_) if ends && written_span(storage, self.at)?.is_none() => return Ok(Step::End),
            Err(fault) => return Ok(Step::Bad(fault)),
        };
        let link = self.link;
        let read = Frame::decode(self.window(storage, length)?);
        let next = read.and_then(|(frame, length)| Ok((link.follow(&frame)?, frame, length)));
        Ok(match next {
            Ok((link, frame, length)) => {
                self.link = link;
                self.at += length as u64;
                Step::Frame(frame)
            }
            Err(fault) => Step::Bad(fault),
        })
    }

    /// Forgets bytes that were read together with earlier frames, and tells whether there were
    /// any: beside an open counter they may be older than what stands there now.
    pub fn forget(&mut self) -> bool {
        let had = self.buffer_at != self.at;
        self.buffer.clear();
        self.buffer_at = self.at;
        had
    }

    /// Up to `want` bytes from where the walk stands; fewer only at the end of the file.
    fn window(&mut self, storage: &impl Storage, want: usize) -> io::Result<&[u8]> {
        // The walk only moves forward, so the buffer never begins after it.
        let mut from = (self.at - self.buffer_at) as usize;
        if self.buffer.len().saturating_sub(from) < want {
            self.buffer = vec![0; want.max(CHUNK)];
            let read = storage.read_at(self.at, &mut self.buffer)?;
            self.buffer.truncate(read);
            self.buffer_at = self.at;
            from = 0;
        }
        let end = self.buffer.len().min(from + want);
        Ok(&self.buffer[from..end])
    }
}

/// Where the bytes after `from` that are not zero begin and end.
pub(super) fn written_span(storage: &impl Storage, from: u64) -> io::Result<Option<(u64, u64)>> {
    let mut span: Option<(u64, u64)> = None;
    let mut chunk = vec![0; CHUNK];
    let mut at = from;
    loop {
        let read = storage.read_at(at, &mut chunk)?;
        if read == 0 {
            return Ok(span);
        }
        for (place, block) in chunk[..read].chunks(ZEROS.len()).enumerate() {
            // Comparing slices is far quicker than looking at each byte.
            if block == &ZEROS[..block.len()] {
                continue;
            }
            let block_at = at + (place * ZEROS.len()) as u64;
            let first = block.iter().position(|byte| *byte != 0).unwrap_or(0);
            let last = block.iter().rposition(|byte| *byte != 0).unwrap_or(0);
            let start = span.map_or(block_at + first as u64, |(start, _)| start);
            span = Some((start, block_at + last as u64 + 1));
        }
        at += read as u64;
    }
}

/// What stands after the last whole append of a segment.
pub(super) enum Stop {
    /// Nothing.
    Clean,
    /// Bytes at `at` that are not the frame `sequence`.
    Bad {
        at: u64,
        sequence: u64,
        fault: Fault,
    },
}

/// What a segment holds.
pub(super) struct Scan {
    /// The chain after the last whole append.
    pub link: Link,
    /// Where the last whole append begins and ends; both at the header's end if there is none.
    pub last: (u64, u64),
    pub stop: Stop,
}

/// Reads a segment to its end and shows each frame to `seen`.
pub(super) fn scan(
    storage: &impl Storage,
    segment: &Segment,
    anchors: &Anchors,
    mut seen: impl FnMut(&Frame),
) -> io::Result<Scan> {
    let mut walk = Walk::new(segment);
    let mut link = walk.link;
    let mut last = (walk.at, walk.at);
    if anchors.contradict(link.head) {
        let stop = bad(0, link.head.sequence, Fault::OtherHistory);
        return Ok(Scan { link, last, stop });
    }
    loop {
        let (at, sequence) = (walk.at, walk.link.head.next());
        let stop = match walk.step(storage)? {
            Step::Frame(frame) if anchors.contradict(frame.head()) => {
                bad(at, sequence, Fault::OtherHistory)
            }
            Step::Frame(frame) => {
                seen(&frame);
                if walk.link.is_whole() {
                    link = walk.link;
                    last = (last.1, walk.at);
                }
                continue;
            }
            Step::End | Step::Bad(_) if walk.forget() => continue,
            Step::End if walk.link.is_whole() => Stop::Clean,
            Step::End => bad(at, sequence, Fault::Unfinished),
            Step::Bad(fault) => bad(at, sequence, fault),
        };
        return Ok(Scan { link, last, stop });
    }
}

fn bad(at: u64, sequence: u64, fault: Fault) -> Stop {
    Stop::Bad {
        at,
        sequence,
        fault,
    }
}

/// The headers of all segments in order; empty if there is no ledger.
///
/// # Errors
/// A header that cannot be read, a file missing between others, a file of another hall.
pub(super) fn segments(folder: &impl Folder) -> Result<Vec<Segment>, Damage> {
    let names = folder
        .names()
        .map_err(|cause| unreadable(folder, "", cause))?;
    let mut numbers: Vec<u32> = names.iter().filter_map(|name| number_of(name)).collect();
    numbers.sort_unstable();
    let mut segments: Vec<Segment> = Vec::with_capacity(numbers.len());
    for (number, expected) in numbers.into_iter().zip(1..) {
        let before = segments.last();
        let damage = |fault| damage(folder, &name_of(expected), 0, before, fault);
        if number != expected {
            return Err(damage(Fault::MissingFile));
        }
        let segment = read_header(folder, number).map_err(damage)?;
        let first = segments.first().unwrap_or(&segment);
        if segment.number != number {
            return Err(damage(Fault::MissingFile));
        }
        if segment.hall != first.hall || first.before != first.hall.genesis() {
            return Err(damage(Fault::OtherHall));
        }
        if before.is_some_and(|before| before.before.sequence >= segment.before.sequence) {
            return Err(damage(Fault::Sequence {
                found: segment.before.next(),
            }));
        }
        segments.push(segment);
    }
    Ok(segments)
}

fn read_header(folder: &impl Folder, number: u32) -> Result<Segment, Fault> {
    let mut header = [0; HEADER];
    let read = folder
        .open(&name_of(number))
        .and_then(|file| file.read_at(0, &mut header))
        .map_err(|cause| Fault::Unreadable(Arc::new(cause)))?;
    match read {
        HEADER => Segment::decode(&header),
        _ => Err(Fault::Header),
    }
}

/// What the head note tells. Read it before the frames: it then never runs ahead of them.
pub(super) fn read_note(folder: &impl Folder) -> io::Result<NoteState> {
    let file = match folder.open(NOTE) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(NoteState::Missing),
        Err(error) => return Err(error),
    };
    // One byte more, so that a longer file is seen to be no note.
    let mut bytes = [0; NOTE_LENGTH + 1];
    let read = file.read_at(0, &mut bytes)?;
    Ok(note::decode(&bytes[..read]))
}

pub(super) fn unreadable(folder: &impl Folder, name: &str, cause: io::Error) -> Damage {
    damage(folder, name, 0, None, Fault::Unreadable(Arc::new(cause)))
}

fn damage(
    folder: &impl Folder,
    name: &str,
    offset: u64,
    before: Option<&Segment>,
    fault: Fault,
) -> Damage {
    Damage {
        file: folder.path(name),
        offset,
        sequence: before.map_or(1, |segment| segment.before.next()),
        fault,
    }
}
