//! Promise: one command on a fresh machine practises the main job by itself and shows what it did.

use std::path::Path;

use serde_json::Value;

use crate::support::place::{Place, guitai, pages, said};

#[test]
fn the_drill_issues_a_practice_certificate_among_two_thousand_people() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let dir = folder.path().join("practice").display().to_string();
    let run = || {
        let output = guitai()
            .args(["practice", "--json", "--dir", &dir])
            .output();
        let output = output.expect("the program runs");
        assert_eq!(output.status.code(), Some(0));
        serde_json::from_slice::<Value>(&output.stdout).expect("JSON")
    };
    let drill = run();
    assert_eq!(drill["issued"]["number"], "样4304060051000001X");
    assert_eq!(drill["issued"]["name"], "李春桃");
    assert_eq!(drill["people"], 2001);
    let papers = drill["issued"]["papers"].as_array().expect("papers");
    assert_eq!(papers.len(), 4);
    for paper in papers {
        let path = Path::new(paper["path"].as_str().expect("a path"));
        assert!(pages(path) > 0);
    }
    let again = run();
    assert_eq!(again["issued"]["number"], drill["issued"]["number"]);
    assert_eq!(again["issued"]["repeated"], true);
    assert_eq!(again["ledger"], drill["ledger"]);

    let hall = |arguments: &[&str]| {
        said(
            &guitai()
                .args(["--hall", &dir])
                .args(arguments)
                .output()
                .expect("runs"),
        )
    };
    let (code, text) = hall(&["find", "张"]);
    assert_eq!(code, 0);
    assert!(
        text.lines().count() >= 20,
        "the sample people are found: {text}"
    );
}

#[test]
fn the_drill_tells_people_what_it_did_on_the_day_they_ask_for() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let dir = folder.path().join("practice").display().to_string();
    let arguments = ["practice", "--dir", &dir, "--date", "2011-05-03"];
    let (code, text) = said(&guitai().args(arguments).output().expect("runs"));
    assert_eq!(code, 0, "{text}");
    for word in [
        "2000 名虚构人员",
        "2011-05-03",
        "样430406005110000",
        "2014-05-02",
        "账本核对无误",
    ] {
        assert!(text.contains(word), "{word}: {text}");
    }
}

#[test]
fn a_real_hall_is_never_practised_on() {
    let place = Place::real("2010-03-15");
    let dir = place.hall().display().to_string();
    let output = guitai()
        .args(["practice", "--dir", &dir])
        .output()
        .expect("runs");
    let (code, text) = said(&output);
    assert_eq!(code, 6, "{text}");
    assert!(text.contains("正式大厅"), "{text}");
}
