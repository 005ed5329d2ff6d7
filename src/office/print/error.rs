use std::path::PathBuf;

use super::super::error::{IssueError, PaperError};
use crate::disk::{DiskError, PrinterError};
use crate::paper::{FontError, PdfError, ReadingProblem};
use crate::policy::FileProblem;
use crate::service::blanks::BlanksRefused;
use crate::store::ViewError;
use crate::text::Message;

/// Why nothing was printed, or nothing moved among the blanks.
#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    #[error("{0}")]
    Paper(#[from] PaperError),
    #[error("{0}")]
    Blanks(#[from] BlanksRefused),
    /// Nobody set a printer for the paper; its file is there.
    #[error("{paper} has no printer")]
    NoPrinter { paper: String, path: PathBuf },
    /// The printer did not take it; its file is there.
    #[error("{error}")]
    Printer { error: PrinterError, path: PathBuf },
    #[error("there is no paper {0}")]
    UnknownPaper(String),
    #[error("{0}")]
    Reading(#[from] ReadingProblem),
    /// Too small for three crosses.
    #[error("paper of {width}×{height} mm is too small")]
    TooSmall { width: f32, height: f32 },
    /// A second sheet is printed through a profile, and there is none.
    #[error("the first sheet was not read yet")]
    NotMeasured,
    #[error("{0}")]
    Enter(Box<IssueError>),
}

impl PrintError {
    pub fn message(&self) -> Message {
        match self {
            PrintError::Paper(error) => error.message(),
            PrintError::Blanks(refused) => refused.message(),
            PrintError::NoPrinter { paper, path } => Message::new("print.no_printer")
                .with("paper", paper)
                .with("path", path.display()),
            PrintError::Printer { error, path } => Message::new("print.not_sent")
                .with_said("reason", error.message())
                .with("path", path.display()),
            PrintError::UnknownPaper(paper) => {
                Message::new("print.unknown_paper").with("paper", paper)
            }
            PrintError::Reading(problem) => problem.message(),
            PrintError::TooSmall { width, height } => Message::new("print.too_small")
                .with("width", width)
                .with("height", height),
            PrintError::NotMeasured => Message::new("print.not_measured"),
            PrintError::Enter(error) => error.message(),
        }
    }
}

impl From<ViewError> for PrintError {
    fn from(error: ViewError) -> PrintError {
        PrintError::Paper(error.into())
    }
}

impl From<DiskError> for PrintError {
    fn from(error: DiskError) -> PrintError {
        PrintError::Paper(error.into())
    }
}

impl From<PdfError> for PrintError {
    fn from(error: PdfError) -> PrintError {
        PrintError::Paper(error.into())
    }
}

impl From<FileProblem> for PrintError {
    fn from(problem: FileProblem) -> PrintError {
        DiskError::File(problem).into()
    }
}

impl From<FontError> for PrintError {
    fn from(error: FontError) -> PrintError {
        PdfError::Font(error.name).into()
    }
}

impl From<IssueError> for PrintError {
    fn from(error: IssueError) -> PrintError {
        PrintError::Enter(Box::new(error))
    }
}
