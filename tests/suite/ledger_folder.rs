//! Promise: a ledger in a folder keeps what it was given, and says plainly what is wrong with one.

use std::fs;
use std::path::Path;
use std::thread;

use guitai::ledger::{AppendError, Entry, FileLedger, HallId, Holder, Ledger, OpenError, verify};
use guitai::text::Lang;
use tempfile::TempDir;

const HALL: HallId = HallId([0xC3; 16]);

fn holder() -> Holder {
    Holder {
        pid: std::process::id(),
        counter: 2,
        user: "王姐".to_owned(),
        since: 1_290_000_000_000,
    }
}

fn new_hall() -> TempDir {
    let hall = tempfile::tempdir().expect("a folder for the test");
    FileLedger::create(hall.path(), HALL).expect("a new hall");
    hall
}

fn open(hall: &Path) -> FileLedger {
    let (ledger, report) = FileLedger::open(hall, &holder()).expect("a sound ledger");
    assert!(report.messages().is_empty(), "nothing to tell");
    ledger
}

fn entries(bodies: &[&str]) -> Vec<Entry> {
    let entry = |body: &&str| Entry {
        counter: 2,
        body: body.as_bytes().to_vec(),
    };
    bodies.iter().map(entry).collect()
}

fn read(ledger: &mut FileLedger) -> Vec<String> {
    let frames = ledger.read_from(1);
    let body = |frame: guitai::ledger::Frame| String::from_utf8(frame.body).expect("text");
    frames
        .map(|frame| body(frame.expect("a sound frame")))
        .collect()
}

#[test]
fn what_was_appended_is_read_again_after_a_restart() {
    let hall = new_hall();
    let mut ledger = open(hall.path());
    let one = ledger
        .append(HALL.genesis(), 10, &entries(&["登记", "受理"]))
        .expect("a sound disk");
    let two = ledger
        .append(one, 20, &entries(&["签发"]))
        .expect("a sound disk");
    drop(ledger);
    let mut ledger = open(hall.path());
    assert_eq!((ledger.head(), ledger.time()), (two, 20));
    assert_eq!(read(&mut ledger), ["登记", "受理", "签发"]);
    let late = ledger.append(one, 30, &entries(&["迟到"]));
    assert!(matches!(late, Err(AppendError::HeadMoved { .. })));
}

#[test]
fn a_copied_folder_is_verified_without_a_lock_and_without_a_change() {
    let hall = new_hall();
    let mut ledger = open(hall.path());
    let head = ledger
        .append(ledger.head(), 5, &entries(&["一", "二"]))
        .expect("a sound disk");
    let copy = tempfile::tempdir().expect("a folder for the copy");
    copy_ledger(hall.path(), copy.path());
    for folder in [hall.path(), copy.path()] {
        let verified = verify(folder).expect("a sound ledger");
        assert_eq!((verified.frames, verified.head), (2, head));
        assert_eq!((verified.hall, verified.unfinished), (HALL, 0));
    }
    assert!(!copy.path().join("lock").exists());
}

fn copy_ledger(from: &Path, to: &Path) {
    fs::create_dir(to.join("ledger")).expect("an empty folder");
    // The head note first: it must not run ahead of the frames.
    for name in ["ledger/head", "ledger/000001.log"] {
        fs::copy(from.join(name), to.join(name)).expect("a copy");
    }
}

#[test]
fn a_ledger_is_verified_while_a_counter_appends_to_it() {
    let hall = new_hall();
    let mut ledger = open(hall.path());
    thread::scope(|scope| {
        let counter = scope.spawn(|| {
            for _ in 0..1500 {
                let head = ledger.head();
                let append = ledger.append(head, 0, &entries(&["一", "二", "三"]));
                append.expect("a sound disk");
            }
        });
        while !counter.is_finished() {
            verify(hall.path()).expect("a ledger in use is sound");
        }
    });
    assert_eq!(verify(hall.path()).expect("a sound ledger").frames, 4500);
}

#[test]
fn a_torn_end_is_cut_reported_and_kept() {
    let hall = new_hall();
    let mut ledger = open(hall.path());
    ledger
        .append(ledger.head(), 5, &entries(&["一"]))
        .expect("a sound disk");
    drop(ledger);
    let log = hall.path().join("ledger/000001.log");
    let mut bytes = fs::read(&log).expect("the log");
    let end = bytes.iter().rposition(|byte| *byte != 0).expect("frames") + 1;
    bytes[end..end + 9].copy_from_slice(b"torn away");
    fs::write(&log, bytes).expect("a changed log");
    assert_eq!(
        verify(hall.path())
            .expect("nothing acknowledged is hurt")
            .unfinished,
        9
    );
    let (mut ledger, report) = FileLedger::open(hall.path(), &holder()).expect("opened");
    let cut = report.cut.as_ref().expect("reported");
    assert_eq!(fs::read(&cut.kept).expect("kept"), b"torn away");
    for lang in [Lang::Zh, Lang::En] {
        let told = report.messages()[0].say(lang);
        assert!(told.contains("cut-2-1290000000000.bin"), "{told}");
    }
    ledger
        .append(ledger.head(), 6, &entries(&["二"]))
        .expect("a sound disk");
    assert_eq!(read(&mut ledger), ["一", "二"]);
}

#[test]
fn damage_is_told_with_place_reason_and_advice() {
    let hall = new_hall();
    let mut ledger = open(hall.path());
    ledger
        .append(ledger.head(), 5, &entries(&["一", "二"]))
        .expect("a sound disk");
    drop(ledger);
    let log = hall.path().join("ledger/000001.log");
    let mut bytes = fs::read(&log).expect("the log");
    bytes[128 + 60] ^= 1;
    fs::write(&log, &bytes).expect("a changed log");
    let error = FileLedger::open(hall.path(), &holder())
        .err()
        .expect("damaged");
    let (zh, en) = (error.message().say(Lang::Zh), error.message().say(Lang::En));
    for part in [
        "000001.log",
        "第 128 字节",
        "第 1 条",
        "校验和不符",
        "guitai ledger verify",
    ] {
        assert!(zh.contains(part), "{zh}");
    }
    for part in [
        "byte 128",
        "frame 1",
        "the checksum is wrong",
        "restore from a backup",
    ] {
        assert!(en.contains(part), "{en}");
    }
    assert_eq!(
        fs::read(&log).expect("the log"),
        bytes,
        "nothing was changed"
    );
    assert_eq!(verify(hall.path()).expect_err("damaged").offset, 128);
}

#[test]
fn a_hall_is_not_made_twice_nor_opened_where_there_is_none() {
    let hall = new_hall();
    let twice = FileLedger::create(hall.path(), HALL).err();
    assert!(matches!(twice, Some(OpenError::AlreadyThere { .. })));
    let empty = tempfile::tempdir().expect("a folder for the test");
    let none = FileLedger::open(empty.path(), &holder()).err();
    assert!(matches!(none, Some(OpenError::Missing { .. })));
    fs::create_dir(empty.path().join("ledger")).expect("a folder");
    let none = FileLedger::open(empty.path(), &holder()).err();
    assert!(matches!(none, Some(OpenError::Missing { .. })));
    assert!(verify(empty.path()).is_err());
}

#[test]
fn a_folder_that_cannot_be_written_is_refused_with_a_clear_message() {
    // Even an administrator makes no folder there.
    let error = FileLedger::create(Path::new("/sys/guitai-hall"), HALL)
        .expect_err("the kernel's own folder");
    assert!(matches!(error, OpenError::ReadOnly { .. }), "{error}");
    let told = error.message().say(Lang::Zh);
    assert!(
        told.contains("不能写入") && told.contains("/sys/guitai-hall"),
        "{told}"
    );
}
