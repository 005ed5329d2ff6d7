//! Her rights over what is kept of her: to withdraw a consent, to have a copy, to have something
//! deleted (PIPL, articles 15 and 44 to 48).

mod copy;
mod erase;
mod lines;
mod purge;
mod records;
mod say;

use std::path::Path;

use super::{IssueError, Issued, Office, PaperFile};
use crate::form::{Matrix, Submission};
use crate::record::{
    Applicant, Consent, Person, RightExercised, SUPPLIES_CONSENT, ServiceRecorded,
};
use crate::service::{Exercise, Kept, exercise};
use crate::staff::Clerk;
use crate::text::{Label, Lang, Message};

/// What staff hear of files that still show what was let go of.
pub(super) fn left_over(error: &IssueError) -> Message {
    Message::new("office.right_left_over").with_said("reason", error.message())
}

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

    /// What is left to do once a right is on record, also when it is asked for again: files that
    /// show too much go, a copy is written. The right stands even if the disk fails; the notes then
    /// say so. Of any other service nothing is left to do.
    pub(super) fn after_rights(
        &mut self,
        case: &str,
        clerk: &Clerk,
        folder: Option<&Path>,
        issued: &mut Issued,
    ) {
        let mut left = Vec::new();
        left.extend(self.purge_due().err());
        match self.copy_due(case, clerk, folder) {
            Ok(files) => issued.papers.extend(files),
            Err(error) => left.push(error),
        }
        issued.notes.extend(left.iter().map(left_over));
    }

    /// The files of the copy she asked for by this request; none if it was for something else.
    fn copy_due(
        &self,
        case: &str,
        clerk: &Clerk,
        folder: Option<&Path>,
    ) -> Result<Vec<PaperFile>, IssueError> {
        let Some(request) = self.store.served(case)? else {
            return Ok(Vec::new());
        };
        if !self.rights_of(&request)?.iter().any(|right| right.copies) {
            return Ok(Vec::new());
        }
        self.write_copy(request.person, request.served.number(), clerk, folder)
    }

    /// What a consent is about, in the words of the form that asked.
    pub fn consent_label(&self, consent: &Consent) -> Label {
        let form = self.form(&consent.form).ok();
        let fields = form.iter().flat_map(|form| &form.steps);
        let mut fields = fields.flat_map(|step| &step.fields);
        match fields.find(|field| field.key == consent.key) {
            Some(asked) => asked.label.clone(),
            // The store asks for it without a form.
            None if consent.key == SUPPLIES_CONSENT => {
                let label = Message::new("supplies.consent_label");
                Label {
                    zh: label.say(Lang::Zh),
                    en: label.say(Lang::En),
                }
            }
            None => Label::same(&consent.key),
        }
    }

    fn exercise(&self, submission: &Submission, person: &Person) -> Result<Exercise, IssueError> {
        let records = self.kept_records(person)?;
        let matrix = Matrix::house().map_err(|problem| IssueError::Disk(problem.into()))?;
        let lines = self.kept_lines(person)?;
        let kept = Kept {
            person,
            records: &records,
            lines: &lines,
        };
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
