//! Promise: the ledger list of a day or a period is read, filtered, printed and exported, by keys
//! and from the command line alike.

use std::fs;

use serde_json::Value;

use crate::paper_text::pages;
use crate::support::counter::{Hall, leave, open};
use crate::support::place::{Place, example_text, said};

/// A hall in which one walk-in was served in March and one in May.
fn two_served() -> Place {
    let place = Place::practice("2010-03-15");
    for name in ["e1.toml", "e3.toml"] {
        let (code, text) = said(&place.run_case(&example_text(name)));
        assert_eq!(code, 0, "{text}");
    }
    place
}

fn data(place: &Place, arguments: &[&str]) -> Value {
    let output = place.run(arguments);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", said(&output).1))
}

#[test]
fn a_day_is_listed_and_filtered_by_person_and_by_act() {
    let place = two_served();
    let all = data(&place, &["day", "2010-03-15", "--json"]);
    assert_eq!(all["total"], 1, "{all}");
    assert_eq!(all["acts"][0]["name"], "李春桃");
    assert_eq!(all["acts"][0]["id"], "430406********9927");
    assert_eq!(all["acts"][0]["side"], "流出");
    let spring = ["day", "2010-03-01", "--until", "2010-05-31"];
    let total = |more: &[&str]| {
        let wanted = [&spring[..], more, &["--json"]].concat();
        data(&place, &wanted)["total"].clone()
    };
    assert_eq!(total(&[]), 2);
    assert_eq!(total(&["--person", "430406198304129927"]), 1);
    assert_eq!(total(&["--person", "刘佳", "--act", "签发"]), 1);
    assert_eq!(total(&["--act", "注销"]), 0);
    let (code, text) = said(&place.run(&spring));
    assert!(code == 0 && text.contains("共 2 件"), "{text}");
}

#[test]
fn a_period_is_printed_and_exported() {
    let place = two_served();
    let sheet = place.around().join("台账.pdf").display().to_string();
    let table = place.around().join("台账.csv").display().to_string();
    let period = ["day", "2010-03-01", "--until", "2010-03-31"];
    let wanted = [&period[..], &["--out", &sheet, "--csv", &table, "--json"]].concat();
    let told = data(&place, &wanted);
    assert_eq!(told["printed"], Value::from(sheet.clone()));
    let text = pages(&fs::read(&sheet).expect("the sheet")).concat();
    for part in [
        "期间台账",
        "李春桃",
        "430406********9927",
        "样张",
        "TZ-20100301-20100331",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains("430406198304129927"), "numbers are masked");
    let table = fs::read_to_string(&table).expect("the table");
    assert!(table.contains("李春桃,430406********9927,"), "{table}");
    let (_, again) = said(&place.run(&period));
    assert!(
        again.contains("TZ-20100301-20100331"),
        "the printing is an act: {again}"
    );
}

#[test]
fn the_day_screen_lists_filters_opens_and_prints() {
    let hall = Hall::new();
    let mut desk = open(&hall.path());
    desk.keys("⑥");
    desk.sees("台账 2010-03-15 至 2010-03-15");
    desk.keys("⑥⑥");
    desk.sees("台账 2010-01-01 至 2010-12-31");
    desk.keys("←");
    desk.sees("台账 2009-01-01 至 2009-12-31");
    desk.keys("签发");
    desk.sees("2009-12-31  12 件");
    desk.keys("⏎");
    desk.sees("补打");
    desk.keys("⎋");
    desk.sees("筛 选");
    desk.keys("②");
    desk.sees("已补打 F34");
    desk.keys("⑦");
    desk.sees("已导出");
    leave(desk);
    let folder = hall.path().join("papers/2009");
    assert!(folder.join("TZ-20090101-20091231-F34.pdf").exists());
    assert!(folder.join("TZ-20090101-20091231.csv").exists());
}
