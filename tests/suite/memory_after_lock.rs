//! Promise: once the counter of a sealed hall is locked, the memory of the program holds nothing of
//! those who were served, and no password.

use rustix::process::Signal;

use crate::support::counter::{choose, command, leave};
use crate::support::memory::remembered;
use crate::support::place::{example, issue, with};
use crate::support::sealed::{CLERK, Sealed};
use crate::support::terminal::Desk;

const NAME: &str = "欧阳绛雪";
const PINYIN: &str = "ouyangjiangxue";
const ID: &str = "430406198205079928";
const PHONE: &str = "13807340991";
/// Typed into a draft that nobody saved.
const TYPED: &str = "慕容霁月";
const PASSWORD: &str = CLERK.1;
const PLANTED: [&str; 6] = [NAME, PINYIN, ID, PHONE, TYPED, PASSWORD];
/// Ctrl-\, the second key for locking.
const LOCK: &[u8] = b"\x1c";
/// What clears the screen and what the terminal keeps of earlier ones.
const WIPED: &[u8] = b"\x1b[H\x1b[2J\x1b[3J";

/// A sealed hall that knows one person.
fn served() -> Sealed {
    let sealed = Sealed::with_clerk("2010-03-15");
    let mut office = sealed.open(CLERK);
    let changes = [
        ("applicant.name", NAME),
        ("applicant.id", ID),
        ("applicant.phone", PHONE),
    ];
    let case = with(example("e1.toml"), &changes);
    issue(&mut office, &case).expect("issued");
    office.close();
    sealed
}

/// The counter with the clerk signed in; what was planted and found on the way.
fn signed_in(sealed: &Sealed) -> (Desk, Vec<&'static str>) {
    let mut desk = Desk::open(command(sealed.place.hall()), 80, 24);
    desk.sees("口令");
    desk.keys("陈静⏎");
    desk.sees("陈静");
    desk.keys(PASSWORD);
    desk.sees(&"*".repeat(PASSWORD.len()));
    let found = remembered(desk.pid(), &PLANTED);
    desk.keys("⏎");
    desk.sees("今日办件");
    (desk, found)
}

/// Finds her, opens her page, and begins a draft about somebody else.
fn serve(desk: &mut Desk) -> Vec<&'static str> {
    desk.keys(PINYIN);
    desk.sees(NAME);
    desk.keys("⏎");
    desk.sees("今天可办");
    let mut found = remembered(desk.pid(), &PLANTED);
    desk.keys("⎋");
    desk.sees("找到1人");
    desk.keys("⎋");
    desk.sees("今日办件");
    desk.keys("③");
    choose(desk, "人员登记");
    desk.sees_no("免费检查");
    desk.keys(TYPED);
    desk.sees(TYPED);
    found.extend(remembered(desk.pid(), &PLANTED));
    found
}

#[test]
fn nothing_of_anybody_is_in_the_memory_of_a_counter_that_was_locked() {
    let sealed = served();
    let (mut desk, mut found) = signed_in(&sealed);
    found.extend(serve(&mut desk));
    // The search can find: before the lock everything is there.
    for planted in PLANTED {
        assert!(
            found.contains(&planted),
            "{planted} is found before the lock"
        );
    }
    let pid = desk.pid();
    // Keys that were typed ahead behind the lock are for nobody.
    desk.raw(&[LOCK, "typed ahead 欧阳\r".as_bytes()].concat());
    let locked = desk.sees("口令").contents();
    assert!(locked.contains("陈静"), "{locked}");
    assert!(
        !locked.contains('*') && !locked.contains("欧阳"),
        "{locked}"
    );
    assert_eq!(remembered(pid, &PLANTED), [] as [&str; 0]);
    // It is the same process on the same terminal, which never showed the shell.
    let left_screen = b"\x1b[?1049l";
    let bytes = desk.bytes();
    assert!(
        !bytes
            .windows(left_screen.len())
            .any(|part| part == left_screen)
    );
    desk.keys(PASSWORD);
    desk.keys("⏎");
    desk.sees("已恢复草稿 1 份");
    desk.keys("④");
    desk.sees(TYPED);
    // Locked a second time from there, by the same program that took the place of the first.
    assert!(!remembered(pid, &PLANTED).is_empty());
    desk.raw(LOCK);
    desk.sees("口令");
    assert_eq!(remembered(pid, &PLANTED), [] as [&str; 0]);
    desk.keys("⑩");
    assert_eq!(desk.ends(), 0);
    let bytes = desk.bytes();
    assert!(
        bytes
            .windows(left_screen.len())
            .any(|part| part == left_screen)
    );
}

#[test]
fn a_counter_that_nobody_touches_forgets_everybody_too() {
    let sealed = served();
    let settings = sealed.place.hall().join("hall.toml");
    let text = std::fs::read_to_string(&settings).expect("settings");
    std::fs::write(&settings, format!("lock_after = 1\n{text}")).expect("room");
    let mut desk = Desk::open(command(sealed.place.hall()), 80, 24);
    desk.sees("口令");
    desk.keys("陈静⏎");
    desk.sees("陈静");
    desk.keys(PASSWORD);
    desk.keys("⏎");
    desk.wrote("locking", |bytes| {
        bytes.windows(WIPED.len()).any(|part| part == WIPED)
    });
    desk.sees("口令");
    desk.sees_no("今日办件");
    assert_eq!(remembered(desk.pid(), &PLANTED), [] as [&str; 0]);
}

#[test]
fn the_terminal_is_the_shells_again_after_a_lock_and_a_signal_still_ends_the_program() {
    let sealed = served();
    let (mut desk, _) = signed_in(&sealed);
    let raw = desk.is_raw();
    assert!(raw, "the program has the terminal");
    desk.raw(LOCK);
    desk.sees("口令");
    assert!(desk.is_raw(), "keys are not echoed onto a locked screen");
    desk.signal(Signal::TERM);
    assert_eq!(desk.ends(), 0);
    assert!(!desk.is_raw(), "the shell has the terminal it had before");
    let (desk, _) = signed_in(&sealed);
    leave(desk);
}
