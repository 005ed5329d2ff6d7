//! What stands around every screen: the title bar, the warning below it, the plea for room.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{App, SMALLEST};
use crate::text::{Message, width};
use crate::tui::look;
use crate::tui::picture::Glass;
use crate::tui::widget::{fill, put, put_right, wrapped};

impl App {
    pub(super) fn say_too_small(&self, frame: &mut Frame, area: Rect) {
        let (columns, rows) = SMALLEST;
        let message = Message::new("tui.too_small")
            .with("columns", columns)
            .with("rows", rows)
            .say(self.lang);
        let lines = wrapped(&message, usize::from(area.width));
        for (line, y) in lines.iter().zip(area.y..area.bottom()) {
            put(
                frame.buffer_mut(),
                area.x,
                y,
                area.width,
                line,
                look::STRONG,
            );
        }
    }

    /// What is left of the terminal for a screen, once title, warning and foot are drawn.
    pub(super) fn room(&self, glass: Glass) -> Glass {
        let around = 3 + self.banner_lines(glass.columns).len();
        let around = u16::try_from(around).unwrap_or(u16::MAX);
        Glass {
            rows: glass.rows.saturating_sub(around),
            ..glass
        }
    }

    /// The warning of the profile. More than two rows of it would leave none for the work.
    fn banner_lines(&self, columns: u16) -> Vec<String> {
        let banner = self.desk.as_ref().and_then(|desk| desk.banner());
        let columns = usize::from(columns.saturating_sub(2));
        let mut lines = banner.map_or_else(Vec::new, |banner| wrapped(banner, columns));
        lines.truncate(2);
        lines
    }

    /// Draws the warning of the profile below the title bar and returns the rows it takes.
    pub(super) fn banner(&self, frame: &mut Frame, area: Rect) -> u16 {
        let columns = area.width.saturating_sub(2);
        let mut rows = 0;
        for line in &self.banner_lines(area.width) {
            rows += 1;
            put(frame.buffer_mut(), 1, rows, columns, line, look::NOTE);
        }
        rows
    }

    /// How old the second copy is, at the right of the line above the keys.
    pub(super) fn backup_age(&self, frame: &mut Frame, line: Rect) {
        if let Some(age) = &self.backup {
            let (text, right) = (age.say(self.lang), line.right() - 1);
            put_right(
                frame.buffer_mut(),
                right,
                line.y,
                line.width / 2,
                &text,
                look::QUIET,
            );
        }
    }

    pub(super) fn title_bar(&self, frame: &mut Frame, area: Rect) {
        let buffer = frame.buffer_mut();
        fill(buffer, area, look::TITLE);
        let name = Message::new("tui.program").say(self.lang);
        let mut x = put(buffer, 1, area.y, 20, &name, look::TITLE);
        let Some(desk) = &self.desk else { return };
        let who = Message::new("tui.who")
            .with("clerk", &desk.clerk.name)
            .with("counter", desk.clerk.counter)
            .with("date", desk.around.on)
            .say(self.lang);
        let who_wide = u16::try_from(width(&who)).unwrap_or(0).min(area.width / 2);
        if desk.practice {
            let mark = Message::new("tui.practice").say(self.lang);
            x = put(buffer, x + 2, area.y, 16, &mark, look::PRACTICE);
        } else if !desk.sealed {
            let mark = Message::new("tui.not_sealed").say(self.lang);
            x = put(buffer, x + 2, area.y, 16, &mark, look::PRACTICE);
        }
        let room = area.width.saturating_sub(x + who_wide + 6);
        put(buffer, x + 2, area.y, room, &desk.hall, look::TITLE);
        put_right(
            buffer,
            area.right() - 1,
            area.y,
            who_wide,
            &who,
            look::TITLE,
        );
    }
}
