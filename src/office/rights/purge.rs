//! What lies on the disk beside ledger and view: drafts and PDF files.

use super::copy::COPY;
use crate::disk::{DiskError, remove_papers};
use crate::form::{Draft, Matrix, RightRule, without_row};
use crate::office::{IssueError, Office};
use crate::person::IdPaper;
use crate::record::{PersonKey, RightExercised};

impl Office {
    /// Takes what she let go of out of the drafts about her, and removes the PDF files that show
    /// it; they can be made again without it.
    ///
    /// # Errors
    /// [`IssueError`] at the first file that cannot be written or removed.
    pub(in crate::office) fn purge(
        &self,
        person: PersonKey,
        rights: &[RightRule],
        right: &RightExercised,
        sequence: u64,
    ) -> Result<(), IssueError> {
        for line in self.drafts.list() {
            let Some(draft) = self.drafts.draft(line.request) else {
                continue;
            };
            if self.is_about(&draft, person)? {
                self.purge_draft(draft, rights)?;
            }
        }
        let effect = &right.effect;
        let hidden = effect.hides.iter().map(|hidden| &hidden.record);
        for record in hidden.chain(&effect.cancels) {
            let printed = self.printed_record(record)?;
            let number = printed.as_ref().map_or(record.as_str(), |printed| {
                printed.printing().subject.number()
            });
            remove_papers(&self.hall.papers(), number, "")?;
        }
        // A copy she was given before shows what was still there.
        if let Some(person) = self.store.person(person)? {
            for case in &person.services {
                let service = self.store.served(case)?;
                if let Some(service) = service.filter(|one| one.sequence != sequence) {
                    remove_papers(&self.hall.papers(), service.served.number(), COPY)?;
                }
            }
        }
        Ok(())
    }

    fn is_about(&self, draft: &Draft, person: PersonKey) -> Result<bool, IssueError> {
        let typed = IdPaper::read(draft.typed("applicant.id"), self.shelf.around.on);
        let holder = match (draft.person, typed) {
            (Some(key), _) => Some(PersonKey(key)),
            (None, Ok(paper)) => self.store.holder(&paper.key())?,
            (None, Err(_)) => None,
        };
        match holder {
            Some(holder) => Ok(self.store.head(holder)? == self.store.head(person)?),
            None => Ok(false),
        }
    }

    fn purge_draft(&self, mut draft: Draft, rights: &[RightRule]) -> Result<(), DiskError> {
        let Some(form) = self.shelf.form(&draft.service) else {
            return Ok(());
        };
        let matrix = Matrix::house()?;
        let ended = rights.iter().flat_map(|right| &right.ends);
        let resting: Vec<String> = ended
            .flat_map(|consent| form.resting_on(consent).paths)
            .collect();
        let deleted: Vec<&String> = rights.iter().flat_map(|right| &right.deletes).collect();
        let goes = |path: &String| {
            let path = without_row(path);
            let group = matrix.group(&path);
            resting.contains(&path)
                || group.is_some_and(|group| deleted.iter().any(|name| **name == group.name))
        };
        draft.answers.retain(|path, _| !goes(path));
        draft.known.retain(|path, _| !goes(path));
        draft.record.retain(|fact, _| !goes(fact));
        self.save_draft(&draft)
    }
}
