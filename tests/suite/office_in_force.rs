//! Promise: a real hall gives no certificate under rules that are not in force, and says so before
//! it asks anything else.

use std::fs;

use guitai::office::{IssueError, profile_of_the_day};

use crate::support::place::{Place, check, day, example, example_text, guitai, issue, said, with};

#[test]
fn a_real_hall_refuses_under_a_repealed_profile_and_a_practice_hall_goes_on() {
    let case = with(example("e1.toml"), &[("leave_date", "2021-09-10")]);
    let place = Place::real("2021-09-10");
    let mut office = place.open();
    let offers = office.offers();
    let rules = |service: &str| {
        let offer = offers.iter().find(|offer| offer.service == service);
        let refusals = offer.map(|offer| offer.refusals.clone());
        let refusals = refusals.unwrap_or_default().into_iter();
        refusals.map(|refusal| refusal.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules("certificate.issue"), ["profile_in_force"]);
    assert_eq!(rules("person.register"), [""; 0]);
    let error = issue(&mut office, &case).expect_err("repealed the day before");
    let IssueError::Refused(refusal) = &error else {
        panic!("{error}");
    };
    assert_eq!(refusal.rule, "profile_in_force");
    assert!(refusal.article.zh.contains("2021年废止"), "{refusal:?}");
    assert!(refusal.remedy.zh.contains("hunan-2022"), "{refusal:?}");
    assert_eq!(office.acts(), 1);
    let registered = check(&office, &example("e4.toml")).expect("no slip");
    let clerk = office.clerk();
    office.register(&registered, &clerk).expect("on record");

    let practice = Place::practice("2021-09-10");
    let issued = issue(&mut practice.open(), &case).expect("only a banner");
    assert!(issued.number.is_some());
}

#[test]
fn the_last_day_of_a_profile_is_a_day_of_it() {
    let place = Place::real("2021-09-09");
    let case = with(example("e1.toml"), &[("leave_date", "2021-09-09")]);
    issue(&mut place.open(), &case).expect("still in force");
}

#[test]
fn the_command_line_names_rule_article_and_remedy_with_exit_code_6() {
    let place = Place::real("2010-03-15");
    // Without its day: a real hall works on today.
    let text = example_text("e1.toml");
    let lines = text.lines().filter(|line| !line.starts_with("date ="));
    let case = lines.collect::<Vec<_>>().join("\n");
    let (code, text) = said(&place.run_case(&case));
    assert_eq!(code, 6, "{text}");
    for word in ["2021-09-09", "2021年废止", "hunan-2022", "guitai practice"] {
        assert!(text.contains(word), "{word}: {text}");
    }
}

#[test]
fn a_new_hall_works_under_the_newest_profile_of_the_day_unless_told() {
    for (on, profile) in [
        ("2010-03-15", "hunan-2010"),
        ("2016-01-01", "hunan-2016"),
        ("2026-03-02", "hunan-2022"),
    ] {
        assert_eq!(profile_of_the_day(day(on)).expect("readable"), profile);
    }
    let folder = tempfile::tempdir().expect("a folder for the test");
    let made = |name: &str, more: &[&str]| {
        let hall = folder.path().join(name);
        let mut command = guitai();
        command.arg("--hall").arg(&hall).args(["hall", "new"]);
        command.args(["--name", "试办街道", "--area", "430406005"]);
        let (code, text) = said(&command.args(more).output().expect("runs"));
        assert_eq!(code, 0, "{text}");
        fs::read_to_string(hall.join("hall.toml")).expect("settings")
    };
    assert!(made("today", &[]).contains("hunan-2022"));
    assert!(made("told", &["--profile", "hunan-2016"]).contains("hunan-2016"));
}

#[test]
fn who_has_a_certificate_hears_that_before_any_slip_of_the_form() {
    let place = Place::practice("2010-03-15");
    assert_eq!(said(&place.run_case(&example_text("e1.toml"))).0, 0);
    let slip = example_text("e1.toml").replace("group = \"第3组\"", "group = \"\"");
    let (code, text) = said(&place.run_case(&slip));
    assert_eq!(code, 6, "{text}");
    assert!(text.contains("样4304060051000001X"), "{text}");
}
