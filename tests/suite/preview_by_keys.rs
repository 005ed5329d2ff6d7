//! Promise: the papers are looked at before anything is issued, on any terminal, and looking
//! changes nothing.

use crate::support::counter::{Hall, LI_CHUNTAO, command, leave, open};
use crate::support::terminal::Desk;

/// Fills in the plain case up to the review.
fn review(desk: &mut Desk) {
    desk.keys("430406198304129927⏎");
    desk.sees("*姓名");
    for keys in LI_CHUNTAO {
        desk.keys(keys);
    }
    desk.sees("照片文件");
    desk.keys("⑥②");
    desk.sees("核对无误");
}

#[test]
fn the_certificate_is_seen_in_characters_before_it_has_a_number() {
    let hall = Hall::new();
    let acts = hall.office().acts();
    let mut desk = open(&hall.path());
    review(&mut desk);
    desk.ctrl('e');
    desk.sees("样张：还没有登记");
    desk.sees("流动人口婚育证明");
    desk.raw(b"\x1b[6~");
    desk.sees("李春桃");
    desk.keys("⇥");
    desk.sees("第 2 页");
    desk.keys("⎋");
    desk.sees("核对无误");
    leave(desk);
    assert_eq!(hall.office().acts(), acts, "looking takes no number");
}

#[test]
fn a_terminal_that_shows_pictures_is_sent_one() {
    let kitty: &[u8] = b"\x1b_Gi=31;OK\x1b\\\x1b_Gi=32;OK\x1b\\\x1b[6;20;10t\x1b[?62c";
    let sixel: &[u8] = b"\x1b[6;20;10t\x1b[?62;4c";
    for (answers, sign) in [(kitty, &b"\x1b_Gq=2,i="[..]), (sixel, b"\x1bP")] {
        let hall = Hall::new();
        let mut desk = Desk::open(command(&hall.path()), 80, 24);
        desk.wrote("the question", |bytes| contains(bytes, b"\x1b[16t"));
        desk.raw(answers);
        desk.sees("今日办件");
        review(&mut desk);
        desk.ctrl('e');
        desk.wrote("a picture", |bytes| contains(bytes, sign));
        desk.keys("⎋");
        desk.sees("核对无误");
        leave(desk);
    }
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}
