use std::io;
use std::sync::Arc;

use super::error::{AppendError, OpenError};
use super::frame::{MAX_BODY, SHORTEST_FRAME, encode};
use super::note::{self, NOTE};
use super::opening::{OpenReport, open_note, settle, write_again};
use super::reading::Reading;
use super::scan::{Anchors, read_note, scan, segments, unreadable};
use super::segment::{HEADER, Segment, name_of};
use super::storage::{Folder, Storage};
use super::{Entry, Frames, HallId, Head, Ledger, Sealer};

/// The most entries of one append.
pub const MAX_ENTRIES: usize = 4096;
/// The most bytes of one append as it is stored: room for a register of 100,000 people, which is
/// taken over in one.
pub const MAX_APPEND: usize = 48 << 20;

/// When a segment is full, and how much room is reserved ahead, in bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    pub segment: u64,
    pub reserve: u64,
}

/// A ledger in a folder of segments.
pub(super) struct Log<F: Folder> {
    pub(super) folder: F,
    pub(super) segments: Vec<Segment>,
    sizes: Sizes,
    /// The last segment.
    file: F::File,
    note: F::File,
    head: Head,
    time: i64,
    /// Where the next frame goes.
    end: u64,
    /// How long the last segment is, the reserve included.
    length: u64,
    /// Why nothing more is written.
    failed: Option<Arc<io::Error>>,
    /// The keys of whoever is signed in.
    pub(super) sealer: Option<Sealer>,
}

/// Begins the ledger of a hall in an empty folder.
pub(super) fn create(folder: &impl Folder, hall: HallId) -> io::Result<()> {
    let first = Segment::first(hall);
    folder.publish(NOTE, &note::encode(first.before))?;
    // The segment comes last: with it the ledger is there.
    folder.publish(&first.name(), &first.encode())
}

impl<F: Folder> Log<F> {
    /// Opens the ledger and cuts what a power cut left of an unacknowledged append. `now` only
    /// names the file that keeps the cut bytes.
    ///
    /// Checks the headers of all segments and every frame of the last; the frames before are
    /// checked as they are read, or all at once by [`super::verify()`].
    pub fn open(
        folder: F,
        sizes: Sizes,
        at_least: Option<Head>,
        now: i64,
    ) -> Result<(Log<F>, OpenReport), OpenError> {
        let state = read_note(&folder).map_err(|cause| OpenError::io(folder.path(NOTE), cause))?;
        let segments = segments(&folder)?;
        let Some(last) = segments.last().copied() else {
            return Err(OpenError::Missing {
                folder: folder.path(""),
            });
        };
        let anchors = Anchors(state.head().into_iter().chain(at_least).collect());
        let failed = |cause| OpenError::io(folder.path(&last.name()), cause);
        let mut file = folder.open(&last.name()).map_err(failed)?;
        let scan = scan(&file, &last, &anchors, |_| {})
            .map_err(|cause| unreadable(&folder, &last.name(), cause))?;
        let cut = settle(&folder, &mut file, &last, &scan, &anchors, now)?;
        if state.head() != Some(scan.link.head) {
            write_again(&mut file, scan.last).map_err(failed)?;
        }
        let note = open_note(&folder, state, scan.link.head)
            .map_err(|cause| OpenError::io(folder.path(NOTE), cause))?;
        let length = file.length().map_err(failed)?;
        let report = OpenReport {
            head: scan.link.head,
            cut,
            note: state,
        };
        let log = Log {
            folder,
            segments,
            sizes,
            file,
            note,
            head: scan.link.head,
            time: scan.link.time,
            end: scan.last.1,
            length,
            failed: None,
            sealer: None,
        };
        Ok((log, report))
    }

    fn write(&mut self, bytes: &[u8], head: Head, time: i64) -> Result<(), AppendError> {
        if self.end > HEADER as u64 && self.end + bytes.len() as u64 > self.sizes.segment {
            self.begin_segment()?;
        }
        self.reserve(self.end + bytes.len() as u64)?;
        if let Err(cause) = self.file.write_at(self.end, bytes) {
            return Err(self.take_back(cause));
        }
        self.file.sync().map_err(|cause| self.fail(cause))?;
        self.end += bytes.len() as u64;
        self.head = head;
        self.time = time;
        // The append is durable whatever becomes of the note; but a disk that cannot take the note
        // is not asked for more.
        if let Err(cause) = self.note.write_at(0, &note::encode(head)) {
            self.fail(cause);
        }
        Ok(())
    }

    /// Makes sure the disk has room before anything is written.
    fn reserve(&mut self, needed: u64) -> Result<(), AppendError> {
        if needed <= self.length {
            return Ok(());
        }
        let ample = needed.next_multiple_of(self.sizes.reserve);
        let reserved = match self.file.reserve(ample) {
            Err(cause) if is_full(&cause) => self.file.reserve(needed),
            other => other,
        };
        reserved.map_err(|cause| self.refuse(cause))?;
        self.length = self.file.length().map_err(|cause| self.fail(cause))?;
        Ok(())
    }

    fn begin_segment(&mut self) -> Result<(), AppendError> {
        let number = self.segments.last().map_or(0, |last| last.number) + 1;
        let segment = Segment {
            hall: self.hall(),
            number,
            before: self.head,
            time: self.time,
        };
        let published = self.folder.publish(&name_of(number), &segment.encode());
        published.map_err(|cause| self.refuse(cause))?;
        let opened = self.folder.open(&name_of(number));
        self.file = opened.map_err(|cause| self.fail(cause))?;
        self.segments.push(segment);
        self.end = HEADER as u64;
        self.length = self.end;
        Ok(())
    }

    /// After a write that failed half-way: removes what it left if the disk still obeys.
    fn take_back(&mut self, cause: io::Error) -> AppendError {
        let removed = self.file.cut(self.end).and_then(|()| self.file.sync());
        match removed {
            Ok(()) if is_full(&cause) => {
                self.length = self.end;
                self.refuse(cause)
            }
            _ => self.fail(cause),
        }
    }

    /// A full disk refuses this append and no other; any other error ends the writing.
    fn refuse(&mut self, cause: io::Error) -> AppendError {
        if is_full(&cause) {
            AppendError::NoSpace {
                cause: Arc::new(cause),
            }
        } else {
            self.fail(cause)
        }
    }

    fn fail(&mut self, cause: io::Error) -> AppendError {
        let cause = Arc::new(cause);
        self.failed = Some(Arc::clone(&cause));
        AppendError::ReadOnly { cause }
    }
}

fn is_full(cause: &io::Error) -> bool {
    matches!(
        cause.kind(),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
    )
}

impl<F: Folder> Ledger for Log<F> {
    fn hall(&self) -> HallId {
        // A ledger that is open has its first segment.
        self.segments[0].hall
    }

    fn head(&self) -> Head {
        self.head
    }

    fn time(&self) -> i64 {
        self.time
    }

    fn append(&mut self, expected: Head, now: i64, entries: &[Entry]) -> Result<Head, AppendError> {
        if let Some(cause) = &self.failed {
            let cause = Arc::clone(cause);
            return Err(AppendError::ReadOnly { cause });
        }
        if expected != self.head {
            let actual = self.head;
            return Err(AppendError::HeadMoved { expected, actual });
        }
        check_size(entries)?;
        if entries.is_empty() {
            return Ok(self.head);
        }
        let time = now.max(self.time);
        let sealed = encode(self.head, time, entries, self.sealer.as_ref());
        let (bytes, head) = sealed.map_err(|_| AppendError::NoKey)?;
        self.write(&bytes, head, time)?;
        Ok(head)
    }

    fn seal_with(&mut self, sealer: Option<Sealer>) {
        self.sealer = sealer;
    }

    fn first_erased(&self) -> Option<u64> {
        self.sealer.as_ref()?.first_erased()
    }

    fn read_from(&mut self, sequence: u64) -> Frames<'_> {
        Box::new(Reading::new(self, sequence))
    }
}

fn check_size(entries: &[Entry]) -> Result<(), AppendError> {
    let longest = entries.iter().map(|entry| entry.body.len()).max();
    if let Some(length) = longest.filter(|length| *length > MAX_BODY) {
        return Err(AppendError::BodyTooLong { length });
    }
    let bytes = entries
        .iter()
        .map(|entry| entry.body.len() + Sealer::OVERHEAD + SHORTEST_FRAME)
        .sum();
    if entries.len() > MAX_ENTRIES || bytes > MAX_APPEND {
        let entries = entries.len();
        return Err(AppendError::TooMuch { entries, bytes });
    }
    Ok(())
}

impl<F: Folder> Drop for Log<F> {
    fn drop(&mut self) {
        // The note reaches the platter some time by itself; an orderly end need not wait for that.
        let _ = self.note.sync();
    }
}
