//! F11 服务管理变更信息报告单: what changed in the month (training notes 2010, form 3). Health has no
//! line without consent.

use super::cell::PATH;
use super::entry::{Answers, Closed, Deed, Entry, Row, Words, row};
use crate::record::{CancelCause, Change, ChangedItem, RecordChanged, ServiceRecorded};

/// The report a correction would have gone into, had it not been confirmed.
const OUTFLOW: &str = "F10";

/// The lines of an act.
pub(super) fn lines(entry: &Entry<'_>, closed: &Closed, words: &Words<'_>) -> Vec<Row> {
    match entry.deed {
        Deed::Issued { .. } => Vec::new(),
        Deed::Served(served) => moved(entry, served, words).into_iter().collect(),
        Deed::Changed { changed, issued } => {
            let reported = issued.is_none_or(|(on, sequence)| {
                let month = closed.month_of(OUTFLOW, on, sequence);
                closed.was_confirmed(OUTFLOW, month, entry.sequence)
            });
            changes(entry, changed, reported, words)
        }
    }
}

/// Leaving and return (流入离开, 流出返回).
fn moved(entry: &Entry<'_>, served: &ServiceRecorded, words: &Words<'_>) -> Option<Row> {
    let answers = Answers(&served.answers);
    let (old, new, day) = match served.form.id.as_str() {
        "flow.leave" => {
            let to = words.place(answers.text("destination.place"));
            let left = if to.is_empty() {
                "离开".to_owned()
            } else {
                format!("离开，去往{to}")
            };
            ("流入", left, answers.text("flow.left_on"))
        }
        "flow.return" => ("流出", "返回".to_owned(), answers.text("flow.returned_on")),
        _ => return None,
    };
    let known = answers.text("flow.told_on").to_owned();
    let basis = answers.text("flow.basis").to_owned();
    let mut line = line(entry, answers, "流入转流出/返回", (old.to_owned(), new));
    line.extend(row([
        ("happened_on", day.to_owned()),
        ("known_on", known),
        ("basis", basis),
        (PATH, "destination.place".to_owned()),
    ]));
    Some(line)
}

/// `reported` tells whether the certificate already stands in a confirmed report; what is
/// corrected before stands right in that report and needs no line here.
fn changes(
    entry: &Entry<'_>,
    changed: &RecordChanged,
    reported: bool,
    words: &Words<'_>,
) -> Vec<Row> {
    let answers = Answers(&changed.answers);
    let number = || changed.number().unwrap_or_default().to_owned();
    let one = |kind, old, new| vec![line(entry, answers, kind, (old, new))];
    let new_number = || changed.issued().map(|issued| issued.number.clone());
    match &changed.change {
        Change::HandedOver { .. } => Vec::new(),
        Change::Renewed { .. } | Change::Replaced { .. } => {
            one("证件", number(), new_number().unwrap_or_default())
        }
        Change::Cancelled {
            cause: CancelCause::IssuedInError,
        } if !reported => Vec::new(),
        Change::Cancelled { cause } => {
            let kind = match cause {
                CancelCause::Death => "死亡",
                CancelCause::MovedAway => "户籍",
                CancelCause::OwnWish => "终止服务",
                CancelCause::OverAge | CancelCause::IssuedInError => "证件",
            };
            one(kind, number(), "注销".to_owned())
        }
        Change::Corrected { .. } | Change::NameCorrected | Change::NameRestored if !reported => {
            Vec::new()
        }
        Change::Corrected { .. } | Change::NameCorrected | Change::NameRestored => {
            items(entry, changed, words, |_| "更正")
        }
        Change::Annotated => items(entry, changed, words, kind_of),
    }
}

fn items(
    entry: &Entry<'_>,
    changed: &RecordChanged,
    words: &Words<'_>,
    kind: fn(&str) -> &'static str,
) -> Vec<Row> {
    let answers = Answers(&changed.answers);
    let told = changed.items.iter().filter(|item| is_told(item, answers));
    let lines = told.map(|item| {
        let label = words.label(&changed.form, &item.path);
        let read = |text: &str| match text {
            "" => format!("{label}：无"),
            text => format!("{label}：{}", words.answer(&changed.form, &item.path, text)),
        };
        let texts = (read(&item.old), read(&item.new));
        let mut line = line(entry, answers, kind(&item.path), texts);
        line.extend(row([
            ("basis", item.document.clone()),
            (PATH, item.path.clone()),
        ]));
        line
    });
    lines.collect()
}

/// A health answer is told only while she consents to it being kept.
fn is_told(item: &ChangedItem, answers: Answers<'_>) -> bool {
    match item.path.split('.').next() {
        Some("contraception") => answers.text("consent.contraception") == "yes",
        Some("consent" | "doc") => false,
        _ => true,
    }
}

/// What kind of change an annotated answer is.
fn kind_of(path: &str) -> &'static str {
    let head = path.split(['.', '[']).next().unwrap_or_default();
    match head {
        "marital" | "spouse" => "婚姻",
        "children" | "boys" | "girls" | "birth_permit" => "生育",
        "contraception" => "避孕",
        "hukou" => "户籍",
        "destination" | "residence" => "居住地",
        "applicant" if path.ends_with("phone") => "联系方式",
        _ => "更正",
    }
}

fn line(entry: &Entry<'_>, answers: Answers<'_>, kind: &str, change: (String, String)) -> Row {
    let (old, new) = change;
    let mut line = answers.person();
    line.extend(row([
        ("kind_label", kind.to_owned()),
        ("old", old),
        ("new", new),
        ("happened_on", entry.on.to_string()),
        ("known_on", entry.on.to_string()),
        ("by", entry.clerk.to_owned()),
    ]));
    line
}
