//! Promise: at whatever system call the process is killed, the disk is full or the disk breaks while
//! an act is done, the act is on record whole or not at all; nothing is acknowledged that is not on
//! record, and nothing whose own bytes the disk refused; the next opening knows the truth, and doing
//! the act again does it once.
//!
//! strace makes the calls fail. A usual run tries some of the calls; `GUITAI_EVERY_CALL=1` tries
//! every call that touches a file: a kill and a full disk at those that change something, a broken
//! disk at all. A kill at a call that changes nothing leaves what the next one finds.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use guitai::office::{FixedClock, Office};
use rustix::process::{Pid, Signal, kill_process_group};

use crate::support::broken::{asked, copy, numbers_without_a_gap, sound, whole_papers};
use crate::support::life::{OLD, act_as, issue_example};
use crate::support::place::{Place, day, example_text};

const DAY: &str = "2010-11-02";
/// Calls that change what is on the disk.
const CHANGING: &str = "openat,write,pwrite64,fsync,fdatasync,rename,mkdir,unlink,rmdir,ftruncate,\
                        fallocate,sync_file_range,chmod,fchmod";
/// Calls that only look. Closing is not among them: Linux never refuses to close a folder, and the
/// standard library takes it at its word.
const LOOKING: &str = "read,pread64,statx,newfstatat,fstat,getdents64,lseek,flock,statfs";
/// Where the backup goes, beside the hall.
const STICK: &str = "stick";
/// How many calls of each kind of failure a usual run tries.
const USUAL: usize = 1;
/// An act takes a second here; one that has not ended by then hangs.
const PATIENCE: Duration = Duration::from_secs(120);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Failure {
    Kill,
    Full,
    Broken,
}

impl Failure {
    fn injected(self) -> &'static str {
        match self {
            Failure::Kill => "signal=KILL",
            Failure::Full => "error=ENOSPC",
            Failure::Broken => "error=EIO",
        }
    }
}

/// Which call fails, and how.
#[derive(Debug, Clone)]
struct Point {
    call: String,
    nth: usize,
    failure: Failure,
}

/// An act as it is done on the command line.
struct Verb {
    arguments: Vec<String>,
    /// How often the act is on record.
    done: fn(&Office) -> usize,
    /// Whether it may be done a second time.
    again: bool,
}

struct Run {
    /// As a shell counts; `None` if it was killed.
    code: Option<i32>,
    said: String,
    /// The call failed, or killed the process.
    hit: bool,
    /// It was a call on the file that holds the acts.
    hit_ledger: bool,
}

fn strace_works() -> bool {
    let mut strace = Command::new("strace");
    strace.args(["-qq", "-o", "/dev/null", "true"]);
    let works = strace.output().is_ok_and(|output| output.status.success());
    if !works {
        eprintln!("strace is not here or may not trace; no system call was made to fail");
    }
    works
}

/// A practice hall in which a certificate waits to be corrected, cancelled or handed over.
fn hall() -> Place {
    let place = Place::practice(DAY);
    issue_example(place.hall(), "e12-issue.toml");
    act_as(place.hall(), "吴敏");
    place
}

fn open(hall: &Path) -> Office {
    let opened = Office::open(hall, Box::new(FixedClock(day(DAY))));
    opened.unwrap_or_else(|error| panic!("{error}")).office
}

/// Runs the act under strace, its own calls written to `log`.
fn traced(verb: &Verb, hall: &Path, options: &[&str], log: &Path) -> Run {
    let out = log.with_extension("out");
    let file = |path: &Path| fs::File::create(path).expect("room for what is said");
    let (stdout, stderr) = (file(&out), file(&log.with_extension("err")));
    let mut child = Command::new("strace")
        .args(["-f", "-qq", "-y", "-o"])
        .arg(log)
        .args(options)
        .arg(env!("CARGO_BIN_EXE_guitai"))
        .arg("--hall")
        .arg(hall)
        .args(&verb.arguments)
        .current_dir(log.parent().expect("a folder for the test"))
        .env_remove("GUITAI_HALL")
        .stdin(Stdio::null())
        .stdout(stdout)
        .stderr(stderr)
        .process_group(0)
        .spawn()
        .expect("strace");
    let begun = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child of ours") {
            break status;
        }
        if begun.elapsed() > PATIENCE {
            let group = Pid::from_child(&child);
            let _ = kill_process_group(group, Signal::KILL);
            let _ = child.wait();
            panic!("{options:?}: it hangs");
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let read = |path: &Path| String::from_utf8_lossy(&fs::read(path).expect("said")).into_owned();
    let calls = read(log);
    let hit = |line: &str| line.contains("(INJECTED)") || line.contains("killed by SIGKILL");
    let of_ledger = |line: &str| line.contains("(INJECTED)") && line.contains("/ledger/0");
    Run {
        code: status.code(),
        said: read(&out) + &read(&log.with_extension("err")),
        hit: calls.lines().any(hit),
        hit_ledger: calls.lines().any(of_ledger),
    }
}

/// How often each call is made, by the thread that makes it most often: strace counts by thread.
fn counted(log: &Path) -> BTreeMap<String, usize> {
    let mut by_thread: BTreeMap<(String, String), usize> = BTreeMap::new();
    let calls = fs::read_to_string(log).expect("a log");
    for line in calls.lines() {
        let mut words = line.splitn(2, ' ');
        let thread = words.next().unwrap_or_default().to_owned();
        let call = words.next().unwrap_or_default().trim_start();
        // A call that was interrupted in the log is named a second time in other words.
        if let Some((name, _)) = call.split_once('(')
            && !call.starts_with('<')
        {
            *by_thread.entry((thread, name.to_owned())).or_default() += 1;
        }
    }
    let mut most = BTreeMap::new();
    for ((_, call), count) in by_thread {
        let one = most.entry(call).or_insert(0);
        *one = count.max(*one);
    }
    most
}

fn points(counts: &BTreeMap<String, usize>) -> Vec<Point> {
    let of = |failure: Failure, calls: &str| {
        let calls = calls
            .split(',')
            .map(str::trim)
            .filter(|call| counts.contains_key(*call));
        let points = calls.flat_map(|call| (1..=counts[call]).map(move |nth| (call, nth)));
        let point = |(call, nth): (&str, usize)| Point {
            call: call.to_owned(),
            nth,
            failure,
        };
        points.map(point).collect::<Vec<_>>()
    };
    let all = [
        of(Failure::Kill, CHANGING),
        of(Failure::Full, CHANGING),
        of(Failure::Broken, &format!("{CHANGING},{LOOKING}")),
    ];
    if asked("GUITAI_EVERY_CALL", 0) > 0 {
        return all.concat();
    }
    // The syncs decide what is acknowledged; of all the others some.
    let syncs = of(Failure::Broken, "fdatasync");
    let some = all.iter().flat_map(|points| {
        let step = points.len() / USUAL + 1;
        points.iter().skip(step / 2).step_by(step).cloned()
    });
    some.chain(syncs.into_iter().step_by(2)).collect()
}

/// Does the act on a copy of the hall while one call fails, and looks what became of it; whether
/// the call was made at all.
fn fails_well(verb: &Verb, whole: &Path, point: &Point, folder: &Path) -> bool {
    let hall = folder.join("hall");
    let _ = fs::remove_dir_all(&hall);
    let _ = fs::remove_dir_all(folder.join(STICK));
    copy(whole, &hall);
    let Point { call, nth, failure } = point;
    let trace = format!("trace={call}");
    let inject = format!("inject={call}:{}:when={nth}", failure.injected());
    let run = traced(
        verb,
        &hall,
        &["-e", &trace, "-e", &inject],
        &folder.join("log"),
    );
    let acknowledged = run.code == Some(0) || run.said.contains("\"number\":\"");
    let told = format!("{point:?}: {:?} {}", run.code, run.said);
    assert!(!run.said.contains("panicked"), "{told}");
    // What could not be read is read again and proved by its hash; what could not be written is not
    // asked for again.
    let writes = CHANGING.split(',').any(|changing| changing.trim() == call);
    let denied = *failure == Failure::Broken && writes && run.hit_ledger;
    assert!(
        !(denied && acknowledged),
        "acknowledged all the same: {told}"
    );

    let office = open(&hall);
    let done = (verb.done)(&office);
    numbers_without_a_gap(&office, &std::iter::once(OLD.to_owned()).collect());
    office.close();
    sound(&hall);
    whole_papers(&hall.join("papers/2010"));
    assert!(done <= 1 && (done == 1 || !acknowledged), "{done}: {told}");

    let again = traced(verb, &hall, &["-e", "trace=execve"], &folder.join("log"));
    let office = open(&hall);
    let wanted = if verb.again { done + 1 } else { 1 };
    let now = (verb.done)(&office);
    assert_eq!(
        now, wanted,
        "{told}, and again: {:?} {}",
        again.code, again.said
    );
    office.close();
    run.hit
}

#[track_caller]
fn is_done_whole_or_not_at_all(verb: impl FnOnce(&Place) -> Verb) {
    if !strace_works() {
        return;
    }
    let place = hall();
    let verb = verb(&place);
    let folder = tempfile::tempdir().expect("a folder for the test");
    let first = folder.path().join("first");
    copy(place.hall(), &first);
    let log = folder.path().join("calls");
    let trace = format!("trace={CHANGING},{LOOKING}");
    let run = traced(&verb, &first, &["-e", &trace], &log);
    assert_eq!(run.code, Some(0), "{}", run.said);
    let points = points(&counted(&log));
    assert!(points.len() > 2 * USUAL, "an act touches files");
    let hit = |point: &&Point| fails_well(&verb, place.hall(), point, folder.path());
    let failed = points.iter().filter(hit).count();
    // A thread that has nothing to do makes a call less now and then.
    assert!(
        failed * 10 >= points.len() * 9,
        "{failed} of {}",
        points.len()
    );
    let name = &verb.arguments[..2.min(verb.arguments.len())];
    eprintln!("{name:?}: {failed} calls failed, nothing lost, doubled or split");
}

fn case(place: &Place, name: &str, text: &str) -> String {
    let path: PathBuf = place.around().join(name);
    fs::write(&path, text).expect("room for a case");
    path.display().to_string()
}

fn arguments(arguments: &[&str]) -> Vec<String> {
    arguments
        .iter()
        .map(|argument| (*argument).to_owned())
        .collect()
}

#[test]
fn an_issue_is_done_whole_or_not_at_all_at_whatever_call_it_fails() {
    is_done_whole_or_not_at_all(|place| {
        let request = "5b".repeat(16);
        let text = format!("request = \"{request}\"\n{}", example_text("e3.toml"));
        let text = text.replace("date = 2010-05-11\n", "");
        Verb {
            arguments: arguments(&["issue", &case(place, "e3.toml", &text), "--json"]),
            done: |office| {
                let all = office.day(office.today()).expect("a view");
                let of_her = all.iter().filter(|line| line.name == "刘佳");
                of_her
                    .filter(|line| line.did == guitai::record::Did::IssueCertificate)
                    .count()
            },
            again: false,
        }
    });
}

#[test]
fn a_cancellation_is_done_whole_or_not_at_all_at_whatever_call_it_fails() {
    is_done_whole_or_not_at_all(|_| Verb {
        arguments: arguments(&[
            "certificate",
            "cancel",
            OLD,
            "--answer",
            "cause=本人申请",
            "--answer",
            "doc.id_card=seen",
            "--json",
        ]),
        done: |office| {
            let certificate = office.certificate(OLD).expect("a view");
            usize::from(certificate.expect("issued").ended.is_some())
        },
        again: false,
    });
}

#[test]
fn a_correction_is_done_whole_or_not_at_all_at_whatever_call_it_fails() {
    is_done_whole_or_not_at_all(|place| {
        let text = example_text("e12.toml").replace("[answers.old_sheet]\nback = true\n", "");
        let file = case(place, "e12.toml", &text);
        Verb {
            arguments: arguments(&["certificate", "correct", OLD, "--case", &file, "--json"]),
            done: |office| {
                let certificate = office.certificate(OLD).expect("a view");
                let sheets = certificate.expect("issued").sheets;
                usize::try_from(sheets).expect("few") - 1
            },
            again: false,
        }
    });
}

#[test]
fn a_day_is_closed_whole_or_not_at_all_at_whatever_call_it_fails() {
    is_done_whole_or_not_at_all(|_| Verb {
        arguments: arguments(&["day", "--print", "--json"]),
        // The opening of the hall and the certificate were there before.
        done: |office| usize::try_from(office.acts()).expect("few") - 2,
        again: true,
    });
}

#[test]
fn a_backup_is_sound_or_made_again_at_whatever_call_it_fails() {
    is_done_whole_or_not_at_all(|_| Verb {
        arguments: arguments(&["backup", "--to", STICK, "--json"]),
        done: |office| {
            let stick = office.hall().folder.with_file_name(STICK);
            let sound = guitai::office::check_backup(&stick);
            usize::from(sound.is_ok_and(|sound| sound.head.sequence == office.acts()))
        },
        again: false,
    });
}
