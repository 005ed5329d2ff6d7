//! The application for a change names the true reason and whoever came; a renewal with which she
//! leaves again is an outflow.

use super::desk::{Desk, LI, clerk};
use crate::office::Period;

const REASON: &str = "certificate_change.reason";

/// The papers of a renewal, and who comes for it.
const RENEWAL: &[(&str, &str)] = &[
    ("old_sheet.back", "yes"),
    ("consent.contraception", "no"),
    ("destination.place", "440305"),
    ("purpose", "work"),
    ("doc.household_book", "seen"),
    ("doc.id_card", "seen"),
    ("doc.spouse_id_card", "seen"),
    ("doc.marriage_cert", "seen"),
    ("doc.birth_permit", "none"),
    ("doc.birth_cert", "seen"),
    ("doc.photo", "3"),
];

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [RENEWAL, more].concat()
}

#[test]
fn a_certificate_with_years_left_is_renewed_for_the_reason_she_gives() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.handed_over(LI);
    desk.turn_to("2011-06-01");
    let answers = with(&[("renewal.reason", "own_wish"), ("leave_date", "2011-06-01")]);
    let renewal = desk.step("certificate.renew", &number, &answers);
    let done = desk.done(&renewal);
    assert_eq!(desk.said_at(&done.case, REASON), "own_wish");
    assert_ne!(done.number.as_deref(), Some(number.as_str()));
}

#[test]
fn a_certificate_about_to_end_is_renewed_because_it_ends() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.handed_over(LI);
    for (on, due) in [
        ("2012-12-13", false),
        ("2012-12-14", true),
        ("2013-05-01", true),
    ] {
        desk.turn_to(on);
        let mut seed = super::desk::texts(&with(&[]));
        seed.insert("certificate.number".to_owned(), number.clone());
        let draft = desk.office().start("certificate.renew", None, &seed);
        let draft = draft.expect("the view is sound").expect("a service");
        let shelf = desk.office().shelf();
        let form = shelf.form("certificate.renew").expect("the form");
        let survey = form.survey(&draft, &shelf.around);
        let reason = survey.question("renewal.reason").expect("it is asked");
        let expired = reason.reading.canonical.as_deref() == Some("expired");
        assert_eq!(expired, due, "{on}");
    }
    let renewal = desk.step("certificate.renew", &number, &with(&[]));
    let done = desk.done(&renewal);
    assert_eq!(desk.said_at(&done.case, REASON), "expired");
}

#[test]
fn an_end_that_is_far_off_is_no_reason() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.handed_over(LI);
    let mut seed = super::desk::texts(&with(&[("renewal.reason", "expired")]));
    seed.insert("certificate.number".to_owned(), number);
    let draft = desk.office().start("certificate.renew", None, &seed);
    let draft = draft.expect("the view is sound").expect("a service");
    let shelf = desk.office().shelf();
    let form = shelf.form("certificate.renew").expect("the form");
    let unfit = form
        .check(&draft, &shelf.around)
        .expect_err("it has years left");
    let said = unfit.problems[0].message.say(crate::text::Lang::Zh);
    assert!(said.contains("有效期至 2013-03-14，还没有到期"), "{said}");
}

#[test]
fn a_renewal_with_which_she_leaves_again_stands_in_the_outflow_list() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.handed_over(LI);
    desk.turn_to("2011-06-01");
    let answers = with(&[("renewal.reason", "own_wish"), ("leave_date", "2011-06-01")]);
    let renewal = desk.step("certificate.renew", &number, &answers);
    assert_eq!(renewal.values()["flow.state"], "outflow");
    let done = desk.done(&renewal);
    let month = "2011-06".parse().expect("a month");
    let list = desk.office().report("F10", Period::Month(month));
    let rows = list.expect("a report").rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].get("certificate_no"), done.number.as_ref());
    assert_eq!(rows[0]["leave_date"], "2011-06-01");
    assert!(rows[0]["destination_line"].contains("深圳"));
    let new = desk.certificate(done.number.as_deref().unwrap_or_default());
    let person = desk.office().store.person(new.person);
    let person = person.expect("a view").expect("on record");
    assert_eq!(person.fact("flow.state"), "outflow");
    assert_eq!(person.fact("flow.since"), "2011-06-01");
    assert_eq!(person.fact("flow.scope"), "cross_province");
}

#[test]
fn for_whom_a_delegate_renews_stays_where_she_is() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.handed_over(LI);
    desk.turn_to("2013-02-01");
    let answers = with(&[
        ("comer", "delegate"),
        ("delegate.name", "李春梅"),
        ("delegate.id", "430406198601019927"),
        ("doc.letter_of_authority", "seen"),
        ("doc.both_cards", "seen"),
    ]);
    let renewal = desk.step("certificate.renew", &number, &answers);
    assert!(!renewal.values().contains_key("flow.state"));
    desk.done(&renewal);
    let month = "2013-02".parse().expect("a month");
    let list = desk.office().report("F10", Period::Month(month));
    assert_eq!(list.expect("a report").rows.len(), 0);
}

#[test]
fn a_renewal_asks_for_the_check_as_an_issue_does() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.handed_over(LI);
    desk.turn_to("2013-03-01");
    let answers = with(&[
        ("offer.slip", "do"),
        ("consent.check", "yes"),
        ("slip.pregnancy", "yes"),
        ("slip.place", "白沙洲街道社区卫生服务中心"),
        ("slip.on", "2013-03-01"),
    ]);
    let renewal = desk.step("certificate.renew", &number, &answers);
    let done = desk.done(&renewal);
    let new = done.number.expect("renewed");
    let certificate = desk.certificate(&new);
    assert_eq!(certificate.answers()["check_date"], "2013-03-01");
    assert!(certificate.answers()["slip.number"].starts_with("JC430406005130301"));
    assert!(desk.paper(&new, "F6").contains("李春桃"));
}

#[test]
fn who_tells_of_a_death_is_named_on_the_application() {
    let mut desk = Desk::on("2010-03-15");
    let number = desk.handed_over(LI);
    desk.turn_to("2011-06-01");
    let told = desk.step(
        "certificate.cancel",
        &number,
        &[
            ("cause", "died"),
            ("old_sheet.back", "yes"),
            ("reporter.kind", "kin"),
            ("reporter.name", "王建军"),
            ("reporter.id", "430421198011039913"),
            ("doc.death_proof", "seen"),
            ("doc.reporter_card", "seen"),
        ],
    );
    let done = desk.done(&told);
    let application = desk.paper(&done.case, "F30");
    for said in ["申报人", "王建军", "430421198011039913"] {
        assert!(application.contains(said), "{said} in {application}");
    }
    assert!(!application.contains("受托人证件号"), "{application}");
    assert_eq!(desk.said_at(&done.case, REASON), "died");
}

#[test]
fn a_name_nobody_printed_is_no_misprint() {
    let mut desk = Desk::on("2010-09-13");
    let key = super::name::registered(&mut desk);
    let wish = desk.wish("");
    let done = desk
        .office()
        .correct_name(key, "吴秀英", "身份证", &wish, &clerk("周敏"));
    let case = done.expect("it is corrected").case.expect("an application");
    assert_eq!(desk.said_at(&case, REASON), "misrecorded");
}
