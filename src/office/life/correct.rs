use super::super::Office;
use super::amend::{Amended, Proofs};
use super::enter::{CORRECT, ChangeOf, Planned};
use super::{Changed, LifeError, Wish};
use crate::form::{Draft, PaperOrder};
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
        self.allow(crate::staff::Right::Serve)?;
        if let Some(again) = self.change_again(wish.request, wish.papers_in.as_deref())? {
            return Ok(again);
        }
        let planned = self.plan_correction(wish, draft, proofs)?;
        self.carry_out(wish, clerk, planned)
    }

    pub(super) fn plan_correction(
        &self,
        wish: &Wish,
        draft: &Draft,
        proofs: &Proofs,
    ) -> Result<Planned, LifeError> {
        let certificate = self.living(&wish.number)?;
        let old_back = wish.old_back();
        let on = self.shelf.around.on;
        let Step::NewSheet { spoiled } = step(&certificate, &Verb::Correct { old_back }, on)?
        else {
            return Err(LifeError::NothingChanged);
        };
        let amended = self.amended(&certificate, draft, proofs)?;
        let orders = self.orders(CORRECT, wish, Some(&certificate));
        let sheet = self.new_sheet(&certificate, &amended, spoiled, (wish, &orders))?;
        let changed = self.record_of(ChangeOf {
            certificate: &certificate,
            change: Change::Corrected { spoiled, sheet },
            applied: wish.applied(on)?,
            items: amended.items,
            answers: amended.answers,
            facts: amended.facts,
            case: wish.case.clone(),
            orders: &orders,
        })?;
        Ok(Planned::of(certificate, changed))
    }

    fn new_sheet(
        &self,
        certificate: &Certificate,
        amended: &Amended,
        spoiled: bool,
        (wish, orders): (&Wish, &[PaperOrder]),
    ) -> Result<NewSheet, LifeError> {
        if !new_sheet_number(self.offered(CORRECT)?, spoiled) {
            return Ok(NewSheet::SameNumber {
                papers: self.certificate_papers(orders),
            });
        }
        let answers = &amended.answers;
        let issued = self.made_again(certificate, answers, (CORRECT, wish), orders)?;
        Ok(NewSheet::NewNumber {
            first_issued: certificate.first_issued(),
            issued: Box::new(issued),
        })
    }
}
