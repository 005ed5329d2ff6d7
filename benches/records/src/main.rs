//! Fetches people by their whole ID number, from Guitai's view and from an SQLite table with the
//! same records and an index over the same numbers, turn by turn in one run; prints how long each
//! took until the record was decoded, and the ratios.
//!
//! In this folder:
//!
//!     cargo run --release -- 10000 1000000
//!
//! `in=FOLDER` takes the halls from there (those of `cargo bench --bench start -- in=FOLDER`), and
//! makes and keeps there what is missing.

#[path = "../../start/hall.rs"]
mod hall;
#[path = "../../start/town.rs"]
mod town;

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use guitai::office::{FixedClock, Office};
use guitai::person::IdPaper;
use guitai::record::Person;
use guitai::store::Store;
use rusqlite::{Connection, OptionalExtension};

/// People asked for at each size, spread over the whole hall in an order that is not theirs.
const ASKED: usize = 50_000;
/// A step that shares no factor with the number of people asked for.
const STEP: usize = 7_919;
/// Memory SQLite may map its file into, in bytes: more than the file has.
const MAPPED: i64 = 8 << 30;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let kept = arguments.iter().find_map(|word| word.strip_prefix("in="));
    let mut sizes: Vec<usize> = arguments
        .iter()
        .filter_map(|word| word.parse().ok())
        .collect();
    if sizes.is_empty() {
        sizes = vec![10_000, 100_000, 1_000_000];
    }
    let place = tempfile::tempdir().expect("room for the halls");
    let around = kept.map_or_else(|| place.path().to_owned(), PathBuf::from);
    println!("| people | who | p50 | p99 | longest | p50 against SQLite | p99 against SQLite |");
    println!("|---|---|---|---|---|---|---|");
    for size in sizes {
        let folder = around.join(size.to_string());
        if !folder.join("hall.toml").exists() {
            hall::make(&folder, size);
            // Folds the view.
            let clock = Box::new(FixedClock(town::day()));
            Office::open(&folder, clock)
                .expect("the hall opens")
                .office
                .close();
        }
        measure(&folder, size);
    }
}

fn measure(folder: &Path, size: usize) {
    let store = Store::open_at_once(&folder.join("view"), None, &mut |_, _| true).expect("a sound view");
    let table = tempfile::tempdir().expect("room for the table");
    let mut peer = Connection::open(table.path().join("people.sqlite")).expect("a table");
    fill(&mut peer, &store, size);
    let asked = asked(size);
    let mut statement = peer
        .prepare("SELECT body FROM person WHERE paper = ?1")
        .expect("its own table");
    let mut from_table = |paper: &str| -> Option<Person> {
        let body = statement.query_row([paper], |row| {
            let body = row.get_ref(0)?.as_blob()?;
            Ok(postcard::from_bytes(body).expect("written by postcard"))
        });
        body.optional().expect("a sound table")
    };
    // Once for warmth; the second time counts.
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..2 {
        (ours, theirs) = (Vec::new(), Vec::new());
        for nth in 0..asked.len() {
            let paper = &asked[nth * STEP % asked.len()];
            let at = Instant::now();
            let own = black_box(from_view(&store, paper));
            ours.push(at.elapsed());
            let at = Instant::now();
            let other = black_box(from_table(paper));
            theirs.push(at.elapsed());
            assert!(own.is_some() && own == other, "the same person");
        }
    }
    ours.sort_unstable();
    theirs.sort_unstable();
    line(size, "Guitai's view", &ours, &theirs);
    line(size, "SQLite", &theirs, &theirs);
    store.close();
}

fn from_view(store: &Store, paper: &str) -> Option<Person> {
    let key = store.holder(paper).expect("a sound view")?;
    store.person(key).expect("a sound view")
}

/// The keys of the identity papers of those who are asked for.
fn asked(size: usize) -> Vec<String> {
    let people = town::some(size, ASKED.min(size));
    let papers = people.iter().map(|one| {
        let paper = IdPaper::read(one.id.as_str(), town::day());
        paper.expect("an invented number is a number").key()
    });
    papers.collect()
}

/// The same records under the same keys.
fn fill(peer: &mut Connection, store: &Store, size: usize) {
    peer.pragma_update(None, "journal_mode", "WAL")
        .expect("a pragma");
    peer.pragma_update(None, "synchronous", "FULL")
        .expect("a pragma");
    peer.pragma_update(None, "mmap_size", MAPPED)
        .expect("a pragma");
    peer.execute_batch("CREATE TABLE person (key INTEGER PRIMARY KEY, paper TEXT UNIQUE NOT NULL, body BLOB NOT NULL)")
        .expect("a new table");
    let filling = peer.transaction().expect("a table");
    {
        let mut insert = filling
            .prepare("INSERT INTO person (key, paper, body) VALUES (?1, ?2, ?3)")
            .expect("its own table");
        for one in town::town().take(size) {
            let paper = IdPaper::read(one.id.as_str(), town::day());
            let paper = paper.expect("an invented number is a number").key();
            let key = store.holder(&paper).expect("a sound view");
            let person = store.person(key.expect("on record")).expect("a sound view");
            let body = postcard::to_stdvec(&person.expect("on record")).expect("it can be written");
            let key = key.expect("on record").0 as i64;
            insert
                .execute((key, &paper, body))
                .expect("room on the disk");
        }
    }
    filling.commit().expect("room on the disk");
}

fn line(size: usize, who: &str, took: &[Duration], peer: &[Duration]) {
    let times = |part| quantile(took, part).as_secs_f64() / quantile(peer, part).as_secs_f64();
    println!(
        "| {size} | {who} | {:.2?} | {:.2?} | {:.2?} | {:.2} × | {:.2} × |",
        quantile(took, 0.5),
        quantile(took, 0.99),
        quantile(took, 1.0),
        times(0.5),
        times(0.99),
    );
}

fn quantile(sorted: &[Duration], part: f64) -> Duration {
    let place = ((sorted.len() as f64 * part).ceil() as usize).saturating_sub(1);
    sorted.get(place).copied().unwrap_or_default()
}
