//! From the start of a process to its first answers, measured in a process of its own: the page
//! cache is warm, nothing else is.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use guitai::office::{FixedClock, Office};

use crate::{say, spread, town};

/// The word that tells this program to be that process.
pub const CHILD: &str = "open-and-tell";
const ROUNDS: usize = 7;

/// The words the process says, in their order.
const STEPS: [&str; 4] = [
    "open",
    "exact ID answers",
    "whole index ready",
    "view proved",
];

pub fn measure(folder: &Path, size: usize) {
    let people = town::some(size, ROUNDS);
    let mut took: [Vec<Duration>; 4] = Default::default();
    for one in &people {
        let id = one.id.as_str();
        let this = std::env::current_exe().expect("this program");
        let begun = Instant::now();
        let mut child = Command::new(this)
            .args([CHILD, &folder.display().to_string(), id])
            .stdout(Stdio::piped())
            .spawn()
            .expect("this program runs");
        let said = BufReader::new(child.stdout.take().expect("a pipe"));
        for (word, took) in said.lines().zip(&mut took) {
            word.expect("text");
            took.push(begun.elapsed());
        }
        assert!(child.wait().expect("a child").success());
    }
    for (step, took) in STEPS.iter().zip(&mut took) {
        say(&format!("process start → {step}"), spread(took));
    }
}

/// Opens the hall and says a word at every step.
pub fn open_and_tell(folder: &Path, id: &str) {
    let clock = Box::new(FixedClock(town::day()));
    let opened = Office::open_at_once(folder, clock, &mut |_, _| true);
    let mut office = opened.expect("the hall opens").office;
    println!("{}", STEPS[0]);
    let found = office.exact(id).expect("the view can be read");
    let page = office.person(found.expect("on record")).expect("a view");
    assert!(page.is_some_and(|page| page.person.id_key().ends_with(id)));
    println!("{}", STEPS[1]);
    office.await_index().expect("an index");
    println!("{}", STEPS[2]);
    office.await_proof().expect("a sound view");
    let name = office.find(id, 1).expect("a view").hits.remove(0).name;
    assert!(!name.is_empty());
    println!("{}", STEPS[3]);
    office.close();
}
