use std::collections::BTreeMap;

use crate::form::{Form, Kind, read};
use crate::person::IdPaper;
use crate::text::{Lang, half_width};
use crate::tui::desk::Desk;

/// What the text in the box is, as far as that can be told.
#[derive(Debug, Clone, PartialEq)]
pub enum Typed {
    Nothing,
    /// A whole, valid identity number, with what it says.
    Id {
        number: String,
        says: String,
    },
    /// As long as an identity number and wrong.
    WrongId {
        number: String,
        problem: String,
    },
    Phone(String),
    Name(String),
    /// Pinyin, a part of a number: names nobody by itself.
    Other,
}

impl Typed {
    pub fn of(query: &str, desk: Option<&Desk>) -> Typed {
        if query.is_empty() {
            return Typed::Nothing;
        }
        let plain: String = half_width(query).split_whitespace().collect();
        if query.chars().any(is_han) {
            return Typed::Name(query.to_owned());
        }
        if is_phone(&plain) {
            return Typed::Phone(plain);
        }
        if is_like_id(&plain)
            && let Some(desk) = desk
        {
            return id(&plain, desk);
        }
        Typed::Other
    }

    /// The answers a new form starts with.
    pub fn seed(&self, desk: &Desk, form: &Form) -> BTreeMap<String, String> {
        let (fact, text) = match self {
            Typed::Id { number, .. } | Typed::WrongId { number, .. } => ("id", number),
            Typed::Phone(phone) => ("phone", phone),
            Typed::Name(name) => ("name", name),
            _ => return BTreeMap::new(),
        };
        let field = desk.field_of(form, fact);
        field
            .map(|field| (field.key.clone(), text.clone()))
            .into_iter()
            .collect()
    }
}

fn id(plain: &str, desk: &Desk) -> Typed {
    let reading = read(&Kind::IdPaper, plain, &desk.around);
    match (reading.canonical, reading.problem) {
        (Some(key), _) => Typed::Id {
            number: IdPaper::parse_key(&key).map_or(plain.to_owned(), |id| id.number().to_owned()),
            says: says(&reading.shown, desk.lang),
        },
        (None, Some(problem)) => Typed::WrongId {
            number: plain.to_owned(),
            problem: problem.say(desk.lang),
        },
        (None, None) => Typed::Other,
    }
}

fn says(parts: &[crate::text::Said], lang: Lang) -> String {
    let parts: Vec<String> = parts.iter().map(|part| part.say(lang)).collect();
    parts.join("・")
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '〇')
}

fn is_phone(plain: &str) -> bool {
    plain.len() == 11 && plain.starts_with('1') && plain.bytes().all(|byte| byte.is_ascii_digit())
}

/// Seventeen digits and a digit or X, or the fifteen digits of the old numbers.
fn is_like_id(plain: &str) -> bool {
    let digits = plain.bytes().take_while(u8::is_ascii_digit).count();
    match plain.len() {
        15 => digits == 15,
        18 => digits >= 17,
        _ => false,
    }
}
