//! Promise: leaving and return are recorded of whom they can be true, by keys and by case file, and whoever
//! they cannot be true of is told why.

use crate::support::counter::{choose, leave, open};
use crate::support::life::{issue_example, move_to, run};
use crate::support::place::{Place, example_text, said};

const LI: &str = "430406198304129927";
const AYI: &str = "653101198405109920";

fn written(place: &Place, text: &str) -> String {
    let path = place.around().join("flow.toml");
    std::fs::write(&path, text).expect("room for a case");
    path.display().to_string()
}

fn case(service: &str, (id, name): (&str, &str), more: &str) -> String {
    format!(
        "service = \"{service}\"\n[answers]\n\"applicant.id\" = \"{id}\"\n\
         \"applicant.name\" = \"{name}\"\n{more}\n"
    )
}

fn fact(place: &Place, id: &str, fact: &str) -> String {
    let office = place.open();
    let key = office.exact(id).expect("a view").expect("on record");
    let page = office.person(key).expect("a view").expect("on record");
    page.person.fact(fact).to_owned()
}

/// A hall in which 阿依古丽 is registered since 2010-06-01.
fn with_inflow() -> Place {
    let place = Place::practice("2010-06-01");
    let (code, text) = said(&place.run_case(&example_text("e04-inflow.toml")));
    assert_eq!(code, 0, "{text}");
    move_to(place.hall(), "2010-09-10");
    place
}

#[test]
fn who_lives_here_leaves_by_case_file_once() {
    let place = with_inflow();
    let leave = case(
        "flow.leave",
        (AYI, "阿依古丽·买买提"),
        "\"flow.left_on\" = 2010-09-08",
    );
    let path = written(&place, &leave);
    let (code, text) = run(&place, &["flow", "leave", "--case", &path]);
    assert_eq!(code, 0, "{text}");
    assert_eq!(fact(&place, AYI, "flow.state"), "left");
    assert_eq!(fact(&place, AYI, "flow.since"), "2010-09-08");
    // She has left; there is nothing more to leave.
    let (code, text) = run(&place, &["flow", "leave", "--case", &path]);
    assert_eq!(code, 6, "{text}");
    assert!(text.contains("没有她的流入登记"), "{text}");
    assert!(text.contains("先办“流入登记”"), "{text}");
}

#[test]
fn an_unknown_number_leaves_nothing_behind() {
    let place = Place::practice("2010-09-10");
    let path = written(&place, &case("flow.leave", (AYI, "阿依古丽·买买提"), ""));
    let (code, text) = run(&place, &["flow", "leave", "--case", &path]);
    assert_eq!(code, 6, "{text}");
    assert!(text.contains("没有她的流入登记"), "{text}");
    assert_eq!(place.open().people(), 0);
}

#[test]
fn who_lives_here_leaves_by_keys() {
    let place = with_inflow();
    let mut desk = open(place.hall());
    desk.keys(&format!("{AYI}⏎"));
    desk.sees("今天可办");
    choose(&mut desk, "流入离开");
    desk.sees("去往");
    desk.keys("喀什市⏎");
    desk.keys("②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("流入离开");
    desk.keys("⏎");
    leave(desk);
    assert_eq!(fact(&place, AYI, "flow.state"), "left");
}

#[test]
fn who_is_away_returns_by_case_file_once_and_not_before_she_left() {
    let place = Place::practice("2010-03-15");
    issue_example(place.hall(), "e1.toml");
    assert_eq!(fact(&place, LI, "flow.state"), "outflow");
    move_to(place.hall(), "2010-09-10");
    let back = |day: &str| {
        let day = format!("\"flow.returned_on\" = {day}");
        written(&place, &case("flow.return", (LI, "李春桃"), &day))
    };
    let early = back("2010-03-14");
    let (code, text) = run(&place, &["flow", "return", "--case", &early]);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("返回日期早于登记的外出日期"), "{text}");
    let path = back("2010-09-09");
    let (code, text) = run(&place, &["flow", "return", "--case", &path]);
    assert_eq!(code, 0, "{text}");
    assert!(!text.contains("没有她的流出登记"), "{text}");
    assert_eq!(fact(&place, LI, "flow.state"), "returned");
    let (code, text) = run(&place, &["flow", "return", "--case", &path]);
    assert_eq!(code, 6, "{text}");
    assert!(text.contains("自 2010-09-09 起"), "{text}");
}

#[test]
fn who_is_away_returns_by_keys() {
    let place = Place::practice("2010-03-15");
    issue_example(place.hall(), "e1.toml");
    move_to(place.hall(), "2010-09-10");
    let mut desk = open(place.hall());
    desk.keys(&format!("{LI}⏎"));
    desk.sees("今天可办");
    // She does not live here as a migrant, so there is nothing to leave.
    choose(&mut desk, "流出返回");
    desk.sees("流出返回  李春桃");
    desk.keys("②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("流出返回");
    desk.keys("⏎");
    leave(desk);
    assert_eq!(fact(&place, LI, "flow.state"), "returned");
}

#[test]
fn who_left_before_the_register_was_kept_may_return() {
    let place = Place::practice("2010-09-10");
    let path = written(&place, &case("flow.return", (LI, "李春桃"), ""));
    let (code, text) = run(&place, &["flow", "return", "--case", &path]);
    assert_eq!(code, 0, "{text}");
    assert_eq!(fact(&place, LI, "flow.state"), "returned");
}

#[test]
fn her_page_tells_why_a_service_cannot_apply_to_her() {
    let place = Place::practice("2010-03-15");
    issue_example(place.hall(), "e1.toml");
    let office = place.open();
    let key = office.exact(LI).expect("a view").expect("on record");
    let page = office.person(key).expect("a view").expect("on record");
    let why = |service: &str| {
        let offer = page.offers.iter().find(|offer| offer.service == service);
        let offer = offer.unwrap_or_else(|| panic!("{service} is offered"));
        let first = offer.refusals.first();
        first
            .map(|refusal| refusal.why_not.zh.clone())
            .unwrap_or_default()
    };
    assert!(why("flow.leave").contains("没有她的流入登记"));
    assert!(why("notice.send").contains("没有别处需要通报"));
    assert!(why("check.result").contains("没有待收的孕检单"));
    assert!(why("inquiry.answer").contains("没有待收的协查函"));
    assert_eq!(
        why("slip.received"),
        "",
        "the slip of her certificate is out"
    );
    assert_eq!(why("flow.return"), "");
    assert_eq!(why("permit.extend"), "", "she is married");
}
