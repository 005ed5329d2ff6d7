//! Promise: one command says whether a hall is well, what must be seen to and how, in words and as
//! data, and changes nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use guitai::disk::SecondCopySetting;
use guitai::office::{FixedClock, Office};
use serde_json::Value;

use crate::support::place::{Place, day, said};

fn examined(place: &Place) -> (i32, Value) {
    let output = place.run(&["doctor", "--json"]);
    let data = serde_json::from_slice(&output.stdout).expect("data");
    (output.status.code().expect("not killed"), data)
}

fn health<'a>(data: &'a Value, what: &str) -> &'a str {
    let findings = data["findings"].as_array().expect("findings").iter();
    let found = findings.filter(|finding| finding["what"] == what);
    let found: Vec<&str> = found.filter_map(|one| one["health"].as_str()).collect();
    assert_eq!(found.len(), 1, "{what}: {data}");
    found[0]
}

#[test]
fn a_hall_that_is_well_is_said_to_be_and_left_as_it_is() {
    let place = Place::practice("2010-03-15");
    place.open().close();
    let ledger = fs::read(place.hall().join("ledger/000001.log")).expect("a ledger");
    let (code, data) = examined(&place);
    assert_eq!(code, 0, "{data}");
    for what in [
        "settings",
        "forms",
        "ledger",
        "fonts",
        "permissions",
        "view",
    ] {
        assert_eq!(health(&data, what), "good", "{what}: {data}");
    }
    assert_eq!(health(&data, "backup"), "note", "{data}");
    // Its last act is of 2010, and the computer's clock is not.
    assert_eq!(health(&data, "clock"), "note", "{data}");
    for what in ["disk", "printers"] {
        let _ = health(&data, what);
    }
    let (code, text) = said(&place.run(&["doctor"]));
    assert!(code == 0 && text.contains("[好]  账本：1 条"), "{text}");
    let after = fs::read(place.hall().join("ledger/000001.log")).expect("a ledger");
    assert_eq!(after, ledger);
    assert!(place.hall().join("view/closed").exists());
}

#[test]
fn what_must_be_seen_to_is_named() {
    let place = Place::practice("2010-03-15");
    let path = place.hall().join("hall.toml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("permissions");
    SecondCopySetting {
        folder: place.around().join("no stick"),
        before_done: false,
    }
    .write(place.hall())
    .expect("a setting");
    let (code, data) = examined(&place);
    assert_eq!((code, health(&data, "permissions")), (1, "bad"), "{data}");
    assert_eq!(health(&data, "backup"), "bad", "{data}");
    let (_, text) = said(&place.run(&["doctor"]));
    assert!(
        text.contains("[要处理]") && text.contains("插好备份盘"),
        "{text}"
    );

    let log = place.hall().join("ledger/000001.log");
    let mut bytes = fs::read(&log).expect("a ledger");
    bytes[200] ^= 1;
    fs::write(&log, bytes).expect("damaged");
    let (code, data) = examined(&place);
    assert_eq!((code, health(&data, "ledger")), (5, "bad"), "{data}");
}

#[test]
fn a_folder_that_is_no_hall_is_said_to_be_none() {
    let place = Place::practice("2010-03-15");
    fs::remove_file(place.hall().join("hall.toml")).expect("removed");
    let (code, data) = examined(&place);
    assert_eq!((code, health(&data, "settings")), (1, "bad"), "{data}");
}

#[test]
fn a_clock_that_was_put_back_is_told_of_when_the_hall_is_opened() {
    let place = Place::real("2010-03-15");
    place.open().close();
    let told = |on: &str| {
        let clock = Box::new(FixedClock(day(on)));
        let opened = Office::open(place.hall(), clock).expect("it opens all the same");
        let keys: Vec<&str> = opened.report.iter().map(|message| message.key()).collect();
        opened.office.close();
        keys.contains(&"office.clock_behind")
    };
    assert!(!told("2010-03-15") && !told("2010-03-16"));
    assert!(told("2010-03-14"), "a day before the last act");
}
