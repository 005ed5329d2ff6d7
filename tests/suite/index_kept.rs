//! Promise: the index that is kept for a quick opening is only a cache. Whatever is off about it,
//! it is thrown away and nobody is found who should not be, or not found who should; and whoever
//! had her data deleted is not in it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use guitai::office::{FixedClock, Office};

use crate::support::place::{Place, check, example, issue, with};

const LI: &str = "430406198304129927";
const PHONE: &str = "13800000101";

fn kept(place: &Place) -> PathBuf {
    place.hall().join("index")
}

/// A hall with two people, closed in good order.
fn two_people() -> Place {
    let place = Place::real("2010-03-15");
    let mut office = place.open();
    issue(&mut office, &example("e1.toml")).expect("issued");
    issue(
        &mut office,
        &with(example("e3.toml"), &[("leave_date", "2010-03-15")]),
    )
    .expect("issued");
    office.close();
    keep_anew(&place);
    place
}

/// So few acts are read again at every opening; one without the file keeps everybody.
fn keep_anew(place: &Place) {
    fs::remove_file(kept(place)).expect("one of the empty hall was kept");
    place.open().close();
    assert!(kept(place).exists());
}

fn opened_at_once(place: &Place) -> Office {
    let clock = Box::new(FixedClock(place.day));
    let opened = Office::open_at_once(place.hall(), clock, &mut |_, _| true);
    let mut office = opened.expect("the hall opens").office;
    office.await_index().expect("an index");
    office
}

fn hits(office: &Office, typed: &str) -> usize {
    office.find(typed, 9).expect("a view").hits.len()
}

/// Everybody is found, each once, from the first answer on.
fn finds_both(place: &Place) {
    let mut office = opened_at_once(place);
    for typed in [LI, PHONE, "lct", "李春桃", "9927", "4304060051000001X"] {
        assert_eq!(hits(&office, typed), 1, "{typed}");
    }
    assert_eq!(hits(&office, "1380000"), 2);
    assert_eq!(hits(&office, "13800009999"), 0);
    // Nothing is kept of a view that is not proved.
    office.await_proof().expect("a sound view");
    office.close();
}

#[test]
fn an_index_is_kept_for_this_account_alone_and_read_again() {
    let place = two_people();
    let mode = fs::metadata(kept(&place))
        .expect("kept")
        .permissions()
        .mode();
    assert_eq!(mode & 0o177, 0);
    let before = fs::read(kept(&place)).expect("kept");
    finds_both(&place);
    assert_eq!(
        fs::read(kept(&place)).expect("kept"),
        before,
        "read, not written anew"
    );
}

#[test]
fn an_index_cut_or_changed_anywhere_is_thrown_away() {
    let place = two_people();
    let whole = fs::read(kept(&place)).expect("kept");
    let places = (0..12).map(|part| whole.len() * part / 12);
    let changed = places.clone().map(|place| {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x04;
        bytes
    });
    let cut = places.map(|place| whole[..place].to_vec());
    for (nth, damaged) in changed.chain(cut).enumerate() {
        fs::write(kept(&place), &damaged).expect("damaged");
        finds_both(&place);
        let again = fs::read(kept(&place)).expect("kept anew");
        assert_ne!(again, damaged, "damage {nth} is not kept");
    }
}

#[test]
fn an_index_of_another_hall_or_of_another_past_is_thrown_away() {
    let place = two_people();
    let other = Place::real("2010-03-15");
    let mut office = other.open();
    for case in ["e1.toml", "e2.toml"] {
        issue(&mut office, &example(case)).expect("accepted");
    }
    office.close();
    keep_anew(&other);
    fs::copy(kept(&other), kept(&place)).expect("copied");
    finds_both(&place);

    // The ledger was put back to an older day, and the index was not.
    let older = place.around().join("older");
    copy(&place.hall().join("ledger"), &older);
    let mut office = place.open();
    register(&mut office);
    office.close();
    keep_anew(&place);
    fs::remove_dir_all(place.hall().join("ledger")).expect("gone");
    copy(&older, &place.hall().join("ledger"));
    finds_both(&place);
}

#[test]
fn what_was_done_after_the_index_was_kept_is_found_and_what_changed_is_not() {
    let place = two_people();
    let old = fs::read(kept(&place)).expect("kept");
    let mut office = place.open();
    register(&mut office);
    office.close();
    // The process was killed before a newer one was written.
    fs::write(kept(&place), old).expect("as it was");
    let office = opened_at_once(&place);
    assert_eq!(hits(&office, "hxl"), 1);
    assert_eq!(hits(&office, LI), 1);
}

/// Puts 何晓岚 on record.
fn register(office: &mut Office) {
    let mut case = example("e9-2009.toml");
    case.date = None;
    let submission = check(office, &case);
    let submission = submission.unwrap_or_else(|unfit| panic!("{unfit:#?}"));
    let clerk = office.clerk();
    office.register(&submission, &clerk).expect("registered");
}

#[test]
fn whoever_had_her_telephone_deleted_is_in_no_file_by_it_at_once_and_for_good() {
    let place = two_people();
    assert!(holds(&place, PHONE), "it was there before");
    let old = fs::read(kept(&place)).expect("kept");
    let mut office = place.open();
    let case = with(
        example("e15-delete.toml"),
        &[("applicant.id", LI), ("applicant.name", "李春桃")],
    );
    issue(&mut office, &case).expect("answered");
    assert!(!holds(&place, PHONE), "the hall is still open");
    office.close();
    assert!(kept(&place).exists(), "written anew");
    assert!(!holds(&place, PHONE));

    // Killed between the ledger and the disk, the old file is met by the next opening.
    fs::write(kept(&place), old).expect("as it was");
    fs::remove_file(place.hall().join("purged")).expect("it was noted");
    let office = opened_at_once(&place);
    assert_eq!(hits(&office, PHONE), 0);
    assert!(!holds(&place, PHONE));
    office.close();
    assert!(!holds(&place, PHONE));
}

fn holds(place: &Place, text: &str) -> bool {
    ["index", "index.new"].iter().any(|name| {
        let bytes = fs::read(place.hall().join(name)).unwrap_or_default();
        (bytes.windows(text.len())).any(|part| part == text.as_bytes())
    })
}

#[test]
fn folding_the_view_anew_trusts_no_index_and_an_interrupted_writing_leaves_none() {
    let place = two_people();
    fs::write(place.hall().join("index.new"), PHONE).expect("interrupted");
    finds_both(&place);
    assert!(!place.hall().join("index.new").exists());
    fs::remove_dir_all(place.hall().join("view")).expect("gone");
    finds_both(&place);
    let clock = Box::new(FixedClock(place.day));
    let opened = Office::rebuild(place.hall(), clock, &mut |_, _| true).expect("rebuilt");
    opened.office.close();
    finds_both(&place);
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        fs::copy(entry.path(), to.join(entry.file_name())).expect("copied");
    }
}
