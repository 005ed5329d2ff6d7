//! F9 流入人口定位信息报告单: who came to live here in the month (training notes 2010, form 1).
//!
//! The columns are those of the guide that an inflow registration may hold: neither marriage
//! dates, nor children, nor health.

use super::entry::{Answers, Deed, Entry, Row, Words, row};
use crate::record::ServiceRecorded;

/// The service that registers her.
const SERVICE: &str = "flow.in";

/// The line of an act; `None` if it is no inflow, or if she did not want her name in the list.
pub(super) fn line(entry: &Entry<'_>, words: &Words<'_>) -> Option<Row> {
    let Deed::Served(served) = entry.deed else {
        return None;
    };
    let listed = served.answers.get("offer.line").map(String::as_str) == Some("do");
    (served.form.id == SERVICE && listed).then(|| inflow(served, words))
}

fn inflow(served: &ServiceRecorded, words: &Words<'_>) -> Row {
    let answers = Answers(&served.answers);
    let read = |path: &str| words.answer(&served.form, path, answers.text(path));
    let text = |path: &str| answers.text(path).to_owned();
    let mut line = answers.person();
    line.extend(row([
        (
            "community",
            words.community(answers.text("residence.community")),
        ),
        ("hukou_line", words.place(answers.text("hukou.place"))),
        ("province", words.province(answers.text("hukou.place"))),
        (
            "residence_line",
            words.home(
                answers.text("residence.community"),
                answers.text("residence.detail"),
            ),
        ),
        ("arrival_date", text("arrival_date")),
        ("purpose_label", read("purpose")),
        ("spouse_name", text("spouse.name")),
        ("certificate_label", certificate(answers).to_owned()),
        ("certificate_no", text("verification.certificate_no")),
        ("verified_on", text("verification.on")),
        ("phone", read("applicant.phone")),
        ("remark", text("verification.remark")),
    ]));
    line
}

/// What she showed (持证情况); no question is asked about a certificate she did not show.
fn certificate(answers: Answers<'_>) -> &'static str {
    match answers.text("verification.result") {
        "good" => "有效",
        "differs" => "信息不符",
        "expired" => "过期",
        "illegible" => "无法辨认",
        "ended" => "已作废",
        _ => "未出示",
    }
}
