use std::path::Path;

use super::Office;
use crate::disk::{DiskError, DraftLine};
use crate::form::{Draft, RequestId};

impl Office {
    /// Keeps what was typed so far, so that it comes back after any death of the process. Answers to
    /// questions that do not stand open are not written down; of whom a rule says that nothing is kept,
    /// nothing is.
    ///
    /// # Errors
    /// [`DiskError`] with what to do; what was saved before stays.
    pub fn save_draft(&self, draft: &Draft) -> Result<(), DiskError> {
        let Some(form) = self.shelf.form(&draft.service) else {
            return self.drafts.save(draft, self.clock.now_ms());
        };
        let survey = form.survey(draft, &self.shelf.around);
        if survey.keeps_nothing {
            return self.drafts.drop(draft.request);
        }
        let kept = form.to_keep(draft, &survey);
        self.drafts.save(&kept, self.clock.now_ms())
    }

    /// The drafts kept, the one saved last first; none for whoever serves nobody. A draft whose request is on record is done with:
    /// a process that died between the two had no time to remove it.
    pub fn drafts(&self) -> Vec<DraftLine> {
        if self.allow(crate::staff::Right::Serve).is_err() {
            return Vec::new();
        }
        let mut drafts = self.drafts.list();
        drafts.retain(|draft| !matches!(self.store.outcome(draft.request), Ok(Some(_))));
        drafts
    }

    /// One of them.
    pub fn draft(&self, request: RequestId) -> Option<Draft> {
        if self.allow(crate::staff::Right::Serve).is_err() {
            return None;
        }
        self.drafts.draft(request)
    }

    /// # Errors
    /// [`DiskError`] if the file cannot be removed.
    pub fn drop_draft(&self, request: RequestId) -> Result<(), DiskError> {
        self.drafts.drop(request)
    }

    /// Takes a photograph over; the digest is the answer of a photo field.
    ///
    /// # Errors
    /// [`DiskError`] if it is no JPEG or PNG file, too large, or cannot be read.
    pub fn import_photo(&self, file: &Path) -> Result<String, DiskError> {
        self.photos.import(file)
    }
}
