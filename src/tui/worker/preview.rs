//! Papers for the screen.

use std::sync::Arc;

use super::hall::{Hall, not_issued};
use crate::form::{Consequence, Submission};
use crate::text::Message;
use crate::tui::job::{Preview, PreviewOf, Reply};
use crate::tui::notice::Notice;
use crate::tui::picture::{Drawn, Window};

impl Hall {
    /// What a submission would print.
    pub(super) fn preview(&self, submission: &Submission) -> Reply {
        let form = self.office.shelf().form(&submission.form().id).cloned();
        let prints = form.is_some_and(|form| form.consequence != Consequence::Registration);
        if !prints {
            return nothing_to_show();
        }
        match self.office.preview(submission, &self.clerk) {
            Ok(papers) if papers.iter().all(|laid| laid.document.sheets.is_empty()) => {
                nothing_to_show()
            }
            Ok(papers) => {
                let of = PreviewOf::Submission(submission.request());
                Reply::Preview(Preview::new(of, papers))
            }
            Err(error) => Reply::Failed(not_issued(&error)),
        }
    }

    /// What printing a paper again would print.
    pub(super) fn preview_again(&self, number: &str, paper: &str) -> Result<Reply, Message> {
        let laid = self.office.preview_again(number, paper);
        let laid = laid.map_err(|error| error.message())?;
        let of = PreviewOf::Number(number.to_owned());
        Ok(Reply::Preview(Preview::new(of, [laid])))
    }

    pub(super) fn draw(&self, window: Window) -> Result<Reply, Message> {
        let raster = self.office.picture(&window.page.0, &window.view);
        let drawn = raster.and_then(|raster| Drawn::new(window, raster));
        let drawn = drawn.ok_or_else(|| Message::new("tui.preview_undrawable"))?;
        Ok(Reply::Drawn(Arc::new(drawn)))
    }
}

fn nothing_to_show() -> Reply {
    Reply::Failed(Notice::new(Message::new("tui.preview_nothing")))
}
