//! Promise: at the counter one key prints and one key tells whether it came out; a spoilt blank is
//! replaced by one key; and a printer that is off never keeps the next applicant waiting.

use std::time::{Duration, Instant};

use guitai::record::BlankStack;

use crate::support::counter::{Hall, LI_CHUNTAO, command};
use crate::support::fake_printer::{FakePrinter, PRINTER};
use crate::support::life::{OLD, issue_example};
use crate::support::place::{guitai, said};
use crate::support::terminal::Desk;

struct Counter {
    hall: Hall,
    printer: FakePrinter,
}

impl Counter {
    fn new() -> Counter {
        Counter {
            hall: Hall::new(),
            printer: FakePrinter::new(),
        }
    }

    #[track_caller]
    fn run(&self, arguments: &[&str]) {
        let mut program = guitai();
        program.env("PATH", self.printer.path());
        program.arg("--hall").arg(self.hall.path()).args(arguments);
        let (code, text) = said(&program.output().expect("the program runs"));
        assert_eq!(code, 0, "{text}");
    }

    fn open(&self) -> Desk {
        let mut program = command(&self.hall.path());
        program.env("PATH", self.printer.path());
        let desk = Desk::open(program, 80, 30);
        desk.sees("今日办件");
        desk
    }

    /// Issues the plain case up to the screen with the number.
    fn issue(&self, desk: &mut Desk) {
        desk.keys("430406198304129927⏎");
        desk.sees("*姓名");
        for keys in LI_CHUNTAO {
            desk.keys(keys);
        }
        desk.sees("照片文件");
        desk.keys("⑥②");
        desk.sees("核对无误");
        desk.keys("⏎");
        desk.sees("4304 0600 5100 0001 X");
    }

    /// What the book of blanks says once the counter is closed.
    fn book(&self) -> BlankStack {
        let office = self.hall.office();
        let stack = office.blanks().expect("a view").remove(0);
        office.close();
        stack
    }
}

fn leave(mut desk: Desk) {
    desk.keys("⑩");
    assert_eq!(desk.ends(), 0);
}

/// Waits until so many papers are told to have come out.
#[track_caller]
fn out(desk: &Desk, papers: usize) {
    desk.until("papers that came out", |screen| {
        screen.contents().matches("✓ 已出纸").count() == papers
    });
}

/// Two people count the batch that came in, and one blank of it is torn.
fn count_and_spoil(desk: &mut Desk) {
    desk.keys("3");
    desk.sees("复点人姓名");
    // One person under two spellings is no second one.
    for keys in ["5⏎", "　练习 员⏎", "5⏎", "⏎"] {
        desk.keys(keys);
    }
    desk.sees("另一人不能是经办人自己");
    desk.keys("⎋");
    desk.sees_no("另一人不能是经办人自己");
    desk.keys("⎋");
    desk.sees("1 空白证入库");
    desk.keys("3");
    desk.sees("复点人姓名");
    for keys in ["5⏎", "李芳⏎", "5⏎", "⏎"] {
        desk.keys(keys);
    }
    desk.sees("✓ 2010-03-15");
    desk.keys("2");
    desk.sees("空白证编号");
    desk.keys("湘0102⏎");
    desk.sees("破损");
    desk.keys("3");
    desk.sees("湘0098-湘0102           5    0    1    4  ✓ 2010-03-15");
}

#[test]
fn one_key_prints_one_tells_that_it_came_out_and_one_takes_the_next_blank() {
    let counter = Counter::new();
    counter.run(&["printer", "use", "all", "--printer", PRINTER]);
    counter.run(&["printer", "use", "F2", "--printer", PRINTER, "--overprint"]);
    let mut desk = counter.open();
    // The book of blanks, by keys.
    desk.keys("②");
    desk.sees("没有空白证");
    desk.keys("1");
    for keys in ["F2⏎", "甲⏎", "湘0098⏎", "湘0102⏎", "市里⏎", "⏎"] {
        desk.keys(keys);
    }
    desk.sees("存 5 张");
    desk.sees("湘0098-湘0102");
    count_and_spoil(&mut desk);
    desk.keys("⎋");
    desk.sees("今日办件");
    counter.issue(&mut desk);
    desk.keys("⑤");
    desk.sees("HP_Laser");
    counter.printer.behave("queues");
    desk.keys("⏎");
    // Every plain paper goes at once; the certificate waits for its blank.
    desk.sees("排队中，出纸了吗？");
    // What becomes of the job is seen without a key.
    for (mode, says) in [
        ("prints", "正在打印，出纸了吗？"),
        ("off", "打印机停用：Out of paper"),
        ("well", "已打完，出纸了吗？"),
    ] {
        counter.printer.behave(mode);
        desk.sees(says);
        if mode != "well" {
            desk.sees_no("排队中");
        }
    }
    desk.keys("y");
    out(&desk, 1);
    desk.keys("y");
    out(&desk, 2);
    desk.sees("空白证编号");
    desk.sees("湘0098");
    desk.keys("⏎");
    desk.sees("印在空白证 湘0098 上");
    // What the clerk should know stays below the question.
    desk.sees("出来了，好的");
    desk.sees("校准");
    // The printer ate it: void, and the same certificate on the next one.
    desk.sees("卡纸");
    desk.keys("4");
    desk.sees("印在空白证 湘0099 上");
    // Nothing came out: the same blank once more.
    desk.keys("2");
    desk.until("the third print", |screen| {
        screen.contents().contains("湘0099") && counter.printer.handed().len() == 6
    });
    desk.sees("出来了，好的");
    desk.keys("1");
    out(&desk, 3);
    desk.keys("1");
    desk.sees("都已出纸");
    desk.keys("⏎");
    desk.sees("4304 0600 5100 0001 X");
    desk.keys("⏎");
    desk.sees("今日办件");
    // The last print was onto a blank, so its page is opened rather than paper wasted.
    desk.keys("⑤");
    desk.sees("印在空白证 湘0099 上");
    desk.keys("⎋");
    leave(desk);

    let book = counter.book();
    assert_eq!((book.received, book.used, book.spoilt), (5, 1, 2));
    let count = book.count.expect("two people counted");
    assert_eq!(
        (count.found, count.expected, count.second.as_str()),
        (5, 5, "李芳")
    );
    let handed = counter.printer.handed();
    assert!(
        handed.iter().all(|one| one.arguments[3] == OLD),
        "number only"
    );
}

#[test]
fn an_impatient_hand_uses_no_blank_that_nobody_laid_in() {
    let counter = Counter::new();
    counter.run(&["printer", "use", "all", "--printer", PRINTER]);
    counter.run(&["printer", "use", "F2", "--printer", PRINTER, "--overprint"]);
    let receive = ["blanks", "receive", "--paper", "F2", "--batch", "甲"];
    counter.run(&[&receive[..], &["--first", "1", "--last", "9"]].concat());
    let mut desk = counter.open();
    counter.issue(&mut desk);
    desk.keys("⑤");
    desk.sees("HP_Laser");
    desk.keys("⏎⏎⏎⏎⏎");
    desk.sees("空白证编号");
    counter.printer.waits_for(3);
    leave(desk);
    assert_eq!(counter.printer.handed().len(), 3);
    assert_eq!(counter.book().used, 0);
}

#[test]
fn the_last_paper_is_printed_again_by_one_key() {
    let counter = Counter::new();
    let mut desk = counter.open();
    desk.keys("⑤");
    desk.sees("还没有打印过");
    desk.keys("⎋");
    desk.sees_no("还没有打印过");
    counter.issue(&mut desk);
    // No printer is set: the screen says where the file is and how one is set.
    desk.keys("⑤");
    desk.sees("未设打印机");
    desk.sees("guitai printer use F1");
    desk.keys("⎋");
    desk.sees("4304 0600 5100 0001 X");
    leave(desk);
    counter.run(&["printer", "use", "all", "--printer", PRINTER]);
    counter.run(&["paper", OLD, "--paper", "F1", "--print"]);
    let mut desk = counter.open();
    desk.keys("⑤");
    desk.sees("F1 已送打印机");
    leave(desk);
    let handed = counter.printer.handed();
    assert_eq!(handed.len(), 2);
    assert_eq!(handed[0].pdf, handed[1].pdf);
}

#[test]
fn what_the_printer_took_is_noted_even_if_the_counter_closes_at_once() {
    let counter = Counter::new();
    counter.run(&["printer", "use", "all", "--printer", PRINTER]);
    issue_example(&counter.hall.path(), "e1.toml");
    counter.run(&["paper", OLD, "--paper", "F1", "--print"]);
    let acts = |counter: &Counter| {
        let office = counter.hall.office();
        let acts = office.acts();
        office.close();
        acts
    };
    let before = acts(&counter);
    let mut desk = counter.open();
    desk.keys("⑤");
    desk.sees("再次送往");
    leave(desk);
    assert_eq!(acts(&counter), before + 1);
}

#[test]
fn a_printer_that_is_off_never_keeps_the_next_applicant_waiting() {
    let counter = Counter::new();
    counter.run(&["printer", "use", "all", "--printer", PRINTER]);
    let mut desk = counter.open();
    counter.issue(&mut desk);
    counter.printer.behave("slow");
    desk.keys("⑤");
    desk.sees("HP_Laser");
    let began = Instant::now();
    desk.keys("⏎");
    desk.sees("正在送往打印机");
    // The next applicant is served while the printing service hangs.
    desk.keys("⑧");
    desk.sees("今日办件");
    desk.keys(OLD);
    desk.sees("李春桃");
    assert!(
        began.elapsed() < Duration::from_secs(4),
        "{:?}",
        began.elapsed()
    );
    desk.sees("没有回应");
    desk.sees(".pdf");
    desk.keys("⎋");
    leave(desk);
    assert!(counter.printer.handed().is_empty());
}
