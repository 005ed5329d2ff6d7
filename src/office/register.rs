use super::Office;
use super::error::IssueError;
use crate::form::Submission;
use crate::record::{Applicant, Event, PersonKey, PersonRegistered};
use crate::staff::Clerk;
use crate::store::Outcome;
use crate::text::Message;

/// A person who is on record.
#[derive(Debug, Clone, PartialEq)]
pub struct Registered {
    /// The frame of the ledger that holds it.
    pub sequence: u64,
    pub person: PersonKey,
    /// She was on record before; what is new was added.
    pub known: bool,
    /// The request had been served before; nothing new happened.
    pub repeated: bool,
    pub notes: Vec<Message>,
}

impl Office {
    /// Puts a person on record, or what is new about a person already there.
    ///
    /// # Errors
    /// [`IssueError`]: nothing was entered.
    pub fn register(
        &mut self,
        submission: &Submission,
        clerk: &Clerk,
    ) -> Result<Registered, IssueError> {
        self.allow(crate::staff::Right::Serve)?;
        self.follow()?;
        match self.store.outcome(submission.request())? {
            Some((sequence, Outcome::Registered { person })) => {
                return Ok(Registered {
                    sequence,
                    person,
                    known: true,
                    repeated: true,
                    notes: Vec::new(),
                });
            }
            Some(_) => return Err(IssueError::RequestUsed),
            None => {}
        }
        self.check_still_fits(submission)?;
        let applicant = self.applicant(submission)?;
        let mut notes = self.notes_on(submission.facts())?;
        let event = Event::PersonRegistered(PersonRegistered {
            applicant,
            facts: submission.facts().clone(),
            form: submission.form().clone(),
            profile: submission.profile().clone(),
        });
        let act = self.act(submission.request(), clerk, event);
        let entered = self.enter(&act)?;
        notes.extend(entered.note());
        let _ = self.drafts.drop(submission.request());
        Ok(Registered {
            sequence: entered.sequence,
            person: applicant.key(entered.sequence),
            known: applicant != Applicant::New,
            repeated: false,
            notes,
        })
    }
}
