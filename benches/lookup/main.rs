//! How long a key press takes among ten thousand to five million invented people, beside a full
//! scan with fuzzy-matcher over the same people in the same run. Prints the tables of
//! `docs/figures.md`.
//!
//! `cargo bench --bench lookup -- 10000 100000` measures those sizes alone.

mod ways;

use std::hint::black_box;
use std::time::{Duration, Instant};

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use guitai::lookup::{Builder, Lookup};
use guitai::person::{Town, Townsperson};

use ways::{WAYS, certificate, day, entry, line, town};

const SIZES: [usize; 4] = [10_000, 100_000, 1_000_000, 5_000_000];
/// People whose ways of asking are typed, key by key.
const ASKED: usize = 300;
/// Hits a screen asks for.
const HITS: usize = 50;
/// Queries of the full scan, which takes a quarter of a second each.
const SCANNED: usize = 24;

fn main() {
    let asked: Vec<usize> = std::env::args()
        .filter_map(|arg| arg.parse().ok())
        .collect();
    let sizes = if asked.is_empty() {
        SIZES.to_vec()
    } else {
        asked
    };
    println!(
        "| people | built | bytes a person | keys | p50 | p99 | longest | scan p50 | times | put p50 | put p99 | keys while merging p99 |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|---|---|");
    let mut classes = Vec::new();
    for size in sizes {
        classes.push((size, measure(size)));
    }
    println!();
    println!("| people | way of asking | keys | p50 | p99 | longest | found first |");
    println!("|---|---|---|---|---|---|---|");
    for (size, classes) in classes {
        for class in classes {
            println!(
                "| {size} | {} | {} | {} | {} | {} | {} % |",
                class.name,
                class.took.len(),
                shown(quantile(&class.took, 0.5)),
                shown(quantile(&class.took, 0.99)),
                shown(quantile(&class.took, 1.0)),
                class.first * 100 / class.asked.max(1)
            );
        }
    }
}

struct Class {
    name: &'static str,
    took: Vec<Duration>,
    asked: usize,
    /// Of those asked for, how many stood among the first ten once all was typed.
    first: usize,
}

fn measure(size: usize) -> Vec<Class> {
    let before = resident();
    let begun = Instant::now();
    let mut builder = Builder::default();
    let mut generating = Duration::ZERO;
    let mut people = town();
    for key in 1..=size as u64 {
        let at = Instant::now();
        let Some(person) = people.next() else { break };
        let numbers = certificate(key);
        generating += at.elapsed();
        builder.add(&entry(key, &person, &numbers));
    }
    let mut lookup = builder.finish();
    let built = begun.elapsed() - generating;
    let bytes = resident().saturating_sub(before) / size;

    let asked: Vec<(u64, Townsperson)> = (1..=size as u64)
        .zip(town())
        .step_by((size / ASKED).max(1))
        .collect();
    let mut classes: Vec<Class> = WAYS
        .iter()
        .map(|(name, way)| {
            let mut class = Class {
                name,
                took: Vec::new(),
                asked: 0,
                first: 0,
            };
            for (key, person) in &asked {
                let Some(typed) = way(*key, person) else {
                    continue;
                };
                class.asked += 1;
                class.first += usize::from(type_it(&lookup, &typed, *key, &mut class.took));
            }
            class
        })
        .collect();
    let mut all: Vec<Duration> = classes
        .iter()
        .flat_map(|class| class.took.clone())
        .collect();
    all.sort_unstable();
    classes
        .iter_mut()
        .for_each(|class| class.took.sort_unstable());
    let scan = scan(size, &asked);
    let (put, while_merging) = put(&mut lookup, size, &asked);
    println!(
        "| {size} | {built:.2?} | {bytes} | {} | {} | {} | {} | {} | {:.0} | {} | {} | {} |",
        all.len(),
        shown(quantile(&all, 0.5)),
        shown(quantile(&all, 0.99)),
        shown(quantile(&all, 1.0)),
        shown(quantile(&scan, 0.5)),
        quantile(&scan, 0.5).as_secs_f64() / quantile(&all, 0.5).as_secs_f64(),
        shown(quantile(&put, 0.5)),
        shown(quantile(&put, 0.99)),
        shown(quantile(&while_merging, 0.99)),
    );
    classes
}

/// Types a text key by key; whether the person stands among the first ten in the end.
fn type_it(lookup: &Lookup, typed: &str, key: u64, took: &mut Vec<Duration>) -> bool {
    let mut first = false;
    for (end, sign) in typed.char_indices() {
        let so_far = &typed[..end + sign.len_utf8()];
        let at = Instant::now();
        let answer = black_box(lookup.find(so_far, HITS));
        took.push(at.elapsed());
        first = answer.hits.iter().take(10).any(|hit| hit.person.0 == key);
    }
    first
}

/// The peer: everybody's line matched against the query, as a program without an index would.
fn scan(size: usize, asked: &[(u64, Townsperson)]) -> Vec<Duration> {
    let lines: Vec<String> = town().take(size).map(|one| line(&one)).collect();
    let matcher = SkimMatcherV2::default().ignore_case();
    let queries = (0..SCANNED).filter_map(|nth| {
        let (key, one) = asked.get(nth * asked.len() / SCANNED)?;
        WAYS[nth % WAYS.len()].1(*key, one)
    });
    let mut took: Vec<Duration> = queries
        .map(|typed| {
            let at = Instant::now();
            let mut found: Vec<(i64, usize)> = (0..)
                .zip(&lines)
                .filter_map(|(line, text)| Some((matcher.fuzzy_match(text, &typed)?, line)))
                .collect();
            found.sort_unstable_by(|a, b| b.cmp(a));
            found.truncate(HITS);
            black_box(found);
            at.elapsed()
        })
        .collect();
    took.sort_unstable();
    took
}

/// Adds two thousand people, and types while what they led to is merged on another thread.
fn put(
    lookup: &mut Lookup,
    size: usize,
    asked: &[(u64, Townsperson)],
) -> (Vec<Duration>, Vec<Duration>) {
    let newcomers: Vec<Townsperson> = Town::new(99, day()).take(2_000).collect();
    let mut took = Vec::new();
    for (nth, person) in newcomers.iter().enumerate() {
        let at = Instant::now();
        lookup.put(&entry((size + nth + 1) as u64, person, &[]));
        took.push(at.elapsed());
    }
    took.sort_unstable();
    let mut keys = Vec::new();
    if let Some(merge) = lookup.merge_due() {
        let merging = std::thread::spawn(move || merge.run());
        for (nth, (key, one)) in asked.iter().enumerate().cycle() {
            if merging.is_finished() {
                break;
            }
            if let Some(typed) = WAYS[nth % WAYS.len()].1(*key, one) {
                type_it(lookup, &typed, *key, &mut keys);
            }
        }
        lookup.take_merged(merging.join().expect("a merge does not panic"));
    }
    keys.sort_unstable();
    (took, keys)
}

fn quantile(sorted: &[Duration], part: f64) -> Duration {
    let place = ((sorted.len() as f64 * part).ceil() as usize).saturating_sub(1);
    sorted.get(place).copied().unwrap_or_default()
}

fn shown(time: Duration) -> String {
    match time.as_secs_f64() * 1_000.0 {
        ms if ms < 0.1 => format!("{:.1} µs", ms * 1_000.0),
        ms => format!("{ms:.2} ms"),
    }
}

/// The memory of this process that is in use, in bytes.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = status
        .split_whitespace()
        .nth(1)
        .and_then(|pages| pages.parse().ok());
    pages.unwrap_or(0_usize) * 4_096
}
