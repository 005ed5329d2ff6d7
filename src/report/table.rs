use std::collections::BTreeMap;
use std::str::FromStr;

use super::entry::{Closed, Entry, Row, Words};
use super::month::Month;
use super::{f5, f9, f10, f11};
use crate::text::{Label, Message};

/// The reports of the flow of people, by the code of their paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Report {
    /// 查验证登记表, a year's register.
    F5,
    /// 流入人口定位信息报告单
    F9,
    /// 流出人口定位信息报告单
    F10,
    /// 服务管理变更信息报告单
    F11,
}

/// No report has this code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no report has the code `{0}`")]
pub struct UnknownReport(pub String);

impl UnknownReport {
    pub fn message(&self) -> Message {
        let known: Vec<&str> = Report::ALL.into_iter().map(Report::code).collect();
        Message::new("report.unknown")
            .with("code", &self.0)
            .with("known", known.join(", "))
    }
}

/// The paper of a report that names nobody.
const COUNTS: &str = "F9m";
/// The columns of such a report.
const COUNT_COLUMNS: &[(&str, &str)] = &[
    ("community", "社区"),
    ("place", "地区或类型"),
    ("count", "数"),
];

impl Report {
    pub const ALL: [Report; 4] = [Report::F5, Report::F9, Report::F10, Report::F11];

    pub fn code(self) -> &'static str {
        match self {
            Report::F5 => "F5",
            Report::F9 => "F9",
            Report::F10 => "F10",
            Report::F11 => "F11",
        }
    }

    pub fn title(self) -> Label {
        let (zh, en) = match self {
            Report::F5 => (
                "流入人口《婚育证明》查验证登记表",
                "Register of verified certificates",
            ),
            Report::F9 => ("流入人口定位信息报告单", "Inflow list of the month"),
            Report::F10 => ("流出人口定位信息报告单", "Outflow list of the month"),
            Report::F11 => ("服务管理变更信息报告单", "Changes of the month"),
        };
        Label {
            zh: zh.to_owned(),
            en: en.to_owned(),
        }
    }

    /// Whether it is sent each month and confirmed; the register is closed with its year.
    pub fn is_monthly(self) -> bool {
        self != Report::F5
    }

    /// Number of the month's report: `BB-F10-201003`.
    pub fn number(self, month: Month) -> String {
        format!("BB-{}-{}", self.code(), month.digits())
    }

    /// The paper it is printed on, with names or with numbers alone.
    pub fn paper(self, names_people: bool) -> &'static str {
        if names_people { self.code() } else { COUNTS }
    }

    /// The list its paper prints the lines from.
    pub fn rows_name(self) -> &'static str {
        match self {
            Report::F5 => "verifications",
            Report::F9 => "inflow_lines",
            Report::F10 => "outflow_lines",
            Report::F11 => "change_lines",
        }
    }

    /// The columns that a screen shows, with their headings, in the order of the paper.
    pub fn columns(self, names_people: bool) -> &'static [(&'static str, &'static str)] {
        match self {
            _ if !names_people => COUNT_COLUMNS,
            Report::F5 => &[
                ("register_no", "序号"),
                ("on", "查验日期"),
                ("name", "姓名"),
                ("id", "身份证号"),
                ("certificate_no", "证号"),
                ("result_label", "查验结果"),
                ("remark", "备注"),
            ],
            Report::F9 => &[
                ("community", "社区"),
                ("name", "姓名"),
                ("id", "身份证号"),
                ("hukou_line", "户籍地"),
                ("arrival_date", "流入日期"),
                ("purpose_label", "流入原因"),
                ("certificate_label", "持证情况"),
                ("verified_on", "查验日期"),
                ("remark", "备注"),
            ],
            Report::F10 => &[
                ("community", "社区"),
                ("name", "姓名"),
                ("id", "身份证号"),
                ("destination_line", "流出地"),
                ("leave_date", "流出日期"),
                ("issue_date", "办证日期"),
                ("check_date", "孕检日期"),
                ("certificate_no", "证号"),
                ("remark", "备注"),
            ],
            Report::F11 => &[
                ("name", "姓名"),
                ("id", "身份证号"),
                ("kind_label", "变更类型"),
                ("old", "变更前"),
                ("new", "变更后"),
                ("happened_on", "发生日期"),
            ],
        }
    }

    /// The lines of a month out of its acts, and of acts of earlier months that came too late for
    /// their own report.
    pub fn lines(
        self,
        month: Month,
        entries: &[Entry<'_>],
        closed: &Closed,
        words: &Words<'_>,
    ) -> Vec<Row> {
        let code = self.code();
        let due = entries
            .iter()
            .filter(|entry| closed.month_of(code, entry.on, entry.sequence) == month);
        let lines = due.flat_map(|entry| self.of(entry, closed, words));
        numbered(lines)
    }

    /// The lines of a year's register, or of any other span whose acts these are.
    pub fn all_lines(self, entries: &[Entry<'_>], words: &Words<'_>) -> Vec<Row> {
        let closed = Closed::default();
        numbered(
            entries
                .iter()
                .flat_map(|entry| self.of(entry, &closed, words)),
        )
    }

    /// The lines as numbers alone: people by community and by the province they come from or go to,
    /// changes by their kind. What a policy that names nobody lets a month's report say.
    pub fn counted(self, lines: &[Row]) -> Vec<Row> {
        let cell = |line: &Row, column: &str| line.get(column).cloned().unwrap_or_default();
        let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
        for line in lines {
            let group = match self {
                Report::F11 => (String::new(), cell(line, "kind_label")),
                _ => (cell(line, "community"), cell(line, "province")),
            };
            *counts.entry(group).or_default() += 1;
        }
        numbered(counts.into_iter().map(|((community, place), count)| {
            Row::from([
                ("community".to_owned(), community),
                ("place".to_owned(), place),
                ("count".to_owned(), count.to_string()),
            ])
        }))
    }

    fn of(self, entry: &Entry<'_>, closed: &Closed, words: &Words<'_>) -> Vec<Row> {
        match self {
            Report::F5 => f5::line(entry, words).into_iter().collect(),
            Report::F9 => f9::line(entry, words).into_iter().collect(),
            Report::F10 => f10::line(entry, words).into_iter().collect(),
            Report::F11 => f11::lines(entry, closed, words),
        }
    }
}

fn numbered(lines: impl Iterator<Item = Row>) -> Vec<Row> {
    let numbered = lines.zip(1..).map(|(mut line, number)| {
        line.insert("number".to_owned(), number.to_string());
        line
    });
    numbered.collect()
}

impl FromStr for Report {
    type Err = UnknownReport;

    fn from_str(code: &str) -> Result<Report, UnknownReport> {
        let found = Report::ALL
            .into_iter()
            .find(|report| report.code().eq_ignore_ascii_case(code.trim()));
        found.ok_or_else(|| UnknownReport(code.to_owned()))
    }
}
