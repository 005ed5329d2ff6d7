//! From which answers each cell of a line was made, as the file of its report says it, so that
//! whoever lets go of an answer lets go of the cells too.

use std::collections::{BTreeMap, BTreeSet};

use super::content::Cell;
use super::entry::Row;
use super::source::Source;
use super::table::Report;

/// The column that names the answer a line is about: whoever lets go of it lets go of the line. It
/// is not printed.
const PATH: &str = "path";
/// The number of a line is nobody's.
const NUMBER: &str = "number";
/// How the names begin of what a line says of the answer it is about.
const ITEM: &str = "item.";

/// What the cells of a line were made from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// Column → the paths of the answers. A text that is the same in every line has none.
    pub cells: BTreeMap<String, BTreeSet<String>>,
    /// Columns the file of the report does not have, or has no more: nobody can say what is in
    /// them.
    pub unknown: Vec<String>,
}

impl Made {
    /// Of a line whose report has no file any more.
    pub fn of_no_report(row: &Row) -> Made {
        Made {
            cells: BTreeMap::new(),
            unknown: cells(row).map(|(column, _)| column.clone()).collect(),
        }
    }
}

impl Report {
    /// What the cells of one of its lines were made from, whichever source gave it.
    pub fn made(&self, row: &Row) -> Made {
        let mut made = Made::default();
        let sources = self.sources_of(row);
        for (column, _) in cells(row) {
            match self.names_of_cell(column, &sources, row) {
                Some(names) => _ = made.cells.insert(column.clone(), names),
                None => made.unknown.push(column.clone()),
            }
        }
        made
    }

    /// The heads of the cells of a line that say something, with what they say; a column the file
    /// does not have goes by its name.
    pub fn told<'a>(&'a self, row: &'a Row) -> Vec<(&'a str, &'a str)> {
        let known = self.columns.iter();
        let known = known.filter_map(|column| {
            let text = row.get(&column.name)?;
            Some((
                column.name.as_str(),
                column.label.zh.as_str(),
                text.as_str(),
            ))
        });
        let told = known.filter(|(name, ..)| ![PATH, NUMBER].contains(name));
        let told = told.map(|(_, label, text)| (label, text));
        let is_known = |name: &str| self.columns.iter().any(|column| column.name == name);
        let unknown = told_of_no_report(row).into_iter();
        told.chain(unknown.filter(|(name, _)| !is_known(name)))
            .collect()
    }

    /// The sources that can have given a line; every one if none fits, which may be because the
    /// file says something else now.
    fn sources_of(&self, row: &Row) -> Vec<&Source> {
        let fitting: Vec<&Source> = self.sources.iter().filter(|one| one.fits(row)).collect();
        match fitting.is_empty() {
            true => self.sources.iter().collect(),
            false => fitting,
        }
    }

    /// `None` if neither the column nor one of the sources says what stands there.
    fn names_of_cell(
        &self,
        column: &str,
        sources: &[&Source],
        row: &Row,
    ) -> Option<BTreeSet<String>> {
        let mut names = BTreeSet::new();
        let mut known = false;
        for source in sources {
            let own = source.cells.get(column);
            let Some(cell) = own.or_else(|| self.cells.get(column)) else {
                continue;
            };
            known = true;
            let answers = cell.names().filter(|name| !name.starts_with(ITEM));
            names.extend(answers.map(str::to_owned));
            let about = row.get(PATH).filter(|_| own.is_some());
            names.extend(about.cloned());
        }
        known.then_some(names)
    }
}

impl Source {
    /// Whether it can have given a line: it names an answer if the line does, and the line has each
    /// text of its that never changes, unless it was let go of.
    fn fits(&self, row: &Row) -> bool {
        let has_text = |(column, cell): (&String, &Cell)| {
            let found = row.get(column).zip(cell.text.as_ref());
            found.is_none_or(|(found, text)| found == text)
        };
        self.cells.contains_key(PATH) == row.contains_key(PATH) && self.cells.iter().all(has_text)
    }
}

/// The cells of a line whose report has no file any more, by the names of their columns.
pub fn told_of_no_report(row: &Row) -> Vec<(&str, &str)> {
    let told = cells(row).filter(|(column, _)| *column != PATH);
    told.map(|(column, text)| (column.as_str(), text.as_str()))
        .collect()
}

fn cells(row: &Row) -> impl Iterator<Item = (&String, &String)> {
    row.iter().filter(|(column, _)| *column != NUMBER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes() -> Report {
        let text = include_str!("../../forms/reports/F11.toml");
        Report::parse("F11.toml", text).unwrap_or_else(|problem| panic!("{problem}"))
    }

    fn row(cells: &[(&str, &str)]) -> Row {
        let cells = cells.iter();
        cells
            .map(|(column, text)| ((*column).to_owned(), (*text).to_owned()))
            .collect()
    }

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn what_a_change_says_was_made_from_the_answer_it_changed() {
        let changed = [
            ("number", "1"),
            ("name", "甲"),
            ("kind_label", "避孕"),
            ("old", "措施：无"),
            ("path", "contraception.state"),
        ];
        let report = changes();
        let made = report.made(&row(&changed));
        assert_eq!(made.cells["old"], names(&["contraception.state"]));
        assert_eq!(made.cells["kind_label"], names(&["contraception.state"]));
        assert_eq!(made.cells["name"], names(&["applicant.name"]));
        assert!(!made.cells.contains_key("number") && made.unknown.is_empty());
        let row = row(&changed);
        let told = [("姓名", "甲"), ("变更类型", "避孕"), ("变更前", "措施：无")];
        assert_eq!(report.told(&row), told, "neither number nor path");
    }

    #[test]
    fn a_line_is_read_by_the_source_that_gave_it() {
        let renewed = [("kind_label", "证件"), ("old", "1"), ("new", "2")];
        let made = changes().made(&row(&renewed));
        // 注销 could have stood there as well, but then the line would say so.
        assert_eq!(made.cells["new"], names(&["certificate.new_number"]));
        assert_eq!(made.cells["kind_label"], names(&[]));
        let left = [
            ("kind_label", "流入转流出/返回"),
            ("old", "流入"),
            ("new", "离开，去往广东省"),
            ("path", "destination.place"),
        ];
        let made = changes().made(&row(&left));
        assert_eq!(made.cells["old"], names(&["destination.place"]));
        assert_eq!(made.cells["new"], names(&["destination.place"]));
    }

    #[test]
    fn nobody_can_say_what_a_column_held_that_the_file_does_not_have() {
        let line = [("number", "1"), ("name", "甲"), ("shoes", "42")];
        let report = changes();
        let line = row(&line);
        assert_eq!(report.made(&line).unknown, ["shoes"]);
        assert_eq!(report.told(&line), [("姓名", "甲"), ("shoes", "42")]);
        assert_eq!(Made::of_no_report(&line).unknown, ["name", "shoes"]);
    }
}
