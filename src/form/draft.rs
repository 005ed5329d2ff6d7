use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How the names begin by which conditions ask what the register says of a certificate of this hall
/// that was shown: `record.shown.state`.
const SHOWN: &str = "shown.";

/// Names one wish of one applicant: sent twice, it has one result.
///
/// 128 random bits, written as 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestId(pub [u8; 16]);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The text is not 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a request id has 32 hexadecimal digits")]
pub struct RequestIdError;

impl FromStr for RequestId {
    type Err = RequestIdError;

    fn from_str(text: &str) -> Result<RequestId, RequestIdError> {
        if text.len() != 32 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(RequestIdError);
        }
        let mut bytes = [0; 16];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            // Both bytes are ASCII digits of base 16 by the test above.
            let pair = std::str::from_utf8(pair).map_err(|_| RequestIdError)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| RequestIdError)?;
        }
        Ok(RequestId(bytes))
    }
}

impl Serialize for RequestId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RequestId {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<RequestId, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// Anything typed so far. Nothing in it is right or wrong yet, and nothing typed is ever rewritten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub request: RequestId,
    pub service: String,
    pub form_version: u32,
    /// The person on record the draft is for, if there is one.
    pub person: Option<u64>,
    /// Path → what the record already says, in canonical text. Shown as the answer until the clerk
    /// types another.
    pub known: BTreeMap<String, String>,
    /// What else the record says that the form's conditions ask for, by the fact's name.
    #[serde(default)]
    pub record: BTreeMap<String, String>,
    /// Path → text as typed. A path that was never touched is absent.
    pub answers: BTreeMap<String, String>,
    /// Rows of each repeated field.
    pub rows: BTreeMap<String, usize>,
    /// The path of the field the clerk was in, so that a restored draft opens there.
    pub at: Option<String>,
}

impl Draft {
    pub fn new(request: RequestId, service: &str, form_version: u32) -> Draft {
        Draft {
            request,
            service: service.to_owned(),
            form_version,
            person: None,
            known: BTreeMap::new(),
            record: BTreeMap::new(),
            answers: BTreeMap::new(),
            rows: BTreeMap::new(),
            at: None,
        }
    }

    /// Writes down what the register says of the certificate that was shown, in place of what it
    /// said of another one.
    pub fn note_shown(&mut self, shown: &BTreeMap<String, String>) {
        self.record.retain(|name, _| !name.starts_with(SHOWN));
        let shown = shown.iter();
        self.record
            .extend(shown.map(|(name, text)| (format!("{SHOWN}{name}"), text.clone())));
    }

    /// Goes on as a draft for the person of `start`: what her record says becomes known, and what
    /// was typed stays as it was typed.
    pub fn attach(&mut self, start: &Draft) {
        self.person = start.person;
        self.known.clone_from(&start.known);
        self.record.retain(|name, _| name.starts_with(SHOWN));
        self.record.extend(start.record.clone());
        for (rows, count) in &start.rows {
            self.rows.entry(rows.clone()).or_insert(*count);
        }
    }

    /// What was typed at `path`, else what the record says; empty if neither.
    pub fn typed(&self, path: &str) -> &str {
        let text = self.answers.get(path).or_else(|| self.known.get(path));
        text.map_or("", String::as_str)
    }

    /// Whether the record answers `path` and the clerk has typed nothing else there.
    pub fn is_known(&self, path: &str) -> bool {
        self.known.contains_key(path) && !self.answers.contains_key(path)
    }

    pub fn write(&mut self, path: &str, text: impl Into<String>) {
        self.answers.insert(path.to_owned(), text.into());
    }

    pub fn row_count(&self, rows: &str) -> usize {
        self.rows.get(rows).copied().unwrap_or(0)
    }

    pub fn add_row(&mut self, rows: &str) {
        *self.rows.entry(rows.to_owned()).or_default() += 1;
    }

    /// Removes one row and moves the later ones up.
    pub fn remove_row(&mut self, rows: &str, row: usize) {
        let count = self.row_count(rows);
        if row >= count {
            return;
        }
        close_gap(&mut self.answers, rows, row);
        close_gap(&mut self.known, rows, row);
        self.rows.insert(rows.to_owned(), count - 1);
    }
}

fn close_gap(texts: &mut BTreeMap<String, String>, rows: &str, row: usize) {
    for (path, text) in std::mem::take(texts) {
        match row_of(&path, rows) {
            Some((at, _)) if at == row => {}
            Some((at, key)) if at > row => {
                texts.insert(format!("{rows}[{}].{key}", at - 1), text);
            }
            _ => {
                texts.insert(path, text);
            }
        }
    }
}

/// `children[2].name` read as row 2 and key `name` of `children`.
pub(super) fn row_of<'a>(path: &'a str, rows: &str) -> Option<(usize, &'a str)> {
    let (row, key) = path
        .strip_prefix(rows)?
        .strip_prefix('[')?
        .split_once("].")?;
    Some((row.parse().ok()?, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_id_is_read_as_it_is_written() {
        let id = RequestId([0xa5; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("a5".parse::<RequestId>(), Err(RequestIdError));
        assert_eq!("中".repeat(32).parse::<RequestId>(), Err(RequestIdError));
    }

    #[test]
    fn the_later_rows_move_up_when_one_is_removed() {
        let mut draft = Draft::new(RequestId([0; 16]), "s", 1);
        for (row, name) in ["甲", "乙", "丙"].into_iter().enumerate() {
            draft.add_row("children");
            draft.write(&format!("children[{row}].name"), name);
        }
        draft.write("note", "stays");
        draft.remove_row("children", 1);
        assert_eq!(draft.row_count("children"), 2);
        assert_eq!(draft.typed("children[1].name"), "丙");
        assert_eq!(draft.typed("children[2].name"), "");
        assert_eq!(draft.typed("note"), "stays");
        draft.remove_row("children", 7);
        assert_eq!(draft.row_count("children"), 2);
    }
}
