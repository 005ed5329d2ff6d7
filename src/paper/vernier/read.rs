use super::super::alignment::{Axis, Misaligned};
use crate::text::{Message, half_width};

/// What was read at one cross: millimetres from the left and from the upper edge of the paper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reading {
    pub left: f64,
    pub top: f64,
}

/// Why readings give no profile.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ReadingProblem {
    #[error("{0} numbers instead of six")]
    Count(usize),
    #[error("{0:?} is not a length")]
    NotALength(String),
    /// Crosses count from 1.
    #[error("cross {cross} reads {found} instead of {meant}")]
    FarOff {
        cross: u8,
        axis: Axis,
        found: f64,
        meant: f64,
    },
    #[error("{0}")]
    Misaligned(#[from] Misaligned),
}

impl Reading {
    /// Reads six lengths in millimetres: left and top of the first, second and third cross, with
    /// any commas, semicolons and blanks between them.
    ///
    /// # Errors
    /// [`ReadingProblem::Count`] or [`ReadingProblem::NotALength`].
    pub fn three(typed: &str) -> Result<[Reading; 3], ReadingProblem> {
        let typed = half_width(typed);
        let parts = typed.split(|c: char| c.is_whitespace() || ",;、；，/".contains(c));
        let numbers = parts
            .filter(|part| !part.is_empty())
            .map(Reading::length)
            .collect::<Result<Vec<f64>, _>>()?;
        let [a, b, c, d, e, f] = numbers[..] else {
            return Err(ReadingProblem::Count(numbers.len()));
        };
        let reading = |left, top| Reading { left, top };
        Ok([reading(a, b), reading(c, d), reading(e, f)])
    }

    /// One length in millimetres, with or without its unit.
    ///
    /// # Errors
    /// [`ReadingProblem::NotALength`].
    pub fn length(typed: &str) -> Result<f64, ReadingProblem> {
        let typed = half_width(typed);
        let number = typed.trim().trim_end_matches("mm").trim_end_matches("毫米");
        let plain = number.trim();
        let digits = !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let length = plain.parse().ok().filter(|_| digits);
        // No paper is longer than this.
        let length = length.filter(|length: &f64| *length < 2_000.0);
        length.ok_or_else(|| ReadingProblem::NotALength(number.to_owned()))
    }
}

impl ReadingProblem {
    pub fn message(&self) -> Message {
        let millimetres = |length: f64| format!("{length:.1}");
        match self {
            ReadingProblem::Count(count) => {
                Message::new("paper.reading_count").with("count", count)
            }
            ReadingProblem::NotALength(text) => {
                Message::new("paper.reading_not_a_length").with("text", text)
            }
            ReadingProblem::FarOff {
                cross,
                axis,
                found,
                meant,
            } => {
                let key = match axis {
                    Axis::Left => "paper.reading_far_left",
                    Axis::Top => "paper.reading_far_top",
                };
                Message::new(key)
                    .with("cross", cross)
                    .with("found", millimetres(*found))
                    .with("meant", millimetres(*meant))
            }
            ReadingProblem::Misaligned(Misaligned::Unsettled) => {
                Message::new("paper.reading_unsettled")
            }
            ReadingProblem::Misaligned(Misaligned::Contradiction(by)) => {
                Message::new("paper.reading_contradiction").with("by", millimetres(*by))
            }
            ReadingProblem::Misaligned(Misaligned::TooFar { right, down }) => {
                Message::new("paper.reading_too_far")
                    .with("right", millimetres(*right))
                    .with("down", millimetres(*down))
            }
            ReadingProblem::Misaligned(Misaligned::OddScale { across, along }) => {
                Message::new("paper.reading_odd_scale")
                    .with("across", format!("{:.1}", across * 100.0))
                    .with("along", format!("{:.1}", along * 100.0))
            }
            ReadingProblem::Misaligned(Misaligned::TooTurned(turn)) => {
                Message::new("paper.reading_too_turned").with("turn", format!("{turn:.1}"))
            }
        }
    }
}
