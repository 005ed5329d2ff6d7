use chrono::NaiveDate;

/// What stands before every number of a practice hall, so that none of them can be taken for one
/// of a real hall.
const PRACTICE: &str = "样";
/// The longest run of digits a serial may be padded to.
const MAX_WIDTH: usize = 9;

/// How a certificate number is put together: `{area9}{yy}{serial:05}{check}`.
///
/// Known places: `{area9}` and `{area6}` division code of the street and of its county, `{yy}` and
/// `{yyyy}` year of issue, `{yyyymm}` and `{yymmdd}` its month and day, `{serial:NN}` serial padded
/// to NN digits, `{serial}` as it is, `{check}` check character over the digits before it.
/// Everything else stands as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberPattern(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    /// So many digits of the street's division code.
    Area(usize),
    /// The day of issue in chrono's words.
    Day(&'static str),
    /// Padded to so many digits; 0 for none.
    Serial {
        width: usize,
    },
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
    #[error("a number needs its year before the serial, because serials start again each year")]
    Year,
}

/// Whether numbers belong to the practice series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PracticeMark {
    Real,
    Practice,
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
        let is_serial = |part: &Part| matches!(part, Part::Serial { .. });
        if parts.iter().filter(|part| is_serial(part)).count() != 1 {
            return Err(PatternProblem::Serial);
        }
        let mut before = parts.iter().take_while(|part| !is_serial(part));
        if !before.any(|part| matches!(part, Part::Day(_))) {
            return Err(PatternProblem::Year);
        }
        Ok(NumberPattern(parts))
    }

    /// The number with this serial, given on this day. `None` once the serials are used up.
    pub fn number(
        &self,
        area9: &str,
        on: NaiveDate,
        serial: u32,
        mark: PracticeMark,
    ) -> Option<String> {
        let mut number = String::new();
        for part in &self.0 {
            match part {
                Part::Serial { width } => number.push_str(&padded(serial, *width)?),
                Part::Check => number.push(check_character(&number)),
                part => number.push_str(&part.fixed(area9, on)),
            }
        }
        Some(mark.marked(number))
    }

    /// Whether a number may be one of this street's by its looks: its area, its lengths and its check
    /// character. It says nothing of whether the number was ever given.
    pub fn fits(&self, number: &str, area9: &str) -> bool {
        let number = number.strip_prefix(PRACTICE).unwrap_or(number);
        let mut rest = number;
        for part in &self.0 {
            let read = number.strip_suffix(rest).unwrap_or_default();
            let Some(after) = part.passed_over(rest, read, area9) else {
                return false;
            };
            rest = after;
        }
        rest.is_empty()
    }

    /// The series that numbers of this day belong to: all that stands before their serial.
    pub fn series(&self, area9: &str, on: NaiveDate, mark: PracticeMark) -> String {
        let before = self
            .0
            .iter()
            .take_while(|part| !matches!(part, Part::Serial { .. }));
        let text: String = before.map(|part| part.fixed(area9, on)).collect();
        mark.marked(text.trim_end_matches('-').to_owned())
    }
}

impl Part {
    fn parse(place: &str) -> Result<Part, PatternProblem> {
        let unknown = || PatternProblem::UnknownPlace(place.to_owned());
        match place {
            "area9" => Ok(Part::Area(9)),
            "area6" => Ok(Part::Area(6)),
            "yy" => Ok(Part::Day("%y")),
            "yyyy" => Ok(Part::Day("%Y")),
            "yyyymm" => Ok(Part::Day("%Y%m")),
            "yymmdd" => Ok(Part::Day("%y%m%d")),
            "check" => Ok(Part::Check),
            "serial" => Ok(Part::Serial { width: 0 }),
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

    /// What is left of a number behind this part; `read` is what stands before it.
    fn passed_over<'a>(&self, rest: &'a str, read: &str, area9: &str) -> Option<&'a str> {
        let digits = |count: usize| {
            let (digits, after) = rest.split_at_checked(count)?;
            digits
                .bytes()
                .all(|byte| byte.is_ascii_digit())
                .then_some(after)
        };
        match self {
            Part::Text(text) => rest.strip_prefix(text.as_str()),
            Part::Area(count) => rest.strip_prefix(area9.get(..*count)?),
            Part::Day(words) => digits(NaiveDate::default().format(words).to_string().len()),
            Part::Serial { width: 0 } => {
                let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
                (after.len() < rest.len()).then_some(after)
            }
            Part::Serial { width } => digits(*width),
            Part::Check => rest.strip_prefix(check_character(read)),
        }
    }

    /// What stands there whatever the serial; empty for what depends on it.
    fn fixed(&self, area9: &str, on: NaiveDate) -> String {
        match self {
            Part::Text(text) => text.clone(),
            Part::Area(digits) => area9.get(..*digits).unwrap_or(area9).to_owned(),
            Part::Day(words) => on.format(words).to_string(),
            Part::Serial { .. } | Part::Check => String::new(),
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

    pub fn marked(self, number: String) -> String {
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

/// The serial in so many digits, in as many as it needs for a width of 0; `None` if it has more.
pub fn padded(serial: u32, width: usize) -> Option<String> {
    let digits = format!("{serial:0width$}");
    (width == 0 || digits.len() == width).then_some(digits)
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
    fn a_number_of_the_street_is_known_by_its_looks() {
        let fits = |number: &str| pattern().fits(number, "430406005");
        for number in [
            "4304060051000001X",
            "样4304060051000001X",
            "43040600510000028",
        ] {
            assert!(fits(number), "{number}");
        }
        for number in [
            "",
            "4304060051000001",
            "43040600510000011",
            "4304060061000001X",
            "4510250700600123D",
            "4304060051000001XX",
            "430406005丁000001X",
        ] {
            assert!(!fits(number), "{number}");
        }
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
    fn a_day_and_a_serial_of_any_length_make_the_numbers_of_slips_and_registers() {
        let number = |pattern, serial| {
            let pattern = NumberPattern::parse(pattern).expect("a good pattern");
            let on = day("2010-06-01");
            let number = pattern.number("430406005", on, serial, PracticeMark::Real);
            (
                number.expect("room"),
                pattern.series("430406005", on, PracticeMark::Real),
            )
        };
        let slip = number("JC{area9}{yymmdd}{serial:03}", 7);
        assert_eq!(
            slip,
            (
                "JC430406005100601007".to_owned(),
                "JC430406005100601".to_owned()
            )
        );
        assert_eq!(number("{yyyy}/{serial}", 17).0, "2010/17");
        assert_eq!(
            number("XC-{area6}-{yyyy}-{serial:04}", 3),
            (
                "XC-430406-2010-0003".to_owned(),
                "XC-430406-2010".to_owned()
            )
        );
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
