use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::PreviewScreen;
use super::view::Look;
use crate::paper::CellKind;
use crate::text::{Message, width};
use crate::tui::job::PreviewOf;
use crate::tui::look;
use crate::tui::widget::put;

impl PreviewScreen {
    pub(super) fn draw_page(&self, buffer: &mut Buffer, area: Rect) -> Position {
        self.draw_heading(buffer, Rect { height: 1, ..area });
        let body = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        match self.sight.look {
            Look::Characters => self.draw_characters(buffer, body),
            Look::Picture | Look::HalfBlocks => self.draw_picture(buffer, body),
        }
        Position::new(area.x, area.y)
    }

    /// The paper, its page, and whether any of it is on record.
    fn draw_heading(&self, buffer: &mut Buffer, area: Rect) {
        let lang = self.lang;
        let page = self.sheet().heading().say(lang);
        let x = put(
            buffer,
            area.x,
            area.y,
            area.width,
            &format!(" {page} "),
            look::SELECTED,
        );
        let (state, style) = match self.of {
            PreviewOf::Submission(_) => ("tui.preview_provisional", look::NOTE),
            PreviewOf::Number(_) => ("tui.preview_again", look::GOOD),
            PreviewOf::Nobody => ("tui.preview_nobody", look::NOTE),
        };
        let mut state = format!("  {}", Message::new(state).say(lang));
        if let Some(percent) = self.sight.percent() {
            state.push_str(&format!("  {percent}%"));
        }
        put(
            buffer,
            x,
            area.y,
            area.right().saturating_sub(x),
            &state,
            style,
        );
    }

    fn draw_characters(&self, buffer: &mut Buffer, area: Rect) {
        let (left, top) = self.sight.at();
        for (row, y) in self.cells.rows.iter().skip(top).zip(area.y..area.bottom()) {
            for (cell, x) in row.iter().skip(left).zip(area.x..area.right()) {
                let columns = u16::try_from(width(&cell.text)).unwrap_or(0);
                // Half a character at the right edge is none.
                if columns > 0 && x + columns <= area.right() {
                    put(buffer, x, y, columns, &cell.text, style(cell.kind));
                }
            }
        }
    }

    fn draw_picture(&self, buffer: &mut Buffer, area: Rect) {
        let lang = self.lang;
        let drawn = self.drawn.as_ref();
        let drawn = drawn.filter(|drawn| Some(&drawn.window) == self.wanted.as_ref());
        let Some(drawn) = drawn else {
            let drawing = Message::new("tui.preview_drawing").say(lang);
            put(
                buffer,
                area.x + 2,
                area.y + 1,
                area.width.saturating_sub(4),
                &drawing,
                look::QUIET,
            );
            return;
        };
        let (columns, rows) = (drawn.window.columns, drawn.window.rows);
        let place = Rect {
            x: area.x + area.width.saturating_sub(columns) / 2,
            width: columns.min(area.width),
            height: rows.min(area.height),
            ..area
        };
        drawn.put(buffer, place);
    }
}

fn style(kind: CellKind) -> Style {
    match kind {
        CellKind::Blank | CellKind::Text => look::PLAIN,
        CellKind::Large => look::STRONG,
        CellKind::Rule | CellKind::Picture => look::QUIET,
        CellKind::Mark => look::NOTE,
    }
}
