//! Promise: in a sealed hall nobody, with whatever password, reads any more what somebody let go
//! of; the chain stays whole, and a view folded anew from it is the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use guitai::cli::case::CaseFile;
use guitai::disk::{Hall, StaffFiles};
use guitai::ledger::{FileLedger, Frame, Holder, Ledger, Sealer, verify};
use guitai::office::{FixedClock, Office, RestoreWish, restore};

use crate::support::place::{Place, day, example, issue, said, with};
use crate::support::sealed::{CHIEF, CLERK, Sealed, sign_in};

const ID: &str = "430406198304129927";
/// Digits and words that stand nowhere but in what she lets go of.
const PHONE: &str = "13800000101";
const SPOUSE: &str = "王建军";
const CHILD: &str = "王小雨";

fn sealed() -> Sealed {
    let sealed = Sealed::with_clerk("2010-03-15");
    let mut office = sealed.open(CLERK);
    let told = with(
        example("e1.toml"),
        &[
            ("consent.contraception", "yes"),
            ("contraception.state", "4"),
        ],
    );
    issue(&mut office, &told).expect("issued");
    office.close();
    sealed
}

fn hers(service: &str, answers: &[(&str, &str)]) -> CaseFile {
    let text = format!("service = \"{service}\"\n");
    let case = CaseFile::parse("case.toml", &text).expect("a case");
    let who = [("applicant.id", ID), ("applicant.name", "李春桃")];
    with(with(case, &who), answers)
}

fn withdraw(office: &mut Office) {
    let case = hers("consent.withdraw", &[("withdrawal.health", "yes")]);
    issue(office, &case).expect("withdrawn");
}

fn delete(place: &Sealed, group: &str) {
    let mut office = place.open(CLERK);
    let said = |asked| if asked == group { "yes" } else { "no" };
    let groups = ["rights.delete_phone", "rights.delete_family"];
    let mut answers = vec![("rights.kind", "delete")];
    answers.extend(groups.map(|asked| (asked, said(asked))));
    issue(&mut office, &hers("rights.request", &answers)).expect("deleted");
    office.close();
}

/// Every frame as a member with this password reads it now.
fn frames(hall: &Path, who: (&str, &str)) -> Vec<Frame> {
    let holder = Holder {
        pid: 1,
        counter: 1,
        user: "test".to_owned(),
        since: 0,
    };
    let (mut ledger, _) = FileLedger::open(hall, &holder).expect("a ledger");
    let files = StaffFiles::of(&Hall::open(hall).expect("a hall"));
    let book = files.book(ledger.hall()).expect("a book");
    let (_, keyring) = book.open(who.0, who.1).expect("her password");
    let keys = files.frame_keys(&keyring).expect("the tree");
    let sealer = Sealer::new(ledger.hall(), keyring.epochs().to_vec(), keys);
    ledger.seal_with(Some(sealer));
    let frames: Result<Vec<Frame>, _> = ledger.read_from(1).collect();
    frames.expect("a whole chain")
}

fn told(hall: &Path, secret: &str) -> Vec<u64> {
    let mut told = Vec::new();
    for who in [CHIEF, CLERK] {
        let frames = frames(hall, who);
        let holds = |frame: &&Frame| {
            let mut parts = frame.body.windows(secret.len());
            parts.any(|part| part == secret.as_bytes())
        };
        told.extend(frames.iter().filter(holds).map(|frame| frame.sequence));
    }
    told
}

fn erased(hall: &Path) -> Vec<u64> {
    let frames = frames(hall, CLERK).into_iter();
    let erased = frames.filter(|frame| frame.erased);
    erased.map(|frame| frame.sequence).collect()
}

/// The hall is sound, and its view folded anew is the same; tells what the view holds.
fn same_anew(sealed: &Sealed) {
    verify(sealed.place.hall()).expect("whole");
    let office = sealed.open(CLERK);
    let content = office.view_content();
    office.close();
    let who = sign_in(CLERK);
    let clock = Box::new(FixedClock(sealed.place.day));
    let anew = Office::rebuild_as(sealed.place.hall(), clock, Some(&who), &mut |_, _| true);
    let anew = anew.unwrap_or_else(|error| panic!("{error}")).office;
    assert_eq!(anew.view_content(), content);
    anew.close();
}

fn state() -> &'static str {
    // The path and the code beside it, as an answer is stored.
    "contraception.state\u{1}4"
}

#[test]
fn a_health_note_she_took_back_is_in_no_frame_that_anybody_can_open() {
    let sealed = sealed();
    let hall = sealed.place.hall();
    assert!(!told(hall, state()).is_empty());
    let mut office = sealed.open(CLERK);
    withdraw(&mut office);
    office.close();
    assert!(told(hall, state()).is_empty());
    assert_eq!(erased(hall).len(), 1);
    let office = sealed.open(CLERK);
    let one = office.certificate("4304060051000001X").expect("a view");
    let one = one.expect("her certificate is on record");
    assert!(!one.answers().contains_key("contraception.state"));
    assert_eq!(one.answers()["applicant.name"], "李春桃");
    office.close();
    same_anew(&sealed);
    let (code, text) = said(&sealed.place.run(&["ledger", "verify"]));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("其中 1 条"), "{text}");
}

/// The ledger and the keys as they were, by the names of their files.
fn kept(hall: &Path) -> BTreeMap<String, Vec<u8>> {
    let names = ["frame-keys", "erased", "purged"];
    let read = |name: &&str| {
        let bytes = fs::read(hall.join(name)).ok()?;
        Some(((*name).to_owned(), bytes))
    };
    names.iter().filter_map(read).collect()
}

fn put_back(hall: &Path, kept: &BTreeMap<String, Vec<u8>>) {
    for name in ["frame-keys", "erased", "purged"] {
        let path = hall.join(name);
        match kept.get(name) {
            Some(bytes) => fs::write(path, bytes).expect("room"),
            None => fs::remove_file(path).unwrap_or_default(),
        }
    }
}

#[test]
fn a_process_killed_before_the_keys_are_destroyed_destroys_them_at_the_next_opening() {
    let sealed = sealed();
    let hall = sealed.place.hall();
    let before = kept(hall);
    let mut office = sealed.open(CLERK);
    withdraw(&mut office);
    office.close();
    let after = erased(hall);
    let acts = verify(hall).expect("whole").frames;
    // Also what an old copy of the keys does that is put in the place of the new one.
    put_back(hall, &before);
    assert!(
        !told(hall, state()).is_empty(),
        "an old copy brings keys back"
    );
    sealed.open(CLERK).close();
    assert!(told(hall, state()).is_empty());
    assert_eq!(erased(hall), after);
    let now = verify(hall).expect("whole").frames;
    assert_eq!(now, acts + 2, "nothing is entered anew a second time");
    same_anew(&sealed);
}

#[test]
fn deletion_after_deletion_leaves_nothing_of_what_went_and_all_of_what_stays() {
    let mut sealed = sealed();
    let mut office = sealed.open(CLERK);
    withdraw(&mut office);
    office.close();
    // Years later no record needs any of it any more.
    sealed.place.day = day("2019-03-15");
    let hall = sealed.place.hall().to_owned();
    let mut before = erased(&hall);
    for (group, secret) in [
        ("rights.delete_phone", PHONE),
        ("rights.delete_family", CHILD),
    ] {
        assert!(!told(&hall, secret).is_empty(), "{secret} was told");
        delete(&sealed, group);
        assert!(told(&hall, secret).is_empty(), "{secret} is told");
        let after = erased(&hall);
        // Also the frame in which the certificate stood without what went before.
        assert!(after.len() > before.len(), "{after:?}");
        before = after;
        same_anew(&sealed);
    }
    assert!(told(&hall, SPOUSE).is_empty());
    assert!(!told(&hall, "李春桃").is_empty());
    let office = sealed.open(CLERK);
    let one = office.certificate("4304060051000001X").expect("a view");
    assert_eq!(
        one.expect("on record").answers()["applicant.name"],
        "李春桃"
    );
    office.close();
}

#[test]
fn a_backup_holds_what_stays_before_it_loses_the_keys_and_is_restored_without_what_went() {
    let sealed = sealed();
    let stick = sealed.place.around().join("stick");
    let to = stick.display().to_string();
    let copy = |place: &Place| {
        let (code, text) = said(&place.run(&["backup", "--to", &to]));
        assert_eq!(code, 0, "{text}");
    };
    copy(&sealed.place);
    let old = fs::read(stick.join("frame-keys")).expect("copied");
    let mut office = sealed.open(CLERK);
    withdraw(&mut office);
    office.close();
    copy(&sealed.place);
    assert_ne!(fs::read(stick.join("frame-keys")).expect("copied"), old);
    let into = sealed.place.around().join("restored");
    let wish = RestoreWish {
        into: into.clone(),
        highest_seen: 0,
    };
    restore(&stick, &wish).unwrap_or_else(|error| panic!("{error}"));
    assert!(told(&into, state()).is_empty());
    let who = sign_in(CLERK);
    let clock = Box::new(FixedClock(sealed.place.day));
    let opened = Office::open_as(&into, clock, Some(&who));
    let office = opened.unwrap_or_else(|error| panic!("{error}")).office;
    assert!(office.exact(ID).expect("a view").is_some());
    office.close();
}
