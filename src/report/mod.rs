//! Records in, table out: the registers and the monthly slips of the flow of people, one file for
//! each report.
//!
//! Does no I/O. The office brings the acts of a period and which reports were confirmed; a
//! confirmed report is never made anew.

mod calendar;
pub mod cell;
mod entry;
mod f10;
mod f11;
mod f5;
mod f9;
mod month;
mod table;

pub use calendar::{Calendar, RULES, Span};
pub use entry::{Closed, Confirmed, Deed, Entry, Row, Words};
pub use month::{Month, MonthProblem};
pub use table::{Report, UnknownReport};
