use std::path::Path;
use std::sync::Arc;
use std::{fs, io};

use chrono::{Months, NaiveDate};

use super::Office;
use super::backup::with_second_copy;
use super::doctor::clock_put_back;
use super::error::OpenError;
use super::index::Index;
use super::rights::left_over;
use super::shelf::Shelf;
use super::staff::{Eyes, SignIn, SignInError, Signed, StaffFailure, sign_in};
use crate::disk::{
    Clock, CodeKeys, DiskError, Drafts, Hall, IndexFile, Kept, Photos, Purged, RequestIds, Sealing,
    Shipped, TrustFolder, fonts, remove_all,
};
use crate::ledger::{FileLedger, Holder, Ledger};
use crate::policy::Scalar;
use crate::record::{PersonKey, StaffDid};
use crate::seal::Key;
use crate::store::{Anew, Store, ViewError, forget_set_aside, set_aside};
use crate::text::Message;

/// The service that asks for a new photograph where the old one is gone, and the policy's value for
/// how many months one is kept.
const REPLACE: &str = "certificate.replace";
const PHOTO_MONTHS: &str = "photo_months";

/// What the key of the view is for.
const VIEW: &str = "guitai 2026 view v1";

/// Acts that are folded in a breath.
const MANY: u64 = 20_000;

/// An open hall, and what its staff must hear of.
pub struct Opened {
    pub office: Office,
    /// Nothing after an ordinary opening: a torn tail was cut, the view was folded anew.
    pub report: Vec<Message>,
}

impl Office {
    /// Opens the hall in this folder, which is not sealed.
    ///
    /// # Errors
    /// [`OpenError::Ledger`] if another process has the hall open or the ledger is damaged,
    /// [`OpenError::Disk`] if there is no hall, [`OpenError::SignIn`] if it is sealed.
    pub fn open(folder: &Path, clock: Box<dyn Clock>) -> Result<Opened, OpenError> {
        Office::open_as(folder, clock, None)
    }

    /// Opens the hall for whoever signs in. Nobody need in a hall that is not sealed.
    ///
    /// # Errors
    /// As [`Office::open`].
    pub fn open_as(
        folder: &Path,
        clock: Box<dyn Clock>,
        who: Option<&SignIn>,
    ) -> Result<Opened, OpenError> {
        let mut opened = open(folder, clock, &mut |_, _| true, View::Proved, who)?;
        opened.office.await_index()?;
        Ok(opened)
    }

    /// Opens the hall before its index is made: whole identity and certificate numbers find
    /// everybody at once, all else more and more people, see [`Office::attend_index`]. A view that
    /// was closed in good order is proved later still, see [`Office::attend_proof`]. `progress`
    /// hears how many entries of how many were proved, or how many acts were folded into the view,
    /// and says whether to go on.
    ///
    /// # Errors
    /// As [`Office::open`], and [`ViewError::Stopped`].
    pub fn open_at_once(
        folder: &Path,
        clock: Box<dyn Clock>,
        progress: Progress<'_>,
    ) -> Result<Opened, OpenError> {
        open(folder, clock, progress, View::AtOnce, None)
    }

    /// As [`Office::open_at_once`], for whoever signs in.
    ///
    /// # Errors
    /// As [`Office::open_at_once`].
    pub fn open_at_once_as(
        folder: &Path,
        clock: Box<dyn Clock>,
        who: Option<&SignIn>,
        progress: Progress<'_>,
    ) -> Result<Opened, OpenError> {
        open(folder, clock, progress, View::AtOnce, who)
    }

    /// Opens the hall with a view folded anew from the whole ledger; the old one is set aside, or
    /// removed if somebody had data deleted since it was folded. It is in its place until the new
    /// one is whole.
    ///
    /// # Errors
    /// As [`Office::open`], and [`ViewError::Stopped`] if `progress` said so.
    pub fn rebuild(
        folder: &Path,
        clock: Box<dyn Clock>,
        progress: Progress<'_>,
    ) -> Result<Opened, OpenError> {
        Office::rebuild_as(folder, clock, None, progress)
    }

    /// As [`Office::rebuild`], for whoever signs in.
    ///
    /// # Errors
    /// As [`Office::rebuild`].
    pub fn rebuild_as(
        folder: &Path,
        clock: Box<dyn Clock>,
        who: Option<&SignIn>,
        progress: Progress<'_>,
    ) -> Result<Opened, OpenError> {
        let mut opened = open(folder, clock, progress, View::Anew, who)?;
        opened.office.await_index()?;
        Ok(opened)
    }
}

/// Hears how many acts of how many are done, and says whether to go on.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

/// How the view is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    /// Every entry is proved before anything is answered.
    Proved,
    /// Answers first, if it was closed in good order.
    AtOnce,
    /// From the ledger.
    Anew,
}

fn open(
    folder: &Path,
    clock: Box<dyn Clock>,
    progress: Progress<'_>,
    how: View,
    who: Option<&SignIn>,
) -> Result<Opened, OpenError> {
    let hall = Hall::open(folder)?;
    let (mut ledger, found) = FileLedger::open(folder, &holder(&hall, clock.as_ref()))?;
    if ledger.hall().to_string() != hall.settings.id {
        return Err(OpenError::OtherHall);
    }
    let mut report = found.messages();
    let signed = sign_in(&hall, &mut ledger, clock.as_ref(), who)?;
    let (session, sealing) = match signed {
        Some(Signed { session, sealing }) => (Some(session), sealing),
        None => (None, Sealing::default()),
    };
    let mut purged = Purged::read(hall.purged());
    // Sled keeps overwritten bytes for a while: what somebody had deleted is gone from the disk
    // with the first opening of the next day.
    let overnight = purged.stale_since().is_some_and(|day| day < clock.today());
    let how = if overnight { View::Anew } else { how };
    let index_file = IndexFile::new(hall.index(), ledger.hall()).sealed(sealing.clone());
    let view_key = sealing.key(VIEW);
    let store = match how {
        View::Anew => fold_anew(&hall, &mut ledger, progress, view_key)?,
        View::Proved | View::AtOnce => {
            open_view(&hall, &mut ledger, progress, (how, view_key), &mut report)?
        }
    };
    if how == View::Anew && purged.stale_since().is_some() {
        let forgotten =
            forget_set_aside(&hall.view()).map_err(|cause| DiskError::io(&hall.view(), cause));
        // What cannot be removed today is tried again at the next opening; nobody has to wait for it.
        if let Err(error) = forgotten.and_then(|()| purged.note_fresh()) {
            report.push(error.message());
        }
    }
    let index = Index::begin(&store, &mut ledger, index_file)?;
    let on = hall.settings.date.unwrap_or_else(|| clock.today());
    let shelf = Shelf::new(Shipped::read_for(&hall)?, &hall.settings, on)?;
    report.extend(old_photos_gone(&hall, &shelf, clock.today()));
    // A practice hall is taken to other days on purpose.
    if !hall.settings.practice {
        report.extend(clock_put_back(clock.now_ms(), ledger.time()));
    }
    let (ledger, keeper) = with_second_copy(Box::new(ledger), &hall)?;
    let mut office = Office {
        shelf: Arc::new(shelf),
        fonts: fonts()?,
        ledger,
        keeper,
        store,
        index,
        refused: None,
        drafts: Drafts::new(hall.drafts()).sealed(sealing.clone()),
        photos: Photos::new(hall.photos()).sealed(sealing.clone()),
        kept: Kept::new(hall.kept()),
        purged,
        code_keys: CodeKeys::new(hall.code_keys()).sealed(sealing.clone()),
        trust: TrustFolder::new(hall.trust()),
        requests: RequestIds::new()?,
        clock,
        chosen_day: hall.settings.date,
        session,
        sealing,
        eyes: Eyes::default(),
        search: None,
        hall,
    };
    // Nothing is shown to anybody before her coming is on record.
    if office.is_sealed() {
        remove_all(&office.hall.papers())?;
        office
            .enter_staff(StaffDid::SignedIn)
            .map_err(not_entered)?;
    }
    office.enter_restored()?;
    // A restored backup, or a power cut, may have left keys that were to be destroyed.
    if let Err(left) = office.destroy_keys().and_then(|()| office.purge_due()) {
        report.push(left_over(&left));
    }
    Ok(Opened { office, report })
}

fn not_entered(failure: StaffFailure) -> OpenError {
    match failure {
        StaffFailure::Open(error) => *error,
        StaffFailure::Entered(error) => OpenError::Sample(*error),
        StaffFailure::Disk(error) => error.into(),
        _ => SignInError::Book.into(),
    }
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
    (how, key): (View, Option<Key>),
    report: &mut Vec<Message>,
) -> Result<Store, OpenError> {
    let opened = match how {
        View::AtOnce => Store::open_at_once(&hall.view(), key.clone(), progress),
        View::Proved | View::Anew => Store::open_sealed(&hall.view(), key.clone(), progress),
    };
    let opened = opened.and_then(|mut store| {
        // A whole ledger is folded beside the place of the view, where it can be stopped.
        if store.applied().is_some() || ledger.head().sequence < MANY {
            catch_up(&mut store, ledger, progress)?;
            return Ok(Some(store));
        }
        store.close();
        Ok(None)
    });
    match opened {
        Ok(Some(store)) => Ok(store),
        Ok(None) => {
            // There is nothing in it to be set aside.
            let view = hall.view();
            remove_folder(&view).map_err(|cause| DiskError::io(&view, cause))?;
            fold_anew(hall, ledger, progress, key)
        }
        Err(error) if error.is_cured_by_rebuilding() => {
            report.push(Message::new("office.view_rebuilt").with_said("reason", error.said()));
            fold_anew(hall, ledger, progress, key)
        }
        Err(error) => Err(error.into()),
    }
}

/// Folds a new view from the whole ledger beside the old one, which stays in its place until the
/// new one is whole and is then set aside.
fn fold_anew(
    hall: &Hall,
    ledger: &mut dyn Ledger,
    progress: Progress<'_>,
    key: Option<Key>,
) -> Result<Store, OpenError> {
    let (view, new) = (hall.view(), hall.view().with_extension("new"));
    let failed = |cause| DiskError::io(&view, cause);
    // What an opening that was killed had folded.
    remove_folder(&new).map_err(failed)?;
    let mut store = Store::open_sealed(&new, key.clone(), progress)?;
    let last = ledger.head().sequence;
    know_anew(&mut store, ledger, 1)?;
    let folded = store.fold_all(ledger.read_from(1), last, progress);
    store.close();
    if let Err(error) = folded {
        remove_folder(&new).map_err(failed)?;
        return Err(error.into());
    }
    // Whatever the old view was, the index that was made of it is not trusted either.
    IndexFile::new(hall.index(), ledger.hall()).remove()?;
    set_aside(&view).map_err(failed)?;
    fs::rename(&new, &view).map_err(failed)?;
    Ok(Store::open_at_once(&view, key, progress)?)
}

fn remove_folder(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Folds what the ledger has and the view has not, and tells whose records that changed.
pub(super) fn catch_up(
    store: &mut Store,
    ledger: &mut dyn Ledger,
    progress: Progress<'_>,
) -> Result<Vec<PersonKey>, ViewError> {
    let head = ledger.head();
    let Some(applied) = store.applied() else {
        know_anew(store, ledger, 1)?;
        return store.follow(ledger.read_from(1), head.sequence, progress);
    };
    let foreign = ViewError::OtherPast {
        applied: applied.sequence,
    };
    if applied == head {
        return Ok(Vec::new());
    }
    if applied.sequence >= head.sequence {
        return Err(foreign);
    }
    // The frame after the last one folded carries that one's hash.
    let next = ledger.read_from(applied.sequence + 1).next().transpose()?;
    if next.is_none_or(|next| next.previous != applied.hash) {
        return Err(foreign);
    }
    know_anew(store, ledger, applied.sequence + 1)?;
    let frames = ledger.read_from(applied.sequence + 1);
    store.follow(frames, head.sequence, progress)
}

/// Tells the view what stands in the place of erased frames, if there may be any from this one on.
fn know_anew(store: &mut Store, ledger: &mut dyn Ledger, from: u64) -> Result<(), ViewError> {
    if let Some(first) = ledger.first_erased()
        && ledger.head().sequence >= first
    {
        // What was entered anew stands behind the frame it stands for.
        store.know_anew(Anew::read(ledger.read_from(first.max(from)))?);
    }
    Ok(())
}
