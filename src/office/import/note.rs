use std::collections::BTreeMap;

use crate::import::{Headings, Meaning, Source};
use crate::text::Message;

/// Rows that a note names; whoever needs the others looks for the same in the file.
const NAMED: usize = 12;

/// Rows of the file about which there is something to be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows(Vec<u32>);

impl Rows {
    pub fn add(&mut self, row: u32) {
        self.0.push(row);
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// A sentence with how many there are, and the first of them.
    pub fn told(&self, key: &'static str) -> Option<Message> {
        let first: Vec<String> = self.0.iter().take(NAMED).map(u32::to_string).collect();
        let rows = first.join("、");
        let message = Message::new(key).with("count", self.0.len());
        match self.0.len() {
            0 => None,
            count if count > NAMED => {
                Some(message.with_said("rows", Message::new("import.and_more").with("rows", rows)))
            }
            _ => Some(message.with("rows", rows)),
        }
    }
}

/// What is told of the columns: which are not taken, and why.
pub(super) fn of_headings(headings: &Headings) -> Vec<Message> {
    let told = headings.all.iter().filter_map(|heading| {
        let message = match &heading.meaning {
            Meaning::Answer(_) => return None,
            Meaning::NotTaken(reason) => {
                Message::new("import.column_not_taken").with_said("reason", reason.clone())
            }
            Meaning::Unknown => Message::new("import.column_unknown"),
        };
        Some(message.with("column", &heading.text))
    });
    told.collect()
}

pub(super) fn of_source(source: &Source) -> Option<Message> {
    let message = Message::new("import.sheet_read").with("sheet", &source.sheet);
    (source.other_sheets > 0).then(|| message.with("count", source.other_sheets))
}

/// What is told of single columns, by the heading.
pub(super) fn of_rows(key: &'static str, rows: &BTreeMap<String, Rows>) -> Vec<Message> {
    let told = rows.iter();
    told.filter_map(|(column, rows)| Some(rows.told(key)?.with("column", column)))
        .collect()
}
