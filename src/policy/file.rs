use serde::de::DeserializeOwned;

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
}

impl FileProblem {
    /// A problem at the first place where `needle` stands in the file, or at its start: for rules
    /// that are found only after the file was read.
    pub fn at(file: &str, text: &str, needle: &str, reason: impl Into<String>) -> FileProblem {
        let (line, column) = place(text, text.find(needle).unwrap_or(0));
        FileProblem {
            file: file.to_owned(),
            line,
            column,
            reason: reason.into(),
        }
    }
}

/// Reads a whole TOML file into `T`. Unknown keys are refused where `T` denies them.
///
/// # Errors
/// [`FileProblem`] with line and column of the first thing that does not fit.
pub fn read_toml<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, FileProblem> {
    toml::from_str(text).map_err(|error| {
        let (line, column) = place(text, error.span().map_or(0, |span| span.start));
        FileProblem {
            file: file.to_owned(),
            line,
            column,
            reason: error.message().to_owned(),
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
        assert_eq!(place("一\n二三", "一\n二".len()), (2, 2));
        assert_eq!(place("", 9), (1, 1));
    }
}
