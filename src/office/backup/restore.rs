use std::path::{Path, PathBuf};

use super::error::BackupError;
use super::overlap;
use crate::disk::{Clock, CopyNote, DiskError, Restored, fresh_folder, random_bytes};
use crate::ledger::{self, Head, SecondCopy};
use crate::office::{Office, SignIn};
use crate::store::Content;

/// A backup that was read from its first byte to its last and is what was copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub note: CopyNote,
    /// How far the copied ledger reaches; not before what the note says.
    pub head: Head,
}

/// Where a backup is restored to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreWish {
    pub into: PathBuf,
    /// The highest serial that somebody has seen on a paper since the backup; 0 if none.
    pub highest_seen: u32,
}

/// What a drill has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drilled {
    pub head: Head,
    /// Files whose digests were compared.
    pub files: usize,
    /// What the view folded from the restored ledger holds.
    pub content: Content,
    /// Whether the hall's ledger of today holds the same history.
    pub same_history: bool,
}

/// Verifies a backup: the whole chain of its ledger, and the digest of every file. Needs no key.
///
/// # Errors
/// [`BackupError`] with the first thing that is not as it was copied.
pub fn check_backup(copy: &Path) -> Result<Checked, BackupError> {
    let note = CopyNote::read(copy).map_err(|error| match error {
        DiskError::Missing { .. } => BackupError::NotABackup {
            folder: copy.to_owned(),
        },
        other => other.into(),
    })?;
    let mut known = note.sequence == 0;
    let verified = ledger::verify_each(copy, &mut |head| {
        known |= head.sequence == note.sequence && head.hash.to_string() == note.head;
    });
    let verified = verified.map_err(BackupError::Damaged)?;
    if verified.hall.to_string() != note.hall {
        return Err(BackupError::OtherHall {
            folder: copy.to_owned(),
        });
    }
    if !known {
        return Err(BackupError::Short {
            found: verified.head.sequence,
            known: note.sequence,
        });
    }
    if let Some(path) = note.changed_file(copy)? {
        return Err(BackupError::Changed { path });
    }
    Ok(Checked {
        head: verified.head,
        note,
    })
}

/// Makes a hall of a backup in a new or empty folder, whose first act will leave a gap in the
/// numbers. Interrupted, it leaves a folder that is no hall.
///
/// # Errors
/// [`BackupError`]; there is then no hall.
pub fn restore(copy: &Path, wish: &RestoreWish) -> Result<Checked, BackupError> {
    let checked = lay_out(copy, &wish.into)?;
    let request = u128::from_le_bytes(random_bytes()?);
    let restored = Restored {
        request: format!("{request:032x}"),
        sequence: checked.head.sequence,
        backed_up_at: checked.note.at,
        highest_seen: wish.highest_seen,
    };
    restored.write(&wish.into)?;
    checked.note.restore_settings(copy, &wish.into)?;
    Ok(checked)
}

/// Everything but the settings, verified before and after.
fn lay_out(copy: &Path, into: &Path) -> Result<Checked, BackupError> {
    let checked = check_backup(copy)?;
    if overlap(copy, into) {
        return Err(BackupError::Overlap {
            folder: into.to_owned(),
        });
    }
    let is_empty = std::fs::read_dir(into).map_or(true, |mut entries| entries.next().is_none());
    if !is_empty {
        let folder = into.to_owned();
        return Err(DiskError::NotEmpty { folder }.into());
    }
    let head = SecondCopy::begin(copy, into)?.follow()?;
    if head != checked.head {
        return Err(BackupError::Short {
            found: head.sequence,
            known: checked.head.sequence,
        });
    }
    checked.note.restore(copy, into)?;
    Ok(checked)
}

/// Restores a backup into a folder of its own within `within`, opens what came of it, compares and
/// removes it again: whether the backup would really help. `hall` is only read. `who` signs in where
/// the hall is sealed.
///
/// # Errors
/// [`BackupError`] with what would have failed.
pub fn drill(
    copy: &Path,
    hall: &Path,
    within: &Path,
    clock: Box<dyn Clock>,
    who: Option<&SignIn>,
) -> Result<Drilled, BackupError> {
    let folder = fresh_folder(within, "guitai-drill")?;
    let drilled = drill_in(copy, hall, &folder.join("hall"), (clock, who));
    let removed = std::fs::remove_dir_all(&folder);
    let drilled = drilled?;
    removed.map_err(|cause| DiskError::io(&folder, cause))?;
    Ok(drilled)
}

fn drill_in(
    copy: &Path,
    hall: &Path,
    into: &Path,
    (clock, who): (Box<dyn Clock>, Option<&SignIn>),
) -> Result<Drilled, BackupError> {
    let checked = lay_out(copy, into)?;
    checked.note.restore_settings(copy, into)?;
    let opened = Office::open_as(into, clock, who)?;
    let content = opened.office.view_content();
    opened.office.close();
    let mut same_history = checked.head.sequence == 0;
    let now = ledger::verify_each(hall, &mut |head| same_history |= head == checked.head);
    Ok(Drilled {
        head: checked.head,
        files: checked.note.files.len(),
        content,
        same_history: same_history && now.is_ok(),
    })
}
