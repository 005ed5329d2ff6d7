use std::path::Path;

use super::error::{Damage, Fault};
use super::file::LEDGER;
use super::note::{NOTE, NoteState};
use super::opening::torn_span;
use super::scan::{Anchors, Stop, read_note, scan, segments, unreadable};
use super::segment::Segment;
use super::storage::{DiskFolder, Folder};
use super::{HallId, Head};

/// How often a reading is begun again because a counter appended meanwhile. What looks damaged may
/// then be bytes of two moments; if the head note stands still, it is damage.
const RETRIES: u32 = 20;

/// A ledger that was read from its first byte to its last and found whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub hall: HallId,
    pub frames: u64,
    pub head: Head,
    /// The times of the first and the last frame, UTC milliseconds since 1970.
    pub times: Option<(i64, i64)>,
    /// Bytes of an unacknowledged append at the end, which the next opening will cut. Also seen
    /// when a counter is just appending.
    pub unfinished: u64,
    pub note: NoteState,
}

/// Reads the whole ledger of the hall in `folder`. Takes no lock and writes nothing, so it works
/// on a copy, on a backup, and beside an open counter.
///
/// Whoever copies a ledger that is in use must copy `ledger/head` first: it must not run ahead.
///
/// # Errors
/// The first damage in the order of the chain.
pub fn verify(folder: &Path) -> Result<Verified, Damage> {
    verify_in(&disk_folder(folder), &mut |_| {})
}

/// Reads the whole ledger as [`verify()`] does, and tells `seen` of every whole frame, in order; a
/// reading that has to be begun again tells of the same frames again. A ledger whose end was cut off, or that was put back to an earlier state together
/// with its head note, is sound in itself: only whoever remembers a later frame, as a paper does,
/// misses it here.
///
/// # Errors
/// As [`verify()`].
pub fn verify_each(folder: &Path, seen: &mut dyn FnMut(Head)) -> Result<Verified, Damage> {
    verify_in(&disk_folder(folder), seen)
}

fn disk_folder(hall: &Path) -> DiskFolder {
    DiskFolder {
        path: hall.join(LEDGER),
        writable: false,
    }
}

pub(super) fn verify_in(
    folder: &impl Folder,
    seen: &mut dyn FnMut(Head),
) -> Result<Verified, Damage> {
    let note = || read_note(folder).map_err(|cause| unreadable(folder, NOTE, cause));
    let mut before = note()?;
    for _ in 0..RETRIES {
        let result = verify_noted(folder, before, seen);
        let doubtful = result.is_err() || before == NoteState::Unreadable;
        let after = note()?;
        if !doubtful || after == before {
            return result;
        }
        before = after;
    }
    verify_noted(folder, before, seen)
}

fn verify_noted(
    folder: &impl Folder,
    note: NoteState,
    seen: &mut dyn FnMut(Head),
) -> Result<Verified, Damage> {
    let anchors = Anchors(note.head().into_iter().collect());
    let segments = segments(folder)?;
    let Some(first) = segments.first() else {
        return Err(Damage {
            file: folder.path(""),
            offset: 0,
            sequence: 1,
            fault: Fault::MissingFile,
        });
    };
    let mut verified = Verified {
        hall: first.hall,
        frames: 0,
        head: first.before,
        times: None,
        unfinished: 0,
        note,
    };
    for (place, segment) in segments.iter().enumerate() {
        verify_segment(
            folder,
            segment,
            segments.get(place + 1),
            &anchors,
            &mut verified,
            seen,
        )?;
    }
    Ok(verified)
}

pub(super) fn verify_segment(
    folder: &impl Folder,
    segment: &Segment,
    next: Option<&Segment>,
    anchors: &Anchors,
    verified: &mut Verified,
    seen: &mut dyn FnMut(Head),
) -> Result<(), Damage> {
    let name = segment.name();
    let failed = |cause| unreadable(folder, &name, cause);
    let file = folder.open(&name).map_err(failed)?;
    let found = scan(&file, segment, anchors, |frame| {
        verified.frames += 1;
        let first = verified.times.map_or(frame.time, |(first, _)| first);
        verified.times = Some((first, frame.time));
        seen(frame.head());
    })
    .map_err(failed)?;
    verified.head = found.link.head;
    let damage = |offset, sequence, fault| Damage {
        file: folder.path(&name),
        offset,
        sequence,
        fault,
    };
    match (next, &found.stop) {
        (None, _) => {
            let torn = torn_span(folder, &file, segment, &found, anchors)?;
            verified.unfinished = torn.map_or(0, |(from, to, _)| to - from);
            // The parts of an unfinished append were counted as they were seen.
            verified.frames = found.link.head.sequence;
            Ok(())
        }
        (Some(next), Stop::Clean) if next.continues(&found.link) => Ok(()),
        (Some(next), Stop::Clean) => Err(damage(
            found.last.1,
            found.link.head.next(),
            Fault::MissingFrames {
                known: next.before.sequence,
            },
        )),
        (
            Some(_),
            Stop::Bad {
                at,
                sequence,
                fault,
            },
        ) => Err(damage(*at, *sequence, fault.clone())),
    }
}
