use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, FixedOffset, NaiveDate};

/// All of China keeps the time of Beijing, eight hours ahead of UTC, whatever the computer says.
const BEIJING: i32 = 8 * 3600;

/// Where the time comes from: the one door through which an office looks at a clock.
pub trait Clock: Send {
    /// UTC, in milliseconds since 1970.
    fn now_ms(&self) -> i64;

    /// The day at the counter.
    fn today(&self) -> NaiveDate {
        at_the_counter(self.now_ms()).date_naive()
    }
}

/// A moment as the clock on the counter's wall shows it.
pub fn at_the_counter(ms: i64) -> DateTime<FixedOffset> {
    let moment = DateTime::from_timestamp_millis(ms).unwrap_or_default();
    // Eight hours are within a day, which is all an offset has to be.
    FixedOffset::east_opt(BEIJING).map_or_else(
        || moment.fixed_offset(),
        |beijing| moment.with_timezone(&beijing),
    )
}

/// The computer's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock everybody else asks"
    )]
    fn now_ms(&self) -> i64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        now.map_or(0, |now| i64::try_from(now.as_millis()).unwrap_or(i64::MAX))
    }
}

/// A clock that stands still, at half past nine of a day.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub NaiveDate);

impl Clock for FixedClock {
    fn now_ms(&self) -> i64 {
        let time = self.0.and_hms_opt(9, 30, 0);
        let beijing = i64::from(BEIJING) * 1000;
        time.map_or(0, |time| time.and_utc().timestamp_millis() - beijing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_at_the_counter_begins_at_midnight_in_beijing() {
        let day = NaiveDate::from_ymd_opt(2010, 3, 15).expect("a real day");
        assert_eq!(FixedClock(day).today(), day);
        let shown = at_the_counter(FixedClock(day).now_ms());
        assert_eq!(
            shown.format("%Y-%m-%d %H:%M").to_string(),
            "2010-03-15 09:30"
        );
    }
}
