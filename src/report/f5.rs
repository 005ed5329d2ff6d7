//! F5 查验证登记表: the register of a year's certificates from elsewhere, a line for each
//! verification whether it was asked for alone or with an inflow registration.

use super::entry::{Answers, Deed, Entry, Row, Words, row};

/// The number that a line of the register has.
const NUMBER: &str = "verification.register_no";

/// The line of an act; `None` if no certificate was verified by it.
pub(super) fn line(entry: &Entry<'_>, words: &Words<'_>) -> Option<Row> {
    let Deed::Served(served) = entry.deed else {
        return None;
    };
    let given = served.numbers.iter().find(|given| given.name == NUMBER)?;
    let answers = Answers(&served.answers);
    let text = |path: &str| answers.text(path).to_owned();
    let mut line = answers.person();
    line.extend(row([
        ("register_no", given.number.clone()),
        ("on", text("verification.on")),
        ("arrival_date", text("arrival_date")),
        ("hukou_line", words.place(answers.text("hukou.place"))),
        ("same_name", text("verification.same_name")),
        ("same_sex", text("verification.same_sex")),
        ("same_birth", text("verification.same_birth")),
        ("same_id", text("verification.same_id")),
        ("certificate_no", text("verification.certificate_no")),
        (
            "certificate_issuer",
            text("verification.certificate_issuer"),
        ),
        ("issue_date", text("verification.issue_date")),
        ("expiry_date", text("verification.expiry_date")),
        (
            "residence_line",
            words.home(
                answers.text("residence.community"),
                answers.text("residence.detail"),
            ),
        ),
        ("phone", text("applicant.phone")),
        (
            "result_label",
            words.answer(
                &served.form,
                "verification.result",
                answers.text("verification.result"),
            ),
        ),
        ("verifier", entry.clerk.to_owned()),
        ("remark", text("verification.remark")),
    ]));
    Some(line)
}
