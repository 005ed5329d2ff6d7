use chrono::{Datelike, Months, NaiveDate};

use crate::policy::{PolicyValue, ServiceRules};

/// The service under which a policy says when reports are due and for which year.
pub const RULES: &str = "report.flow";

/// When the year of the statistics begins and which reports it asks for, as the policy says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Month and day of its first day: 1 October in Hunan (training notes 2010).
    pub starts: (u32, u32),
    /// Codes of the reports that are due at each month's end.
    pub monthly: Vec<String>,
    /// Codes of the reports that are due every half year.
    pub half_yearly: Vec<String>,
    /// Whether the monthly slips name people, or only count them.
    pub names_people: bool,
}

/// From one day to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Calendar {
    /// What the policy says; `None` where a value is missing or cannot be read.
    pub fn read(rules: &ServiceRules) -> Option<Calendar> {
        let word = |name: &str| match rules.values.get(name) {
            Some(PolicyValue::Word(word)) => Some(word.as_str()),
            _ => None,
        };
        let (month, day) = word("year_starts")?.split_once('-')?;
        let starts = (month.parse().ok()?, day.parse().ok()?);
        // A day that every year has.
        NaiveDate::from_ymd_opt(2001, starts.0, starts.1)?;
        let codes = |name: &str| {
            let words = word(name).unwrap_or_default().split_whitespace();
            words.map(str::to_owned).collect()
        };
        Some(Calendar {
            starts,
            monthly: codes("monthly"),
            half_yearly: codes("half_yearly"),
            names_people: rules.values.get("names_people") == Some(&PolicyValue::Flag(true)),
        })
    }

    /// The statistics year a day lies in.
    pub fn year_of(&self, day: NaiveDate) -> Option<Span> {
        let (month, first) = self.starts;
        let this = NaiveDate::from_ymd_opt(day.year(), month, first)?;
        let from = match day < this {
            true => NaiveDate::from_ymd_opt(day.year() - 1, month, first)?,
            false => this,
        };
        span(from, 12)
    }

    /// The half of the statistics year a day lies in.
    pub fn half_of(&self, day: NaiveDate) -> Option<Span> {
        let first = span(self.year_of(day)?.from, 6)?;
        match day <= first.to {
            true => Some(first),
            false => span(first.to.succ_opt()?, 6),
        }
    }
}

fn span(from: NaiveDate, months: u32) -> Option<Span> {
    let next = from.checked_add_months(Months::new(months))?;
    Some(Span {
        from,
        to: next.pred_opt()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Profile;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date in a test")
    }

    fn calendar() -> Calendar {
        let text = include_str!("../../forms/policy/hunan-2010.toml");
        let profile = Profile::parse("hunan-2010.toml", text).expect("the profile");
        let rules = profile.service(RULES).expect("rules for reports");
        Calendar::read(rules).expect("a calendar")
    }

    #[test]
    fn fact_24_four_monthly_reports_one_half_yearly_and_a_year_from_october_to_september() {
        let calendar = calendar();
        assert_eq!(calendar.monthly, ["F9", "F10", "F11", "F12"]);
        assert_eq!(calendar.half_yearly, ["F13"]);
        let span = |from, to| Span {
            from: day(from),
            to: day(to),
        };
        for (on, from, to) in [
            ("2009-10-01", "2009-10-01", "2010-03-31"),
            ("2010-03-31", "2009-10-01", "2010-03-31"),
            ("2010-04-01", "2010-04-01", "2010-09-30"),
            ("2010-09-30", "2010-04-01", "2010-09-30"),
            ("2010-10-01", "2010-10-01", "2011-03-31"),
        ] {
            assert_eq!(calendar.half_of(day(on)), Some(span(from, to)), "{on}");
        }
        let year = Some(span("2009-10-01", "2010-09-30"));
        assert_eq!(calendar.year_of(day("2010-09-30")), year);
        assert_eq!(calendar.year_of(day("2009-10-01")), year);
    }
}
