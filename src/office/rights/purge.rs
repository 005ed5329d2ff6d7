//! What lies on the disk beside ledger and view: drafts and PDF files. What goes there follows from
//! the act alone, so it is done wherever the act is met: after it, when it is repeated, when
//! another counter's act is followed, and at opening after a power cut in between.

use super::copy::COPY;
use crate::disk::{DiskError, remove_papers};
use crate::form::{Draft, Matrix, RightRule, without_row};
use crate::office::{IssueError, Office};
use crate::person::IdPaper;
use crate::record::{PersonKey, of_report};
use crate::store::{Exercised, ServiceRecord};

/// The answer that names whose request it is.
const APPLICANT_ID: &str = "applicant.id";

impl Office {
    /// Lets the disk of this counter follow every right that was exercised since it last did. One
    /// that cannot be followed is tried again the next time, and holds up no other.
    ///
    /// # Errors
    /// [`IssueError`] of the first right that could not be followed.
    pub(in crate::office) fn purge_due(&mut self) -> Result<(), IssueError> {
        let mut first = Ok(());
        for right in self.store.rights_after(self.purged.last())? {
            let forgotten = self.index.forget(right.sequence);
            let purged = forgotten.map_err(IssueError::from);
            let purged = purged.and_then(|()| self.purge(&right));
            let purged = purged.and_then(|()| self.erase(&right));
            if first.is_ok() {
                first = purged;
            }
            if first.is_ok() {
                self.purged.note(right.sequence, self.clock.today())?;
            }
        }
        first
    }

    /// Takes what she let go of out of the drafts about her, and removes the PDF files that show
    /// it; they can be made again without it.
    fn purge(&self, right: &Exercised) -> Result<(), IssueError> {
        let Some(request) = self.store.served(&right.case)? else {
            return Ok(());
        };
        self.purge_drafts(&request, &self.rights_of(&request)?)?;
        let effect = &right.effect;
        let hidden = effect.hides.iter().map(|hidden| &hidden.record);
        for record in hidden.chain(&effect.cancels) {
            remove_papers(&self.hall.papers(), &self.printed_under(record)?, "")?;
        }
        self.purge_copies(&request)
    }

    /// The rights a request exercised, by the form it was made with.
    pub(super) fn rights_of(&self, request: &ServiceRecord) -> Result<Vec<RightRule>, IssueError> {
        let form = self.form(&request.served.form)?;
        Ok(form.rights_in(&request.served.answers, &self.shelf.around))
    }

    /// The number its papers lie under.
    fn printed_under(&self, record: &str) -> Result<String, IssueError> {
        if let Some((report, _)) = of_report(record) {
            return Ok(report.to_owned());
        }
        let printed = self.printed_record(record)?;
        let number = printed
            .as_ref()
            .map_or(record, |printed| printed.printing().subject.number());
        Ok(number.to_owned())
    }

    /// A copy she was given before shows what was still there.
    fn purge_copies(&self, request: &ServiceRecord) -> Result<(), IssueError> {
        let Some(person) = self.store.person(request.person)? else {
            return Ok(());
        };
        for case in &person.services {
            let service = self.store.served(case)?;
            if let Some(before) = service.filter(|one| one.sequence < request.sequence) {
                remove_papers(&self.hall.papers(), before.served.number(), COPY)?;
            }
        }
        Ok(())
    }

    fn purge_drafts(
        &self,
        request: &ServiceRecord,
        rights: &[RightRule],
    ) -> Result<(), IssueError> {
        // Whoever is forgotten whole is found by her number no more, but her request still names it.
        let is_gone = self.store.person(request.person)?.is_none();
        let own = request.served.answers.get(APPLICANT_ID);
        let own = own.and_then(|text| self.paper_of(text));
        for line in self.drafts.list() {
            let Some(draft) = self.drafts.draft(line.request) else {
                continue;
            };
            let typed = self.paper_of(draft.typed(APPLICANT_ID));
            let is_own = typed.is_some() && typed == own;
            if !is_own && !self.is_about(&draft, request.person, typed)? {
                continue;
            }
            match is_gone {
                true => self.drafts.drop(draft.request)?,
                false => self.purge_draft(draft, rights)?,
            }
        }
        Ok(())
    }

    fn paper_of(&self, text: &str) -> Option<IdPaper> {
        IdPaper::parse_key(text).or_else(|| IdPaper::read(text, self.shelf.around.on).ok())
    }

    fn is_about(
        &self,
        draft: &Draft,
        person: PersonKey,
        typed: Option<IdPaper>,
    ) -> Result<bool, IssueError> {
        let holder = match (draft.person, typed) {
            (Some(key), _) => Some(PersonKey(key)),
            (None, Some(paper)) => self.store.holder(&paper.key())?,
            (None, None) => None,
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
