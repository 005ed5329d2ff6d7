//! Lines about her in what is no record of hers: the reports of a month that were confirmed, and the
//! register of supplies.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::office::{IssueError, Office};
use crate::person::IdPaper;
use crate::record::{Person, SUPPLIES_CONSENT, report_line};
use crate::report::{Report, Row, cell};
use crate::service::KeptLine;
use crate::store::{ViewError, number_of};

/// The column of the identity number in every report that names people.
const ID: &str = "id";
/// What of a hand-out is hers.
const RECIPIENT: &str = "recipient";

/// A line of a confirmed report that is about her.
pub(super) struct Reported {
    /// Number of the report: `BB-F10-201003`.
    pub number: String,
    pub report: Option<Arc<Report>>,
    pub row: Row,
}

impl Office {
    /// Every line the view holds of a person beside her records.
    pub(super) fn kept_lines(&self, person: &Person) -> Result<Vec<KeptLine>, IssueError> {
        let mut lines = Vec::new();
        for reported in self.reported(person)? {
            lines.push(KeptLine {
                record: report_line(&reported.number, number_of(&reported.row)),
                cells: cell::sources(&reported.row),
            });
        }
        for record in self.store.handed_out(person.key)? {
            let cells = BTreeMap::from([(RECIPIENT.to_owned(), SUPPLIES_CONSENT.to_owned())]);
            lines.push(KeptLine {
                record: record.moved.number,
                cells,
            });
        }
        Ok(lines)
    }

    /// The lines of confirmed reports with a number she has or had.
    pub(super) fn reported(&self, person: &Person) -> Result<Vec<Reported>, ViewError> {
        let id = IdPaper::parse_key(person.id_key());
        let id = id.as_ref().map(IdPaper::number);
        let hers =
            |number: &String| Some(number.as_str()) == id || person.former_ids.contains(number);
        let mut lines = Vec::new();
        for record in self.store.all_confirmed()? {
            let rows = record.confirmed.rows.into_iter();
            let rows = rows.filter(|row| row.get(ID).is_some_and(hers));
            lines.extend(rows.map(|row| Reported {
                number: record.confirmed.number.clone(),
                report: self.report_named(&record.confirmed.report).ok(),
                row,
            }));
        }
        Ok(lines)
    }
}
