//! Promise: a process that is killed at any moment while it issues one certificate after another
//! loses none that it acknowledged, doubles none, leaves no number out and no part of a paper.
//!
//! A usual run takes a few seconds; `GUITAI_ISSUE_KILLS=1000` asks for more. `counter_killed.rs`
//! kills the counter under the clerk's keys.

use std::collections::BTreeSet;
use std::env;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use guitai::office::{FixedClock, Office};

use crate::support::broken::{applicant, asked, numbers_without_a_gap, sound, whole_papers};
use crate::support::place::{Place, day, example, issue, with};

const HALL_VARIABLE: &str = "GUITAI_TEST_ISSUE_KILLED_HALL";
const DAY: &str = "2010-03-15";
const KILLS: usize = 6;

fn open(hall: &Path) -> Office {
    let opened = Office::open(hall, Box::new(FixedClock(day(DAY))));
    opened.expect("a kill is no damage").office
}

/// What the child of the test below runs; does nothing in an ordinary run.
#[test]
fn the_process_to_be_killed() {
    let Some(hall) = env::var_os(HALL_VARIABLE).map(PathBuf::from) else {
        return;
    };
    let mut office = open(&hall);
    let served = office.day(day(DAY)).expect("a view").len();
    println!("\nopen");
    for number in served.. {
        let id = applicant(number);
        let case = with(example("e1.toml"), &[("applicant.id", &id)]);
        let issued = issue(&mut office, &case).expect("a sound disk");
        println!("issued {}", issued.number.expect("a number"));
    }
}

fn child(hall: &Path) -> Child {
    Command::new(env::current_exe().expect("this test"))
        .args([
            "--exact",
            "issue_killed::the_process_to_be_killed",
            "--nocapture",
        ])
        .env(HALL_VARIABLE, hall)
        .stdout(Stdio::piped())
        .spawn()
        .expect("a second process")
}

/// Kills the child some time after it opened the hall, and tells which numbers it acknowledged.
fn issues_until_killed(hall: &Path, patience: Duration) -> Vec<String> {
    let mut child = child(hall);
    let out = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut lines = out.lines().map_while(Result::ok);
    assert!(lines.any(|line| line == "open"), "it opens the hall");
    std::thread::sleep(patience);
    child.kill().expect("a living child");
    child.wait().expect("a dead child");
    // After the kill, the pipe still holds what was said before.
    let issued = lines.filter_map(|line| Some(line.strip_prefix("issued ")?.to_owned()));
    issued.collect()
}

/// Moments up to `whole`, of which no two runs share a rhythm.
fn moment(kill: usize, whole: Duration) -> Duration {
    let golden = 0.618_033_988_75_f64;
    let part = (golden * f64::from(u32::try_from(kill).expect("few"))).fract();
    whole.mul_f64(part)
}

#[test]
fn a_kill_at_any_moment_of_issuing_loses_doubles_and_splits_nothing() {
    let place = Place::practice(DAY);
    let mut acknowledged = BTreeSet::new();
    let kills = asked("GUITAI_ISSUE_KILLS", KILLS);
    for kill in 1..=kills {
        let patience = moment(kill, Duration::from_millis(900));
        let said = issues_until_killed(place.hall(), patience);
        let papers = said.len() * 4;
        acknowledged.extend(said);
        let office = open(place.hall());
        let on_record = numbers_without_a_gap(&office, &acknowledged).len();
        // What was in doubt when the kill came is on record now, so somebody may have it.
        acknowledged.extend(numbers_without_a_gap(&office, &acknowledged));
        assert!(on_record <= acknowledged.len());
        office.close();
        sound(place.hall());
        assert!(whole_papers(&place.hall().join("papers/2010")) >= papers);
    }
    eprintln!(
        "{kills} kills, {} certificates, none lost, doubled, left out or split",
        acknowledged.len()
    );
}
