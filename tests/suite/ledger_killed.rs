//! Promise: whatever was acknowledged is there after the process was killed at any moment.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use guitai::ledger::{Entry, FileLedger, HallId, Holder, Ledger, verify};

const HALL_VARIABLE: &str = "GUITAI_TEST_KILLED_HALL";

fn open(hall: &Path) -> FileLedger {
    let holder = Holder {
        pid: std::process::id(),
        counter: 1,
        user: String::new(),
        since: 0,
    };
    let (ledger, _) = FileLedger::open(hall, &holder).expect("a kill is no damage");
    ledger
}

/// The body of the frame `sequence`: of a length that differs from frame to frame.
fn body(sequence: u64) -> Vec<u8> {
    let length = (sequence * 37 % 900) as usize;
    let mut body = sequence.to_string().into_bytes();
    body.resize(body.len() + length, b'.');
    body
}

/// What the child of the test below runs; does nothing in an ordinary run.
#[test]
fn the_process_to_be_killed() {
    let Some(hall) = env::var_os(HALL_VARIABLE).map(PathBuf::from) else {
        return;
    };
    let mut ledger = open(&hall);
    println!();
    loop {
        let head = ledger.head();
        let entries: Vec<Entry> = (1..=head.sequence % 3 + 1)
            .map(|step| Entry {
                counter: 1,
                body: body(head.sequence + step),
            })
            .collect();
        let head = ledger.append(head, 0, &entries).expect("a sound disk");
        println!("acknowledged {}", head.sequence);
    }
}

/// Lets a process append for a while, kills it, and tells the last sequence it acknowledged.
fn appends_until_killed(hall: &Path, patience: Duration) -> u64 {
    let begun = Instant::now();
    let mut child = Command::new(env::current_exe().expect("this test"))
        .args([
            "--exact",
            "ledger_killed::the_process_to_be_killed",
            "--nocapture",
        ])
        .env(HALL_VARIABLE, hall)
        .stdout(Stdio::piped())
        .spawn()
        .expect("a second process");
    let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut acknowledged = 0;
    let mut killed = false;
    // After the kill, the pipe still holds what was said before.
    for line in lines.map_while(Result::ok) {
        if let Some(sequence) = line.strip_prefix("acknowledged ") {
            acknowledged = sequence.parse().unwrap_or(acknowledged);
        }
        if !killed && acknowledged > 0 && begun.elapsed() > patience {
            child.kill().expect("a living child");
            killed = true;
        }
    }
    child.wait().expect("a dead child");
    acknowledged
}

#[test]
fn acknowledged_frames_survive_a_kill_at_any_moment() {
    let hall = tempfile::tempdir().expect("a folder for the test");
    FileLedger::create(hall.path(), HallId([8; 16])).expect("a new hall");
    for round in 0..20 {
        let acknowledged = appends_until_killed(hall.path(), Duration::from_millis(20 + round * 7));
        let verified = verify(hall.path()).expect("a kill is no damage");
        assert!(verified.head.sequence >= acknowledged);
        let mut ledger = open(hall.path());
        assert!(ledger.head().sequence >= acknowledged);
        for (frame, sequence) in ledger.read_from(1).zip(1..) {
            let frame = frame.expect("a sound frame");
            assert_eq!((frame.sequence, frame.body), (sequence, body(sequence)));
        }
    }
}
