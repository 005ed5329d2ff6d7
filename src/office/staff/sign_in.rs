use std::fmt;
use std::sync::Arc;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::error::SignInError;
use crate::disk::{Clock, Hall, Sealing, StaffFiles, random_bytes};
use crate::form::RequestId;
use crate::ledger::{Entry, Ledger, Sealer};
use crate::office::error::{IssueError, OpenError};
use crate::record::{Act, Event, StaffActed, StaffDid, stored};
use crate::staff::{Keyring, Roles, StaffError};

/// Milliseconds after which a session ends, whoever is still at the counter: ten hours.
const SESSION: i64 = 10 * 3_600_000;

/// Who says she is who. Wiped when let go; prints without the password.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct SignIn {
    pub name: String,
    pub password: String,
}

impl fmt::Debug for SignIn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SignIn({}, …)", self.name)
    }
}

/// The member who is signed in.
#[derive(Debug, Clone)]
pub struct Session {
    pub member: u16,
    pub name: String,
    pub roles: Roles,
    /// UTC, in milliseconds since 1970.
    since: i64,
}

impl Session {
    /// Whether it has lasted as long as a session may.
    pub fn is_over(&self, now: i64) -> bool {
        now.saturating_sub(self.since) >= SESSION
    }
}

/// A session with the keys that came with it.
pub(in crate::office) struct Signed {
    pub session: Session,
    pub sealing: Sealing,
}

/// Signs a member in where the hall is sealed, and gives the ledger the keys; `None` where it is
/// not.
///
/// # Errors
/// [`OpenError::SignIn`]. A wrong password is an act of the ledger before anybody hears of it.
pub(in crate::office) fn sign_in(
    hall: &Hall,
    ledger: &mut dyn Ledger,
    clock: &dyn Clock,
    who: Option<&SignIn>,
) -> Result<Option<Signed>, OpenError> {
    let files = StaffFiles::of(hall);
    if !files.are_there() {
        return Ok(None);
    }
    let who = who.ok_or(SignInError::Needed)?;
    let (book, now) = (files.book(ledger.hall())?, clock.now_ms());
    let id = book.named(&who.name).map_or(0, |member| member.id);
    let mut failures = files.failures();
    let milliseconds = failures.wait(id, now);
    if milliseconds > 0 {
        return Err(SignInError::Wait { milliseconds }.into());
    }
    // Counted before the password is tried: whoever pulls the plug meanwhile has tried.
    let in_row = failures.note(id, now);
    files.write_failures(&failures)?;
    match book.open(&who.name, &who.password) {
        Ok((member, keyring)) => {
            failures.forgive(id);
            files.write_failures(&failures)?;
            let session = Session {
                member: id,
                name: member.name.clone(),
                roles: member.roles,
                since: now,
            };
            let sealing = unlock(&files, ledger, keyring)?;
            Ok(Some(Signed { session, sealing }))
        }
        Err(StaffError::Password | StaffError::Unknown) => {
            enter_failure(hall, ledger, clock, (id, in_row))?;
            Err(SignInError::Refused.into())
        }
        Err(_) => Err(SignInError::Book.into()),
    }
}

/// Gives the ledger the keys, and tells how files are sealed.
pub(super) fn unlock(
    files: &StaffFiles,
    ledger: &mut dyn Ledger,
    keyring: Keyring,
) -> Result<Sealing, OpenError> {
    let frames = files.frame_keys(&keyring)?;
    let sealer = Sealer::new(ledger.hall(), keyring.epochs().to_vec(), frames);
    ledger.seal_with(Some(sealer));
    Ok(Sealing::with(Arc::new(keyring)))
}

fn enter_failure(
    hall: &Hall,
    ledger: &mut dyn Ledger,
    clock: &dyn Clock,
    (member, in_row): (u16, u32),
) -> Result<(), OpenError> {
    let act = Act {
        request: RequestId(random_bytes()?),
        // Nobody is signed in, and the name that was typed may be a password.
        clerk: String::new(),
        counter: hall.settings.counter,
        on: clock.today(),
        event: Event::StaffActed(StaffActed {
            member,
            did: StaffDid::Failed { in_row },
        }),
    };
    let entry = Entry {
        counter: act.counter,
        body: stored::write(&act).map_err(IssueError::from)?,
    };
    let head = ledger.head();
    let appended = ledger.append(head, clock.now_ms(), &[entry]);
    appended.map_err(IssueError::from)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::staff::Role;

    #[test]
    fn a_session_ends_after_ten_hours() {
        let session = Session {
            member: 1,
            name: "陈静".to_owned(),
            roles: Roles::of(&[Role::Clerk]),
            since: 1_000,
        };
        assert!(!session.is_over(1_000 + SESSION - 1));
        assert!(session.is_over(1_000 + SESSION));
        assert!(!session.is_over(0));
    }

    #[test]
    fn a_password_is_not_printed() {
        let who = SignIn {
            name: "陈静".to_owned(),
            password: "red kettle".to_owned(),
        };
        assert_eq!(format!("{who:?}"), "SignIn(陈静, …)");
    }
}
