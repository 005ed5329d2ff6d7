//! Promise: a view that was closed in good order answers at once and is proved beside the counter.
//! Until then no act is decided by it; one that is not what was written refuses, in words, and is
//! folded anew by the next opening. A fold that is stopped leaves nothing half done.

use std::fs;
use std::path::{Path, PathBuf};

use guitai::office::{FixedClock, IssueError, Office, OpenError};
use guitai::store::{Content, ViewError};

use crate::support::place::{Place, check, example, issue, with};

fn hall_of_one() -> (Place, Content) {
    let place = Place::real("2010-04-06");
    let mut office = place.open();
    let on = [("leave_date", "2010-04-06")];
    issue(&mut office, &with(example("e1.toml"), &on)).expect("issued");
    let content = office.view_content();
    office.close();
    assert!(note(&place).exists(), "closed in good order");
    (place, content)
}

fn note(place: &Place) -> PathBuf {
    place.hall().join("view/closed")
}

fn at_once(place: &Place) -> Result<Office, OpenError> {
    let clock = Box::new(FixedClock(place.day));
    let opened = Office::open_at_once(place.hall(), clock, &mut |_, _| true);
    opened.map(|opened| opened.office)
}

/// Takes one entry out of the view as a disk that rots might, the note of its good order kept.
fn rot(place: &Place) {
    let said = fs::read(note(place)).expect("a note");
    let view = sled::open(place.hall().join("view")).expect("a view nobody has open");
    // The lines of a day.
    let line = view.scan_prefix(b"d").next().expect("a line");
    let (key, _) = line.expect("a readable entry");
    view.remove(key).expect("removed");
    view.flush().expect("written");
    drop(view);
    fs::write(note(place), said).expect("as if nothing had happened");
}

#[test]
fn a_view_closed_in_good_order_answers_before_it_is_proved_and_is_proved_before_an_act() {
    let (place, content) = hall_of_one();
    let mut office = at_once(&place).expect("opens");
    assert!(
        !note(&place).exists(),
        "a power cut from now on leaves none"
    );
    let found = office.exact("430406198304129927").expect("a view");
    assert!(found.is_some() && office.is_busy());
    let second = with(example("e3.toml"), &[("leave_date", "2010-04-06")]);
    issue(&mut office, &second).expect("issued");
    office.await_proof().expect("proved long since");
    assert_ne!(office.view_content(), content);
    office.close();
    assert!(note(&place).exists());
}

#[test]
fn a_view_that_is_not_what_was_written_refuses_and_is_folded_anew_at_the_next_opening() {
    let (place, content) = hall_of_one();
    rot(&place);
    let mut office = at_once(&place).expect("opens");
    let second = with(example("e3.toml"), &[("leave_date", "2010-04-06")]);
    let submission = check(&office, &second).unwrap_or_else(|unfit| panic!("{unfit:#?}"));
    let clerk = office.clerk();
    let acts = office.acts();
    let refused = office.issue(&submission, &clerk);
    assert!(
        matches!(refused, Err(IssueError::View(ViewError::Damaged(_)))),
        "{refused:?}"
    );
    assert_eq!(office.acts(), acts, "no act was decided by it");
    assert!(office.await_proof().is_err());
    assert!(office.refused().is_some());
    office.close();
    assert!(!note(&place).exists(), "nobody vouches for it");

    let mut office = at_once(&place).expect("opens");
    assert_eq!(office.view_content(), content, "folded anew");
    issue(&mut office, &second).expect("issued");
}

#[test]
fn a_view_that_was_not_closed_is_proved_before_it_answers() {
    let (place, content) = hall_of_one();
    rot(&place);
    fs::remove_file(note(&place)).expect("the process was killed");
    let clock = Box::new(FixedClock(place.day));
    let opened = Office::open_at_once(place.hall(), clock, &mut |_, _| true).expect("opens");
    let report: Vec<&str> = opened.report.iter().map(|message| message.key()).collect();
    assert_eq!(report, ["office.view_rebuilt"]);
    assert_eq!(opened.office.view_content(), content);
}

#[test]
fn the_proof_after_a_crash_tells_how_far_it_is_and_can_be_stopped() {
    let (place, content) = hall_of_one();
    fs::remove_file(note(&place)).expect("the process was killed");
    let clock = || Box::new(FixedClock(place.day));
    let mut heard = Vec::new();
    let stopped = Office::open_at_once(place.hall(), clock(), &mut |done, of| {
        heard.push((done, of));
        false
    });
    assert!(matches!(
        stopped.map(|_| ()),
        Err(OpenError::View(ViewError::Stopped))
    ));
    assert_eq!(heard, [(0, content.entries)]);
    let office = at_once(&place).expect("opens");
    assert_eq!(office.view_content(), content, "nothing was set aside");
    assert_eq!(folders(place.hall()), ["view"]);
}

#[test]
fn every_note_but_the_right_one_proves_the_view_first() {
    let (place, content) = hall_of_one();
    let said = fs::read(note(&place)).expect("a note");
    for nth in (0..said.len()).step_by(9) {
        let mut other = said.clone();
        other[nth] ^= 1;
        fs::write(note(&place), other).expect("changed");
        let office = at_once(&place).expect("opens");
        assert!(!office.is_busy() || office.view_content() == content);
        drop(office);
        assert!(!note(&place).exists(), "not closed in good order");
    }
}

#[test]
fn a_fold_that_is_stopped_leaves_the_view_that_was_there() {
    let (place, content) = hall_of_one();
    let clock = || Box::new(FixedClock(place.day));
    let stopped = Office::rebuild(place.hall(), clock(), &mut |_, _| false);
    assert!(matches!(
        stopped.map(|_| ()),
        Err(OpenError::View(ViewError::Stopped))
    ));
    assert_eq!(folders(place.hall()), ["view"]);
    let office = at_once(&place).expect("opens");
    assert_eq!(office.view_content(), content);
    office.close();
    // One that was killed is cleared away by the next.
    fs::create_dir(place.hall().join("view.new")).expect("room");
    let opened = Office::rebuild(place.hall(), clock(), &mut |_, _| true).expect("rebuilt");
    assert_eq!(opened.office.view_content(), content);
    assert_eq!(folders(place.hall()), ["view", "view.damaged-1"]);
}

fn folders(hall: &Path) -> Vec<String> {
    let entries = fs::read_dir(hall).expect("a folder").flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut views: Vec<String> = names.filter(|name| name.starts_with("view")).collect();
    views.sort();
    views
}
