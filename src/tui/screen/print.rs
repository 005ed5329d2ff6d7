use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::{Act, Response, Screen};
use crate::disk::JobState;
use crate::office::{Onto, PlannedPrint, PrintWish, SentPrint};
use crate::record::SpoiltReason;
use crate::text::Message;
use crate::tui::app::Effect;
use crate::tui::desk::Desk;
use crate::tui::job::{Job, PrintPlan, Reply};
use crate::tui::keys::{Context, Word};
use crate::tui::widget::LineEdit;

mod draw;

/// Papers on their way out of the printer: sent by one key, and one key tells whether they came.
pub struct PrintScreen {
    desk: Arc<Desk>,
    /// Of these numbers.
    numbers: Vec<String>,
    /// Only these papers; all if empty.
    only: Vec<String>,
    lines: Vec<Line>,
    chosen: usize,
    /// The number of the blank that lies in the tray.
    blank: LineEdit,
}

/// A paper and how far it is.
struct Line {
    plan: PlannedPrint,
    state: State,
}

enum State {
    Ready,
    /// On its way to the printing service.
    Sending,
    /// The printer has it.
    Sent(Box<SentPrint>, Option<JobState>),
    CameOut,
    Failed(Message),
}

impl State {
    /// Whether the paper may be handed to its printer now.
    fn is_open(&self) -> bool {
        matches!(self, State::Ready | State::Failed(_))
    }
}

/// Why a blank is voided, in the order of the digits from 3.
const REASONS: [SpoiltReason; 3] = [
    SpoiltReason::Misprint,
    SpoiltReason::Jam,
    SpoiltReason::Damaged,
];

impl PrintScreen {
    /// A screen for papers of these numbers, whose plan is on its way.
    pub fn open(desk: Arc<Desk>, numbers: Vec<String>, only: Vec<String>) -> Response {
        let job = Job::LookAtPrint(numbers.clone());
        let screen = PrintScreen {
            desk,
            numbers,
            only,
            lines: Vec::new(),
            chosen: 0,
            blank: LineEdit::default(),
        };
        Response::open(screen).and(Effect::Start(job))
    }

    /// A screen for the papers of a plan.
    pub fn planned(desk: Arc<Desk>, plan: &PrintPlan, only: Vec<String>) -> Response {
        let mut screen = PrintScreen {
            desk,
            numbers: plan.numbers.clone(),
            only,
            lines: Vec::new(),
            chosen: 0,
            blank: LineEdit::default(),
        };
        screen.plan(plan);
        Response::open(screen)
    }

    fn plan(&mut self, plan: &PrintPlan) {
        if !self.lines.is_empty() {
            return;
        }
        let wanted = |one: &&PlannedPrint| self.only.is_empty() || self.only.contains(&one.paper);
        let lines = plan.papers.iter().filter(wanted).map(|plan| Line {
            plan: plan.clone(),
            state: State::Ready,
        });
        self.lines = lines.collect();
        self.choose(0);
    }

    fn choose(&mut self, place: usize) {
        self.chosen = place.min(self.lines.len().saturating_sub(1));
        let blank = self.lines.get(self.chosen);
        let blank = blank.and_then(|line| line.plan.blank.as_deref());
        self.blank = LineEdit::fresh(blank.unwrap_or_default());
    }

    fn line(&self) -> Option<&Line> {
        self.lines.get(self.chosen)
    }

    /// Whether the chosen paper is with its printer, so that it is asked whether it came out.
    fn is_asked(&self) -> bool {
        let sent = |line: &Line| matches!(line.state, State::Sent(..));
        self.line().is_some_and(sent)
    }

    /// Whether the number of the blank may still be typed.
    fn takes_blank(&self) -> bool {
        self.line()
            .is_some_and(|line| line.plan.overprint && !line.plan.on_it && line.state.is_open())
    }

    fn word(&mut self, word: Word) -> Response {
        match word {
            Word::Accept if self.is_asked() => self.came_out(),
            Word::Accept => self.send(),
            Word::Pick(2) if self.is_asked() => self.again(),
            Word::Pick(digit) if self.is_asked() => self.spoilt(usize::from(digit)),
            Word::Down => {
                self.choose(self.chosen + 1);
                Response::stay()
            }
            Word::Up => {
                self.choose(self.chosen.saturating_sub(1));
                Response::stay()
            }
            Word::Back => Response::close(),
            Word::NextCustomer => Response::home(),
            word if self.takes_blank() => {
                self.blank.act(word);
                Response::stay()
            }
            _ => Response::stay(),
        }
    }

    /// Sends every plain paper that is not sent yet; if all are, the chosen one, or the next
    /// overprint, for which its blank lies in the tray.
    fn send(&mut self) -> Response {
        if self.lines.is_empty() {
            return Response::stay();
        }
        let is_open = |line: &Line| line.state.is_open();
        if self
            .lines
            .iter()
            .all(|line| matches!(line.state, State::CameOut))
        {
            return Response::close();
        }
        let plain: Vec<usize> = (0..self.lines.len())
            .filter(|place| !self.lines[*place].plan.overprint && is_open(&self.lines[*place]))
            .collect();
        let onto_blank = |line: &Line| line.plan.overprint && line.state.is_open();
        if self.line().is_some_and(onto_blank) {
            let onto = self.onto();
            return self.send_line(self.chosen, onto);
        }
        let mut response = Response::stay();
        for place in &plain {
            response.follow_with(self.send_line(*place, Onto::AsSet));
        }
        if let Some(first) = plain.first() {
            self.choose(*first);
        } else if let Some(next) = self.lines.iter().position(is_open) {
            self.choose(next);
        }
        response
    }

    /// The blank that was typed, if another than the proposed one was.
    fn onto(&self) -> Onto {
        let typed = self.blank.text().trim();
        let proposed = self.line().and_then(|line| line.plan.blank.as_deref());
        match proposed == Some(typed) || typed.is_empty() {
            true => Onto::AsSet,
            false => Onto::Blank(Some(typed.to_owned())),
        }
    }

    fn send_line(&mut self, place: usize, onto: Onto) -> Response {
        let Some(line) = self.lines.get_mut(place) else {
            return Response::stay();
        };
        line.state = State::Sending;
        Response::start(Job::SendPrint(Box::new(PrintWish {
            number: line.plan.number.clone(),
            paper: line.plan.paper.clone(),
            printer: None,
            onto,
        })))
    }

    /// It came out: on to the next paper.
    fn came_out(&mut self) -> Response {
        let response = self.answer(true);
        if let Some(line) = self.lines.get_mut(self.chosen) {
            line.state = State::CameOut;
        }
        let open = |line: &Line| !matches!(line.state, State::CameOut);
        match self.lines.iter().position(open) {
            Some(next) => self.choose(next),
            None => return response.toast(Message::new("print.all_out")),
        }
        response
    }

    /// It did not come out: the same again, onto the same blank.
    fn again(&mut self) -> Response {
        let mut response = self.answer(false);
        response.follow_with(self.send_line(self.chosen, Onto::AsSet));
        response
    }

    /// The blank is spoilt: it is voided and the paper printed on the next one.
    fn spoilt(&mut self, digit: usize) -> Response {
        let reason = digit.checked_sub(3).and_then(|place| REASONS.get(place));
        let onto_blank = self.line().is_some_and(|line| line.plan.overprint);
        match reason.filter(|_| onto_blank) {
            Some(reason) => self.send_line(self.chosen, Onto::NextBlank(*reason)),
            None => Response::no(Message::new("tui.no_such_number")),
        }
    }

    fn answer(&self, came_out: bool) -> Response {
        match self.line().map(|line| &line.state) {
            Some(State::Sent(sent, _)) => {
                let sent = sent.clone();
                Response::start(Job::AnswerPrint { sent, came_out })
            }
            _ => Response::stay(),
        }
    }

    fn find(&mut self, number: &str, paper: &str) -> Option<&mut Line> {
        let own = |line: &&mut Line| line.plan.number == number && line.plan.paper == paper;
        self.lines.iter_mut().find(own)
    }

    fn sent(&mut self, sent: &SentPrint) -> Option<Response> {
        let line = self.find(&sent.number, &sent.paper)?;
        if let Some(blank) = &sent.blank {
            line.plan.blank = Some(blank.number.clone());
            line.plan.on_it = true;
        }
        line.state = State::Sent(Box::new(sent.clone()), None);
        self.choose(self.chosen);
        let note = sent.notes.first().cloned();
        Some(match note {
            Some(note) => Response::stay().toast(note),
            None => Response::stay(),
        })
    }

    fn failed(&mut self, number: &str, paper: &str, why: &Message) -> Option<Response> {
        let line = self.find(number, paper)?;
        line.state = State::Failed(why.clone());
        Some(Response::stay().and(Effect::Bell))
    }

    fn job(
        &mut self,
        (number, paper): (&str, &str),
        job: &str,
        now: &JobState,
    ) -> Option<Response> {
        let line = self.find(number, paper)?;
        if let State::Sent(sent, state) = &mut line.state
            && sent.job == job
        {
            *state = Some(now.clone());
        }
        Some(Response::stay())
    }
}

impl Screen for PrintScreen {
    fn contexts(&self) -> Vec<Context> {
        if self.is_asked() {
            return vec![Context::PrintAsked, Context::Printing];
        }
        // A page of its own: a key that bounced must not print onto a blank nobody laid in.
        let waits = |line: &Line| line.plan.overprint && line.state.is_open();
        match (self.line().is_some_and(waits), self.takes_blank()) {
            (_, true) => vec![Context::PrintOnto, Context::Printing, Context::Line],
            (true, false) => vec![Context::PrintOnto, Context::Printing],
            (false, false) => vec![Context::Printing],
        }
    }

    fn act(&mut self, act: Act) -> Response {
        match act {
            Act::Word(word) => self.word(word),
            Act::Text(c) if self.takes_blank() => {
                self.blank.insert(c.encode_utf8(&mut [0; 4]));
                Response::stay()
            }
            Act::Paste(text) | Act::Scan(text) if self.takes_blank() => {
                self.blank.insert(text.trim());
                Response::stay()
            }
            Act::Scan(code) => Response::look_up(code),
            Act::Text(_) | Act::Paste(_) => Response::no(Message::new("tui.press_a_number")),
        }
    }

    fn reply(&mut self, reply: &Reply) -> Option<Response> {
        match reply {
            Reply::PrintPlan(plan) if plan.numbers == self.numbers => {
                self.plan(plan);
                Some(Response::stay())
            }
            Reply::PrintSent(sent) => self.sent(sent),
            Reply::PrintFailed { number, paper, why } => self.failed(number, paper, why),
            Reply::PrintState {
                number,
                paper,
                job,
                state,
            } => self.job((number, paper), job, state),
            Reply::Opened(opened) => {
                self.desk = opened.desk.clone();
                Some(Response::stay())
            }
            _ => None,
        }
    }

    /// Paper, once printed, cannot be taken back.
    fn must_be_seen(&self, act: &Act) -> bool {
        matches!(act, Act::Word(Word::Accept | Word::Pick(_)))
    }

    fn draw(&self, frame: &mut Frame, area: Rect) -> Position {
        draw::screen(self, frame.buffer_mut(), area)
    }
}
