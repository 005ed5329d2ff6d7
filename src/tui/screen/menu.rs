use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::home::Typed;
use super::wizard::Wizard;
use super::{Act, Response, Screen, offers};
use crate::text::Message;
use crate::tui::desk::Desk;
use crate::tui::job::{Job, Reply};
use crate::tui::keys::{Context, Word};
use crate::tui::notice::Notice;
use crate::tui::widget::Sections;

/// What the hall can do for somebody who is not on record: 流出 and 流入 side by side.
pub struct Menu {
    desk: Arc<Desk>,
    /// What was typed into the first screen's box.
    typed: Typed,
    chosen: usize,
    /// A form is on its way.
    starting: bool,
}

impl Menu {
    pub fn new(desk: Arc<Desk>, typed: Typed) -> Menu {
        Menu {
            desk,
            typed,
            chosen: 0,
            starting: false,
        }
    }

    fn start(&mut self, place: usize) -> Response {
        let Some(offer) = self.desk.offers.get(place) else {
            return Response::no(Message::new("tui.no_such_number"));
        };
        if !offer.refusals.is_empty() {
            let notice = Notice::refused(&offer.refusals, self.desk.lang);
            let notice = notice.of_service(&offer.service, &offer.refusals);
            return Response::stay().notice(notice);
        }
        let Some(form) = self.desk.form(&offer.service) else {
            return Response::no(Message::new("tui.no_service"));
        };
        let job = Job::Start {
            service: offer.service.clone(),
            person: None,
            seed: self.typed.seed(&self.desk, form),
        };
        match std::mem::replace(&mut self.starting, true) {
            true => Response::stay(),
            false => Response::start(job),
        }
    }

    fn sections(&self) -> Sections<usize> {
        let mut sections = Sections::default();
        let heading = Message::new("tui.new_case");
        let offered = &self.desk.offers;
        offers::list(&mut sections, offered, &heading, self.desk.lang, |place| {
            place
        });
        sections
    }

    fn word(&mut self, word: Word) -> Response {
        match word {
            Word::Pick(digit) => return self.start(usize::from(digit).saturating_sub(1)),
            Word::Letter(letter) => {
                return match offers::place_of_letter(letter) {
                    Some(place) => self.start(place),
                    None => Response::no(Message::new("tui.no_such_letter")),
                };
            }
            Word::Accept => match self.sections().rows().get(self.chosen) {
                Some(place) => return self.start(*place),
                None => return Response::no(Message::new("tui.no_service")),
            },
            Word::Back => return Response::close(),
            Word::NextCustomer => return Response::home(),
            _ => self.chosen = self.sections().moved(self.chosen, word),
        }
        Response::stay()
    }

    /// The page changed under the choice.
    fn stay_on_a_row(&mut self) {
        let last = self.sections().rows().len().saturating_sub(1);
        self.chosen = self.chosen.min(last);
    }
}

impl Screen for Menu {
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
                Some(Response::replace(wizard))
            }
            Reply::Failed(_) => {
                self.starting = false;
                None
            }
            Reply::Opened(opened) => {
                self.desk = opened.desk.clone();
                self.stay_on_a_row();
                Some(Response::stay())
            }
            _ => None,
        }
    }

    fn awaits(&self) -> bool {
        self.starting
    }

    fn draw(&self, frame: &mut Frame, area: Rect) -> Position {
        let inner = Rect {
            x: area.x + 1,
            y: area.y + 1,
            width: area.width.saturating_sub(2),
            height: area.height.saturating_sub(1),
        };
        let sections = self.sections();
        sections.draw(0..sections.count(), self.chosen, frame.buffer_mut(), inner);
        Position::new(inner.x, inner.y)
    }
}
