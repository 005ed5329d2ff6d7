use serde::{Deserialize, Serialize};

use crate::text::{Message, half_width};

/// Most characters of a number whose pattern is not known.
const MOST: usize = 30;

/// Why a text is no number of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperNumberProblem {
    Empty,
    TooLong,
    /// A letter and nine digits were expected (birth medical certificate).
    BirthMedicalPattern,
    /// `(1)` and 13 digits, or 14 digits, were expected (birth permit).
    BirthPermitPattern,
}

impl PaperNumberProblem {
    pub fn message(&self) -> Message {
        match self {
            PaperNumberProblem::Empty => Message::new("person.paper_number_empty"),
            PaperNumberProblem::TooLong => {
                Message::new("person.paper_number_too_long").with("most", MOST)
            }
            PaperNumberProblem::BirthMedicalPattern => Message::new("person.birth_medical_pattern"),
            PaperNumberProblem::BirthPermitPattern => Message::new("person.birth_permit_pattern"),
        }
    }
}

/// Number of a marriage or divorce certificate. Older forms have no pattern and are kept as typed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MarriageCertificateNumber(String);

impl MarriageCertificateNumber {
    /// `J430406-2005-000123`, also with full-width characters; anything else up to 30 characters
    /// is an older form.
    ///
    /// # Errors
    /// [`PaperNumberProblem::Empty`] or [`PaperNumberProblem::TooLong`].
    pub fn read(text: &str) -> Result<MarriageCertificateNumber, PaperNumberProblem> {
        free_number(text).map(MarriageCertificateNumber)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has the present pattern: J or L (BJ, BL when re-issued), area, year, serial.
    pub fn is_present_form(&self) -> bool {
        self.parts().is_some()
    }

    /// Says divorce (`L`) rather than marriage (`J`), where the pattern tells it.
    pub fn is_divorce(&self) -> Option<bool> {
        self.parts().map(|(kind, _)| kind.ends_with('L'))
    }

    /// The year of registration, where the pattern tells it.
    pub fn year(&self) -> Option<i32> {
        let (_, digits) = self.parts()?;
        digits.get(7..11)?.parse().ok()
    }

    /// The letters and `dddddd-dddd-dddddd`.
    fn parts(&self) -> Option<(&str, &str)> {
        let start = self.0.find(|c: char| c.is_ascii_digit())?;
        let (kind, digits) = self.0.split_at(start);
        let known =
            matches!(kind, "J" | "L" | "BJ" | "BL") && looks_like(digits, "000000-0000-000000");
        known.then_some((kind, digits))
    }
}

/// Number of a birth medical certificate: a letter and nine digits, the first two the province.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BirthMedicalNumber(String);

impl BirthMedicalNumber {
    /// # Errors
    /// [`PaperNumberProblem::BirthMedicalPattern`] if it is not a letter and nine digits.
    pub fn read(text: &str) -> Result<BirthMedicalNumber, PaperNumberProblem> {
        let number = compact(text)?;
        match number.starts_with(|c: char| c.is_ascii_uppercase()) {
            true if looks_like(&number[1..], "000000000") => Ok(BirthMedicalNumber(number)),
            _ => Err(PaperNumberProblem::BirthMedicalPattern),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The two digits of the province that gave out the paper.
    pub fn province(&self) -> &str {
        &self.0[1..3]
    }
}

/// Number of a birth permit: order of the child, prefecture, county and township without the
/// province, year, serial. Its canonical text is 14 digits; on paper the order stands in brackets.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BirthPermitNumber(String);

impl BirthPermitNumber {
    /// Reads `(1)0406005080023` and `10406005080023`.
    ///
    /// # Errors
    /// [`PaperNumberProblem::BirthPermitPattern`] if it is neither.
    pub fn read(text: &str) -> Result<BirthPermitNumber, PaperNumberProblem> {
        let number = compact(text)?;
        let bracketed = number
            .strip_prefix('(')
            .and_then(|rest| rest.split_once(')'))
            .filter(|(order, _)| order.len() == 1)
            .map(|(order, rest)| format!("{order}{rest}"));
        let digits = bracketed.unwrap_or(number);
        if looks_like(&digits, "00000000000000") && !digits.starts_with('0') {
            return Ok(BirthPermitNumber(digits));
        }
        Err(PaperNumberProblem::BirthPermitPattern)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As on the paper: `(1)0406005080023`.
    pub fn printed(&self) -> String {
        format!("({}){}", &self.0[..1], &self.0[1..])
    }

    /// Order of the child, 1 to 9.
    pub fn birth_order(&self) -> u32 {
        u32::from(self.0.as_bytes()[0] - b'0')
    }

    /// The township's code when the two digits of its province are put in front.
    pub fn area9(&self, province: &str) -> String {
        format!("{province}{}", &self.0[1..8])
    }

    /// The last two digits of the year of issue.
    pub fn year2(&self) -> &str {
        &self.0[8..10]
    }

    pub fn serial(&self) -> &str {
        &self.0[10..]
    }
}

/// Number of a marriage-and-childbearing certificate that another place gave out. Its pattern is
/// rarely known, so it is kept as read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ForeignCertificateNumber(String);

impl ForeignCertificateNumber {
    /// # Errors
    /// [`PaperNumberProblem::Empty`] or [`PaperNumberProblem::TooLong`].
    pub fn read(text: &str) -> Result<ForeignCertificateNumber, PaperNumberProblem> {
        free_number(text).map(ForeignCertificateNumber)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! text_of {
    ($($number:ident),*) => {$(
        impl std::fmt::Display for $number {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$number> for String {
            fn from(number: $number) -> String {
                number.0
            }
        }

        impl TryFrom<String> for $number {
            type Error = String;

            fn try_from(text: String) -> Result<$number, String> {
                $number::read(&text).map_err(|problem| format!("{problem:?}"))
            }
        }
    )*};
}

text_of!(
    MarriageCertificateNumber,
    BirthMedicalNumber,
    BirthPermitNumber,
    ForeignCertificateNumber
);

/// A number without a pattern, half-width, upper case, the spaces at its ends gone.
fn free_number(text: &str) -> Result<String, PaperNumberProblem> {
    let number = half_width(text).trim().to_ascii_uppercase();
    if number.is_empty() {
        return Err(PaperNumberProblem::Empty);
    }
    if number.chars().count() > MOST || number.chars().any(char::is_control) {
        return Err(PaperNumberProblem::TooLong);
    }
    Ok(number)
}

/// A number with a pattern: no spaces at all.
fn compact(text: &str) -> Result<String, PaperNumberProblem> {
    let number: String = half_width(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    match number.is_empty() {
        true => Err(PaperNumberProblem::Empty),
        false => Ok(number),
    }
}

/// Whether `text` has a digit where `pattern` has `0` and the same character elsewhere.
fn looks_like(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text
            .bytes()
            .zip(pattern.bytes())
            .all(|(have, want)| match want {
                b'0' => have.is_ascii_digit(),
                want => have == want,
            })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_marriage_certificate_tells_its_kind_and_year() {
        let number = |text| MarriageCertificateNumber::read(text).expect("a number");
        let marriage = number("ｊ430406-2005-000123");
        assert_eq!(marriage.as_str(), "J430406-2005-000123");
        assert_eq!(marriage.is_divorce(), Some(false));
        assert_eq!(marriage.year(), Some(2005));
        assert_eq!(number("BL430407-2009-000456").is_divorce(), Some(true));
        let old = number("雁字第 123 号");
        assert!(!old.is_present_form());
        assert_eq!(old.is_divorce(), None);
    }

    #[test]
    fn a_birth_certificate_is_a_letter_and_nine_digits() {
        let number = BirthMedicalNumber::read("h430012345").expect("a number");
        assert_eq!((number.as_str(), number.province()), ("H430012345", "43"));
        for wrong in ["430012345", "H43001234", "HH30012345", "汉430012345"] {
            assert_eq!(
                BirthMedicalNumber::read(wrong),
                Err(PaperNumberProblem::BirthMedicalPattern),
                "{wrong}"
            );
        }
    }

    #[test]
    fn a_birth_permit_is_stored_as_digits_and_printed_with_brackets() {
        for typed in ["(1)0406005080023", "（1）0406005080023", "10406005080023"] {
            let number = BirthPermitNumber::read(typed).expect("a number");
            assert_eq!(number.as_str(), "10406005080023");
            assert_eq!(number.printed(), "(1)0406005080023");
            assert_eq!(number.birth_order(), 1);
            assert_eq!(number.area9("43"), "430406005");
            assert_eq!((number.year2(), number.serial()), ("08", "0023"));
        }
        for wrong in ["", "(0)0406005080023", "0406005080023", "(12)040600508002"] {
            assert!(BirthPermitNumber::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_certificate_number_of_another_place_is_kept_as_it_stands() {
        let number = ForeignCertificateNumber::read("653101001090123").expect("a number");
        assert_eq!(number.as_str(), "653101001090123");
        assert!(ForeignCertificateNumber::read(&"9".repeat(31)).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_panic(text in any::<String>()) {
            if let Ok(number) = MarriageCertificateNumber::read(&text) {
                let _ = (number.is_divorce(), number.year());
            }
            let _ = ForeignCertificateNumber::read(&text);
            let _ = BirthMedicalNumber::read(&text);
            let _ = BirthPermitNumber::read(&text);
        }

        #[test]
        fn a_permit_that_reads_is_read_back_unchanged(text in "[(]?[0-9][)]?[0-9]{12,14}") {
            if let Ok(number) = BirthPermitNumber::read(&text) {
                prop_assert_eq!(BirthPermitNumber::read(&number.printed()), Ok(number.clone()));
                prop_assert_eq!(BirthPermitNumber::read(number.as_str()), Ok(number));
            }
        }
    }
}
