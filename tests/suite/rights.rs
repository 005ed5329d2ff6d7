//! Promise: what rests on a consent is gone from everything the hall shows once the consent is
//! withdrawn, and what a record must keep stays until its day, with the reason in writing.

use guitai::office::Office;
use guitai::record::Certificate;

use crate::support::place::{Place, example, issue, with};

const ID: &str = "430406198304129927";

/// 李春桃 who told that she has an implant, code 4.
fn with_health(place: &Place) -> Office {
    let mut office = place.open();
    let told = with(
        example("e1.toml"),
        &[
            ("consent.contraception", "yes"),
            ("contraception.state", "4"),
        ],
    );
    issue(&mut office, &told).expect("issued");
    office
}

fn withdraw(office: &mut Office) {
    let mut case = example("e15-withdraw.toml");
    case.answers = [
        ("applicant.id", ID),
        ("applicant.name", "李春桃"),
        ("withdrawal.health", "yes"),
    ]
    .map(|(path, text)| (path.to_owned(), text.to_owned()))
    .into();
    issue(office, &case).expect("withdrawn");
}

fn certificate(office: &Office) -> Certificate {
    let certificate = office.certificate("4304060051000001X").expect("a view");
    certificate.expect("she has a certificate")
}

fn printed(office: &Office, paper: &str) -> String {
    let pdf = office.paper("4304060051000001X", paper).expect("a paper");
    let pdf = lopdf::Document::load_mem(&pdf).expect("a PDF file");
    let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
    pdf.extract_text(&pages).expect("text")
}

#[test]
fn fact_30_no_health_field_without_consent_withdrawal_hides_it_the_paper_says_not_given() {
    let place = Place::real("2010-03-15");
    let mut office = with_health(&place);
    assert_eq!(certificate(&office).answers()["contraception.state"], "4");
    assert!(printed(&office, "F2").contains("皮下埋植"));
    let file = place.hall().join("papers/2010/4304060051000001X-F2.pdf");
    assert!(file.exists());

    withdraw(&mut office);
    let hidden = certificate(&office);
    for path in ["contraception.state", "consent.contraception"] {
        assert!(!hidden.answers().contains_key(path), "{path}");
        assert!(!hidden.issued.answers.contains_key(path), "{path}");
    }
    assert!(!file.exists(), "the file that shows it is gone");
    for paper in ["F1", "F2"] {
        let text = printed(&office, paper);
        assert!(
            text.contains("本人未提供") && !text.contains("皮下埋植"),
            "{paper}"
        );
    }
    let page = office
        .person(hidden.person)
        .expect("a view")
        .expect("a page");
    let consent = page
        .person
        .last_consent("consent.contraception")
        .expect("asked");
    assert!(consent.given && consent.withdrawn == Some(place.day));
    let number = hidden.number().to_owned();
    office.close();
    for arguments in [["show", ID], ["show", &number]] {
        let text = String::from_utf8(place.run(&arguments).stdout).expect("text");
        assert!(!text.contains("皮下埋植"), "{text}");
    }
}

#[test]
fn fact_30_nothing_about_health_is_kept_without_a_consent() {
    let place = Place::real("2010-03-15");
    let mut office = place.open();
    let told = with(
        example("e1.toml"),
        &[
            ("consent.contraception", "no"),
            ("contraception.state", "4"),
        ],
    );
    issue(&mut office, &told).expect("issued");
    assert!(
        !certificate(&office)
            .answers()
            .contains_key("contraception.state")
    );
    assert!(printed(&office, "F2").contains("本人未提供"));
}

#[test]
fn what_the_signed_form_needs_is_kept_until_its_day_and_she_is_told_so() {
    let place = Place::real("2010-03-15");
    let mut office = place.open();
    issue(&mut office, &example("e1.toml")).expect("issued");
    let mut case = example("e15-delete.toml");
    for (path, text) in [("applicant.id", ID), ("applicant.name", "李春桃")] {
        case.answers.insert(path.to_owned(), text.to_owned());
    }
    let done = issue(&mut office, &case).expect("answered");
    assert_eq!(done.values["rights.decision"], "partly");
    let answer = &done.values["rights.result"];
    assert!(answer.contains("4304060051000001X"), "{answer}");
    assert!(
        answer.contains("2018-03-14"),
        "60 months after its validity: {answer}"
    );
    let person = office.exact(ID).expect("a view").expect("on record");
    let page = office.person(person).expect("a view").expect("a page");
    assert_eq!(
        page.person.fact("phone"),
        "",
        "her page and the index forget it at once"
    );
    assert!(
        office
            .find("13800000101", 5)
            .expect("a view")
            .hits
            .is_empty()
    );
    assert_eq!(
        certificate(&office).answers()["applicant.phone"],
        "13800000101"
    );
}

#[test]
fn somebody_of_whom_nothing_is_kept_is_told_so() {
    let place = Place::real("2010-03-15");
    let mut office = place.open();
    let error = issue(&mut office, &example("e15-delete.toml")).expect_err("nobody");
    assert_eq!(error.message().key(), "office.nothing_kept");
    assert_eq!(office.people(), 0);
}
