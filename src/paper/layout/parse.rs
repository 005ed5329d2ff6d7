use std::ops::Range;

use super::check::check;
use super::spec::LayoutSpec;
use crate::text::Message;

/// A layout that cannot be used: what is wrong and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {reason}")]
pub struct LayoutError {
    /// Counted from 1.
    pub line: usize,
    pub column: usize,
    pub reason: String,
}

impl LayoutError {
    pub fn message(&self) -> Message {
        Message::new("paper.layout_error")
            .with("line", self.line)
            .with("column", self.column)
            .with("reason", &self.reason)
    }

    fn at(toml: &str, span: Option<Range<usize>>, reason: impl Into<String>) -> LayoutError {
        let start = span.map_or(0, |span| span.start).min(toml.len());
        let before = toml.get(..start).unwrap_or_default();
        let last_line = before.rsplit('\n').next().unwrap_or_default();
        LayoutError {
            line: before.matches('\n').count() + 1,
            column: last_line.chars().count() + 1,
            reason: reason.into(),
        }
    }
}

pub(super) fn parse(toml: &str) -> Result<LayoutSpec, LayoutError> {
    let spec: LayoutSpec = toml::from_str(toml)
        .map_err(|error| LayoutError::at(toml, error.span(), error.message()))?;
    let checked = check(&spec);
    checked.map_err(|(span, reason)| LayoutError::at(toml, span, reason))?;
    Ok(spec)
}
