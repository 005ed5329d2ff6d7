use super::super::Office;
use super::enter::{CANCEL, ChangeOf, ISSUE, Planned};
use super::{Changed, LifeError, Wish};
use crate::person::{IdPaper, age_on};
use crate::policy::Scalar;
use crate::record::{CancelCause, Certificate, Change, Facts};
use crate::service::{Refused, Verb, VerbKind, Why, step};
use crate::staff::Clerk;

const AGE_MAX: &str = "age_max";

impl Office {
    /// Cancels a certificate with its cause. The number stays in the series.
    ///
    /// # Errors
    /// [`LifeError`]: nothing was entered.
    pub fn cancel(
        &mut self,
        wish: &Wish,
        cause: CancelCause,
        clerk: &Clerk,
    ) -> Result<Changed, LifeError> {
        self.allow(crate::staff::Right::Serve)?;
        if let Some(again) = self.change_again(wish.request, wish.papers_in.as_deref())? {
            return Ok(again);
        }
        let planned = self.plan_cancellation(wish, cause)?;
        self.carry_out(wish, clerk, planned)
    }

    pub(super) fn plan_cancellation(
        &self,
        wish: &Wish,
        cause: CancelCause,
    ) -> Result<Planned, LifeError> {
        let certificate = self.living(&wish.number)?;
        step(&certificate, &Verb::Cancel { cause }, self.shelf.around.on)?;
        self.offered(CANCEL)?;
        if cause == CancelCause::OverAge {
            self.check_over_age(&certificate)?;
        }
        let changed = self.record_of(ChangeOf {
            certificate: &certificate,
            change: Change::Cancelled { cause },
            applied: wish.applied(self.shelf.around.on)?,
            items: Vec::new(),
            answers: certificate.answers().clone(),
            facts: Facts::new(),
            case: wish.case.clone(),
            orders: &self.orders(CANCEL, wish, Some(&certificate)),
        })?;
        Ok(Planned::of(certificate, changed))
    }

    /// Over age is what her number says, where the policy sets an age.
    fn check_over_age(&self, certificate: &Certificate) -> Result<(), LifeError> {
        let on = self.shelf.around.on;
        let age_max = self.shelf.rules(ISSUE).map(|rules| rules.value(AGE_MAX));
        let id = certificate.answers().get("applicant.id");
        let paper = id.and_then(|key| IdPaper::parse_key(key));
        let birth = paper.and_then(|paper| paper.birth_date());
        let age = birth.and_then(|birth| age_on(birth, on));
        let (Some(Scalar::Number(age_max)), Some(age)) = (age_max, age) else {
            return Ok(());
        };
        let age_max = u32::try_from(age_max).unwrap_or_default();
        if age > age_max {
            return Ok(());
        }
        let why = Why::NotOverAge { age, age_max };
        Err(Box::new(Refused::new(certificate, VerbKind::Cancel, why, on)).into())
    }
}
