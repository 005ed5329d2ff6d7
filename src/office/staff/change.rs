use std::path::Path;

use super::error::StaffFailure;
use super::sign_in::unlock;
use crate::disk::{Clock, Hall, StaffFiles, random_bytes};
use crate::form::RequestId;
use crate::ledger::{Entry, FileLedger, Holder, Ledger};
use crate::office::Office;
use crate::office::error::{IssueError, OpenError};
use crate::record::{Act, Event, MemberSaid, StaffActed, StaffDid, stored};
use crate::seal::{Chance, Share, Stretch};
use crate::staff::{Keyring, Member, NewMember, Right, Roles, StaffBook, StaffError};
use crate::store::ViewError;

/// A book that is being changed by whoever has signed in with a password again just now.
struct Changing {
    files: StaffFiles,
    book: StaffBook,
    keyring: Keyring,
    chance: Chance,
}

impl Office {
    /// The members of the staff.
    ///
    /// # Errors
    /// [`StaffFailure::NotSealed`], and what the disk says.
    pub fn members(&self) -> Result<Vec<Member>, StaffFailure> {
        let files = StaffFiles::of(&self.hall);
        if !files.are_there() {
            return Err(StaffFailure::NotSealed);
        }
        Ok(files.book(self.ledger.hall())?.members().to_vec())
    }

    /// Takes in a member. `password` is that of whoever is signed in, typed once more.
    ///
    /// # Errors
    /// [`StaffFailure`]; she is not a member then.
    pub fn join_staff(
        &mut self,
        new: NewMember<'_>,
        work: Stretch,
        password: &str,
    ) -> Result<(), StaffFailure> {
        let mut change = self.changing(Right::Staff, password)?;
        let Changing {
            book,
            keyring,
            chance,
            ..
        } = &mut change;
        let id = book.join(keyring, new, work, chance)?;
        let said = MemberSaid {
            id,
            name: new.name.trim().to_owned(),
            roles: new.roles,
        };
        self.enter_staff(StaffDid::Joined(said))?;
        Ok(change.files.write_book(&change.book)?)
    }

    /// A member leaves. From the next opening on everything is sealed under keys she never had.
    ///
    /// # Errors
    /// [`StaffFailure`]; she is still a member then.
    pub fn leave_staff(&mut self, name: &str, password: &str) -> Result<(), StaffFailure> {
        let mut change = self.changing(Right::Staff, password)?;
        let said = said(&change.book, name)?;
        let frames = change.files.frame_keys(&change.keyring)?;
        let next = change
            .book
            .leave(&change.keyring, name, &mut change.chance)?;
        self.enter_staff(StaffDid::Left(said))?;
        change.files.write_book(&change.book)?;
        Ok(change.files.write_frame_keys(&next, &frames)?)
    }

    /// Gives a member other roles.
    ///
    /// # Errors
    /// [`StaffFailure`]; she has her old ones then.
    pub fn set_roles(
        &mut self,
        name: &str,
        roles: Roles,
        password: &str,
    ) -> Result<(), StaffFailure> {
        let mut change = self.changing(Right::Staff, password)?;
        change.book.set_roles(&change.keyring, name, roles)?;
        let said = said(&change.book, name)?;
        self.enter_staff(StaffDid::RolesSet(said))?;
        Ok(change.files.write_book(&change.book)?)
    }

    /// Gives a member another password: her own to whoever is signed in, anybody's to an
    /// administrator.
    ///
    /// # Errors
    /// [`StaffFailure`]; the old one holds then.
    pub fn set_password(
        &mut self,
        name: &str,
        new: &str,
        work: Stretch,
        password: &str,
    ) -> Result<(), StaffFailure> {
        let own = self.session().is_some_and(|session| session.name == name);
        let mut change = self.changing_if((!own).then_some(Right::Staff), password)?;
        let Changing {
            book,
            keyring,
            chance,
            ..
        } = &mut change;
        book.set_password(keyring, name, new, work, chance)?;
        let said = said(book, name)?;
        self.enter_staff(StaffDid::PasswordSet(said))?;
        Ok(change.files.write_book(&change.book)?)
    }

    /// Makes three new papers of the recovery key; those before are worth nothing any more.
    ///
    /// # Errors
    /// [`StaffFailure`]; the old ones hold then.
    pub fn new_shares(&mut self, password: &str) -> Result<[Share; 3], StaffFailure> {
        let mut change = self.changing(Right::Staff, password)?;
        let shares = change.book.new_shares(&change.keyring, &mut change.chance);
        self.enter_staff(StaffDid::SharesPrinted)?;
        change.files.write_book(&change.book)?;
        Ok(shares)
    }

    fn changing(&self, right: Right, password: &str) -> Result<Changing, StaffFailure> {
        self.changing_if(Some(right), password)
    }

    fn changing_if(&self, right: Option<Right>, password: &str) -> Result<Changing, StaffFailure> {
        let session = self.session().ok_or(StaffFailure::NotSealed)?;
        if let Some(right) = right {
            self.allow(right).map_err(entered)?;
        }
        let files = StaffFiles::of(&self.hall);
        let book = files.book(self.ledger.hall())?;
        let (_, keyring) = book.open(&session.name, password)?;
        Ok(Changing {
            files,
            book,
            keyring,
            chance: Chance::new(random_bytes()?),
        })
    }

    /// Enters what a member did about the staff.
    ///
    /// # Errors
    /// As [`Office::enter`].
    pub(in crate::office) fn enter_staff(&mut self, did: StaffDid) -> Result<(), StaffFailure> {
        let member = self.session().map_or(0, |session| session.member);
        let event = Event::StaffActed(StaffActed { member, did });
        let act = self.act(self.new_request(), &self.clerk(), event);
        self.enter(&act)?;
        Ok(())
    }
}

fn entered(error: ViewError) -> StaffFailure {
    IssueError::from(error).into()
}

fn said(book: &StaffBook, name: &str) -> Result<MemberSaid, StaffError> {
    let member = book.named(name).ok_or(StaffError::Unknown)?;
    Ok(MemberSaid {
        id: member.id,
        name: member.name.clone(),
        roles: member.roles,
    })
}

/// Gives a member a new password by two papers of the recovery key, where nobody can sign in any
/// more.
///
/// # Errors
/// [`StaffFailure`]; nothing has changed then.
pub fn recover(
    folder: &Path,
    (one, other): (&Share, &Share),
    (name, password): (&str, &str),
    work: Stretch,
    clock: &dyn Clock,
) -> Result<(), StaffFailure> {
    let hall = Hall::open(folder)?;
    let files = StaffFiles::of(&hall);
    if !files.are_there() {
        return Err(StaffFailure::NotSealed);
    }
    let holder = Holder {
        pid: std::process::id(),
        counter: hall.settings.counter,
        user: name.to_owned(),
        since: clock.now_ms(),
    };
    let (mut ledger, _) = FileLedger::open(folder, &holder).map_err(OpenError::from)?;
    let mut book = files.book(ledger.hall())?;
    let keyring = book.recover(one, other)?;
    let mut chance = Chance::new(random_bytes()?);
    book.set_password(&keyring, name, password, work, &mut chance)?;
    let said = said(&book, name)?;
    let (member, clerk) = (said.id, said.name.clone());
    let mut failures = files.failures();
    failures.forgive(member);
    unlock(&files, &mut ledger, keyring)?;
    let act = Act {
        request: RequestId(random_bytes()?),
        clerk,
        counter: hall.settings.counter,
        on: clock.today(),
        event: Event::StaffActed(StaffActed {
            member,
            did: StaffDid::Recovered(said),
        }),
    };
    let entry = Entry {
        counter: act.counter,
        body: stored::write(&act).map_err(IssueError::from)?,
    };
    let appended = ledger.append(ledger.head(), clock.now_ms(), &[entry]);
    appended.map_err(IssueError::from)?;
    files.write_book(&book)?;
    Ok(files.write_failures(&failures)?)
}
