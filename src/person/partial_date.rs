use std::cmp::Ordering;
use std::fmt;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::text::{Message, half_width};

/// Years that a person's paper can name.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=2199;

/// A date of which the day, or the day and the month, may be unknown. Its canonical text is
/// `2005-05-01`, `2005-05` or `2005`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PartialDate {
    Year(i32),
    /// Year and month, 1 to 12.
    Month(i32, u32),
    Day(NaiveDate),
}

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateProblem {
    Empty,
    /// Not written like a date.
    Unreadable,
    /// Written like a date, but the calendar has no such day.
    NotInCalendar,
    /// Year before 1800 or after 2199.
    YearOutOfRange,
    /// A whole date is needed; only the year or the month was given.
    Incomplete,
}

impl DateProblem {
    pub fn message(&self) -> Message {
        match self {
            DateProblem::Empty => Message::new("person.date_empty"),
            DateProblem::Unreadable => Message::new("person.date_unreadable"),
            DateProblem::NotInCalendar => Message::new("person.date_not_in_calendar"),
            DateProblem::YearOutOfRange => Message::new("person.date_year_out_of_range"),
            DateProblem::Incomplete => Message::new("person.date_incomplete"),
        }
    }
}

impl PartialDate {
    /// Reads `2010-03-15`, `2010.3.15`, `2010/3/15`, `2010年3月15日`, `20100315`, the same in
    /// full-width characters, and each of them without the day or without month and day.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn read(text: &str) -> Result<PartialDate, DateProblem> {
        let typed = half_width(text);
        let typed = typed.trim();
        if typed.is_empty() {
            return Err(DateProblem::Empty);
        }
        let parts = date_parts(typed).ok_or(DateProblem::Unreadable)?;
        PartialDate::from_parts(&parts)
    }

    /// 4, 6 or 8 digits; `None` if they are no date.
    pub(super) fn from_digits(digits: &str) -> Option<PartialDate> {
        PartialDate::from_parts(&split_digits(digits)?).ok()
    }

    fn from_parts(parts: &[u32]) -> Result<PartialDate, DateProblem> {
        let year = parts.first().and_then(|year| i32::try_from(*year).ok());
        let year = year
            .filter(|year| YEARS.contains(year))
            .ok_or(DateProblem::YearOutOfRange)?;
        match parts {
            [_] => Ok(PartialDate::Year(year)),
            [_, month] if (1..=12).contains(month) => Ok(PartialDate::Month(year, *month)),
            [_, month, day] => NaiveDate::from_ymd_opt(year, *month, *day)
                .map(PartialDate::Day)
                .ok_or(DateProblem::NotInCalendar),
            _ => Err(DateProblem::NotInCalendar),
        }
    }

    /// The earliest day it can mean.
    pub fn first(self) -> NaiveDate {
        match self {
            PartialDate::Year(year) => first_of(year, 1),
            PartialDate::Month(year, month) => first_of(year, month),
            PartialDate::Day(day) => day,
        }
    }

    /// The latest day it can mean.
    pub fn last(self) -> NaiveDate {
        let months = match self {
            PartialDate::Year(_) => 12,
            PartialDate::Month(..) => 1,
            PartialDate::Day(day) => return day,
        };
        let next = self.first().checked_add_months(Months::new(months));
        next.and_then(|day| day.pred_opt()).unwrap_or(self.first())
    }

    /// The whole date, if it is one.
    pub fn day(self) -> Option<NaiveDate> {
        match self {
            PartialDate::Day(day) => Some(day),
            _ => None,
        }
    }

    /// Compares by interval: `None` if the two could be in either order.
    pub fn compare(self, other: PartialDate) -> Option<Ordering> {
        if self == other && self.day().is_some() {
            Some(Ordering::Equal)
        } else if self.last() < other.first() {
            Some(Ordering::Less)
        } else if self.first() > other.last() {
            Some(Ordering::Greater)
        } else {
            None
        }
    }

    /// As printed: `2010年3月15日`, `2010年3月`, `2010年`.
    pub fn printed(self) -> String {
        match self {
            PartialDate::Year(year) => format!("{year}年"),
            PartialDate::Month(year, month) => format!("{year}年{month}月"),
            PartialDate::Day(day) => {
                format!("{}年{}月{}日", day.year(), day.month(), day.day())
            }
        }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PartialDate::Year(year) => write!(f, "{year:04}"),
            PartialDate::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            PartialDate::Day(day) => write!(f, "{day}"),
        }
    }
}

impl TryFrom<String> for PartialDate {
    type Error = String;

    fn try_from(text: String) -> Result<PartialDate, String> {
        PartialDate::read(&text).map_err(|problem| format!("{problem:?}"))
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> String {
        date.to_string()
    }
}

impl From<NaiveDate> for PartialDate {
    fn from(day: NaiveDate) -> PartialDate {
        PartialDate::Day(day)
    }
}

fn first_of(year: i32, month: u32) -> NaiveDate {
    // Only a year and month that passed `from_parts` or come from the program reach this.
    NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default()
}

/// Year, month and day as far as they are written; `None` if the text is not written like a date.
fn date_parts(typed: &str) -> Option<Vec<u32>> {
    if typed.bytes().all(|b| b.is_ascii_digit()) {
        return split_digits(typed);
    }
    let mut rest = typed;
    let mut parts = Vec::new();
    for ends in [['年'], ['月'], ['日']] {
        let end = rest.find(|c: char| !c.is_ascii_digit());
        let (digits, after) = rest.split_at(end.unwrap_or(rest.len()));
        let widest = if parts.is_empty() { 4 } else { 2 };
        if digits.is_empty() || digits.len() > widest || (parts.is_empty() && digits.len() < 4) {
            return None;
        }
        parts.push(digits.parse().ok()?);
        rest = after
            .strip_prefix(ends)
            .or_else(|| after.strip_prefix(['-', '.', '/', '。', '号']))
            .unwrap_or(after)
            .trim_start();
        if rest.is_empty() {
            return Some(parts);
        }
        // Something that is neither a separator nor an end stands after the digits.
        if rest.len() == after.len() {
            return None;
        }
    }
    None
}

fn split_digits(digits: &str) -> Option<Vec<u32>> {
    let part = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    match digits.len() {
        4 => Some(vec![part(0..4)?]),
        6 => Some(vec![part(0..4)?, part(4..6)?]),
        8 => Some(vec![part(0..4)?, part(4..6)?, part(6..8)?]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> String {
        match PartialDate::read(text) {
            Ok(date) => date.to_string(),
            Err(problem) => format!("{problem:?}"),
        }
    }

    #[test]
    fn every_way_of_writing_one_day_gives_the_same_text() {
        for text in [
            "2010-03-15",
            "2010-3-15",
            "20100315",
            "2010.3.15",
            "2010/03/15",
            "2010年3月15日",
            "2010年3月15",
            "２０１０．３．１５",
            " 2010 年 3 月 15 号 ".replace(' ', "").as_str(),
            "2010。3。15",
        ] {
            assert_eq!(read(text), "2010-03-15", "{text}");
        }
    }

    #[test]
    fn the_day_or_the_month_may_be_missing() {
        assert_eq!(read("2005年"), "2005");
        assert_eq!(read("2005"), "2005");
        assert_eq!(read("2005.5"), "2005-05");
        assert_eq!(read("200505"), "2005-05");
        assert_eq!(read("２００５年５月"), "2005-05");
    }

    #[test]
    fn what_is_no_date_says_why() {
        assert_eq!(read("  "), "Empty");
        assert_eq!(read("昨年"), "Unreadable");
        assert_eq!(read("10-3-15"), "Unreadable");
        assert_eq!(read("2010315"), "Unreadable");
        assert_eq!(read("2010-3-15-1"), "Unreadable");
        assert_eq!(read("2010a3"), "Unreadable");
        assert_eq!(read("2010-02-30"), "NotInCalendar");
        assert_eq!(read("2010-13"), "NotInCalendar");
        assert_eq!(read("1234"), "YearOutOfRange");
    }

    #[test]
    fn dates_are_compared_by_what_they_can_mean() {
        let date = |text| PartialDate::read(text).expect("a date");
        let compare = |a, b| date(a).compare(date(b));
        assert_eq!(compare("2005", "2006-01"), Some(Ordering::Less));
        assert_eq!(compare("2005-05", "2005-04-30"), Some(Ordering::Greater));
        assert_eq!(compare("2005", "2005-05"), None);
        assert_eq!(compare("2005-05", "2005-05"), None);
        assert_eq!(compare("2005-05-01", "2005-05-01"), Some(Ordering::Equal));
        assert_eq!(date("2008-02").last().to_string(), "2008-02-29");
        assert_eq!(date("2008").last().to_string(), "2008-12-31");
    }

    #[test]
    fn a_date_is_printed_in_chinese() {
        let printed = |text| PartialDate::read(text).map(PartialDate::printed);
        assert_eq!(printed("20100315").as_deref(), Ok("2010年3月15日"));
        assert_eq!(printed("2010-03").as_deref(), Ok("2010年3月"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_panic(text in any::<String>()) {
            let _ = PartialDate::read(&text);
        }

        #[test]
        fn nearly_a_date_that_reads_has_one_text(text in "[0-9]{1,4}[-./年][0-9]{0,2}[-./月]?[0-9]{0,2}日?") {
            if let Ok(date) = PartialDate::read(&text) {
                prop_assert_eq!(PartialDate::read(&date.to_string()), Ok(date));
                prop_assert_eq!(PartialDate::read(&date.printed()), Ok(date));
                prop_assert!(date.first() <= date.last());
            }
        }
    }
}
