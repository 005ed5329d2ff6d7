//! Promise: no service holds against anybody what belongs to something else: the times of another
//! permit, the day of an older journey, a decision nobody took, rows nobody touched.

use crate::support::counter::Hall;
use crate::support::place::{Place, check, example, example_text, issue, said, with};

const OTHER_PERMIT: &str = "(1)0406005090031";

#[test]
fn the_times_of_one_permit_do_not_count_for_another_that_waited_for_a_paper() {
    let hall = Hall::empty("hunan-2010", "2010-12-20");
    let extend = |text: &str| hall.give(&["permit", "extend", "--case"], text);
    let first = example_text("e7.toml");
    assert_eq!(extend(&first).0, 0);
    // Another permit is suspended for an endorsement, and the paper is brought.
    let other = first
        .replace("(1)0406005080023", OTHER_PERMIT)
        .replace("issue_date = 2008-12-10", "issue_date = 2009-12-10");
    let without = other.replace(
        "endorsement_wife = \"已核原件\"",
        "endorsement_wife = \"缺\"",
    );
    let (code, text) = extend(&without);
    assert_eq!(code, 6, "it waits: {text}");
    let (code, text) = extend(&other);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("第几次延期：1"), "{text}");
    // Each of them has had its one extension.
    for again in [&first, &other] {
        let (code, text) = extend(again);
        assert_eq!(code, 6, "{text}");
    }
}

fn returned(on: &str) -> String {
    format!(
        "service = \"flow.return\"\n[answers]\n\"applicant.id\" = \"653101198405109920\"\n\"applicant.name\" = \"阿依古丽·买买提\"\n\"flow.returned_on\" = \"{on}\"\n"
    )
}

#[test]
fn a_return_is_held_against_an_outflow_alone() {
    let place = Place::practice("2010-06-01");
    let path = place.around().join("in.toml");
    std::fs::write(&path, example_text("e04-inflow.toml")).expect("room for a case");
    let path = path.display().to_string();
    let (code, text) = said(&place.run(&["flow", "in", "--case", &path]));
    assert_eq!(code, 0, "{text}");
    // She came to live here on 20 May; that is no day she left on. She is not away, and that alone is
    // said.
    let (code, text) = said(&place.run_case(&returned("2010-05-10")));
    assert_eq!(code, 6, "{text}");
    assert!(text.contains("没有登记为外出"), "{text}");
    assert!(!text.contains("返回日期早于"), "{text}");
}

#[test]
fn a_return_before_she_left_is_named() {
    let place = Place::real("2010-03-15");
    let mut office = place.open();
    let mut out = example("e1.toml");
    out.date = None;
    issue(&mut office, &out).expect("issued");
    let text = "service = \"flow.return\"\n[answers]\n\"applicant.id\" = \"430406198304129927\"\n\"applicant.name\" = \"李春桃\"\n\"flow.returned_on\" = \"2010-03-10\"\n";
    let case = guitai::cli::case::CaseFile::parse("case.toml", text).expect("a case");
    let unfit = check(&office, &case).expect_err("before she left");
    let message = unfit.problems[0].message.say(guitai::text::Lang::Zh);
    assert!(message.contains("早于登记的外出日期"), "{message}");
}

#[test]
fn a_request_to_correct_shows_no_decision_before_anything_is_corrected() {
    let place = Place::under("hunan-2022", "2026-11-24");
    let (code, text) = said(&place.run_case(&example_text("e15-register.toml")));
    assert_eq!(code, 0, "{text}");
    let office = place.open();
    let asked = |kind: &str| {
        let mut case = with(
            example("e15-copy.toml"),
            &[
                ("rights.kind", kind),
                ("rights.correction", "门牌有误，凭户口本"),
            ],
        );
        case.date = None;
        check(&office, &case).unwrap_or_else(|unfit| panic!("{unfit:#?}"))
    };
    let correct = asked("correct");
    for name in ["rights.decision", "rights.done_on"] {
        assert!(!correct.values().contains_key(name), "{name}");
    }
    assert!(
        correct.values().contains_key("rights.due"),
        "it has a day to be answered by"
    );
    assert!(asked("copy").values().contains_key("rights.done_on"));
}

#[test]
fn rows_that_nobody_touched_say_nothing_about_children() {
    let place = Place::real("2010-06-01");
    let mut office = place.open();
    let mut inflow = example("e04-inflow.toml");
    inflow.date = None;
    issue(&mut office, &inflow).expect("registered");
    let person = office
        .exact("653101198405109920")
        .expect("a view")
        .expect("on record");
    let page = office.person(person).expect("a view").expect("on record");
    let told: Vec<_> = page
        .person
        .facts
        .keys()
        .filter(|fact| fact.starts_with("children"))
        .collect();
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn a_second_inflow_registration_is_told_and_sends_no_second_line() {
    let place = Place::practice("2010-06-01");
    let case = example_text("e04-inflow.toml").replace("date = 2010-06-01\n", "");
    assert_eq!(said(&place.run_case(&case)).0, 0);
    let again = case.replace("verification = \"办理\"", "verification = \"本人暂不需要\"");
    let (again, _) = again
        .split_once("[answers.verification]")
        .expect("its part");
    let again = again.replace("slip = \"办理\"", "slip = \"本人暂不需要\"");
    let (code, text) = said(&place.run_case(&again));
    assert_eq!(code, 0, "{text}");
    let list = crate::scenario_e04::data(&place, &["report", "F9", "2010-06", "--json"]);
    assert_eq!(list["total"], 1, "one arrival, one line");
    // Once she has left, a new arrival is a new line.
    let leave = "service = \"flow.leave\"\n[answers]\n\"applicant.id\" = \"653101198405109920\"\n\"applicant.name\" = \"阿依古丽·买买提\"\n\"flow.left_on\" = \"2010-06-01\"\n";
    let (code, text) = said(&place.run_case(leave));
    assert_eq!(code, 0, "{text}");
    assert_eq!(said(&place.run_case(&again)).0, 0);
    let list = crate::scenario_e04::data(&place, &["report", "F9", "2010-06", "--json"]);
    assert_eq!(list["total"], 2);
}

#[test]
fn a_woman_who_comes_names_her_children_if_she_wishes() {
    let place = Place::real("2010-06-01");
    let mut office = place.open();
    let mut inflow = with(
        example("e04-inflow.toml"),
        &[
            ("children[0].name", "艾力"),
            ("children[0].sex", "1"),
            ("children[0].birth", "2008-03-02"),
        ],
    );
    inflow.date = None;
    issue(&mut office, &inflow).expect("registered");
    let person = office
        .exact("653101198405109920")
        .expect("a view")
        .expect("on record");
    let page = office.person(person).expect("a view").expect("on record");
    assert_eq!(page.person.fact("children[0].name"), "艾力");
}
