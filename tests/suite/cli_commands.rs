//! Promise: the command line does what the screens do, through the same verbs, and says it as data
//! to programs.

use std::fs;

use serde_json::Value;

use crate::support::place::{Place, example_text, guitai, said};

fn data(output: &std::process::Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {:?}", String::from_utf8_lossy(&output.stdout)))
}

fn example(place: &Place, name: &str) -> (i32, Value) {
    let path = place.around().join(name);
    fs::write(&path, example_text(name)).expect("room for a case");
    let output = place.run(&["issue", &path.display().to_string(), "--json"]);
    (output.status.code().expect("not killed"), data(&output))
}

#[test]
fn the_ready_cases_run_in_a_practice_hall() {
    let place = Place::practice("2010-03-15");
    let (code, e1) = example(&place, "e1.toml");
    assert_eq!(
        (code, &e1["number"]),
        (0, &Value::from("样4304060051000001X"))
    );
    let (code, e2) = example(&place, "e2.toml");
    assert_eq!(
        (code, &e2["missing"][0]["code"]),
        (6, &Value::from("photo"))
    );
    let (code, complete) = example(&place, "e2-complete.toml");
    assert_eq!((code, &complete["case"]), (0, &e2["case"]));
    let (code, e3) = example(&place, "e3.toml");
    assert_eq!((code, &e3["expiry_date"]), (0, &Value::from("2013-05-10")));
    let (code, e4) = example(&place, "e4.toml");
    assert_eq!((code, &e4["name"]), (0, &Value::from("阿依古丽·买买提")));
    let (code, again) = example(&place, "e1.toml");
    assert_eq!(
        (code, &again["error"]["kind"]),
        (6, &Value::from("refused"))
    );
}

#[test]
fn a_case_with_a_request_of_its_own_is_issued_once() {
    let place = Place::practice("2010-03-15");
    let case = format!(
        "request = \"{}\"\n{}",
        "5a".repeat(16),
        example_text("e1.toml")
    );
    let (code, first) = said(&place.run_case(&case));
    let (again, second) = said(&place.run_case(&case));
    assert_eq!((code, again), (0, 0), "{first}{second}");
    assert!(second.contains("样4304060051000001X") && second.contains("没有再占用编号"));
}

#[test]
fn a_new_hall_finds_shows_and_prints() {
    let place = Place::practice("2010-03-15");
    let out = place.around().join("out");
    let case = place.around().join("e1.toml");
    fs::write(&case, example_text("e1.toml")).expect("writes");
    let case = case.display().to_string();
    let (code, text) = said(&place.run(&["issue", &case, "--out", &out.display().to_string()]));
    assert_eq!(code, 0, "{text}");
    let printed = out.join("样4304060051000001X-F2.pdf");
    assert!(printed.exists());

    let found = data(&place.run(&["find", "lct", "--json"]));
    assert_eq!(found["people"][0]["name"], "李春桃");
    assert_eq!(found["people"][0]["id"], "430406********9927");
    assert_eq!(found["people"][0]["certificate"]["state"], "valid");
    let shown = data(&place.run(&["show", "4304060051000001X", "--json"]));
    assert_eq!(shown["answers"]["applicant.name"], "李春桃");
    let person = data(&place.run(&["show", "430406198304129927", "--json"]));
    assert_eq!(person["certificates"][0]["number"], "样4304060051000001X");

    let again = place.around().join("again.pdf");
    let file = again.display().to_string();
    let (code, text) = said(&place.run(&["paper", "4304060051000001X", "--out", &file]));
    assert_eq!(code, 0, "{text}");
    assert_eq!(
        fs::read(&again).expect("printed"),
        fs::read(&printed).expect("printed")
    );
    let (code, text) = said(&place.run(&["paper", "4304060051000001X", "--paper", "F9"]));
    assert_eq!(code, 1);
    assert!(text.contains("F1, F3a, F2, F4"), "{text}");
    let (code, _) = said(&place.run(&["paper", "4304060051000001X", "--paper", "f3A"]));
    assert_eq!(code, 0);
}

#[test]
fn a_hall_is_made_verified_and_rebuilt() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let hall = folder.path().join("deep/hall");
    let run = |arguments: &[&str]| {
        let output = guitai().env("GUITAI_HALL", &hall).args(arguments).output();
        said(&output.expect("the program runs"))
    };
    let (code, text) = run(&["hall", "new", "--name", "试办街道", "--area", "12"]);
    assert_eq!(code, 2, "an area has nine digits: {text}");
    let named = ["hall", "new", "--name", "试办街道", "--area", "430406005"];
    let (code, text) = run(&named);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("hall.toml"), "what is still empty: {text}");
    let (code, text) = run(&named);
    assert_eq!(code, 1, "not twice: {text}");
    assert!(text.contains("空文件夹"), "{text}");
    let (code, text) = run(&["ledger", "verify"]);
    assert_eq!(code, 0);
    assert!(text.contains("账本完好：1 条"), "{text}");
    let (code, text) = run(&["ledger", "rebuild", "--json"]);
    assert_eq!((code, text.trim()), (0, "{\"acts\":1,\"people\":0}"));
    let (code, text) = run(&[&named[..], &["--profile", "mars-2050"]].concat());
    assert_eq!(code, 1);
    assert!(text.contains("hunan-2010"), "{text}");
}

#[test]
fn all_forms_of_the_house_are_proved_by_one_command() {
    let (code, text) = said(&guitai().args(["form", "check"]).output().expect("runs"));
    assert_eq!(code, 0, "{text}");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = guitai();
    command.args(["form", "check", "--json"]);
    for file in [
        "services/certificate.issue.toml",
        "policy/hunan-2010.toml",
        "papers/F2.toml",
    ] {
        command.arg(root.join("forms").join(file));
    }
    let checked = data(&command.output().expect("runs"));
    let kinds: Vec<&Value> = (0..3)
        .map(|place| &checked["files"][place]["kind"])
        .collect();
    assert_eq!(kinds, ["service", "policy", "paper"]);
}

#[test]
fn help_names_the_exit_codes_and_shows_examples() {
    let (code, text) = said(&guitai().arg("--help").output().expect("runs"));
    assert_eq!(code, 0);
    for word in ["guitai practice", "GUITAI_HALL", "5 账本损坏", "7 无法打印"] {
        assert!(text.contains(word), "{word}: {text}");
    }
}

#[test]
fn without_a_terminal_the_counter_says_so() {
    let place = Place::practice("2010-03-15");
    let (code, text) = said(&place.run(&[]));
    assert_eq!(code, 1);
    assert!(text.contains("终端"), "{text}");
}

#[test]
fn a_paper_goes_into_a_folder_that_is_there_and_makes_none() {
    let place = Place::practice("2010-03-15");
    assert_eq!(said(&place.run_case(&example_text("e1.toml"))).0, 0);
    let folder = place.around().join("papers");
    fs::create_dir(&folder).expect("a folder");
    let paper = |out: &std::path::Path| {
        let out = out.display().to_string();
        said(&place.run(&["paper", "4304060051000001X", "--out", &out]))
    };
    let (code, text) = paper(&folder);
    assert_eq!(code, 0, "{text}");
    assert!(folder.join("样4304060051000001X-F2.pdf").is_file());
    let slip = place.around().join("papres");
    let (code, text) = paper(&slip.join("a.pdf"));
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("没有找到") && !slip.exists(), "{text}");
}

#[test]
fn a_folder_in_the_place_of_a_file_is_named_as_one() {
    let place = Place::practice("2010-03-15");
    let folder = place.around().display().to_string();
    let (code, text) = said(&place.run(&["issue", &folder]));
    assert_eq!(code, 1);
    assert!(text.contains("是文件夹"), "{text}");
}

#[test]
fn a_certificate_is_shown_in_the_words_of_its_form() {
    let place = Place::practice("2010-03-15");
    assert_eq!(said(&place.run_case(&example_text("e1.toml"))).0, 0);
    let (code, text) = said(&place.run(&["show", "4304060051000001X"]));
    assert_eq!(code, 0, "{text}");
    for word in ["前往地", "东莞", "李春桃"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    assert!(!text.contains("applicant.name"), "{text}");
}

#[test]
fn a_person_is_shown_in_the_words_of_a_form() {
    let place = Place::practice("2010-03-15");
    assert_eq!(said(&place.run_case(&example_text("e1.toml"))).0, 0);
    let (code, text) = said(&place.run(&["show", "430406198304129927"]));
    assert_eq!(code, 0, "{text}");
    for word in ["婚姻状况", "初婚", "新矿村社区", "王小雨"] {
        assert!(text.contains(word), "{word}: {text}");
    }
    assert!(
        !text.contains("marital.status") && !text.contains("前往地"),
        "{text}"
    );
}
