//! Promise: a hall has one owner at a time, and the second is told who that is.

use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use guitai::ledger::{FileLedger, HallId, Holder, OpenError};
use guitai::text::Lang;
use tempfile::TempDir;

use crate::support::broken::asked;

const HALL_VARIABLE: &str = "GUITAI_TEST_LOCK_HALL";

fn holder(user: &str) -> Holder {
    Holder {
        pid: std::process::id(),
        counter: 7,
        user: user.to_owned(),
        since: 1_290_000_000_000,
    }
}

fn new_hall() -> TempDir {
    let hall = tempfile::tempdir().expect("a folder for the test");
    FileLedger::create(hall.path(), HallId([1; 16])).expect("a new hall");
    hall
}

/// What the child of the tests below runs; does nothing in an ordinary run.
#[test]
fn the_other_process() {
    let Some(hall) = env::var_os(HALL_VARIABLE).map(PathBuf::from) else {
        return;
    };
    match FileLedger::open(&hall, &holder("另一窗口")) {
        Ok(_ledger) => {
            println!("\nopened");
            thread::sleep(Duration::from_secs(60));
        }
        Err(error) => println!("\nrefused {error}"),
    }
}

/// Starts a process that opens the hall, and waits for its answer.
fn other_process(hall: &Path) -> (Child, String) {
    let mut child = Command::new(env::current_exe().expect("this test"))
        .args(["--exact", "ledger_lock::the_other_process", "--nocapture"])
        .env(HALL_VARIABLE, hall)
        .stdout(Stdio::piped())
        // A refused process ends after its answer was read, and complains about that.
        .stderr(Stdio::null())
        .spawn()
        .expect("a second process");
    let answers = BufReader::new(child.stdout.take().expect("a pipe"));
    let answer = answers
        .lines()
        .map_while(Result::ok)
        .find(|line| line.starts_with("opened") || line.starts_with("refused"));
    (child, answer.expect("an answer"))
}

fn kill(mut child: Child) {
    child.kill().expect("a living child");
    child.wait().expect("a dead child");
}

#[test]
fn a_second_process_is_refused_within_a_second_and_told_who_holds_the_hall() {
    let hall = new_hall();
    let (child, answer) = other_process(hall.path());
    assert_eq!(answer, "opened");
    let begun = Instant::now();
    let refused = FileLedger::open(hall.path(), &holder("我")).err();
    assert!(begun.elapsed() < Duration::from_secs(1));
    let Some(OpenError::InUse {
        holder: Some(owner),
    }) = &refused
    else {
        panic!("{refused:?}");
    };
    assert_eq!((owner.user.as_str(), owner.counter), ("另一窗口", 7));
    assert_eq!(owner.pid, child.id());
    let told = refused.expect("refused").message().say(Lang::Zh);
    assert!(told.contains("另一窗口（窗口 7"), "{told}");
    kill(child);
    // What the dead process wrote still stands there, and hinders nobody.
    let text = std::fs::read_to_string(hall.path().join("lock")).expect("the lock file");
    assert!(text.contains("另一窗口"));
    FileLedger::open(hall.path(), &holder("我")).expect("the owner is dead");
}

#[test]
fn an_owner_that_leaves_makes_room_at_once() {
    let hall = new_hall();
    for _ in 0..20 {
        FileLedger::open(hall.path(), &holder("我")).expect("nobody else");
    }
}

#[test]
fn of_many_that_race_for_a_hall_one_gets_it() {
    let hall = new_hall();
    let races = asked("GUITAI_RACES", 100);
    for race in 0..races {
        let begin = Arc::new(Barrier::new(2 + race % 7));
        let racers: Vec<_> = (0..2 + race % 7)
            .map(|_| {
                let (hall, begin) = (hall.path().to_owned(), Arc::clone(&begin));
                thread::spawn(move || {
                    begin.wait();
                    FileLedger::open(&hall, &holder("我"))
                })
            })
            .collect();
        // Owners keep the hall until all have tried.
        let results: Vec<_> = racers
            .into_iter()
            .map(|racer| racer.join().expect("no panic"))
            .collect();
        let owners = results.iter().filter(|result| result.is_ok()).count();
        assert_eq!(owners, 1);
        for refused in results.into_iter().filter_map(Result::err) {
            assert!(matches!(refused, OpenError::InUse { .. }), "{refused}");
        }
    }
    eprintln!("{races} races of two to eight, one owner each");
}

#[test]
fn of_processes_that_race_for_a_hall_one_gets_it() {
    let hall = new_hall();
    let racers: Vec<_> = (0..4)
        .map(|_| {
            let hall = hall.path().to_owned();
            thread::spawn(move || other_process(&hall))
        })
        .collect();
    let results: Vec<_> = racers
        .into_iter()
        .map(|racer| racer.join().expect("no panic"))
        .collect();
    let owners = results.iter().filter(|(_, answer)| answer == "opened");
    assert_eq!(owners.count(), 1);
    results.into_iter().for_each(|(child, _)| kill(child));
}

#[test]
fn a_lock_file_full_of_rubbish_is_no_obstacle_and_no_name() {
    let hall = new_hall();
    std::fs::write(hall.path().join("lock"), [0xFF; 100_000]).expect("a changed lock");
    let (ledger, _) = FileLedger::open(hall.path(), &holder("我")).expect("nobody holds it");
    std::fs::write(hall.path().join("lock"), [0xFF; 100_000]).expect("a changed lock");
    let refused = FileLedger::open(hall.path(), &holder("我")).err();
    assert!(matches!(refused, Some(OpenError::InUse { holder: None })));
    drop(ledger);
}
