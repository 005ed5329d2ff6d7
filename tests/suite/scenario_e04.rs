//! Scenario E4: 阿依古丽·买买提 of Kashgar comes to live here. On one day she is registered, her
//! certificate of another province is verified, and she takes an appointment for a check; of the
//! agreement she takes only the leaflet. Played from its case file.

use serde_json::Value;

use crate::support::place::{Place, check, example, example_text, issue, with};

/// The register has sixteen lines before she comes.
fn after_sixteen_others() -> Place {
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

    let register = data(&place, &["report", "F5", "2010", "--json"]);
    let line = &register["rows"][16];
    for (column, text) in [
        ("register_no", "样2010/17"),
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

    // Registration, verification and slip are of one day.
    let office = place.open();
    let found = office.find("653101198405109920", 5).expect("a view");
    assert_eq!(found.hits.len(), 1);
    let page = office.person(found.hits[0].person).expect("a view");
    let page = page.expect("she is on record");
    assert_eq!(page.person.fact("flow.state"), "inflow");
    assert_eq!(page.person.fact("flow.scope"), "cross_province");
    let timeline: Vec<_> = page.timeline.iter().map(|line| line.on).collect();
    assert_eq!(timeline, [place.day]);
    for typed in ["阿依古丽买买提", "ayigl", "买买提"] {
        let found = office.find(typed, 5).expect("a view");
        let names = found.hits.iter().map(|hit| hit.name.as_str());
        assert!(
            names.clone().any(|name| name == "阿依古丽·买买提"),
            "{typed}"
        );
    }
    office.close();

    let shown = place.run(&["show", "653101198405109920"]);
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(
        shown.contains("流入居住") && shown.contains("2010-05-20"),
        "{shown}"
    );

    let inflow = data(&place, &["report", "F9", "2010-06", "--json"]);
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
fn e4_prints_the_slip_the_sheet_of_the_inflow_book_and_the_line_for_page_c() {
    let place = Place::practice("2010-06-01");
    let mut office = place.open();
    let issued = issue(&mut office, &example("e04-inflow.toml")).expect("registered");
    let papers: Vec<&str> = issued
        .papers
        .iter()
        .map(|file| file.paper.as_str())
        .collect();
    assert_eq!(papers, ["F5c", "F6", "F7b"], "no agreement, no handbook");
    let number = issued.number.expect("a register number");
    let sheet = said(&office.paper(&number, "F7b").expect("a paper"));
    assert!(
        sheet.contains("预约") && sheet.contains("样LR2010-001"),
        "{sheet}"
    );
    let slip = said(&office.paper(&number, "F6").expect("a paper"));
    assert!(slip.contains("样JC430406005100601001") && slip.contains("样TY-2010-000001"));
}

/// All text of a PDF file, without the spaces a layout puts in.
pub fn said(pdf: &[u8]) -> String {
    let pages = crate::paper_text::pages(pdf);
    pages.concat().split_whitespace().collect()
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
