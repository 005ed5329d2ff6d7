//! Promise: a paper is handed to the printing service under its number alone, what was handed over
//! stands in the ledger, and no printer keeps the counter waiting or loses a paper.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use guitai::office::ListPeriod;
use guitai::record::Did;

use crate::support::counter::Hall;
use crate::support::fake_printer::{FakePrinter, PRINTER};
use crate::support::life::{OLD, issue_example};
use crate::support::place::{guitai, said};

/// A hall with one certificate and a printer.
pub struct Shop {
    pub hall: Hall,
    pub printer: FakePrinter,
}

impl Shop {
    pub fn new() -> Shop {
        let hall = Hall::empty("hunan-2010", "2010-03-15");
        issue_example(&hall.path(), "e1.toml");
        let printer = FakePrinter::new();
        Shop { hall, printer }
    }

    /// Exit code and everything said.
    pub fn run(&self, arguments: &[&str]) -> (i32, String) {
        self.run_with(arguments, &self.printer.path().to_string_lossy())
    }

    fn run_with(&self, arguments: &[&str], path: &str) -> (i32, String) {
        let mut program = guitai();
        program
            .env("PATH", path)
            .arg("--hall")
            .arg(self.hall.path());
        said(&program.args(arguments).output().expect("the program runs"))
    }

    /// As [`Shop::run`], of what must be done.
    #[track_caller]
    pub fn done(&self, arguments: &[&str]) -> String {
        let (code, text) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {text}");
        text
    }

    fn pdf(&self) -> PathBuf {
        self.hall.path().join(format!("papers/2010/{OLD}-F1.pdf"))
    }

    /// How many times the day's list says that a paper was printed.
    pub fn prints(&self) -> usize {
        let office = self.hall.office();
        let day = office.day(office.today()).expect("a readable day");
        let prints = day.iter().filter(|line| line.did == Did::PrintPaper);
        let prints = prints.count();
        office.close();
        prints
    }
}

#[test]
fn a_paper_goes_to_its_printer_under_its_number_alone() {
    let shop = Shop::new();
    shop.done(&["printer", "use", "all", "--printer", PRINTER]);
    let text = shop.done(&["paper", OLD, "--paper", "f1", "--print"]);
    assert!(text.contains("HP_Laser-1"), "{text}");
    let handed = shop.printer.handed();
    assert_eq!(handed.len(), 1);
    let arguments = [
        "-d",
        PRINTER,
        "-t",
        OLD,
        "-o",
        "print-scaling=none",
        "-o",
        "media=A4",
        "-",
    ];
    assert_eq!(handed[0].arguments, arguments);
    assert_eq!(handed[0].pdf, std::fs::read(shop.pdf()).expect("a file"));
    // The ledger has what was handed over, copies and all, and the day's list tells it.
    let office = shop.hall.office();
    let today = office.today();
    let day = office.day(today).expect("a readable day");
    let prints = day.iter().filter(|line| line.did == Did::PrintPaper);
    let prints: Vec<_> = prints.map(|line| (&*line.paper, line.copies)).collect();
    assert_eq!(prints, [("F1", 2)]);
    let listed = office.listed_acts(&ListPeriod::day(today));
    let listed = listed.expect("a readable day");
    let told = listed.iter().any(|act| act.act.zh == "打印 F1，2 份");
    assert!(told, "{listed:?}");
    office.close();
}

#[test]
fn the_tray_and_another_printer_are_told_by_name() {
    let shop = Shop::new();
    let set = [
        "printer",
        "use",
        "F1",
        "--printer",
        PRINTER,
        "--tray",
        "Tray2",
    ];
    let text = shop.done(&set);
    assert!(text.contains("Tray2"), "{text}");
    shop.done(&["paper", OLD, "--paper", "F1", "--print"]);
    shop.done(&[
        "paper",
        OLD,
        "--paper",
        "F1",
        "--print",
        "--printer",
        "Other",
    ]);
    let handed = shop.printer.handed();
    assert!(handed[0].arguments.contains(&"InputSlot=Tray2".to_owned()));
    assert_eq!(handed[1].arguments[1], "Other");
    assert!(
        !handed[1]
            .arguments
            .iter()
            .any(|one| one.contains("InputSlot"))
    );
    shop.done(&["printer", "use", "F1", "--none"]);
    let (code, text) = shop.run(&["paper", OLD, "--paper", "F1", "--print"]);
    assert_eq!(code, 7, "{text}");
}

#[test]
fn a_printer_that_hangs_refuses_or_is_missing_costs_seconds_and_no_paper() {
    let shop = Shop::new();
    let print = ["paper", OLD, "--paper", "F1", "--print"];
    let (code, text) = shop.run(&print);
    assert_eq!(code, 7, "no printer is set: {text}");
    assert!(text.contains("guitai printer use F1"), "{text}");
    assert!(text.contains(&shop.pdf().display().to_string()), "{text}");

    shop.done(&["printer", "use", "all", "--printer", PRINTER]);
    for (mode, says) in [("slow", "没有回应"), ("refuses", "does not exist")] {
        shop.printer.behave(mode);
        std::fs::remove_file(shop.pdf()).expect("it was there");
        let began = Instant::now();
        let (code, text) = shop.run(&print);
        assert_eq!(code, 7, "{mode}: {text}");
        assert!(text.contains(says), "{mode}: {text}");
        assert!(shop.pdf().exists(), "{mode}");
        assert!(began.elapsed() < Duration::from_secs(20), "{mode}");
    }
    let (code, text) = shop.run_with(&print, "/nowhere");
    assert_eq!(code, 7, "{text}");
    assert!(text.contains("CUPS") && text.contains(".pdf"), "{text}");
    assert_eq!(shop.prints(), 0, "nothing was handed over");
}

#[test]
fn a_printer_that_is_off_takes_the_job_and_says_why_it_waits() {
    let shop = Shop::new();
    shop.done(&["printer", "use", "all", "--printer", PRINTER]);
    shop.printer.behave("off");
    shop.done(&["paper", OLD, "--paper", "F1", "--print"]);
    let text = shop.done(&["printer", "list"]);
    assert!(text.contains("Out of paper"), "{text}");
    let data = shop.done(&["printer", "list", "--json"]);
    let data: serde_json::Value = serde_json::from_str(&data).expect("JSON");
    assert_eq!(data["printers"][0]["state"], "stopped");
    assert_eq!(shop.prints(), 1);
    let (code, text) = shop.run_with(&["printer", "list"], "/nowhere");
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("CUPS"), "{text}");
}

#[test]
fn settings_that_cannot_be_read_are_named_with_their_line() {
    let shop = Shop::new();
    let file = shop.hall.path().join("printers.toml");
    std::fs::write(&file, "[[paper]]\npaper = \"F1\"\ntoner = 1\n").expect("room");
    let (code, text) = shop.run(&["paper", OLD, "--paper", "F1", "--print"]);
    assert_eq!(code, 3, "{text}");
    assert!(
        text.contains("printers.toml") && text.contains('3'),
        "{text}"
    );
}
