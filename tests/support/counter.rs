//! The counter at a practice hall, typed at from outside.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use guitai::disk::Clock;
use guitai::office::{
    FixedClock, NewHall, Office, PRACTICE_DAY, default_issuer, new_hall, practice_hall,
};
use portable_pty::CommandBuilder;

use super::broken::copy;
use super::place::said;
use super::terminal::Desk;

/// Half past nine on the practice day, for ever.
pub fn clock() -> Box<dyn Clock> {
    Box::new(FixedClock(PRACTICE_DAY))
}

/// The program, ready to be run in a terminal.
pub fn program() -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_guitai"));
    command.env("TERM", "xterm-256color");
    command.env_remove("NO_COLOR");
    command.env_remove("GUITAI_HALL");
    command
}

/// The counter of a hall.
pub fn command(hall: &Path) -> CommandBuilder {
    let mut command = program();
    command.arg("--hall");
    command.arg(hall);
    command
}

/// Opens the counter and waits for its first screen.
pub fn open(hall: &Path) -> Desk {
    let desk = Desk::open(command(hall), 80, 24);
    desk.sees("今日办件");
    desk
}

/// Leaves by the key for it.
pub fn leave(mut desk: Desk) {
    desk.keys("⑩");
    assert_eq!(desk.ends(), 0);
}

/// Starts a service from a person's page, by the key that stands before it.
#[track_caller]
pub fn choose(desk: &mut Desk, service: &str) {
    let key = |screen: &vt100::Screen| {
        let text = screen.contents();
        let mut lines = text.lines().map(str::trim);
        let line = lines.find(|line| line.ends_with(service) && line != &service)?;
        line.chars().next().filter(char::is_ascii_alphanumeric)
    };
    let screen = desk.until(service, |screen| key(screen).is_some());
    let key = key(&screen).expect("it was there a moment ago");
    desk.keys(&key.to_string());
}

/// Presses the letter that stands before a step in the life of a certificate: `f 注销`.
#[track_caller]
pub fn named(desk: &mut Desk, step: &str) {
    let key = |screen: &vt100::Screen| {
        let text = screen.contents();
        let words: Vec<&str> = text.split_whitespace().collect();
        let key = words
            .windows(2)
            .find(|pair| pair[1] == step && pair[0].len() == 1)?;
        key[0].chars().next()
    };
    let screen = desk.until(step, |screen| key(screen).is_some());
    let key = key(&screen).expect("it was there a moment ago");
    desk.keys(&key.to_string());
}

/// A practice hall of its own for each test; the 2,000 people are invented once.
pub struct Hall {
    folder: tempfile::TempDir,
}

impl Hall {
    pub fn new() -> Hall {
        static SAMPLE: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
            let folder = tempfile::tempdir().expect("a place for files");
            let opened = practice_hall(&folder.path().join("hall"), PRACTICE_DAY, clock());
            opened.expect("a practice hall").office.close();
            folder
        });
        let folder = tempfile::tempdir().expect("a place for files");
        copy(&SAMPLE.path().join("hall"), &folder.path().join("hall"));
        Hall { folder }
    }

    /// A practice hall without sample people that works on this day under this profile.
    pub fn empty(profile: &str, on: &str) -> Hall {
        let folder = tempfile::tempdir().expect("a place for files");
        let new = NewHall {
            profile: profile.to_owned(),
            practice: true,
            clerk: "陈静".to_owned(),
            date: Some(on.parse().expect("a date in a test")),
            issuer: default_issuer(),
        };
        new_hall(&folder.path().join("hall"), new, clock().as_ref()).expect("a new hall");
        Hall { folder }
    }

    /// Gives a service from the text of a case file; exit code and everything said.
    pub fn give(&self, arguments: &[&str], case: &str) -> (i32, String) {
        let path = self.folder.path().join("case.toml");
        std::fs::write(&path, case).expect("room for a case");
        let mut program = super::place::guitai();
        program.arg("--hall").arg(self.path()).args(arguments);
        said(&program.arg(path).output().expect("the program runs"))
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("hall")
    }

    pub fn office(&self) -> Office {
        let opened = Office::open(&self.path(), clock());
        opened.expect("the hall opens").office
    }
}

/// 李春桃 leaves for 虎门: the plain case of the guide, up to the papers.
pub const LI_CHUNTAO: [&str; 21] = [
    "李春桃⏎",
    "13800000101⏎",
    "xk1",
    "第3组⏎",
    "12号⏎",
    "2",
    "2005-05-01⏎",
    "J430406-2005-000123⏎",
    "王建军⏎",
    "430421198011039913⏎",
    "hyx1",
    "1",
    "王小雨⏎",
    "2",
    "2006-09-18⏎",
    "H430012345⏎",
    "(1)0406005050012⏎",
    "2",
    "hmz2",
    "工业区宿舍⏎",
    "1",
];
