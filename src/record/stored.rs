//! Acts as bytes.
//!
//! The first two bytes say which generation of [`Act`] follows, so that a ledger of today is read
//! for ever: a changed type gets a new generation and the old one stays here with its conversion.

use super::event::Act;

const FIRST: u16 = 1;

/// Bytes that are not an act this program knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoredError {
    #[error("the act is of generation {0}, which this program does not know")]
    Generation(u16),
    #[error("the act cannot be read: {0}")]
    Unreadable(String),
}

/// The body of a frame for an act.
///
/// # Errors
/// [`StoredError::Unreadable`] if serialisation fails, which no act of this program does.
pub fn write(act: &Act) -> Result<Vec<u8>, StoredError> {
    let bytes = FIRST.to_le_bytes().to_vec();
    postcard::to_extend(act, bytes).map_err(|error| StoredError::Unreadable(error.to_string()))
}

/// # Errors
/// [`StoredError`] for a newer generation or bytes that are no act. Never panics.
pub fn read(bytes: &[u8]) -> Result<Act, StoredError> {
    let Some((generation, body)) = bytes.split_first_chunk::<2>() else {
        return Err(StoredError::Unreadable("too short".to_owned()));
    };
    match u16::from_le_bytes(*generation) {
        FIRST => {
            postcard::from_bytes(body).map_err(|error| StoredError::Unreadable(error.to_string()))
        }
        newer => Err(StoredError::Generation(newer)),
    }
}
