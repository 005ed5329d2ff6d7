//! Promise: the code of another hall's certificate is verified with no network and no hall, by the
//! command line and on the page for it; the reason stands beside every refusal.

use std::fs;
use std::path::{Path, PathBuf};

use guitai::paper::seal::{
    KeyList, ListedKey, SigningKey, Statement, VoidCause, VoidEntry, VoidList, seal,
};
use guitai::record::Did;

use crate::support::counter::{Hall, leave, open, program};
use crate::support::place::{day, guitai, said};
use crate::support::terminal::Desk;

const DAY: &str = "2010-03-15";

/// The hall of another town, which signs with this key.
fn key() -> SigningKey {
    SigningKey::from_seed(&[9; 32])
}

fn statement(number: &str) -> Statement {
    Statement {
        hall: [0xD0; 16],
        paper: "F2".to_owned(),
        number: number.to_owned(),
        sheet: 1,
        made_on: day("2009-05-01"),
        issued: day("2009-05-01"),
        until: Some(day("2012-04-30")),
        name: "陈小燕".to_owned(),
        id: "430421198512259964".to_owned(),
        head: [0xA1; 8],
        fields: [0xF1; 16],
    }
}

fn code(number: &str) -> String {
    seal(&statement(number), &key()).expect("it fits")
}

fn key_list(serial: u64) -> KeyList {
    KeyList {
        hall: [0xD0; 16],
        serial,
        made_on: day("2010-02-01"),
        name: "衡阳县西渡镇人民政府".to_owned(),
        area9: "430421100".to_owned(),
        keys: vec![ListedKey {
            year: 2009,
            public: key().public(),
            revoked: None,
        }],
    }
}

fn void_list(serial: u64, numbers: &[&str]) -> VoidList {
    let entry = |number: &&str| VoidEntry {
        number: (*number).to_owned(),
        cause: VoidCause::Lost,
        on: day("2010-01-20"),
        last_sheet: None,
    };
    VoidList {
        hall: [0xD0; 16],
        serial,
        made_on: day("2010-02-01"),
        entries: numbers.iter().map(entry).collect(),
    }
}

const GOOD: &str = "43042110009000017";
const LOST: &str = "43042110009000025";

/// A stick with the lists of the other hall, and a folder for trust.
struct Desktop {
    folder: tempfile::TempDir,
}

impl Desktop {
    fn new() -> Desktop {
        let desktop = Desktop {
            folder: tempfile::tempdir().expect("a folder for the test"),
        };
        desktop.write("a.keys", &key_list(7).sealed(&key()));
        desktop.write("a.void", &void_list(7, &[LOST]).sealed(&key()));
        desktop
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::write(self.path(name), bytes).expect("room for a file");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run(&self, arguments: &[&str]) -> (i32, String) {
        let mut command = guitai();
        command.env("GUITAI_TRUST", self.path("trust"));
        command.env("GUITAI_HALL", self.path("no-hall"));
        command.current_dir(self.folder.path());
        let output = command.arg("verify").args(arguments).output();
        said(&output.expect("the program runs"))
    }

    fn trusting() -> Desktop {
        let desktop = Desktop::new();
        trust(&desktop);
        desktop
    }
}

fn trust(desktop: &Desktop) {
    let fingerprint = key().public().fingerprint();
    // As it was read out over the telephone.
    let typed = fingerprint.to_lowercase().replace(' ', "-");
    let (code, text) = desktop.run(&["trust", "a.keys", "--fingerprint", &typed]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("西渡镇"), "{text}");
    let (code, text) = desktop.run(&["trust", "a.void"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("共 1 个编号"), "{text}");
}

#[test]
fn a_code_is_verified_from_a_file_a_text_or_a_scanner_without_a_hall() {
    let desktop = Desktop::trusting();
    desktop.write("code.txt", format!("{}\r\n", code(GOOD)).as_bytes());
    let (exit, text) = desktop.run(&["code.txt", "--on", DAY]);
    assert_eq!(exit, 0, "{text}");
    for part in [
        "【 真 】",
        "陈小燕",
        "430421198512259964",
        GOOD,
        "2012-04-30",
        "2010-02-01",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let (exit, text) = desktop.run(&["--code", &code(GOOD), "--on", DAY, "--json"]);
    assert_eq!(exit, 0, "{text}");
    let data: serde_json::Value = serde_json::from_str(&text).expect("data");
    assert_eq!(data["genuine"], true);
    assert_eq!(data["certificate"]["number"], GOOD);
    let mut scanner = guitai();
    scanner.args(["verify", "-", "--on", DAY, "--trust"]);
    scanner.arg(desktop.path("trust"));
    let file = fs::File::open(desktop.path("code.txt")).expect("there");
    let (exit, text) = said(&scanner.stdin(file).output().expect("runs"));
    assert_eq!(exit, 0, "{text}");
    assert!(!desktop.path("no-hall").exists(), "no hall was made");
}

#[test]
fn every_refusal_has_its_reason_and_the_exit_code_of_a_rule() {
    let desktop = Desktop::trusting();
    let mut changed = code(GOOD);
    changed.replace_range(100..101, if &changed[100..101] == "0" { "1" } else { "0" });
    for (text, on, word) in [
        (code(LOST), DAY, "void"),
        (code(GOOD), "2012-05-01", "expired"),
        (changed, DAY, ""),
        (
            "SAMPLE:1:4304060051000001X:430406005:X".to_owned(),
            DAY,
            "sample",
        ),
        ("GT2:ABC".to_owned(), DAY, "newer_format"),
        ("6901234567892".to_owned(), DAY, "damaged"),
        (
            seal(&statement(GOOD), &SigningKey::from_seed(&[1; 32])).expect("fits"),
            DAY,
            "unknown_key",
        ),
    ] {
        let (exit, said) = desktop.run(&["--code", &text, "--on", on, "--json"]);
        assert_eq!(exit, 6, "{said}");
        let data: serde_json::Value = serde_json::from_str(&said).expect("data");
        assert_eq!(data["genuine"], false, "{said}");
        assert!(word.is_empty() || data["verdict"] == word, "{word}: {said}");
    }
    let (exit, text) = desktop.run(&["--code", &code(LOST), "--on", DAY]);
    assert_eq!(exit, 6);
    assert!(
        text.contains("不采信") && text.contains("遗失，已补发"),
        "{text}"
    );
    desktop.write("page.pdf", b"%PDF-1.7");
    let (exit, text) = desktop.run(&["page.pdf"]);
    assert_eq!(exit, 1);
    assert!(text.contains("--picture"), "{text}");
}

#[test]
fn nobody_is_trusted_unasked_and_no_list_goes_backwards() {
    let desktop = Desktop::new();
    let (exit, text) = desktop.run(&["--code", &code(GOOD), "--on", DAY]);
    assert_eq!(exit, 6, "{text}");
    assert!(text.contains("未列入信任名单"), "{text}");
    // In a pipe nobody can be asked; a wrong fingerprint is no yes.
    for more in [&[][..], &["--fingerprint", "AAAA BBBB CCCC DDDD EEEE"]] {
        let (exit, text) = desktop.run(&[&["trust", "a.keys"], more].concat());
        assert_eq!(exit, 6, "{text}");
        assert!(text.contains("电话"), "{text}");
    }
    assert!(!desktop.path("trust").exists());
    trust(&desktop);
    let (exit, text) = desktop.run(&["trust", "a.void"]);
    assert_eq!((exit, text.contains("没有变化")), (0, true), "{text}");
    desktop.write("old.void", &void_list(6, &[]).sealed(&key()));
    let (exit, text) = desktop.run(&["trust", "old.void"]);
    assert_eq!(exit, 6, "{text}");
    assert!(
        text.contains("第 7 号") && text.contains("第 6 号"),
        "{text}"
    );
    let (_, text) = desktop.run(&["trusted"]);
    assert!(
        text.contains("西渡镇") && text.contains("2010-02-01"),
        "{text}"
    );
    // A list that rots on the disk stops verifying; it is never an empty one.
    let lists = fs::read_dir(desktop.path("trust")).expect("a folder");
    let lists = lists.map(|file| file.expect("a file").path());
    let rotten = lists.into_iter().find(|path| ends_with(path, "void"));
    fs::write(rotten.expect("the void list"), b"rot").expect("writes");
    let (exit, text) = desktop.run(&["--code", &code(LOST), "--on", DAY]);
    assert_eq!(exit, 1, "{text}");
    assert!(text.contains("名单文件"), "{text}");
}

fn ends_with(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|found| found == ending)
}

#[test]
fn at_the_counter_a_scan_fills_the_page_and_the_register_and_is_noted() {
    let hall = Hall::empty("hunan-2010", DAY);
    let desktop = Desktop::trusting();
    let lists = hall.path().join("trust");
    fs::create_dir(&lists).expect("a folder");
    for file in fs::read_dir(desktop.path("trust")).expect("a folder") {
        let file = file.expect("a file");
        fs::copy(file.path(), lists.join(file.file_name())).expect("a copy");
    }
    let mut desk = open(&hall.path());
    // A scan on the first screen opens the page.
    desk.keys(&format!("{}⏎", code(LOST)));
    desk.sees("不采信");
    desk.sees("遗失，已补发");
    desk.keys(&format!("{}⏎", code(GOOD)));
    desk.sees("✓  真");
    desk.sees("430421198512259964");
    desk.sees("2012-04-30");
    // The register begins with what the code said.
    desk.keys("②");
    desk.sees("外地婚育证明查验");
    desk.sees("陈小燕");
    desk.keys("⎋");
    desk.sees("✓  真");
    desk.keys("⎋");
    desk.sees("核验二维码");
    leave(desk);
    // The command line notes it in the same ledger, if it is told to.
    let mut program = guitai();
    program.arg("--hall").arg(hall.path());
    program.args(["verify", "--log", "--code", &code(GOOD)]);
    let (exit, text) = said(&program.output().expect("the program runs"));
    assert_eq!(exit, 0, "{text}");
    assert!(text.contains("【 真 】"), "{text}");
    let office = hall.office();
    let lines = office.day(day(DAY)).expect("a view");
    let numbers: Vec<&str> = lines.iter().map(|line| line.number.as_str()).collect();
    assert_eq!(numbers, [LOST, GOOD, GOOD]);
    assert!(lines.iter().all(|line| line.did == Did::VerifyCode));
    assert!(
        lines
            .iter()
            .all(|line| line.name.is_empty() && line.person.is_none())
    );
}

#[test]
fn a_hall_that_has_nothing_but_the_lists_verifies_on_the_page_and_notes_it() {
    let desktop = Desktop::trusting();
    let mut command = program();
    command.env("GUITAI_HALL", desktop.path("no-hall"));
    command.args(["verify", "--screen", "--trust"]);
    command.arg(desktop.path("trust"));
    let mut desk = Desk::open(command, 80, 24);
    desk.sees("核验");
    desk.sees_no("查验登记");
    desk.keys(&format!("{}⏎", code(LOST)));
    desk.sees("不采信");
    desk.sees("遗失，已补发");
    let lasting = Statement {
        until: None,
        ..statement(GOOD)
    };
    desk.keys(&format!("{}⏎", seal(&lasting, &key()).expect("it fits")));
    desk.sees("✓  真");
    desk.sees("430421198512259964");
    desk.keys("⎋");
    assert_eq!(desk.ends(), 0);
    assert!(!desktop.path("no-hall").exists(), "no hall was made");
    let noted = fs::read_to_string(desktop.path("trust/verified.csv")).expect("noted");
    let noted: Vec<&str> = noted
        .lines()
        .filter_map(|line| line.split_once(','))
        .map(|(_, noted)| noted)
        .collect();
    assert_eq!(noted, [format!("void,{LOST}"), format!("genuine,{GOOD}")]);
}
