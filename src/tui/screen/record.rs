use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::preview::PreviewScreen;
use super::print::PrintScreen;
use super::{Act, Response, Screen};
use crate::record::CertificateState;
use crate::text::{Message, Said, pad};
use crate::tui::desk::Desk;
use crate::tui::job::{Job, PreviewOf, RecordPage, Reply};
use crate::tui::keys::{Context, Word};
use crate::tui::look;
use crate::tui::widget::{Page, Scroll, Sections};

/// Columns of a label.
const LABEL: usize = 26;

/// What is on record under a number: its papers, to be printed again, and every answer.
pub struct RecordScreen {
    desk: Arc<Desk>,
    page: RecordPage,
    chosen: usize,
    /// A paper is being printed; a second key changes nothing.
    printing: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Row {
    Paper(usize),
    Answer,
}

impl RecordScreen {
    pub fn new(desk: Arc<Desk>, page: RecordPage) -> RecordScreen {
        RecordScreen {
            desk,
            page,
            chosen: 0,
            printing: false,
        }
    }

    fn say(&self, message: &Message) -> String {
        message.say(self.desk.lang)
    }

    fn print(&mut self, place: usize) -> Response {
        let Some(paper) = self.page.papers.get(place).cloned() else {
            return Response::no(Message::new("tui.no_such_number"));
        };
        if std::mem::replace(&mut self.printing, true) {
            return Response::stay();
        }
        Response::start(Job::Print {
            number: self.page.number.clone(),
            paper,
        })
    }

    /// The chosen paper before it is printed again, or the first one.
    fn preview(&self) -> Response {
        let place = match self.sections().rows().get(self.chosen) {
            Some(Row::Paper(place)) => *place,
            _ => 0,
        };
        let Some(paper) = self.page.papers.get(place).cloned() else {
            return Response::no(Message::new("tui.preview_nothing"));
        };
        let number = self.page.number.clone();
        Response::start(Job::PreviewAgain { number, paper })
            .toast(Message::new("tui.preview_drawing"))
    }

    fn accept(&mut self) -> Response {
        match self.sections().rows().get(self.chosen) {
            Some(Row::Paper(place)) => self.print(*place),
            _ => Response::no(Message::new("tui.nothing_to_open")),
        }
    }

    fn word(&mut self, word: Word) -> Response {
        match word {
            Word::Pick(digit) => return self.print(usize::from(digit).saturating_sub(1)),
            Word::Accept => return self.accept(),
            Word::Print => {
                let numbers = vec![self.page.number.clone()];
                return PrintScreen::open(self.desk.clone(), numbers, Vec::new());
            }
            Word::Preview => return self.preview(),
            Word::Back => return Response::close(),
            Word::NextCustomer => return Response::home(),
            _ => self.chosen = self.sections().moved(self.chosen, word),
        }
        Response::stay()
    }

    /// The service, the number, its days and who entered it.
    fn heading(&self) -> Page {
        let mut page = Page::default();
        page.pieces(vec![
            (
                format!(" {}  ", self.page.title.say(self.desk.lang)),
                look::STRONG,
            ),
            (self.page.number.clone(), look::STRONG),
        ]);
        if let Some((state, issued, expires)) = self.page.certificate {
            let days = Message::new("tui.certificate_days")
                .with("issued", issued)
                .with("expires", expires);
            let (state, style) = match state {
                CertificateState::Valid => (Message::new("tui.valid"), look::GOOD),
                CertificateState::Expired => (Message::new("tui.expired"), look::NOTE),
                CertificateState::Ended(end) => {
                    let standing = self.page.standing.clone();
                    (standing.unwrap_or_else(|| end.message()), look::NOTE)
                }
            };
            page.pieces(vec![
                (format!(" {}  ", self.say(&days)), look::PLAIN),
                (self.say(&state), style),
            ]);
        }
        if let Some(code) = &self.page.check_code {
            page.pieces(vec![
                (
                    format!(" {}  ", self.say(&Message::new("tui.check_code"))),
                    look::LABEL,
                ),
                (code.clone(), look::STRONG),
            ]);
        }
        let entered = Message::new("tui.entered")
            .with("on", self.page.on)
            .with("clerk", &self.page.clerk)
            .with("case", &self.page.case);
        page.line(format!(" {}", self.say(&entered)), look::QUIET);
        for otherwise in &self.page.otherwise {
            page.text(&self.say(otherwise), 1, 76, look::NOTE);
        }
        page.gap();
        page
    }

    fn sections(&self) -> Sections<Row> {
        let mut sections = Sections::default();
        if !self.page.papers.is_empty() {
            sections.begin(self.say(&Message::new("tui.print_again")));
        }
        for (place, paper) in self.page.papers.iter().enumerate() {
            let title = self.desk.paper_title(paper);
            let line = vec![
                (format!(" {} ", place + 1), look::KEY),
                (format!(" {} {title}", pad(paper, 5)), look::PLAIN),
            ];
            sections.row(Row::Paper(place), line);
        }
        sections.begin(self.say(&Message::new("tui.on_paper")));
        for (label, text) in &self.page.outcome {
            let label = label.say(self.desk.lang);
            sections.row(Row::Answer, labelled(label, text.clone(), look::STRONG));
        }
        for (label, reading) in &self.page.answers {
            let text = self.reading(reading);
            let label = label.say(self.desk.lang);
            sections.row(Row::Answer, labelled(label, text, look::PLAIN));
        }
        sections
    }

    fn reading(&self, parts: &[Said]) -> String {
        let parts = parts.iter().map(|part| part.say(self.desk.lang));
        parts.collect::<Vec<_>>().join("・")
    }
}

fn labelled(
    label: &str,
    text: String,
    style: ratatui::style::Style,
) -> Vec<(String, ratatui::style::Style)> {
    vec![
        (format!(" {} ", pad(label, LABEL)), look::LABEL),
        (text, style),
    ]
}

impl Screen for RecordScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Record]
    }

    fn act(&mut self, act: Act) -> Response {
        match act {
            Act::Word(word) => self.word(word),
            Act::Scan(code) => Response::look_up(code),
            Act::Text(_) | Act::Paste(_) => Response::no(Message::new("tui.press_a_paper")),
        }
    }

    fn reply(&mut self, reply: &Reply) -> Option<Response> {
        match reply {
            Reply::Printed(file) => {
                self.printing = false;
                let printed = Message::new("tui.printed")
                    .with("paper", &file.paper)
                    .with("path", file.path.display());
                Some(Response::stay().toast(printed))
            }
            Reply::Preview(preview)
                if preview.of == PreviewOf::Number(self.page.number.clone()) =>
            {
                let screen = PreviewScreen::new(self.desk.lang, preview.clone());
                Some(screen.map_or_else(Response::stay, Response::open))
            }
            Reply::Failed(_) => {
                self.printing = false;
                None
            }
            Reply::Opened(opened) => {
                self.desk = opened.desk.clone();
                Some(Response::stay())
            }
            _ => None,
        }
    }

    /// Printing is noted in the ledger: a key meant for the page before prints nothing.
    fn must_be_seen(&self, act: &Act) -> bool {
        matches!(act, Act::Word(Word::Pick(_) | Word::Accept))
    }

    fn draw(&self, frame: &mut Frame, area: Rect) -> Position {
        let inner = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2),
            ..area
        };
        let heading = self.heading();
        let rows = u16::try_from(heading.lines.len()).unwrap_or(area.height);
        heading.draw(frame.buffer_mut(), inner, Scroll::default(), look::NOTE);
        let below = Rect {
            y: inner.y + rows.min(inner.height),
            height: inner.height.saturating_sub(rows),
            ..inner
        };
        let sections = self.sections();
        sections.draw(0..sections.count(), self.chosen, frame.buffer_mut(), below);
        Position::new(inner.x, area.y)
    }
}
