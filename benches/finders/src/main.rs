//! Asks for the same people in Guitai's lookup, in fzf, and in full scans by nucleo and by
//! fuzzy-matcher, one after the other in one run, and prints the median of each and the ratio.
//!
//! In this folder, with `fzf` installed:
//!
//!     cargo run --release -- 100000 1000000
//!
//! Every finder gets the whole query at once, as fzf has no keys to be typed at; Guitai is asked at
//! every key of it as well, and that is the time that counts for it. fzf reads its lines from a pipe
//! each time, as `fzf --filter` does; what it takes for that alone is printed beside it.

#[path = "../../lookup/ways.rs"]
mod ways;

use std::hint::black_box;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use guitai::lookup::{Builder, Lookup};
use guitai::person::Townsperson;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};

use ways::{WAYS, certificate, entry, line, town};

/// Hits a screen asks for.
const HITS: usize = 50;
/// Queries each peer is asked; a scan takes a quarter of a second.
const ASKED: usize = 48;

fn main() {
    let sizes: Vec<usize> = std::env::args()
        .filter_map(|arg| arg.parse().ok())
        .collect();
    let sizes = if sizes.is_empty() {
        vec![1_000_000]
    } else {
        sizes
    };
    println!(
        "| people | Guitai a key, p50 | fuzzy-matcher | times | nucleo | times | fzf --filter | its start and reading | times |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for size in sizes {
        measure(size);
    }
}

fn measure(size: usize) {
    let mut builder = Builder::default();
    let mut lines = Vec::with_capacity(size);
    for (key, person) in (1..=size as u64).zip(town()) {
        builder.add(&entry(key, &person, &certificate(key)));
        lines.push(line(&person));
    }
    let lookup = builder.finish();
    let queries = queries(size);
    let ours = median(keys(&lookup, &queries));
    let skim = median(scan_by_fuzzy_matcher(&lines, &queries));
    let nucleo = median(scan_by_nucleo(&lines, &queries));
    let text = lines.join("\n");
    let fzf = queries
        .iter()
        .map(|query| ask_fzf(&text, query))
        .collect::<Option<Vec<_>>>();
    let reading = ask_fzf(&text, "\u{fffd}");
    let times = |peer: Duration| peer.as_secs_f64() / ours.as_secs_f64();
    let (fzf, reading, by_fzf) = match (fzf.map(median), reading) {
        (Some(fzf), Some(reading)) => (shown(fzf), shown(reading), format!("{:.0}", times(fzf))),
        _ => ["not installed", "—", "—"].map(str::to_owned).into(),
    };
    println!(
        "| {size} | {} | {} | {:.0} | {} | {:.0} | {fzf} | {reading} | {by_fzf} |",
        shown(ours),
        shown(skim),
        times(skim),
        shown(nucleo),
        times(nucleo),
    );
}

/// What is asked: every way in turn, each of somebody else.
fn queries(size: usize) -> Vec<String> {
    let people: Vec<(u64, Townsperson)> = (1..=size as u64)
        .zip(town())
        .step_by((size / (2 * ASKED)).max(1))
        .collect();
    let asked = people.iter().zip(WAYS.iter().cycle());
    let queries = asked.filter_map(|((key, one), (_, way))| way(*key, one));
    queries.take(ASKED).collect()
}

fn keys(lookup: &Lookup, queries: &[String]) -> Vec<Duration> {
    let mut took = Vec::new();
    for query in queries {
        for (end, sign) in query.char_indices() {
            let so_far = &query[..end + sign.len_utf8()];
            let at = Instant::now();
            black_box(lookup.find(so_far, HITS));
            took.push(at.elapsed());
        }
    }
    took
}

fn scan_by_fuzzy_matcher(lines: &[String], queries: &[String]) -> Vec<Duration> {
    let matcher = SkimMatcherV2::default().ignore_case();
    let scan = |query: &String| {
        let at = Instant::now();
        let found = (0..).zip(lines);
        let found =
            found.filter_map(|(line, text)| Some((matcher.fuzzy_match(text, query)?, line)));
        best(found.collect());
        at.elapsed()
    };
    queries.iter().map(scan).collect()
}

fn scan_by_nucleo(lines: &[String], queries: &[String]) -> Vec<Duration> {
    let lines: Vec<Utf32String> = lines.iter().map(|line| line.as_str().into()).collect();
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut scan = |query: &String| {
        let at = Instant::now();
        let pattern = Pattern::parse(query, CaseMatching::Ignore, Normalization::Never);
        let found = (0..).zip(&lines);
        let found = found.filter_map(|(line, text)| {
            Some((
                i64::from(pattern.score(text.slice(..), &mut matcher)?),
                line,
            ))
        });
        best(found.collect());
        at.elapsed()
    };
    queries.iter().map(&mut scan).collect()
}

fn best(mut found: Vec<(i64, usize)>) {
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.truncate(HITS);
    black_box(found);
}

/// One process of fzf that reads all lines and filters them; `None` if there is no fzf.
fn ask_fzf(text: &str, query: &str) -> Option<Duration> {
    let at = Instant::now();
    let mut fzf = Command::new("fzf")
        .args(["--filter", query])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut stdin = fzf.stdin.take()?;
    std::thread::scope(|scope| {
        // It may stop reading early; what it found is read below all the same.
        scope.spawn(move || _ = stdin.write_all(text.as_bytes()));
        fzf.wait_with_output().ok()
    })?;
    Some(at.elapsed())
}

fn median(mut took: Vec<Duration>) -> Duration {
    took.sort_unstable();
    took.get(took.len() / 2).copied().unwrap_or_default()
}

fn shown(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1_000.0)
}
