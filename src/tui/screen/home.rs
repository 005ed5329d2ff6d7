use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::blanks::BlanksScreen;
use super::day::DayScreen;
use super::menu::Menu;
use super::person::PersonScreen;
use super::print::PrintScreen;
use super::reports::ReportsScreen;
use super::stock::StockScreen;
use super::verify::{VerifyScreen, is_code};
use super::wizard::Wizard;
use super::{Act, Response, Screen};
use crate::form::RequestId;
use crate::record::DayLine;
use crate::text::{Lang, Message};
use crate::tui::app::Effect;
use crate::tui::desk::Desk;
use crate::tui::job::{DraftLine, Found, Job, PersonLine, Reply};
use crate::tui::keys::{Context, Word};
use crate::tui::look;
use crate::tui::widget::LineEdit;

mod draw;
mod typed;

pub use draw::{DEED, clock};
pub use typed::Typed;

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
        if self.is_answered() && self.found.exact.is_none() {
            entries.push(Entry::New);
        }
        entries
    }

    /// Drafts of the person whose whole number stands in the box: going on with one of them comes
    /// before anything new.
    fn drafts_of_typed(&self) -> impl Iterator<Item = &DraftLine> {
        let number = match self.typed() {
            Typed::Id { number, .. } => number,
            _ => String::new(),
        };
        let of_typed = move |draft: &&DraftLine| {
            let id = draft.id.as_ref();
            id.is_some_and(|id| id.number() == number)
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

    /// Asks once, then removes the selected draft.
    fn drop_draft(&mut self, asked: Option<RequestId>) -> Response {
        let Some(Entry::Draft(draft)) = self.entries().into_iter().nth(self.selected) else {
            return Response::no(Message::new("tui.no_draft"));
        };
        let request = draft.request;
        if asked == Some(request) {
            return Response::start(Job::DropDraft(request)).and(Effect::Start(Job::LookAround));
        }
        let ask = Message::new("tui.drop_again").with("name", draw::name_of(draft, self.lang));
        self.dropping = Some(request);
        Response::stay().toast(ask)
    }

    /// Asks for something that opens as a screen.
    fn open(&mut self, job: Job) -> Response {
        self.opening = true;
        Response::start(job)
    }

    fn word(&mut self, word: Word) -> Response {
        let asked = self.dropping.take();
        match word {
            Word::DropDraft => self.drop_draft(asked),
            Word::Accept => self.accept(),
            Word::Down => self.select(1),
            Word::Up => self.select(-1),
            Word::NewPerson => self.menu(),
            Word::DayList => match &self.desk {
                Some(desk) => DayScreen::open(desk.clone()),
                None => Response::no(Message::new("tui.opening")),
            },
            Word::ResumeDraft => self.resume(),
            Word::OpenStock => self.open_stock(),
            Word::OpenBlanks => match &self.desk {
                Some(desk) => BlanksScreen::open(desk.clone()),
                None => Response::no(Message::new("tui.opening")),
            },
            Word::PrintLast => Response::start(Job::PrintLast),
            Word::OpenReports => match &self.desk {
                Some(desk) => ReportsScreen::open(desk.clone()),
                None => Response::no(Message::new("tui.opening")),
            },
            Word::VerifyCode => match &self.desk {
                Some(desk) => Response::open(VerifyScreen::new(desk.clone())),
                None => Response::no(Message::new("tui.opening")),
            },
            Word::Back | Word::NextCustomer => self.clear(),
            word if self.line.act(word) => self.changed(),
            _ => Response::stay(),
        }
    }

    /// Goes on with the draft saved last. Whoever presses the key while the hall is being opened
    /// has to wait: that there is none is not known yet.
    fn resume(&mut self) -> Response {
        match self.drafts.first() {
            Some(draft) => self.open(Job::OpenDraft(draft.request)),
            None if self.today.is_some() => Response::no(Message::new("tui.no_draft")),
            None => {
                self.resuming = true;
                Response::stay()
            }
        }
    }

    fn open_stock(&self) -> Response {
        match &self.desk {
            Some(desk) => {
                Response::open(StockScreen::new(desk.clone())).and(Effect::Start(Job::LookAtStock))
            }
            None => Response::no(Message::new("tui.opening")),
        }
    }

    fn select(&mut self, step: isize) -> Response {
        let last = self.entries().len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(step).min(last);
        Response::stay()
    }

    fn accept(&mut self) -> Response {
        // A scanner that a busy machine reads in pieces ends here.
        if is_code(self.query()) {
            let code = self.query().to_owned();
            return self.look_up(&code);
        }
        if !self.is_answered() {
            self.waiting = true;
            return Response::stay();
        }
        if let (Some(person), 0) = (self.found.exact, self.selected)
            && !self.query().is_empty()
            && self.drafts_of_typed().next().is_none()
        {
            return self.open(Job::OpenPerson(person));
        }
        let job = match self.entries().get(self.selected) {
            Some(Entry::Hit(hit)) => Job::OpenPerson(hit.person),
            Some(Entry::Draft(draft)) => Job::OpenDraft(draft.request),
            Some(Entry::New) => return self.new_person(),
            None => return Response::no(Message::new("tui.box_is_empty")),
        };
        self.open(job)
    }

    /// All services for somebody who is not on record.
    fn menu(&mut self) -> Response {
        match &self.desk {
            Some(desk) => Response::open(Menu::new(desk.clone(), self.typed())),
            None => Response::no(Message::new("tui.opening")),
        }
    }

    /// Starts the main service for somebody who is not on record.
    fn new_person(&mut self) -> Response {
        let Some(desk) = &self.desk else {
            return Response::no(Message::new("tui.opening"));
        };
        let Some(form) = desk.main_service() else {
            return Response::no(Message::new("tui.no_service"));
        };
        let job = Job::Start {
            service: form.id.clone(),
            person: None,
            seed: self.typed().seed(desk, form),
        };
        self.open(job)
    }

    fn found(&mut self, found: &Found) -> Response {
        if found.query != self.query() {
            return Response::stay();
        }
        self.found = found.clone();
        self.selected = 0;
        if std::mem::take(&mut self.waiting) && self.is_sure() {
            return self.accept();
        }
        Response::stay()
    }

    /// Whether Enter pressed ahead of the answer may still be obeyed: one person, or a number of
    /// somebody new. A choice among several is the clerk's.
    fn is_sure(&self) -> bool {
        self.found.exact.is_some()
            || self.found.hits.len() == 1
            || (self.found.hits.is_empty() && matches!(self.typed(), Typed::Id { .. }))
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
            Reply::Opening(..)
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
        let list = Rect {
            y: area.y + 4,
            height: area.height.saturating_sub(4),
            ..area
        };
        draw::list(self, buffer, list);
        caret
    }
}
