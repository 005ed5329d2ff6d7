//! Promise: the counter of a sealed hall opens for who knows a password and for nobody else; locked,
//! it shows nothing, holds nothing and has lost nothing.

use crate::support::counter::{choose, command, leave};
use crate::support::sealed::{CLERK, Sealed, planted};
use crate::support::terminal::Desk;

/// What clears the screen and what the terminal keeps of earlier ones.
const WIPED: &[u8] = b"\x1b[H\x1b[2J\x1b[3J";
/// Ctrl-\, the second key for locking.
const LOCK: &[u8] = b"\x1c";

fn wipes(bytes: &[u8]) -> usize {
    bytes
        .windows(WIPED.len())
        .filter(|part| *part == WIPED)
        .count()
}

/// The counter with nobody signed in.
fn at(sealed: &Sealed) -> Desk {
    let desk = Desk::open(command(sealed.place.hall()), 80, 24);
    desk.sees("口令");
    desk
}

#[test]
fn a_counter_opens_for_a_password_and_locks_without_a_trace() {
    let sealed = Sealed::with_clerk("2010-03-15");
    let mut desk = at(&sealed);
    desk.keys("陈静⏎");
    desk.sees("陈静");
    desk.keys("not her password⏎");
    desk.sees("姓名或口令不对");
    assert!(!String::from_utf8_lossy(&desk.bytes()).contains("not her"));
    // Her name stays; only the password is typed again.
    desk.keys("red kettle on the stove⏎");
    desk.sees("今日办件");
    desk.keys("周兰芝");
    desk.sees("周兰芝");
    let before = wipes(&desk.bytes());
    desk.raw(LOCK);
    desk.sees("口令");
    desk.sees_no("周兰芝");
    desk.sees_no("今日办件");
    assert!(wipes(&desk.bytes()) > before);
    // The hall is let go of with its keys: another process may open it.
    sealed.open(CLERK).close();
    desk.keys("red kettle on the stove⏎");
    desk.sees("今日办件");
    desk.sees_no("周兰芝");
    leave(desk);
}

#[test]
fn what_was_being_typed_when_the_counter_was_locked_is_kept_sealed() {
    let sealed = Sealed::with_clerk("2010-03-15");
    let mut desk = at(&sealed);
    desk.keys("陈静⏎");
    desk.sees("陈静");
    desk.keys("red kettle on the stove⏎");
    desk.sees("今日办件");
    desk.keys("③");
    choose(&mut desk, "人员登记");
    desk.sees_no("免费检查");
    desk.keys("周兰芝");
    desk.sees("周兰芝");
    desk.raw(LOCK);
    desk.sees("口令");
    for file in sealed.files() {
        assert!(planted(&file, &["周兰芝"]).is_empty(), "{}", file.display());
    }
    let office = sealed.open(CLERK);
    let drafts = office.drafts();
    assert_eq!(drafts.len(), 1);
    let draft = office.draft(drafts[0].request).expect("a draft");
    let typed = draft.answers.values().any(|text| text.contains("周兰芝"));
    assert!(typed, "{:?}", draft.answers);
    office.close();
    desk.keys("⑩");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn a_counter_that_nobody_touches_locks_itself() {
    let sealed = Sealed::with_clerk("2010-03-15");
    let settings = sealed.place.hall().join("hall.toml");
    let text = std::fs::read_to_string(&settings).expect("settings");
    std::fs::write(&settings, format!("lock_after = 1\n{text}")).expect("room");
    let mut desk = at(&sealed);
    desk.keys("陈静⏎");
    desk.sees("陈静");
    desk.keys("red kettle on the stove⏎");
    desk.wrote("locking", |bytes| wipes(bytes) >= 1);
    desk.sees("口令");
    desk.sees_no("今日办件");
    desk.keys("⑩");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn a_terminal_that_goes_away_takes_the_keys_with_it() {
    let sealed = Sealed::with_clerk("2010-03-15");
    let mut desk = at(&sealed);
    desk.keys("陈静⏎");
    desk.sees("陈静");
    desk.keys("red kettle on the stove⏎");
    desk.sees("今日办件");
    desk.hang_up();
    assert_eq!(desk.ends(), 0);
    sealed.open(CLERK).close();
}
