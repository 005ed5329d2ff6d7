//! The records a report is made of: the acts of its days, each with what stands for it now.

use std::sync::Arc;

use chrono::NaiveDate;

use super::ReportError;
use crate::form::{Form, FormRef};
use crate::office::Office;
use crate::record::{Certificate, DayLine, Did, End, RecordChanged, ServiceRecorded};
use crate::report::{Closed, Confirmed, Deed, Entry, Month, Report, Row, Words};
use crate::store::ViewError;

/// A record that lines are made of, held while they are made.
enum Held {
    Issued(Box<Certificate>, Box<Certificate>),
    Served(Box<ServiceRecorded>),
    Changed(Box<RecordChanged>, Option<(NaiveDate, u64)>),
}

impl Office {
    pub(super) fn lines(&self, report: &Report, month: Month) -> Result<Vec<Row>, ReportError> {
        let closed = self.closed()?;
        let mut held = Vec::new();
        for month in self.months_before(report, month, &closed).into_iter().rev() {
            for day in month.days() {
                self.hold(day, &mut held)?;
            }
        }
        let find = |form: &FormRef| -> Option<Arc<Form>> { self.form(form).ok() };
        Ok(report.lines(month, &entries(&held), &closed, &self.words(&find)))
    }

    /// The month itself and those before it whose acts may have come too late for their own
    /// report: all that were confirmed before they were over, back to the first that was not.
    fn months_before(&self, report: &Report, month: Month, closed: &Closed) -> Vec<Month> {
        let mut months = vec![month];
        let mut before = month.previous();
        while closed.was_confirmed(&report.id, before, u64::MAX) && months.len() < 24 {
            months.push(before);
            before = before.previous();
        }
        months
    }

    pub(super) fn register_of(&self, report: &Report, year: i32) -> Result<Vec<Row>, ReportError> {
        let mut held = Vec::new();
        let first = NaiveDate::from_ymd_opt(year, 1, 1);
        let months = first.map(Month::of).into_iter();
        let months = months.flat_map(|first| {
            std::iter::successors(Some(first), |month| Some(month.next())).take(12)
        });
        for day in months.flat_map(Month::days) {
            self.hold(day, &mut held)?;
        }
        let find = |form: &FormRef| -> Option<Arc<Form>> { self.form(form).ok() };
        Ok(report.all_lines(&entries(&held), &self.words(&find)))
    }

    fn words<'a>(&'a self, forms: &'a dyn Fn(&FormRef) -> Option<Arc<Form>>) -> Words<'a> {
        Words {
            divisions: &self.shelf.around.divisions,
            forms,
        }
    }

    fn closed(&self) -> Result<Closed, ViewError> {
        let confirmed = self.store.all_confirmed()?.into_iter();
        let confirmed = confirmed.filter_map(|record| {
            Some(Confirmed {
                month: record.confirmed.month.parse().ok()?,
                report: record.confirmed.report,
                sequence: record.sequence,
            })
        });
        Ok(Closed(confirmed.collect()))
    }

    /// Reads the records of a day's acts that a report may be made of.
    fn hold(&self, day: NaiveDate, held: &mut Vec<(DayLine, Held)>) -> Result<(), ViewError> {
        for line in self.store.day(day)? {
            if line.did == Did::Renew
                && let Some(outflow) = self.left_again(&line)?
            {
                held.push((line.clone(), outflow));
            }
            if let Some(record) = self.held(&line)? {
                held.push((line, record));
            }
        }
        Ok(())
    }

    fn held(&self, line: &DayLine) -> Result<Option<Held>, ViewError> {
        match line.did {
            Did::IssueCertificate => self.held_issue(line),
            Did::Serve => {
                let record = self.store.served(&line.number)?;
                Ok(record.map(|record| Held::Served(Box::new(record.served))))
            }
            Did::Renew
            | Did::Replace
            | Did::Correct
            | Did::Annotate
            | Did::Cancel
            | Did::CorrectName
            | Did::RestoreName => self.held_change(line),
            _ => Ok(None),
        }
    }
}

impl Office {
    fn held_issue(&self, line: &DayLine) -> Result<Option<Held>, ViewError> {
        let Some(issued) = self.store.certificate(&line.number)? else {
            return Ok(None);
        };
        let current = self.standing_for(&issued)?;
        Ok(Some(Held::Issued(Box::new(issued), Box::new(current))))
    }

    /// A renewal with which she left again is an outflow like a first issue.
    fn left_again(&self, line: &DayLine) -> Result<Option<Held>, ViewError> {
        let held = self.held_issue(line)?;
        Ok(held.filter(|held| matches!(held, Held::Issued(issued, _) if left_with(issued))))
    }

    fn held_change(&self, line: &DayLine) -> Result<Option<Held>, ViewError> {
        let Some(record) = self.store.change_at(line.sequence)? else {
            return Ok(None);
        };
        let changed = Box::new(record.changed);
        let issued = match changed.number() {
            Some(number) => self.first_issue(number)?,
            None => None,
        };
        Ok(Some(Held::Changed(changed, issued)))
    }

    /// Day and frame of the issue that a certificate stands in F10 with: the first it goes back
    /// to, or the renewal with which she left again.
    fn first_issue(&self, number: &str) -> Result<Option<(NaiveDate, u64)>, ViewError> {
        let mut certificate = self.store.certificate(number)?;
        while let Some(one) = &certificate {
            let Some(origin) = &one.origin else { break };
            let before = self.store.certificate(&origin.number)?;
            let ended = before.as_ref().and_then(|before| before.ended.as_ref());
            if ended.is_some_and(|ended| ended.end == End::Renewed) && left_with(one) {
                break;
            }
            certificate = before;
        }
        Ok(certificate.map(|one| (one.issued.issue_date, one.sequence)))
    }

    /// What stands for a certificate now, where its sheet was spoiled or corrected under another
    /// number.
    fn standing_for(&self, issued: &Certificate) -> Result<Certificate, ViewError> {
        let mut current = issued.clone();
        while let Some(ended) = &current.ended {
            let (End::Spoiled | End::Corrected, Some(successor)) = (ended.end, &ended.successor)
            else {
                break;
            };
            match self.store.certificate(successor)? {
                Some(next) => current = next,
                None => break,
            }
        }
        Ok(current)
    }
}

/// Whether she was registered as one who leaves when it was issued.
fn left_with(issued: &Certificate) -> bool {
    let state = issued.issued.answers.get("flow.state");
    state.is_some_and(|state| state == "outflow")
}

fn entries(held: &[(DayLine, Held)]) -> Vec<Entry<'_>> {
    held.iter()
        .map(|(line, held)| Entry {
            sequence: line.sequence,
            on: line.on,
            clerk: &line.clerk,
            deed: match held {
                Held::Issued(issued, current) => Deed::Issued { issued, current },
                Held::Served(served) => Deed::Served(served),
                Held::Changed(changed, issued) => Deed::Changed {
                    changed,
                    issued: *issued,
                },
            },
        })
        .collect()
}
