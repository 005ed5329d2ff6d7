use super::super::Office;
use super::amend::{Amended, Proofs};
use super::enter::{ChangeOf, LIFE};
use super::{Changed, LifeError, Wish};
use crate::form::Draft;
use crate::record::{Certificate, Change, NewSheet};
use crate::service::{Step, Verb, new_sheet_number, step};
use crate::staff::Clerk;

impl Office {
    /// Corrects what was printed wrong. A sheet still at the counter is spoiled and printed again;
    /// one that was handed over comes back first, and the new sheet bears 更正 with the day. The
    /// policy says whether the new sheet has the same number.
    ///
    /// `draft` comes from [`Office::amend`] with the right answers typed into it; `proofs` names the
    /// paper that proves each of them.
    ///
    /// # Errors
    /// [`LifeError`]: nothing was entered.
    pub fn correct(
        &mut self,
        wish: &Wish,
        draft: &Draft,
        proofs: &Proofs,
        clerk: &Clerk,
    ) -> Result<Changed, LifeError> {
        if let Some(again) = self.change_again(wish.request, wish.papers_in.as_deref())? {
            return Ok(again);
        }
        let certificate = self.living(&wish.number)?;
        let old_back = wish.old_back();
        let on = self.shelf.around.on;
        let Step::NewSheet { spoiled } = step(&certificate, &Verb::Correct { old_back }, on)?
        else {
            return Err(LifeError::NothingChanged);
        };
        let amended = self.amended(&certificate, draft, proofs)?;
        let word = if spoiled { "spoiled" } else { "corrected" };
        let sheet = self.new_sheet(&certificate, &amended, spoiled, word)?;
        let changed = self.record_of(ChangeOf {
            certificate: &certificate,
            change: Change::Corrected { spoiled, sheet },
            applied: wish.applied(on)?,
            items: amended.items,
            answers: amended.answers,
            facts: amended.facts,
            word,
        })?;
        self.enter_change(wish, clerk, Some(&certificate), changed)
    }

    fn new_sheet(
        &self,
        certificate: &Certificate,
        amended: &Amended,
        spoiled: bool,
        word: &str,
    ) -> Result<NewSheet, LifeError> {
        if !new_sheet_number(self.offered(LIFE)?, spoiled) {
            return Ok(NewSheet::SameNumber {
                papers: self.certificate_papers(word),
            });
        }
        let issued = self.made_again(certificate, &amended.answers, word)?;
        Ok(NewSheet::NewNumber {
            first_issued: certificate.first_issued(),
            issued: Box::new(issued),
        })
    }
}
