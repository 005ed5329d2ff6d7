//! Backup and restore: a second copy of the hall on another disk, and a hall made of one.
//!
//! A copy holds the ledger's stored bytes and the files beside it (`disk::CopiedFiles`), so that it
//! is made, verified and restored without any key: what is sealed stays sealed.
//!
//! # Numbers after a restore
//!
//! A backup may be older than the last paper: numbers may have been given that it does not know,
//! and giving one twice would make two valid papers of one number. So a restored hall jumps before
//! it gives anything: its first act ([`HallRestored`]) leaves out
//! every serial of the year up to the next full thousand that is at least five hundred ahead of
//! every serial the backup knows and not below the highest one that somebody has seen on a paper.
//! The gap is on record and on the day's list, so it explains itself. Five hundred is more than a
//! street office gives in weeks; whoever restores an older backup says what was seen last.
//! Until that act is on record the folder is a hall that opens only to enter it.

mod error;
mod follow;
mod keeper;
mod restore;

pub use error::BackupError;
pub use follow::{Backup, BackupDone};
pub use keeper::{BackupState, Keeper};
pub use restore::{Checked, Drilled, RestoreWish, check_backup, drill, restore};

use std::path::Path;
use std::sync::Arc;

use super::Office;
use super::error::{IssueError, OpenError};
use crate::disk::{Hall, Restored, SecondCopySetting};
use crate::form::RequestId;
use crate::ledger::Ledger;
use crate::record::{Event, HallRestored};
use crate::store::ViewError;

/// How far ahead of the last known serial a restored hall goes on at least, and what it rounds to.
const AHEAD: u32 = 500;
const STEP: u32 = 1000;

/// The last serial a restored hall leaves out.
fn left_out(highest_known: u32, highest_seen: u32) -> u32 {
    let ahead = highest_known.saturating_add(AHEAD);
    ahead.max(highest_seen).div_ceil(STEP).saturating_mul(STEP)
}

/// The ledger as the office appends to it, and who keeps its second copy, if the hall wants one.
pub(super) fn with_second_copy(
    ledger: Box<dyn Ledger>,
    hall: &Hall,
) -> Result<(Box<dyn Ledger>, Option<Keeper>), OpenError> {
    let Some(setting) = SecondCopySetting::read(&hall.folder)? else {
        return Ok((ledger, None));
    };
    let backup = Arc::new(Backup::new(&hall.folder, &setting.folder));
    let keeper = Keeper::start(Arc::clone(&backup));
    let followed = follow::Followed::new(ledger, backup, &setting, keeper.bell());
    Ok((Box::new(followed), Some(keeper)))
}

impl Office {
    /// What a hall that was just restored enters before anything else.
    ///
    /// # Errors
    /// Why it was not entered: the hall must not be worked in.
    pub(super) fn enter_restored(&mut self) -> Result<(), OpenError> {
        let folder = self.hall.folder.clone();
        let Some(restored) = Restored::read(&folder)? else {
            return Ok(());
        };
        let request = request_of(&restored.request);
        if self.store.outcome(request)?.is_none() {
            self.enter_gap(request, &restored)?;
        }
        Ok(Restored::entered(&folder)?)
    }

    fn enter_gap(&mut self, request: RequestId, restored: &Restored) -> Result<(), OpenError> {
        self.follow()?;
        let event = Event::HallRestored(HallRestored {
            sequence: restored.sequence,
            backed_up_at: restored.backed_up_at,
            year: chrono::Datelike::year(&self.today()),
            serials_after: left_out(self.store.highest_serial()?, restored.highest_seen),
        });
        let clerk = self.clerk();
        let act = self.act(request, &clerk, event);
        let entered = self.append(&act).map_err(refused)?;
        entered.behind.map_or(Ok(()), |behind| Err(behind.into()))
    }

    /// How the second copy stands; `None` if the hall keeps none.
    pub fn backup_state(&self) -> Option<BackupState> {
        self.keeper.as_ref().map(Keeper::state)
    }
}

fn refused(error: IssueError) -> OpenError {
    match error {
        IssueError::View(error) => error.into(),
        other => OpenError::Sample(other),
    }
}

/// The request a note names; a note that names none would be entered at every opening, so its text
/// itself is made one.
fn request_of(text: &str) -> RequestId {
    let digest = blake3::hash(text.as_bytes());
    let mut id = [0; 16];
    id.copy_from_slice(&digest.as_bytes()[..16]);
    RequestId(id)
}

/// Whether two folders are one, or one lies in the other.
fn overlap(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| {
        let known = path.ancestors().find_map(|above| {
            let real = above.canonicalize().ok()?;
            let rest = path.strip_prefix(above).ok()?;
            Some(real.join(rest))
        });
        known.unwrap_or_else(|| path.to_owned())
    };
    let (one, other) = (real(one), real(other));
    one.starts_with(&other) || other.starts_with(&one)
}

impl From<ViewError> for BackupError {
    fn from(error: ViewError) -> BackupError {
        BackupError::Open(Box::new(error.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restored_hall_goes_on_far_enough_ahead() {
        assert_eq!(left_out(0, 0), 1000);
        assert_eq!(left_out(37, 0), 1000);
        assert_eq!(left_out(500, 0), 1000);
        assert_eq!(left_out(501, 0), 2000);
        assert_eq!(left_out(37, 1000), 1000);
        assert_eq!(left_out(37, 2345), 3000);
    }
}
