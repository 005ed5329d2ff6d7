//! Promise: every paper, of a record or of nobody, is looked at on the terminal before it is
//! printed, in pictures or in characters; looking prints nothing and writes nothing.

use std::fs;

use serde_json::Value;

use crate::support::counter::program;
use crate::support::life::issue_example;
use crate::support::place::{Place, guitai, said};
use crate::support::terminal::Desk;

#[test]
fn without_a_terminal_the_pages_come_as_text() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = guitai();
    command
        .current_dir(folder.path())
        .args(["paper", "sample", "F2", "--preview"]);
    let (code, text) = said(&command.output().expect("the program runs"));
    assert_eq!(code, 0, "{text}");
    for part in [
        "第 1 页，共 4 页",
        "第 4 页，共 4 页",
        "流动人口婚育证明",
        "李春桃",
        "白沙洲街道",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    // What is aligned on paper is aligned here, and no line has blanks at its end.
    assert!(text.lines().all(|line| line.trim_end() == line), "{text}");
    let written = fs::read_dir(folder.path()).expect("the folder").count();
    assert_eq!(written, 0, "nothing is written");
}

#[test]
fn a_paper_on_record_is_looked_at_and_nothing_is_printed_or_entered() {
    let place = Place::practice("2010-03-15");
    issue_example(place.hall(), "e1.toml");
    let acts = place.open().acts();
    let preview = ["paper", "4304060051000001X", "--paper", "f1", "--preview"];
    let (code, text) = said(&place.run(&preview));
    assert_eq!(code, 0, "{text}");
    assert!(text.starts_with("F1 ") && text.contains("李春桃"), "{text}");
    let output = place.run(&[&preview[..], &["--json"]].concat());
    let data: Value = serde_json::from_slice(&output.stdout).expect("data");
    let pages = data["pages"].as_array().expect("pages");
    assert!(pages[0][0].as_str().expect("a heading").contains("第 1 页"));
    let (code, _) = said(&place.run(&[&preview[..], &["--out", "x.pdf"]].concat()));
    assert_eq!(code, 2, "a preview has no file");
    let (code, text) = said(&place.run(&["paper", "99", "--preview"]));
    assert_eq!(code, 1, "{text}");
    assert_eq!(place.open().acts(), acts, "looking enters nothing");
}

#[test]
fn on_a_terminal_the_pages_are_leafed_through_by_the_keys_of_the_preview() {
    let mut command = program();
    command.args(["paper", "sample", "F2", "--preview"]);
    let mut desk = Desk::open(command, 90, 30);
    desk.sees("第 1 页");
    desk.sees("虚构的资料");
    desk.keys("⇥");
    desk.sees("第 2 页");
    desk.keys("⇥⇥⇥");
    desk.sees("第 4 页");
    desk.sees("没有更多页了");
    desk.keys("①");
    desk.sees("方向键移动");
    desk.keys("⎋");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn a_terminal_that_shows_pictures_is_sent_the_page_as_one() {
    let sixel: &[u8] = b"\x1b[6;20;10t\x1b[?62;4c";
    let mut command = program();
    command.args(["paper", "blank", "F4", "--preview"]);
    let mut desk = Desk::open(command, 90, 30);
    desk.wrote("the question", |bytes| contains(bytes, b"\x1b[16t"));
    desk.raw(sixel);
    desk.wrote("a picture", |bytes| contains(bytes, b"\x1bP"));
    // On a window of three rows nothing of the page is left, and it is still left by its key.
    desk.resize(40, 3);
    desk.sees_no("共 ");
    desk.keys("⎋");
    assert_eq!(desk.ends(), 0);
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}
