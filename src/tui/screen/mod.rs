//! Screens: values with one trait. A screen opens another by returning it.

mod audit;
mod blanks;
mod day;
mod asking;
mod home;
mod menu;
mod offers;
mod person;
mod print;
mod preview;
mod record;
mod reports;
mod result;
mod second;
mod stock;
mod ties;
mod verify;
mod wizard;

pub use home::Home;
pub use preview::{CHARACTERS, PreviewScreen};
pub use verify::VerifyScreen;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::app::Effect;
use super::job::{Job, Reply};
use super::keys::{Context, Word};
use super::notice::Notice;
use super::picture::Glass;
use crate::text::{Message, Said};

/// What a key press means to the screen that has the caret.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    Word(Word),
    /// One typed character.
    Text(char),
    Paste(String),
    Scan(String),
}

/// A page of the counter.
pub trait Screen {
    /// Where its keys are looked up, the narrowest context first.
    fn contexts(&self) -> Vec<Context>;

    fn act(&mut self, act: Act) -> Response;

    /// An answer of the office; `None` if it is not for this screen.
    fn reply(&mut self, _reply: &Reply) -> Option<Response> {
        None
    }

    /// Whether an answer is on its way that opens another screen. What is typed until then is
    /// meant for that screen and is kept for it.
    fn awaits(&self) -> bool {
        false
    }

    /// Whether an act is obeyed only if it was typed after this page was drawn: a key that
    /// bounced, or was meant for the page before, must not do what cannot be taken back.
    fn must_be_seen(&self, _act: &Act) -> bool {
        false
    }

    /// The screen above it was closed.
    fn shown_again(&mut self) -> Response {
        Response::stay()
    }

    /// What there is to draw on: told when the screen is opened and whenever it changes.
    fn told(&mut self, _glass: Glass) -> Response {
        Response::stay()
    }

    /// Whether it puts a picture on the terminal, which what is written over it spoils.
    fn shows_picture(&self) -> bool {
        false
    }

    /// Draws itself and says where the caret stands. Changes nothing.
    fn draw(&self, frame: &mut Frame, area: Rect) -> Position;

    /// Help on the field with the caret: its name and its text.
    fn help(&self) -> Option<(String, String)> {
        None
    }
}

/// What a screen wants done after an act.
pub struct Response {
    pub turn: Turn,
    pub effects: Vec<Effect>,
    pub toast: Option<Said>,
    pub notice: Option<Notice>,
}

/// Which screen comes next.
pub enum Turn {
    Stay,
    Open(Box<dyn Screen>),
    /// Takes the place of the screen that answers.
    Replace(Box<dyn Screen>),
    Close,
    /// Back to the first screen, whose box is cleared for the next customer.
    Home,
    /// Back to the first screen, which looks this code up.
    LookUp(String),
}

impl Response {
    fn turn(turn: Turn) -> Response {
        Response {
            turn,
            effects: Vec::new(),
            toast: None,
            notice: None,
        }
    }

    pub fn stay() -> Response {
        Response::turn(Turn::Stay)
    }

    pub fn open(screen: impl Screen + 'static) -> Response {
        Response::turn(Turn::Open(Box::new(screen)))
    }

    pub fn replace(screen: impl Screen + 'static) -> Response {
        Response::turn(Turn::Replace(Box::new(screen)))
    }

    pub fn close() -> Response {
        Response::turn(Turn::Close)
    }

    pub fn home() -> Response {
        Response::turn(Turn::Home)
    }

    pub fn look_up(code: String) -> Response {
        Response::turn(Turn::LookUp(code))
    }

    pub fn start(job: Job) -> Response {
        Response::stay().and(Effect::Start(job))
    }

    /// The key cannot be obeyed; the sentence says why.
    pub fn no(why: Message) -> Response {
        Response::stay().and(Effect::Bell).toast(why)
    }

    pub fn and(mut self, effect: Effect) -> Response {
        self.effects.push(effect);
        self
    }

    pub fn toast(mut self, toast: impl Into<Said>) -> Response {
        self.toast = Some(toast.into());
        self
    }

    /// Does what `next` wants after its own effects.
    pub fn follow_with(&mut self, next: Response) {
        self.effects.extend(next.effects);
        self.toast = next.toast.or(self.toast.take());
        self.notice = next.notice.or(self.notice.take());
        if !matches!(next.turn, Turn::Stay) {
            self.turn = next.turn;
        }
    }

    pub fn notice(mut self, notice: Notice) -> Response {
        self.notice = Some(notice);
        self
    }
}
