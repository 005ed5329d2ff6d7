use super::super::Office;
use super::amend::Proofs;
use super::enter::{ANNOTATE, ChangeOf, Planned};
use super::{Changed, LifeError, Wish};
use crate::form::Draft;
use crate::record::{Change, ChangedItem};
use crate::service::{Verb, step};
use crate::staff::Clerk;

/// Who the holder is does not change; it is corrected.
const IDENTITY: [&str; 2] = ["applicant.id", "applicant.name"];

impl Office {
    /// Notes a change after the issue: a marriage, a birth. Number, sheet and validity stay; the
    /// change is written into the certificate by hand.
    ///
    /// `draft` comes from [`Office::amend`] with the new answers typed into it.
    ///
    /// # Errors
    /// [`LifeError`]: nothing was entered.
    pub fn annotate(
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
        let planned = self.plan_annotation(wish, draft, proofs)?;
        self.carry_out(wish, clerk, planned)
    }

    pub(super) fn plan_annotation(
        &self,
        wish: &Wish,
        draft: &Draft,
        proofs: &Proofs,
    ) -> Result<Planned, LifeError> {
        let certificate = self.living(&wish.number)?;
        step(&certificate, &Verb::Annotate, self.shelf.around.on)?;
        self.offered(ANNOTATE)?;
        let amended = self.amended(&certificate, draft, proofs)?;
        self.check_no_identity(&certificate.issued.form, &amended.items)?;
        let changed = self.record_of(ChangeOf {
            certificate: &certificate,
            change: Change::Annotated,
            applied: wish.applied(self.shelf.around.on)?,
            items: amended.items,
            answers: amended.answers,
            facts: amended.facts,
            case: wish.case.clone(),
            orders: &self.orders(ANNOTATE, wish, Some(&certificate)),
        })?;
        Ok(Planned::of(certificate, changed))
    }

    fn check_no_identity(
        &self,
        form: &crate::form::FormRef,
        items: &[ChangedItem],
    ) -> Result<(), LifeError> {
        let identity = |item: &&ChangedItem| IDENTITY.contains(&item.path.as_str());
        let Some(item) = items.iter().find(identity) else {
            return Ok(());
        };
        let form = self.form(form)?;
        let mut fields = form.steps.iter().flat_map(|step| &step.fields);
        let field = fields.find(|field| field.key == item.path);
        let label = field.map(|field| field.label.clone());
        Err(LifeError::NotAnnotated(label.unwrap_or_default()))
    }
}
