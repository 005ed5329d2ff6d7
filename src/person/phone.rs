use serde::{Deserialize, Serialize};

use crate::text::{Message, half_width};

/// A telephone number. Its canonical text is digits, with the country code in front for Hong
/// Kong, Macau and Taiwan and `-` before an extension.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone {
    digits: String,
    extension: Option<String>,
}

/// Why a text is no telephone number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhoneProblem {
    Empty,
    /// A character that no number has.
    Character(char),
    /// A mobile number has 11 digits; this many were typed.
    MobileLength(usize),
    /// Seven or eight digits without the area code.
    AreaCodeMissing,
    /// No number looks like this.
    Pattern,
}

impl PhoneProblem {
    pub fn message(&self) -> Message {
        match self {
            PhoneProblem::Empty => Message::new("person.phone_empty"),
            PhoneProblem::Character(c) => {
                Message::new("person.phone_character").with("character", c)
            }
            PhoneProblem::MobileLength(length) => {
                Message::new("person.phone_mobile_length").with("length", length)
            }
            PhoneProblem::AreaCodeMissing => Message::new("person.phone_area_code_missing"),
            PhoneProblem::Pattern => Message::new("person.phone_pattern"),
        }
    }
}

/// Whether the answer says that the person has no telephone.
pub fn says_no_phone(text: &str) -> bool {
    matches!(text.trim(), "无" | "没有" | "-")
}

impl Phone {
    /// Reads a mobile, landline (with area code), 400/800, Hong Kong, Macau or Taiwan number, with
    /// any spaces, hyphens and brackets between.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn read(text: &str) -> Result<Phone, PhoneProblem> {
        let typed = half_width(text);
        let (number, extension) = split_extension(typed.trim());
        let digits = only_digits(number)?;
        if digits.is_empty() {
            return Err(PhoneProblem::Empty);
        }
        let digits = digits
            .strip_prefix("86")
            .filter(|rest| is_mobile(rest))
            .map_or(digits.clone(), str::to_owned);
        if extension.is_some() && !is_landline(&digits) {
            return Err(PhoneProblem::Pattern);
        }
        if is_known(&digits) {
            let extension = extension.map(str::to_owned);
            return Ok(Phone { digits, extension });
        }
        Err(match digits.len() {
            7 | 8 => PhoneProblem::AreaCodeMissing,
            length if digits.starts_with('1') => PhoneProblem::MobileLength(length),
            _ => PhoneProblem::Pattern,
        })
    }

    /// Grouped for reading: `138 0000 1234`, `0734-8123456`, `400-123-4567`, `+852 91234567`.
    pub fn printed(&self) -> String {
        let digits = &self.digits;
        let cuts: (&[usize], &str) = if is_mobile(digits) {
            (&[3, 7], " ")
        } else if is_landline(digits) {
            (&[area_code_length(digits)], "-")
        } else if is_service(digits) {
            (&[3, 6], "-")
        } else {
            return format!("+{} {}", &digits[..3], &digits[3..]);
        };
        let mut out = grouped(digits, cuts.0, cuts.1);
        if let Some(extension) = &self.extension {
            out.push('-');
            out.push_str(extension);
        }
        out
    }

    /// The first three and the last four digits.
    pub fn masked(&self) -> String {
        let digits = &self.digits;
        let hidden = digits.len().saturating_sub(7);
        let tail = digits.get(3 + hidden..).unwrap_or_default();
        format!("{}{}{tail}", &digits[..3], "*".repeat(hidden))
    }

    /// The digits without the extension: what is looked for.
    pub fn digits(&self) -> &str {
        &self.digits
    }
}

impl std::fmt::Display for Phone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.digits)?;
        match &self.extension {
            Some(extension) => write!(f, "-{extension}"),
            None => Ok(()),
        }
    }
}

impl TryFrom<String> for Phone {
    type Error = String;

    fn try_from(text: String) -> Result<Phone, String> {
        Phone::read(&text).map_err(|problem| format!("{problem:?}"))
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> String {
        phone.to_string()
    }
}

/// A last group of one to six digits after at least ten digits and a hyphen is an extension.
fn split_extension(typed: &str) -> (&str, Option<&str>) {
    if let Some((number, extension)) = typed.rsplit_once(['-', '转']) {
        let long_enough = number.bytes().filter(u8::is_ascii_digit).count() >= 10;
        let digits = extension.bytes().all(|b| b.is_ascii_digit());
        if number.starts_with('0') && long_enough && digits && (1..=6).contains(&extension.len()) {
            return (number, Some(extension));
        }
    }
    (typed, None)
}

fn only_digits(number: &str) -> Result<String, PhoneProblem> {
    let mut digits = String::new();
    for (place, c) in number.char_indices() {
        match c {
            '0'..='9' => digits.push(c),
            ' ' | '-' | '(' | ')' | '—' | '–' => {}
            '+' if place == 0 => {}
            c => return Err(PhoneProblem::Character(c)),
        }
    }
    Ok(digits)
}

fn is_known(digits: &str) -> bool {
    is_mobile(digits) || is_landline(digits) || is_service(digits) || is_beyond(digits)
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && matches!(digits.as_bytes()[1], b'3'..=b'9')
}

/// `0`, two or three digits of the area, seven or eight of the line.
fn is_landline(digits: &str) -> bool {
    let line = digits.len().saturating_sub(area_code_length(digits));
    digits.starts_with('0') && !digits.starts_with("00") && matches!(line, 7 | 8)
}

fn is_service(digits: &str) -> bool {
    digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"))
}

/// Mobile numbers of Hong Kong, Macau and Taiwan.
fn is_beyond(digits: &str) -> bool {
    let (Some(country), Some(rest)) = (digits.get(..3), digits.get(3..)) else {
        return false;
    };
    match country {
        "852" => rest.len() == 8 && matches!(rest.as_bytes()[0], b'4'..=b'9'),
        "853" => rest.len() == 8 && rest.starts_with('6'),
        "886" => {
            let rest = rest.strip_prefix('0').unwrap_or(rest);
            rest.len() == 9 && rest.starts_with('9')
        }
        _ => false,
    }
}

/// Three digits for 010 and 02x, four for the others.
fn area_code_length(digits: &str) -> usize {
    match digits.as_bytes() {
        [b'0', b'1' | b'2', ..] => 3,
        _ => 4,
    }
}

fn grouped(digits: &str, cuts: &[usize], between: &str) -> String {
    let mut out = String::new();
    for (place, c) in digits.chars().enumerate() {
        if cuts.contains(&place) {
            out.push_str(between);
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Result<(String, String), PhoneProblem> {
        Phone::read(text).map(|phone| (phone.to_string(), phone.printed()))
    }

    #[test]
    fn numbers_are_stored_as_digits_and_printed_in_groups() {
        for (typed, stored, printed) in [
            ("138 0000 1234", "13800001234", "138 0000 1234"),
            ("１３８００００１２３４", "13800001234", "138 0000 1234"),
            ("+86-138-0000-1234", "13800001234", "138 0000 1234"),
            ("0734-8123456", "07348123456", "0734-8123456"),
            ("(010)62345678", "01062345678", "010-62345678"),
            ("0734-8123456-12", "07348123456-12", "0734-8123456-12"),
            ("0734-8123456转12", "07348123456-12", "0734-8123456-12"),
            ("400-123-4567", "4001234567", "400-123-4567"),
            ("+852 91234567", "85291234567", "+852 91234567"),
            ("+853-66123456", "85366123456", "+853 66123456"),
            ("+886-0912345678", "8860912345678", "+886 0912345678"),
        ] {
            assert_eq!(read(typed), Ok((stored.into(), printed.into())), "{typed}");
        }
    }

    #[test]
    fn what_is_no_number_says_why() {
        assert_eq!(read(""), Err(PhoneProblem::Empty));
        assert_eq!(read("1380000123"), Err(PhoneProblem::MobileLength(10)));
        assert_eq!(read("8123456"), Err(PhoneProblem::AreaCodeMissing));
        assert_eq!(read("李13800001234"), Err(PhoneProblem::Character('李')));
        assert_eq!(read("99999"), Err(PhoneProblem::Pattern));
        assert!(says_no_phone(" 无 "));
        assert!(!says_no_phone("13800001234"));
    }

    #[test]
    fn a_masked_number_keeps_its_last_four_digits() {
        let phone = Phone::read("13800001234").expect("a number");
        assert_eq!(phone.masked(), "138****1234");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_panic(text in any::<String>()) {
            let _ = Phone::read(&text);
        }

        #[test]
        fn a_number_that_reads_is_read_back_unchanged(text in "[+(]?(86|852|853|886)?[01489][0-9]{2,3}[-) ]?[0-9]{6,8}(-[0-9]{1,6})?") {
            if let Ok(phone) = Phone::read(&text) {
                prop_assert_eq!(Phone::read(&phone.to_string()), Ok(phone.clone()));
                prop_assert_eq!(Phone::read(&phone.printed()), Ok(phone.clone()));
                prop_assert!(phone.masked().len() >= 7);
            }
        }
    }
}
