//! Promise: `guitai paper prove` tells of every place of a paper how long a text it takes, and
//! fails where a service can bring a longer one.

use std::fs;
use std::process::Output;

use serde_json::Value;

use crate::support::place::{guitai, said};

fn prove(arguments: &[&str]) -> Output {
    let mut command = guitai();
    command.args(["paper", "prove"]).args(arguments);
    command.output().expect("the program runs")
}

fn field<'a>(proof: &'a Value, path: &str) -> &'a Value {
    let fields = proof["papers"][0]["fields"].as_array().expect("fields");
    let found = fields.iter().find(|field| field["path"] == path);
    found.unwrap_or_else(|| panic!("{path} in {proof}"))
}

#[test]
fn every_place_of_a_paper_is_listed_with_what_it_takes() {
    let (code, text) = said(&prove(&["F4"]));
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains("姓名") && text.contains("applicant.name"),
        "{text}"
    );
    let output = prove(&["f4", "--json"]);
    let proof: Value = serde_json::from_slice(&output.stdout).expect("data");
    let name = field(&proof, "applicant.name");
    assert_eq!(
        (&name["verdict"], &name["label"]),
        (&"fits".into(), &"姓名".into())
    );
    let number = |key: &str| name[key].as_f64().expect("a number");
    assert!(
        number("needed") >= 50.0 && number("largest") >= number("needed"),
        "{name}"
    );
    assert!(number("size") >= 6.5, "{name}");
    let output = prove(&["F6", "--json"]);
    let proof: Value = serde_json::from_slice(&output.stdout).expect("data");
    assert_eq!(field(&proof, "slip.ring")["verdict"], "not_printed");
}

#[test]
fn a_layout_with_a_place_that_is_too_small_fails_the_proof() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let file = folder.path().join("F4.toml");
    let good = include_str!("../../forms/papers/F4.toml");
    let narrow = good.replace("[21, 48, 21, 44, 44]", "[21, 12, 21, 80, 44]");
    assert_ne!(good, narrow);
    fs::write(&file, narrow).expect("room for a layout");
    let (code, text) = said(&prove(&[&file.display().to_string()]));
    assert_eq!(code, 7, "{text}");
    assert!(text.contains("放不下") && text.contains("姓名"), "{text}");
    let output = prove(&[&file.display().to_string(), "--json"]);
    let proof: Value = serde_json::from_slice(&output.stdout).expect("data");
    assert_eq!(output.status.code(), Some(7));
    assert_eq!(field(&proof, "applicant.name")["verdict"], "does_not_fit");
    assert_eq!(proof["holds"], false);
}

#[test]
fn an_unknown_paper_names_the_known_ones() {
    let (code, text) = said(&prove(&["F99"]));
    assert!(code == 1 && text.contains("F2 "), "{text}");
}
