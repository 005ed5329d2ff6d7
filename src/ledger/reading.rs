use std::sync::Arc;

use super::Ledger;
use super::error::{Damage, Fault};
use super::frame::Frame;
use super::log::Log;
use super::scan::{Step, Walk};
use super::storage::Folder;

/// Reads the frames of an open ledger up to its head.
pub(super) struct Reading<'a, F: Folder> {
    log: &'a Log<F>,
    /// The first frame wanted.
    from: u64,
    /// The place of the segment being read among the log's.
    segment: usize,
    open: Option<(F::File, Walk)>,
    ended: bool,
}

impl<'a, F: Folder> Reading<'a, F> {
    pub fn new(log: &'a Log<F>, from: u64) -> Reading<'a, F> {
        let begun = |segment: &super::segment::Segment| segment.before.sequence < from.max(1);
        Reading {
            log,
            from,
            segment: log.segments.partition_point(begun).saturating_sub(1),
            open: None,
            ended: from > log.head().sequence || log.head().sequence == 0,
        }
    }

    /// The next frame of the chain, wanted or not; `None` at the end of a segment.
    fn step(&mut self) -> Result<Option<Frame>, Damage> {
        let segment = self.log.segments[self.segment];
        let name = segment.name();
        let (offset, sequence) = match &self.open {
            Some((_, walk)) => (walk.at, walk.link.head.next()),
            None => (0, segment.before.next()),
        };
        let damage = |fault| Damage {
            file: self.log.folder.path(&name),
            offset,
            sequence,
            fault,
        };
        if self.open.is_none() {
            let file = self.log.folder.open(&name);
            let file = file.map_err(|cause| damage(Fault::Unreadable(Arc::new(cause))))?;
            self.open = Some((file, Walk::new(&segment)));
        }
        let Some((file, walk)) = &mut self.open else {
            return Ok(None);
        };
        match walk.step(file) {
            // What is only passed over stays as it is.
            Ok(Step::Frame(frame)) if frame.sequence < self.from => Ok(Some(frame)),
            Ok(Step::Frame(frame)) => {
                let opened = frame.opened(self.log.sealer.as_ref());
                opened.map(Some).map_err(damage)
            }
            Ok(Step::Bad(fault)) => Err(damage(fault)),
            Err(cause) => Err(damage(Fault::Unreadable(Arc::new(cause)))),
            Ok(Step::End) => match self.log.segments.get(self.segment + 1) {
                Some(next) if next.continues(&walk.link) => Ok(None),
                _ => Err(damage(Fault::MissingFrames {
                    known: self.log.head().sequence,
                })),
            },
        }
    }
}

impl<F: Folder> Iterator for Reading<'_, F> {
    type Item = Result<Frame, Damage>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.step() {
                Ok(None) => {
                    self.segment += 1;
                    self.open = None;
                }
                Ok(Some(frame)) => {
                    self.ended = frame.sequence >= self.log.head().sequence;
                    if frame.sequence >= self.from {
                        return Some(Ok(frame));
                    }
                }
                Err(damage) => {
                    self.ended = true;
                    return Some(Err(damage));
                }
            }
        }
        None
    }
}
