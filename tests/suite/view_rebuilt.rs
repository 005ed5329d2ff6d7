//! Promise: the view may be deleted, damaged, behind or from elsewhere; it is folded anew from the
//! ledger and gives the same answers.

use std::fs;
use std::path::{Path, PathBuf};

use guitai::office::{FixedClock, Office};
use guitai::store::Content;

use crate::support::place::{Place, day, example, issue, with};

/// A hall with a person, two certificates, a waiting case and a reprint.
fn busy_hall() -> (Place, Content) {
    let place = Place::real("2010-04-06");
    let mut office = place.open();
    let on = [("leave_date", "2010-04-06")];
    let first = issue(&mut office, &with(example("e1.toml"), &on)).expect("issued");
    issue(&mut office, &with(example("e3.toml"), &on)).expect("issued");
    issue(&mut office, &example("e2.toml")).expect("accepted");
    let clerk = office.clerk();
    office
        .reprint(first.paper_number(), "F4", &clerk)
        .expect("reprinted");
    let content = office.view_content();
    office.close();
    (place, content)
}

/// Opens the hall and asks it what it was asked before.
fn answers_as_before(place: &Place, content: Content) -> Vec<&'static str> {
    let opened = place.try_open().expect("the hall opens");
    let office = opened.office;
    assert_eq!(office.view_content(), content);
    assert_eq!(office.find("李", 10).expect("a view").hits.len(), 1);
    assert_eq!(office.day(day("2010-04-06")).expect("a view").len(), 4);
    let next = office.find("陈䶮", 1).expect("a view").hits[0].person;
    let page = office.person(next).expect("a view").expect("on record");
    assert_eq!(page.waiting.len(), 1);
    opened.report.iter().map(|message| message.key()).collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[test]
fn a_deleted_view_is_folded_anew() {
    let (place, content) = busy_hall();
    fs::remove_dir_all(place.hall().join("view")).expect("deleted");
    assert_eq!(answers_as_before(&place, content), [""; 0]);
}

#[test]
fn a_view_with_any_file_cut_or_changed_is_folded_anew() {
    let (place, content) = busy_hall();
    let whole = place.around().join("whole");
    copy(&place.hall().join("view"), &whole);
    for file in files(&whole) {
        let name = file.strip_prefix(&whole).expect("below it").to_owned();
        let bytes = fs::read(&file).expect("a file of the view");
        // Every file is flipped in a few places, cut, and emptied.
        let used = bytes.iter().rposition(|byte| *byte != 0).unwrap_or(0);
        let places = (0..24).map(|part| used * part / 24);
        let flipped = places.map(|place| {
            let mut bytes = bytes.clone();
            if let Some(byte) = bytes.get_mut(place) {
                *byte ^= 0x10;
            }
            bytes
        });
        let cut = [bytes[..used / 2].to_vec(), Vec::new()];
        for damaged in flipped.chain(cut) {
            let view = place.hall().join("view");
            fs::remove_dir_all(&view).expect("room for the damaged one");
            copy(&whole, &view);
            fs::write(view.join(&name), &damaged).expect("damaged");
            answers_as_before(&place, content);
        }
    }
}

#[test]
fn a_view_that_is_behind_catches_up() {
    let (place, _) = busy_hall();
    let old = place.around().join("old");
    copy(&place.hall().join("view"), &old);
    let mut office = place.open();
    issue(&mut office, &example("e2-complete.toml")).expect("issued");
    let content = office.view_content();
    office.close();
    let view = place.hall().join("view");
    fs::remove_dir_all(&view).expect("deleted");
    copy(&old, &view);
    let opened = place.try_open().expect("opens");
    assert!(opened.report.is_empty(), "nothing to tell");
    assert_eq!(opened.office.view_content(), content);
}

#[test]
fn a_view_of_another_ledger_is_set_aside_and_one_is_kept() {
    let (place, content) = busy_hall();
    let (other, _) = busy_hall();
    let view = place.hall().join("view");
    for _ in 0..2 {
        fs::remove_dir_all(&view).expect("deleted");
        copy(&other.hall().join("view"), &view);
        assert_eq!(answers_as_before(&place, content), ["office.view_rebuilt"]);
    }
    let aside = fs::read_dir(place.hall()).expect("a folder").flatten();
    let aside: Vec<String> = aside
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("damaged"))
        .collect();
    assert_eq!(aside, ["view.damaged-2"]);
}

#[test]
fn rebuilding_on_request_gives_the_same_answers() {
    let (place, content) = busy_hall();
    let clock = Box::new(FixedClock(place.day));
    let mut heard = Vec::new();
    let opened = Office::rebuild(place.hall(), clock, &mut |done, all| {
        heard.push((done, all));
        true
    });
    assert_eq!(opened.expect("rebuilt").office.view_content(), content);
    assert_eq!(heard.last(), Some(&(6, 6)), "the year's key is an act too");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for file in files(from) {
        let place = to.join(file.strip_prefix(from).expect("below it"));
        fs::create_dir_all(place.parent().expect("a folder")).expect("a folder");
        fs::copy(&file, place).expect("copied");
    }
}
