use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, Weekday};

use super::file::FileProblem;

/// The longest run of days one line may name; the longest real one is nine.
const LONGEST_RUN: i64 = 31;

/// Which days a hall works: Monday to Friday, without the holidays of the table and with the
/// Saturdays and Sundays it exchanges for them (法定节假日及调休).
///
/// Clocks that a rule counts in working days (工作日) are read off here; clocks it counts in days
/// never are. `Default` knows no holiday.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkingDays {
    /// Whether a day that differs from its weekday is worked.
    exceptions: BTreeMap<NaiveDate, bool>,
    years: BTreeSet<i32>,
}

impl WorkingDays {
    /// Reads a table of `from,to,kind,name` with both ends included; `kind` is `off` or `work`.
    ///
    /// # Errors
    /// [`FileProblem`] at the first line that cannot be read, runs backwards or names a day twice.
    pub fn parse(file: &str, text: &str) -> Result<WorkingDays, FileProblem> {
        let mut days = WorkingDays::default();
        // The first line names the columns.
        for (number, line) in text.lines().enumerate().skip(1) {
            days.read_line(line)
                .map_err(|reason| FileProblem::new(file, (number + 1, 1), reason))?;
        }
        Ok(days)
    }

    fn read_line(&mut self, line: &str) -> Result<(), String> {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let [from, to, kind, _name] = cells[..] else {
            return Err("expected from,to,kind,name".to_owned());
        };
        let (from, to) = (date(from)?, date(to)?);
        let worked = match kind {
            "off" => false,
            "work" => true,
            other => return Err(format!("`{other}` is neither `off` nor `work`")),
        };
        if !(0..LONGEST_RUN).contains(&(to - from).num_days()) {
            return Err(format!("from {from} to {to} is no run of days"));
        }
        for day in from.iter_days().take_while(|day| *day <= to) {
            if self.exceptions.insert(day, worked).is_some() {
                return Err(format!("{day} stands twice"));
            }
            self.years.insert(day.year());
        }
        Ok(())
    }

    /// With the days of another table, which rule where both name a day.
    pub fn with(mut self, newer: WorkingDays) -> WorkingDays {
        self.exceptions.extend(newer.exceptions);
        self.years.extend(newer.years);
        self
    }

    /// Whether the holidays of a year are known. Of another year only its weekends are, so a clock
    /// told from them may end too early.
    pub fn knows(&self, year: i32) -> bool {
        self.years.contains(&year)
    }

    pub fn is_working(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        self.exceptions.get(&day).copied().unwrap_or(!weekend)
    }

    /// The last day of a clock of `count` working days that began on `from`. The day it began is
    /// not counted (民法典第二百零一条), whether it was worked or not.
    ///
    /// `None` only outside the calendar.
    pub fn after(&self, from: NaiveDate, count: u16) -> Option<NaiveDate> {
        let mut day = from;
        for _ in 0..count {
            day = day.succ_opt()?;
            while !self.is_working(day) {
                day = day.succ_opt()?;
            }
        }
        Some(day)
    }

    /// Working days left on `today` of a clock that ends with `last`: 0 on its last day, negative
    /// once it is over.
    pub fn left(&self, today: NaiveDate, last: NaiveDate) -> i64 {
        let (earlier, later) = (today.min(last), today.max(last));
        let worked = earlier
            .iter_days()
            .skip(1)
            .take_while(|day| *day <= later)
            .filter(|day| self.is_working(*day))
            .count();
        let worked = i64::try_from(worked).unwrap_or(i64::MAX);
        if today <= last { worked } else { -worked }
    }
}

fn date(cell: &str) -> Result<NaiveDate, String> {
    cell.parse()
        .map_err(|_| format!("`{cell}` is no date such as 2010-10-01"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;
    use proptest::prelude::*;

    const TABLE: &str = include_str!("../../forms/codes/holidays.csv");

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date of the test")
    }

    fn china() -> WorkingDays {
        WorkingDays::parse("holidays.csv", TABLE).unwrap_or_else(|problem| panic!("{problem}"))
    }

    #[test]
    fn a_holiday_is_off_and_the_saturday_exchanged_for_it_is_worked() {
        let china = china();
        assert!(china.knows(2010) && china.knows(2026) && !china.knows(1999));
        assert!(!china.is_working(day("2010-10-01")) && !china.is_working(day("2010-10-07")));
        assert!(china.is_working(day("2010-10-09")), "a worked Saturday");
        assert!(!china.is_working(day("2010-10-10")), "a plain Sunday");
        assert!(china.is_working(day("2010-03-15")), "a plain Monday");
    }

    #[test]
    fn fact_29_inquiry_clocks_of_7_15_and_15_working_days() {
        let china = china();
        // Friday before the National Day of 2010: off from the 1st to the 7th, the 9th is worked.
        let begun = day("2010-09-30");
        assert_eq!(china.after(begun, 1), Some(day("2010-10-08")));
        assert_eq!(china.after(begun, 2), Some(day("2010-10-09")));
        assert_eq!(china.after(begun, 7), Some(day("2010-10-15")));
        assert_eq!(china.after(begun, 15), Some(day("2010-10-27")));
        assert_eq!(china.after(day("2026-11-23"), 7), Some(day("2026-12-02")));
        assert_eq!(china.after(day("2026-11-23"), 15), Some(day("2026-12-14")));
        assert_eq!(china.after(day("2026-11-22"), 0), Some(day("2026-11-22")));
    }

    #[test]
    fn a_newer_table_adds_its_year_and_rules() {
        let newer =
            "from,to,kind,name\n2027-01-01,2027-01-03,off,元旦\n2026-10-10,2026-10-10,off,国庆节\n";
        let newer = WorkingDays::parse("own.csv", newer).expect("a table");
        let days = china().with(newer);
        assert!(days.knows(2027) && !days.is_working(day("2027-01-01")));
        assert!(!days.is_working(day("2026-10-10")) && !days.is_working(day("2026-10-01")));
    }

    #[test]
    fn the_last_day_has_none_left_and_the_day_after_is_late() {
        let china = china();
        let last = day("2010-10-15");
        assert_eq!(china.left(day("2010-09-30"), last), 7);
        assert_eq!(china.left(last, last), 0);
        assert_eq!(china.left(day("2010-10-16"), last), 0, "a Saturday");
        assert_eq!(china.left(day("2010-10-18"), last), -1);
    }

    #[test]
    fn a_slip_in_the_table_is_named_with_its_line() {
        let problem = |line: &str| {
            let text = format!("from,to,kind,name\n2010-01-01,2010-01-03,off,元旦\n{line}\n");
            WorkingDays::parse("h.csv", &text).expect_err("a slip")
        };
        for line in [
            "2010-02-30,2010-03-01,off,节",
            "2010-05-02,2010-05-01,off,节",
            "2010-05-01,2011-05-01,off,节",
            "2010-01-03,2010-01-03,work,节",
            "2010-05-01,2010-05-01,rest,节",
            "2010-05-01,2010-05-01,off",
        ] {
            assert_eq!(problem(line).line, 3, "{line}");
        }
    }

    proptest! {
        #[test]
        fn a_clock_has_as_many_days_left_as_it_was_set_to(start in 0i64..8_000, count in 0u16..60) {
            let china = china();
            let from = day("2005-01-01") + Duration::days(start);
            let last = china.after(from, count).expect("within the calendar");
            prop_assert_eq!(china.left(from, last), i64::from(count));
            prop_assert!(count == 0 || china.is_working(last));
        }

        #[test]
        fn any_table_is_read_or_refused_without_panic(text in "[0-9,\\-offwrk\n]{0,80}") {
            let _ = WorkingDays::parse("h.csv", &text);
        }
    }
}
