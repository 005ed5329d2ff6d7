use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Months, NaiveDate};

use crate::text::Message;

/// A month of the calendar: the period of a monthly report. Written `2010-03`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// Its first day.
    first: NaiveDate,
}

/// The text is no month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no month such as 2010-03")]
pub struct MonthProblem(pub String);

impl MonthProblem {
    pub fn message(&self) -> Message {
        Message::new("report.not_a_month").with("typed", &self.0)
    }
}

impl Month {
    /// The month a day lies in.
    pub fn of(day: NaiveDate) -> Month {
        Month {
            // Every month has a first day.
            first: day.with_day(1).unwrap_or(day),
        }
    }

    pub fn first(self) -> NaiveDate {
        self.first
    }

    pub fn last(self) -> NaiveDate {
        let next = self.next().first;
        next.pred_opt().unwrap_or(self.first)
    }

    /// The month after; the last month of the calendar itself.
    pub fn next(self) -> Month {
        let first = self.first.checked_add_months(Months::new(1));
        Month {
            first: first.unwrap_or(self.first),
        }
    }

    pub fn previous(self) -> Month {
        let first = self.first.checked_sub_months(Months::new(1));
        Month {
            first: first.unwrap_or(self.first),
        }
    }

    /// Its days in order.
    pub fn days(self) -> impl Iterator<Item = NaiveDate> {
        let inside = move |day: &NaiveDate| Month::of(*day) == self;
        self.first.iter_days().take_while(inside)
    }

    /// `201003`, as it stands in the number of a report.
    pub fn digits(self) -> String {
        self.first.format("%Y%m").to_string()
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.first.format("%Y-%m"))
    }
}

impl FromStr for Month {
    type Err = MonthProblem;

    fn from_str(text: &str) -> Result<Month, MonthProblem> {
        let problem = || MonthProblem(text.to_owned());
        let (year, month) = text.trim().split_once('-').ok_or_else(problem)?;
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || !(1..=2).contains(&month.len()) || !is_number(year) {
            return Err(problem());
        }
        let number = |part: &str| part.parse::<u32>().map_err(|_| problem());
        // Four digits fit.
        let year = number(year)? as i32;
        let first = NaiveDate::from_ymd_opt(year, number(month)?, 1);
        first.map(Month::of).ok_or_else(problem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_month_has_its_days_and_its_neighbours() {
        let month: Month = "2012-02".parse().expect("a month");
        assert_eq!(month.last().to_string(), "2012-02-29");
        assert_eq!(month.days().count(), 29);
        assert_eq!(month.next().to_string(), "2012-03");
        let january: Month = "2010-1".parse().expect("a month");
        assert_eq!(
            (january.to_string(), january.digits()),
            ("2010-01".into(), "201001".into())
        );
        assert_eq!(january.previous().to_string(), "2009-12");
        for wrong in [
            "",
            "2010",
            "2010-13",
            "2010-00",
            "10-03",
            "2010-03-15",
            "二〇一〇-03",
        ] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_month_or_none_without_panic(text in "\\PC{0,10}") {
            let _ = text.parse::<Month>();
        }
    }
}
