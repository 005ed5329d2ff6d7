//! Promise: whatever happens to the terminal, it is given back as it was and nothing typed is
//! lost; Chinese is typed, pasted and shown with the caret where it belongs.
//!
//! The program under test is this test binary itself, run as a child inside a pseudo-terminal with
//! an office made by hand, so that the office can be slow, fail or panic on purpose.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use guitai::form::{Around, Draft, Form, RequestId};
use guitai::office::Progress;
use guitai::person::Divisions;
use guitai::policy::Profile;
use guitai::staff::Clerk;
use guitai::text::{Lang, Message};
use guitai::tui::{
    Counter, Desk as Hall, DraftLine, Found, Job, Notice, Opened, Reply, RunOptions, run_counter,
};
use portable_pty::CommandBuilder;
use rustix::process::Signal;

use crate::support::terminal::Desk;

/// An office that keeps drafts in a folder and nothing else.
struct Handmade {
    folder: PathBuf,
}

impl Handmade {
    fn draft_file(&self) -> PathBuf {
        self.folder.join("draft.json")
    }

    fn draft(&self) -> Option<Draft> {
        let text = std::fs::read_to_string(self.draft_file()).ok()?;
        serde_json::from_str(&text).ok()
    }
}

impl Counter for Handmade {
    fn serve(&mut self, job: Job, tell: &mut dyn FnMut(Reply)) {
        tell(match job {
            Job::Find(query) => {
                assert!(query != "panic", "asked for by the test");
                Reply::Found(Found {
                    query,
                    ..Found::default()
                })
            }
            Job::Start { service, seed, .. } => {
                let mut draft = Draft::new(RequestId([9; 16]), &service, 1);
                draft.answers = seed;
                Reply::Draft(Box::new(draft))
            }
            Job::SaveDraft(draft) => {
                let text = serde_json::to_string(&draft).expect("a draft is plain data");
                let new = self.folder.join("draft.new");
                std::fs::write(&new, text).expect("the folder takes files");
                std::fs::rename(new, self.draft_file()).expect("the folder takes files");
                Reply::Kept(draft)
            }
            Job::OpenDraft(_) => match self.draft() {
                Some(draft) => Reply::Draft(Box::new(draft)),
                None => return,
            },
            Job::LookAround => Reply::Around {
                today: Vec::new(),
                drafts: self.draft().iter().map(draft_line).collect(),
            },
            _ => return,
        });
    }
}

fn draft_line(draft: &Draft) -> DraftLine {
    DraftLine {
        request: draft.request,
        service: draft.service.clone(),
        name: draft.typed("applicant.name").to_owned(),
        id: None,
        saved_at: 1_268_620_000_000,
    }
}

fn hall() -> Hall {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("forms");
    let read = |file: &str| std::fs::read_to_string(root.join(file)).expect("it ships");
    let form = Form::parse("form", &read("services/certificate.issue.toml")).expect("it reads");
    let profile = Profile::parse("profile", &read("policy/hunan-2010.toml")).expect("it reads");
    let communities = read("codes/communities.csv");
    Hall {
        lang: Lang::Zh,
        hall: "新矿街道便民服务大厅".to_owned(),
        practice: true,
        sealed: false,
        clerk: Clerk {
            name: "王敏".to_owned(),
            counter: 1,
        },
        around: Around {
            on: "2010-03-15".parse().expect("a date"),
            profile: Arc::new(profile),
            divisions: Arc::new(Divisions::parse([communities.as_str()]).expect("it reads")),
            working_days: Arc::default(),
            area9: "430406005".to_owned(),
        },
        offers: Vec::new(),
        forms: BTreeMap::from([(form.id.clone(), Arc::new(form))]),
        reports: Vec::new(),
        papers: BTreeMap::new(),
    }
}

/// The child: does nothing unless a test below started it inside a terminal.
#[test]
#[ignore = "started by the other tests inside a terminal"]
fn child() {
    let Some(folder) = std::env::var_os("GUITAI_TEST_FOLDER") else {
        return;
    };
    let folder = PathBuf::from(folder);
    let slow = std::env::var_os("GUITAI_TEST_SLOW").is_some();
    let fails = std::env::var_os("GUITAI_TEST_FAILS").is_some();
    let options = RunOptions {
        lang: Lang::Zh,
        guide: false,
        colours: std::env::var_os("NO_COLOR").is_none(),
    };
    let open = move |_: Progress<'_>| {
        while slow && !folder.join("go").exists() {
            std::thread::sleep(Duration::from_millis(2));
        }
        if fails {
            return Err(Notice::new("帐本在用").advise("请先关闭另一个窗口"));
        }
        let opened = Opened {
            desk: Arc::new(hall()),
            report: Vec::<Message>::new(),
        };
        Ok((Handmade { folder }, opened))
    };
    let ended = run_counter(open, options);
    let word = if ended.is_ok() { "left" } else { "broken" };
    // The harness of the test runner would print a line more; the exit code is the child's own.
    let _ = writeln!(std::io::stdout(), "program {word}");
    std::process::exit(if ended.is_ok() { 0 } else { 3 });
}

fn command(folder: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(std::env::current_exe().expect("a running test"));
    command.args([
        "terminal_counter::child",
        "--exact",
        "--ignored",
        "--nocapture",
    ]);
    command.env("GUITAI_TEST_FOLDER", folder);
    command.env("TERM", "xterm-256color");
    command.env_remove("NO_COLOR");
    command
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a place for files")
}

fn saved(folder: &Path) -> Option<Draft> {
    let text = std::fs::read_to_string(folder.join("draft.json")).ok()?;
    serde_json::from_str(&text).ok()
}

#[test]
fn chinese_is_typed_and_the_caret_counts_columns() {
    let folder = folder();
    let mut desk = Desk::open(command(folder.path()), 80, 24);
    desk.sees("今日办件");
    let (column, row) = desk.caret();
    desk.keys("欧阳𠮷");
    desk.sees("欧阳𠮷");
    assert_eq!(desk.caret(), (column + 6, row));
    desk.keys("←");
    desk.until("caret one character back", |screen| {
        screen.cursor_position() == (row, column + 4)
    });
    assert!(!desk.sees("欧阳").hide_cursor());
}

#[test]
fn a_slip_is_undone() {
    let folder = folder();
    let mut desk = Desk::open(command(folder.path()), 80, 24);
    desk.sees("今日办件");
    desk.keys("430406198304129927⏎");
    desk.sees("*姓名");
    desk.keys("李春桃");
    desk.ctrl('u');
    desk.sees_no("李春桃");
    desk.ctrl('z');
    desk.sees("李春桃");
}

#[test]
fn the_first_frame_does_not_wait_for_the_office() {
    let folder = folder();
    let mut slow = command(folder.path());
    slow.env("GUITAI_TEST_SLOW", "1");
    let mut desk = Desk::open(slow, 80, 24);
    desk.sees("正在打开");
    desk.keys("李春");
    desk.sees("李春");
    std::fs::write(folder.path().join("go"), "").expect("the folder takes files");
    desk.sees("找到0人");
}

#[test]
fn a_hall_that_cannot_be_opened_is_a_notice() {
    let folder = folder();
    let mut fails = command(folder.path());
    fails.env("GUITAI_TEST_FAILS", "1");
    let mut desk = Desk::open(fails, 80, 24);
    desk.sees("请先关闭另一个窗口");
    desk.keys("⑩");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn pasted_lines_become_one_and_a_scan_starts_a_new_applicant() {
    let folder = folder();
    let mut desk = Desk::open(command(folder.path()), 80, 24);
    desk.sees("今日办件");
    desk.paste("张三\r\n李四");
    desk.sees("张三  李四");
    desk.keys("⎋");
    desk.sees_no("张三");
    desk.keys("430406198304129927⏎");
    desk.sees("女・1983-04-12・26岁");
    desk.sees("*姓名");
}

#[test]
fn leaving_gives_the_terminal_back() {
    let folder = folder();
    let mut desk = Desk::open(command(folder.path()), 80, 24);
    let screen = desk.sees("今日办件");
    assert!(screen.alternate_screen() && screen.bracketed_paste());
    desk.keys("⑩");
    assert_eq!(desk.ends(), 0);
    let screen = desk.last_words();
    assert!(!screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor());
    assert!(screen.contents().contains("program left"));
}

#[test]
fn what_was_typed_is_on_the_disk_when_the_terminal_is_taken_away() {
    for end in 0..3 {
        let folder = folder();
        let mut desk = Desk::open(command(folder.path()), 80, 24);
        desk.sees("今日办件");
        desk.keys("430406198304129927⏎");
        desk.sees("*姓名");
        desk.keys("李春桃");
        desk.sees("李春桃");
        match end {
            0 => desk.hang_up(),
            1 => desk.signal(Signal::TERM),
            _ => desk.signal(Signal::HUP),
        }
        assert_eq!(desk.ends(), 0, "ending {end}");
        let draft = saved(folder.path()).expect("a draft was saved");
        assert_eq!(draft.typed("applicant.name"), "李春桃");

        let mut again = Desk::open(command(folder.path()), 80, 24);
        again.sees("已恢复草稿");
        again.keys("④");
        again.sees("*姓名");
        again.sees("李春桃");
    }
}

#[test]
fn a_panic_of_the_office_gives_the_terminal_back_and_keeps_the_draft() {
    let folder = folder();
    let mut desk = Desk::open(command(folder.path()), 80, 24);
    desk.sees("今日办件");
    desk.keys("panic");
    assert_eq!(desk.ends(), 3);
    let screen = desk.last_words();
    assert!(!screen.alternate_screen() && !screen.bracketed_paste());
}

#[test]
fn without_colours_the_selected_line_is_still_reversed() {
    let folder = folder();
    let mut plain = command(folder.path());
    plain.env("NO_COLOR", "1");
    let mut desk = Desk::open(plain, 80, 24);
    desk.sees("今日办件");
    desk.keys("lct");
    let screen = desk.sees("新申请人");
    let row = (0..24).find(|row| {
        let text = screen.contents_between(*row, 0, *row, 79);
        text.contains("新申请人")
    });
    let cell = screen
        .cell(row.expect("it is shown"), 4)
        .expect("on the screen");
    assert!(cell.inverse());
    assert_eq!(cell.fgcolor(), vt100::Color::Default);
}

#[test]
fn a_window_that_shrinks_says_so_and_comes_back() {
    let folder = folder();
    let mut desk = Desk::open(command(folder.path()), 80, 24);
    desk.sees("今日办件");
    desk.resize(20, 5);
    desk.sees("窗口太小");
    desk.resize(100, 30);
    desk.sees("今日办件");
}

#[test]
fn a_frame_goes_out_whole() {
    let folder = folder();
    let mut desk = Desk::open(command(folder.path()), 80, 24);
    desk.sees("今日办件");
    desk.keys("①");
    desk.sees("帮助");
    let bytes = desk.bytes();
    let count = |wanted: &[u8]| {
        bytes
            .windows(wanted.len())
            .filter(|window| *window == wanted)
            .count()
    };
    assert_eq!(count(b"\x1b[?2026h"), count(b"\x1b[?2026l"));
}

#[test]
fn keys_are_read_after_every_change_of_the_window_and_nothing_spins() {
    let folder = folder();
    let mut desk = Desk::open(command(folder.path()), 80, 24);
    desk.sees("今日办件");
    let before = desk.cpu_time();
    let mut typed = String::new();
    for (round, letter) in ('a'..='t').enumerate() {
        desk.resize(80 + u16::try_from(round).expect("few rounds") % 5, 24);
        // Half of the keys come while the change of size is on its way, half long after it.
        if round % 2 == 0 {
            std::thread::sleep(Duration::from_millis(60));
        }
        typed.push(letter);
        desk.keys(&letter.to_string());
        desk.sees(&typed);
    }
    std::thread::sleep(Duration::from_millis(300));
    let spent = desk.cpu_time() - before;
    assert!(spent < Duration::from_millis(1_500), "spent {spent:?}");
}
