//! Promise: a walk-in becomes a numbered certificate, a record and PDFs by keys alone, with few of
//! them; a returning applicant with fewer. Papers that are missing make the case wait, and a rule
//! that says no says so at once.

use std::path::Path;

use guitai::office::{Office, PersonPage};
use guitai::person::initials;
use guitai::record::PersonKey;

use crate::support::counter::{Hall, LI_CHUNTAO, command, leave, open, program};
use crate::support::terminal::Desk;

/// The figures tell what this test counted.
fn is_written_down(case: &str, desk: &Desk) {
    let figures = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/figures.md");
    let figures = std::fs::read_to_string(figures).expect("the figures are part of the tree");
    let line = format!(
        "| {case} | {} | {} | {} |",
        desk.navigation,
        desk.data,
        desk.navigation + desk.data
    );
    assert!(
        figures.contains(&line),
        "docs/figures.md should say: {line}"
    );
}

fn type_li_chuntao(desk: &mut Desk) {
    desk.keys("430406198304129927⏎");
    desk.sees("*姓名");
    for keys in LI_CHUNTAO {
        desk.keys(keys);
    }
    desk.sees("照片文件");
}

#[test]
fn a_married_woman_with_one_child_gets_her_certificate_with_few_keys() {
    let hall = Hall::new();
    let mut desk = open(&hall.path());
    type_li_chuntao(&mut desk);
    desk.keys("⑥②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("4304 0600 5100 0001 X");
    assert!(desk.navigation <= 25, "{} keys", desk.navigation);
    is_written_down("new, married, one child", &desk);
    desk.keys("⏎");
    desk.sees("今日办件 1 件");
    leave(desk);

    let office = hall.office();
    let certificate = office.certificate("样4304060051000001X").expect("a view");
    let certificate = certificate.expect("it is on record");
    let answers = &certificate.issued.answers;
    assert_eq!(answers["applicant.name"], "李春桃");
    assert_eq!(answers["destination.place"], "441900121");
    assert_eq!(answers["children[0].name"], "王小雨");
    assert_eq!(answers["doc.photo"], "seen");
    assert!(!answers.contains_key("contraception.state"));
    assert!(office.drafts().is_empty(), "the draft is done with");
    for paper in ["F1", "F2", "F3a", "F4"] {
        let file = format!("papers/2010/样4304060051000001X-{paper}.pdf");
        let bytes = std::fs::read(hall.path().join(file)).expect("the paper was written");
        assert!(bytes.starts_with(b"%PDF-"), "{paper}");
    }
}

/// Somebody whose certificate has expired and whose initials name nobody else.
fn returning(office: &Office) -> (PersonPage, String) {
    let pages = (1..2_100).filter_map(|key| office.person(PersonKey(key)).ok().flatten());
    let mut free = pages.filter(|page| {
        let offered = |service: &str| {
            let offer = page.offers.iter().find(|offer| offer.service == service);
            offer.is_some_and(|offer| offer.refusals.is_empty())
        };
        let married = page.person.fact("marital.status") == "21";
        !page.certificates.is_empty() && married && offered("certificate.issue")
    });
    let found = free.find_map(|page| {
        let typed = initials(page.person.name());
        let found = office.find(&typed, 5).ok()?;
        (found.hits.len() == 1).then_some((page, typed))
    });
    found.expect("one of the 2,000")
}

#[test]
fn a_returning_applicant_needs_fifteen_keys_in_all() {
    let hall = Hall::new();
    let office = hall.office();
    let (page, typed) = returning(&office);
    office.close();
    let mut desk = open(&hall.path());
    desk.keys(&format!("{typed}⏎"));
    desk.sees("今天可办");
    desk.keys("⏎");
    desk.sees("自愿提供");
    desk.keys("2");
    desk.keys("hmz2");
    desk.keys("⏎");
    desk.keys("1");
    desk.keys("⑥②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("4304 0600 5100 0001 X");
    let keys = desk.navigation + desk.data;
    is_written_down("returning, only the destination new", &desk);
    assert!(keys <= 15, "{keys} keys");
    leave(desk);
    let person = hall.office().person(page.person.key).expect("a view");
    let person = person.expect("on record").person;
    assert_eq!(
        person.certificates.len(),
        page.person.certificates.len() + 1
    );
    assert_eq!(person.fact("phone"), page.person.fact("phone"));
}

#[test]
fn a_girl_of_fifteen_is_refused_with_the_rule_and_the_remedy() {
    let hall = Hall::new();
    let mut desk = open(&hall.path());
    desk.keys("430406199405309921⏎");
    desk.sees("不能办理");
    desk.sees("可以这样办");
    desk.sees_no("姓名");
    desk.keys("⎋");
    desk.sees("没有保留");
    leave(desk);
    assert!(hall.office().drafts().is_empty());
}

#[test]
fn the_guide_is_laid_over_the_first_screen_of_a_practice_hall() {
    let hall = Hall::new();
    let mut guided = program();
    guided.args(["practice", "--dir"]);
    guided.arg(hall.path());
    let mut desk = Desk::open(guided, 100, 30);
    desk.sees("一分钟入门  1/4");
    desk.keys("⏎⏎⏎");
    desk.sees("4/4");
    desk.keys("⎋");
    desk.sees_no("4/4");
    leave(desk);
}

#[test]
fn everything_is_said_in_english_too() {
    let hall = Hall::new();
    let mut english = command(&hall.path());
    english.args(["--lang", "en"]);
    let mut desk = Desk::open(english, 132, 43);
    desk.sees("done today");
    desk.keys("430406198304129927⏎");
    desk.sees("*Name");
    for keys in LI_CHUNTAO {
        desk.keys(keys);
    }
    desk.sees("Photograph file");
    desk.keys("⑥②");
    desk.sees("If all is right");
    desk.keys("⏎");
    desk.sees("Issued: 李春桃");
    leave(desk);
}

#[test]
fn a_character_no_font_has_costs_no_number_and_no_work() {
    let hall = Hall::new();
    let mut desk = open(&hall.path());
    desk.keys("430406198304129927⏎");
    desk.sees("*姓名");
    desk.keys("李U+323B0⏎");
    for keys in &LI_CHUNTAO[1..] {
        desk.keys(keys);
    }
    desk.keys("⑥②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("U+323B0");
    desk.sees("请看");
    desk.sees("缺字留空手填");
    desk.keys("⎋");
    desk.sees_no("请看");
    desk.keys("⎋");
    desk.sees("都核过原件");
    leave(desk);
    let office = hall.office();
    let today = office.day(office.today()).expect("a view");
    assert!(today.is_empty(), "nothing was entered: {today:?}");
    assert_eq!(office.drafts().len(), 1, "her form waits as a draft");
}

#[test]
fn a_second_counter_at_one_hall_is_told_who_has_it() {
    let hall = Hall::new();
    let first = open(&hall.path());
    let began = std::time::Instant::now();
    let mut second = Desk::open(command(&hall.path()), 80, 24);
    second.sees("请看");
    let told = began.elapsed();
    assert!(told < std::time::Duration::from_secs(1), "took {told:?}");
    second.sees("练习员");
    second.keys("⎋");
    assert_eq!(second.ends(), 4);
    leave(first);
}
