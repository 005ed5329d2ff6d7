//! Invented people for practice and for measuring.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use guitai::person::ResidentId;

fn sample(arguments: &[&str]) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guitai"));
    command.args(["sample", "people"]).args(arguments);
    command.output().expect("the program runs")
}

#[test]
fn the_same_seed_writes_the_same_people_and_no_number_twice() {
    let first = sample(&["500", "--seed", "7"]);
    assert!(first.status.success());
    assert_eq!(first.stdout, sample(&["500", "--seed", "7"]).stdout);
    assert_ne!(first.stdout, sample(&["500", "--seed", "8"]).stdout);
    let text = String::from_utf8(first.stdout).expect("UTF-8");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("证件号码,姓名,联系电话"));
    let numbers: BTreeSet<&str> = lines
        .map(|line| line.split(',').next().expect("a number"))
        .collect();
    assert_eq!(numbers.len(), 500);
    for number in numbers {
        let on = "2010-03-15".parse().expect("a day");
        ResidentId::read(number, on).unwrap_or_else(|why| panic!("{number}: {why:?}"));
    }
}

#[test]
fn a_file_is_written_once_and_never_over_another() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("people.csv");
    let path = path.to_str().expect("a path in Unicode");
    let written = sample(&["20", "--to", path, "--json"]);
    assert!(written.status.success());
    let told: serde_json::Value = serde_json::from_slice(&written.stdout).expect("JSON");
    assert_eq!(told["people"], 20);
    let before = std::fs::read(path).expect("it is there");
    assert_eq!(sample(&["30", "--to", path]).status.code(), Some(1));
    assert_eq!(std::fs::read(path).expect("still there"), before);
    assert_eq!(sample(&["0"]).status.code(), Some(2));
}

#[test]
fn whoever_reads_only_the_first_lines_is_no_reason_to_fail() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_guitai"))
        .args(["sample", "people", "100000"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    drop(child.stdout.take());
    assert!(child.wait().expect("it ends").success());
}
