use std::sync::Arc;

use chrono::NaiveDate;

use super::hall::Hall;
use crate::office::Period;
use crate::report::{Month, Report, Reports};
use crate::text::Message;
use crate::tui::job::Reply;

/// The reports as the desk lists them: those of a month by their number, then the registers.
pub(super) fn in_order(reports: &Reports) -> Vec<Arc<Report>> {
    let mut reports: Vec<Arc<Report>> = reports.values().cloned().collect();
    reports.sort_by_key(|report| (!report.is_monthly(), number(report)));
    reports
}

fn number(report: &Report) -> u32 {
    let digits = report.id.trim_start_matches('F');
    digits.parse().unwrap_or(u32::MAX)
}

impl Hall {
    pub(super) fn report(&self, code: &str, period: Period) -> Result<Reply, Message> {
        let page = self.office.report(code, period);
        let page = page.map_err(|error| error.message())?;
        Ok(Reply::Report(Box::new(page)))
    }

    pub(super) fn confirm_report(&mut self, code: &str, month: Month) -> Result<Reply, Message> {
        let page = self.office.confirm_report(code, month, &self.clerk);
        let page = page.map_err(|error| error.message())?;
        Ok(Reply::Report(Box::new(page)))
    }

    pub(super) fn print_report(&self, code: &str, period: Period) -> Result<Reply, Message> {
        let page = self.office.report(code, period);
        let page = page.map_err(|error| error.message())?;
        let file = self.office.print_report(&page, &self.clerk, None);
        Ok(Reply::Printed(file.map_err(|error| error.message())?))
    }

    /// What of a kind stands open in the hall.
    pub(super) fn open_matters(&self, what: &str, since: NaiveDate) -> Result<Reply, Message> {
        let open = self.office.open_matters(what, since);
        Ok(Reply::OpenMatters(open.map_err(|error| error.message())?))
    }

    /// The page of whoever holds an identity number.
    pub(super) fn holder(&mut self, number: &str) -> Result<Reply, Message> {
        let person = self.office.exact(number).map_err(|error| error.message())?;
        let nobody = || Message::new("tui.nothing_to_open");
        self.person(person.ok_or_else(nobody)?)
    }
}
