//! Promise: a second copy follows the hall within seconds, or before an act is called done; it is
//! verified without a key, restored into a hall that gives no number twice, and refuses a ledger
//! that was put back to an earlier state.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use guitai::disk::SecondCopySetting;
use guitai::office::{FixedClock, Office, RestoreWish, check_backup, drill, restore};

use crate::support::broken::{applicant, asked, copy};
use crate::support::place::{Place, day, example, issue, said, with};

const DAY: &str = "2010-03-15";

fn case(number: usize) -> guitai::cli::case::CaseFile {
    with(example("e1.toml"), &[("applicant.id", &applicant(number))])
}

fn issue_one(office: &mut Office, number: usize) -> String {
    let issued = issue(office, &case(number)).expect("issued");
    issued.number.expect("a number")
}

fn open(hall: &Path) -> Office {
    let opened = Office::open(hall, Box::new(FixedClock(day(DAY))));
    opened.unwrap_or_else(|error| panic!("{error}")).office
}

fn backup(place: &Place) -> PathBuf {
    let folder = place.around().join("stick");
    let to = folder.display().to_string();
    let (code, text) = said(&place.run(&["backup", "--to", &to]));
    assert_eq!(code, 0, "{text}");
    folder
}

fn restored(place: &Place, stick: &Path, name: &str, highest_seen: u32) -> PathBuf {
    let into = place.around().join(name);
    let wish = RestoreWish {
        into: into.clone(),
        highest_seen,
    };
    restore(stick, &wish).unwrap_or_else(|error| panic!("{error}"));
    into
}

#[test]
fn an_old_backup_restored_gives_no_number_a_second_time_and_says_so() {
    let place = Place::practice(DAY);
    let mut office = place.open();
    issue_one(&mut office, 0);
    office.close();
    let stick = backup(&place);
    assert!(!stick.join("hall.toml").exists(), "a backup is no hall");
    // Numbers the backup never heard of.
    let mut office = place.open();
    let lost: Vec<String> = (1..4)
        .map(|number| issue_one(&mut office, number))
        .collect();
    office.close();

    let into = restored(&place, &stick, "restored", 0);
    let mut office = open(&into);
    assert_eq!(office.acts(), 3, "the opening, the certificate, the gap");
    let next = issue_one(&mut office, 7);
    assert!(!lost.contains(&next));
    assert!(next.contains("01001"), "{next}");
    let applications = office.day(day(DAY)).expect("a view");
    let gap = applications.iter().find(|line| line.number == "01000");
    assert!(
        gap.is_some(),
        "the day's list explains the gap: {applications:?}"
    );
    office.close();
    // The gap is entered once, and is still there when the view is folded anew.
    let opened = Office::rebuild(&into, Box::new(FixedClock(day(DAY))), &mut |_, _| true);
    let mut office = opened.expect("rebuilt").office;
    assert_eq!(office.acts(), 4);
    assert!(issue_one(&mut office, 8).contains("01002"));
    office.close();

    let seen = restored(&place, &stick, "seen", 2345);
    let mut office = open(&seen);
    assert!(issue_one(&mut office, 9).contains("03001"));
}

#[test]
fn a_restore_that_was_cut_off_is_no_hall_and_the_gap_comes_before_anything_else() {
    let place = Place::practice(DAY);
    issue_one(&mut place.open(), 0);
    let stick = backup(&place);
    let into = restored(&place, &stick, "restored", 0);
    // As it was before the settings came.
    let half = place.around().join("half");
    copy(&into, &half);
    fs::remove_file(half.join("hall.toml")).expect("settings");
    assert!(Office::open(&half, Box::new(FixedClock(day(DAY)))).is_err());
    // Killed after the act and before its note was taken away: the act is entered once.
    let note = fs::read(into.join("restored.toml")).expect("not opened yet");
    open(&into).close();
    assert!(!into.join("restored.toml").exists());
    fs::write(into.join("restored.toml"), note).expect("as if killed");
    let office = open(&into);
    assert_eq!(office.acts(), 3);
    office.close();
    let again = RestoreWish {
        into,
        highest_seen: 0,
    };
    assert!(restore(&stick, &again).is_err(), "nothing is overwritten");
}

#[test]
fn what_is_restored_is_what_was_backed_up_and_the_drill_says_so() {
    let place = Place::practice(DAY);
    let mut office = place.open();
    for number in 0..2 {
        issue_one(&mut office, number);
    }
    let content = office.view_content();
    office.close();
    let stick = backup(&place);
    let clock = Box::new(FixedClock(place.day));
    let drilled = drill(&stick, place.hall(), place.around(), clock, None).expect("it helps");
    assert_eq!(drilled.content, content);
    assert!(drilled.same_history);
    let left = fs::read_dir(place.around()).expect("a folder").flatten();
    let left: Vec<_> = left.map(|entry| entry.file_name()).collect();
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().contains("drill"))
    );
    let (code, text) = said(&place.run(&["backup", "drill", &stick.display().to_string()]));
    assert_eq!(code, 0, "{text}");
    let into = restored(&place, &stick, "restored", 0);
    let office = open(&into);
    for name in ["F1", "F2", "F3a", "F4"] {
        let number = "样4304060051000001X";
        let paper = |office: &Office| office.paper(number, name).expect("made again");
        assert_eq!(paper(&office), paper(&place.open()), "byte for byte");
    }
}

#[test]
fn every_file_of_a_backup_is_verified_and_no_damage_is_restored() {
    let place = Place::practice(DAY);
    issue_one(&mut place.open(), 0);
    let stick = backup(&place);
    check_backup(&stick).expect("sound");
    let (code, text) = said(&place.run(&["backup", "verify", &stick.display().to_string()]));
    assert!(code == 0 && text.contains("备份完好"), "{text}");
    let mut files = vec![
        stick.join("ledger/000001.log"),
        stick.join("hall.toml.copy"),
    ];
    let kept = fs::read_dir(stick.join("kept"))
        .expect("kept forms")
        .flatten();
    files.extend(kept.take(2).map(|entry| entry.path()));
    for file in files {
        let whole = fs::read(&file).expect("a file of the backup");
        let used = whole.iter().rposition(|byte| *byte != 0).unwrap_or(0);
        for at in [0, used / 2, used] {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&file, &bytes).expect("damaged");
            assert!(check_backup(&stick).is_err(), "{} at {at}", file.display());
            let wish = RestoreWish {
                into: place.around().join("never"),
                highest_seen: 0,
            };
            assert!(restore(&stick, &wish).is_err());
            assert!(!wish.into.join("hall.toml").exists());
            let _ = fs::remove_dir_all(&wish.into);
        }
        fs::write(&file, &whole).expect("as it was");
    }
    let (code, text) = said(&place.run(&["backup", "verify", &place.hall().display().to_string()]));
    assert_eq!(code, 1, "{text}");
}

#[test]
fn a_backup_goes_neither_into_the_hall_nor_over_the_files_of_others() {
    let place = Place::practice(DAY);
    let to = |folder: &Path| said(&place.run(&["backup", "--to", &folder.display().to_string()]));
    let (code, text) = to(&place.hall().join("copy"));
    assert!(code == 1 && text.contains("互相包含"), "{text}");
    let others = place.around().join("photos of others");
    fs::create_dir(&others).expect("a folder");
    fs::write(others.join("cat.jpg"), "a cat").expect("a file");
    assert_eq!(to(&others).0, 1);
    assert!(others.join("cat.jpg").exists());
    let stick = backup(&place);
    let other = Place::practice(DAY);
    let (code, text) = said(&other.run(&["backup", "--to", &stick.display().to_string()]));
    assert!(code == 5 && text.contains("另一个大厅"), "{text}");
}

#[test]
fn a_backup_finds_a_hall_that_was_put_back_to_an_earlier_state() {
    let place = Place::practice(DAY);
    issue_one(&mut place.open(), 0);
    let earlier = place.around().join("earlier");
    copy(place.hall(), &earlier);
    issue_one(&mut place.open(), 1);
    let stick = backup(&place);
    let before = check_backup(&stick).expect("sound");
    fs::remove_dir_all(place.hall()).expect("stolen");
    copy(&earlier, place.hall());
    let (code, text) = said(&place.run(&["backup", "--to", &stick.display().to_string()]));
    assert!(code == 5 && text.contains("对不上"), "{text}");
    assert_eq!(check_backup(&stick).expect("untouched").head, before.head);
}

fn keep(place: &Place, before_done: bool) -> PathBuf {
    let stick = place.around().join("stick");
    let setting = SecondCopySetting {
        folder: stick.clone(),
        before_done,
    };
    setting.write(place.hall()).expect("a setting");
    stick
}

#[test]
fn a_second_copy_follows_every_act_within_five_seconds() {
    let place = Place::practice(DAY);
    let stick = keep(&place, false);
    let mut office = place.open();
    for number in 0..3 {
        issue_one(&mut office, number);
        let begun = Instant::now();
        let acts = office.acts();
        while !check_backup(&stick).is_ok_and(|checked| checked.note.sequence == acts) {
            assert!(begun.elapsed() < Duration::from_secs(5), "act {acts}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    let state = office.backup_state().expect("a second copy");
    assert!(state.good_at.is_some() && state.problem.is_none());
    office.close();
}

#[test]
fn with_the_copy_first_nothing_is_done_that_the_copy_has_not() {
    let place = Place::practice(DAY);
    let stick = keep(&place, true);
    let mut office = place.open();
    issue_one(&mut office, 0);
    let copied = || guitai::ledger::verify(&stick).expect("a sound copy").frames;
    assert_eq!(copied(), office.acts());
    // The stick is taken out: a file stands where its folder was.
    let out = place.around().join("taken out");
    fs::rename(&stick, &out).expect("taken out");
    fs::write(&stick, "nothing").expect("in the way");
    let acts = office.acts();
    let refused = issue(&mut office, &case(1)).expect_err("not done");
    let told = refused.message().say(guitai::text::Lang::Zh);
    assert!(told.contains("副本"), "{told}");
    assert_eq!(office.acts(), acts, "nothing was written");
    // It is put in again, and the same act goes through.
    fs::remove_file(&stick).expect("out of the way");
    fs::rename(&out, &stick).expect("put in");
    issue_one(&mut office, 1);
    assert_eq!(copied(), office.acts());
    office.close();
    check_backup(&stick).expect("sound");
}

#[test]
fn a_large_hall_is_restored_in_minutes() {
    use guitai::form::RequestId;
    use guitai::ledger::{Entry, FileLedger, Holder, Ledger};
    use guitai::record::{Act, Event, PaperPrinted, stored};

    let place = Place::practice(DAY);
    let events = asked("GUITAI_RESTORED_EVENTS", 4_000);
    let holder = Holder {
        pid: std::process::id(),
        counter: 1,
        user: String::new(),
        since: 0,
    };
    let (mut ledger, _) = FileLedger::open(place.hall(), &holder).expect("a sound ledger");
    for first in (0..events).step_by(2_000) {
        let entry = |number: usize| {
            let act = Act {
                request: RequestId(u128::to_le_bytes(number as u128 + 1)),
                clerk: "陈静".to_owned(),
                counter: 1,
                on: place.day,
                event: Event::PaperPrinted(PaperPrinted {
                    number: format!("TZ-{number}"),
                    paper: "F34".to_owned(),
                    copies: 1,
                }),
            };
            Entry {
                counter: 1,
                body: stored::write(&act).expect("an act"),
            }
        };
        let entries: Vec<Entry> = (first..events.min(first + 2_000)).map(entry).collect();
        let head = ledger.head();
        ledger.append(head, 0, &entries).expect("a sound disk");
    }
    drop(ledger);
    let stick = backup(&place);
    let begun = Instant::now();
    let into = restored(&place, &stick, "restored", 0);
    let office = open(&into);
    let took = begun.elapsed();
    assert_eq!(office.acts(), events as u64 + 2);
    eprintln!("{events} events restored and folded in {took:?}");
    assert!(took < Duration::from_secs(300), "{took:?}");
}
