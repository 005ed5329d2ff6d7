//! Promise: the monitoring sheet (A6) of a resident and that of the separate inflow book (A3) are
//! begun with the check slip, and each later check stands below the lines before it, by her consent
//! alone.

use guitai::cli::case::CaseFile;
use guitai::office::{FixedClock, Issued, Office};

use crate::support::place::{Place, day, example, issue, with};
use crate::support::printed::words as said;

const LI: (&str, &str) = ("430406198304129927", "李春桃");
const AYGUL: (&str, &str) = ("653101198405109920", "阿依古丽·买买提");

fn case(service: &str, (id, name): (&str, &str), answers: &[(&str, &str)]) -> CaseFile {
    let text = format!("service = \"{service}\"\n");
    let case = CaseFile::parse("case.toml", &text).expect("a case");
    with(
        with(case, &[("applicant.id", id), ("applicant.name", name)]),
        answers,
    )
}

fn dated(name: &str, answers: &[(&str, &str)]) -> CaseFile {
    let mut case = with(example(name), answers);
    case.date = None;
    case
}

fn on(place: &Place, of: &str) -> Office {
    let opened = Office::open(place.hall(), Box::new(FixedClock(day(of))));
    opened.expect("the hall opens").office
}

/// The examiner's slip comes back.
fn result(who: (&str, &str), slip: &str, of: &str, answers: &[(&str, &str)]) -> CaseFile {
    let brought = [
        ("receipt.slip", slip),
        ("receipt.checked_on", of),
        ("receipt.signed", "是"),
        ("receipt.examiner", "赵医生"),
    ];
    with(case("check.result", who, &brought), answers)
}

const FOUND: [(&str, &str); 3] = [
    ("consent.check_result", "是"),
    ("result.ring", "在位"),
    ("result.pregnancy", "未孕"),
];

fn papers(issued: &Issued) -> Vec<&str> {
    let papers = issued.papers.iter();
    papers.map(|file| file.paper.as_str()).collect()
}

fn sheet(office: &Office, issued: &Issued, paper: &str) -> String {
    let number = issued.number.as_ref().expect("a number");
    said(&office.paper(number, paper).expect("a paper"))
}

/// In which order these stand in a text.
fn in_order(text: &str, parts: &[&str]) {
    let mut from = 0;
    for part in parts {
        let found = text[from..].find(part);
        from += found.unwrap_or_else(|| panic!("{part} after {from} in {text}"));
    }
}

fn fact(office: &Office, id: &str, name: &str) -> String {
    let person = office.exact(id).expect("a view").expect("on record");
    let page = office.person(person).expect("a view").expect("a page");
    page.person.fact(name).to_owned()
}

#[test]
fn the_sheet_of_the_inflow_book_gets_a_line_for_each_later_check() {
    let place = Place::real("2010-06-01");
    let mut office = place.open();
    issue(&mut office, &dated("e04-inflow.toml", &[])).expect("registered");
    assert_eq!(fact(&office, AYGUL.0, "sheet.page"), "LR2010-001");
    office.close();

    let mut office = on(&place, "2010-06-20");
    let first = result(AYGUL, "JC430406005100601001", "2010-06-18", &FOUND);
    let first = issue(&mut office, &first).expect("the slip is closed");
    assert_eq!(papers(&first), ["F7b"]);
    let page = sheet(&office, &first, "F7b");
    assert!(page.contains("LR2010-001"), "the same page: {page}");
    in_order(
        &page,
        &[
            "2010-06-01",
            "预约",
            "2010-06-18",
            "查环、查孕",
            "环在位；未孕",
            "赵医生",
        ],
    );
    // What a check may not hold is not on its page.
    assert!(
        !page.contains("喀什") && !page.contains("纺织新村"),
        "{page}"
    );
    office.close();

    let mut office = on(&place, "2010-09-01");
    let again = dated(
        "e04-inflow.toml",
        &[("offer.sheet", "later"), ("offer.verification", "later")],
    );
    let again = with(
        again,
        &[("slip.date_reason", "再次检查"), ("slip.on", "2010-09-10")],
    );
    issue(&mut office, &again).expect("another slip");
    office.close();
    let mut office = on(&place, "2010-09-12");
    let second = [
        ("consent.check_result", "是"),
        ("result.ring", "未查"),
        ("result.pregnancy", "孕"),
    ];
    let second = result(AYGUL, "JC430406005100901001", "2010-09-10", &second);
    let second = issue(&mut office, &second).expect("closed");
    let page = sheet(&office, &second, "F7b");
    in_order(
        &page,
        &["预约", "2010-06-18", "环在位；未孕", "2010-09-10", "孕"],
    );

    let health = [("withdrawal.health", "yes")];
    issue(&mut office, &case("consent.withdraw", AYGUL, &health)).expect("withdrawn");
    let page = sheet(&office, &second, "F7b");
    assert!(
        !page.contains("环在位") && !page.contains("2010-09-10"),
        "{page}"
    );
}

#[test]
fn the_lines_of_an_earlier_page_stay_on_it() {
    let place = Place::real("2010-06-01");
    let mut office = place.open();
    issue(&mut office, &dated("e04-inflow.toml", &[])).expect("registered");
    office.close();
    // A second slip on the first page, and then a page of its own without one.
    let mut office = on(&place, "2010-09-01");
    let slip = [("offer.sheet", "later"), ("offer.verification", "later")];
    let again = with(
        dated("e04-inflow.toml", &slip),
        &[("slip.date_reason", "再次检查"), ("slip.on", "2010-09-10")],
    );
    issue(&mut office, &again).expect("another slip");
    let page = [("offer.slip", "later"), ("offer.verification", "later")];
    issue(&mut office, &dated("e04-inflow.toml", &page)).expect("another page");
    assert_eq!(fact(&office, AYGUL.0, "sheet.page"), "LR2010-002");
    office.close();
    let mut office = on(&place, "2010-09-12");
    let result = result(AYGUL, "JC430406005100901001", "2010-09-10", &FOUND);
    let result = issue(&mut office, &result).expect("closed");
    let page = sheet(&office, &result, "F7b");
    assert!(page.contains("LR2010-002"), "{page}");
    in_order(&page, &["2010-09-10", "环在位；未孕"]);
    assert!(!page.contains("2010-06-01"), "of the first page: {page}");
}

#[test]
fn a_resident_has_a_sheet_of_the_residents_book_from_her_first_slip_on() {
    let place = Place::real("2010-03-15");
    let mut office = place.open();
    let slip = [
        ("offer.slip", "办理"),
        ("consent.check", "是"),
        ("slip.ring", "是"),
        ("slip.pregnancy", "否"),
        ("slip.illness", "否"),
        ("slip.place", "白沙洲街道社区卫生服务中心"),
        ("slip.on", "2010-03-15"),
    ];
    let issued = issue(&mut office, &dated("e1.toml", &slip)).expect("issued");
    assert_eq!(papers(&issued), ["F1", "F3a", "F2", "F4", "F6", "F7a"]);
    let page = sheet(&office, &issued, "F7a");
    assert!(page.contains("户籍人口册") && page.contains("HJ2010-001"));
    in_order(&page, &["李春桃", "2010-03-15", "查环", "预约"]);
    office.close();

    let mut office = on(&place, "2010-03-20");
    let back = result(LI, "JC430406005100315001", "2010-03-15", &FOUND);
    let back = issue(&mut office, &back).expect("closed");
    assert_eq!(papers(&back), ["F7a"]);
    let page = sheet(&office, &back, "F7a");
    assert!(page.contains("HJ2010-001"), "the same page: {page}");
    in_order(&page, &["预约", "环在位；未孕"]);

    let health = [("withdrawal.health", "yes")];
    issue(&mut office, &case("consent.withdraw", LI, &health)).expect("withdrawn");
    for name in ["sheet.page", "sheet.book", "result.last"] {
        assert_eq!(
            fact(&office, LI.0, name),
            "",
            "{name} tells that she had a check"
        );
    }
    let page = sheet(&office, &issued, "F7a");
    assert!(!page.contains("预约"), "{page}");
}

#[test]
fn without_her_consent_a_check_leaves_no_line() {
    let place = Place::real("2010-06-01");
    let mut office = place.open();
    issue(&mut office, &dated("e04-inflow.toml", &[])).expect("registered");
    let no = [("consent.check_result", "否")];
    let closed = result(AYGUL, "JC430406005100601001", "2010-06-01", &no);
    let closed = issue(&mut office, &closed).expect("closed");
    assert!(closed.papers.is_empty());
    let number = closed.number.expect("a number");
    let record = office.served(&number).expect("a view").expect("on record");
    let mut names = record.served.values.keys();
    assert!(!names.any(|name| name.starts_with("monitoring") || name.starts_with("sheet")));
}
