use super::Office;
use super::error::{IssueError, PaperError};
use super::paper::Laid;
use crate::form::Submission;
use crate::paper::{Mark, Raster, Sheet, View, raster};
use crate::staff::Clerk;

impl Office {
    /// The papers a submission would give if it were entered now, 样张 across each of them. Takes
    /// no number and writes nothing.
    ///
    /// # Errors
    /// [`IssueError`] as entering it now would give.
    pub fn preview(&self, submission: &Submission, clerk: &Clerk) -> Result<Vec<Laid>, IssueError> {
        self.allow(crate::staff::Right::Serve)?;
        let mut papers = self.proof(submission, clerk)?.papers;
        for laid in &mut papers {
            laid.document.mark(&self.fonts, Mark::Sample);
        }
        Ok(papers)
    }

    /// A paper of what is on record, as printing it again would give it.
    ///
    /// # Errors
    /// [`PaperError`] as printing it again would give.
    pub fn preview_again(&self, number: &str, paper: &str) -> Result<Laid, PaperError> {
        self.allow(crate::staff::Right::Look)?;
        let record = self.record(number)?;
        self.lay_out_one(&record.printing(), paper)
    }

    /// What a view shows of a sheet. `None` if there is nothing to show.
    pub fn picture(&self, sheet: &Sheet, view: &View) -> Option<Raster> {
        raster(sheet, &self.fonts, view)
    }
}
