use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Lang, Said};

static ZH: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| flatten(ZH_FILES));
static EN: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| flatten(EN_FILES));

/// One file per room, so that a room's sentences are found beside each other in both languages.
macro_rules! catalogue_files {
    ($($room:literal),* $(,)?) => {
        const ZH_FILES: &[(&str, &str)] = &[$(($room, include_str!(concat!("zh-CN/", $room, ".toml")))),*];
        const EN_FILES: &[(&str, &str)] = &[$(($room, include_str!(concat!("en/", $room, ".toml")))),*];
    };
}

catalogue_files![
    "cli", "form", "import", "ledger", "office", "paper", "person", "policy", "print", "report",
    "service", "staff", "supplies", "tui"
];

/// Reads each file's flat `key = "sentence"` table; the key a program uses is `file.key`.
fn flatten(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (room, toml) in files {
        // The files are part of the program and every key is asserted by the tests below.
        let table: BTreeMap<String, String> =
            toml::from_str(toml).unwrap_or_else(|error| panic!("src/text/*/{room}.toml: {error}"));
        all.extend(
            table
                .into_iter()
                .map(|(key, sentence)| (format!("{room}.{key}"), sentence)),
        );
    }
    all
}

/// A sentence of the catalogue with the values for its `{names}`.
///
/// The key is `file.key` as in `src/text/zh-CN/file.toml`; a test reads the sources and asserts
/// that every key used exists in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    key: &'static str,
    values: Vec<(&'static str, Value)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Text(String),
    Said(Said),
}

impl Value {
    fn say(&self, lang: Lang) -> String {
        match self {
            Value::Text(text) => text.clone(),
            Value::Said(said) => said.say(lang),
        }
    }
}

impl Message {
    pub fn new(key: &'static str) -> Message {
        Message {
            key,
            values: Vec::new(),
        }
    }

    /// Gives the value that stands for `{name}` in the sentence.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Message {
        self.values.push((name, Value::Text(value.to_string())));
        self
    }

    /// Gives the sentence that stands for `{name}`; it is said in the language of the whole.
    pub fn with_said(mut self, name: &'static str, said: impl Into<Said>) -> Message {
        self.values.push((name, Value::Said(said.into())));
        self
    }

    pub fn key(&self) -> &'static str {
        self.key
    }

    /// The sentence in `lang`. A key that is not in the catalogue is shown as it is, so that a
    /// slip in the program costs a clear sentence and never the clerk's work.
    pub fn say(&self, lang: Lang) -> String {
        let table = match lang {
            Lang::Zh => &ZH,
            Lang::En => &EN,
        };
        let Some(pattern) = table.get(self.key) else {
            return self.key.to_owned();
        };
        let values: Vec<_> = self
            .values
            .iter()
            .map(|(name, value)| (*name, value.say(lang)))
            .collect();
        fill(pattern, &values)
    }
}

/// Replaces each `{name}` once, left to right, so that a value holding braces is never read again.
fn fill(pattern: &str, values: &[(&'static str, String)]) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let close = rest.find('}');
        let value = close.and_then(|close| {
            let name = &rest[1..close];
            values
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (close, value))
        });
        match value {
            Some((close, value)) => {
                out.push_str(value);
                rest = &rest[close + 1..];
            }
            None => {
                out.push('{');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether the catalogue has this key in `lang`.
pub fn has_message(lang: Lang, key: &str) -> bool {
    match lang {
        Lang::Zh => ZH.contains_key(key),
        Lang::En => EN.contains_key(key),
    }
}

/// Every key of the catalogue in `lang`, in order.
pub fn message_keys(lang: Lang) -> Vec<&'static str> {
    match lang {
        Lang::Zh => ZH.keys().map(String::as_str).collect(),
        Lang::En => EN.keys().map(String::as_str).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The `{names}` of a sentence, sorted.
    fn names(sentence: &str) -> Vec<&str> {
        let mut names: Vec<&str> = sentence
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name))
            .collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn both_languages_have_the_same_keys_and_the_same_names() {
        assert_eq!(message_keys(Lang::Zh), message_keys(Lang::En));
        for (key, zh) in ZH.iter() {
            assert_eq!(names(zh), names(&EN[key]), "{key}");
        }
    }

    #[test]
    fn a_sentence_within_another_is_said_in_the_same_language() {
        let inner = Message::new("ledger.fault_checksum");
        let whole = Message::new("ledger.cut").with_said("reason", inner.clone());
        for lang in [Lang::Zh, Lang::En] {
            assert!(whole.say(lang).contains(&inner.say(lang)));
        }
    }

    #[test]
    fn a_value_that_holds_braces_is_not_read_again() {
        let values = [("a", "{b}".to_owned()), ("b", "no".to_owned())];
        assert_eq!(fill("{a} {b} {c}", &values), "{b} no {c}");
    }
}
