use super::number::{Serials, case_number};
use crate::form::Submission;
use crate::policy::{PatternProblem, PracticeMark, ServiceRules};
use crate::record::{Applicant, Case, Issuer};
use crate::text::Message;

/// An application the hall has taken on, with all that its outcome is made of.
#[derive(Debug, Clone, Copy)]
pub struct Accepted<'a> {
    pub submission: &'a Submission,
    /// What the submission's profile says of the service.
    pub rules: &'a ServiceRules,
    pub applicant: Applicant,
    /// The applicant's case that waits for papers; it goes on instead of a new one.
    pub waiting: Option<&'a Case>,
    /// The last serials used in the year of the submission.
    pub last: Serials,
    pub issuer: &'a Issuer,
    pub practice: bool,
}

/// Why an accepted application has no outcome: the profile or the year is at fault, not the
/// applicant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotDone {
    #[error("the profile gives certificates no validity")]
    NoValidity,
    #[error("the profile gives certificates no number pattern")]
    NoNumberPattern,
    #[error("the profile's number pattern cannot be read: {0}")]
    Pattern(#[from] PatternProblem),
    #[error("the year has no serial left")]
    SeriesFull,
    #[error("the day is outside the calendar")]
    Day,
}

impl NotDone {
    pub fn message(&self) -> Message {
        match self {
            NotDone::NoValidity => Message::new("office.no_validity"),
            NotDone::NoNumberPattern => Message::new("office.no_number_pattern"),
            NotDone::Pattern(problem) => {
                Message::new("office.bad_number_pattern").with("problem", problem)
            }
            NotDone::SeriesFull => Message::new("office.series_full"),
            NotDone::Day => Message::new("office.day_outside_calendar"),
        }
    }
}

impl Accepted<'_> {
    pub(super) fn mark(&self) -> PracticeMark {
        PracticeMark::of(self.practice)
    }

    /// The number of the waiting case, else the next of the year.
    pub(super) fn case(&self) -> Result<String, NotDone> {
        if let Some(waiting) = self.waiting {
            return Ok(waiting.number.clone());
        }
        let on = self.submission.on();
        case_number(&self.issuer.area9, on, self.last.case + 1, self.mark())
            .ok_or(NotDone::SeriesFull)
    }
}
