//! Promise: what rests on a consent is gone from everything the hall shows once the consent is
//! withdrawn, and what a record must keep stays until its day, with the reason in writing.

use guitai::office::Office;
use guitai::record::Certificate;

use crate::support::place::{Place, check, example, example_text, issue, said, with};

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

#[test]
fn a_number_she_had_before_is_out_of_the_index_too_once_her_telephone_is_deleted() {
    let place = Place::practice("2010-09-13");
    let (old, new) = ("430406198912039941", "430406198912039968");
    let register = |id: &str, phone: &str| {
        let case = example_text("e9-2009.toml")
            .replace("430406198704169944", id)
            .replace("何晓岚", "谢芳")
            .replace("138 0000 0109", phone);
        let (code, text) = said(&place.run_case(&case));
        assert_eq!(code, 0, "{text}");
    };
    register(old, "13800000131");
    register(new, "13800000132");
    let (code, text) = said(&place.run(&["person", "link", new, old, "--document", "派出所证明"]));
    assert_eq!(code, 0, "{text}");
    let mut office = place.open();
    let hits = |office: &Office, phone: &str| office.find(phone, 5).expect("a view").hits.len();
    assert_eq!(
        (hits(&office, "13800000131"), hits(&office, "13800000132")),
        (1, 1)
    );
    let mut case = with(
        example("e15-delete.toml"),
        &[("applicant.id", new), ("applicant.name", "谢芳")],
    );
    case.date = None;
    issue(&mut office, &case).expect("deleted");
    assert_eq!(
        (hits(&office, "13800000131"), hits(&office, "13800000132")),
        (0, 0)
    );
}

#[test]
fn a_request_to_delete_nothing_is_sent_back() {
    let place = Place::real("2010-03-15");
    let mut office = place.open();
    issue(&mut office, &example("e1.toml")).expect("issued");
    let nothing = with(
        example("e15-delete.toml"),
        &[
            ("applicant.id", ID),
            ("applicant.name", "李春桃"),
            ("rights.delete_phone", "no"),
        ],
    );
    let unfit = check(&office, &nothing).expect_err("nothing was chosen");
    let said: Vec<String> = unfit
        .problems
        .iter()
        .map(|one| one.message.say(guitai::text::Lang::Zh))
        .collect();
    assert_eq!(said, ["没有选择删除任何一项"]);
}

#[test]
fn the_copy_tells_every_answer_also_to_questions_that_are_closed_today() {
    let place = Place::real("2010-03-15");
    let mut office = place.open();
    issue(&mut office, &example("e1.toml")).expect("issued");
    office.close();
    // Sixteen years on, under another policy: no group is asked any more, nor a certificate given.
    let settings = place.hall().join("hall.toml");
    let text = std::fs::read_to_string(&settings).expect("the hall's settings");
    std::fs::write(&settings, text.replace("hunan-2010", "hunan-2022")).expect("writes");
    let clock = guitai::office::FixedClock("2026-11-24".parse().expect("a day"));
    let opened = Office::open(place.hall(), Box::new(clock));
    let mut office = opened.expect("the hall opens").office;
    let copy = with(
        example("e15-copy.toml"),
        &[("applicant.id", ID), ("applicant.name", "李春桃")],
    );
    let done = issue(&mut office, &copy).expect("copied");
    let file = done
        .papers
        .iter()
        .find(|file| file.paper == "F28d")
        .expect("a copy");
    let pdf = lopdf::Document::load(&file.path).expect("a PDF file");
    let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
    let paper: String = pdf
        .extract_text(&pages)
        .expect("text")
        .split_whitespace()
        .collect();
    for part in [
        "第3组",
        "户口本",
        "J430406-2005-000123",
        "王小雨",
        "430421198011039913",
    ] {
        assert!(paper.contains(part), "{part} in {paper}");
    }
}
