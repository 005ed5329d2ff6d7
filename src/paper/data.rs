use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::sheet::Picture;
use crate::policy::{Expr, Names, Scalar};

/// What a paper is filled with: canonical texts by data path, repeated rows, pictures.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Data {
    /// `applicant.name` → 李春桃.
    pub texts: BTreeMap<String, String>,
    /// `children` → one table of texts a child.
    pub rows: BTreeMap<String, Vec<BTreeMap<String, String>>>,
    /// `photo` → the picture.
    pub images: BTreeMap<String, Picture>,
    /// Data paths whose places stay blank with a line to write on, because no font has their
    /// characters: `spouse.name`, `children[0].name`.
    pub by_hand: BTreeSet<String>,
    /// Print the paper empty, to be filled in by hand: every value stays blank.
    pub blank: bool,
}

impl Data {
    /// Data for a form that is filled in by hand.
    pub fn blank() -> Data {
        Data {
            blank: true,
            ..Data::default()
        }
    }

    pub fn set(&mut self, path: impl Into<String>, text: impl Into<String>) {
        self.texts.insert(path.into(), text.into());
    }
}

/// The data as one place on a page sees it: inside a repeated row, `row.` is that row.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub data: &'a Data,
    pub row: Option<&'a BTreeMap<String, String>>,
    /// What the page itself knows: its number, the copy's name.
    pub page: &'a BTreeMap<String, String>,
}

/// Where a row of the data says which one it is: `children[0]`.
pub(super) const ROW_PATH: &str = "@";

impl Scope<'_> {
    /// The path of a value in the whole data: `row.name` is `children[0].name`.
    pub fn full_path(&self, path: &str) -> String {
        let inside = path.strip_prefix("row.");
        match inside.zip(self.row.and_then(|row| row.get(ROW_PATH))) {
            Some((name, row)) => format!("{row}.{name}"),
            None => path.to_owned(),
        }
    }

    /// Whether the page itself knows the value, whatever the record says.
    pub fn is_of_the_page(&self, path: &str) -> bool {
        self.page.contains_key(path)
    }

    /// Whether the place of this value is left to the pen.
    pub fn is_by_hand(&self, path: &str) -> bool {
        !self.data.by_hand.is_empty() && self.data.by_hand.contains(&self.full_path(path))
    }

    /// Whether a part of the layout is wanted: it has no condition, or its condition holds.
    pub fn holds(&self, when: Option<&Expr>) -> bool {
        when.is_none_or(|when| when.holds(self))
    }

    /// The text at `path`, empty if there is none.
    pub fn text(&self, path: &str) -> &str {
        if let Some(text) = self.page.get(path) {
            return text;
        }
        if self.data.blank {
            return "";
        }
        let found = match path.strip_prefix("row.") {
            Some(name) => self.row.and_then(|row| row.get(name)),
            None => self.data.texts.get(path),
        };
        found.map_or("", String::as_str)
    }
}

impl Names for Scope<'_> {
    /// Dates compare as dates, everything else as text; an empty text is unknown.
    fn value(&self, name: &str) -> Scalar {
        if name == "blank" {
            return Scalar::Bool(self.data.blank);
        }
        if let Some(rows) = self.data.rows.get(name) {
            let rows = rows.iter().map(|_| Scalar::Bool(true));
            return Scalar::List(if self.data.blank {
                Vec::new()
            } else {
                rows.collect()
            });
        }
        if self.data.images.contains_key(name) {
            return Scalar::Bool(true);
        }
        let text = self.text(name);
        if text.is_empty() {
            return Scalar::Unknown;
        }
        let date = NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .filter(|_| text.len() == 10);
        date.map_or_else(|| Scalar::Text(text.to_owned()), Scalar::Date)
    }
}
