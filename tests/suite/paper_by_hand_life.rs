//! Promise: whoever has a name no font has can have her certificate renewed, replaced and
//! corrected too. Its place stays blank for the pen where the clerk chooses so, each paper says so
//! on record, and is printed again alike.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::paper_text::pages;
use crate::support::life::move_to;
use crate::support::place::{Place, example_text, said};

/// A character of Extension G, which no font here has.
const RARE: char = '\u{30EDD}';
const OLD: &str = "样4304060051000001X";
const LOST: &str = "service = \"certificate.replace\"\n[answers]\nreason = \"在火车上遗失\"\n\
    [answers.loss]\nkind = \"遗失\"\ndeclared_on = 2010-09-13\n[answers.doc]\nid_card = \"已核原件\"\n\
    photo = 1\n";

/// The case of e1 as a renewal by the holder, with this many photographs.
fn renewal(photographs: u8) -> String {
    let issue = example_text("e1.toml");
    let (_, answers) = issue.split_once("[answers.applicant]").expect("answers");
    let answers = answers
        .replace("李春桃", &rare())
        .replace("leave_date = 2010-03-15", "");
    let answers = answers.replace("photo = 3", &format!("photo = {photographs}"));
    format!(
        "service = \"certificate.renew\"\n[answers.old_sheet]\nback = \"是\"\n[answers.applicant]{answers}"
    )
}

/// A hall with the first certificate, issued to 李春桃 or to somebody no font can write.
fn hall(name: &str) -> Place {
    let place = Place::practice("2010-03-15");
    let text = example_text("e1.toml").replace("李春桃", name);
    let path = place.around().join("e1.toml");
    fs::write(&path, text).expect("room for a case");
    let case = path.display().to_string();
    let (code, said) = said(&place.run(&["issue", &case, "--by-hand"]));
    assert_eq!(code, 0, "{said}");
    place
}

fn rare() -> String {
    format!("李{RARE}")
}

/// Takes the step: refused by name without the choice, done with it. The data it told.
fn step(place: &Place, verb: &str, case: &str, more: &[&str]) -> Value {
    let path = place.around().join("step.toml");
    fs::write(&path, case).expect("room for a case");
    let path = path.display().to_string();
    let arguments = [&["certificate", verb, OLD, "--case", &path], more].concat();
    let (code, text) = said(&place.run(&arguments));
    assert_eq!(code, 7, "{verb}: {text}");
    for part in ["U+30EDD", "--by-hand"] {
        assert!(text.contains(part), "{verb}: {part} in {text}");
    }
    let output = place.run(&[&arguments[..], &["--by-hand", "--json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{verb}: {}", said(&output).1);
    serde_json::from_slice(&output.stdout).expect("data")
}

/// Every paper is there, has no foreign mark for the character, is on record as filled in by hand,
/// and comes out again the same.
fn left_to_the_pen(place: &Place, data: &Value, expected: &[&str]) {
    let notes = data["notes"].to_string();
    assert!(
        notes.contains("手工填写") && notes.contains("（U+30EDD）"),
        "{notes}"
    );
    let written = data["papers"].as_array().expect("papers");
    let named: Vec<&str> = written
        .iter()
        .filter_map(|one| one["paper"].as_str())
        .collect();
    assert_eq!(named, expected);
    let office = place.open();
    for one in written {
        let (paper, path) = (&one["paper"], one["path"].as_str().expect("a path"));
        let file = fs::read(path).expect("the file");
        let text = pages(&file).concat();
        assert!(
            !text.contains(RARE) && !text.contains('\u{FFFD}'),
            "{paper}: {text}"
        );
        let kept = Path::new(path)
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let (number, paper) = kept.rsplit_once('-').expect("number and paper");
        assert_eq!(
            office.paper(number, paper).expect("made again"),
            file,
            "{number} {paper}"
        );
        let page = office
            .record_page(number)
            .expect("a view")
            .expect("a record");
        let said = page
            .answers
            .iter()
            .find(|(label, _)| label.zh == "手工填写");
        assert!(said.is_some(), "the record of {number} tells it");
    }
    office.close();
}

#[test]
fn a_lost_certificate_of_a_name_no_font_has_is_replaced() {
    let place = hall(&rare());
    move_to(place.hall(), "2010-09-13");
    let data = step(&place, "replace", LOST, &[]);
    assert_ne!(data["number"], OLD);
    left_to_the_pen(&place, &data, &["F30", "F2", "F4"]);
}

#[test]
fn a_certificate_of_a_name_no_font_has_is_renewed() {
    let place = hall(&rare());
    move_to(place.hall(), "2013-02-20");
    let data = step(&place, "renew", &renewal(3), &[]);
    assert_ne!(data["number"], OLD);
    left_to_the_pen(&place, &data, &["F30", "F1", "F3a", "F2", "F4"]);
}

#[test]
fn a_name_is_corrected_into_one_no_font_has() {
    let place = hall("李春桃");
    let case = format!(
        "service = \"certificate.correct\"\n[answers]\nreason = \"打印错误\"\nchange.part = \"applicant\"\n\
         [answers.applicant]\nname = \"{}\"\n[answers.doc]\nid_card = \"已核原件\"\n",
        rare()
    );
    let data = step(&place, "correct", &case, &[]);
    assert_eq!(
        data["number"], OLD,
        "a spoiled sheet is printed again under its number"
    );
    left_to_the_pen(&place, &data, &["F2"]);
}

#[test]
fn a_renewal_that_waits_for_papers_leaves_its_notice_to_the_pen() {
    let place = hall(&rare());
    move_to(place.hall(), "2013-02-20");
    let data = {
        let case = renewal(0);
        let path = place.around().join("step.toml");
        fs::write(&path, case).expect("room for a case");
        let path = path.display().to_string();
        let renew = [
            "certificate",
            "renew",
            OLD,
            "--case",
            &path,
            "--by-hand",
            "--json",
        ];
        let output = place.run(&renew);
        assert_eq!(output.status.code(), Some(6), "it waits");
        serde_json::from_slice::<Value>(&output.stdout).expect("data")
    };
    left_to_the_pen(&place, &data, &["F29"]);
}

#[test]
fn what_was_left_to_the_pen_before_is_printed_once_it_is_corrected() {
    let place = hall(&rare());
    let case = "service = \"certificate.correct\"\n[answers]\nreason = \"登记错误\"\nchange.part = \
                \"applicant\"\n[answers.applicant]\nname = \"李春桃\"\n[answers.doc]\nid_card = \"已核原件\"\n";
    let path = place.around().join("step.toml");
    fs::write(&path, case).expect("room for a case");
    let path = path.display().to_string();
    let output = place.run(&["certificate", "correct", OLD, "--case", &path, "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", said(&output).1);
    let data: Value = serde_json::from_slice(&output.stdout).expect("data");
    let sheet = data["papers"][0]["path"].as_str().expect("a path");
    let text = pages(&fs::read(sheet).expect("the file")).concat();
    assert!(text.contains("李春桃"), "{text}");
    let page = place
        .open()
        .record_page(OLD)
        .expect("a view")
        .expect("a record");
    assert!(page.answers.iter().all(|(label, _)| label.zh != "手工填写"));
}

#[test]
fn a_name_on_record_is_corrected_into_one_no_font_has() {
    let place = Place::practice("2010-03-15");
    let path = place.around().join("e9.toml");
    fs::write(&path, example_text("e9-2009.toml")).expect("room for a case");
    let (code, text) = said(&place.run(&["issue", &path.display().to_string()]));
    assert_eq!(code, 0, "{text}");
    let name = rare();
    let correct = ["person", "name", "430406198704169944", &name];
    let (code, text) = said(&place.run(&correct));
    assert_eq!(code, 7, "{text}");
    let (code, text) = said(&place.run(&[&correct[..], &["--by-hand"]].concat()));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("手工填写"), "{text}");
}
