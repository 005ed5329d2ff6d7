//! Who is who, side by side, with the answers a clerk can give by a digit.

use crate::form::{Kind, read};
use crate::office::{OtherSpelling, Suspect, deed};
use crate::person::IdPaper;
use crate::service::{Compared, Trait, differing};
use crate::text::{Message, pad};
use crate::tui::desk::Desk;
use crate::tui::look;
use crate::tui::widget::Page;

/// Columns of each of the two that stand side by side.
const SIDE: usize = 24;
/// Columns of what they are compared by.
const TRAIT: usize = 12;

/// A question about who somebody is.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    /// One number, two spellings of the name.
    Spelling { other: OtherSpelling, typed: String },
    /// Perhaps one person under two numbers.
    Alike(Suspect),
    /// The number of a person on record was typed over by one nobody has.
    NewNumber(Suspect),
}

/// An answer to such a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// 更正姓名: the ID card says so.
    CorrectName,
    /// The record is right, the form was mistyped.
    TakeRecorded,
    /// Another person, or a slip in the number.
    CheckNumber,
    /// One person, by this paper.
    OnePerson(&'static str),
    /// Two people; nobody asks again.
    TwoPeople,
}

/// What proves that a number was changed.
const POLICE: &str = "tui.ask_by_police";
const BOOK: &str = "tui.ask_by_book";

impl Ask {
    /// The answers in the order of their digits.
    pub fn answers(&self) -> Vec<Answer> {
        match self {
            Ask::Spelling { .. } => vec![
                Answer::CorrectName,
                Answer::TakeRecorded,
                Answer::CheckNumber,
            ],
            Ask::Alike(_) => vec![
                Answer::OnePerson(POLICE),
                Answer::OnePerson(BOOK),
                Answer::TwoPeople,
            ],
            Ask::NewNumber(_) => vec![
                Answer::OnePerson(POLICE),
                Answer::OnePerson(BOOK),
                Answer::CheckNumber,
            ],
        }
    }

    pub fn page(&self, desk: &Desk, columns: u16) -> Page {
        let mut page = Page::default();
        page.line(self.headline().say(desk.lang), look::PROBLEM);
        page.gap();
        match self {
            Ask::Spelling { other, typed } => spelling(&mut page, desk, other, typed),
            Ask::Alike(suspect) | Ask::NewNumber(suspect) => {
                alike(&mut page, desk, suspect, "tui.ask_this_form");
            }
        }
        page.gap();
        page.text(&self.advice().say(desk.lang), 1, columns, look::NOTE);
        page.gap();
        for (number, answer) in (1..).zip(self.answers()) {
            page.pieces(vec![
                (format!(" {number} "), look::KEY),
                (
                    format!(" {}", self.label(answer).say(desk.lang)),
                    look::PLAIN,
                ),
            ]);
        }
        page
    }

    fn headline(&self) -> Message {
        match self {
            Ask::Spelling { .. } => Message::new("tui.ask_spelling"),
            Ask::Alike(suspect) => {
                let (agree, of) = suspect.likeness.close();
                Message::new("tui.ask_alike")
                    .with("agree", agree)
                    .with("of", of)
            }
            Ask::NewNumber(_) => Message::new("tui.ask_new_number"),
        }
    }

    fn advice(&self) -> Message {
        Message::new(match self {
            Ask::Spelling { .. } => "tui.ask_spelling_advice",
            Ask::Alike(_) => "tui.ask_alike_advice",
            Ask::NewNumber(_) => "tui.ask_new_number_advice",
        })
    }

    fn label(&self, answer: Answer) -> Message {
        let (on_record, typed) = match self {
            Ask::Spelling { other, typed } => (other.on_record.as_str(), typed.as_str()),
            Ask::Alike(suspect) | Ask::NewNumber(suspect) => (suspect.name.as_str(), ""),
        };
        let key = match answer {
            Answer::CorrectName => "tui.ask_correct_name",
            Answer::TakeRecorded => "tui.ask_take_recorded",
            Answer::CheckNumber => "tui.ask_check_number",
            Answer::OnePerson(by) => {
                let by = Message::new(by);
                return Message::new("tui.ask_one_person").with_said("document", by);
            }
            Answer::TwoPeople => "tui.ask_two_people",
        };
        Message::new(key)
            .with("on_record", on_record)
            .with("typed", typed)
    }
}

fn spelling(page: &mut Page, desk: &Desk, other: &OtherSpelling, typed: &str) {
    let source = match &other.source {
        Some(line) => Message::new("tui.ask_source")
            .with("on", line.on)
            .with("did", deed(line, &desk.forms, desk.lang))
            .with("clerk", &line.clerk),
        None => Message::new("tui.ask_source_unknown"),
    };
    for (heading, name, source) in [
        ("tui.ask_on_record", other.on_record.as_str(), source),
        ("tui.ask_typed", typed, Message::new("tui.ask_source_today")),
    ] {
        let heading = Message::new(heading).say(desk.lang);
        page.pieces(vec![
            (format!(" {}", pad(&heading, TRAIT)), look::LABEL),
            (pad(name, SIDE), look::STRONG),
            (source.say(desk.lang), look::QUIET),
        ]);
    }
    for (recorded, typed) in differing(&other.on_record, typed) {
        let differ = format!(
            "{}{recorded} U+{:04X}  ≠  {typed} U+{:04X}",
            " ".repeat(TRAIT + 1),
            u32::from(recorded),
            u32::from(typed)
        );
        page.line(differ, look::NOTE);
    }
}

/// Two descriptions of a person, trait by trait.
pub fn alike(page: &mut Page, desk: &Desk, suspect: &Suspect, this: &'static str) {
    let say = |key| Message::new(key).say(desk.lang);
    page.pieces(vec![
        (" ".repeat(TRAIT + 1), look::PLAIN),
        (pad(&say(this), SIDE), look::HEADING),
        (say("tui.ask_on_record"), look::HEADING),
    ]);
    for compared in &suspect.likeness.0 {
        let near = compared.near().map(|near| near.message().say(desk.lang));
        let (mark, style) = match (compared.agrees(), near) {
            (Some(true), _) => ("=".to_owned(), look::GOOD),
            (Some(false), Some(near)) => (format!("≈ {near}"), look::NOTE),
            (Some(false), None) => ("≠".to_owned(), look::PROBLEM),
            (None, _) => (" ".to_owned(), look::QUIET),
        };
        let label = compared.by.message().say(desk.lang);
        page.pieces(vec![
            (format!(" {}", pad(&label, TRAIT)), look::LABEL),
            (
                pad(&shown(desk, compared, &compared.one), SIDE),
                look::PLAIN,
            ),
            (
                pad(&shown(desk, compared, &compared.other), SIDE),
                look::PLAIN,
            ),
            (mark, style),
        ]);
    }
}

/// A canonical text as a clerk reads it; of numbers only what tells them apart is hidden last.
fn shown(desk: &Desk, compared: &Compared, text: &str) -> String {
    match compared.by {
        _ if text.is_empty() => "—".to_owned(),
        Trait::Number => {
            IdPaper::parse_key(text).map_or_else(String::new, |paper| paper.number().to_owned())
        }
        Trait::Home => desk
            .around
            .divisions
            .full_name(text)
            .unwrap_or_else(|| text.to_owned()),
        Trait::Phone => read(&Kind::Phone, text, &desk.around).say(desk.lang),
        Trait::Name | Trait::FormerName | Trait::BirthDate | Trait::Sex | Trait::Spouse => {
            text.to_owned()
        }
    }
}
