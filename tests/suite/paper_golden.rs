//! Promise: the papers of a hall once stored come out as the same bytes for ever, from the ledger
//! to the file.
//!
//! `tests/stored/v1/hall` is a real hall of invented people, written once: its ledger, the forms,
//! policies and layouts its acts keep, a photograph, and keys made for it alone. It holds
//! certificates in every state, cases that wait, changes, services with records of their own and
//! rights that were exercised, with characters of the rare faces; none of its files is written
//! again, whatever becomes of `forms/`. `digests.txt` beside it has a line for every paper under
//! every version of the renderer.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use guitai::office::{FixedClock, Office};
use guitai::paper::RENDERER;
use guitai::record::DayLine;

/// The days on which something was done there.
const DAYS: [&str; 9] = [
    "2010-03-15",
    "2010-04-06",
    "2010-06-01",
    "2010-09-13",
    "2010-11-02",
    "2010-12-20",
    "2011-08-01",
    "2013-03-01",
    "2026-11-24",
];

/// The applications of each year, from 1: a change is kept under its own.
const CASES: [(u32, u32); 4] = [(2010, 13), (2011, 3), (2013, 3), (2026, 6)];

fn stored(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stored/v1/hall");
    folder.join(name)
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("room for a folder");
    for entry in fs::read_dir(from).expect("a stored folder") {
        let path = entry.expect("a readable entry").path();
        let to = to.join(path.file_name().expect("a name"));
        match path.is_dir() {
            true => copy(&path, &to),
            false => fs::copy(&path, &to).map(drop).expect("room for a file"),
        }
    }
}

/// The stored hall, open in a folder of its own where every community is called something else
/// today.
fn open(folder: &Path) -> Office {
    copy(&stored(""), folder);
    let table = include_str!("../../forms/codes/communities.csv");
    let (heading, rows) = table.split_once('\n').expect("a heading");
    let renamed: String = rows
        .lines()
        .map(|row| row.replacen(',', ",新", 1) + "\n")
        .collect();
    fs::write(
        folder.join("communities.csv"),
        format!("{heading}\n{renamed}"),
    )
    .expect("writes");
    let last = DAYS[DAYS.len() - 1].parse().expect("a day");
    let opened = Office::open(folder, Box::new(FixedClock(last)));
    opened.expect("the stored hall opens").office
}

/// Everything that papers are kept under.
fn numbers(office: &Office) -> BTreeSet<String> {
    let day = |day: &str| office.day(day.parse().expect("a day")).expect("a view");
    let acts = DAYS.iter().flat_map(|one| day(one));
    let numbers = acts.map(|line: DayLine| line.number);
    let cases = CASES.iter().flat_map(|(year, last)| {
        (1..=*last).map(move |serial| format!("SQ-430406005-{year}-{serial:05}"))
    });
    numbers.chain(cases).collect()
}

/// `RENDERER number paper digest` of every paper of every number.
fn lines(office: &Office) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for number in numbers(office) {
        for paper in office.paper_names(&number).unwrap_or_default() {
            let bytes = office.paper(&number, &paper);
            let bytes = bytes.unwrap_or_else(|error| panic!("{number} {paper}: {error}"));
            let digest = &blake3::hash(&bytes).to_hex()[..32];
            lines.insert(format!("{RENDERER} {number} {paper} {digest}"));
        }
    }
    lines
}

#[test]
fn every_paper_of_a_stored_hall_has_the_bytes_it_always_had() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let office = open(&folder.path().join("hall"));
    let made = lines(&office);
    office.close();
    let known = fs::read_to_string(stored("digests.txt")).expect("a stored file");
    let of_today = known
        .lines()
        .filter(|line| line.split(' ').next() == Some(&RENDERER.to_string()));
    let known: BTreeSet<String> = of_today.map(str::to_owned).collect();
    let new: Vec<&str> = made.difference(&known).map(String::as_str).collect();
    let gone: Vec<&str> = known.difference(&made).map(String::as_str).collect();
    assert!(
        new.is_empty() && gone.is_empty(),
        "The same acts come out as other bytes. If that is meant, raise `paper::RENDERER` and add \
         these lines to {}; lines that are there stay.\n{}\nNot made any more:\n{}",
        stored("digests.txt").display(),
        new.join("\n"),
        gone.join("\n")
    );
}
