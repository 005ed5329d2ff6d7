use std::path::Path;
use std::sync::Arc;

use chrono::{Months, NaiveDate};

use super::Office;
use super::error::OpenError;
use super::index::Index;
use super::rights::left_over;
use super::shelf::Shelf;
use crate::disk::{
    Clock, CodeKeys, DiskError, Drafts, Hall, Kept, Photos, Purged, RequestIds, Shipped,
    TrustFolder, fonts,
};
use crate::ledger::{FileLedger, Holder, Ledger};
use crate::policy::Scalar;
use crate::store::{Store, ViewError, forget_set_aside, set_aside};
use crate::text::Message;

/// The service that asks for a new photograph where the old one is gone, and the policy's value for
/// how many months one is kept.
const REPLACE: &str = "certificate.replace";
const PHOTO_MONTHS: &str = "photo_months";

/// An open hall, and what its staff must hear of.
pub struct Opened {
    pub office: Office,
    /// Nothing after an ordinary opening: a torn tail was cut, the view was folded anew.
    pub report: Vec<Message>,
}

impl Office {
    /// Opens the hall in this folder.
    ///
    /// # Errors
    /// [`OpenError::Ledger`] if another process has the hall open or the ledger is damaged,
    /// [`OpenError::Disk`] if there is no hall.
    pub fn open(folder: &Path, clock: Box<dyn Clock>) -> Result<Opened, OpenError> {
        let mut opened = Office::open_at_once(folder, clock, &mut |_, _| {})?;
        opened.office.await_index()?;
        Ok(opened)
    }

    /// Opens the hall before its index is made: whole identity and certificate numbers find
    /// everybody at once, all else more and more people, see [`Office::attend_index`]. `progress`
    /// hears how many acts of how many were folded into the view.
    ///
    /// # Errors
    /// As [`Office::open`].
    pub fn open_at_once(
        folder: &Path,
        clock: Box<dyn Clock>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Opened, OpenError> {
        open(folder, clock, progress, false)
    }

    /// Opens the hall with a view folded anew from the whole ledger; the old one is set aside, or
    /// removed if somebody had data deleted since it was folded.
    ///
    /// # Errors
    /// As [`Office::open`].
    pub fn rebuild(
        folder: &Path,
        clock: Box<dyn Clock>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Opened, OpenError> {
        let mut opened = open(folder, clock, progress, true)?;
        opened.office.await_index()?;
        Ok(opened)
    }
}

type Progress<'a> = &'a mut dyn FnMut(u64, u64);

fn open(
    folder: &Path,
    clock: Box<dyn Clock>,
    progress: Progress<'_>,
    anew: bool,
) -> Result<Opened, OpenError> {
    let hall = Hall::open(folder)?;
    let (mut ledger, found) = FileLedger::open(folder, &holder(&hall, clock.as_ref()))?;
    if ledger.hall().to_string() != hall.settings.id {
        return Err(OpenError::OtherHall);
    }
    let mut report = found.messages();
    let mut purged = Purged::read(hall.purged());
    // Sled keeps overwritten bytes for a while: what somebody had deleted is gone from the disk
    // with the first opening of the next day.
    let overnight = purged.stale_since().is_some_and(|day| day < clock.today());
    let store = match anew || overnight {
        true => fold_anew(&hall, &mut ledger, progress)?,
        false => open_view(&hall, &mut ledger, progress, &mut report)?,
    };
    if (anew || overnight) && purged.stale_since().is_some() {
        let forgotten =
            forget_set_aside(&hall.view()).map_err(|cause| DiskError::io(&hall.view(), cause));
        // What cannot be removed today is tried again at the next opening; nobody has to wait for it.
        if let Err(error) = forgotten.and_then(|()| purged.note_fresh()) {
            report.push(error.message());
        }
    }
    let index = Index::begin(&store);
    let on = hall.settings.date.unwrap_or_else(|| clock.today());
    let shelf = Shelf::new(Shipped::read_for(&hall)?, &hall.settings, on)?;
    report.extend(old_photos_gone(&hall, &shelf, clock.today()));
    let mut office = Office {
        shelf: Arc::new(shelf),
        fonts: fonts()?,
        ledger: Box::new(ledger),
        store,
        index,
        drafts: Drafts::new(hall.drafts()),
        photos: Photos::new(hall.photos()),
        kept: Kept::new(hall.kept()),
        purged,
        code_keys: CodeKeys::new(hall.code_keys()),
        trust: TrustFolder::new(hall.trust()),
        requests: RequestIds::new()?,
        clock,
        chosen_day: hall.settings.date,
        hall,
    };
    if let Err(left) = office.purge_due() {
        report.push(left_over(&left));
    }
    Ok(Opened { office, report })
}

/// Removes the photographs that were kept long enough, by the wall clock, as the policy says; what
/// staff must hear of it. The sheets in the archive stay as they were printed.
fn old_photos_gone(hall: &Hall, shelf: &Shelf, today: NaiveDate) -> Option<Message> {
    let rules = shelf.rules(REPLACE)?;
    let Scalar::Number(months) = rules.value(PHOTO_MONTHS) else {
        return None;
    };
    let months = Months::new(u32::try_from(months).ok()?);
    let first_kept = today.checked_sub_months(months)?;
    match Photos::new(hall.photos()).remove_before(first_kept) {
        Ok(0) => None,
        Ok(count) => Some(Message::new("office.photos_removed").with("count", count)),
        Err(error) => Some(error.message()),
    }
}

fn holder(hall: &Hall, clock: &dyn Clock) -> Holder {
    Holder {
        pid: std::process::id(),
        counter: hall.settings.counter,
        user: hall.settings.clerk.clone(),
        since: clock.now_ms(),
    }
}

/// Opens the view and lets it catch up; a view that is not this ledger's is set aside and folded
/// anew.
fn open_view(
    hall: &Hall,
    ledger: &mut dyn Ledger,
    progress: Progress<'_>,
    report: &mut Vec<Message>,
) -> Result<Store, OpenError> {
    let opened = Store::open(&hall.view()).and_then(|mut store| {
        catch_up(&mut store, ledger, progress)?;
        Ok(store)
    });
    match opened {
        Err(error) if error.is_cured_by_rebuilding() => {
            report.push(Message::new("office.view_rebuilt").with_said("reason", error.said()));
            Ok(fold_anew(hall, ledger, progress)?)
        }
        opened => Ok(opened?),
    }
}

/// Sets the view aside and folds a new one from the whole ledger.
fn fold_anew(
    hall: &Hall,
    ledger: &mut dyn Ledger,
    progress: Progress<'_>,
) -> Result<Store, OpenError> {
    let folder = hall.view();
    set_aside(&folder).map_err(|cause| DiskError::io(&folder, cause))?;
    let mut store = Store::open(&folder)?;
    catch_up(&mut store, ledger, progress)?;
    Ok(store)
}

/// Folds what the ledger has and the view has not.
pub(super) fn catch_up(
    store: &mut Store,
    ledger: &mut dyn Ledger,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(), ViewError> {
    let head = ledger.head();
    let Some(applied) = store.applied() else {
        return store.follow(ledger.read_from(1), head.sequence, progress);
    };
    let foreign = ViewError::OtherPast {
        applied: applied.sequence,
    };
    if applied == head {
        return Ok(());
    }
    if applied.sequence >= head.sequence {
        return Err(foreign);
    }
    // The frame after the last one folded carries that one's hash.
    let next = ledger.read_from(applied.sequence + 1).next().transpose()?;
    if next.is_none_or(|next| next.previous != applied.hash) {
        return Err(foreign);
    }
    let frames = ledger.read_from(applied.sequence + 1);
    store.follow(frames, head.sequence, progress)
}
