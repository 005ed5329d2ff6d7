//! The code of a certificate, scanned, typed, or on a picture of the page.

use std::path::Path;

use super::hall::Hall;
use crate::office::{code_on_picture, is_picture};
use crate::text::Message;
use crate::tui::job::Reply;

impl Hall {
    /// What is to be thought of a code. A text that names a picture, as a terminal writes a file
    /// that is dropped on it, stands for the code on it.
    pub(super) fn verify(&mut self, text: &str) -> Result<Reply, Message> {
        let named = text.trim().trim_matches(['\'', '"']);
        let on_picture = is_picture(Path::new(named)).then(|| code_on_picture(Path::new(named)));
        let read = on_picture.transpose().map_err(|error| error.message())?;
        let code = read.unwrap_or_else(|| text.to_owned());
        match self.office.verify_code(&code, &self.clerk) {
            Ok(verdict) => Ok(Reply::CodeVerified(Box::new(verdict))),
            Err(error) => Err(error.message()),
        }
    }
}
