use crate::text::{Message, clip};

/// Columns of a too long text that a message shows.
const SHOWN: usize = 60;

/// Why a paper cannot be printed. Found before a number is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unprintable {
    /// No embedded font has the character.
    MissingGlyph {
        character: char,
        /// What the paper calls the place, for the clerk.
        label: String,
        /// The data path of the value; empty if the layout itself holds the character.
        field: String,
    },
    /// The text is too long for its place even at the smallest legible size.
    DoesNotFit {
        label: String,
        field: String,
        text: String,
    },
    /// A page that must stay one page has become longer.
    TooLong { label: String },
    /// Number and identity number are too long for the signed code.
    CodeTooLong { number: String },
    /// The picture is neither a JPEG nor a PNG file that can be embedded.
    BadPicture { label: String, field: String },
}

/// The places that can be left to the pen, a line for each: path, label and missing character.
/// `None` if something else stands in the way, or if the form itself lacks a character.
pub fn for_the_pen(problems: &[Unprintable]) -> Option<String> {
    let lines: Option<Vec<String>> = problems.iter().map(Unprintable::for_the_pen).collect();
    let mut lines = lines?;
    lines.sort();
    lines.dedup();
    Some(lines.join("\n")).filter(|lines| !lines.is_empty())
}

/// The paths of the places that were left to the pen, as [`for_the_pen`] wrote them.
pub fn left_to_the_pen(lines: &str) -> impl Iterator<Item = &str> {
    lines.lines().filter_map(|line| line.split(' ').next())
}

impl Unprintable {
    fn for_the_pen(&self) -> Option<String> {
        match self {
            Unprintable::MissingGlyph { label, field, .. } if !field.is_empty() => {
                let code = self.code_point().unwrap_or_default();
                Some(format!("{field} {label} {code}"))
            }
            _ => None,
        }
    }

    /// The data path the clerk has to go back to; empty if there is none.
    pub fn field(&self) -> &str {
        match self {
            Unprintable::MissingGlyph { field, .. }
            | Unprintable::DoesNotFit { field, .. }
            | Unprintable::BadPicture { field, .. } => field,
            Unprintable::TooLong { .. } | Unprintable::CodeTooLong { .. } => "",
        }
    }

    /// The code point as people write it, if a character is missing: `U+30EDD`.
    pub fn code_point(&self) -> Option<String> {
        match self {
            Unprintable::MissingGlyph { character, .. } => {
                Some(format!("U+{:04X}", u32::from(*character)))
            }
            _ => None,
        }
    }

    pub fn message(&self) -> Message {
        match self {
            Unprintable::MissingGlyph {
                character, label, ..
            } => Message::new("paper.missing_glyph")
                .with("label", label)
                .with("character", character)
                .with("code", self.code_point().unwrap_or_default()),
            Unprintable::DoesNotFit { label, text, .. } => Message::new("paper.does_not_fit")
                .with("label", label)
                .with("text", clip(text, SHOWN)),
            Unprintable::TooLong { label } => Message::new("paper.too_long").with("label", label),
            Unprintable::CodeTooLong { number } => {
                Message::new("paper.code_too_long").with("number", number)
            }
            Unprintable::BadPicture { label, .. } => {
                Message::new("paper.bad_picture").with("label", label)
            }
        }
    }
}
