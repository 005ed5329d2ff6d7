use chrono::{Months, NaiveDate};
use serde::Deserialize;

/// How long a certificate is valid from its issue date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    pub months: u32,
    /// Whether the same day of the last month is still valid (`…-15` instead of `…-14`).
    pub inclusive_end: bool,
}

impl Validity {
    /// The last valid day of a paper issued on `issue_date`; the day is clamped to the end of a
    /// shorter month.
    ///
    /// `None` only for a date outside the calendar.
    pub fn expiry_date(self, issue_date: NaiveDate) -> Option<NaiveDate> {
        let same_day = issue_date.checked_add_months(Months::new(self.months))?;
        if self.inclusive_end {
            Some(same_day)
        } else {
            same_day.pred_opt()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Profile;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date in a test")
    }

    #[test]
    fn fact_12_validity_is_36_months_to_the_day_before_or_inclusive_and_29_february_is_clamped() {
        let text = include_str!("../../forms/policy/hunan-2010.toml");
        let profile = Profile::parse("hunan-2010", text).expect("the shipped policy");
        let issue = profile.service("certificate.issue").expect("the service");
        let validity = issue.validity.expect("a validity");
        assert_eq!((validity.months, validity.inclusive_end), (36, false));
        let inclusive = Validity {
            inclusive_end: true,
            ..validity
        };
        for (issued, before, same) in [
            ("2010-03-15", "2013-03-14", "2013-03-15"),
            ("2010-01-01", "2012-12-31", "2013-01-01"),
            ("2012-02-29", "2015-02-27", "2015-02-28"),
            ("2010-08-31", "2013-08-30", "2013-08-31"),
        ] {
            assert_eq!(validity.expiry_date(day(issued)), Some(day(before)));
            assert_eq!(inclusive.expiry_date(day(issued)), Some(day(same)));
        }
        assert_eq!(validity.expiry_date(NaiveDate::MAX), None);
    }
}
