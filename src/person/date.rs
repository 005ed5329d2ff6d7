use chrono::{Datelike, Duration, NaiveDate};

use super::{DateProblem, PartialDate};
use crate::text::half_width;

/// Reads a whole date in any of the ways of [`PartialDate::read`], and also `今天`, `昨天`,
/// `明天`, and a month and day of this year (`3-15`, `3月15日`), all seen from `today`.
///
/// # Errors
/// The first thing that is wrong; a date without its day is [`DateProblem::Incomplete`].
pub fn read_date(text: &str, today: NaiveDate) -> Result<NaiveDate, DateProblem> {
    let typed = half_width(text);
    let typed = typed.trim();
    if let Some(days) = days_from_today(typed) {
        let day = today.checked_add_signed(Duration::days(days));
        return day.ok_or(DateProblem::YearOutOfRange);
    }
    match PartialDate::read(typed) {
        Ok(date) => date.day().ok_or(DateProblem::Incomplete),
        Err(DateProblem::Unreadable) => this_year(typed, today),
        Err(problem) => Err(problem),
    }
}

fn days_from_today(typed: &str) -> Option<i64> {
    match typed {
        "今天" | "今日" => Some(0),
        "昨天" | "昨日" => Some(-1),
        "前天" => Some(-2),
        "明天" | "明日" => Some(1),
        "后天" => Some(2),
        _ => None,
    }
}

/// A month and a day, which must be parted by a sign: `315` alone is nobody's date.
fn this_year(typed: &str, today: NaiveDate) -> Result<NaiveDate, DateProblem> {
    let short = typed.find(|c: char| !c.is_ascii_digit());
    if !matches!(short, Some(1 | 2)) {
        return Err(DateProblem::Unreadable);
    }
    PartialDate::read(&format!("{}-{typed}", today.year()))?
        .day()
        .ok_or(DateProblem::Unreadable)
}

/// Completed years on `day`. Who was born on 29 February completes a year on 1 March when the
/// year has no 29 February. `None` before the birth.
pub fn age_on(birth: NaiveDate, day: NaiveDate) -> Option<u32> {
    // The later of the calendar's two readings falls out of comparing month and day: 02-28 is
    // before 02-29, 03-01 is not.
    day.years_since(birth)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date of the test")
    }

    fn read(text: &str) -> Result<NaiveDate, DateProblem> {
        read_date(text, day("2010-03-15"))
    }

    #[test]
    fn a_whole_date_may_be_told_from_today() {
        assert_eq!(read("今天"), Ok(day("2010-03-15")));
        assert_eq!(read("昨天"), Ok(day("2010-03-14")));
        assert_eq!(read("5-20"), Ok(day("2010-05-20")));
        assert_eq!(read("5月20日"), Ok(day("2010-05-20")));
        assert_eq!(read("20100520"), Ok(day("2010-05-20")));
        assert_eq!(read("2-29"), Err(DateProblem::NotInCalendar));
        assert_eq!(read("2010-05"), Err(DateProblem::Incomplete));
        assert_eq!(read("520"), Err(DateProblem::Unreadable));
    }

    #[test]
    fn age_is_completed_years_and_a_leap_day_counts_on_the_first_of_march() {
        assert_eq!(age_on(day("1983-04-12"), day("2010-03-15")), Some(26));
        assert_eq!(age_on(day("1977-01-01"), day("2026-12-31")), Some(49));
        assert_eq!(age_on(day("1977-01-01"), day("2027-01-01")), Some(50));
        assert_eq!(age_on(day("1984-02-29"), day("2010-02-28")), Some(25));
        assert_eq!(age_on(day("1984-02-29"), day("2010-03-01")), Some(26));
        assert_eq!(age_on(day("1984-02-29"), day("2012-02-29")), Some(28));
        assert_eq!(age_on(day("2010-03-16"), day("2010-03-15")), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_panic(text in any::<String>()) {
            let _ = read(&text);
        }

        #[test]
        fn nearly_a_date_is_read_or_refused_without_panic(text in "[0-9今明天前]{0,4}[-./月]?[0-9]{0,3}") {
            let _ = read(&text);
        }
    }
}
