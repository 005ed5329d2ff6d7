use chrono::Days;

use super::accepted::{Accepted, NotDone};
use super::number::serial_of;
use crate::policy::Scalar;
use crate::record::CaseSuspended;

/// The profile's value for how many days a case waits for missing papers.
const SUPPLEMENT_DAYS: &str = "supplement_days";
/// What holds where the profile says nothing.
const DEFAULT_DAYS: u64 = 30;

/// The case an application becomes while papers are missing: it is accepted, it has its number,
/// and it waits (一次性告知).
///
/// # Errors
/// [`NotDone`] if the year's serials are used up.
pub fn suspend(accepted: &Accepted<'_>) -> Result<CaseSuspended, NotDone> {
    let submission = accepted.submission;
    let case = accepted.case()?;
    let open_until = submission
        .on()
        .checked_add_days(Days::new(days(accepted)))
        .ok_or(NotDone::Day)?;
    Ok(CaseSuspended {
        applicant: accepted.applicant,
        serial: serial_of(&case).unwrap_or_default(),
        case,
        missing: submission.missing().to_vec(),
        open_until,
        form: submission.form().clone(),
        profile: submission.profile().clone(),
        answers: submission.answers().clone(),
        facts: submission.facts().clone(),
        issuer: accepted.issuer.clone(),
        practice: accepted.practice,
    })
}

fn days(accepted: &Accepted<'_>) -> u64 {
    match accepted.rules.value(SUPPLEMENT_DAYS) {
        Scalar::Number(days) => u64::try_from(days).unwrap_or(DEFAULT_DAYS),
        _ => DEFAULT_DAYS,
    }
}
