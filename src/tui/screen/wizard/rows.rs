//! Repeated fields (children) and the checklist of papers.

use super::{Response, Wizard};
use crate::form::{Kind, Question};
use crate::text::{Message, half_width};

/// More rows than any family fills at a counter.
const MOST: usize = 30;

impl Wizard {
    /// The repeated field on this page, if there is one.
    pub(super) fn rows_here(&self) -> Option<String> {
        let rows = self
            .questions_here()
            .iter()
            .find(|question| matches!(question.field.kind, Kind::Rows { .. }));
        rows.map(|question| question.path.clone())
    }

    pub(super) fn has_documents_here(&self) -> bool {
        self.questions_here().iter().any(is_document)
    }

    pub(super) fn add_row(&mut self) -> Response {
        let Some(rows) = self.rows_here() else {
            return Response::no(Message::new("tui.no_rows_here"));
        };
        let count = self.draft.row_count(&rows);
        if count >= MOST {
            return Response::no(Message::new("tui.too_many_rows").with("most", MOST));
        }
        self.remember();
        self.draft.add_row(&rows);
        self.visited.insert(rows.clone());
        self.renew();
        self.focus_row(&rows, count);
        self.saved()
    }

    /// Removes the row with the caret; at the heading of the rows, the last one.
    pub(super) fn remove_row(&mut self) -> Response {
        let row = self.question().and_then(|question| question.row.clone());
        let here = self.rows_here();
        let last = here.map(|rows| {
            let last = self.draft.row_count(&rows).saturating_sub(1);
            (rows, last)
        });
        let Some((rows, row)) = row.or(last) else {
            return Response::no(Message::new("tui.no_rows_here"));
        };
        if self.draft.row_count(&rows) == 0 {
            return Response::no(Message::new("tui.no_row"));
        }
        self.remember();
        self.draft.remove_row(&rows, row);
        self.renew();
        self.focus(&rows);
        self.saved()
            .toast(Message::new("tui.row_removed").with("row", row + 1))
    }

    /// A digit at the heading says how many rows there are.
    pub(super) fn set_rows(&mut self, wanted: usize) -> Response {
        let rows = self.at.clone();
        let count = self.draft.row_count(&rows);
        let filled = |path: &str| {
            let prefix = format!("{rows}[");
            path.strip_prefix(&prefix)
                .and_then(|rest| rest.split(']').next()?.parse::<usize>().ok())
                .is_some_and(|row| row >= wanted)
        };
        let texts = self.draft.answers.iter().chain(&self.draft.known);
        let mut cut = texts.filter(|(path, text)| filled(path) && !text.is_empty());
        if cut.next().is_some() {
            return Response::no(Message::new("tui.rows_hold_answers"));
        }
        self.remember();
        for row in (wanted..count).rev() {
            self.draft.remove_row(&rows, row);
        }
        for _ in count..wanted {
            self.draft.add_row(&rows);
        }
        self.visited.insert(rows);
        self.renew();
        let mut response = self.advance();
        response.effects.extend(self.saved().effects);
        response
    }

    pub(super) fn type_into_rows(&mut self, c: char) -> Response {
        match half_width(&c.to_string()).parse::<usize>() {
            Ok(count) => self.set_rows(count),
            Err(_) => Response::no(Message::new("tui.type_how_many")),
        }
    }

    fn focus_row(&mut self, rows: &str, row: usize) {
        let first = self
            .survey
            .questions()
            .find(|question| question.row.as_ref() == Some(&(rows.to_owned(), row)));
        if let Some(path) = first.map(|question| question.path.clone()) {
            self.focus(&path);
        }
    }

    /// One key for the usual case: every paper not yet answered was seen in the original.
    pub(super) fn all_seen(&mut self) -> Response {
        if !self.has_documents_here() {
            return Response::no(Message::new("tui.no_papers_here"));
        }
        let open: Vec<(String, String)> = self
            .survey
            .questions()
            .filter(|question| question.text.trim().is_empty())
            .filter_map(|question| match question.field.kind {
                Kind::Document { .. } => Some((question.path.clone(), "seen".to_owned())),
                Kind::DocumentCount { needed } => Some((question.path.clone(), needed.to_string())),
                _ => None,
            })
            .collect();
        if open.is_empty() {
            return Response::no(Message::new("tui.papers_answered"));
        }
        self.remember();
        for (path, answer) in &open {
            self.draft.write(path, answer);
        }
        self.renew();
        let at = self.at.clone();
        self.focus(&at);
        self.saved()
            .toast(Message::new("tui.papers_seen").with("count", open.len()))
    }
}

fn is_document(question: &Question) -> bool {
    matches!(
        question.field.kind,
        Kind::Document { .. } | Kind::DocumentCount { .. }
    )
}
