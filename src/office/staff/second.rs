//! Four eyes: the gravest acts are done by two members, or by one who breaks the glass, which is on
//! record and on the day sheet.

use super::error::{SignInError, StaffFailure};
use super::sign_in::SignIn;
use crate::disk::StaffFiles;
use crate::office::Office;
use crate::office::error::{IssueError, OpenError};
use crate::record::{Event, MemberSaid, StaffActed, StaffDid};
use crate::staff::{Grave, NotAllowed, StaffError};
use crate::text::clean_line;

/// Milliseconds for which an agreement holds.
const HOLDS: i64 = 60_000;
/// Characters of the shortest reason for doing it alone.
const SHORTEST_REASON: usize = 4;
/// … and of the longest: it has to fit under 备注 on the day sheet.
const LONGEST_REASON: usize = 30;

/// How the second pair of eyes is had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Second {
    /// Another member signs in beside whoever is signed in.
    Agrees(SignIn),
    /// Nobody else is there; why it cannot wait.
    BreaksGlass(String),
}

/// What was agreed to: one act, for a minute.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Agreed {
    to: Grave,
    about: String,
    /// UTC, in milliseconds since 1970.
    at: i64,
}

/// What stands of a second pair of eyes.
#[derive(Debug, Default)]
pub(in crate::office) struct Eyes {
    agreed: Option<Agreed>,
    /// Given beforehand, for the first act that asks.
    offered: Option<Second>,
    /// What asked for it last, in vain.
    wanted: Option<(Grave, String)>,
}

impl Office {
    /// Gives beforehand what the first act that asks for a second member is to have.
    pub fn offer_second(&mut self, second: Second) {
        self.eyes.offered = Some(second);
    }

    /// The act that was refused for want of a second member.
    pub fn wants_second(&mut self) -> Option<(Grave, String)> {
        self.eyes.wanted.take()
    }

    /// Another member agrees to one act, or it is begun alone. On record before anything else; it
    /// holds for a minute and for this act alone.
    ///
    /// # Errors
    /// [`StaffFailure`]; nothing is agreed to then. A wrong password is on record.
    pub fn agree(&mut self, to: Grave, about: &str, second: &Second) -> Result<(), StaffFailure> {
        let did = match second {
            Second::Agrees(who) => StaffDid::Agreed {
                second: self.second_member(to, who)?,
                to,
                about: about.to_owned(),
            },
            Second::BreaksGlass(reason) => {
                let reason = clean_line(reason).trim().to_owned();
                let fits = SHORTEST_REASON..=LONGEST_REASON;
                if !fits.contains(&reason.chars().count()) {
                    return Err(StaffFailure::NoReason);
                }
                StaffDid::BrokeGlass {
                    to,
                    about: about.to_owned(),
                    reason,
                }
            }
        };
        if self.session().is_none() {
            return Err(StaffFailure::NotSealed);
        }
        self.enter_staff(did)?;
        self.eyes.agreed = Some(Agreed {
            to,
            about: about.to_owned(),
            at: self.clock.now_ms(),
        });
        Ok(())
    }

    /// Takes the agreement to this act, which is used up by it.
    ///
    /// # Errors
    /// [`NotAllowed::Second`] if nobody agreed to this act within the minute, or what the offer
    /// of a second member came to.
    pub(in crate::office) fn with_second(
        &mut self,
        to: Grave,
        about: &str,
    ) -> Result<(), IssueError> {
        if !self.is_sealed() {
            return Ok(());
        }
        if let Some(second) = self.eyes.offered.take() {
            let agreed = self.agree(to, about, &second);
            agreed.map_err(|failure| IssueError::Second(Box::new(failure)))?;
        }
        let now = self.clock.now_ms();
        let agreed = self.eyes.agreed.take();
        let holds = agreed.is_some_and(|agreed| {
            let age = now.saturating_sub(agreed.at);
            agreed.to == to && agreed.about == about && (0..=HOLDS).contains(&age)
        });
        self.eyes.wanted = (!holds).then(|| (to, about.to_owned()));
        match holds {
            true => Ok(()),
            false => Err(crate::store::ViewError::from(NotAllowed::Second(to)).into()),
        }
    }

    /// Proves that the other one is who she says, another one, and may agree.
    fn second_member(&mut self, to: Grave, who: &SignIn) -> Result<MemberSaid, StaffFailure> {
        let session = self.session().ok_or(StaffFailure::NotSealed)?.clone();
        let files = StaffFiles::of(&self.hall);
        let (book, now) = (files.book(self.ledger.hall())?, self.clock.now_ms());
        let id = book.named(&who.name).map_or(0, |member| member.id);
        let mut failures = files.failures();
        let milliseconds = failures.wait(id, now);
        if milliseconds > 0 {
            return Err(OpenError::from(SignInError::Wait { milliseconds }).into());
        }
        let in_row = failures.note(id, now);
        files.write_failures(&failures)?;
        let member = match book.open(&who.name, &who.password) {
            Ok((member, _)) => member,
            Err(error @ (StaffError::Password | StaffError::Unknown)) => {
                self.enter_failed(id, in_row)?;
                return Err(error.into());
            }
            Err(error) => return Err(error.into()),
        };
        failures.forgive(id);
        files.write_failures(&failures)?;
        if member.id == session.member {
            return Err(StaffFailure::SameMember);
        }
        if !to.fits(session.roles, member.roles) {
            return Err(StaffFailure::NotFit(to));
        }
        Ok(MemberSaid {
            id: member.id,
            name: member.name.clone(),
            roles: member.roles,
        })
    }

    fn enter_failed(&mut self, member: u16, in_row: u32) -> Result<(), StaffFailure> {
        let did = StaffDid::Failed { in_row };
        let event = Event::StaffActed(StaffActed { member, did });
        let act = self.act(self.new_request(), &self.clerk(), event);
        self.enter(&act)?;
        Ok(())
    }
}
