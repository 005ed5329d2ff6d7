//! Promise: a character no font has does not send anybody away. The paper is refused by name; the
//! clerk may choose that its place stays blank for the pen, and the record says so.

use std::fs;

use serde_json::Value;

use crate::paper_text::pages;
use crate::support::place::{Place, example_text, said};

/// The first case with a name of a character that no font has.
fn case(place: &Place) -> String {
    let text = example_text("e1.toml");
    assert!(text.contains("李春桃"));
    let path = place.around().join("rare.toml");
    fs::write(&path, text.replace("李春桃", "李\u{30EDD}")).expect("room for a case");
    path.display().to_string()
}

#[test]
fn a_name_no_font_has_is_refused_with_the_way_out_and_left_to_the_pen_on_request() {
    let place = Place::practice("2010-03-15");
    let case = case(&place);
    let (code, text) = said(&place.run(&["issue", &case]));
    assert_eq!(code, 7, "{text}");
    for part in ["\u{30EDD}", "U+30EDD", "姓名", "--by-hand"] {
        assert!(text.contains(part), "{part} in {text}");
    }

    let output = place.run(&["issue", &case, "--by-hand", "--json"]);
    let (code, text) = said(&output);
    assert_eq!(code, 0, "{text}");
    let data: Value = serde_json::from_slice(&output.stdout).expect("data");
    let number = data["number"].as_str().expect("a number");
    let notes = data["notes"].to_string();
    assert!(
        notes.contains("手工填写") && notes.contains("U+30EDD"),
        "{notes}"
    );

    let office = place.open();
    let page = office
        .record_page(number)
        .expect("a readable view")
        .expect("a record");
    let by_hand = page
        .answers
        .iter()
        .find(|(label, _)| label.zh == "手工填写");
    let (_, said) = by_hand.expect("the record tells what was left to the pen");
    assert!(
        said[0]
            .say(guitai::text::Lang::Zh)
            .contains("姓名（U+30EDD）")
    );

    let again = office
        .paper(number, "F2")
        .expect("the paper can be made again");
    let written = data["papers"].as_array().expect("papers");
    let sheet = written
        .iter()
        .find(|paper| paper["paper"] == "F2")
        .expect("the certificate");
    let first = fs::read(sheet["path"].as_str().expect("a path")).expect("the file");
    assert_eq!(first, again);
    let text = pages(&first).concat();
    assert!(
        !text.contains('\u{30EDD}') && !text.contains('\u{FFFD}'),
        "{text}"
    );
    assert!(text.contains("姓名"), "{text}");
}

#[test]
fn nothing_is_left_to_the_pen_where_everything_can_be_printed() {
    let place = Place::practice("2010-03-15");
    let path = place.around().join("e1.toml");
    fs::write(&path, example_text("e1.toml")).expect("room for a case");
    let (code, text) = said(&place.run(&["issue", &path.display().to_string(), "--by-hand"]));
    assert!(code == 0 && !text.contains("手工填写"), "{text}");
}
