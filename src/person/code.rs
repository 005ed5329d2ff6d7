use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::Label;

/// Sex as identity papers give it (GB/T 2261.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Unknown,
    Male,
    Female,
    NotStated,
}

impl Sex {
    pub const ALL: [Sex; 4] = [Sex::Unknown, Sex::Male, Sex::Female, Sex::NotStated];

    pub fn code(self) -> &'static str {
        match self {
            Sex::Unknown => "0",
            Sex::Male => "1",
            Sex::Female => "2",
            Sex::NotStated => "9",
        }
    }

    pub fn from_code(code: &str) -> Option<Sex> {
        Sex::ALL.into_iter().find(|sex| sex.code() == code)
    }

    pub fn label(self) -> Label {
        match self {
            Sex::Unknown => label("未知", "unknown"),
            Sex::Male => label("男", "male"),
            Sex::Female => label("女", "female"),
            Sex::NotStated => label("未说明", "not stated"),
        }
    }
}

/// Marital status (GB/T 2261.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaritalStatus {
    Unmarried,
    /// Married, order of the marriage not told.
    Married,
    FirstMarriage,
    Remarried,
    Restored,
    Widowed,
    Divorced,
    NotStated,
}

impl MaritalStatus {
    pub const ALL: [MaritalStatus; 8] = [
        MaritalStatus::Unmarried,
        MaritalStatus::Married,
        MaritalStatus::FirstMarriage,
        MaritalStatus::Remarried,
        MaritalStatus::Restored,
        MaritalStatus::Widowed,
        MaritalStatus::Divorced,
        MaritalStatus::NotStated,
    ];

    pub fn code(self) -> &'static str {
        match self {
            MaritalStatus::Unmarried => "10",
            MaritalStatus::Married => "20",
            MaritalStatus::FirstMarriage => "21",
            MaritalStatus::Remarried => "22",
            MaritalStatus::Restored => "23",
            MaritalStatus::Widowed => "30",
            MaritalStatus::Divorced => "40",
            MaritalStatus::NotStated => "90",
        }
    }

    pub fn from_code(code: &str) -> Option<MaritalStatus> {
        MaritalStatus::ALL
            .into_iter()
            .find(|status| status.code() == code)
    }

    pub fn label(self) -> Label {
        match self {
            MaritalStatus::Unmarried => label("未婚", "unmarried"),
            MaritalStatus::Married => label("已婚", "married"),
            MaritalStatus::FirstMarriage => label("初婚", "first marriage"),
            MaritalStatus::Remarried => label("再婚", "remarried"),
            MaritalStatus::Restored => label("复婚", "marriage restored"),
            MaritalStatus::Widowed => label("丧偶", "widowed"),
            MaritalStatus::Divorced => label("离婚", "divorced"),
            MaritalStatus::NotStated => label("未说明", "not stated"),
        }
    }

    /// Has a husband or wife now: codes 20 to 23.
    pub fn has_spouse(self) -> bool {
        matches!(
            self,
            MaritalStatus::Married
                | MaritalStatus::FirstMarriage
                | MaritalStatus::Remarried
                | MaritalStatus::Restored
        )
    }
}

pub(super) fn label(zh: &str, en: &str) -> Label {
    Label {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

/// One line of a code table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeEntry {
    pub code: String,
    pub label: Label,
}

/// A national code table that comes as data (`forms/codes/*.csv`): education, ethnic groups,
/// relations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodeTable {
    entries: Vec<CodeEntry>,
    places: BTreeMap<String, usize>,
}

impl CodeTable {
    /// Reads lines of `code,Chinese,English`; the first line names the columns. A line of another
    /// shape is passed over: a hall that spoils one line keeps the rest.
    pub fn parse(csv: &str) -> CodeTable {
        let mut table = CodeTable::default();
        for line in csv.lines().skip(1) {
            let mut columns = line.split(',').map(str::trim);
            let (Some(code), Some(zh), Some(en)) = (columns.next(), columns.next(), columns.next())
            else {
                continue;
            };
            table.places.insert(code.to_owned(), table.entries.len());
            table.entries.push(CodeEntry {
                code: code.to_owned(),
                label: label(zh, en),
            });
        }
        table
    }

    /// The entries in the order of the table.
    pub fn entries(&self) -> &[CodeEntry] {
        &self.entries
    }

    pub fn label(&self, code: &str) -> Option<&Label> {
        let place = self.places.get(code)?;
        self.entries.get(*place).map(|entry| &entry.label)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_sex_and_marital_status_reads_back() {
        for sex in Sex::ALL {
            assert_eq!(Sex::from_code(sex.code()), Some(sex));
        }
        for status in MaritalStatus::ALL {
            assert_eq!(MaritalStatus::from_code(status.code()), Some(status));
        }
        assert_eq!(Sex::from_code("3"), None);
    }

    #[test]
    fn only_the_codes_twenty_to_twenty_three_have_a_spouse() {
        let with_spouse: Vec<&str> = MaritalStatus::ALL
            .into_iter()
            .filter(|status| status.has_spouse())
            .map(MaritalStatus::code)
            .collect();
        assert_eq!(with_spouse, ["20", "21", "22", "23"]);
    }

    #[test]
    fn the_tables_that_come_with_the_program_are_whole() {
        let ethnic = CodeTable::parse(include_str!("../../forms/codes/ethnic_group.csv"));
        assert_eq!(ethnic.entries().len(), 58);
        assert_eq!(ethnic.label("05").map(|l| l.zh.as_str()), Some("维吾尔族"));
        assert_eq!(ethnic.label("56").map(|l| l.en.as_str()), Some("Jino"));
        let education = CodeTable::parse(include_str!("../../forms/codes/education.csv"));
        assert_eq!(education.label("70").map(|l| l.zh.as_str()), Some("初中"));
        let relation = CodeTable::parse(include_str!("../../forms/codes/relation.csv"));
        assert_eq!(relation.entries().len(), 9);
        let household = CodeTable::parse(include_str!("../../forms/codes/household_type.csv"));
        assert_eq!(household.entries().len(), 3);
    }
}
