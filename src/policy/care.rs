use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::file::FileProblem;
use crate::text::Label;

/// What a profile says of follow-up, checks, reports of adverse reactions, exchange with other
/// places, and the days of the year. All of it is offered to whoever asks; none of it is a duty of
/// anybody served here.
#[derive(Debug, Clone, Default)]
pub struct CareRules {
    /// By act: `supplies`, `iud_in`, `abortion`.
    pub followup: BTreeMap<String, FollowUpRule>,
    pub checks: Option<CheckRules>,
    pub reactions: Option<ReactionClocks>,
    pub exchange: Option<ExchangeClocks>,
    pub calendar: Vec<SpecialDay>,
}

/// When follow-up (随访) after an act is offered, and how long the leave it entitles to is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUpRule {
    pub name: Label,
    /// Days after the act, which is day 0; both ends included.
    pub first: (u16, u16),
    /// Months after the act at which it is offered again.
    #[serde(default)]
    pub months: Vec<u16>,
    #[serde(default)]
    pub then: Option<Repeat>,
    /// Calendar days of leave, the day of the act the first of them; none where the source states
    /// none.
    #[serde(default)]
    pub leave_days: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Repeat {
    Monthly,
}

/// How often checks (三查) are offered. Places differed, so a profile names the plan it follows.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CheckRules {
    pub plan: String,
    #[serde(flatten)]
    pub plans: BTreeMap<String, CheckPlan>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckPlan {
    /// Users of supplies and of an IUD.
    #[serde(default)]
    pub supplies_or_iud: Option<Times>,
    #[serde(default)]
    pub sterilised: Option<Times>,
    /// Sterilised within the last year, or with a pregnancy afterwards.
    #[serde(default)]
    pub sterilised_recent_or_pregnant_since: Option<Times>,
    /// Who moved in from elsewhere.
    #[serde(default)]
    pub inflow: Option<Times>,
    /// The five classes of service (分类服务), if the plan has them.
    #[serde(default)]
    pub class: Vec<ClassPlan>,
}

/// How often in a year, and in which quarters from 1.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Times {
    pub times: u8,
    pub quarters: Vec<u8>,
}

/// In which months, from 1, a class is offered what.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassPlan {
    pub number: u8,
    #[serde(default)]
    pub scan_months: Vec<u8>,
    #[serde(default)]
    pub visit_months: Vec<u8>,
}

/// Within how many days an adverse reaction (药具不良反应) is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReactionClocks {
    pub death_days: u16,
    pub new_or_serious_days: u16,
    pub other_days: u16,
}

/// Within how many days another place's inquiry (协查) is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeClocks {
    pub urgent_days: u16,
    pub ordinary_days: u16,
    /// Of a registration here: sending, answering and telling, in working days.
    pub send_working_days: u16,
    pub answer_working_days: u16,
    pub tell_working_days: u16,
}

/// A day of the year that the hall's calendar names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialDay {
    pub month: u32,
    pub day: u32,
    pub name: Label,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SpecialDayToml {
    /// `05-29`.
    day: String,
    name: Label,
}

impl CareRules {
    /// What the calendar names of a day.
    pub fn days_on(&self, on: NaiveDate) -> impl Iterator<Item = &SpecialDay> {
        let falls = move |day: &&SpecialDay| (day.month, day.day) == (on.month(), on.day());
        self.calendar.iter().filter(falls)
    }

    /// # Errors
    /// [`FileProblem`] at the first thing that cannot be.
    pub(super) fn check(&self, file: &str, text: &str) -> Result<(), FileProblem> {
        let problem = |near: &str, reason: &str| Err(FileProblem::at(file, text, near, reason));
        for (act, rule) in &self.followup {
            if rule.first.0 > rule.first.1 {
                return problem(act, "the window ends before it begins");
            }
        }
        let Some(checks) = &self.checks else {
            return Ok(());
        };
        if !checks.plans.contains_key(&checks.plan) {
            return problem(&checks.plan, "no plan of this name is defined");
        }
        for (name, plan) in &checks.plans {
            if let Some(reason) = plan.problem() {
                return problem(name, reason);
            }
        }
        Ok(())
    }
}

impl CheckPlan {
    fn problem(&self) -> Option<&'static str> {
        let times = [
            &self.supplies_or_iud,
            &self.sterilised,
            &self.sterilised_recent_or_pregnant_since,
            &self.inflow,
        ];
        for times in times.into_iter().flatten() {
            if times.quarters.len() != usize::from(times.times) {
                return Some("`times` is the number of `quarters`");
            }
            if times
                .quarters
                .iter()
                .any(|quarter| !(1..=4).contains(quarter))
            {
                return Some("a quarter is 1 to 4");
            }
        }
        for class in &self.class {
            let mut months = class.scan_months.iter().chain(&class.visit_months);
            if !(1..=5).contains(&class.number) || months.any(|month| !(1..=12).contains(month)) {
                return Some("classes are 1 to 5 and months 1 to 12");
            }
        }
        None
    }
}

impl SpecialDayToml {
    pub(super) fn read(self, file: &str, text: &str) -> Result<SpecialDay, FileProblem> {
        let parts = self.day.split_once('-');
        let parts = parts.and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)));
        // A leap year has every day there is.
        let real =
            parts.filter(|(month, day)| NaiveDate::from_ymd_opt(2000, *month, *day).is_some());
        match real {
            Some((month, day)) => Ok(SpecialDay {
                month,
                day,
                name: self.name,
            }),
            None => Err(FileProblem::at(
                file,
                text,
                &self.day,
                "expected a day such as 05-29",
            )),
        }
    }
}
