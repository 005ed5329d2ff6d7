//! Lines about her in what is no record of hers: the reports of a month that were confirmed, and the
//! register of supplies.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::office::{IssueError, Office};
use crate::person::IdPaper;
use crate::record::{Person, SUPPLIES_CONSENT, report_line};
use crate::report::{Made, Report, Row};
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
            lines.push(reported.kept());
        }
        for record in self.store.handed_out(person.key)? {
            let consent = BTreeSet::from([SUPPLIES_CONSENT.to_owned()]);
            lines.push(KeptLine {
                record: record.moved.number,
                cells: BTreeMap::from([(RECIPIENT.to_owned(), consent)]),
                unknown: Vec::new(),
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

impl Reported {
    fn kept(&self) -> KeptLine {
        let made = match &self.report {
            Some(report) => report.made(&self.row),
            None => Made::of_no_report(&self.row),
        };
        KeptLine {
            record: report_line(&self.number, number_of(&self.row)),
            cells: made.cells,
            unknown: made.unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::Shipped;
    use crate::form::{Matrix, RightRule, without_row};
    use crate::record::PersonKey;
    use crate::report::Reports;
    use crate::service::{Kept, exercise};

    /// A line with something in these columns; a text that means something stands after `=`.
    fn line(reports: &Reports, report: &str, columns: &[&str]) -> Reported {
        let cells = columns.iter().chain(&["number=1"]).map(|column| {
            let (column, text) = column.split_once('=').unwrap_or((column, "某"));
            (column.to_owned(), text.to_owned())
        });
        Reported {
            number: "BB".to_owned(),
            report: reports.get(report).cloned(),
            row: cells.collect(),
        }
    }

    /// The columns that go when she has a group deleted.
    fn gone(line: &Reported, group: &str) -> BTreeSet<String> {
        let on = "2010-06-10".parse().expect("a date in a test");
        let person = Person::new(PersonKey(1), on);
        let right = RightRule {
            when: None,
            ends: Vec::new(),
            deletes: vec![group.to_owned()],
            copies: false,
            says: String::new(),
        };
        let kept = Kept {
            person: &person,
            records: &[],
            lines: &[line.kept()],
        };
        let matrix = Matrix::house().unwrap_or_else(|problem| panic!("{problem}"));
        let effect = exercise(&[right], matrix, kept, on).effect;
        let hidden = effect.hides.into_iter();
        hidden.flat_map(|hidden| hidden.paths).collect()
    }

    fn shipped() -> Reports {
        let shipped = Shipped::read();
        shipped
            .unwrap_or_else(|problem| panic!("{problem}"))
            .reports
    }

    #[test]
    fn no_cell_of_a_deleted_group_stays_in_any_report() {
        let matrix = Matrix::house().unwrap_or_else(|problem| panic!("{problem}"));
        for (id, report) in &shipped() {
            let columns = report.columns(true);
            let columns: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            let line = Reported {
                report: Some(report.clone()),
                ..line(&Reports::new(), id, &columns)
            };
            let made = report.made(&line.row);
            assert_eq!(made.unknown, [""; 0], "{id}");
            for group in matrix.names() {
                let belongs = |path: &String| {
                    let found = matrix.group(&without_row(path));
                    found.is_some_and(|found| found.name == group)
                };
                let hers = made.cells.iter();
                let hers = hers.filter(|(_, paths)| paths.iter().any(belongs));
                let hers: BTreeSet<String> = hers.map(|(column, _)| column.clone()).collect();
                assert_eq!(gone(&line, group), hers, "{group} of {id}");
            }
        }
    }

    #[test]
    fn a_report_whose_file_is_gone_hides_every_cell_but_the_number() {
        let line = line(&Reports::new(), "F0", &["name", "id", "phone"]);
        assert_eq!(gone(&line, "telephone"), set(&["id", "name", "phone"]));
    }

    fn set(columns: &[&str]) -> BTreeSet<String> {
        columns.iter().map(|column| (*column).to_owned()).collect()
    }

    #[test]
    fn a_cell_goes_with_the_answer_its_own_report_made_it_from() {
        let reports = shipped();
        let inflow = [
            "community",
            "name",
            "hukou_line",
            "province",
            "residence_line",
            "certificate_label",
            "certificate_no",
            "verified_on",
            "remark",
        ];
        let inflow = line(&reports, "F9", &inflow);
        let verified = [
            "certificate_label",
            "certificate_no",
            "verified_on",
            "remark",
        ];
        assert_eq!(gone(&inflow, "own_verification"), set(&verified));
        assert_eq!(gone(&inflow, "hukou"), set(&["hukou_line", "province"]));
        assert_eq!(
            gone(&inflow, "residence"),
            set(&["community", "residence_line"])
        );

        let outflow = [
            "community",
            "group",
            "destination_line",
            "province",
            "leave_date",
            "certificate_no",
            "remark",
        ];
        let outflow = line(&reports, "F10", &outflow);
        assert_eq!(gone(&outflow, "hukou"), set(&["community", "group"]));
        let away = ["destination_line", "province", "leave_date"];
        assert_eq!(gone(&outflow, "residence"), set(&away));
        assert_eq!(
            gone(&outflow, "own_certificate"),
            set(&["certificate_no", "remark"])
        );
    }
}
