//! Promise: a counter that is left open for days takes no more memory, no more descriptors and no
//! more files than on its first morning.

use std::fs;
use std::path::Path;

use chrono::{Days, NaiveDate};
use guitai::person::ResidentId;

use crate::support::broken::{YOUNG, applicant, asked};
use crate::support::counter::{Hall, LI_CHUNTAO, command, leave};
use crate::support::terminal::Desk;

/// Hours of work in a usual run; `GUITAI_HOURS=100` asks for more.
const HOURS: usize = 3;
/// Certificates issued in an hour, between which people are looked for.
const ISSUED: usize = 4;
/// From so many hours on the memory of the last is held against that of the tenth part.
const LONG: usize = 50;

/// What a program holds.
#[derive(Debug, Clone, Copy)]
struct Held {
    /// KiB.
    memory: u64,
    descriptors: usize,
}

fn held(desk: &Desk) -> Held {
    let process = format!("/proc/{}", desk.pid());
    let status = fs::read_to_string(format!("{process}/status")).expect("it runs");
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let resident = resident.and_then(|line| line.split_whitespace().next()?.parse().ok());
    Held {
        memory: resident.expect("a number of kilobytes"),
        descriptors: fs::read_dir(format!("{process}/fd"))
            .expect("it runs")
            .count(),
    }
}

/// Files that are neither the hall's nor anybody's: half written, or forgotten.
fn left_over(folder: &Path) -> Vec<String> {
    let mut left = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            left.extend(left_over(&path));
        }
        if name.starts_with('.') || name.ends_with(".new") || name.contains("damaged") {
            left.push(name);
        }
    }
    left
}

/// What 李春桃 answers, as the woman of this number does: nobody is to be taken for another.
fn hers(answer: &str, number: usize) -> String {
    const GIVEN: [char; 12] = [
        '芳', '娟', '敏', '静', '丽', '艳', '娜', '燕', '玲', '霞', '萍', '红',
    ];
    let given = |at: usize| GIVEN[at % GIVEN.len()];
    match answer {
        "李春桃⏎" => format!("李{}{}⏎", given(number), given(number / GIVEN.len() + 3)),
        "13800000101⏎" => format!("1390000{number:04}⏎"),
        "J430406-2005-000123⏎" => format!("J430406-2005-{:06}⏎", number + 2_000),
        "430421198011039913⏎" => {
            let birth =
                NaiveDate::from_ymd_opt(1978, 1, 1).expect("a real day") + Days::new(number as u64);
            let id = ResidentId::compose("430421", birth, 993).expect("a number");
            format!("{}⏎", id.as_str())
        }
        other => other.to_owned(),
    }
}

/// The numbers of so many women who are not among the hall's people.
fn nobody_knows(hall: &Hall, count: usize) -> Vec<String> {
    let office = hall.office();
    let is_new = |id: &String| office.exact(id).expect("a view").is_none();
    let women = (YOUNG..)
        .map(applicant)
        .filter(is_new)
        .take(count)
        .collect();
    office.close();
    women
}

/// An hour: people are looked for, the day's list is read, certificates are issued.
fn work(desk: &mut Desk, hour: usize, women: &[String]) {
    for nth in 0..ISSUED {
        for asked in ["zxm", "李", "1234", "138"] {
            desk.keys(asked);
            desk.sees("Enter  打开");
            desk.keys("⎋");
            desk.sees("今日办件");
        }
        let done = hour * ISSUED + nth;
        desk.keys(&format!("{}⏎", women[done]));
        desk.sees("*姓名");
        for keys in LI_CHUNTAO {
            desk.keys(&hers(keys, done));
        }
        desk.sees("照片文件");
        desk.keys("⑥②");
        desk.sees("核对无误");
        desk.keys("⏎");
        desk.sees("4304 0600 51");
        desk.keys("⏎");
        desk.sees(&format!("今日办件 {} 件", done + 1));
    }
    desk.keys("⑥");
    desk.sees("前一天");
    desk.keys("⎋");
    desk.sees("今日办件");
}

#[test]
fn a_counter_left_open_for_days_holds_what_it_held_on_the_first_morning() {
    let hours = asked("GUITAI_HOURS", HOURS);
    let hall = Hall::new();
    let women = nobody_knows(&hall, hours * ISSUED);
    let temporary = tempfile::tempdir().expect("a place for files");
    let mut program = command(&hall.path());
    program.env("TMPDIR", temporary.path());
    let mut desk = Desk::open(program, 80, 24);
    desk.sees("今日办件");
    let mut after = Vec::new();
    for hour in 0..hours {
        work(&mut desk, hour, &women);
        after.push(held(&desk));
    }
    let (first, last) = (after[hours.div_ceil(10) - 1], after[hours - 1]);
    println!("{hours} hours: {first:?} at first, {last:?} at last");
    assert_eq!(first.descriptors, last.descriptors, "{after:?}");
    if hours >= LONG {
        assert!(last.memory * 100 <= first.memory * 105, "{after:?}");
    }
    assert_eq!(left_over(temporary.path()), Vec::<String>::new());
    assert_eq!(fs::read_dir(temporary.path()).expect("a folder").count(), 0);
    leave(desk);
    assert_eq!(left_over(&hall.path()), Vec::<String>::new());
}
