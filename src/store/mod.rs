//! The view: what the ledger's acts add up to, kept in sled for reading.
//!
//! Never the truth. The view can be deleted, damaged or behind at any time; it is then folded anew
//! from the ledger and gives the same answers. Every change of an act is one sled batch together
//! with the mark of how far the ledger was folded, so the view is never half an act ahead.

mod anew;
mod blanks;
mod bulk;
mod change;
mod closed;
mod code;
mod content;
mod error;
mod fold;
mod gap;
#[cfg(test)]
mod hostile;
mod import;
mod key;
mod open;
mod people;
mod proof;
mod query;
mod record;
mod rights;
mod report;
mod served;
mod stock;
mod touched;
mod tree;

pub use anew::Anew;
pub use code::CodeKey;
pub use content::Content;
pub use error::ViewError;
pub use open::{forget_set_aside, set_aside};
pub use query::{ChangeOutcome, ChangeRecord, Outcome, People, ServiceRecord};
pub use report::{ConfirmedReport, number_of};
pub use rights::Exercised;

pub use stock::StockRecord;

use std::path::PathBuf;

use crate::ledger::{Frame, Frames, Head};
use crate::record::{Act, PersonKey};
use anew::act_in;
use content::Mark;
use fold::Fold;
use proof::Proof;
use tree::Tree;

/// The view of one hall, open.
pub struct Store {
    db: Tree,
    mark: Mark,
    proof: Proof,
    /// What stands in the place of erased frames.
    anew: Anew,
    folder: PathBuf,
}

impl Store {
    /// The last frame that was folded; `None` while the view is empty.
    pub fn applied(&self) -> Option<Head> {
        self.mark.applied
    }

    /// What the view holds, to compare two views by.
    pub fn content(&self) -> Content {
        self.mark.content
    }

    /// Folds one act into the view. An act that was folded before changes nothing.
    ///
    /// # Errors
    /// [`ViewError::Gap`] if acts before it are missing; the view is as before after every error.
    /// [`ViewError::Damaged`] if it is not what was written.
    pub fn apply(&mut self, head: Head, at: i64, act: &Act) -> Result<(), ViewError> {
        self.prove()?;
        let mut fold = Fold::new(&self.db, self.mark);
        fold.add(head, at, act)?;
        self.mark = fold.commit()?;
        Ok(())
    }

    /// The act of a frame, or what stands in the place of one that is erased; `None` if nothing
    /// does.
    ///
    /// # Errors
    /// [`ViewError::UnknownAct`], [`ViewError::Erased`], and [`ViewError::NotSealed`] for a frame
    /// that somebody without the keys put into a sealed hall.
    fn act_of(&self, frame: &Frame) -> Result<Option<Act>, ViewError> {
        let sequence = frame.sequence;
        if frame.erased {
            return self.anew.of(sequence);
        }
        let act = act_in(frame)?;
        match frame.sealed || !self.db.is_sealed() || act.event.may_stand_open() {
            true => Ok(Some(act)),
            false => Err(ViewError::NotSealed { sequence }),
        }
    }

    /// Folds the frames after [`Store::applied`] up to the frame `last`, and tells whose records
    /// they changed. `progress` hears of the frames done and of all there are, and says whether to
    /// go on.
    ///
    /// # Errors
    /// [`ViewError::Ledger`] if a frame is damaged, [`ViewError::UnknownAct`] if a newer program
    /// wrote it, [`ViewError::Stopped`] if `progress` said so. What was folded before stays.
    pub fn follow(
        &mut self,
        frames: Frames<'_>,
        last: u64,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Vec<PersonKey>, ViewError> {
        self.prove()?;
        let mut changed = Vec::new();
        let mut fold = Fold::new(&self.db, self.mark);
        for frame in frames {
            let frame = frame?;
            let act = self.act_of(&frame)?;
            fold.frame(&frame, act)?;
            if fold.is_full() {
                changed.append(&mut fold.changed);
                self.mark = fold.commit()?;
                fold = Fold::new(&self.db, self.mark);
                if !progress(frame.sequence, last) {
                    return Err(ViewError::Stopped);
                }
            }
        }
        changed.append(&mut fold.changed);
        self.mark = fold.commit()?;
        if !progress(last, last) {
            return Err(ViewError::Stopped);
        }
        changed.sort_unstable();
        changed.dedup();
        Ok(changed)
    }
}
