//! E12: her husband is printed 彭立薪 instead of 彭立新. Before the hand-over the sheet is spoiled and
//! printed again under its number; after it the sheet comes back and the new one says 更正. The ledger
//! shows who typed the wrong sign.

use guitai::office::{Office, Period};
use guitai::record::{Certificate, Did};

use crate::paper_text::pages;
use crate::support::counter::{Hall, leave, open};
use crate::support::life::{OLD, act_as, issue_example, move_to, run};
use crate::support::place::{Place, example_text};
use crate::support::printed;
use crate::support::terminal::Desk;

const ID: &str = "430406198501159922";

/// From her page to the number on the screen; `again` is typed where the old sheet is asked for.
fn correct_by_keys(desk: &mut Desk, letter: &str, again: &str) {
    desk.keys(&format!("{ID}⏎"));
    desk.sees("今天可办");
    desk.keys(letter);
    desk.sees("更正的内容");
    desk.keys(&format!("3{again}"));
    desk.sees("来办的人");
    // Who comes; then what is right, as far as the wrong name.
    desk.keys("⏎⏎⏎⏎");
    desk.sees("彭立薪");
    desk.ctrl('u');
    desk.keys("彭立新⏎⏎⏎");
    desk.sees("结婚证");
    desk.keys("⑥②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("已更正：郭晓燕");
    desk.sees("样 4304 0600 5100 0001 X");
    desk.keys("⏎");
}

fn certificate(office: &Office) -> Certificate {
    let found = office.certificate(OLD).expect("a view");
    found.expect("it is on record")
}

/// What it printed is right now, what was issued stays, and each sign has its clerk.
fn expect(office: &Office, on: &str) {
    let certificate = certificate(office);
    assert_eq!(certificate.issued.answers["spouse.name"], "彭立薪");
    assert_eq!(certificate.answers()["spouse.name"], "彭立新");
    assert_eq!(certificate.sheets, 2, "the second print");
    assert_eq!(certificate.entered_by, "练习员");
    assert_eq!(certificate.entered_by("spouse.name"), "吴敏");
    let day = office.day(on.parse().expect("a date")).expect("a view");
    let last = day.last().expect("something was done");
    assert_eq!((last.did, last.clerk.as_str()), (Did::Correct, "吴敏"));
    let page = office.person(certificate.person).expect("a view");
    let person = page.expect("on record").person;
    assert_eq!(person.fact("spouse.name"), "彭立新");
}

#[test]
fn e12_a_sheet_not_handed_over_is_spoiled_and_printed_again_by_keys() {
    let hall = Hall::new();
    move_to(&hall.path(), "2010-11-02");
    issue_example(&hall.path(), "e12-issue.toml");
    act_as(&hall.path(), "吴敏");
    let mut desk = open(&hall.path());
    correct_by_keys(&mut desk, "d", "");
    leave(desk);

    let office = hall.office();
    expect(&office, "2010-11-02");
    let sheet = pages(&office.paper(OLD, "F2").expect("the sheet")).concat();
    assert!(sheet.contains("彭立新") && !sheet.contains("彭立薪"));
    assert!(!sheet.contains('【'), "it never left the counter: {sheet}");
    // The month is open: its line is corrected, and nothing is to be reported as a change.
    assert_eq!(line_of(&office, "F10", "2010-11")["spouse_name"], "彭立新");
    assert!(rows(&office, "F11", "2010-11").is_empty());
}

#[test]
fn e12_by_case_file_a_sheet_not_handed_over_is_spoiled_and_printed_again() {
    let place = Place::practice("2010-11-02");
    issue_example(place.hall(), "e12-issue.toml");
    act_as(place.hall(), "吴敏");
    let case = example_text("e12.toml").replace("[answers.old_sheet]\nback = true\n", "");
    let path = place.around().join("e12.toml");
    std::fs::write(&path, case).expect("room for a case");
    let path = path.display().to_string();
    let correct = ["certificate", "correct", OLD, "--case", &path, "--json"];
    let (code, text) = run(&place, &correct);
    assert_eq!(code, 0, "{text}");
    let data: serde_json::Value = serde_json::from_str(&text).expect("data");
    assert_eq!(data["number"], OLD, "the same number on a new sheet");
    let papers = data["papers"].as_array().expect("papers").iter();
    let papers: Vec<_> = papers.map(|paper| paper["paper"].clone()).collect();
    assert_eq!(papers, ["F2"], "no application: nothing was out");
    let (_, text) = run(&place, &["show", OLD]);
    assert!(text.contains("陈静；配偶姓名：吴敏"), "{text}");
    let office = place.open();
    assert_eq!(certificate(&office).sheets, 2);
    let sheet = printed::paper(&office, OLD, "F2");
    assert!(sheet.contains("彭立新") && !sheet.contains("彭立薪"));
    assert!(!sheet.contains('【'), "{sheet}");
    assert_eq!(line_of(&office, "F10", "2010-11")["spouse_name"], "彭立新");
    assert!(rows(&office, "F11", "2010-11").is_empty());
}

/// The lines of a month's report, the whole of them as they are sent.
fn rows(
    office: &Office,
    report: &str,
    month: &str,
) -> Vec<std::collections::BTreeMap<String, String>> {
    let month = month.parse().expect("a month");
    let page = office.report(report, Period::Month(month)).expect("a view");
    page.rows
        .into_iter()
        .map(|row| row.into_iter().collect())
        .collect()
}

/// Her line, the only one.
fn line_of(
    office: &Office,
    report: &str,
    month: &str,
) -> std::collections::BTreeMap<String, String> {
    let mut rows = rows(office, report, month);
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}

#[test]
fn e12_a_sheet_that_was_out_comes_back_and_the_new_one_says_corrected_by_keys() {
    let hall = Hall::new();
    move_to(&hall.path(), "2010-11-02");
    issue_example(&hall.path(), "e12-issue.toml");
    let mut desk = open(&hall.path());
    desk.keys(&format!("{ID}⏎"));
    desk.sees("今天可办");
    desk.keys("a");
    desk.sees("来办的人");
    desk.keys("⏎");
    desk.sees("本人身份证");
    desk.keys("⑥②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("证已领取：郭晓燕");
    desk.keys("⏎");
    leave(desk);
    act_as(&hall.path(), "吴敏");
    // November is sent before she finds it.
    let mut desk = open(&hall.path());
    desk.ctrl('b');
    desk.sees("流入人口定位信息报告单");
    desk.keys("2");
    desk.sees("流出人口定位信息报告单  2010-11  1行");
    desk.keys("⑦");
    desk.sees("确认以后不再改动");
    desk.keys("⑦");
    desk.sees("2010-11-02 由 吴敏");
    leave(desk);
    move_to(&hall.path(), "2010-12-03");
    let mut desk = open(&hall.path());
    correct_by_keys(&mut desk, "c", "1");
    // The month that was sent stays as it was; a line of changes follows in the next.
    desk.ctrl('b');
    desk.sees("流入人口定位信息报告单");
    desk.keys("3");
    desk.sees("服务管理变更信息报告单  2010-12  1行");
    desk.sees("配偶姓名：彭立新");
    leave(desk);

    let office = hall.office();
    expect(&office, "2010-12-03");
    assert_eq!(line_of(&office, "F10", "2010-11")["spouse_name"], "彭立薪");
    let change = line_of(&office, "F11", "2010-12");
    assert_eq!(
        (change["old"].as_str(), change["new"].as_str()),
        ("配偶姓名：彭立薪", "配偶姓名：彭立新")
    );
    assert!(certificate(&office).handed_over.is_none(), "it waits again");
    let sheet = pages(&office.paper(OLD, "F2").expect("the sheet")).concat();
    assert!(sheet.contains("2010-11-02【更正 2010-12-03】"), "{sheet}");
    let application = office.paper("样SQ-430406005-2010-00002", "F30");
    let application = pages(&application.expect("the application")).concat();
    for part in ["配偶姓名", "彭立薪", "彭立新", "结婚证", "同意更正"] {
        assert!(application.contains(part), "{part} in {application}");
    }
}

#[test]
fn e12_a_correction_from_a_case_file_brings_the_old_sheet_back() {
    let place = Place::practice("2010-11-02");
    issue_example(place.hall(), "e12-issue.toml");
    let handed = [
        "certificate",
        "hand-over",
        OLD,
        "--answer",
        "doc.id_card=seen",
    ];
    let (code, text) = run(&place, &handed);
    assert_eq!(code, 0, "{text}");
    let path = place.around().join("e12.toml");
    let path = path.display().to_string();
    let correct = ["certificate", "correct", OLD, "--case", &path];

    // A sheet that stays out is refused by name, and nothing is entered.
    let kept = example_text("e12.toml").replace("back = true", "back = false");
    std::fs::write(&path, kept).expect("room for a case");
    let (code, text) = run(&place, &correct);
    assert_eq!(code, 6, "{text}");
    assert!(text.contains("不能办理更正：原证没有收回"), "{text}");
    act_as(place.hall(), "吴敏");

    std::fs::write(&path, example_text("e12.toml")).expect("room for a case");
    let (code, text) = run(&place, &[&correct[..], &["--json"]].concat());
    assert_eq!(code, 0, "{text}");
    let data: serde_json::Value = serde_json::from_str(&text).expect("data");
    assert_eq!(data["number"], OLD);
    let papers = data["papers"].as_array().expect("papers").iter();
    let papers: Vec<_> = papers.map(|paper| paper["paper"].clone()).collect();
    assert_eq!(papers, ["F30", "F2"]);
    let (_, text) = run(&place, &["show", OLD, "--json"]);
    let shown: serde_json::Value = serde_json::from_str(&text).expect("data");
    assert_eq!(shown["answers"]["spouse.name"], "彭立新");
    assert_eq!(shown["sheets"], 2);
    // Who typed the wrong sign, and who the right one.
    assert_eq!(shown["entered_by"], "陈静");
    let (code, text) = run(&place, &["show", OLD]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("陈静；配偶姓名：吴敏"), "{text}");
    let office = place.open();
    let sheet = printed::paper(&office, OLD, "F2");
    assert!(sheet.contains("2010-11-02【更正2010-11-02】"), "{sheet}");
    assert_eq!(line_of(&office, "F10", "2010-11")["spouse_name"], "彭立新");
}

#[test]
fn e12_the_pages_of_the_certificate_and_of_its_application_name_who_typed_what_by_keys() {
    let hall = Hall::new();
    move_to(&hall.path(), "2010-11-02");
    issue_example(&hall.path(), "e12-issue.toml");
    act_as(&hall.path(), "吴敏");
    let mut desk = open(&hall.path());
    correct_by_keys(&mut desk, "d", "");
    desk.keys(&format!("{OLD}⏎"));
    desk.sees("今天可办");
    // Past the three groups of services to her certificate.
    desk.keys("⇥⇥⇥⏎");
    desk.sees("录入人");
    desk.sees("练习员；配偶姓名：吴敏");
    leave(desk);
    let office = hall.office();
    let case = "样SQ-430406005-2010-00002";
    let page = office
        .record_page(case)
        .expect("a view")
        .expect("on record");
    let said: Vec<&str> = page.outcome.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(said, ["彭立薪 → 彭立新（练习员）"]);
}
