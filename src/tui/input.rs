//! What reaches the program: keys, typed and pasted text, scans, replies of the office, signals.
//!
//! A thread waits for the terminal; `merge` turns what arrived together into one meaning.

#[cfg(test)]
mod hostile;
mod merge;
mod reader;

pub use merge::{Merger, Stroke};
pub use reader::{read_signals, read_terminal};

use super::job::Reply;
use super::keys::Key;
use super::picture::{Answers, Glass};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    Key(Key),
    /// Characters typed or committed by an input method, cleaned, in the order they came.
    Text(String),
    /// Pasted text as one clean line.
    Paste(String),
    /// A code that a scanner or a card reader typed and ended with Enter.
    Scan(String),
    /// What the terminal answered when it was asked what it shows.
    Answers(Answers),
    /// What there is to draw on: the size of the screen and the way of pictures.
    Glass(Glass),
    /// What follows was typed when so many frames had been drawn.
    Seen(u64),
    Resize,
    /// The program was continued after a stop: the terminal must be entered again.
    Continued,
    /// The terminal is gone or the process was told to end.
    HangUp,
    /// The office answered.
    Reply(Reply),
    /// The office thread ended on its own, which it never should.
    OfficeGone,
}
