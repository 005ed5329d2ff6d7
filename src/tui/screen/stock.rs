use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::{Act, Response, Screen};
use crate::form::{Kind, RequestId};
use crate::office::{Proposal, StockBatch, StockWish};
use crate::text::Message;
use crate::tui::app::Effect;
use crate::tui::desk::Desk;
use crate::tui::job::{Job, Reply};
use crate::tui::keys::{Context, Word};
use crate::tui::notice::Notice;

mod ask;
mod draw;
mod wish;

use ask::{Asking, What};

/// The store of supplies: every batch by expiry, and the acts that move it.
pub struct StockScreen {
    desk: Arc<Desk>,
    stock: Vec<StockBatch>,
    selected: usize,
    /// The request of the next movement; a key pressed twice is one movement.
    request: Option<RequestId>,
    mode: Mode,
}

enum Mode {
    List,
    Asking(Asking),
    /// Everything is answered; Enter does it.
    Ready {
        asking: Asking,
        wish: Box<StockWish>,
        proposal: Proposal,
        /// The office is at work.
        moving: bool,
    },
}

impl StockScreen {
    pub fn new(desk: Arc<Desk>) -> StockScreen {
        StockScreen {
            desk,
            stock: Vec::new(),
            selected: 0,
            request: None,
            mode: Mode::List,
        }
    }

    fn list(&mut self, word: Word) -> Response {
        match word {
            Word::Accept => self.ask(What::HandOut),
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
        let last = self.stock.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(step).min(last);
        Response::stay()
    }

    fn ask(&mut self, what: What) -> Response {
        let Some(stock) = &self.desk.around.profile.stock else {
            return Response::no(Message::new("supplies.none"));
        };
        let chosen = self.stock.get(self.selected);
        if chosen.is_none() && what.needs_batch() {
            return Response::no(Message::new("supplies.choose_batch"));
        }
        self.mode = Mode::Asking(Asking::new(what, chosen.cloned(), stock.clone()));
        Response::stay()
    }

    fn asking(&mut self, word: Word) -> Response {
        let Mode::Asking(asking) = &mut self.mode else {
            return Response::stay();
        };
        match word {
            Word::Back => {
                self.mode = Mode::List;
                Response::stay()
            }
            Word::NextCustomer => Response::home(),
            Word::Next | Word::Down => asking.step(1),
            Word::Previous | Word::Up => asking.step(-1),
            Word::Accept => self.accept(),
            Word::Pick(digit) => match asking.pick(usize::from(digit), &self.desk) {
                true => self.accept(),
                false => Response::no(Message::new("tui.no_such_number")),
            },
            word => asking.edit(word, &self.desk),
        }
    }

    /// The answer under the caret is done: goes to the next question, or asks what would move.
    fn accept(&mut self) -> Response {
        let Mode::Asking(asking) = &mut self.mode else {
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
        let wish = asking.wish(request, &self.desk);
        Response::start(Job::ProposeStock(Box::new(wish)))
    }

    fn proposed(&mut self, wish: &StockWish, proposal: &Proposal) -> Response {
        if let Mode::Asking(asking) = &self.mode {
            self.mode = Mode::Ready {
                asking: asking.clone(),
                wish: Box::new(wish.clone()),
                proposal: proposal.clone(),
                moving: false,
            };
        }
        Response::stay()
    }

    fn ready(&mut self, word: Word) -> Response {
        let Mode::Ready {
            asking,
            wish,
            moving,
            ..
        } = &mut self.mode
        else {
            return Response::stay();
        };
        match word {
            Word::Accept if std::mem::replace(moving, true) => Response::stay(),
            Word::Accept => Response::start(Job::MoveStock(wish.clone())),
            Word::Back => {
                self.mode = Mode::Asking(asking.clone());
                Response::stay()
            }
            Word::NextCustomer => Response::home(),
            _ => Response::stay(),
        }
    }

    /// A movement that was refused leaves every answer as it was.
    fn refused(&mut self, notice: &Notice) -> Response {
        if let Mode::Ready { asking, .. } = &self.mode {
            self.mode = Mode::Asking(asking.clone());
        }
        Response::stay().notice(notice.clone())
    }

    fn type_char(&mut self, c: char) -> Response {
        match &mut self.mode {
            Mode::Asking(asking) => asking.type_char(c, &self.desk),
            _ => Response::no(Message::new("tui.press_a_number")),
        }
    }

    fn shown(&mut self, stock: &[StockBatch], next: RequestId) -> Response {
        let first = self.request.is_none();
        self.stock = stock.to_vec();
        self.request = Some(next);
        let last = self.stock.len().saturating_sub(1);
        self.selected = self.selected.min(last);
        if first {
            let good = self.stock.iter().position(|line| line.days_left >= 0);
            self.selected = good.unwrap_or(0);
        }
        Response::stay()
    }
}

impl Screen for StockScreen {
    fn contexts(&self) -> Vec<Context> {
        match &self.mode {
            Mode::List => vec![Context::Stock],
            Mode::Ready { .. } => vec![Context::StockReady],
            Mode::Asking(asking) => match asking.kind() {
                Kind::Choice { .. } | Kind::YesNo => vec![Context::Choice, Context::StockEntry],
                _ => vec![Context::StockEntry, Context::Line],
            },
        }
    }

    fn act(&mut self, act: Act) -> Response {
        match (act, &self.mode) {
            (Act::Word(word), Mode::List) => self.list(word),
            (Act::Word(word), Mode::Asking(_)) => self.asking(word),
            (Act::Word(word), Mode::Ready { .. }) => self.ready(word),
            (Act::Text(c), _) => self.type_char(c),
            (Act::Paste(text) | Act::Scan(text), Mode::Asking(_)) => {
                let mut response = Response::stay();
                for c in text.chars() {
                    response.follow_with(self.type_char(c));
                }
                response
            }
            (Act::Paste(_) | Act::Scan(_), _) => Response::no(Message::new("tui.press_a_number")),
        }
    }

    fn reply(&mut self, reply: &Reply) -> Option<Response> {
        Some(match reply {
            Reply::Opened(opened) => {
                self.desk = opened.desk.clone();
                Response::start(Job::LookAtStock)
            }
            Reply::Stock { stock, next } => self.shown(stock, *next),
            Reply::StockProposed { wish, proposal } => self.proposed(wish, proposal),
            Reply::StockMoved(moved) => {
                self.mode = Mode::List;
                let done = Message::new("supplies.moved").with("number", &moved.number);
                let response = Response::start(Job::LookAtStock).toast(done);
                let mut notes = moved.notes.iter().cloned();
                match notes.next() {
                    None => response,
                    Some(first) => response.notice(notes.fold(Notice::new(first), Notice::advise)),
                }
            }
            Reply::StockRefused(notice) => self.refused(notice),
            _ => return None,
        })
    }

    fn must_be_seen(&self, act: &Act) -> bool {
        matches!(self.mode, Mode::Ready { .. }) && *act == Act::Word(Word::Accept)
    }

    /// The shelf is on its way; what is typed is meant for it.
    fn awaits(&self) -> bool {
        self.request.is_none()
    }

    fn draw(&self, frame: &mut Frame, area: Rect) -> Position {
        let buffer = frame.buffer_mut();
        match &self.mode {
            Mode::List => draw::list(self, buffer, area),
            Mode::Asking(asking) => draw::asking(asking, &self.desk, buffer, area),
            Mode::Ready {
                asking,
                proposal,
                moving,
                ..
            } => draw::ready(asking, proposal, *moving, &self.desk, buffer, area),
        }
    }
}
