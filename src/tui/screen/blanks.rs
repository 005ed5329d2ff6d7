use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::{Act, Response, Screen};
use crate::form::{Kind, RequestId};
use crate::record::BlankStack;
use crate::text::Message;
use crate::tui::app::Effect;
use crate::tui::desk::Desk;
use crate::tui::job::{Job, Reply};
use crate::tui::keys::{Context, Word};

mod ask;
mod draw;

use ask::{Asking, What};

/// The book of pre-printed blanks: every batch, and the acts that move it.
pub struct BlanksScreen {
    desk: Arc<Desk>,
    stacks: Vec<BlankStack>,
    selected: usize,
    /// The request of the next act; a key pressed twice is one act.
    request: Option<RequestId>,
    asking: Option<Asking>,
    /// The office is at work.
    moving: bool,
}

impl BlanksScreen {
    pub fn open(desk: Arc<Desk>) -> Response {
        let screen = BlanksScreen {
            desk,
            stacks: Vec::new(),
            selected: 0,
            request: None,
            asking: None,
            moving: false,
        };
        Response::open(screen).and(Effect::Start(Job::LookAtBlanks))
    }

    fn list(&mut self, word: Word) -> Response {
        match word {
            Word::Accept => self.ask(What::Receive),
            Word::Pick(digit) => match What::ALL.get(usize::from(digit).wrapping_sub(1)) {
                Some(what) => self.ask(*what),
                None => Response::no(Message::new("tui.no_such_number")),
            },
            Word::Down => self.select(1),
            Word::Up => self.select(-1),
            Word::Back => Response::close(),
            Word::NextCustomer => Response::home(),
            _ => Response::stay(),
        }
    }

    fn select(&mut self, step: isize) -> Response {
        let last = self.stacks.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(step).min(last);
        Response::stay()
    }

    fn ask(&mut self, what: What) -> Response {
        let chosen = self.stacks.get(self.selected);
        if chosen.is_none() && what != What::Receive {
            return Response::no(Message::new("print.choose_batch"));
        }
        self.asking = Some(Asking::new(what, chosen.cloned()));
        Response::stay()
    }

    fn answer(&mut self, word: Word) -> Response {
        let Some(asking) = &mut self.asking else {
            return Response::stay();
        };
        match word {
            Word::Back => {
                self.asking = None;
                Response::stay()
            }
            Word::NextCustomer => Response::home(),
            Word::Next | Word::Down => asking.step(1),
            Word::Previous | Word::Up => asking.step(-1),
            Word::Accept => self.accept(),
            Word::Pick(digit) => match asking.pick(usize::from(digit), self.desk.lang) {
                true => self.accept(),
                false => Response::no(Message::new("tui.no_such_number")),
            },
            word => {
                asking.edit(word, self.desk.lang);
                Response::stay()
            }
        }
    }

    /// The answer under the caret is done: on to the next question, or to the office.
    fn accept(&mut self) -> Response {
        let (Some(asking), false) = (&mut self.asking, self.moving) else {
            return Response::stay();
        };
        if let Some(problem) = asking.problem(&self.desk) {
            return Response::stay().and(Effect::Bell).toast(problem);
        }
        if asking.has_more() {
            return asking.step(1);
        }
        if let Some((place, problem)) = asking.first_problem(&self.desk) {
            asking.go_to(place);
            return Response::stay().and(Effect::Bell).toast(problem);
        }
        let Some(request) = self.request else {
            return Response::no(Message::new("tui.opening"));
        };
        self.moving = true;
        let wish = asking.wish(request, &self.desk);
        Response::start(Job::MoveBlanks(Box::new(wish)))
    }

    fn type_char(&mut self, c: char) -> Response {
        match &mut self.asking {
            Some(asking) => asking.type_char(c),
            None => Response::no(Message::new("tui.press_a_number")),
        }
    }
}

impl Screen for BlanksScreen {
    fn contexts(&self) -> Vec<Context> {
        match self.asking.as_ref().map(Asking::kind) {
            None => vec![Context::Blanks],
            Some(Kind::Choice { .. }) => vec![Context::Choice, Context::StockEntry],
            Some(_) => vec![Context::StockEntry, Context::Line],
        }
    }

    fn act(&mut self, act: Act) -> Response {
        match act {
            Act::Word(word) if self.asking.is_none() => self.list(word),
            Act::Word(word) => self.answer(word),
            Act::Text(c) => self.type_char(c),
            Act::Paste(text) | Act::Scan(text) if self.asking.is_some() => {
                let mut response = Response::stay();
                for c in text.chars() {
                    response.follow_with(self.type_char(c));
                }
                response
            }
            Act::Paste(_) | Act::Scan(_) => Response::no(Message::new("tui.press_a_number")),
        }
    }

    fn reply(&mut self, reply: &Reply) -> Option<Response> {
        Some(match reply {
            Reply::Opened(opened) => {
                self.desk = opened.desk.clone();
                Response::start(Job::LookAtBlanks)
            }
            Reply::Blanks { stacks, next } => {
                self.stacks.clone_from(stacks);
                self.request = Some(*next);
                self.select(0)
            }
            Reply::BlanksMoved(done) => {
                self.moving = false;
                self.asking = None;
                // The next act has a request of its own, which comes with the book.
                self.request = None;
                Response::start(Job::LookAtBlanks).toast(done.clone())
            }
            Reply::BlanksRefused(notice) => {
                self.moving = false;
                Response::stay().notice(notice.clone())
            }
            _ => return None,
        })
    }

    /// The book is on its way; what is typed is meant for it.
    fn awaits(&self) -> bool {
        self.request.is_none()
    }

    fn draw(&self, frame: &mut Frame, area: Rect) -> Position {
        let buffer = frame.buffer_mut();
        match &self.asking {
            None => draw::list(self, buffer, area),
            Some(asking) => draw::asking(asking, &self.desk, buffer, area),
        }
    }
}
