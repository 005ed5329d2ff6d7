//! Papers on their way to a printer: what is sent where, onto which blank, and what of it the
//! ledger keeps.
//!
//! A paper is made ready by the office and handed over by whoever asked, so that a printer that
//! hangs never holds the office up; then the office notes it.

mod blanks;
mod calibrate;
mod error;
mod note;
mod ready;

pub use blanks::{BlanksWish, CountBlanks, ReceiveBlanks};
pub use calibrate::{Calibration, CalibrationOf, Confirmed};
pub use error::PrintError;
pub use ready::PlannedPrint;

use std::path::PathBuf;

use crate::disk::{PATIENCE, PrintTask, send};
use crate::record::{BlankUsed, SpoiltReason};
use crate::text::Message;

/// A paper that is to be printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintWish {
    pub number: String,
    pub paper: String,
    /// Another printer than the paper's own, with its tray.
    pub printer: Option<(String, String)>,
    pub onto: Onto,
}

/// What a paper is printed onto.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Onto {
    /// As the paper's printer is set.
    AsSet,
    /// Plain paper: the whole page.
    Plain,
    /// The pre-printed blank with this number; the next one if none is named.
    Blank(Option<String>),
    /// The next blank, because the one it is on is spoilt and voided by this.
    NextBlank(SpoiltReason),
}

/// A paper that is ready to be handed to a printer.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadyPrint {
    pub number: String,
    pub paper: String,
    pub title: String,
    pub copies: u32,
    /// Where the same page lies as a file.
    pub path: PathBuf,
    pub task: PrintTask,
    pub blank: Option<BlankUsed>,
    /// What the clerk should know before she looks at the paper.
    pub notes: Vec<Message>,
}

/// A paper that a printer took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentPrint {
    pub number: String,
    pub paper: String,
    pub copies: u32,
    pub printer: String,
    pub tray: String,
    /// The service's name of the job; empty if it gave none.
    pub job: String,
    pub blank: Option<BlankUsed>,
    pub path: PathBuf,
    pub notes: Vec<Message>,
}

impl ReadyPrint {
    /// Hands the paper to its printer; the name of the job. Waits for the printing service, but
    /// not for long.
    ///
    /// # Errors
    /// [`PrintError::Printer`].
    pub fn hand_over(&self) -> Result<String, PrintError> {
        send(&self.task, PATIENCE).map_err(|error| PrintError::Printer {
            error,
            path: self.path.clone(),
        })
    }
}
