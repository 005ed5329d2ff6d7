//! What staff read: the message catalogue in Chinese and English, display width, and the cleaning
//! of typed text.
//!
//! Does no I/O. Every sentence a clerk can see is either in the catalogue ([`Message`]) or in a
//! form, a policy or a paper ([`Label`]).

mod catalogue;
mod clean;
mod width;

pub use catalogue::{Message, has_message, message_keys};
pub use clean::{clean_line, half_width};
pub use width::{clip, pad, width};

use serde::{Deserialize, Serialize};

/// The language of the screen. Chinese is the first language; English stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

/// A text that comes with its data (a form, a policy, a layout) in both languages.
///
/// In TOML either a string, which then serves both languages, or `{ zh = "…", en = "…" }`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(from = "LabelToml")]
pub struct Label {
    pub zh: String,
    pub en: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum LabelToml {
    Same(String),
    Both(BothToml),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BothToml {
    zh: String,
    en: String,
}

impl From<LabelToml> for Label {
    fn from(toml: LabelToml) -> Label {
        match toml {
            LabelToml::Same(text) => Label {
                zh: text.clone(),
                en: text,
            },
            LabelToml::Both(both) => Label {
                zh: both.zh,
                en: both.en,
            },
        }
    }
}

impl Label {
    /// A label that reads the same in every language (a code, a number).
    pub fn same(text: impl Into<String>) -> Label {
        let text = text.into();
        Label {
            zh: text.clone(),
            en: text,
        }
    }

    pub fn say(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// A sentence that has not yet met its reader: it is said in a language only when it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    Message(Message),
    Label(Label),
}

impl Said {
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Said::Message(message) => message.say(lang),
            Said::Label(label) => label.say(lang).to_owned(),
        }
    }
}

impl From<Message> for Said {
    fn from(message: Message) -> Said {
        Said::Message(message)
    }
}

impl From<Label> for Said {
    fn from(label: Label) -> Said {
        Said::Label(label)
    }
}

/// A value that reads the same in every language: a name, a number, a date.
impl From<&str> for Said {
    fn from(text: &str) -> Said {
        Said::Label(Label::same(text))
    }
}
