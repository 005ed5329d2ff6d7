use serde::{Deserialize, Serialize};

use super::radical::unified;
use super::spelling::{is_han, is_latin_letter, is_variation};
use crate::text::{Message, clean_line};

/// The sign between the parts of a name; every other dot is read as this one.
const DOT: char = '·';
/// Most characters of a name, counted as Unicode scalar values.
const MOST: usize = 50;

/// A name as on the identity paper. Never normalised, because that would rewrite characters
/// people really have; only dots and Kangxi radicals are given their one spelling.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

/// Why a text is no name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameProblem {
    Empty,
    /// More than 50 characters; this many were typed.
    TooLong(usize),
    /// A dot at an end or beside another dot.
    Dot,
    /// A space between Chinese characters.
    Space,
    /// Chinese characters and letters in one part of the name.
    MixedScripts,
    /// A character of the private use area, as old card readers give for rare characters.
    PrivateUse(char),
    /// `U+…` that names no character a name can have.
    CodePoint(String),
    /// A character that no name has.
    Character(char),
}

impl NameProblem {
    pub fn message(&self) -> Message {
        match self {
            NameProblem::Empty => Message::new("person.name_empty"),
            NameProblem::TooLong(length) => Message::new("person.name_too_long")
                .with("length", length)
                .with("most", MOST),
            NameProblem::Dot => Message::new("person.name_dot"),
            NameProblem::Space => Message::new("person.name_space"),
            NameProblem::MixedScripts => Message::new("person.name_mixed_scripts"),
            NameProblem::PrivateUse(c) => {
                Message::new("person.name_private_use").with("code", code_point(*c))
            }
            NameProblem::CodePoint(code) => {
                Message::new("person.name_code_point").with("code", code)
            }
            NameProblem::Character(c) => Message::new("person.name_character")
                .with("character", c)
                .with("code", code_point(*c)),
        }
    }
}

impl PersonName {
    /// Reads a typed name. `U+4DAE` inside it becomes the character; the many dots become U+00B7;
    /// Kangxi radicals become the character they look like; full-width letters become plain ones.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn read(text: &str) -> Result<PersonName, NameProblem> {
        let typed: String = clean_line(text).chars().map(plain).collect();
        let name = with_one_dot(&with_code_points(&typed)?);
        check_characters(&name)?;
        check_dots_and_spaces(&name)?;
        if name.split(DOT).any(mixes_scripts) {
            return Err(NameProblem::MixedScripts);
        }
        Ok(PersonName(name))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The name without dots, spaces, marks and variation selectors, in lower case: what is
    /// compared when a name is looked for.
    pub fn search_key(&self) -> String {
        self.0
            .chars()
            .filter(|c| is_han(*c) || is_latin_letter(*c))
            .flat_map(char::to_lowercase)
            .collect()
    }

    /// The name for a screen, whose font may lack its characters: `陈䶮 [U+4DAE]`.
    pub fn with_points(&self) -> String {
        let points = self.rare().into_iter();
        let points = points.map(|(_, point)| format!(" [{point}]"));
        format!("{self}{}", points.collect::<String>())
    }

    /// The characters outside the first Chinese block (U+4E00 to U+9FA5), which many fonts lack,
    /// with their code points.
    pub fn rare(&self) -> Vec<(char, String)> {
        self.0
            .chars()
            .filter(|c| is_han(*c) && !('\u{4E00}'..='\u{9FA5}').contains(c))
            .map(|c| (c, code_point(c)))
            .collect()
    }
}

impl std::fmt::Display for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PersonName {
    type Error = String;

    fn try_from(text: String) -> Result<PersonName, String> {
        PersonName::read(&text).map_err(|problem| format!("{problem:?}"))
    }
}

impl From<PersonName> for String {
    fn from(name: PersonName) -> String {
        name.0
    }
}

fn code_point(c: char) -> String {
    format!("U+{:04X}", c as u32)
}

/// Replaces each `U+` and four to six hexadecimal digits by the character, taking as many digits
/// as still name a character of a name.
fn with_code_points(text: &str) -> Result<String, NameProblem> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = find_notation(rest) {
        out.push_str(&rest[..start]);
        let notation = &rest[start..];
        let (c, length) = named_character(&notation[2..])
            .ok_or_else(|| NameProblem::CodePoint(notation.chars().take(8).collect()))?;
        out.push(c);
        rest = &notation[2 + length..];
    }
    out.push_str(rest);
    Ok(out)
}

fn find_notation(text: &str) -> Option<usize> {
    text.as_bytes()
        .windows(2)
        .position(|pair| matches!(pair, b"U+" | b"u+"))
}

/// The character that the longest fitting run of hexadecimal digits names, and the run's length.
fn named_character(digits: &str) -> Option<(char, usize)> {
    [6, 5, 4].into_iter().find_map(|length| {
        let run = digits.get(..length)?;
        let hex = run.bytes().all(|b| b.is_ascii_hexdigit());
        let c = unified(char::from_u32(u32::from_str_radix(run, 16).ok()?)?);
        (hex && is_han(c)).then_some((c, length))
    })
}

/// A full stop between Chinese characters becomes the dot, several spaces become one.
fn with_one_dot(text: &str) -> String {
    let characters: Vec<char> = text.trim().chars().collect();
    let han = |place: Option<&char>| place.is_some_and(|c| is_han(*c));
    let mut out = String::with_capacity(text.len());
    for (place, c) in characters.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| characters.get(place));
        let between_han = han(before) && han(characters.get(place + 1));
        let doubled_space = *c == ' ' && before == Some(&' ');
        if *c == '.' && between_han {
            out.push(DOT);
        } else if !doubled_space {
            out.push(*c);
        }
    }
    out
}

/// One spelling for the dot, the radicals, the full-width letters and the apostrophe.
fn plain(c: char) -> char {
    match c {
        '•' | '‧' | '・' | '∙' | '･' => DOT,
        '’' | '‘' => '\'',
        '‐' | '‑' => '-',
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => unified(c),
    }
}

fn check_characters(name: &str) -> Result<(), NameProblem> {
    let length = name.chars().count();
    if length == 0 {
        return Err(NameProblem::Empty);
    }
    if length > MOST {
        return Err(NameProblem::TooLong(length));
    }
    let mut before = None;
    for c in name.chars() {
        let belongs = is_han(c)
            || is_latin_letter(c)
            || matches!(c, DOT | ' ' | '-' | '\'' | ',' | '.')
            || (is_variation(c) && before.is_some_and(is_han));
        if is_private_use(c) {
            return Err(NameProblem::PrivateUse(c));
        }
        if !belongs {
            return Err(NameProblem::Character(c));
        }
        before = Some(c);
    }
    Ok(())
}

fn is_private_use(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

fn check_dots_and_spaces(name: &str) -> Result<(), NameProblem> {
    if name.split(DOT).any(|part| part.trim().is_empty()) {
        return Err(NameProblem::Dot);
    }
    if !name.chars().any(|c| is_han(c) || is_latin_letter(c)) {
        return Err(NameProblem::Empty);
    }
    if name.contains(' ') && name.chars().any(is_han) {
        return Err(NameProblem::Space);
    }
    Ok(())
}

/// A dot parts a name, so that `约翰·F·肯尼迪` is well formed and `李chun桃` is a slip.
fn mixes_scripts(part: &str) -> bool {
    let other = |c: char| is_latin_letter(c) || matches!(c, '-' | '\'' | ',' | '.');
    part.chars().any(is_han) && part.chars().any(other)
}

#[cfg(test)]
mod tests;
