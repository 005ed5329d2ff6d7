//! Promise: a ledger once written stays readable for ever.
//!
//! `tests/stored/v1/ledger` was written by the first program and is never written again.

use std::fs;
use std::path::{Path, PathBuf};

use guitai::ledger::{Entry, FileLedger, HallId, Head, Holder, Ledger, verify};

const HALL: HallId = HallId(*b"guitai stored v1");
/// The hash of the last stored frame, written down here so that nothing can change unseen.
const LAST: &str = "8a4a83804305a867d98a2297a99d59db78f640bb7afe466628eb3aca5c36503d";

fn stored() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stored/v1")
}

/// What was appended: the time, and the counter and body of each entry.
fn appends() -> Vec<(i64, Vec<Entry>)> {
    let entry = |counter, body: &[u8]| Entry {
        counter,
        body: body.to_vec(),
    };
    vec![
        (1_268_618_400_000, vec![entry(1, "张三".as_bytes())]),
        (
            1_268_618_460_000,
            vec![
                entry(1, b""),
                entry(2, &[0; 300]),
                entry(1, "阿卜杜拉·买买提".as_bytes()),
            ],
        ),
        // A clock that was set back.
        (1_268_618_000_000, vec![entry(65_535, "𠅤𬱖䶮".as_bytes())]),
        (1_900_000_000_000, vec![entry(3, &[0xFF; 1000])]),
    ]
}

fn open(hall: &Path) -> FileLedger {
    let holder = Holder {
        pid: std::process::id(),
        counter: 1,
        user: String::new(),
        since: 0,
    };
    let (ledger, report) = FileLedger::open(hall, &holder).expect("a stored ledger opens");
    assert!(report.messages().is_empty(), "and without a word");
    ledger
}

fn write_all(ledger: &mut FileLedger) -> Head {
    for (now, entries) in appends() {
        ledger
            .append(ledger.head(), now, &entries)
            .expect("a sound disk");
    }
    ledger.head()
}

#[test]
fn the_first_stored_ledger_is_still_read_and_goes_on() {
    let verified = verify(&stored()).expect("a sound ledger");
    assert_eq!((verified.hall, verified.frames), (HALL, 6));
    assert_eq!(verified.times, Some((1_268_618_400_000, 1_900_000_000_000)));
    assert_eq!(verified.head.hash.to_string(), LAST);

    let hall = tempfile::tempdir().expect("a folder for the copy");
    fs::create_dir(hall.path().join("ledger")).expect("an empty folder");
    for name in ["ledger/head", "ledger/000001.log"] {
        fs::copy(stored().join(name), hall.path().join(name)).expect("a copy");
    }
    let mut ledger = open(hall.path());
    let frames: Vec<_> = ledger
        .read_from(1)
        .map(|frame| frame.expect("sound"))
        .collect();
    let bodies = frames
        .iter()
        .map(|frame| (frame.counter, frame.body.clone()));
    let expected = appends().into_iter().flat_map(|(_, entries)| entries);
    assert!(bodies.eq(expected.map(|entry| (entry.counter, entry.body))));
    let entry = Entry {
        counter: 1,
        body: b"later".to_vec(),
    };
    ledger
        .append(verified.head, 0, &[entry])
        .expect("the chain goes on");
}

#[test]
fn the_same_appends_still_give_the_same_bytes() {
    let hall = tempfile::tempdir().expect("a folder for the test");
    FileLedger::create(hall.path(), HALL).expect("a new hall");
    let head = write_all(&mut open(hall.path()));
    assert_eq!(head.hash.to_string(), LAST);
    let written = fs::read(hall.path().join("ledger/000001.log")).expect("the log");
    let golden = fs::read(stored().join("ledger/000001.log")).expect("the stored log");
    assert!(written.starts_with(&golden));
    assert!(written[golden.len()..].iter().all(|byte| *byte == 0));
}
