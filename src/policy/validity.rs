use chrono::{Datelike, Months, NaiveDate};
use serde::Deserialize;

/// How long a certificate is valid from its issue date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Validity {
    pub months: u32,
    /// Whether the same day of the last month is still valid (`…-15` instead of `…-14`).
    pub inclusive_end: bool,
    /// The age whose birthday is the last valid day, if that comes sooner: an electronic certificate
    /// lapses when its holder leaves child-bearing age (guide, F2). Nothing shortens it without.
    #[serde(default)]
    pub until_age: Option<u32>,
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

impl Validity {
    /// The last valid day of a paper issued on `issue_date` to somebody born on `birth`; who was born
    /// on 29 February has her birthday on 1 March of a common year.
    ///
    /// `None` only for a date outside the calendar.
    pub fn expiry_date_for(
        self,
        issue_date: NaiveDate,
        birth: Option<NaiveDate>,
    ) -> Option<NaiveDate> {
        let expiry = self.expiry_date(issue_date)?;
        let (Some(age), Some(birth)) = (self.until_age, birth) else {
            return Some(expiry);
        };
        let birthday = birth.checked_add_months(Months::new(age.checked_mul(12)?))?;
        let birthday = match birthday.day() == birth.day() {
            true => birthday,
            false => birthday.succ_opt()?,
        };
        Some(expiry.min(birthday))
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

    #[test]
    fn a_policy_may_end_it_on_the_day_she_is_fifty() {
        let text = include_str!("../../forms/policy/hunan-2016.toml");
        let profile = Profile::parse("hunan-2016", text).expect("the shipped policy");
        let issue = profile.service("certificate.issue").expect("the service");
        let validity = issue.validity.expect("a validity");
        let ends = |birth: &str| {
            let birth = Some(day(birth));
            let ends = validity.expiry_date_for(day("2016-06-01"), birth);
            ends.expect("a day of the calendar").to_string()
        };
        assert_eq!(ends("1966-07-10"), "2016-07-10", "the birthday comes first");
        assert_eq!(
            ends("1966-09-01"),
            "2016-08-31",
            "the three months are over"
        );
        let unknown = validity.expiry_date_for(day("2016-06-01"), None);
        assert_eq!(unknown, Some(day("2016-08-31")));
        // Born on 29 February she is fifty on 1 March.
        let leap = validity.expiry_date_for(day("2017-12-15"), Some(day("1968-02-29")));
        assert_eq!(leap, Some(day("2018-03-01")));
        let long = Validity {
            until_age: None,
            ..validity
        };
        let all = long.expiry_date_for(day("2016-06-01"), Some(day("1966-07-10")));
        assert_eq!(all, Some(day("2016-08-31")));
    }
}
