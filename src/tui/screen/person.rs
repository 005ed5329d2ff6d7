use std::collections::BTreeMap;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::record::RecordScreen;
use super::ties::TiesScreen;
use super::wizard::Wizard;
use super::{Act, Response, Screen, offers};
use crate::office::Tie;
use crate::text::Message;
use crate::tui::desk::Desk;
use crate::tui::job::{Job, PersonPage, Reply};
use crate::tui::keys::{Context, Word};

mod changes;
mod consents;
mod draw;
mod facts;
mod list;
mod matters;

use list::Row;

/// One person as the desk: what she can have today, her certificates, what happened, her facts.
/// Each line is a row that Enter opens.
pub struct PersonScreen {
    desk: Arc<Desk>,
    page: PersonPage,
    /// Place of the chosen row among all rows.
    chosen: usize,
    /// The form or the record she asked for is on its way.
    opening: bool,
    /// What is said once it is there.
    told: Option<Message>,
}

impl PersonScreen {
    pub fn new(desk: Arc<Desk>, page: PersonPage) -> PersonScreen {
        PersonScreen {
            desk,
            page,
            chosen: 0,
            opening: false,
            told: None,
        }
    }

    /// Starts the service of a place in the list, or says why it cannot be had.
    fn start_offer(&mut self, place: usize) -> Response {
        let Some(offer) = self.page.offers.get(place) else {
            return Response::no(Message::new("tui.no_such_number"));
        };
        if !offer.refusals.is_empty() {
            let (service, refusals) = (offer.service.clone(), offer.refusals.clone());
            return self.instead(&service, &refusals);
        }
        let service = offer.service.clone();
        self.open(Job::Start {
            service,
            person: Some(self.page.person.key),
            seed: BTreeMap::new(),
        })
    }

    fn open(&mut self, job: Job) -> Response {
        if std::mem::replace(&mut self.opening, true) {
            return Response::stay();
        }
        Response::start(job)
    }

    /// Enter on the chosen row.
    fn accept(&mut self) -> Response {
        match self.sections().rows().get(self.chosen) {
            Some(Row::Offer(place)) => self.start_offer(*place),
            Some(Row::Waiting(place)) => self.go_on(*place),
            Some(Row::Certificate(place)) => match self.page.certificates.get(*place) {
                Some((certificate, _)) => {
                    let number = certificate.number().to_owned();
                    self.open(Job::OpenRecord(number))
                }
                None => Response::stay(),
            },
            Some(Row::Matter(place)) => self.open_matter(*place),
            Some(Row::Tie(place)) => match self.page.ties.get(*place) {
                Some(Tie::Spouse { person, .. }) => self.open(Job::OpenPerson(*person)),
                Some(Tie::Linked { .. } | Tie::Suspect(_)) => self.settle_ties(),
                _ => Response::no(Message::new("tui.nothing_to_open")),
            },
            Some(Row::Act(place)) => self.open_act(*place),
            Some(Row::Fact) | None => Response::no(Message::new("tui.nothing_to_open")),
        }
    }

    /// Goes on with a case that waits for papers: its service takes it up again.
    fn go_on(&mut self, place: usize) -> Response {
        let case = self.page.waiting.get(place);
        let suspended = case.and_then(|case| case.suspended.as_ref());
        let service = suspended.map(|suspended| suspended.form.id.clone());
        let offer = self
            .page
            .offers
            .iter()
            .position(|offer| Some(&offer.service) == service.as_ref());
        match offer {
            Some(offer) => self.start_offer(offer),
            None => Response::no(Message::new("tui.no_service")),
        }
    }

    fn open_act(&mut self, place: usize) -> Response {
        match self.page.timeline.get(place) {
            Some(line) if !line.number.is_empty() => {
                let number = line.number.clone();
                self.open(Job::OpenRecord(number))
            }
            _ => Response::no(Message::new("tui.act_without_record")),
        }
    }

    fn word(&mut self, word: Word) -> Response {
        match word {
            Word::Pick(digit) => return self.start_offer(usize::from(digit).saturating_sub(1)),
            // Past the ninth service letters go on; the first ones are those of certificates.
            Word::Letter(letter) => {
                return match offers::place_of_letter(letter) {
                    Some(place) => self.start_offer(place),
                    None => self.start_change(letter),
                };
            }
            Word::Accept => return self.accept(),
            Word::Back => {
                self.opening = false;
                return Response::close();
            }
            Word::NextCustomer => return Response::home(),
            Word::Ties => return self.settle_ties(),
            _ => self.chosen = self.sections().moved(self.chosen, word),
        }
        Response::stay()
    }

    /// Opens the page on which numbers are linked and parted.
    fn settle_ties(&self) -> Response {
        if self.page.ties.is_empty() {
            return Response::no(Message::new("tui.no_ties"));
        }
        Response::open(TiesScreen::new(self.desk.clone(), self.page.clone()))
    }

    /// The page changed under the choice.
    fn stay_on_a_row(&mut self) {
        let last = self.sections().rows().len().saturating_sub(1);
        self.chosen = self.chosen.min(last);
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
                self.opening = false;
                let wizard = Wizard::new(self.desk.clone(), (**draft).clone())?;
                let response = Response::open(wizard);
                Some(match self.told.take() {
                    Some(told) => response.toast(told),
                    None => response,
                })
            }
            Reply::Record(record) => {
                self.opening = false;
                let screen = RecordScreen::new(self.desk.clone(), (**record).clone());
                Some(Response::open(screen))
            }
            Reply::Person(page) if page.person.key == self.page.person.key => {
                self.page = (**page).clone();
                self.stay_on_a_row();
                Some(Response::stay())
            }
            // Somebody she has to do with.
            Reply::Person(page) if self.opening => {
                self.opening = false;
                let screen = PersonScreen::new(self.desk.clone(), (**page).clone());
                Some(Response::open(screen))
            }
            Reply::Failed(_) => {
                self.opening = false;
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
        self.opening
    }

    fn shown_again(&mut self) -> Response {
        Response::start(Job::OpenPerson(self.page.person.key))
    }

    fn draw(&self, frame: &mut Frame, area: Rect) -> Position {
        self.draw_page(frame.buffer_mut(), area)
    }
}
