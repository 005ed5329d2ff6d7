//! An application about a certificate that waits for papers is a case like any other.

use super::super::Office;
use super::super::error::IssueError;
use super::super::issue::by_hand_note;
use super::{Changed, LifeError, Wish};
use crate::form::{BY_HAND, Submission};
use crate::record::{CaseSuspended, Event};
use crate::staff::Clerk;
use crate::store::Outcome;

impl Office {
    /// Lets it wait, and prints the notice of what is missing.
    pub(super) fn wait(
        &mut self,
        submission: &Submission,
        wish: &Wish,
        clerk: &Clerk,
        waits: CaseSuspended,
    ) -> Result<Changed, LifeError> {
        let waits = self.proved_notice(wish, clerk, waits)?;
        let by_hand = waits.answers.get(BY_HAND).map(|lines| by_hand_note(lines));
        let event = Event::CaseSuspended(Box::new(waits));
        self.keep_texts(submission)?;
        let act = self.act(wish.request, clerk, event);
        let entered = self.enter(&act)?;
        let _ = self.drafts.drop(wish.request);
        let mut done = self.waits(entered.sequence, submission, wish)?;
        done.notes.extend(entered.note());
        done.notes.extend(by_hand);
        Ok(done)
    }

    /// The same application sent again while it waits.
    pub(super) fn waits_again(
        &mut self,
        submission: &Submission,
    ) -> Result<Option<Changed>, LifeError> {
        self.follow()?;
        let outcome = self.store.outcome(submission.request())?;
        let Some((sequence, Outcome::Suspended { .. })) = outcome else {
            return Ok(None);
        };
        let wish = Wish::new(submission.request(), "");
        let mut done = self.waits(sequence, submission, &wish)?;
        done.repeated = true;
        Ok(Some(done))
    }

    fn waits(
        &mut self,
        sequence: u64,
        submission: &Submission,
        wish: &Wish,
    ) -> Result<Changed, LifeError> {
        let outcome = self.store.outcome(submission.request())?;
        let Some((_, Outcome::Suspended { case })) = outcome else {
            return Err(IssueError::RequestUsed.into());
        };
        let mut done = Changed {
            sequence,
            case: Some(case.clone()),
            missing: submission.missing().to_vec(),
            ..Changed::default()
        };
        if let Some(record) = self.printed_record(&case)? {
            self.print_change(&record.printing(), wish.papers_in.as_deref(), &mut done);
        }
        let waiting = self.store.case(&case)?.and_then(|case| case.suspended);
        done.open_until = waiting.map(|waiting| waiting.open_until);
        Ok(done)
    }
}
