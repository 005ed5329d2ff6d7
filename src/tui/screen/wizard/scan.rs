//! A code from a scanner or card reader, wherever the caret is.

use super::{Response, Wizard, field};
use crate::form::{Kind, read};

impl Wizard {
    /// The field with the caret takes the code if it can read it; an identity number that belongs
    /// elsewhere goes to the empty number field of this page, or else home to be looked up, while
    /// the draft waits.
    pub(super) fn scan(&mut self, code: &str) -> Response {
        let is_id = read(&Kind::IdPaper, code, &self.desk.around)
            .canonical
            .is_some_and(|key| key.starts_with("111:"));
        let kind = self.kind();
        let fits = kind.is_some_and(|kind| {
            field::is_typed(kind) && read(kind, code, &self.desk.around).problem.is_none()
        });
        let takes_ids = matches!(kind, Some(Kind::IdPaper));
        if fits && (takes_ids || !is_id) {
            return self.take_in(code);
        }
        if !is_id {
            return self.type_ahead(code);
        }
        let empty = self.questions_here().iter().find(|question| {
            question.field.kind == Kind::IdPaper && question.text.trim().is_empty()
        });
        if let Some(path) = empty.map(|question| question.path.clone()) {
            self.focus(&path);
            return self.take_in(code);
        }
        let mut response = Response::look_up(code.to_owned());
        if !self.undo.is_empty() {
            response = response.toast(self.fate_of_draft());
        }
        response
    }

    fn take_in(&mut self, code: &str) -> Response {
        self.line = crate::tui::widget::LineEdit::default();
        let mut response = self.paste(code);
        let next = self.accept();
        response.follow_with(next);
        response
    }

    /// It was quick typing after all: each character goes to whichever field has the caret then.
    fn type_ahead(&mut self, code: &str) -> Response {
        let mut response = Response::stay();
        for c in code.chars() {
            let digit = c.to_digit(10).filter(|digit| *digit > 0);
            let next = match digit.and_then(|digit| usize::try_from(digit).ok()) {
                Some(digit) if self.digits_pick() => self.pick(digit),
                _ => self.type_char(c),
            };
            response.follow_with(next);
        }
        let next = self.accept();
        response.follow_with(next);
        response
    }
}
