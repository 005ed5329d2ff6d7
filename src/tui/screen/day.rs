use std::sync::Arc;

use chrono::{Datelike, Days, Months, NaiveDate};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::record::RecordScreen;
use super::second::SecondScreen;
use super::{Act, Response, Screen};
use crate::office::{ListPeriod, ListedAct, side};
use crate::text::{Message, pad};
use crate::tui::desk::Desk;
use crate::tui::job::{Job, Reply};
use crate::tui::keys::{Context, Word};
use crate::tui::look;
use crate::tui::screen::home::{DEED, clock};
use crate::tui::widget::{LineEdit, fill, put, window};

/// Rows that one key for a page moves by.
const PAGE: isize = 10;
/// Column of the box.
const BOX_AT: u16 = 10;

/// How long a time the list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Day,
    Month,
    Year,
}

/// The ledger list of a day, a month or a year, with a box that filters it.
pub struct DayScreen {
    desk: Arc<Desk>,
    span: Span,
    /// A day of the time that is shown.
    on: NaiveDate,
    line: LineEdit,
    acts: Vec<ListedAct>,
    /// What `acts` are of; `None` until the office has told.
    listed: Option<ListPeriod>,
    chosen: usize,
    /// Enter was pressed before the list that was asked for had come.
    waiting: bool,
    /// A record is on its way.
    opening: bool,
    /// The list is being printed or written.
    busy: bool,
}

impl DayScreen {
    /// The screen before its list is there, and the job that brings it.
    pub fn open(desk: Arc<Desk>) -> Response {
        let screen = DayScreen {
            on: desk.around.on,
            desk,
            span: Span::Day,
            line: LineEdit::default(),
            acts: Vec::new(),
            listed: None,
            chosen: 0,
            waiting: false,
            opening: false,
            busy: false,
        };
        let job = Job::List(screen.period());
        Response::open(screen).and(crate::tui::app::Effect::Start(job))
    }

    fn period(&self) -> ListPeriod {
        let first_of_month = self.on.with_day(1).unwrap_or(self.on);
        let first_of_year = first_of_month.with_month(1).unwrap_or(first_of_month);
        let (from, months) = match self.span {
            Span::Day => (self.on, 0),
            Span::Month => (first_of_month, 1),
            Span::Year => (first_of_year, 12),
        };
        let next = from.checked_add_months(Months::new(months));
        let last = next.and_then(|next| next.checked_sub_days(Days::new(1)));
        ListPeriod {
            to: last.filter(|_| months > 0).unwrap_or(from),
            any: self.line.text().trim().to_owned(),
            ..ListPeriod::day(from)
        }
    }

    fn look(&self) -> Response {
        Response::start(Job::List(self.period()))
    }

    /// One day, month or year on or back.
    fn turn(&mut self, on: bool) -> Response {
        let months = match self.span {
            Span::Day => 0,
            Span::Month => 1,
            Span::Year => 12,
        };
        let to = match (months, on) {
            (0, true) => self.on.succ_opt(),
            (0, false) => self.on.pred_opt(),
            (_, true) => self.on.checked_add_months(Months::new(months)),
            (_, false) => self.on.checked_sub_months(Months::new(months)),
        };
        self.on = to.unwrap_or(self.on);
        self.chosen = 0;
        self.look()
    }

    fn widen(&mut self) -> Response {
        self.span = match self.span {
            Span::Day => Span::Month,
            Span::Month => Span::Year,
            Span::Year => Span::Day,
        };
        self.chosen = 0;
        self.look()
    }

    fn accept(&mut self) -> Response {
        if self.listed.as_ref() != Some(&self.period()) {
            self.waiting = true;
            return Response::stay();
        }
        let act = self.acts.get(self.chosen);
        match act.map(|act| act.number.clone()) {
            Some(number) if !number.is_empty() => {
                self.opening = true;
                Response::start(Job::OpenRecord(number))
            }
            _ => Response::no(Message::new("tui.act_without_record")),
        }
    }

    fn begin(&mut self, job: Job) -> Response {
        match std::mem::replace(&mut self.busy, true) {
            true => Response::stay(),
            false => Response::start(job),
        }
    }

    fn word(&mut self, word: Word) -> Response {
        match word {
            Word::Accept => self.accept(),
            Word::Submit => self.begin(Job::PrintList(self.period())),
            Word::Export => self.begin(Job::ExportList(self.period())),
            Word::Period => self.widen(),
            Word::Left => self.turn(false),
            Word::Right => self.turn(true),
            Word::Back => Response::close(),
            Word::NextCustomer => Response::home(),
            Word::Down => self.move_by(1),
            Word::Up => self.move_by(-1),
            Word::PageDown => self.move_by(PAGE),
            Word::PageUp => self.move_by(-PAGE),
            word if self.line.act(word) => self.look(),
            _ => Response::stay(),
        }
    }

    fn move_by(&mut self, rows: isize) -> Response {
        let last = self.acts.len().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(rows).min(last);
        Response::stay()
    }

    fn say(&self, message: &Message) -> String {
        message.say(self.desk.lang)
    }

    /// The box and the days it is about; gives the caret.
    fn draw_head(&self, buffer: &mut Buffer, area: Rect) -> Position {
        let label = self.say(&Message::new("tui.filter"));
        put(
            buffer,
            area.x + 1,
            area.y + 1,
            BOX_AT - 1,
            &label,
            look::STRONG,
        );
        let width = area.width.saturating_sub(BOX_AT + 2);
        let line = Rect::new(area.x + BOX_AT, area.y + 1, width, 1);
        let caret = self.line.draw(buffer, line, look::FIELD);
        let period = self.period();
        let heading = Message::new("tui.listed")
            .with("from", period.from)
            .with("to", period.to)
            .with("count", self.acts.len());
        let row = Rect::new(area.x, area.y + 3, area.width, 1);
        fill(buffer, row, look::HEADING);
        let heading = self.say(&heading);
        put(
            buffer,
            area.x + 1,
            row.y,
            area.width - 1,
            &heading,
            look::HEADING,
        );
        caret
    }

    fn act_line(&self, act: &ListedAct) -> String {
        let lang = self.desk.lang;
        let day = match self.span {
            Span::Day => String::new(),
            _ => format!("{} ", act.on.format("%m-%d")),
        };
        format!(
            "{day}{} {}{}{}{}",
            clock(act.at),
            pad(&side(act.group, lang), 5),
            pad(act.act.say(lang), DEED),
            pad(&act.name, 16),
            act.number
        )
    }
}

impl Screen for DayScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Day, Context::Line]
    }

    fn act(&mut self, act: Act) -> Response {
        match act {
            Act::Word(word) => self.word(word),
            Act::Text(c) => {
                self.line.insert(c.encode_utf8(&mut [0; 4]));
                self.look()
            }
            Act::Paste(text) => {
                self.line.insert(&text);
                self.look()
            }
            Act::Scan(code) => Response::look_up(code),
        }
    }

    fn reply(&mut self, reply: &Reply) -> Option<Response> {
        match reply {
            Reply::Listed(period, acts) => {
                if *period != self.period() {
                    return Some(Response::stay());
                }
                self.acts.clone_from(acts);
                self.listed = Some(period.clone());
                let _ = self.move_by(0);
                // Whoever pressed Enter ahead saw another list: a choice among several is hers.
                match std::mem::take(&mut self.waiting) && acts.len() == 1 {
                    true => Some(self.accept()),
                    false => Some(Response::stay()),
                }
            }
            Reply::Record(record) if self.opening => {
                self.opening = false;
                let screen = RecordScreen::new(self.desk.clone(), (**record).clone());
                Some(Response::open(screen))
            }
            Reply::Printed(file) => {
                self.busy = false;
                let printed = Message::new("tui.printed").with("paper", &file.paper);
                let printed = printed.with("path", file.path.display());
                // The printing is itself an act of the day.
                Some(self.look().toast(printed))
            }
            Reply::NeedsSecond { to, about } => {
                self.busy = false;
                let job = Job::ExportList(self.period());
                let screen = SecondScreen::new(self.desk.lang, (*to, about), job);
                Some(Response::open(screen))
            }
            Reply::Exported(path) => {
                self.busy = false;
                let exported = Message::new("tui.exported").with("path", path.display());
                Some(Response::stay().toast(exported))
            }
            Reply::Failed(_) => {
                self.opening = false;
                self.waiting = false;
                self.busy = false;
                None
            }
            Reply::Opened(opened) => {
                self.desk = opened.desk.clone();
                Some(Response::stay())
            }
            _ => None,
        }
    }

    fn awaits(&self) -> bool {
        self.opening || self.waiting
    }

    /// Printing is noted in the ledger: a key meant for the page before prints nothing.
    fn must_be_seen(&self, act: &Act) -> bool {
        *act == Act::Word(Word::Submit)
    }

    fn shown_again(&mut self) -> Response {
        self.look()
    }

    fn draw(&self, frame: &mut Frame, area: Rect) -> Position {
        let buffer = frame.buffer_mut();
        let caret = self.draw_head(buffer, area);
        let rows = Rect {
            x: area.x + 1,
            y: area.y + 4,
            width: area.width.saturating_sub(2),
            height: area.height.saturating_sub(4),
        };
        if self.acts.is_empty() {
            let nothing = self.say(&Message::new("tui.nothing_listed"));
            put(
                buffer,
                rows.x + 1,
                rows.y,
                rows.width,
                &nothing,
                look::QUIET,
            );
        }
        let range = window(self.chosen, self.acts.len(), usize::from(rows.height));
        for (place, y) in range.zip(rows.y..rows.bottom()) {
            let line = self.act_line(&self.acts[place]);
            put(buffer, rows.x, y, rows.width, &line, look::PLAIN);
            if place == self.chosen {
                let row = Rect {
                    y,
                    height: 1,
                    ..rows
                };
                fill(buffer, row, look::SELECTED);
            }
        }
        caret
    }
}
