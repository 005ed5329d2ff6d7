//! How each kind of field is answered by keys.

use crate::form::{Around, DOCUMENT_ANSWERS, Kind, PlaceLevel, Question, suggest};
use crate::person::IdPaper;
use crate::text::{Lang, Message};
use crate::tui::widget::LineEdit;

/// A place that fits what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub code: String,
    pub name: String,
}

/// Suggestions that are numbered, and so shown.
const MOST: usize = 9;

/// Whether the field is answered by a digit out of a few options.
pub fn is_chosen(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Choice { .. } | Kind::YesNo | Kind::Consent { .. } | Kind::Document { .. }
    )
}

/// Whether the field is answered by typing a text.
pub fn is_typed(kind: &Kind) -> bool {
    !is_chosen(kind) && !matches!(kind, Kind::Rows { .. })
}

/// The options of a chosen field: what is stored and what is shown.
pub fn options(kind: &Kind, lang: Lang) -> Vec<(String, String)> {
    let say = |key| Message::new(key).say(lang);
    match kind {
        Kind::Choice { options } => options
            .iter()
            .map(|option| (option.code.clone(), option.label.say(lang).to_owned()))
            .collect(),
        Kind::YesNo | Kind::Consent { .. } => vec![
            ("yes".to_owned(), say("form.yes")),
            ("no".to_owned(), say("form.no")),
        ],
        Kind::Document { .. } => DOCUMENT_ANSWERS
            .iter()
            .map(|(code, key)| ((*code).to_owned(), say(key)))
            .collect(),
        _ => Vec::new(),
    }
}

/// The line a question is edited in. What came from the record is replaced by typing.
pub fn line_for(question: &Question, lang: Lang) -> LineEdit {
    let text = edited(question, lang);
    // Nobody adds a digit to a count; she types the right one.
    let count = matches!(
        question.field.kind,
        Kind::Number { .. } | Kind::DocumentCount { .. }
    );
    if question.filled || count || text != question.text {
        LineEdit::fresh(&text)
    } else {
        LineEdit::new(&text)
    }
}

/// What stands in the field: a number without its kind, a place by its name.
pub fn edited(question: &Question, lang: Lang) -> String {
    match &question.field.kind {
        Kind::IdPaper => match IdPaper::parse_key(&question.text) {
            Some(paper) => paper.number().to_owned(),
            None => question.text.clone(),
        },
        Kind::Place { .. } if is_code(&question.text) => match &question.reading.canonical {
            Some(_) => question.reading.say(lang),
            None => question.text.clone(),
        },
        _ => question.text.clone(),
    }
}

pub fn is_code(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Places for what was typed; for a place of one's own street, all of them from the start.
pub fn suggestions(typed: &str, kind: &Kind, around: &Around) -> Vec<Suggestion> {
    let Kind::Place { level, .. } = kind else {
        return Vec::new();
    };
    if typed.trim().is_empty() && *level != PlaceLevel::OwnCommunity {
        return Vec::new();
    }
    let name = |code: &str, name: &str| match level {
        PlaceLevel::OwnCommunity => name.to_owned(),
        _ => around
            .divisions
            .full_name(code)
            .unwrap_or_else(|| name.to_owned()),
    };
    let mut places = suggest(typed.trim(), *level, around);
    // Most people come from near by: places of the hall's own prefecture stand first.
    let near = around.area9.get(..4).unwrap_or_default();
    places.sort_by_key(|place| !place.code.starts_with(near));
    places
        .into_iter()
        .take(MOST)
        .map(|place| Suggestion {
            code: place.code.clone(),
            name: name(&place.code, &place.name),
        })
        .collect()
}
