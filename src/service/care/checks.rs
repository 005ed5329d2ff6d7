use chrono::{Datelike, Months, NaiveDate};

use crate::policy::{CheckPlan, Times};

/// What decides which checks are offered (三查次数).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum User {
    SuppliesOrIud,
    Sterilised {
        on: NaiveDate,
        /// A pregnancy stands in her history after it.
        pregnant_since: bool,
    },
    /// Moved in from elsewhere, whatever she uses.
    Inflow,
}

/// 查环、查孕、查病: which of them is hers to choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckKind {
    Iud,
    Pregnancy,
    Illness,
}

/// A check offered in a quarter of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CheckOffer {
    pub year: i32,
    /// From 1.
    pub quarter: u8,
}

impl CheckOffer {
    pub fn first_day(self) -> Option<NaiveDate> {
        let month = u32::from(self.quarter.checked_sub(1)?) * 3 + 1;
        NaiveDate::from_ymd_opt(self.year, month, 1)
    }
}

/// The checks a plan offers in a year, as it stands on `on`. Every one is voluntary.
pub fn offered_checks(plan: &CheckPlan, user: User, on: NaiveDate) -> Vec<CheckOffer> {
    let times = times(plan, user, on);
    let quarters = times.into_iter().flat_map(|times| &times.quarters);
    quarters
        .map(|quarter| CheckOffer {
            year: on.year(),
            quarter: *quarter,
        })
        .collect()
}

fn times(plan: &CheckPlan, user: User, on: NaiveDate) -> Option<&Times> {
    match user {
        User::SuppliesOrIud => plan.supplies_or_iud.as_ref(),
        User::Inflow => plan.inflow.as_ref(),
        User::Sterilised {
            on: operated,
            pregnant_since,
        } => {
            let recent = !is_a_year_since(operated, on);
            let special = plan.sterilised_recent_or_pregnant_since.as_ref();
            let special = special.filter(|_| recent || pregnant_since);
            special.or(plan.sterilised.as_ref())
        }
    }
}

/// Whether a whole year has passed; the anniversary itself counts.
pub(super) fn is_a_year_since(operated: NaiveDate, on: NaiveDate) -> bool {
    let anniversary = operated.checked_add_months(Months::new(12));
    anniversary.is_some_and(|anniversary| anniversary <= on)
}
