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

impl Unprintable {
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
