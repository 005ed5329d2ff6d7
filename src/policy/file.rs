use serde::de::DeserializeOwned;

use crate::text::Message;

/// What is wrong in a file staff can edit (a form, a policy, a hall's settings), and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {reason}")]
pub struct FileProblem {
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    pub reason: String,
    /// What kind of mistake it is, where a plainer sentence than the reason can be said.
    kind: Mistake,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Mistake {
    UnknownKey(String),
    MissingKey(String),
    WrongType,
    Syntax,
    /// A rule of the form language; the reason says which.
    Rule,
}

impl FileProblem {
    /// A problem at the first place where `needle` stands in the file, or at its start: for rules
    /// that are found only after the file was read.
    pub fn at(file: &str, text: &str, needle: &str, reason: impl Into<String>) -> FileProblem {
        let (line, column) = place(text, text.find(needle).unwrap_or(0));
        FileProblem::new(file, (line, column), reason)
    }

    /// An answer, a field or a setting that nothing defines.
    pub fn unknown_key(file: &str, text: &str, key: &str) -> FileProblem {
        let kind = Mistake::UnknownKey(key.to_owned());
        // Nested tables hold the last part of a path by itself.
        let near = key.rsplit('.').next().unwrap_or(key);
        FileProblem {
            kind,
            ..FileProblem::at(file, text, near, format!("`{key}` is not known"))
        }
    }

    /// A problem at a line and a column, both from 1.
    pub fn new(
        file: &str,
        (line, column): (usize, usize),
        reason: impl Into<String>,
    ) -> FileProblem {
        let (file, reason) = (file.to_owned(), reason.into());
        FileProblem {
            file,
            line,
            column,
            reason,
            kind: Mistake::Rule,
        }
    }

    /// What is wrong, as staff are told; the file and the place are said beside it.
    pub fn message(&self) -> Message {
        match &self.kind {
            Mistake::UnknownKey(key) => Message::new("policy.unknown_key").with("key", key),
            Mistake::MissingKey(key) => Message::new("policy.missing_key").with("key", key),
            Mistake::WrongType => Message::new("policy.wrong_type").with("reason", &self.reason),
            Mistake::Syntax => Message::new("policy.syntax").with("reason", &self.reason),
            Mistake::Rule => Message::new("policy.rule").with("reason", &self.reason),
        }
    }
}

/// The reader tells its mistakes apart only by their sentences.
fn mistake(reason: &str) -> Mistake {
    let quoted = || reason.split('`').nth(1).unwrap_or_default().to_owned();
    match reason {
        _ if reason.starts_with("unknown field") => Mistake::UnknownKey(quoted()),
        _ if reason.starts_with("missing field") => Mistake::MissingKey(quoted()),
        _ if reason.starts_with("invalid type") || reason.starts_with("data did not match") => {
            Mistake::WrongType
        }
        _ => Mistake::Syntax,
    }
}

/// Reads a whole TOML file into `T`. Unknown keys are refused where `T` denies them.
///
/// # Errors
/// [`FileProblem`] with line and column of the first thing that does not fit.
pub fn read_toml<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, FileProblem> {
    toml::from_str(text).map_err(|error| {
        let (line, column) = place(text, error.span().map_or(0, |span| span.start));
        let kind = mistake(error.message());
        FileProblem {
            kind,
            ..FileProblem::new(file, (line, column), error.message())
        }
    })
}

/// Line and column of a byte offset, both from 1.
fn place(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_names_its_line_and_column() {
        let error = read_toml::<toml::Table>("a.toml", "a = 1\n名 = \n").expect_err("not TOML");
        assert_eq!((error.line, error.file.as_str()), (2, "a.toml"));
        assert_eq!(error.message().key(), "policy.syntax");
        assert_eq!(place("一\n二三", "一\n二".len()), (2, 2));
        assert_eq!(place("", 9), (1, 1));
    }
}
