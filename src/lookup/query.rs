//! Turns whatever was typed into terms that must all match.

use super::near::heard;
use super::spelling::{fold, number};
use crate::text::{clean_line, half_width};

/// More than anybody types; longer pastes find nobody, and the arithmetic of `judge::pinyin`
/// holds as many letters as fit in 128 bits.
const LONGEST: usize = 120;

/// One thing asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// Part of a name as it is written, and the readings by which it may have been heard.
    Name { signs: String, heard: Vec<String> },
    /// Pinyin or initials, small letters.
    Letters(String),
    /// Part of a number, capitals.
    Number(String),
}

/// The ways in which a query can be understood. Each is a list of terms that must all match the
/// same person; a person counts if one of them does.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub readings: Vec<Vec<Term>>,
}

impl Query {
    pub fn read(typed: &str) -> Query {
        if typed.chars().nth(LONGEST).is_some() {
            return Query::default();
        }
        let typed = half_width(&clean_line(typed));
        let mut readings = Vec::new();
        if typed.contains(|sign: char| sign.is_ascii_digit()) {
            let whole = number(&typed);
            readings.extend(of_the_old_length(&whole).map(|number| vec![Term::Number(number)]));
            readings.push(vec![Term::Number(whole)]);
        }
        let terms = terms(&typed);
        if !terms.is_empty() && !readings.contains(&terms) {
            readings.push(terms);
        }
        Query { readings }
    }
}

/// A resident number of 15 digits is the one of 18 without the century and the check digit
/// (GB 11643-1989 and GB 11643-1999).
fn of_the_old_length(number: &str) -> Option<String> {
    let digits = number.len() == 15 && number.bytes().all(|sign| sign.is_ascii_digit());
    digits.then(|| format!("{}19{}", &number[..6], &number[6..]))
}

/// Splits at spaces and where the script changes. All letters make one term, and so do all signs
/// of a name: `张 xiaoming 1234` is a name, a reading and a number.
fn terms(typed: &str) -> Vec<Term> {
    let (mut name, mut letters, mut numbers) = (String::new(), String::new(), Vec::new());
    for word in typed.split_whitespace() {
        if is_number_with_check_letter(word) {
            numbers.push(word.to_ascii_uppercase());
            continue;
        }
        let mut digits = String::new();
        for sign in word.chars() {
            if sign.is_ascii_digit() {
                digits.push(sign);
                continue;
            }
            let Some(sign) = fold(sign) else { continue };
            numbers.extend((!digits.is_empty()).then(|| std::mem::take(&mut digits)));
            match sign {
                'a'..='z' => letters.push(sign),
                // Keyboards write lü as lv.
                'ü' => letters.push('v'),
                sign => name.push(sign),
            }
        }
        numbers.extend((!digits.is_empty()).then_some(digits));
    }
    let mut terms = Vec::new();
    terms.extend((!name.is_empty()).then(|| Term::Name {
        heard: heard(&name),
        signs: name,
    }));
    terms.extend((!letters.is_empty()).then_some(Term::Letters(letters)));
    terms.extend(numbers.into_iter().map(Term::Number));
    terms
}

/// `002X` is the end of a resident number and not digits beside a name with an x.
fn is_number_with_check_letter(word: &str) -> bool {
    word.strip_suffix(['x', 'X']).is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|sign| sign.is_ascii_digit())
    })
}
