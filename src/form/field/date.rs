use chrono::NaiveDate;

use super::Reading;
use crate::person::{PartialDate, read_date};

pub(super) fn read(typed: &str, on: NaiveDate) -> Reading {
    match read_date(typed, on) {
        Ok(date) => Reading::good(date.to_string(), date.to_string().as_str()),
        Err(problem) => Reading::bad(problem.message()),
    }
}

pub(super) fn read_partial(typed: &str) -> Reading {
    match PartialDate::read(typed) {
        Ok(date) => Reading {
            last_day: Some(date.last()),
            ..Reading::good(date.to_string(), date.to_string().as_str())
        },
        Err(problem) => Reading::bad(problem.message()),
    }
}

/// The earliest day a partial date can mean.
pub(super) fn first_day(canonical: &str) -> Option<NaiveDate> {
    PartialDate::read(canonical).ok().map(|date| date.first())
}
