//! What an opening finds at the end of a ledger, and what it does about it.

use std::io;
use std::path::PathBuf;

use super::Head;
use super::error::{Damage, Fault, OpenError};
use super::note::{self, NOTE, NoteState};
use super::scan::{Anchors, Scan, Stop, unreadable};
use super::segment::Segment;
use super::storage::{Folder, Storage};
use super::tail::{Verdict, judge};
use crate::text::Message;

/// What was found when a ledger was opened.
#[derive(Debug, Clone)]
pub struct OpenReport {
    pub head: Head,
    /// What had to be cut from the end.
    pub cut: Option<Cut>,
    /// The head note as it was found.
    pub note: NoteState,
}

impl OpenReport {
    /// What staff must hear of; nothing after an ordinary opening.
    pub fn messages(&self) -> Vec<Message> {
        let note = match self.note {
            NoteState::Known(_) => None,
            NoteState::Missing => Some("ledger.note_missing"),
            NoteState::Unreadable => Some("ledger.note_unreadable"),
        };
        let cut = self.cut.as_ref().map(|cut| cut.message(self.head));
        cut.into_iter().chain(note.map(Message::new)).collect()
    }
}

/// The rest of an append that was never acknowledged.
#[derive(Debug, Clone)]
pub struct Cut {
    /// The bytes cut, zeros around them not counted.
    pub bytes: u64,
    /// Where they are kept.
    pub kept: PathBuf,
    pub fault: Fault,
}

impl Cut {
    fn message(&self, head: Head) -> Message {
        Message::new("ledger.cut")
            .with("bytes", self.bytes)
            .with("kept", self.kept.display())
            .with("sequence", head.sequence)
            .with_said("reason", self.fault.message())
    }
}

/// Decides what becomes of the bytes after the last whole append, and cuts them if they were torn.
pub(super) fn settle<F: Folder>(
    folder: &F,
    file: &mut F::File,
    segment: &Segment,
    scan: &Scan,
    anchors: &Anchors,
    now: i64,
) -> Result<Option<Cut>, OpenError> {
    let name = segment.name();
    let failed = |cause| OpenError::io(folder.path(&name), cause);
    let torn = torn_span(folder, file, segment, scan, anchors)?;
    let Some((from, to, fault)) = torn else {
        return Ok(None);
    };
    // `judge` allows no more than `MAX_APPEND` bytes.
    let mut bytes = vec![0; (to - from) as usize];
    file.read_at(from, &mut bytes).map_err(failed)?;
    let kept = format!("cut-{}-{now}.bin", scan.link.head.next());
    folder
        .publish(&kept, &bytes)
        .map_err(|cause| OpenError::io(folder.path(&kept), cause))?;
    // Cutting frees the blocks, so that the room after the end reads as zeros again.
    file.cut(scan.last.1)
        .and_then(|()| file.sync())
        .map_err(failed)?;
    Ok(Some(Cut {
        bytes: to - from,
        kept: folder.path(&kept),
        fault,
    }))
}

/// The bytes to cut from a ledger's last segment and why, if there are any.
///
/// # Errors
/// The damage, if acknowledged frames are hurt or missing.
pub(super) fn torn_span<F: Folder>(
    folder: &F,
    file: &F::File,
    segment: &Segment,
    scan: &Scan,
    anchors: &Anchors,
) -> Result<Option<(u64, u64, Fault)>, Damage> {
    let damage = |offset, sequence, fault| Damage {
        file: folder.path(&segment.name()),
        offset,
        sequence,
        fault,
    };
    match &scan.stop {
        Stop::Clean if anchors.sequence() <= scan.link.head.sequence => Ok(None),
        Stop::Clean => Err(damage(
            scan.last.1,
            scan.link.head.next(),
            Fault::MissingFrames {
                known: anchors.sequence(),
            },
        )),
        Stop::Bad {
            at,
            sequence,
            fault,
        } => match judge(file, scan, fault, anchors) {
            Ok(Verdict::Torn { from, to }) => Ok(Some((from, to, fault.clone()))),
            Ok(Verdict::Damaged) => Err(damage(*at, *sequence, fault.clone())),
            Err(cause) => Err(unreadable(folder, &segment.name(), cause)),
        },
    }
}

/// Writes the last append once more and syncs it.
///
/// It may never have reached the platter: the process may have died before its sync, or the sync
/// failed and Linux keeps showing the bytes it could not write. Only bytes written anew are synced
/// for certain. The appends before it need none of this: it was begun after their sync.
pub(super) fn write_again(file: &mut impl Storage, (from, to): (u64, u64)) -> io::Result<()> {
    // An append is at most `MAX_APPEND` bytes.
    let mut bytes = vec![0; (to - from) as usize];
    file.read_at(from, &mut bytes)?;
    file.write_at(from, &bytes)?;
    file.sync()
}

pub(super) fn open_note<F: Folder>(
    folder: &F,
    state: NoteState,
    head: Head,
) -> io::Result<F::File> {
    if state != NoteState::Known(head) {
        folder.publish(NOTE, &note::encode(head))?;
    }
    folder.open(NOTE)
}
