use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::wizard::Wizard;
use super::{Act, Response, Screen};
use crate::form::{Field, Kind, read};
use crate::office::deed;
use crate::person::IdPaper;
use crate::text::{Message, pad};
use crate::tui::desk::Desk;
use crate::tui::job::{Job, PersonPage, Reply};
use crate::tui::keys::{Context, Word};
use crate::tui::look;
use crate::tui::notice::refusal_line;
use crate::tui::screen::home::{DEED, clock};
use crate::tui::widget::{Page, Scroll};

mod changes;

/// Columns of a page on the smallest screen.
const LEAST_COLUMNS: u16 = 76;

/// One person: what she can have today, her papers, her facts, what happened.
pub struct PersonScreen {
    desk: Arc<Desk>,
    page: PersonPage,
    scroll: Scroll,
    /// The form she asked for is on its way.
    starting: bool,
    /// What is said once it is there.
    told: Option<Message>,
}

impl PersonScreen {
    pub fn new(desk: Arc<Desk>, page: PersonPage) -> PersonScreen {
        PersonScreen {
            desk,
            page,
            scroll: Scroll::default(),
            starting: false,
            told: None,
        }
    }

    fn start(&mut self, place: usize) -> Response {
        let Some(offer) = self.page.offers.get(place) else {
            return Response::no(Message::new("tui.no_such_number"));
        };
        if !offer.refusals.is_empty() {
            let refusals = offer.refusals.clone();
            return self.instead(&refusals);
        }
        if std::mem::replace(&mut self.starting, true) {
            return Response::stay();
        }
        Response::start(Job::Start {
            service: offer.service.clone(),
            person: Some(self.page.person.key),
            seed: std::collections::BTreeMap::new(),
        })
    }

    fn word(&mut self, word: Word) -> Response {
        let lines = self.layout(LEAST_COLUMNS).lines.len();
        match word {
            Word::Letter(letter) => return self.start_change(letter),
            Word::Pick(digit) => return self.start(usize::from(digit).saturating_sub(1)),
            Word::Accept => return self.start(0),
            Word::Back => {
                self.starting = false;
                return Response::close();
            }
            Word::NextCustomer => return Response::home(),
            Word::Down => self.scroll.down(1, lines),
            Word::Up => self.scroll.up(1),
            Word::PageDown => self.scroll.down(15, lines),
            Word::PageUp => self.scroll.up(15),
            _ => {}
        }
        Response::stay()
    }

    fn layout(&self, columns: u16) -> Page {
        let mut page = Page::default();
        self.heading(&mut page);
        self.offers(&mut page, columns);
        self.waiting(&mut page, columns);
        self.certificates(&mut page, columns);
        self.facts(&mut page);
        self.timeline(&mut page);
        page
    }

    fn say(&self, message: &Message) -> String {
        message.say(self.desk.lang)
    }

    fn heading(&self, page: &mut Page) {
        let person = &self.page.person;
        let says = match IdPaper::parse_key(person.id_key()) {
            Some(id) => {
                let reading = read(&Kind::IdPaper, id.number(), &self.desk.around);
                let parts = reading.shown.iter().map(|part| part.say(self.desk.lang));
                format!("{}  {}", id.masked(), parts.collect::<Vec<_>>().join("・"))
            }
            None => String::new(),
        };
        page.pieces(vec![
            (format!(" {}  ", person.name()), look::STRONG),
            (says, look::PLAIN),
        ]);
        page.gap();
    }

    fn offers(&self, page: &mut Page, columns: u16) {
        page.line(self.say(&Message::new("tui.offers")), look::HEADING);
        for (number, offer) in (1..).zip(&self.page.offers) {
            let title = offer.title.say(self.desk.lang);
            if offer.refusals.is_empty() {
                page.pieces(vec![
                    (format!(" {number} "), look::KEY),
                    (format!(" {title}"), look::GOOD),
                ]);
                continue;
            }
            page.line(format!(" {number}  {title}"), look::QUIET);
            for refusal in &offer.refusals {
                let why = refusal_line(refusal, self.desk.lang);
                page.text(&format!("✗ {why}"), 4, columns, look::NOTE);
            }
        }
        page.gap();
    }

    /// Cases that wait for papers; starting the service goes on with them.
    fn waiting(&self, page: &mut Page, columns: u16) {
        for case in &self.page.waiting {
            let Some(suspended) = &case.suspended else {
                continue;
            };
            let names: Vec<&str> = suspended
                .missing
                .iter()
                .map(|paper| paper.name.as_str())
                .collect();
            let text = Message::new("tui.case_waits")
                .with("case", &case.number)
                .with("until", suspended.open_until)
                .with("missing", names.join("、"));
            page.text(&format!("! {}", self.say(&text)), 1, columns, look::NOTE);
            page.gap();
        }
    }

    fn facts(&self, page: &mut Page) {
        page.line(self.say(&Message::new("tui.facts")), look::HEADING);
        for (label, text) in self.fact_lines() {
            page.pieces(vec![
                (format!(" {}", pad(&label, 22)), look::LABEL),
                (text, look::PLAIN),
            ]);
        }
        page.gap();
    }

    /// The facts in the order and under the labels of the form they came from.
    fn fact_lines(&self) -> Vec<(String, String)> {
        let mut lines = Vec::new();
        let Some(form) = self.desk.main_service() else {
            return lines;
        };
        for field in form.steps.iter().flat_map(|step| &step.fields) {
            if let Kind::Rows { fields, .. } = &field.kind {
                self.row_lines(field, fields, &mut lines);
                continue;
            }
            let fact = field.default_from.as_deref().unwrap_or_default();
            let text = self.page.person.fact(fact);
            if !text.is_empty() && !matches!(fact, "id" | "name") {
                let label = field.label.say(self.desk.lang).to_owned();
                lines.push((label, self.fact_text(field, text)));
            }
        }
        lines
    }

    fn row_lines(&self, rows: &Field, fields: &[Arc<Field>], lines: &mut Vec<(String, String)>) {
        for row in 0.. {
            let texts: Vec<String> = fields
                .iter()
                .filter_map(|field| {
                    let fact = format!("{}[{row}].{}", rows.key, field.key);
                    let text = self.page.person.fact(&fact);
                    (!text.is_empty()).then(|| self.fact_text(field, text))
                })
                .collect();
            if texts.is_empty() {
                return;
            }
            let label = format!("{} {}", rows.label.say(self.desk.lang), row + 1);
            lines.push((label, texts.join("  ")));
        }
    }

    fn fact_text(&self, field: &Field, text: &str) -> String {
        if let Some(id) = IdPaper::parse_key(text) {
            return id.masked();
        }
        let reading = read(&field.kind, text, &self.desk.around);
        match reading.shown.is_empty() {
            true => text.to_owned(),
            false => reading.say(self.desk.lang),
        }
    }

    fn timeline(&self, page: &mut Page) {
        page.line(self.say(&Message::new("tui.timeline")), look::HEADING);
        for line in self.page.timeline.iter().rev() {
            let did = deed(line, &self.desk.forms, self.desk.lang);
            let text = format!(
                " {} {}  {}{}  {}",
                line.on,
                clock(line.at),
                pad(&did, DEED),
                pad(&line.number, 22),
                line.clerk
            );
            page.line(text, look::PLAIN);
        }
    }
}

impl Screen for PersonScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Person]
    }

    fn act(&mut self, act: Act) -> Response {
        match act {
            Act::Word(word) => self.word(word),
            Act::Scan(code) => Response::look_up(code),
            Act::Text(_) | Act::Paste(_) => Response::no(Message::new("tui.press_a_number")),
        }
    }

    fn reply(&mut self, reply: &Reply) -> Option<Response> {
        match reply {
            Reply::Draft(draft) => {
                self.starting = false;
                let wizard = Wizard::new(self.desk.clone(), (**draft).clone())?;
                let response = Response::open(wizard);
                Some(match self.told.take() {
                    Some(told) => response.toast(told),
                    None => response,
                })
            }
            Reply::Person(page) if page.person.key == self.page.person.key => {
                self.page = (**page).clone();
                Some(Response::stay())
            }
            Reply::Failed(_) => {
                self.starting = false;
                None
            }
            Reply::Opened(opened) => {
                self.desk = opened.desk.clone();
                Some(Response::start(Job::OpenPerson(self.page.person.key)))
            }
            _ => None,
        }
    }

    fn awaits(&self) -> bool {
        self.starting
    }

    fn shown_again(&mut self) -> Response {
        Response::start(Job::OpenPerson(self.page.person.key))
    }

    fn draw(&self, frame: &mut Frame, area: Rect) -> Position {
        let inner = Rect {
            x: area.x + 1,
            width: area.width.saturating_sub(2),
            ..area
        };
        let page = self.layout(inner.width);
        page.draw(frame.buffer_mut(), inner, self.scroll, look::NOTE);
        Position::new(inner.x, area.y)
    }
}
