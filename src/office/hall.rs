use std::path::Path;

use super::error::{IssueError, OpenError};
use crate::disk::{Clock, Hall, HallSettings, Helpline, Shipped, random_bytes};
use crate::form::RequestId;
use crate::ledger::{Entry, FileLedger, HallId, Holder, Ledger};
use crate::record::{Act, Event, HallOpened, Issuer, stored};

/// What a hall that is to be made needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHall {
    pub profile: String,
    pub practice: bool,
    pub clerk: String,
    /// The day a practice hall works on.
    pub date: Option<chrono::NaiveDate>,
    pub issuer: Issuer,
}

/// Makes a hall in an empty or new folder: ledger, first act, settings. Interrupted, it leaves a
/// folder that is no hall.
///
/// # Errors
/// [`OpenError`] if the folder is not empty or cannot be written, or profile or division are not
/// known.
pub fn new_hall(folder: &Path, new: NewHall, clock: &dyn Clock) -> Result<Hall, OpenError> {
    let shipped = Shipped::read()?;
    if !shipped.profiles.contains_key(&new.profile) {
        return Err(OpenError::UnknownProfile {
            profile: new.profile,
            known: shipped.profiles.keys().cloned().collect(),
        });
    }
    if shipped.divisions.find(&new.issuer.area9).is_none() {
        return Err(OpenError::UnknownArea(new.issuer.area9));
    }
    let id = HallId(random_bytes()?);
    let on = new.date.unwrap_or_else(|| clock.today());
    let settings = HallSettings {
        id: id.to_string(),
        profile: new.profile,
        practice: new.practice,
        clerk: new.clerk,
        counter: 1,
        date: new.date,
        lock_after: None,
        issuer: new.issuer,
        helplines: Helpline::of_the_country(),
    };
    let hall = Hall::prepare(folder, settings)?;
    FileLedger::create(folder, id)?;
    first_act(&hall, on, clock)?;
    hall.publish()?;
    Ok(hall)
}

/// The first frame says which hall this is, so that the ledger alone tells it.
fn first_act(hall: &Hall, on: chrono::NaiveDate, clock: &dyn Clock) -> Result<(), OpenError> {
    let settings = &hall.settings;
    let now = clock.now_ms();
    let holder = Holder {
        pid: std::process::id(),
        counter: settings.counter,
        user: settings.clerk.clone(),
        since: now,
    };
    let act = Act {
        request: RequestId(random_bytes()?),
        clerk: settings.clerk.clone(),
        counter: settings.counter,
        on,
        event: Event::HallOpened(HallOpened {
            hall: settings.id.clone(),
            issuer: settings.issuer.clone(),
            practice: settings.practice,
        }),
    };
    let (mut ledger, _) = FileLedger::open(&hall.folder, &holder)?;
    let entry = Entry {
        counter: settings.counter,
        body: stored::write(&act).map_err(IssueError::from)?,
    };
    let head = ledger.head();
    ledger
        .append(head, now, &[entry])
        .map_err(IssueError::from)?;
    Ok(())
}

/// A folder with a new real hall in it, under `hall`, for the tests of this room.
#[cfg(test)]
pub(super) fn street(profile: &str, on: chrono::NaiveDate) -> tempfile::TempDir {
    let folder = tempfile::TempDir::new().expect("a folder for a test");
    let new = NewHall {
        profile: profile.to_owned(),
        practice: false,
        clerk: "周敏".to_owned(),
        date: None,
        issuer: super::practice::default_issuer(),
    };
    let clock = crate::disk::FixedClock(on);
    new_hall(&folder.path().join("hall"), new, &clock).expect("a new hall");
    folder
}
