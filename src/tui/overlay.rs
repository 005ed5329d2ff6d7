use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::keys::{Context, Word, bindings};
use super::look;
use super::notice::Notice;
use super::widget::{Page, Scroll, clear, fill, hint_bar, put};
use crate::policy::Refusal;
use crate::text::{Lang, Message, pad};

/// The cards of the first-minute guide: heading and text.
const CARDS: [(&str, &str); 4] = [
    ("tui.guide_find", "tui.guide_find_text"),
    ("tui.guide_fill", "tui.guide_fill_text"),
    ("tui.guide_check", "tui.guide_check_text"),
    ("tui.guide_safe", "tui.guide_safe_text"),
];

/// A page laid over the screen until it is closed.
#[derive(Debug, Clone)]
pub struct Overlay {
    kind: Kind,
    scroll: Scroll,
}

#[derive(Debug, Clone)]
enum Kind {
    Help {
        /// The field with the caret: its name and its text.
        field: Option<(String, String)>,
        contexts: Vec<Context>,
    },
    Guide {
        card: usize,
    },
    Notice(Notice),
}

/// What becomes of the overlay after a key.
#[derive(Debug, PartialEq, Eq)]
pub enum Fate {
    Stays,
    Closes,
    /// Closes, and the guide is opened in its place.
    BecomesGuide,
    /// Closes, and why a service cannot be had is printed.
    Prints(String, Vec<Refusal>),
}

impl Overlay {
    pub fn help(field: Option<(String, String)>, contexts: Vec<Context>) -> Overlay {
        Overlay::new(Kind::Help { field, contexts })
    }

    pub fn guide() -> Overlay {
        Overlay::new(Kind::Guide { card: 0 })
    }

    pub fn notice(notice: Notice) -> Overlay {
        Overlay::new(Kind::Notice(notice))
    }

    fn new(kind: Kind) -> Overlay {
        Overlay {
            kind,
            scroll: Scroll::default(),
        }
    }

    pub fn is_notice(&self) -> bool {
        matches!(self.kind, Kind::Notice(_))
    }

    pub fn contexts(&self) -> Vec<Context> {
        match &self.kind {
            Kind::Guide { .. } => vec![Context::Guide],
            Kind::Notice(notice) if notice.on_paper.is_some() => {
                vec![Context::Refused, Context::Overlay]
            }
            _ => vec![Context::Overlay],
        }
    }

    pub fn act(&mut self, word: Word) -> Fate {
        match (word, &mut self.kind) {
            (Word::Back, _) => return Fate::Closes,
            (Word::Guide, Kind::Help { .. }) => return Fate::BecomesGuide,
            (Word::PrintNotice, Kind::Notice(notice)) => {
                if let Some((service, refusals)) = notice.on_paper.take() {
                    return Fate::Prints(service, refusals);
                }
            }
            (Word::Next, Kind::Guide { card }) if *card + 1 < CARDS.len() => *card += 1,
            (Word::Next, Kind::Guide { .. }) => return Fate::Closes,
            (Word::Previous, Kind::Guide { card }) => *card = card.saturating_sub(1),
            (Word::Down, _) => self.scroll.down(1, self.lines()),
            (Word::Up, _) => self.scroll.up(1),
            (Word::PageDown, _) => self.scroll.down(10, self.lines()),
            (Word::PageUp, _) => self.scroll.up(10),
            _ => {}
        }
        Fate::Stays
    }

    /// Lines of the page on the smallest screen; the language changes them little.
    fn lines(&self) -> usize {
        self.page(Lang::En, 68).1.lines.len()
    }

    /// Draws itself in the middle of `area` and says where the caret stands.
    pub fn draw(&self, frame: &mut Frame, area: Rect, lang: Lang) -> Position {
        let columns = area.width.saturating_sub(8).min(76);
        let (title, page) = self.page(lang, columns.saturating_sub(4));
        let lines = u16::try_from(page.lines.len()).unwrap_or(u16::MAX);
        let height = lines.saturating_add(4).min(area.height.saturating_sub(2));
        let place = Rect {
            x: area.x + (area.width - columns) / 2,
            y: area.y + (area.height - height) / 2,
            width: columns,
            height,
        };
        let buffer = frame.buffer_mut();
        clear(buffer, place);
        frame_of_bars(buffer, place);
        put(
            buffer,
            place.x + 2,
            place.y,
            columns - 4,
            &title,
            look::TITLE,
        );
        let inner = Rect {
            x: place.x + 2,
            y: place.y + 1,
            width: columns.saturating_sub(4),
            height: height.saturating_sub(3),
        };
        page.draw(buffer, inner, self.scroll, look::NOTE);
        let hints = Rect {
            y: place.bottom().saturating_sub(2),
            height: 1,
            ..inner
        };
        hint_bar(buffer, hints, &self.contexts(), lang);
        Position::new(inner.x, hints.y)
    }

    fn page(&self, lang: Lang, columns: u16) -> (String, Page) {
        match &self.kind {
            Kind::Help { field, contexts } => help_page(field.as_ref(), contexts, lang, columns),
            Kind::Guide { card } => guide_page(*card, lang, columns),
            Kind::Notice(notice) => notice_page(notice, lang, columns),
        }
    }
}

/// A border of reversed cells: box-drawing lines have no width all terminals agree on.
fn frame_of_bars(buffer: &mut ratatui::buffer::Buffer, place: Rect) {
    let bottom = place.bottom().saturating_sub(1);
    let right = place.right().saturating_sub(1);
    fill(buffer, Rect { height: 1, ..place }, look::TITLE);
    fill(
        buffer,
        Rect {
            y: bottom,
            height: 1,
            ..place
        },
        look::SELECTED,
    );
    fill(buffer, Rect { width: 1, ..place }, look::SELECTED);
    fill(
        buffer,
        Rect {
            x: right,
            width: 1,
            ..place
        },
        look::SELECTED,
    );
}

fn help_page(
    field: Option<&(String, String)>,
    contexts: &[Context],
    lang: Lang,
    columns: u16,
) -> (String, Page) {
    let mut page = Page::default();
    if let Some((name, text)) = field {
        page.line(name, look::HEADING);
        page.text(text, 0, columns, look::PLAIN);
        page.gap();
    }
    page.line(Message::new("tui.help_keys").say(lang), look::HEADING);
    for binding in bindings(contexts) {
        page.pieces(vec![
            (pad(&binding.all_keys(lang), 22), look::STRONG),
            (binding.label(lang), look::PLAIN),
        ]);
    }
    (Message::new("tui.help_title").say(lang), page)
}

fn guide_page(card: usize, lang: Lang, columns: u16) -> (String, Page) {
    let (heading, text) = CARDS[card.min(CARDS.len() - 1)];
    let mut page = Page::default();
    page.gap();
    page.line(Message::new(heading).say(lang), look::HEADING);
    page.gap();
    for paragraph in Message::new(text).say(lang).split('\n') {
        page.text(paragraph, 0, columns, look::PLAIN);
    }
    page.gap();
    let title = Message::new("tui.guide_title")
        .with("card", card + 1)
        .with("cards", CARDS.len());
    (title.say(lang), page)
}

fn notice_page(notice: &Notice, lang: Lang, columns: u16) -> (String, Page) {
    let mut page = Page::default();
    page.gap();
    page.text(&notice.headline.say(lang), 0, columns, look::PROBLEM);
    for advice in &notice.advice {
        page.gap();
        page.text(&advice.say(lang), 0, columns, look::PLAIN);
    }
    page.gap();
    (Message::new("tui.notice_title").say(lang), page)
}
