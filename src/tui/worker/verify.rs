//! The code of a certificate, scanned, typed, or on a picture of the page.

use super::hall::Hall;
use crate::office::code_typed;
use crate::text::Message;
use crate::tui::job::Reply;

impl Hall {
    /// What is to be thought of a code.
    pub(super) fn verify(&mut self, text: &str) -> Result<Reply, Message> {
        let code = code_typed(text).map_err(|error| error.message())?;
        match self.office.verify_code(&code, &self.clerk) {
            Ok(verdict) => Ok(Reply::CodeVerified(Box::new(verdict))),
            Err(error) => Err(error.message()),
        }
    }
}
