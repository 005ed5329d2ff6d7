//! Scenario E4: 阿依古丽·买买提 of Kashgar comes to live here. On one day she is registered, her
//! certificate of another province is verified, and she takes an appointment for a check; of the
//! agreement she takes only the leaflet. Played from its case file.

use serde_json::Value;

use crate::support::place::{Place, check, example, example_text, issue, with};
use crate::support::printed::{self, says};

const ID: &str = "653101198405109920";
const NUMBER: &str = "样2010/17";
/// The three ways in which she is looked for.
pub const SPELLINGS: [&str; 3] = ["阿依古丽买买提", "ayigl", "买买提"];

/// The register has sixteen lines before she comes.
pub fn after_sixteen_others() -> Place {
    let place = Place::practice("2010-06-01");
    let mut office = place.open();
    let mut earlier = with(
        example("e05-expired.toml"),
        &[("verification.on", "2010-06-01")],
    );
    earlier.date = None;
    for _ in 0..16 {
        issue(&mut office, &earlier).expect("a line in the register");
    }
    office.close();
    place
}

pub fn run(place: &Place, verb: &[&str], case: &str) -> Value {
    let path = place.around().join("case.toml");
    std::fs::write(&path, example_text(case)).expect("room for a case");
    let path = path.display().to_string();
    let arguments = [verb, &["--case", &path, "--json"]].concat();
    data(place, &arguments)
}

pub fn data(place: &Place, arguments: &[&str]) -> Value {
    let output = place.run(arguments);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{arguments:?} {text}");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn e4_by_a_case_file_is_registered_verified_and_given_a_slip_on_one_day() {
    let place = after_sixteen_others();
    let done = run(&place, &["flow", "in"], "e04-inflow.toml");
    assert_eq!(done["number"], "样2010/17");
    assert_eq!(done["values"]["slip.valid_until"], "2010-07-01");

    for typed in SPELLINGS {
        let found = place.run(&["find", typed]);
        let found = String::from_utf8_lossy(&found.stdout).into_owned();
        assert!(found.contains("阿依古丽·买买提"), "{typed}: {found}");
    }
    as_expected(&place);

    let shown = place.run(&["show", "653101198405109920"]);
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(
        shown.contains("流入居住") && shown.contains("2010-05-20"),
        "{shown}"
    );
}

#[test]
fn a_second_registration_names_the_day_of_the_first() {
    let place = Place::practice("2010-06-01");
    run(&place, &["flow", "in"], "e04-inflow.toml");
    let again = run(&place, &["flow", "in"], "e04-inflow.toml");
    let notes = again["notes"].to_string();
    assert!(
        notes.contains("她自 2010-05-20 起已登记为流入居住"),
        "{notes}"
    );
}

/// What the guide expects, whoever typed it.
pub fn as_expected(place: &Place) {
    stands_in_the_lists(place);
    let office = place.open();
    let found = office.find(ID, 5).expect("a view");
    assert_eq!(found.hits.len(), 1);
    let page = office.person(found.hits[0].person).expect("a view");
    let page = page.expect("she is on record");
    assert_eq!(page.person.name(), "阿依古丽·买买提");
    assert_eq!(page.person.fact("flow.state"), "inflow");
    assert_eq!(page.person.fact("flow.scope"), "cross_province");
    // Registration, verification, slip and sheet are of one day.
    let timeline: Vec<_> = page.timeline.iter().map(|line| line.on).collect();
    assert_eq!(timeline, [place.day]);
    let served = office.served(NUMBER).expect("a view").expect("on record");
    for date in ["verification.on", "slip.given_on", "sheet.on"] {
        assert_eq!(served.served.answers[date], "2010-06-01", "{date}");
    }
    let consent = page.person.last_consent("consent.check").expect("asked");
    assert!(consent.given && consent.withdrawn.is_none());

    let paper = |paper: &str| printed::paper(&office, NUMBER, paper);
    let papers = office.paper_names(NUMBER).expect("on record");
    assert_eq!(papers, ["F5c", "F6", "F7b"], "of the agreement a leaflet");
    let on_page_c = [
        "查验结果：合格",
        "避孕节育：本人未提供",
        "2010年6月1日",
        "陈静",
    ];
    says(&paper("F5c"), &on_page_c);
    let slip = [
        "样JC430406005100601001",
        "样TY-2010-000001",
        "2010年7月1日",
        "2010年6月18日",
    ];
    says(&paper("F6"), &slip);
    assert_eq!(
        printed::ticked(&office, NUMBER, "F6")[..2],
        ["查孕", "查病"]
    );
    says(
        &paper("F7b"),
        &["样LR2010-001", "2010-06-01", "预约", "流入人口册"],
    );
}

/// Her line in the register of the year and in the list of the month.
fn stands_in_the_lists(place: &Place) {
    let register = data(place, &["report", "F5", "2010", "--json"]);
    let line = &register["rows"][16];
    for (column, text) in [
        ("register_no", NUMBER),
        ("name", "阿依古丽·买买提"),
        ("on", "2010-06-01"),
        ("certificate_no", "653101001090123"),
        ("result_label", "合格"),
        ("remark", "间隔号写法不同"),
        ("same_name", "yes"),
        ("same_id", "yes"),
        ("hukou_line", "新疆维吾尔自治区喀什地区喀什市"),
    ] {
        assert_eq!(line[column], text, "{column}");
    }
    let inflow = data(place, &["report", "F9", "2010-06", "--json"]);
    let line = &inflow["rows"][0];
    assert_eq!(inflow["total"], 1);
    assert_eq!(line["arrival_date"], "2010-05-20");
    assert_eq!(line["verified_on"], "2010-06-01");
    assert_eq!(line["certificate_label"], "有效");
    assert_eq!(line["residence_line"], "纺织新村社区8栋");
    // What an inflow registration may not hold is in no column.
    for column in ["married_on", "boys", "girls", "contraception_label"] {
        assert!(line.get(column).is_none(), "{column}");
    }
}

#[test]
fn a_step_of_another_day_needs_its_reason() {
    let place = Place::practice("2010-06-01");
    let office = place.open();
    let other = with(
        example("e04-inflow.toml"),
        &[("verification.on", "2010-05-28")],
    );
    let unfit = check(&office, &other).expect_err("the days differ");
    let paths: Vec<&str> = unfit.problems.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(paths, ["verification.date_reason"]);
    let told = with(other, &[("verification.date_reason", "当日停电")]);
    let submission = check(&office, &told).expect("with its reason");
    let remark = &submission.answers()["verification.remark"];
    assert_eq!(remark, "间隔号写法不同；当日停电");
}
