use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{PartialDate, Sex};
use crate::text::{Message, half_width};

mod slip;

/// Weights of the first 17 digits (GB 11643-1999).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character by the weighted sum modulo 11 (GB 11643-1999).
const CHECK: &[u8; 11] = b"10X98765432";
/// The first two digits that mean a province, region or city (GB/T 2260), with the residence
/// permits of Hong Kong, Macau and Taiwan residents (81, 82, 83) and foreigners accepted by 9.
const PROVINCES: [&str; 35] = [
    "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41",
    "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71",
    "81", "82", "83",
];

/// A citizen's 18-character number whose area, birth date and check character agree
/// (GB 11643-1999). Its canonical text is the number itself, `X` in upper case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ResidentId(String);

/// Why a number on an identity paper cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdProblem {
    Empty,
    /// A character that no identity number has.
    Character(char),
    /// A resident ID number needs 18 characters; this many were typed.
    Length(usize),
    /// A 15-digit number of the first card: good for looking up, not for a new record.
    OldNumber,
    /// The first two digits are no province.
    Province,
    BirthDate,
    BirthInFuture,
    /// Born before 1900-01-01.
    BirthTooEarly,
    CheckCharacter,
    /// Eight or ten digits could be several papers.
    Ambiguous,
    /// The number does not look like one of the chosen paper.
    Pattern,
    /// The three digits before the colon are no paper of GA/T 517.
    Kind,
}

impl IdProblem {
    /// What is wrong and what to do. Never tells the expected check character: the clerk should
    /// read the card again, not repair the number.
    pub fn message(&self) -> Message {
        match self {
            IdProblem::Empty => Message::new("person.id_empty"),
            IdProblem::Character(c) => Message::new("person.id_character").with("character", c),
            IdProblem::Length(length) => Message::new("person.id_length").with("length", length),
            IdProblem::OldNumber => Message::new("person.id_old_number"),
            IdProblem::Province => Message::new("person.id_province"),
            IdProblem::BirthDate => Message::new("person.id_birth_date"),
            IdProblem::BirthInFuture => Message::new("person.id_birth_in_future"),
            IdProblem::BirthTooEarly => Message::new("person.id_birth_too_early"),
            IdProblem::CheckCharacter => Message::new("person.id_check_character"),
            IdProblem::Ambiguous => Message::new("person.id_ambiguous"),
            IdProblem::Pattern => Message::new("person.id_pattern"),
            IdProblem::Kind => Message::new("person.id_kind"),
        }
    }
}

/// What a number tells while it is still being typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Glimpse {
    /// Characters typed so far, after spaces and full-width forms are dealt with.
    pub length: usize,
    /// The area typed so far, cut to 2, 4 or 6 digits.
    pub area: Option<String>,
    /// The birth date as far as it is typed and real.
    pub birth: Option<PartialDate>,
    pub sex: Option<Sex>,
    /// Whether the check character agrees, once there are 18.
    pub check_agrees: Option<bool>,
}

impl ResidentId {
    /// Reads a typed number: spaces dropped, full-width characters repaired, then length,
    /// province, birth date (real, from 1900-01-01 to `today`) and check character, in this order.
    ///
    /// Whether the six-digit area stands in a table of any year is not asked here: an unknown area
    /// is worth a warning, and [`super::Divisions::find`] knows it.
    ///
    /// # Errors
    /// The first thing that is wrong. 15 digits are [`IdProblem::OldNumber`].
    pub fn read(text: &str, today: NaiveDate) -> Result<ResidentId, IdProblem> {
        let number = typed_number(text)?;
        if number.len() == 15 && number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(IdProblem::OldNumber);
        }
        let id = ResidentId::proved(number)?;
        if !PROVINCES.contains(&&id.0[..2]) {
            return Err(IdProblem::Province);
        }
        check_birth_range(id.birth_date(), today)?;
        if !check_agrees(&id.0) {
            return Err(IdProblem::CheckCharacter);
        }
        Ok(id)
    }

    /// Length, digits and a birth date of the calendar; the rest is the caller's to ask, so that
    /// the cards of foreigners (which begin with 9) can share it.
    pub(super) fn proved(number: String) -> Result<ResidentId, IdProblem> {
        if number.len() != 18 {
            return Err(IdProblem::Length(number.chars().count()));
        }
        let strange = number
            .char_indices()
            .find(|(place, c)| !(c.is_ascii_digit() || (*place == 17 && *c == 'X')));
        if let Some((_, c)) = strange {
            return Err(IdProblem::Character(c));
        }
        date_in(&number[6..14]).ok_or(IdProblem::BirthDate)?;
        Ok(ResidentId(number))
    }

    /// The 18-character number of an old 15-digit one: the century after the sixth digit and the
    /// check character at the end. Sequences 996 to 999 were kept for people born before 1900.
    ///
    /// For looking up only: the old number had no check, so a slip in it cannot be seen.
    ///
    /// # Errors
    /// [`IdProblem::Length`] unless there are 15 digits, [`IdProblem::BirthDate`] if the six
    /// digits of the birth are no date.
    pub fn upgrade_15(text: &str) -> Result<ResidentId, IdProblem> {
        let old = typed_number(text)?;
        if let Some(c) = old.chars().find(|c| !c.is_ascii_digit()) {
            return Err(IdProblem::Character(c));
        }
        if old.len() != 15 {
            return Err(IdProblem::Length(old.len()));
        }
        let century = if &old[12..] >= "996" { "18" } else { "19" };
        let body = format!("{}{century}{}", &old[..6], &old[6..]);
        let check = check_character(&body).ok_or(IdProblem::Pattern)?;
        ResidentId::proved(format!("{body}{check}"))
    }

    /// Puts a number together from its parts: for practice halls and made-up people only.
    ///
    /// `area6` is six digits, `sequence` 0 to 999 (odd male, even female). `None` if they are not.
    pub fn compose(area6: &str, birth: NaiveDate, sequence: u16) -> Option<ResidentId> {
        let body = format!("{area6}{}{sequence:03}", birth.format("%Y%m%d"));
        let check = check_character(&body)?;
        ResidentId::proved(format!("{body}{check}")).ok()
    }

    /// What can be told so far of a number that is being typed. Fails on nothing.
    pub fn glimpse(text: &str) -> Glimpse {
        let Ok(number) = typed_number(text) else {
            return Glimpse::default();
        };
        let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
        let area = [6, 4, 2].into_iter().find_map(|n| digits.get(..n));
        Glimpse {
            length: number.len(),
            area: area.map(str::to_owned),
            birth: digits.get(6..).and_then(birth_so_far),
            sex: digits.get(16..17).map(sex_of_digit),
            check_agrees: (number.len() == 18).then(|| check_agrees(&number)),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The six-digit area of the first registration; it stays when the holder moves.
    pub fn area6(&self) -> &str {
        &self.0[..6]
    }

    pub fn birth_date(&self) -> NaiveDate {
        // `proved` made sure of the date, so the default is never seen.
        date_in(&self.0[6..14]).unwrap_or_default()
    }

    /// Odd sequence male, even female.
    pub fn sex(&self) -> Sex {
        sex_of_digit(&self.0[16..17])
    }

    /// The last four characters, as people are asked for them aloud.
    pub fn tail(&self) -> &str {
        &self.0[14..]
    }

    /// The first six and the last four characters, the birth date starred out.
    pub fn masked(&self) -> String {
        format!("{}********{}", self.area6(), self.tail())
    }
}

impl std::fmt::Display for ResidentId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ResidentId {
    type Error = String;

    /// Takes back a stored number. It was read on its day, so the day is not asked again.
    fn try_from(text: String) -> Result<ResidentId, String> {
        let id = ResidentId::proved(text).map_err(|problem| format!("{problem:?}"))?;
        match check_agrees(&id.0) {
            true => Ok(id),
            false => Err("CheckCharacter".to_owned()),
        }
    }
}

impl From<ResidentId> for String {
    fn from(id: ResidentId) -> String {
        id.0
    }
}

/// The typed number in ASCII upper case without spaces. Non-ASCII is refused here, so that later
/// slices by byte never cut a character.
pub(super) fn typed_number(text: &str) -> Result<String, IdProblem> {
    let number: String = half_width(text)
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .collect();
    if let Some(c) = number.chars().find(|c| !c.is_ascii_graphic()) {
        return Err(IdProblem::Character(c));
    }
    if number.is_empty() {
        return Err(IdProblem::Empty);
    }
    Ok(number)
}

/// The check character for the first 17 digits (GB 11643-1999, ISO 7064 MOD 11-2). `None` unless
/// `body` is 17 digits.
pub fn check_character(body: &str) -> Option<char> {
    if body.len() != 17 {
        return None;
    }
    let mut sum = 0;
    for (c, weight) in body.chars().zip(WEIGHTS) {
        sum += c.to_digit(10)? * weight;
    }
    CHECK.get(sum as usize % 11).map(|check| *check as char)
}

pub(super) fn check_agrees(number: &str) -> bool {
    let expected = number.get(..17).and_then(check_character);
    expected.is_some() && number.chars().last() == expected
}

/// Born on a day of the calendar, not before 1900-01-01 and not after `today`.
pub(super) fn check_birth_range(birth: NaiveDate, today: NaiveDate) -> Result<(), IdProblem> {
    if birth > today {
        return Err(IdProblem::BirthInFuture);
    }
    if birth.year() < 1900 {
        return Err(IdProblem::BirthTooEarly);
    }
    Ok(())
}

pub(super) fn date_in(yyyymmdd: &str) -> Option<NaiveDate> {
    let number = |range: std::ops::Range<usize>| yyyymmdd.get(range)?.parse::<u32>().ok();
    let year = number(0..4)?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, number(4..6)?, number(6..8)?)
}

fn birth_so_far(digits: &str) -> Option<PartialDate> {
    [8, 6, 4]
        .into_iter()
        .filter_map(|length| digits.get(..length))
        .find_map(PartialDate::from_digits)
}

fn sex_of_digit(digit: &str) -> Sex {
    match digit.as_bytes().first() {
        Some(b'1' | b'3' | b'5' | b'7' | b'9') => Sex::Male,
        _ => Sex::Female,
    }
}

#[cfg(test)]
pub(in crate::person) mod tests;
