//! Who she is, then the sections: one column, or two where the screen is wide.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::PersonScreen;
use crate::form::{Kind, MatterState, read};
use crate::person::{IdPaper, PersonName};
use crate::service::Matter;
use crate::text::Message;
use crate::tui::look;
use crate::tui::widget::{Page, Scroll};

/// From so many columns on, what happened and the facts stand beside the services.
const WIDE: u16 = 140;
/// Ties, and things left open, that stand above the list, where there are more.
const TIES: usize = 2;
/// What happened and the facts.
const BESIDE: usize = 2;

impl PersonScreen {
    pub(super) fn draw_page(&self, buffer: &mut Buffer, area: Rect) -> Position {
        let inner = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2),
            ..area
        };
        let heading = self.heading();
        let rows = u16::try_from(heading.lines.len()).unwrap_or(area.height);
        heading.draw(buffer, inner, Scroll::default(), look::NOTE);
        let below = Rect {
            y: inner.y + rows.min(inner.height),
            height: inner.height.saturating_sub(rows),
            ..inner
        };
        self.draw_sections(buffer, below);
        Position::new(inner.x, area.y)
    }

    fn draw_sections(&self, buffer: &mut Buffer, area: Rect) {
        let sections = self.sections();
        let count = sections.count();
        if area.width < WIDE {
            return sections.draw(0..count, self.chosen, buffer, area);
        }
        let left = Rect {
            width: area.width / 2 - 1,
            ..area
        };
        let right = Rect {
            x: left.right() + 2,
            width: area.width.saturating_sub(left.width + 2),
            ..area
        };
        let beside = count.saturating_sub(BESIDE);
        sections.draw(0..beside, self.chosen, buffer, left);
        sections.draw(beside..count, self.chosen, buffer, right);
    }

    /// Name, number and what it says.
    fn heading(&self) -> Page {
        let person = &self.page.person;
        let mut page = Page::default();
        let says = match IdPaper::parse_key(person.id_key()) {
            Some(id) => {
                let reading = read(&Kind::IdPaper, id.number(), &self.desk.around);
                let parts = reading.shown.iter().map(|part| part.say(self.desk.lang));
                format!("{}  {}", id.masked(), parts.collect::<Vec<_>>().join("・"))
            }
            None => String::new(),
        };
        page.pieces(vec![
            (format!(" {}  ", self.shown_name()), look::STRONG),
            (says, look::PLAIN),
        ]);
        self.standing(&mut page);
        page.gap();
        page
    }

    fn shown_name(&self) -> String {
        let name = self.page.person.name();
        PersonName::read(name).map_or(name.to_owned(), |name| name.with_points())
    }

    /// What a clerk wants to know before anything else: her last certificate, what waits, and who
    /// else she is.
    fn standing(&self, page: &mut Page) {
        if let Some((certificate, state)) = self.page.certificates.last() {
            page.pieces(self.certificate(certificate, *state));
        }
        for case in &self.page.waiting {
            let waits = self.say(&Message::new("tui.waiting"));
            page.line(format!(" ! {waits} {}", case.number), look::NOTE);
        }
        let waiting = self.page.matters.iter();
        let told = |matter: &&Matter| {
            let waits = matches!(matter.state, MatterState::Open | MatterState::Overdue);
            waits && matter.due.is_some() && !matter.private
        };
        for matter in waiting.filter(told).take(TIES) {
            page.pieces(self.matter(matter));
        }
        // Two numbers of one person must not go unseen below a long list of services.
        for tie in self.page.ties.iter().take(TIES) {
            page.line(format!(" {}", self.say(&tie.message())), look::NOTE);
        }
    }
}
