//! How long a hall of ten thousand to a million invented people takes to be folded, to be opened, to
//! answer a key on a real terminal and to take an act. Prints the tables of `docs/figures.md`.
//!
//! `cargo bench --bench start -- 10000 100000` measures those sizes alone; `in=FOLDER` keeps the
//! halls there for the next run, and `hours=8` lets eight hours of counter work pass in each.

mod hall;
mod hours;
mod issue;
mod keys;
mod opening;
mod town;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use guitai::office::{FixedClock, Office};

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, folder, id] = arguments.as_slice()
        && first == opening::CHILD
    {
        return opening::open_and_tell(Path::new(folder), id);
    }
    let value = |name: &str| arguments.iter().find_map(|word| word.strip_prefix(name));
    let kept = value("in=").map(PathBuf::from);
    let hours: Option<u32> = value("hours=").and_then(|hours| hours.parse().ok());
    let mut sizes: Vec<usize> = (arguments.iter())
        .filter_map(|word| word.parse().ok())
        .collect();
    if sizes.is_empty() {
        sizes = SIZES.to_vec();
    }
    let place = tempfile::tempdir().expect("room for the halls");
    for size in sizes {
        let around = kept.clone().unwrap_or_else(|| place.path().to_owned());
        let folder = around.join(size.to_string());
        if !folder.join("hall.toml").exists() {
            hall::make(&folder, size);
        }
        println!("\n## {size} people\n\n| work | measured |\n|---|---|");
        measure(&folder, size, hours);
        if kept.is_none() {
            std::fs::remove_dir_all(&folder).expect("it is the bench's own");
        }
    }
}

fn measure(folder: &Path, size: usize, hours: Option<u32>) {
    if let Some(hours) = hours {
        return hours::pass(folder, size, hours);
    }
    rebuild(folder, size);
    opening::measure(folder, size);
    keys::measure(folder, size);
    issue::measure(folder, size);
}

/// Folds the view of the whole ledger anew.
fn rebuild(folder: &Path, size: usize) {
    let begun = Instant::now();
    let (before, mut folded, mut taken) = (processor(), Duration::ZERO, Duration::ZERO);
    let clock = Box::new(FixedClock(town::day()));
    let opened = Office::rebuild(folder, clock, &mut |_, _| {
        folded = begun.elapsed();
        taken = processor() - before;
        true
    });
    let office = opened.expect("the hall opens").office;
    let whole = begun.elapsed();
    office.close();
    let a_second = size as f64 / folded.as_secs_f64();
    say(
        "view folded anew",
        format!("{folded:.2?}, {a_second:.0} people/s, {taken:.2?} of the processors"),
    );
    say("… with the index over it", format!("{whole:.2?}"));
    let begun = Instant::now();
    let clock = Box::new(FixedClock(town::day()));
    let opened = Office::open(folder, clock).expect("the hall opens");
    say("first opening after it", format!("{:.2?}", begun.elapsed()));
    opened.office.close();
}

/// The memory of this process that is in use, in bytes.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = status.split_whitespace().nth(1);
    pages
        .and_then(|pages| pages.parse().ok())
        .unwrap_or(0_usize)
        * 4_096
}

/// What this process has taken of the processors so far.
fn processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program stands in brackets and may hold blanks.
    let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
    let ticks = after.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.filter_map(|part| part.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

fn say(work: &str, measured: impl std::fmt::Display) {
    println!("| {work} | {measured} |");
}

fn quantile(sorted: &[Duration], part: f64) -> Duration {
    let place = ((sorted.len() as f64 * part).ceil() as usize).saturating_sub(1);
    sorted.get(place).copied().unwrap_or_default()
}

/// `p50 … p99 … longest …`
fn spread(took: &mut [Duration]) -> String {
    took.sort_unstable();
    format!(
        "p50 {:.2?}, p99 {:.2?}, longest {:.2?}",
        quantile(took, 0.5),
        quantile(took, 0.99),
        quantile(took, 1.0)
    )
}
