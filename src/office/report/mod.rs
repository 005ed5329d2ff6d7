mod gather;

use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;

use super::Office;
use super::error::{IssueError, PaperError};
use super::issued::PaperFile;
use super::paper::Laid;
use super::paper_words::{NOT_GIVEN, word};
use crate::disk::{asked_path, at_the_counter, paper_path};
use crate::form::{PaperOrder, RequestId};
use crate::paper::{Data, Mark};
use crate::policy::PracticeMark;
use crate::record::{Event, PrintedPaper, ReportConfirmed};
use crate::report::{Calendar, Month, RULES, Report, Row, UnknownReport};
use crate::staff::{Clerk, Right};
use crate::store::ViewError;
use crate::text::Message;

/// A report of the flow of people, as it stands now or as it was confirmed.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportPage {
    pub report: Arc<Report>,
    /// `BB-F10-201003`; the year of a register.
    pub number: String,
    pub period: Period,
    /// Column → text. What is confirmed stands as it was then.
    pub rows: Vec<Row>,
    /// When and by whom it was confirmed (确认上报).
    pub confirmed: Option<(NaiveDate, String)>,
    /// Whether the policy lets the slip name people; if not it only counts them.
    pub names_people: bool,
}

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    Month(Month),
    /// A register's year.
    Year(i32),
}

/// Why there is no report, or why it was not confirmed.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    #[error("{report} of {month} was confirmed on {on}")]
    AlreadyConfirmed {
        report: String,
        month: Month,
        on: NaiveDate,
    },
    #[error("the month {month} has not begun")]
    NotBegun { month: Month },
    /// A register is closed with its year and not sent each month.
    #[error("{report} is not a monthly report")]
    NotMonthly { report: String },
    #[error("{report} is a monthly report")]
    NotYearly { report: String },
    #[error("{0}")]
    Unknown(#[from] UnknownReport),
    #[error("{0}")]
    View(#[from] ViewError),
    #[error("{0}")]
    Paper(#[from] PaperError),
    #[error("{0}")]
    Entered(#[from] IssueError),
}

impl ReportError {
    pub fn message(&self) -> Message {
        match self {
            ReportError::AlreadyConfirmed { report, month, on } => {
                Message::new("office.report_confirmed")
                    .with("report", report)
                    .with("month", month)
                    .with("on", on)
                    .with("next", month.next())
            }
            ReportError::NotBegun { month } => {
                Message::new("office.report_not_begun").with("month", month)
            }
            ReportError::NotMonthly { report } => {
                Message::new("office.report_not_monthly").with("report", report)
            }
            ReportError::NotYearly { report } => {
                Message::new("office.report_not_yearly").with("report", report)
            }
            ReportError::Unknown(error) => error.message(),
            ReportError::View(error) => error.message(),
            ReportError::Paper(error) => error.message(),
            ReportError::Entered(error) => error.message(),
        }
    }
}

impl Office {
    /// The report of a code, however it is written: `f10`.
    ///
    /// # Errors
    /// [`UnknownReport`] with the codes there are.
    pub fn report_named(&self, code: &str) -> Result<Arc<Report>, UnknownReport> {
        let report = self.shelf.reports.get(&code.trim().to_uppercase());
        report.cloned().ok_or_else(|| UnknownReport {
            code: code.to_owned(),
            known: self.shelf.reports.keys().cloned().collect(),
        })
    }

    /// The report of this code for a month or for a register's year. One that was confirmed stands
    /// as it was.
    ///
    /// # Errors
    /// [`ReportError`] if there is no such report or it has no such period, or if the view cannot be
    /// read.
    pub fn report(&self, code: &str, period: Period) -> Result<ReportPage, ReportError> {
        self.allow(Right::Report)?;
        let report = self.report_named(code)?;
        let names_people = self
            .calendar()
            .is_some_and(|calendar| calendar.names_people);
        match period {
            Period::Month(month) if report.is_monthly() => {
                self.monthly(report, month, names_people)
            }
            Period::Month(_) => Err(ReportError::NotMonthly {
                report: report.id.clone(),
            }),
            Period::Year(_) if report.is_monthly() => Err(ReportError::NotYearly {
                report: report.id.clone(),
            }),
            Period::Year(year) => Ok(ReportPage {
                number: year.to_string(),
                period,
                rows: self.register_of(&report, year)?,
                report,
                confirmed: None,
                names_people: true,
            }),
        }
    }

    /// What the policy says of reports; `None` if it says nothing.
    pub fn calendar(&self) -> Option<Calendar> {
        self.shelf.rules(RULES).and_then(Calendar::read)
    }

    fn monthly(
        &self,
        report: Arc<Report>,
        month: Month,
        names_people: bool,
    ) -> Result<ReportPage, ReportError> {
        let mark = PracticeMark::of(self.shelf.practice);
        let number = mark.marked(report.number(month));
        let period = Period::Month(month);
        if let Some(record) = self.store.confirmed(&number)? {
            let names_people = record.confirmed.paper.order.paper == report.paper(true);
            return Ok(ReportPage {
                report,
                number,
                period,
                rows: record.rows(word(&self.shelf.around.profile, NOT_GIVEN)),
                confirmed: Some((record.on, record.clerk.clone())),
                names_people,
            });
        }
        let lines = self.lines(&report, month)?;
        Ok(ReportPage {
            number,
            period,
            rows: if names_people {
                lines
            } else {
                report.counted(&lines)
            },
            report,
            confirmed: None,
            names_people,
        })
    }

    /// Confirms a month's report (确认上报): its paper is proved, and from then on it does not
    /// change. What comes later goes into the next month.
    ///
    /// # Errors
    /// [`ReportError`]: nothing was entered.
    pub fn confirm_report(
        &mut self,
        code: &str,
        month: Month,
        clerk: &Clerk,
    ) -> Result<ReportPage, ReportError> {
        self.allow(crate::staff::Right::Confirm)?;
        self.follow()?;
        if month.first() > self.today() {
            return Err(ReportError::NotBegun { month });
        }
        let page = self.report(code, Period::Month(month))?;
        if let Some((on, _)) = page.confirmed {
            let report = page.report.id.clone();
            return Err(ReportError::AlreadyConfirmed { report, month, on });
        }
        let profile = &self.shelf.around.profile;
        let layout = self.shelf.making(page.report.paper(page.names_people));
        let confirmed = ReportConfirmed {
            number: page.number.clone(),
            report: page.report.id.clone(),
            month: month.to_string(),
            rows: page.rows.clone(),
            paper: printed(&page, layout),
            profile: crate::form::ProfileRef {
                id: profile.id.clone(),
                digest: profile.digest.clone(),
            },
            issuer: self.shelf.issuer.clone(),
            practice: self.shelf.practice,
        };
        let digests = [confirmed.paper.layout.clone(), profile.digest.clone()];
        self.lay_out_report(&page, clerk)?;
        self.keep_digests(digests.into_iter())
            .map_err(PaperError::from)?;
        let event = Event::ReportConfirmed(Box::new(confirmed));
        let act = self.act(RequestId(self.requests.next()), clerk, event);
        self.enter(&act)?;
        self.report(code, Period::Month(month))
    }

    /// Writes a report's paper as a PDF file, to the file or folder asked for or among the hall's
    /// papers.
    ///
    /// # Errors
    /// [`ReportError::Paper`]; nothing is written.
    pub fn print_report(
        &self,
        page: &ReportPage,
        clerk: &Clerk,
        file: Option<&Path>,
    ) -> Result<PaperFile, ReportError> {
        self.allow(crate::staff::Right::Report)?;
        let laid = self.lay_out_report(page, clerk)?;
        let year = match page.period {
            Period::Month(month) => month.first().format("%Y").to_string(),
            Period::Year(year) => year.to_string(),
        };
        let code = page.report.id.as_str();
        let path = match file {
            Some(asked) => asked_path(asked, &page.number, code).map_err(PaperError::from)?,
            None => paper_path(&self.hall.papers().join(year), &page.number, code),
        };
        Ok(self.write(&laid, &path)?)
    }

    fn lay_out_report(&self, page: &ReportPage, clerk: &Clerk) -> Result<Laid, PaperError> {
        let stored = self.store.confirmed(&page.number)?;
        let order = match stored {
            Some(record) => record.confirmed.paper,
            None => printed(page, String::new()),
        };
        let mark = if self.shelf.practice {
            Mark::Sample
        } else {
            Mark::None
        };
        let document = self
            .layout(&order)?
            .lay_out(&self.report_data(page, clerk), &self.fonts, mark)
            .map_err(PaperError::Unprintable)?;
        Ok(Laid {
            paper: order.order.paper,
            copies: order.order.copies,
            document,
        })
    }

    fn report_data(&self, page: &ReportPage, clerk: &Clerk) -> Data {
        let mut data = Data::default();
        let issuer = &self.shelf.issuer;
        let at = at_the_counter(self.clock.now_ms());
        let confirmed = page.confirmed.as_ref();
        let on = confirmed.map_or_else(String::new, |(on, _)| on.to_string());
        for (name, text) in [
            ("issuer.name", issuer.name.clone()),
            ("report.number", page.number.clone()),
            ("report.on", on),
            ("clerk", clerk.name.clone()),
            ("printed_at", at.format("%Y-%m-%d %H:%M").to_string()),
        ] {
            data.set(name, text);
        }
        match page.period {
            Period::Month(month) => {
                let label = month.first().format("%Y年%-m月").to_string();
                data.set("report.month_label", label);
            }
            Period::Year(year) => data.set("register.year", year.to_string()),
        }
        data.set("report.title", page.report.title.zh.clone());
        let list = page.report.rows_name(page.names_people);
        data.rows.insert(list.to_owned(), page.rows.clone());
        data
    }
}

/// A report's paper in as many copies as its file says.
fn printed(page: &ReportPage, layout: String) -> PrintedPaper {
    PrintedPaper {
        order: PaperOrder {
            paper: page.report.paper(page.names_people).to_owned(),
            copies: page.report.copies,
        },
        layout,
    }
}
