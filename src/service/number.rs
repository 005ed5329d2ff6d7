use chrono::{Datelike, NaiveDate};

/// What stands before every number of a practice hall, so that none of them can be taken for one
/// of a real hall.
const PRACTICE: &str = "样";
/// The longest run of digits a serial may be padded to.
const MAX_WIDTH: usize = 9;

/// How a certificate number is put together: `{area9}{yy}{serial:05}{check}`.
///
/// Known places: `{area9}` division code of the street, `{yy}` and `{yyyy}` year of issue,
/// `{serial:NN}` serial padded to NN digits, `{check}` check character over the digits before it.
/// Everything else stands as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberPattern(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Area,
    Year2,
    Year4,
    Serial { width: usize },
    Check,
}

/// A pattern that cannot give every certificate its own number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PatternProblem {
    #[error("`{{{0}}}` is no place of a number")]
    UnknownPlace(String),
    #[error("a `{{` without its `}}`")]
    Unclosed,
    #[error("a number needs exactly one `{{serial:NN}}`")]
    Serial,
    #[error("a number needs `{{yy}}` or `{{yyyy}}`, because serials start again each year")]
    Year,
}

/// Whether numbers belong to the practice series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PracticeMark {
    Real,
    Practice,
}

/// The last serial used of each series of a year, 0 before the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Serials {
    pub certificate: u32,
    pub case: u32,
    pub agreement: u32,
}

impl NumberPattern {
    /// # Errors
    /// [`PatternProblem`] for the first thing that is wrong.
    pub fn parse(pattern: &str) -> Result<NumberPattern, PatternProblem> {
        let mut parts = Vec::new();
        let mut rest = pattern;
        while let Some((text, after)) = rest.split_once('{') {
            let (place, after) = after.split_once('}').ok_or(PatternProblem::Unclosed)?;
            parts.push(Part::Text(text.to_owned()));
            parts.push(Part::parse(place)?);
            rest = after;
        }
        parts.push(Part::Text(rest.to_owned()));
        let count = |wanted: fn(&Part) -> bool| parts.iter().filter(|part| wanted(part)).count();
        if count(|part| matches!(part, Part::Serial { .. })) != 1 {
            return Err(PatternProblem::Serial);
        }
        if count(|part| matches!(part, Part::Year2 | Part::Year4)) == 0 {
            return Err(PatternProblem::Year);
        }
        Ok(NumberPattern(parts))
    }

    /// The number of the certificate with this serial, issued on this day. `None` once the year's
    /// serials are used up.
    pub fn number(
        &self,
        area9: &str,
        issue_date: NaiveDate,
        serial: u32,
        mark: PracticeMark,
    ) -> Option<String> {
        let mut number = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => number.push_str(text),
                Part::Area => number.push_str(area9),
                Part::Year2 => number.push_str(&format!("{:02}", issue_date.year() % 100)),
                Part::Year4 => number.push_str(&format!("{:04}", issue_date.year())),
                Part::Serial { width } => number.push_str(&padded(serial, *width)?),
                Part::Check => number.push(check_character(&number)),
            }
        }
        Some(mark.marked(number))
    }
}

impl Part {
    fn parse(place: &str) -> Result<Part, PatternProblem> {
        let unknown = || PatternProblem::UnknownPlace(place.to_owned());
        match place {
            "area9" => Ok(Part::Area),
            "yy" => Ok(Part::Year2),
            "yyyy" => Ok(Part::Year4),
            "check" => Ok(Part::Check),
            _ => {
                let width = place.strip_prefix("serial:").ok_or_else(unknown)?;
                let width = width.parse().map_err(|_| unknown())?;
                (1..=MAX_WIDTH)
                    .contains(&width)
                    .then_some(Part::Serial { width })
                    .ok_or_else(unknown)
            }
        }
    }
}

impl PracticeMark {
    pub fn of(practice: bool) -> PracticeMark {
        if practice {
            PracticeMark::Practice
        } else {
            PracticeMark::Real
        }
    }

    fn marked(self, number: String) -> String {
        match self {
            PracticeMark::Real => number,
            PracticeMark::Practice => format!("{PRACTICE}{number}"),
        }
    }
}

/// The number as a practice hall would have given it.
pub fn practice_number(number: &str) -> String {
    PracticeMark::Practice.marked(number.to_owned())
}

/// Whether a number was given in a practice hall.
pub fn is_practice_number(number: &str) -> bool {
    number.starts_with(PRACTICE)
}

fn padded(serial: u32, width: usize) -> Option<String> {
    let digits = format!("{serial:0width$}");
    (digits.len() == width).then_some(digits)
}

/// The check character over all digits of `number`, other characters passed over
/// (ISO 7064 MOD 11-2; ten is written `X`).
pub fn check_character(number: &str) -> char {
    let digits = number.chars().filter_map(|c| c.to_digit(10));
    let sum = digits.fold(0, |sum, digit| (sum + digit) * 2 % 11);
    match (12 - sum) % 11 {
        10 => 'X',
        // A remainder below ten is one digit.
        check => char::from_digit(check, 10).unwrap_or('0'),
    }
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
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date in a test")
    }

    fn pattern() -> NumberPattern {
        NumberPattern::parse("{area9}{yy}{serial:05}{check}").expect("the guide's pattern")
    }

    #[test]
    fn the_check_characters_of_the_guide() {
        for (digits, check) in [
            ("4304060051000001", 'X'),
            ("4304060051000002", '8'),
            ("4304060051000057", '0'),
            ("4304060051000311", '4'),
            ("4304060052600001", '4'),
        ] {
            assert_eq!(check_character(digits), check, "{digits}");
        }
    }

    #[test]
    fn the_first_certificate_of_2010_has_the_number_of_the_guide() {
        let number = |serial, mark| pattern().number("430406005", day("2010-03-15"), serial, mark);
        assert_eq!(
            number(1, PracticeMark::Real).as_deref(),
            Some("4304060051000001X")
        );
        let practised = number(1, PracticeMark::Practice).expect("room for a serial");
        assert_eq!(practised, "样4304060051000001X");
        assert!(is_practice_number(&practised));
    }

    #[test]
    fn a_year_whose_serials_are_used_up_gives_no_number() {
        let number =
            |serial| pattern().number("430406005", day("2010-12-31"), serial, PracticeMark::Real);
        assert!(number(99_999).is_some());
        assert_eq!(number(100_000), None);
    }

    #[test]
    fn a_pattern_that_would_double_numbers_is_refused() {
        let problem = |pattern| NumberPattern::parse(pattern).expect_err("a bad pattern");
        assert_eq!(problem("{area9}{yy}"), PatternProblem::Serial);
        assert_eq!(problem("{area9}{serial:05}"), PatternProblem::Year);
        assert_eq!(problem("{yy}{serial:05"), PatternProblem::Unclosed);
        assert_eq!(
            problem("{yy}{month}{serial:05}"),
            PatternProblem::UnknownPlace("month".to_owned())
        );
        assert!(NumberPattern::parse("{yy}{serial:99}").is_err());
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

    proptest! {
        /// ISO 7064: every wrong digit changes the check character.
        #[test]
        fn a_wrong_digit_never_keeps_its_check_character(
            digits in "[0-9]{16}", place in 0_usize..16, other in 0_u8..10,
        ) {
            let mut wrong = digits.clone().into_bytes();
            prop_assume!(wrong[place] != b'0' + other);
            wrong[place] = b'0' + other;
            let wrong = String::from_utf8(wrong).expect("digits");
            prop_assert_ne!(check_character(&digits), check_character(&wrong));
        }

        #[test]
        fn no_pattern_makes_the_reader_panic(pattern in "\\PC*") {
            let _ = NumberPattern::parse(&pattern);
        }
    }
}
