use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::person::PersonScreen;
use super::print::PrintScreen;
use super::verify::{VerifyScreen, is_code};
use super::wizard::Wizard;
use super::{Act, Response, Screen};
use crate::form::RequestId;
use crate::office::Indexing;
use crate::record::{DayLine, PersonKey};
use crate::text::{Lang, Message};
use crate::tui::desk::Desk;
use crate::tui::job::{DraftLine, Found, Job, PersonLine, Reply};
use crate::tui::keys::{Context, Word};
use crate::tui::look;
use crate::tui::widget::LineEdit;

mod act;
mod draw;
mod hits;
mod typed;

pub use draw::{DEED, clock};
pub use typed::{Typed, TypedId};

/// The first screen: one box that takes anything that names a person.
pub struct Home {
    lang: Lang,
    desk: Option<Arc<Desk>>,
    line: LineEdit,
    found: Found,
    /// What was done today; `None` until the office has told.
    today: Option<Vec<DayLine>>,
    drafts: Vec<DraftLine>,
    /// Place in the list below the box.
    selected: usize,
    /// The draft that the same key pressed once more removes.
    dropping: Option<RequestId>,
    /// Enter was pressed before the office had answered.
    waiting: bool,
    /// What Enter opens is on its way.
    opening: bool,
    /// How far the index has come, while not everybody is found yet.
    indexing: Option<Indexing>,
    /// The last draft was asked for before the office had told of any.
    resuming: bool,
}

/// A line of the list that Enter opens.
enum Entry<'a> {
    Hit(&'a PersonLine),
    /// A new applicant, with what was typed.
    New,
    Draft(&'a DraftLine),
}

impl Home {
    pub fn new(lang: Lang) -> Home {
        Home {
            lang,
            desk: None,
            line: LineEdit::default(),
            found: Found::default(),
            today: None,
            drafts: Vec::new(),
            selected: 0,
            dropping: None,
            waiting: false,
            opening: false,
            indexing: None,
            resuming: false,
        }
    }

    fn query(&self) -> &str {
        self.line.text().trim()
    }

    /// Whether the list belongs to what stands in the box now.
    fn is_answered(&self) -> bool {
        self.query().is_empty() || self.found.query == self.query()
    }

    fn typed(&self) -> Typed {
        Typed::of(self.query(), self.desk.as_deref())
    }

    fn entries(&self) -> Vec<Entry<'_>> {
        if self.query().is_empty() {
            return self.drafts.iter().map(Entry::Draft).collect();
        }
        let mut entries: Vec<Entry> = self.drafts_of_typed().map(Entry::Draft).collect();
        entries.extend(self.found.hits.iter().map(Entry::Hit));
        if self.is_answered() && self.found.exact.is_none() && self.indexing.is_none() {
            entries.push(Entry::New);
        }
        entries
    }

    /// Drafts of the person whose whole number stands in the box: going on with one of them comes
    /// before anything new.
    fn drafts_of_typed(&self) -> impl Iterator<Item = &DraftLine> {
        let number = self.typed().number().map(str::to_owned);
        let of_typed = move |draft: &&DraftLine| {
            let id = draft.id.as_ref();
            number
                .as_deref()
                .is_some_and(|number| id.is_some_and(|id| id.number() == number))
        };
        self.drafts.iter().filter(of_typed)
    }

    /// Asks the office again after the box changed.
    fn changed(&mut self) -> Response {
        self.selected = 0;
        self.waiting = false;
        self.opening = false;
        self.resuming = false;
        if self.query().is_empty() {
            self.found = Found::default();
            return Response::stay();
        }
        if self.desk.is_none() {
            return Response::stay();
        }
        Response::start(Job::Find(self.query().to_owned()))
    }

    fn clear(&mut self) -> Response {
        self.line = LineEdit::default();
        let _ = self.changed();
        self.look_around()
    }

    fn look_around(&self) -> Response {
        if self.desk.is_none() {
            return Response::stay();
        }
        Response::start(Job::LookAround)
    }

    /// Puts a code into the box and opens what it names as soon as that is known.
    fn look_up(&mut self, code: &str) -> Response {
        if let (Some(desk), true) = (self.desk.clone(), is_code(code)) {
            self.line = LineEdit::default();
            return VerifyScreen::open(desk, code);
        }
        self.line = LineEdit::new(code);
        let response = self.changed();
        self.waiting = true;
        response
    }

    fn found(&mut self, found: &Found) -> Response {
        if found.query != self.query() {
            return Response::stay();
        }
        let chosen = self
            .chosen_hit()
            .filter(|_| self.found.query == found.query);
        self.found = found.clone();
        // The same question asked again must not move the bar to somebody else.
        let hits = self.entries();
        let stays = |entry: &Entry| matches!(entry, Entry::Hit(hit) if Some(hit.person) == chosen);
        let again = hits.iter().position(stays);
        self.selected = again.unwrap_or(0);
        // Whoever pressed Enter ahead did not see that somebody may still be missing.
        if self.waiting && (self.indexing.is_none() || self.found.exact.is_some()) {
            self.waiting = false;
            if self.is_sure() {
                return self.accept();
            }
        }
        Response::stay()
    }

    /// The person under the bar.
    fn chosen_hit(&self) -> Option<PersonKey> {
        match self.entries().get(self.selected) {
            Some(Entry::Hit(hit)) => Some(hit.person),
            _ => None,
        }
    }

    /// Whether Enter pressed ahead of the answer may still be obeyed: one person, or a number of
    /// somebody new. A choice among several is the clerk's.
    fn is_sure(&self) -> bool {
        self.found.exact.is_some()
            || self.found.hits.len() == 1
            || (self.found.hits.is_empty() && self.typed().number().is_some())
    }
}

impl Screen for Home {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Home, Context::Line]
    }

    fn act(&mut self, act: Act) -> Response {
        match act {
            Act::Word(word) => self.word(word),
            Act::Text(c) => {
                self.line.insert(c.encode_utf8(&mut [0; 4]));
                self.changed()
            }
            Act::Paste(text) if is_code(&text) => self.look_up(&text),
            Act::Paste(text) => {
                self.line.insert(&text);
                self.changed()
            }
            Act::Scan(code) => self.look_up(&code),
        }
    }

    fn reply(&mut self, reply: &Reply) -> Option<Response> {
        if matches!(reply, Reply::Person(_) | Reply::Draft(_) | Reply::Failed(_)) {
            self.opening = false;
        }
        Some(match reply {
            Reply::Opened(opened) => {
                self.desk = Some(opened.desk.clone());
                let mut response = self.look_around();
                if !self.query().is_empty() {
                    let waiting = self.waiting;
                    response.effects.extend(self.changed().effects);
                    self.waiting = waiting;
                }
                response
            }
            Reply::Found(found) => self.found(found),
            Reply::Around { today, drafts } => {
                self.today = Some(today.clone());
                self.drafts.clone_from(drafts);
                self.selected = 0;
                if std::mem::take(&mut self.resuming) {
                    return Some(self.resume());
                }
                Response::stay()
            }
            Reply::Person(page) => {
                Response::open(PersonScreen::new(self.desk.clone()?, (**page).clone()))
            }
            Reply::Draft(draft) => {
                Response::open(Wizard::new(self.desk.clone()?, (**draft).clone())?)
            }
            Reply::PrintPlan(plan) => PrintScreen::planned(self.desk.clone()?, plan, Vec::new()),
            Reply::PrintStarted(last) => {
                let again = Message::new("print.again")
                    .with("paper", &last.paper)
                    .with("number", &last.number);
                Response::stay().toast(again)
            }
            Reply::Indexing(now) => {
                self.indexing = *now;
                match self.query().is_empty() {
                    true => Response::stay(),
                    // More people are found than when it was asked.
                    false => Response::start(Job::Find(self.query().to_owned())),
                }
            }
            Reply::Opening(..)
            | Reply::Backup(_)
            | Reply::PrinterAnswered
            | Reply::PrintSent(_)
            | Reply::PrintFailed { .. }
            | Reply::PrintState { .. }
            | Reply::Blanks { .. }
            | Reply::BlanksMoved(_)
            | Reply::BlanksRefused(_)
            | Reply::Record(_)
            | Reply::Printed(_)
            | Reply::Listed(..)
            | Reply::Exported(_)
            | Reply::Issued(_)
            | Reply::Audited(..)
            | Reply::NeedsSecond { .. }
            | Reply::Agreed
            | Reply::NotAgreed(_)
            | Reply::Photo { .. }
            | Reply::Kept(_)
            | Reply::RefusalPrinted(_)
            | Reply::WhoIs { .. }
            | Reply::Attached { .. }
            | Reply::ToldApart { .. }
            | Reply::Preview(_)
            | Reply::Drawn(_)
            | Reply::NotIssued(_)
            | Reply::CodeVerified(_)
            | Reply::Failed(_)
            | Reply::NotOpened(_)
            | Reply::Stock { .. }
            | Reply::Report(_)
            | Reply::OpenMatters(_)
            | Reply::StockProposed { .. }
            | Reply::StockMoved(_)
            | Reply::StockRefused(_) => return None,
        })
    }

    fn awaits(&self) -> bool {
        self.waiting || self.opening || self.resuming
    }

    fn must_be_seen(&self, act: &Act) -> bool {
        // With an empty box Enter opens somebody's draft.
        let opens_draft = *act == Act::Word(Word::Accept) && self.query().is_empty();
        // A key meant for the page before prints nothing.
        opens_draft || *act == Act::Word(Word::PrintLast)
    }

    fn shown_again(&mut self) -> Response {
        // What was done meanwhile may have changed who is found.
        let mut response = self.look_around();
        if !self.query().is_empty() {
            // Whoever comes next is another one: what is typed for her does not join what stood.
            self.line = LineEdit::fresh(self.line.text());
            response.effects.extend(self.changed().effects);
        }
        response
    }

    fn draw(&self, frame: &mut Frame, area: Rect) -> Position {
        let buffer = frame.buffer_mut();
        let label = Message::new("tui.box").say(self.lang);
        draw::label(buffer, area, &label);
        let x = area.x + draw::BOX_AT;
        let line = Rect::new(
            x,
            area.y + 1,
            area.width.saturating_sub(draw::BOX_AT + 2),
            1,
        );
        let caret = self.line.draw(buffer, line, look::FIELD);
        draw::below_the_box(self, buffer, area);
        draw::indexing(self, buffer, area);
        let list = Rect {
            y: area.y + 4,
            height: area.height.saturating_sub(4),
            ..area
        };
        draw::list(self, buffer, list);
        caret
    }
}
