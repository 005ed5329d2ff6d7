use std::path::Path;

use super::error::StaffFailure;
use super::sign_in::unlock;
use crate::disk::{Clock, Hall, StaffFiles, random_bytes};
use crate::form::RequestId;
use crate::ledger::{Entry, FileLedger, HallId, Holder, Ledger};
use crate::office::error::{IssueError, OpenError};
use crate::record::{Act, Event, MemberSaid, StaffActed, StaffDid, stored};
use crate::seal::{Chance, FrameKeys, Share, Stretch};
use crate::staff::{NewMember, StaffBook};

/// Sets up the first member of a new hall's staff, which seals the hall: everything after its first
/// act is written under keys that only its members have. Returns the three papers of the recovery
/// key, of which any two bring the keys back.
///
/// # Errors
/// [`StaffFailure::NotNew`] if the hall has acts or a staff already: what was written unsealed
/// stays readable, and no hall is to be called sealed that is so in part.
pub fn begin_staff(
    folder: &Path,
    first: NewMember<'_>,
    work: Stretch,
    clock: &dyn Clock,
) -> Result<[Share; 3], StaffFailure> {
    let hall = Hall::open(folder)?;
    if hall.settings.practice {
        return Err(StaffFailure::Practice);
    }
    let files = StaffFiles::of(&hall);
    let holder = Holder {
        pid: std::process::id(),
        counter: hall.settings.counter,
        user: first.name.to_owned(),
        since: clock.now_ms(),
    };
    let (mut ledger, _) = FileLedger::open(folder, &holder).map_err(OpenError::from)?;
    let id = HallId::parse(&hall.settings.id).filter(|id| *id == ledger.hall());
    let id = id.ok_or(OpenError::OtherHall)?;
    if files.are_there() || ledger.head().sequence != 1 {
        return Err(StaffFailure::NotNew);
    }
    let mut chance = Chance::new(random_bytes()?);
    let (book, keyring, shares) = StaffBook::begin(id.0, first, work, &mut chance)?;
    files.write_frame_keys(&keyring, &FrameKeys::new(chance.bytes()))?;
    unlock(&files, &mut ledger, keyring)?;
    // With the book the hall is sealed; no frame is before that, so that no frame is ever sealed
    // under keys that nobody has.
    files.write_book(&book)?;
    forget_view(&hall)?;
    enter_first(&hall, &mut ledger, &book, clock)?;
    Ok(shares)
}

fn enter_first(
    hall: &Hall,
    ledger: &mut dyn Ledger,
    book: &StaffBook,
    clock: &dyn Clock,
) -> Result<(), StaffFailure> {
    for member in book.members() {
        let act = Act {
            request: RequestId(random_bytes()?),
            clerk: member.name.clone(),
            counter: hall.settings.counter,
            on: clock.today(),
            event: Event::StaffActed(StaffActed {
                member: member.id,
                did: StaffDid::Joined(MemberSaid {
                    id: member.id,
                    name: member.name.clone(),
                    roles: member.roles,
                }),
            }),
        };
        let entry = Entry {
            counter: act.counter,
            body: stored::write(&act).map_err(IssueError::from)?,
        };
        let appended = ledger.append(ledger.head(), clock.now_ms(), &[entry]);
        appended.map_err(IssueError::from)?;
    }
    Ok(())
}

/// What an opening before this made of the first act: it is folded anew, sealed.
fn forget_view(hall: &Hall) -> Result<(), StaffFailure> {
    for path in [hall.view(), hall.index()] {
        crate::disk::remove_all(&path)?;
    }
    Ok(())
}
