//! Promise: every bad input has its own clear message and its own exit code, uses no number and
//! loses nothing.

use std::fs;

use guitai::ledger;

use crate::support::place::{Place, example_text, guitai, said};

const DONE: i32 = 0;
const USAGE: i32 = 2;
const PROBLEMS: i32 = 3;
const IN_USE: i32 = 4;
const DAMAGED: i32 = 5;
const REFUSED: i32 = 6;
const UNPRINTABLE: i32 = 7;

/// E1 with one thing wrong. Run in a practice hall, where a case may name its day.
fn e1_with(old: &str, new: &str) -> (Place, i32, String) {
    let place = Place::practice("2010-03-15");
    let text = example_text("e1.toml");
    assert!(text.contains(old), "{old} stands in the example");
    let (code, text) = said(&place.run_case(&text.replacen(old, new, 1)));
    (place, code, text)
}

/// The program says `sentence`, ends with `code`, and the ledger holds the hall's opening only.
#[track_caller]
fn refuses(old: &str, new: &str, code: i32, sentence: &str) {
    let (place, found, text) = e1_with(old, new);
    assert_eq!(found, code, "{text}");
    assert!(text.contains(sentence), "{text}");
    let verified = ledger::verify(place.hall()).expect("a whole ledger");
    assert_eq!(verified.frames, 1, "nothing was entered");
}

#[test]
fn a_wrong_check_digit_is_named_and_no_right_one_suggested() {
    refuses(
        "430406198304129927",
        "430406198304129928",
        PROBLEMS,
        "校验码不符",
    );
    let (_, _, text) = e1_with("430406198304129927", "430406198304129928");
    assert!(
        !text.contains("9927"),
        "the card is to be read again: {text}"
    );
}

#[test]
fn an_impossible_birth_date_is_named() {
    refuses(
        "430406198304129927",
        "430406198302309927",
        PROBLEMS,
        "出生日期",
    );
}

#[test]
fn a_missing_group_is_named() {
    refuses("group = \"第3组\"", "", PROBLEMS, "户籍地须具体到组");
}

#[test]
fn a_spouse_without_a_number_is_named() {
    refuses(
        "id = \"430421198011039913\"",
        "",
        PROBLEMS,
        "夫妻双方都须有身份证件",
    );
}

#[test]
fn under_eighteen_is_refused_with_the_article_and_nothing_is_kept() {
    let place = Place::practice("2010-07-05");
    let text = example_text("e2.toml")
        .replace("430406199007259965", "430406199405309905")
        .replace("陈䶮", "罗小娟")
        .replace("2010-04-06", "2010-07-05");
    let (code, text) = said(&place.run_case(&text));
    assert_eq!(code, REFUSED, "{text}");
    assert!(
        text.contains("未满18周岁") && text.contains("第七条"),
        "{text}"
    );
    let (_, found) = said(&place.run(&["find", "罗小娟"]));
    assert!(found.contains("没有找到"), "{found}");
    assert_eq!(ledger::verify(place.hall()).expect("whole").frames, 1);
}

#[test]
fn a_character_no_font_has_is_named_with_its_code_point() {
    refuses("李春桃", "李𰻝", UNPRINTABLE, "U+30EDD");
}

#[test]
fn a_name_as_long_as_names_can_be_is_printed_and_a_longer_one_is_named() {
    let long = "阿卜杜热西提江·".repeat(6) + "买买";
    let place = Place::practice("2010-03-15");
    let (code, text) = said(&place.run_case(&example_text("e1.toml").replace("王小雨", &long)));
    assert_eq!(code, 0, "{text}");
    let longer = long + "买";
    refuses("李春桃", &longer, PROBLEMS, "最多50个字");
}

#[test]
fn an_answer_to_a_question_nobody_asks_is_refused_with_its_line() {
    refuses(
        "detail = \"12号\"",
        "detial = \"12号\"",
        PROBLEMS,
        "case.toml 第 15 行",
    );
}

#[test]
fn a_truncated_case_is_refused_with_line_and_column() {
    let place = Place::practice("2010-03-15");
    let text = example_text("e1.toml");
    let cut = text.split_once("李春").expect("the name").0;
    let (code, text) = said(&place.run_case(cut));
    assert_eq!(code, PROBLEMS);
    assert!(text.contains("第 9 行"), "{text}");
}

#[test]
fn an_unknown_key_and_a_truncated_form_are_refused_with_line_and_column() {
    let place = Place::practice("2010-03-15");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for (folder, file) in [
        ("services", "certificate.issue.toml"),
        ("policy", "hunan-2010.toml"),
        ("papers", "F4.toml"),
    ] {
        let text = fs::read_to_string(root.join("forms").join(folder).join(file)).expect("text");
        // Cut within a quoted text, as a full disk or a broken transfer does.
        let half = text.rfind("= \"").expect("a text") + 3;
        let unknown = format!("colour = \"red\"\n{text}");
        for (broken, word) in [(unknown.as_str(), "colour"), (&text[..half], "")] {
            let path = place.around().join(file);
            fs::write(&path, broken).expect("writes");
            let output = place.run(&["form", "check", &path.display().to_string()]);
            let (code, text) = said(&output);
            assert_eq!(code, PROBLEMS, "{file}: {text}");
            assert!(
                text.contains("行第") && text.contains(word),
                "{file}: {text}"
            );
        }
    }
}

#[test]
fn an_unknown_service_and_another_day_in_a_real_hall_are_refused() {
    refuses(
        "certificate.issue",
        "parking.permit",
        PROBLEMS,
        "person.register",
    );
    let real = Place::real("2010-03-15");
    let (code, text) = said(&real.run_case(&example_text("e1.toml")));
    assert_eq!(code, REFUSED, "{text}");
    assert!(text.contains("2010-03-15"), "{text}");
}

#[test]
fn a_second_process_is_refused_within_a_second_and_hears_who_holds_the_hall() {
    let place = Place::practice("2010-03-15");
    let office = place.open();
    let before = std::time::Instant::now();
    let (code, text) = said(&place.run(&["find", "李"]));
    assert!(before.elapsed().as_secs_f32() < 1.0);
    assert_eq!(code, IN_USE, "{text}");
    assert!(
        text.contains("陈静") && text.contains(&std::process::id().to_string()),
        "{text}"
    );
    let (code, text) = said(&place.run(&["ledger", "verify"]));
    assert_eq!(code, DONE, "reading beside an open counter: {text}");
    office.close();
    assert_eq!(said(&place.run(&["find", "李"])).0, DONE);
}

#[test]
fn a_damaged_ledger_stops_the_program_and_names_the_place() {
    let place = Place::practice("2010-03-15");
    assert_eq!(said(&place.run_case(&example_text("e1.toml"))).0, DONE);
    let log = place.hall().join("ledger/000001.log");
    let mut bytes = fs::read(&log).expect("a ledger");
    let name = "李春桃".as_bytes();
    let at = bytes
        .windows(name.len())
        .position(|part| part == name)
        .expect("her name");
    bytes[at] ^= 1;
    fs::write(&log, bytes).expect("damaged");
    for arguments in [
        &["find", "李"][..],
        &["ledger", "verify"],
        &["ledger", "rebuild"],
    ] {
        let (code, text) = said(&place.run(arguments));
        assert_eq!(code, DAMAGED, "{arguments:?} {text}");
        assert!(text.contains("000001.log"), "{text}");
    }
}

#[test]
fn what_is_no_hall_no_file_and_no_command_is_said_plainly() {
    let place = Place::practice("2010-03-15");
    let nowhere = place.around().join("nowhere").display().to_string();
    let run = |arguments: &[&str]| said(&guitai().args(arguments).output().expect("runs"));
    let (code, text) = run(&["--hall", &nowhere, "find", "李"]);
    assert_eq!(code, 1);
    assert!(text.contains("guitai hall new"), "{text}");
    let (code, text) = said(&place.run(&["issue", &nowhere]));
    assert_eq!(code, 1);
    assert!(text.contains(&nowhere), "{text}");
    assert_eq!(run(&["isue"]).0, USAGE);
    assert_eq!(run(&["find"]).0, USAGE);
    assert_eq!(said(&place.run(&["paper", "4304060051000001X"])).0, 1);
    assert_eq!(said(&place.run(&["show", "4304060051000001X"])).0, 1);
}

#[test]
fn english_is_spoken_on_request_and_json_to_programs() {
    let place = Place::practice("2010-03-15");
    let case = place.around().join("case.toml");
    fs::write(
        &case,
        example_text("e1.toml").replace("group = \"第3组\"", ""),
    )
    .expect("writes");
    let case = case.display().to_string();
    let (_, text) = said(&place.run(&["--lang", "en", "issue", &case]));
    assert!(text.contains("Not done: The form has 1 problems"), "{text}");
    let output = place.run(&["issue", &case, "--json"]);
    let data: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(data["error"]["code"], PROBLEMS);
    assert_eq!(data["error"]["reasons"][0]["at"], "hukou.no_group_reason");
}
