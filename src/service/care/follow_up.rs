use chrono::{Days, Months, NaiveDate};

use crate::policy::{FollowUpRule, Repeat};

/// The days in which a follow-up is offered; both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub from: NaiveDate,
    pub to: NaiveDate,
}

impl Window {
    fn on(day: NaiveDate) -> Window {
        Window { from: day, to: day }
    }

    pub fn holds(self, day: NaiveDate) -> bool {
        (self.from..=self.to).contains(&day)
    }
}

/// The first `most` windows after an act on `act`, which is day 0 (training notes 2010, part
/// 随访). Only the first is a span of days; the later ones are single days that a month leads to.
///
/// Offered only to somebody who chose how to be reached (自愿留下联系方式).
pub fn follow_up(rule: &FollowUpRule, act: NaiveDate, most: usize) -> Vec<Window> {
    let (from, to) = rule.first;
    let first = after(act, from)
        .zip(after(act, to))
        .map(|(from, to)| Window { from, to });
    let months = rule.months.iter().copied();
    let later = months.filter_map(|month| act.checked_add_months(Months::new(month.into())));
    // Month after month from the end of the first window; each counted from there, so that a
    // short month does not pull the later ones forward.
    let repeated = (1u32..).take(most).filter_map(|month| {
        let Repeat::Monthly = rule.then?;
        first?.to.checked_add_months(Months::new(month))
    });
    let later = later.chain(repeated).map(Window::on);
    first.into_iter().chain(later).take(most).collect()
}

fn after(act: NaiveDate, days: u16) -> Option<NaiveDate> {
    act.checked_add_days(Days::new(days.into()))
}

/// Leave (休假) after an act: calendar days, the day of the act the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leave {
    pub days: u16,
    pub from: NaiveDate,
    pub to: NaiveDate,
}

/// The leave a person may have confirmed; `None` where the source states none.
pub fn leave(rule: &FollowUpRule, act: NaiveDate) -> Option<Leave> {
    let days = rule.leave_days.filter(|days| *days > 0)?;
    Some(Leave {
        days,
        from: act,
        to: after(act, days - 1)?,
    })
}
