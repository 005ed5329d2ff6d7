use chrono::NaiveDate;

use crate::policy::StockRules;
use crate::record::Batch;

/// The last days of a batch, in which the list marks it strongly.
const LAST_DAYS: i64 = 30;

/// How near a batch is to its expiry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Band {
    Expired,
    /// Less than thirty days left.
    Near,
    /// Within the warning window of the policy.
    Warned,
    Good,
}

/// The band of a batch and the days left; none on its last day, negative once it is over.
pub fn band(batch: &Batch, rules: &StockRules, on: NaiveDate) -> (Band, i64) {
    let left = (batch.last_day() - on).num_days();
    let band = match left {
        _ if left < 0 => Band::Expired,
        _ if left < LAST_DAYS => Band::Near,
        _ if left < i64::from(rules.warn_days) => Band::Warned,
        _ => Band::Good,
    };
    (band, left)
}
