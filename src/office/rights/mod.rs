//! Her rights over what is kept of her: to withdraw a consent, to have a copy, to have something
//! deleted (PIPL, articles 15 and 44 to 48).

mod copy;
mod purge;
mod records;
mod say;

use std::path::Path;

use super::{IssueError, Issued, Office};
use crate::form::{Matrix, Submission};
use crate::record::{Act, Applicant, Consent, Event, Person, RightExercised, ServiceRecorded};
use crate::service::{Exercise, exercise};
use crate::staff::Clerk;
use crate::text::{Label, Message};

impl Office {
    /// The request on record with what it does to the view and what she is answered. Changes
    /// nothing.
    ///
    /// # Errors
    /// [`IssueError::NothingKept`] of somebody the hall keeps nothing of.
    pub(super) fn exercised(
        &self,
        submission: &Submission,
        mut served: ServiceRecorded,
    ) -> Result<RightExercised, IssueError> {
        let person = self.known_applicant(served.applicant)?;
        let mut exercise = self.exercise(submission, &person)?;
        exercise.effect.people = self.store.records_of(person.key)?;
        let rights = submission.rights();
        served.values.extend(self.answer(rights, &exercise));
        Ok(RightExercised {
            served,
            effect: exercise.effect,
        })
    }

    /// What is left to do once the right is on record: files that show too much go, a copy is
    /// written. The right stands even if the disk fails; the notes then say so.
    pub(super) fn after_rights(
        &self,
        submission: &Submission,
        act: &Act,
        clerk: &Clerk,
        folder: Option<&Path>,
        issued: &mut Issued,
    ) {
        let Event::RightExercised(right) = &act.event else {
            return;
        };
        let Applicant::Known(person) = right.served.applicant else {
            return;
        };
        let mut left = Vec::new();
        let purged = self.purge(person, submission.rights(), right, issued.sequence);
        left.extend(purged.err());
        if submission.rights().iter().any(|right| right.copies) {
            match self.write_copy(person, right.served.number(), clerk, folder) {
                Ok(files) => issued.papers.extend(files),
                Err(error) => left.push(error),
            }
        }
        let notes = left.into_iter().map(|error| {
            Message::new("office.right_left_over").with_said("reason", error.message())
        });
        issued.notes.extend(notes);
    }

    /// What a consent is about, in the words of the form that asked.
    pub fn consent_label(&self, consent: &Consent) -> Label {
        let form = self.form(&consent.form).ok();
        let fields = form.iter().flat_map(|form| &form.steps);
        let mut fields = fields.flat_map(|step| &step.fields);
        let asked = fields.find(|field| field.key == consent.key);
        asked.map_or_else(|| Label::same(&consent.key), |field| field.label.clone())
    }

    fn exercise(&self, submission: &Submission, person: &Person) -> Result<Exercise, IssueError> {
        let records = self.kept_records(person)?;
        let matrix = Matrix::house().map_err(|problem| IssueError::Disk(problem.into()))?;
        let kept = (person, records.as_slice());
        Ok(exercise(submission.rights(), matrix, kept, submission.on()))
    }

    fn known_applicant(&self, applicant: Applicant) -> Result<Person, IssueError> {
        let person = match applicant {
            Applicant::Known(person) => self.store.person(person)?,
            Applicant::New => None,
        };
        person.ok_or(IssueError::NothingKept)
    }
}
