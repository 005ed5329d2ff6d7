//! F10 流出人口定位信息报告单: who left with a certificate of this street in the month (training
//! notes 2010, form 2). Outflow, check and issue stand on one day, or the remark says why not.

use super::entry::{Answers, Deed, Entry, Row, Words, row};
use crate::record::{CancelCause, Certificate, End};

/// The line of an act; `None` if nobody left with a certificate by it, or if the certificate was issued in error.
/// A correction made before the report is confirmed stands in the line itself.
pub(super) fn line(entry: &Entry<'_>, words: &Words<'_>) -> Option<Row> {
    let Deed::Issued { issued, current } = entry.deed else {
        return None;
    };
    let ended = current.ended.as_ref().map(|ended| ended.end);
    let in_error = ended == Some(End::Cancelled(CancelCause::IssuedInError));
    (!in_error).then(|| outflow(issued, current, words))
}

fn outflow(issued: &Certificate, current: &Certificate, words: &Words<'_>) -> Row {
    let answers = Answers(current.answers());
    let form = &current.issued.form;
    let read = |path: &str| words.answer(form, path, answers.text(path));
    let text = |path: &str| answers.text(path).to_owned();
    let count = |path: &str| match answers.text(path) {
        "" => "0".to_owned(),
        count => count.to_owned(),
    };
    let destination = words.place(answers.text("destination.place"));
    let mut line = answers.person();
    line.extend(row([
        (
            "community",
            words.community(answers.text("hukou.community")),
        ),
        ("group", text("hukou.group")),
        ("marital_label", read("marital.status")),
        ("married_on", text("marital.date")),
        (
            "destination_line",
            destination + answers.text("destination.detail"),
        ),
        (
            "province",
            words.province(answers.text("destination.place")),
        ),
        ("leave_date", text("leave_date")),
        ("purpose_label", read("purpose")),
        ("spouse_name", text("spouse.name")),
        ("issue_date", issued.issued.issue_date.to_string()),
        ("certificate_no", current.number().to_owned()),
        ("check_date", text("check_date")),
        ("boys", count("boys")),
        ("girls", count("girls")),
        ("phone", read("applicant.phone")),
        ("remark", text("return.remark")),
    ]));
    line
}
