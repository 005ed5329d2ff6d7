use chrono::{Datelike, NaiveDate};

use crate::form::Submission;
use crate::policy::{PracticeMark, padded};
use crate::record::{Facts, GivenNumber};

/// What the record learns of a submission and of the numbers it was given.
pub(super) fn learnt(submission: &Submission, given: &[GivenNumber]) -> Facts {
    let mut facts = submission.learnt();
    for order in submission.numbers() {
        let number = given.iter().find(|given| given.name == order.name);
        if let Some((fact, given)) = order.keep.as_ref().zip(number) {
            facts.insert(fact.clone(), given.number.clone());
        }
    }
    facts
}

/// The last serial used of each series of a year, 0 before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Serials {
    pub certificate: u32,
    pub case: u32,
    pub agreement: u32,
}

/// Application number: `SQ-430406005-2010-00001`. `None` once the year's serials are used up.
pub fn case_number(area9: &str, on: NaiveDate, serial: u32, mark: PracticeMark) -> Option<String> {
    let serial = padded(serial, 5)?;
    Some(mark.marked(format!("SQ-{area9}-{:04}-{serial}", on.year())))
}

/// Agreement number: `XY-430406005-2010-0001`. `None` once the year's serials are used up.
pub fn agreement_number(
    area9: &str,
    on: NaiveDate,
    serial: u32,
    mark: PracticeMark,
) -> Option<String> {
    let serial = padded(serial, 4)?;
    Some(mark.marked(format!("XY-{area9}-{:04}-{serial}", on.year())))
}

/// The names under which the last serials of a year are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    pub certificate: String,
    pub case: String,
    pub agreement: String,
}

impl Series {
    /// The series a case of this day takes its numbers from.
    pub fn of(area9: &str, on: NaiveDate, mark: PracticeMark) -> Series {
        let named = |number: Option<String>| series_of(&number.unwrap_or_default()).to_owned();
        Series {
            certificate: certificate_series(on),
            case: named(case_number(area9, on, 1, mark)),
            agreement: named(agreement_number(area9, on, 1, mark)),
        }
    }
}

/// The series of the certificates issued in this year, whatever their numbers look like.
pub fn certificate_series(issue_date: NaiveDate) -> String {
    format!("certificate-{:04}", issue_date.year())
}

/// The series an application or agreement number belongs to: all before its serial.
pub fn series_of(number: &str) -> &str {
    number.rsplit_once('-').map_or(number, |(series, _)| series)
}

/// The serial of an application or agreement number.
pub fn serial_of(number: &str) -> Option<u32> {
    number.rsplit_once('-')?.1.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date in a test")
    }

    #[test]
    fn a_case_number_tells_its_series_and_serial() {
        let number = case_number("430406005", day("2010-03-15"), 1, PracticeMark::Real)
            .expect("room for a serial");
        assert_eq!(number, "SQ-430406005-2010-00001");
        assert_eq!(series_of(&number), "SQ-430406005-2010");
        assert_eq!(serial_of(&number), Some(1));
        assert_eq!(serial_of("样"), None);
        let agreement = agreement_number("430406005", day("2010-03-15"), 12, PracticeMark::Real);
        assert_eq!(agreement.as_deref(), Some("XY-430406005-2010-0012"));
    }
}
