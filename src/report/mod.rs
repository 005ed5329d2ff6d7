//! Records in, table out: the registers and the monthly slips of the flow of people. What a report
//! is made of and what stands in its columns is a file in `forms/reports/`.
//!
//! Does no I/O. The office brings the acts of a period and which reports were confirmed; a
//! confirmed report is never made anew.

mod calendar;
mod content;
mod entry;
mod load;
mod made;
mod month;
mod source;
mod table;

pub use calendar::{Calendar, RULES, Span};
pub use entry::{Closed, Confirmed, Deed, Entry, Row, Words};
pub use load::Reports;
pub use made::{Made, told_of_no_report};
pub use month::{Month, MonthProblem};
pub use table::{Column, Report, UnknownReport};
