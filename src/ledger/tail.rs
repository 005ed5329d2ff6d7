//! Whether a bad end was torn by a power cut or has rotted; `mod.rs` tells the reasons.

use std::io;

use super::Fault;
use super::frame::{SHORTEST_FRAME, claimed_length, claimed_place, whole};
use super::log::{MAX_APPEND, MAX_ENTRIES};
use super::scan::{Anchors, Scan, written_span};
use super::storage::Storage;

/// What is to be thought of bytes that are not the next frame.
pub(super) enum Verdict {
    /// Acknowledged frames are hurt: nothing may be cut.
    Damaged,
    /// Left by an append that was never acknowledged; the bytes that are not zero stand here.
    Torn { from: u64, to: u64 },
}

/// Judges what stands after the last whole append of the ledger's last segment.
pub(super) fn judge(
    storage: &impl Storage,
    scan: &Scan,
    fault: &Fault,
    anchors: &Anchors,
) -> io::Result<Verdict> {
    let kept = scan.link.head.sequence;
    if !fault.may_be_torn() || anchors.sequence() > kept {
        return Ok(Verdict::Damaged);
    }
    let Some((from, to)) = written_span(storage, scan.last.1)? else {
        // Nothing but zeros: then there was nothing to judge, and nothing is lost by cutting it.
        return Ok(Verdict::Torn {
            from: scan.last.1,
            to: scan.last.1,
        });
    };
    // No append is longer, so this was more than one.
    if to - from > MAX_APPEND as u64 {
        return Ok(Verdict::Damaged);
    }
    // At most `MAX_APPEND` bytes, as tested above.
    let mut bytes = vec![0; (to - from) as usize];
    let read = storage.read_at(from, &mut bytes)?;
    if holds_a_later_append(&bytes[..read], scan.link.head.next()) {
        Ok(Verdict::Damaged)
    } else {
        Ok(Verdict::Torn { from, to })
    }
}

/// Whether somewhere in `bytes` stands a whole frame of an append that began after the append
/// which began with frame `first`.
fn holds_a_later_append(bytes: &[u8], first: u64) -> bool {
    let last = first.saturating_add((bytes.len() / SHORTEST_FRAME + MAX_ENTRIES) as u64);
    (0..bytes.len().saturating_sub(SHORTEST_FRAME - 1)).any(|at| {
        let here = &bytes[at..];
        // The cheap tests first: a checksum over every offset would be a long wait.
        let (sequence, part) = claimed_place(here);
        let begun = sequence.saturating_sub(u64::from(part));
        begun > first && sequence <= last && claimed_length(here).is_ok() && whole(here).is_ok()
    })
}
