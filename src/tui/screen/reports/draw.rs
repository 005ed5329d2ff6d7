//! The reports in a line, the heading of the one that is shown, its lines as a table.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::ReportsScreen;
use crate::office::Period;
use crate::text::{Message, pad, width};
use crate::tui::look;
use crate::tui::widget::{fill, put, window};

/// Columns wider than this are cut on the screen; the paper has them whole.
const WIDEST: usize = 22;

/// A table: the headings, then the rows.
struct Table {
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl ReportsScreen {
    pub(super) fn draw_page(&self, buffer: &mut Buffer, area: Rect) -> Position {
        let inner = Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width.saturating_sub(2),
            height: area.height.saturating_sub(1),
        };
        self.draw_choice(buffer, inner);
        let heading = Rect {
            x: area.x,
            y: inner.y + 2,
            width: area.width,
            height: 1,
        };
        fill(buffer, heading, look::HEADING);
        let text = format!(" {}", self.heading());
        put(
            buffer,
            heading.x,
            heading.y,
            heading.width,
            &text,
            look::HEADING,
        );
        let below = Rect {
            y: inner.y + 3,
            height: inner.height.saturating_sub(3),
            ..inner
        };
        self.draw_table(buffer, below);
        Position::new(inner.x, inner.y)
    }

    /// `1 F9  2 F10  3 F11  4 F5  5 待收返回联`, the one that is shown marked.
    fn draw_choice(&self, buffer: &mut Buffer, area: Rect) {
        let codes = self.desk.reports.iter().map(|report| report.id.clone());
        let slips = Message::new("tui.slips").say(self.desk.lang);
        let mut x = area.x;
        for (place, name) in codes.chain([slips]).enumerate() {
            let style = match place == self.which {
                true => look::STRONG,
                false => look::QUIET,
            };
            let room = area.right().saturating_sub(x);
            x = put(
                buffer,
                x,
                area.y,
                room,
                &format!(" {} ", place + 1),
                look::KEY,
            );
            let room = area.right().saturating_sub(x);
            x = put(buffer, x, area.y, room, &format!(" {name}   "), style);
        }
    }

    fn heading(&self) -> String {
        let lang = self.desk.lang;
        let Some(report) = self.report() else {
            let slips = Message::new("tui.slips_heading").with("count", self.slips.len());
            return slips.say(lang);
        };
        let period = match self.period(report) {
            Period::Month(month) => month.to_string(),
            Period::Year(year) => year.to_string(),
        };
        let heading = Message::new("tui.report_heading")
            .with("title", report.title.say(lang))
            .with("period", period)
            .with("count", self.count());
        let confirmed = self.page.as_ref().and_then(|page| page.confirmed.as_ref());
        let state = match confirmed {
            Some((on, clerk)) => Message::new("tui.report_was_confirmed")
                .with("on", on)
                .with("clerk", clerk),
            None if report.is_monthly() => Message::new("tui.report_open"),
            None => Message::new("tui.report_register"),
        };
        format!("{}  {}", heading.say(lang), state.say(lang))
    }

    fn table(&self) -> Table {
        let lang = self.desk.lang;
        let Some(page) = self.page.as_ref().filter(|_| self.report().is_some()) else {
            let heading = |key| Message::new(key).say(lang);
            let headings = [
                "tui.column_name",
                "tui.column_issued",
                "tui.column_certificate",
            ];
            let rows = self.slips.iter().map(|slip| {
                let issued = slip.matter.opened_on.to_string();
                vec![slip.name.clone(), issued, slip.matter.number.clone()]
            });
            let rows = rows.filter(|_| self.report().is_none());
            return Table {
                headings: headings.map(heading).to_vec(),
                rows: rows.collect(),
            };
        };
        let columns = page.report.columns(page.names_people);
        let cell =
            |row: &crate::report::Row, name: &str| row.get(name).cloned().unwrap_or_default();
        let rows = page.rows.iter();
        let rows = rows.map(|row| columns.iter().map(|one| cell(row, &one.name)).collect());
        let headings = columns
            .iter()
            .map(|column| column.label.say(lang).to_owned());
        Table {
            headings: headings.collect(),
            rows: rows.collect(),
        }
    }

    fn draw_table(&self, buffer: &mut Buffer, area: Rect) {
        let table = self.table();
        if table.rows.is_empty() {
            let nothing = Message::new("tui.nothing_listed").say(self.desk.lang);
            put(
                buffer,
                area.x + 1,
                area.y,
                area.width,
                &nothing,
                look::QUIET,
            );
            return;
        }
        let wide = table.wide();
        let line = |texts: &[String]| {
            let texts = texts.iter().zip(&wide);
            let texts: Vec<String> = texts.map(|(text, wide)| pad(text, *wide)).collect();
            texts.join("  ")
        };
        put(
            buffer,
            area.x,
            area.y,
            area.width,
            &line(&table.headings),
            look::LABEL,
        );
        let rows = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        let range = window(self.chosen, table.rows.len(), usize::from(rows.height));
        for (place, y) in range.zip(rows.y..rows.bottom()) {
            put(
                buffer,
                rows.x,
                y,
                rows.width,
                &line(&table.rows[place]),
                look::PLAIN,
            );
            if place == self.chosen {
                let row = Rect {
                    y,
                    height: 1,
                    ..rows
                };
                fill(buffer, row, look::SELECTED);
            }
        }
    }
}

impl Table {
    /// How wide each column stands: as its widest text, and no wider than a screen allows.
    fn wide(&self) -> Vec<usize> {
        let headings = self.headings.iter().enumerate();
        let wide = headings.map(|(place, heading)| {
            let texts = self.rows.iter().filter_map(|row| row.get(place));
            let texts = texts.map(|text| width(text)).chain([width(heading)]);
            texts.max().unwrap_or(0).min(WIDEST)
        });
        wide.collect()
    }
}
