//! The view: what the ledger's acts add up to, kept in sled for reading.
//!
//! Never the truth. The view can be deleted, damaged or behind at any time; it is then folded anew
//! from the ledger and gives the same answers. Every change of an act is one sled batch together
//! with the mark of how far the ledger was folded, so the view is never half an act ahead.

mod blanks;
mod change;
mod code;
mod content;
mod error;
mod fold;
mod import;
mod key;
mod open;
mod people;
mod query;
mod record;
mod rights;
mod report;
mod served;
mod stock;

pub use code::CodeKey;
pub use content::Content;
pub use error::ViewError;
pub use open::{forget_set_aside, set_aside};
pub use query::{ChangeOutcome, ChangeRecord, Outcome, People, ServiceRecord};
pub use report::{ConfirmedReport, number_of};
pub use rights::Exercised;

pub use stock::StockRecord;

use sled::Db;

use crate::ledger::{Frames, Head};
use crate::record::{Act, stored};
use content::Mark;
use fold::Fold;

/// The view of one hall, open.
pub struct Store {
    db: Db,
    mark: Mark,
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
    pub fn apply(&mut self, head: Head, at: i64, act: &Act) -> Result<(), ViewError> {
        let mut fold = Fold::new(&self.db, self.mark);
        fold.add(head, at, act)?;
        self.mark = fold.commit()?;
        Ok(())
    }

    /// Folds the frames after [`Store::applied`] up to the frame `last`. `progress` hears of the
    /// frames done and of all there are.
    ///
    /// # Errors
    /// [`ViewError::Ledger`] if a frame is damaged, [`ViewError::UnknownAct`] if a newer program
    /// wrote it. What was folded before stays.
    pub fn follow(
        &mut self,
        frames: Frames<'_>,
        last: u64,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), ViewError> {
        let mut fold = Fold::new(&self.db, self.mark);
        for frame in frames {
            let frame = frame?;
            let act = stored::read(&frame.body).map_err(|cause| ViewError::UnknownAct {
                sequence: frame.sequence,
                cause,
            })?;
            fold.add(frame.head(), frame.time, &act)?;
            if fold.is_full() {
                self.mark = fold.commit()?;
                fold = Fold::new(&self.db, self.mark);
                progress(frame.sequence, last);
            }
        }
        self.mark = fold.commit()?;
        progress(last, last);
        Ok(())
    }

    /// Hands everything to the disk, for a quick next opening. The ledger has the truth, so a
    /// failure here costs nothing but time.
    pub fn close(self) {
        let _ = self.db.flush();
    }
}
