//! The program as a value: one stack of screens, one stack of overlays, one pure `update`.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::desk::Desk;
use super::input::Input;
use super::job::{Job, Opened, Reply};
use super::keys::{Context, Key, Word, word};
use super::look;
use super::overlay::{Fate, Overlay};
use super::picture::Glass;
use super::screen::{Act, Home, Response, Screen, Turn};
use super::widget::{hint_bar, put};
use crate::text::{Lang, Message, Said};

mod frame;

/// The smallest screen everything is laid out for.
const SMALLEST: (u16, u16) = (80, 24);

/// Inputs kept for a screen that is on its way; more than anybody types in that time.
const AHEAD: usize = 256;

/// Work that `update` asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    Start(Job),
    /// A key could not be obeyed.
    Bell,
    /// Draw everything anew.
    Redraw,
    /// Enter the terminal's modes again.
    Reenter,
    /// Let go of the hall and its keys, and ask who is there.
    Lock,
    Quit,
}

/// Everything the screen shows and knows.
pub struct App {
    lang: Lang,
    desk: Option<Arc<Desk>>,
    /// Never empty: the first is home.
    screens: Vec<Box<dyn Screen>>,
    overlays: Vec<Overlay>,
    toast: Option<Said>,
    /// How the second copy stands, if the hall keeps one.
    backup: Option<Message>,
    too_small: bool,
    /// The hall could not be opened: closing the notice leaves the program.
    not_opened: bool,
    /// The view is being folded anew, and the hall not open before that.
    folding: bool,
    /// What was typed for a screen that is still on its way.
    ahead: Vec<Input>,
    sight: Sight,
    glass: Glass,
}

/// Counts of frames, by which a key typed blindly is told from one that answers to the screen.
#[derive(Default)]
struct Sight {
    /// Frames drawn so far.
    drawn: u64,
    /// Frames that had been drawn when the page on top was opened.
    opened: u64,
    /// Frames that had been drawn when the latest key was typed.
    typed: u64,
}

impl Sight {
    fn is_blind(&self) -> bool {
        self.typed <= self.opened
    }
}

impl App {
    /// The program before the office is open. `guide` lays the first-minute guide over it.
    pub fn new(lang: Lang, guide: bool) -> App {
        App {
            lang,
            desk: None,
            screens: vec![Box::new(Home::new(lang))],
            overlays: guide.then(Overlay::guide).into_iter().collect(),
            toast: Some(Message::new("tui.opening").into()),
            backup: None,
            too_small: false,
            not_opened: false,
            folding: false,
            ahead: Vec::new(),
            sight: Sight::default(),
            glass: Glass::default(),
        }
    }

    /// Tells how many frames have been drawn, the one that is about to go out among them.
    pub fn drawn(&mut self, frames: u64) {
        self.sight.drawn = frames;
    }

    /// What happened becomes what is to be done. Touches nothing outside of `self`.
    pub fn update(&mut self, input: Input) -> Vec<Effect> {
        let before = self.page();
        let effects = self.obey(input);
        if self.page() != before {
            self.sight.opened = self.sight.drawn;
        }
        effects
    }

    /// What stands on top, as far as a clerk would call it another page.
    fn page(&self) -> (usize, usize, Option<Context>) {
        let context = self.top().contexts().first().copied();
        (self.screens.len(), self.overlays.len(), context)
    }

    /// Whether a notice stands on the screen that nobody can have read yet: a key typed ahead does
    /// not close it.
    fn is_unread(&self) -> bool {
        let notice = self.overlays.last().is_some_and(Overlay::is_notice);
        notice && self.sight.is_blind()
    }

    fn obey(&mut self, input: Input) -> Vec<Effect> {
        if self.is_ahead(&input) {
            self.ahead.push(input);
            return Vec::new();
        }
        match input {
            Input::Resize | Input::Answers(_) => Vec::new(),
            Input::Glass(glass) => self.look_at(glass),
            Input::Seen(frames) => {
                self.sight.typed = frames;
                Vec::new()
            }
            Input::Continued => vec![Effect::Reenter],
            Input::HangUp | Input::OfficeGone => vec![Effect::Quit],
            Input::Reply(reply) => {
                let mut effects = self.reply(reply);
                effects.extend(self.catch_up());
                effects
            }
            Input::Key(key) => self.key(key),
            // On a screen too small to show what is typed nothing is typed.
            _ if self.too_small => Vec::new(),
            Input::Text(text) => self.text(&text),
            Input::Paste(text) => self.act(Act::Paste(text)),
            Input::Scan(code) => self.scan(code),
        }
    }

    /// Whether an input is meant for a screen that is still on its way. Leaving and going back are
    /// obeyed at once.
    fn is_ahead(&self, input: &Input) -> bool {
        let typed = match input {
            Input::Key(Key::Esc) => false,
            Input::Key(key) => {
                let word = word(&[Context::Everywhere], *key);
                !matches!(word, Some(Word::Quit | Word::Lock))
            }
            Input::Text(_) | Input::Paste(_) | Input::Scan(_) => true,
            _ => false,
        };
        let room = self.ahead.len() < AHEAD;
        typed && room && self.overlays.is_empty() && self.top().awaits()
    }

    /// Obeys what was typed ahead, now that its screen is there. If another thing came, the keys
    /// were not meant for it and are dropped.
    fn catch_up(&mut self) -> Vec<Effect> {
        if self.top().awaits() || self.ahead.is_empty() {
            return Vec::new();
        }
        let ahead = std::mem::take(&mut self.ahead);
        if self.screens.len() == 1 || !self.overlays.is_empty() {
            return vec![Effect::Bell];
        }
        ahead
            .into_iter()
            .flat_map(|input| self.update(input))
            .collect()
    }

    /// Tells how large the terminal is, before input is obeyed.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.too_small = columns < SMALLEST.0 || rows < SMALLEST.1;
    }

    fn contexts(&self) -> Vec<Context> {
        let mut contexts = match self.overlays.last() {
            Some(overlay) => overlay.contexts(),
            None => self.top().contexts(),
        };
        contexts.push(Context::Everywhere);
        contexts
    }

    fn top(&self) -> &dyn Screen {
        // The stack is never empty: home is never closed.
        &**self.screens.last().expect("home is always there")
    }

    fn key(&mut self, key: Key) -> Vec<Effect> {
        // Folding a million people takes a minute: leaving stops it.
        if self.folding && self.overlays.is_empty() && [Key::Esc, Key::Ctrl('c')].contains(&key) {
            return vec![Effect::Quit];
        }
        match (word(&self.contexts(), key), key) {
            (Some(Word::Quit), _) => vec![Effect::Quit],
            // Whoever locks wants it at once, whatever lies over the screen.
            (Some(Word::Lock), _) if self.desk.as_ref().is_some_and(|desk| desk.sealed) => {
                vec![Effect::Lock]
            }
            _ if self.too_small => Vec::new(),
            (Some(word), _) => self.word(word),
            (None, Key::Char(c)) => self.act(Act::Text(c)),
            (None, _) => Vec::new(),
        }
    }

    /// Each character goes to what has the caret then: one of them may open another screen.
    fn text(&mut self, text: &str) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut rest = text.chars();
        while let Some(c) = rest.next() {
            if self.overlays.is_empty() && self.top().awaits() {
                let ahead = std::iter::once(c).chain(rest).collect();
                self.ahead.push(Input::Text(ahead));
                break;
            }
            effects.extend(self.key(Key::Char(c)));
        }
        effects
    }

    fn word(&mut self, word: Word) -> Vec<Effect> {
        if self.is_unread() {
            return vec![Effect::Bell];
        }
        self.toast = None;
        if let Some(overlay) = self.overlays.last_mut() {
            let fate = overlay.act(word);
            return self.overlay_fate(fate);
        }
        match word {
            Word::Help => {
                let help = Overlay::help(self.top().help(), self.contexts());
                self.overlays.push(help);
                Vec::new()
            }
            Word::Lock => {
                self.toast = Some(Message::new("tui.no_lock").into());
                vec![Effect::Bell]
            }
            Word::HowToQuit => {
                self.toast = Some(Message::new("tui.how_to_quit").into());
                Vec::new()
            }
            Word::Redraw => vec![Effect::Redraw],
            word => self.act(Act::Word(word)),
        }
    }

    fn overlay_fate(&mut self, fate: Fate) -> Vec<Effect> {
        if fate != Fate::Stays {
            self.overlays.pop();
        }
        // A picture under an overlay is not drawn again by itself.
        let redraw = fate == Fate::Closes && self.top().shows_picture();
        match fate {
            Fate::BecomesGuide => self.overlays.push(Overlay::guide()),
            Fate::Prints(service, refusals) => {
                return vec![Effect::Start(Job::PrintWhyNot { service, refusals })];
            }
            Fate::Stays | Fate::Closes => {}
        }
        match self.not_opened && self.overlays.is_empty() {
            true => vec![Effect::Quit],
            false if redraw => vec![Effect::Redraw],
            false => Vec::new(),
        }
    }

    /// A scan is obeyed wherever the caret is: it lays overlays aside.
    fn scan(&mut self, code: String) -> Vec<Effect> {
        if self.is_unread() {
            return vec![Effect::Bell];
        }
        self.overlays.clear();
        self.act(Act::Scan(code))
    }

    fn act(&mut self, act: Act) -> Vec<Effect> {
        if !self.overlays.is_empty() {
            return Vec::new();
        }
        self.toast = None;
        let top = self.screens.len() - 1;
        if self.sight.is_blind() && self.screens[top].must_be_seen(&act) {
            return self.follow(top, Response::no(Message::new("tui.look_first")));
        }
        let response = self.screens[top].act(act);
        self.follow(top, response)
    }

    /// Offers an answer to each screen from the top down until one takes it.
    fn reply(&mut self, reply: Reply) -> Vec<Effect> {
        match &reply {
            Reply::Opened(opened) => return self.opened(opened),
            Reply::Backup(age) => {
                self.backup = Some(age.clone());
                return Vec::new();
            }
            Reply::Opening(done, of) => {
                let percent = done * 100 / (*of).max(1);
                self.toast = Some(Message::new("tui.folding").with("percent", percent).into());
                self.folding = true;
                return Vec::new();
            }
            Reply::PrinterAnswered => return vec![Effect::Start(Job::TakePrints)],
            _ => {}
        }
        for place in (0..self.screens.len()).rev() {
            if let Some(response) = self.screens[place].reply(&reply) {
                return self.follow(place, response);
            }
        }
        self.printed_meanwhile(&reply);
        if let Reply::RefusalPrinted(paper) = &reply {
            let printed = Message::new("tui.notice_on_paper");
            self.toast = Some(printed.with("path", paper.path.display()).into());
        }
        self.not_opened |= matches!(reply, Reply::NotOpened(_));
        if let Reply::Failed(notice) | Reply::NotIssued(notice) | Reply::NotOpened(notice) = reply {
            self.toast = None;
            self.overlays.push(Overlay::notice(notice));
        }
        Vec::new()
    }

    /// A printer's answer for a clerk who has gone on: what was taken is said in passing, what was
    /// not must be read.
    fn printed_meanwhile(&mut self, reply: &Reply) {
        match reply {
            Reply::PrintSent(sent) => {
                let sent = Message::new("print.sent")
                    .with("paper", &sent.paper)
                    .with("printer", &sent.printer);
                self.toast = Some(sent.into());
            }
            Reply::PrintFailed { why, .. } => {
                let notice = super::notice::Notice::new(why.clone());
                self.overlays.push(Overlay::notice(notice));
            }
            _ => {}
        }
    }

    /// The hall is open, or a new day has begun: every screen takes the new desk.
    fn opened(&mut self, opened: &Opened) -> Vec<Effect> {
        self.folding = false;
        self.desk = Some(opened.desk.clone());
        self.toast = None;
        let mut report = opened.report.iter().cloned();
        if let Some(first) = report.next() {
            let notice = super::notice::Notice::new(first);
            let notice = report.fold(notice, super::notice::Notice::advise);
            self.overlays.insert(0, Overlay::notice(notice));
        }
        let reply = Reply::Opened(opened.clone());
        let mut effects = Vec::new();
        for place in 0..self.screens.len() {
            if let Some(response) = self.screens[place].reply(&reply) {
                effects.extend(self.follow(place, response));
            }
        }
        effects
    }

    fn follow(&mut self, place: usize, response: Response) -> Vec<Effect> {
        let mut effects = response.effects;
        let turned = !matches!(response.turn, Turn::Stay) || response.notice.is_some();
        if response.toast.is_some() || turned {
            self.toast = response.toast;
        }
        if let Some(notice) = response.notice {
            self.overlays.push(Overlay::notice(notice));
        }
        let pictured = turned && self.top().shows_picture();
        match response.turn {
            Turn::Stay => {}
            Turn::Open(screen) => {
                self.screens.push(screen);
                effects.extend(self.tell_glass());
            }
            Turn::Replace(screen) => {
                self.screens[place] = screen;
                effects.extend(self.tell_glass());
            }
            Turn::Close => effects.extend(self.close(place)),
            Turn::Home => effects.extend(self.go_home(Act::Word(Word::NextCustomer))),
            Turn::LookUp(code) => effects.extend(self.go_home(Act::Scan(code))),
        }
        if pictured && !self.top().shows_picture() {
            effects.push(Effect::Redraw);
        }
        effects
    }

    /// What there is to draw on has changed, or has not.
    fn look_at(&mut self, glass: Glass) -> Vec<Effect> {
        let glass = self.room(glass);
        match std::mem::replace(&mut self.glass, glass) == glass {
            true => Vec::new(),
            false => self.tell_glass(),
        }
    }

    fn tell_glass(&mut self) -> Vec<Effect> {
        let top = self.screens.len() - 1;
        let response = self.screens[top].told(self.glass);
        self.follow(top, response)
    }

    fn close(&mut self, place: usize) -> Vec<Effect> {
        if place == 0 {
            return Vec::new();
        }
        self.screens.truncate(place);
        let top = self.screens.len() - 1;
        let response = self.screens[top].shown_again();
        let mut effects = self.follow(top, response);
        effects.extend(self.tell_glass());
        effects
    }

    fn go_home(&mut self, act: Act) -> Vec<Effect> {
        self.screens.truncate(1);
        let response = self.screens[0].act(act);
        self.follow(0, response)
    }

    /// Draws everything. Changes nothing.
    pub fn view(&self, frame: &mut Frame) {
        let area = frame.area();
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            return self.say_too_small(frame, area);
        }
        self.title_bar(frame, Rect { height: 1, ..area });
        let top = 1 + self.banner(frame, area);
        let screen = Rect {
            y: area.y + top,
            height: area.height - top - 2,
            ..area
        };
        let mut caret = self.top().draw(frame, screen);
        let foot = area.height - 2;
        self.backup_age(frame, Rect { y: foot, ..area });
        if let Some(toast) = &self.toast {
            let text = format!(" {}", toast.say(self.lang));
            put(frame.buffer_mut(), 0, foot, area.width, &text, look::NOTE);
        }
        let hints = Rect::new(0, foot + 1, area.width, 1);
        hint_bar(frame.buffer_mut(), hints, &self.contexts(), self.lang);
        for overlay in &self.overlays {
            caret = overlay.draw(frame, area, self.lang);
        }
        // The window of an input method follows the caret, so it is set on every frame.
        frame.set_cursor_position(caret);
    }
}

#[cfg(test)]
mod tests;
