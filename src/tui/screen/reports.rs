//! The month's reports and what is out of the hall: look, confirm, print, and go to the person of
//! a line.

use std::sync::Arc;

use chrono::{Datelike, Months};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};

use super::person::PersonScreen;
use super::{Act, Response, Screen};
use crate::office::{OpenMatter, Period, ReportPage};
use crate::report::{Month, Report};
use crate::text::Message;
use crate::tui::app::Effect;
use crate::tui::desk::Desk;
use crate::tui::job::{Job, Reply};
use crate::tui::keys::{Context, Word};

mod draw;

/// Rows that one key for a page moves by.
const PAGE: isize = 10;
/// What a certificate leaves open until the community has its slip.
const SLIP: &str = "return_slip";
/// Months of certificates whose slips are looked for.
const LOOKED_BACK: u32 = 12;

/// The reports of a month, a register's year, and the slips that are still out.
pub struct ReportsScreen {
    desk: Arc<Desk>,
    /// Place among the reports; past the last of them stand the slips.
    which: usize,
    month: Month,
    page: Option<ReportPage>,
    slips: Vec<OpenMatter>,
    chosen: usize,
    /// A person is on her way.
    opening: bool,
    /// The report is being printed or confirmed.
    busy: bool,
    /// The key to confirm was pressed once.
    asked: bool,
}

impl ReportsScreen {
    /// The screen before its list is there, and the job that brings it.
    pub fn open(desk: Arc<Desk>) -> Response {
        let screen = ReportsScreen {
            month: Month::of(desk.around.on),
            which: 0,
            desk,
            page: None,
            slips: Vec::new(),
            chosen: 0,
            opening: false,
            busy: false,
            asked: false,
        };
        let job = screen.job();
        Response::open(screen).and(Effect::Start(job))
    }

    fn report(&self) -> Option<&Arc<Report>> {
        self.desk.reports.get(self.which)
    }

    fn period(&self, report: &Report) -> Period {
        match report.is_monthly() {
            true => Period::Month(self.month),
            false => Period::Year(self.month.first().year()),
        }
    }

    fn job(&self) -> Job {
        match self.report() {
            Some(report) => Job::Report {
                report: report.id.clone(),
                period: self.period(report),
            },
            None => {
                let today = self.desk.around.on;
                let since = today.checked_sub_months(Months::new(LOOKED_BACK));
                Job::OpenMatters {
                    what: SLIP.to_owned(),
                    since: since.unwrap_or(today),
                }
            }
        }
    }

    fn look(&mut self) -> Response {
        self.chosen = 0;
        self.page = None;
        Response::start(self.job())
    }

    /// One month on or back; a year for a register.
    fn turn(&mut self, on: bool) -> Response {
        let Some(report) = self.report() else {
            return Response::stay();
        };
        let months = if report.is_monthly() { 1 } else { 12 };
        for _ in 0..months {
            self.month = match on {
                true => self.month.next(),
                false => self.month.previous(),
            };
        }
        self.look()
    }

    fn pick(&mut self, place: usize) -> Response {
        if place > self.desk.reports.len() {
            return Response::no(Message::new("tui.no_such_number"));
        }
        self.which = place;
        self.look()
    }

    /// To the person of the chosen line; numbers alone have none.
    fn accept(&mut self) -> Response {
        let job = match self.report() {
            None => self
                .slips
                .get(self.chosen)
                .map(|slip| Job::OpenPerson(slip.person)),
            Some(_) => {
                let mut rows = self.page.iter().flat_map(|page| &page.rows);
                let row = rows.nth(self.chosen);
                let number = row.and_then(|row| row.get("id").cloned());
                number.map(Job::OpenHolder)
            }
        };
        let Some(job) = job else {
            return Response::no(Message::new("tui.nothing_to_open"));
        };
        match std::mem::replace(&mut self.opening, true) {
            true => Response::stay(),
            false => Response::start(job),
        }
    }

    fn print(&mut self) -> Response {
        let Some(report) = self.report() else {
            return Response::no(Message::new("tui.report_not_printed"));
        };
        let job = Job::PrintReport {
            report: report.id.clone(),
            period: self.period(report),
        };
        match std::mem::replace(&mut self.busy, true) {
            true => Response::stay(),
            false => Response::start(job),
        }
    }

    /// 确认上报, which cannot be taken back: the key asks first and obeys when it is pressed again.
    fn confirm(&mut self, asked: bool) -> Response {
        let report = self.report().filter(|report| report.is_monthly());
        let Some(report) = report.cloned() else {
            return Response::no(Message::new("tui.report_not_monthly"));
        };
        let month = self.month;
        if !asked {
            self.asked = true;
            let sure = Message::new("tui.report_sure").with("report", &report.id);
            return Response::stay().toast(sure.with("month", month));
        }
        let job = Job::ConfirmReport {
            report: report.id.clone(),
            month,
        };
        match std::mem::replace(&mut self.busy, true) {
            true => Response::stay(),
            false => Response::start(job),
        }
    }

    fn word(&mut self, word: Word) -> Response {
        let asked = std::mem::replace(&mut self.asked, false);
        match word {
            Word::Pick(digit) => return self.pick(usize::from(digit).saturating_sub(1)),
            Word::Accept => return self.accept(),
            Word::Submit => return self.print(),
            Word::ConfirmReport => return self.confirm(asked),
            Word::Left => return self.turn(false),
            Word::Right => return self.turn(true),
            Word::Back => return Response::close(),
            Word::NextCustomer => return Response::home(),
            Word::Next => return self.pick((self.which + 1) % (self.desk.reports.len() + 1)),
            Word::Down => self.move_by(1),
            Word::Up => self.move_by(-1),
            Word::PageDown => self.move_by(PAGE),
            Word::PageUp => self.move_by(-PAGE),
            _ => {}
        }
        Response::stay()
    }

    fn count(&self) -> usize {
        match self.report() {
            Some(_) => self.page.as_ref().map_or(0, |page| page.rows.len()),
            None => self.slips.len(),
        }
    }

    fn move_by(&mut self, rows: isize) {
        let last = self.count().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(rows).min(last);
    }
}

impl Screen for ReportsScreen {
    fn contexts(&self) -> Vec<Context> {
        vec![Context::Reports]
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
            Reply::Report(page) => {
                let confirmed = std::mem::replace(&mut self.busy, false);
                let wanted = self.report().is_some_and(|report| {
                    report.id == page.report.id && self.period(report) == page.period
                });
                if wanted {
                    self.page = Some((**page).clone());
                    self.move_by(0);
                }
                let number = Message::new("tui.report_confirmed").with("number", &page.number);
                Some(match confirmed {
                    true => Response::stay().toast(number),
                    false => Response::stay(),
                })
            }
            Reply::OpenMatters(slips) => {
                self.slips.clone_from(slips);
                self.move_by(0);
                Some(Response::stay())
            }
            Reply::Person(page) if self.opening => {
                self.opening = false;
                let screen = PersonScreen::new(self.desk.clone(), (**page).clone());
                Some(Response::open(screen))
            }
            Reply::Printed(file) => {
                self.busy = false;
                let printed = Message::new("tui.printed").with("paper", &file.paper);
                let printed = printed.with("path", file.path.display());
                Some(Response::stay().toast(printed))
            }
            Reply::Failed(_) => {
                self.opening = false;
                self.busy = false;
                None
            }
            Reply::Opened(opened) => {
                self.desk = opened.desk.clone();
                Some(self.look())
            }
            _ => None,
        }
    }

    fn awaits(&self) -> bool {
        self.opening
    }

    /// A report that was confirmed stays so: a key meant for the page before confirms nothing.
    fn must_be_seen(&self, act: &Act) -> bool {
        matches!(act, Act::Word(Word::Submit | Word::ConfirmReport))
    }

    fn shown_again(&mut self) -> Response {
        Response::start(self.job())
    }

    fn draw(&self, frame: &mut Frame, area: Rect) -> Position {
        self.draw_page(frame.buffer_mut(), area)
    }
}
