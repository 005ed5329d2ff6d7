use super::super::error::{IssueError, PaperError};
use crate::service::supplies::StockRefused;
use crate::store::ViewError;
use crate::text::Message;

/// Why no supplies moved. No number was used.
#[derive(Debug, thiserror::Error)]
pub enum StockError {
    #[error("{0}")]
    Refused(#[from] StockRefused),
    /// An answer that cannot be read; the sentence says which and why.
    #[error("an answer cannot be read")]
    Unreadable(Message),
    /// Nobody under age is named (未满18周岁不登记姓名).
    #[error("nobody under age is named")]
    Minor,
    #[error("{0}")]
    Issue(#[from] IssueError),
    #[error("{0}")]
    Paper(#[from] PaperError),
}

impl From<ViewError> for StockError {
    fn from(error: ViewError) -> StockError {
        StockError::Issue(error.into())
    }
}

impl StockError {
    pub fn message(&self) -> Message {
        match self {
            StockError::Refused(refused) => refused.message(),
            StockError::Unreadable(message) => message.clone(),
            StockError::Minor => Message::new("supplies.minor"),
            StockError::Issue(error) => error.message(),
            StockError::Paper(error) => error.message(),
        }
    }
}
