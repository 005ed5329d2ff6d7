use std::collections::BTreeMap;

use serde::Deserialize;

use super::entry::{Acted, Words};
use crate::policy::{Expr, Scalar};

/// What stands in a column: an answer as it is, read or named; a computed text; or a fixed one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cell {
    /// The answer, value or number it is read from.
    pub path: Option<String>,
    #[serde(default)]
    pub format: Format,
    /// What stands below a place: the path of the address within it.
    pub detail: Option<String>,
    /// The word for each code; a path is known by its first word as well.
    #[serde(default)]
    pub words: BTreeMap<String, String>,
    /// What is written before a text that is not empty.
    pub before: Option<String>,
    /// What stands there where nothing is known, or where no word is given for it.
    pub empty: Option<String>,
    /// Computed, in the language of forms.
    pub is: Option<Expr>,
    pub text: Option<String>,
}

/// How an answer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Format {
    /// As it is stored.
    #[default]
    Text,
    /// As its form reads it: the label of a choice, a number without its kind.
    Label,
    /// The full name of a place, and what stands below it.
    Place,
    Province,
    /// A community by its own name.
    Community,
    /// A community of the street, and what stands below it.
    Home,
    /// What the identity paper says.
    IdNumber,
    Sex,
}

impl Cell {
    /// What keeps a cell from being one.
    pub fn objection(&self) -> Option<&'static str> {
        let ways = [self.path.is_some(), self.is.is_some(), self.text.is_some()];
        if ways.into_iter().filter(|way| *way).count() != 1 {
            return Some("a cell has one of `path`, `is` and `text`");
        }
        let of_path =
            self.format != Format::Text || !self.words.is_empty() || self.detail.is_some();
        if of_path && self.path.is_none() {
            return Some("`format`, `detail` and `words` belong to a `path`");
        }
        let places = matches!(self.format, Format::Place | Format::Home);
        if self.detail.is_some() && !places {
            return Some("`detail` stands below a place: `format` is `place` or `home`");
        }
        None
    }

    /// Every name it reads.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let paths = self.path.iter().chain(&self.detail).map(String::as_str);
        paths.chain(self.is.iter().flat_map(Expr::names))
    }

    /// The text of the cell; empty where nothing is known.
    pub fn read(&self, act: &Acted<'_>, words: &Words<'_>) -> String {
        let text = match (&self.path, &self.is, &self.text) {
            (Some(path), ..) => self.of_path(path, act, words),
            (_, Some(is), _) => written(&is.eval(act)),
            (.., text) => text.clone().unwrap_or_default(),
        };
        match text.is_empty() {
            true => self.empty.clone().unwrap_or_default(),
            false => self.before.clone().unwrap_or_default() + &text,
        }
    }

    fn of_path(&self, path: &str, act: &Acted<'_>, words: &Words<'_>) -> String {
        let text = act.text(path);
        if !self.words.is_empty() {
            let head = text.split(['.', '[']).next().unwrap_or_default();
            let word = self.words.get(text).or_else(|| self.words.get(head));
            return word.cloned().unwrap_or_default();
        }
        let detail = self.detail.as_ref().map_or("", |path| act.text(path));
        match self.format {
            Format::Text => text.to_owned(),
            _ if text.is_empty() => String::new(),
            Format::Label => words.answer(act.form, path, text),
            Format::Place => words.place(text) + detail,
            Format::Province => words.province(text),
            Format::Community => words.community(text),
            Format::Home => words.home(text, detail),
            Format::IdNumber => words.id_number(text),
            Format::Sex => words.sex(text),
        }
    }
}

fn written(value: &Scalar) -> String {
    value.written().unwrap_or_default()
}
