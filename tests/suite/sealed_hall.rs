//! Promise: what a sealed hall keeps says nothing to whoever has its disk and no password, and
//! everything to its staff.

use std::fs;

use guitai::form::RequestId;
use guitai::ledger::{Entry, FileLedger, Holder, Ledger, verify};
use guitai::office::{FixedClock, Office, OpenError, SignInError};
use guitai::record::{Act, Applicant, Event, Facts, PersonRegistered, stored};
use guitai::store::ViewError;

use crate::support::place::{Place, example, issue, with};
use crate::support::sealed::{CHIEF, CLERK, Sealed, planted, sign_in};

const ID: &str = "430406198304129927";
/// What the case of 李春桃 tells of her and hers.
const SECRETS: &[&str] = &[
    ID,
    "李春桃",
    "李春",
    "138 0000 0101",
    "13800000101",
    "王建军",
    "430421198011039913",
    "王小雨",
    "H430012345",
];

/// A hall with a certificate of hers, a draft and a photograph; closed.
fn filled() -> Sealed {
    let sealed = Sealed::with_clerk("2010-03-15");
    let mut office = sealed.open(CLERK);
    issue(&mut office, &example("e1.toml")).expect("issued");
    let person = office.exact(ID).expect("a view");
    let draft = office.start("certificate.issue", person, &[].into());
    let mut draft = draft.expect("a view").expect("a draft");
    draft.write("destination.place", "虎门镇");
    office.save_draft(&draft).expect("saved");
    let photo = sealed.place.around().join("photo.png");
    fs::write(&photo, b"\x89PNG\r\n\x1a\n a photograph of her").expect("room");
    office.import_photo(&photo).expect("a picture");
    office.close();
    sealed
}

#[test]
fn nothing_of_a_person_stands_in_any_file_of_a_sealed_hall() {
    let sealed = filled();
    let mut looked_at = 0;
    for file in sealed.files() {
        looked_at += 1;
        let found = planted(&file, SECRETS);
        assert!(found.is_empty(), "{} holds {found:?}", file.display());
        let found = planted(&file, &["a photograph of her"]);
        assert!(found.is_empty(), "{} holds a photograph", file.display());
    }
    assert!(looked_at > 8, "ledger, view, index, drafts and photographs");
    // The same search finds them where nothing is sealed.
    let open = Place::real("2010-03-15");
    let mut office = open.open();
    issue(&mut office, &example("e1.toml")).expect("issued");
    office.close();
    let log = open.hall().join("ledger/000001.log");
    assert_eq!(planted(&log, &[ID, "李春桃"]).len(), 2);
}

#[test]
fn the_staff_find_everything_again_and_a_view_folded_anew_is_the_same() {
    let sealed = filled();
    let office = sealed.open(CLERK);
    let person = office.exact(ID).expect("a view").expect("she is known");
    let page = office.person(person).expect("a view").expect("her page");
    assert_eq!(page.person.name(), "李春桃");
    assert_eq!(office.find("李春桃", 5).expect("a view").hits.len(), 1);
    let drafts = office.drafts();
    assert_eq!(drafts.len(), 1);
    let draft = office.draft(drafts[0].request).expect("her draft");
    assert_eq!(draft.typed("destination.place"), "虎门镇");
    office.close();
    let office = sealed.open(CLERK);
    let (acts, content) = (office.acts(), office.view_content());
    office.close();
    let who = sign_in(CLERK);
    let clock = Box::new(FixedClock(sealed.place.day));
    let anew = Office::rebuild_as(sealed.place.hall(), clock, Some(&who), &mut |_, _| true);
    let anew = anew.expect("a sound ledger").office;
    // Leaving and signing in are acts of their own, and leave nothing in the view.
    assert_eq!(anew.acts(), acts + 2);
    assert_eq!(anew.view_content(), content);
    anew.close();
    fs::remove_dir_all(sealed.place.hall().join("view")).expect("there");
    fs::remove_file(sealed.place.hall().join("index")).ok();
    let again = sealed.open(CLERK);
    assert_eq!(again.view_content(), content);
    assert!(again.exact(ID).expect("a view").is_some());
}

#[test]
fn nobody_opens_a_sealed_hall_without_a_password_and_each_wrong_one_is_on_record() {
    let sealed = filled();
    let nobody = sealed.place.try_open().err();
    assert!(matches!(
        nobody,
        Some(OpenError::SignIn(SignInError::Needed))
    ));
    let before = verify(sealed.place.hall()).expect("whole").frames;
    for _ in 0..5 {
        let refused = sealed.try_open((CLERK.0, CHIEF.1)).err();
        assert!(matches!(
            refused,
            Some(OpenError::SignIn(SignInError::Refused))
        ));
    }
    let after = verify(sealed.place.hall()).expect("whole").frames;
    assert_eq!(after, before + 5);
    // Now even the right password must wait; somebody else need not.
    let waits = sealed.try_open(CLERK).err();
    assert!(matches!(
        waits,
        Some(OpenError::SignIn(SignInError::Wait {
            milliseconds: 30_000
        }))
    ));
    assert_eq!(verify(sealed.place.hall()).expect("whole").frames, after);
    sealed.open(CHIEF).close();
}

#[test]
fn an_act_that_somebody_without_the_keys_appends_is_not_believed() {
    let sealed = filled();
    let holder = Holder {
        pid: 1,
        counter: 1,
        user: "forger".to_owned(),
        since: 0,
    };
    let (mut ledger, _) = FileLedger::open(sealed.place.hall(), &holder).expect("a ledger");
    let act = Act {
        request: RequestId([9; 16]),
        clerk: CLERK.0.to_owned(),
        counter: 1,
        on: sealed.place.day,
        event: Event::PersonRegistered(PersonRegistered {
            applicant: Applicant::New,
            facts: Facts::from([("name".to_owned(), "冒名者".to_owned())]),
            form: guitai::form::FormRef {
                id: String::new(),
                version: 1,
                digest: String::new(),
            },
            profile: guitai::form::ProfileRef {
                id: String::new(),
                digest: String::new(),
            },
        }),
    };
    let entry = Entry {
        counter: 1,
        body: stored::write(&act).expect("an act"),
    };
    let sequence = ledger.head().next();
    let head = ledger.head();
    let now = ledger.time();
    ledger.append(head, now, &[entry]).expect("room");
    drop(ledger);
    let refused = sealed.try_open(CLERK).err();
    assert!(
        matches!(
            refused,
            Some(OpenError::View(ViewError::NotSealed { sequence: at })) if at == sequence
        ),
        "{refused:?}"
    );
}

#[test]
fn two_papers_of_the_recovery_key_open_the_hall_when_every_password_is_forgotten() {
    let sealed = filled();
    let [one, _, three] = &sealed.shares;
    let clock = FixedClock(sealed.place.day);
    let new = "a quite different sentence";
    let work = guitai::seal::Stretch::FLOOR;
    let hall = sealed.place.hall();
    guitai::office::recover(hall, (one, three), (CLERK.0, new), work, &clock).expect("both");
    assert!(sealed.try_open(CLERK).is_err());
    let office = sealed.open((CLERK.0, new));
    assert!(office.exact(ID).expect("a view").is_some());
    let same = guitai::office::recover(hall, (one, one), (CLERK.0, new), work, &clock);
    assert!(same.is_err());
}

#[test]
fn whoever_left_opens_nothing_any_more_and_the_hall_works_on() {
    let sealed = filled();
    let mut office = sealed.open(CHIEF);
    office.leave_staff(CLERK.0, CHIEF.1).expect("she leaves");
    office.close();
    let refused = sealed.try_open(CLERK).err();
    assert!(matches!(
        refused,
        Some(OpenError::SignIn(SignInError::Refused))
    ));
    let mut office = sealed.open(CHIEF);
    assert!(office.exact(ID).expect("a view").is_some());
    let other = with(
        example("e1.toml"),
        &[
            ("applicant.id", "43040619830412996X"),
            ("applicant.name", "周兰"),
        ],
    );
    issue(&mut office, &other).expect("issued under the new key");
    office.close();
    let office = sealed.open(CHIEF);
    assert_eq!(office.drafts().len(), 1);
    assert!(
        office
            .exact("43040619830412996X")
            .expect("a view")
            .is_some()
    );
}

#[test]
fn looking_at_somebody_is_on_record_before_she_is_shown() {
    let sealed = filled();
    let mut office = sealed.open(CLERK);
    let person = office.exact(ID).expect("a view").expect("she is known");
    let acts = office.acts();
    let page = office.look_at(person).expect("a view").expect("her page");
    assert_eq!(page.person.name(), "李春桃");
    assert_eq!(office.acts(), acts + 1);
    let number = page.person.certificates[0].clone();
    assert!(office.look_at_record(&number).expect("a view").is_some());
    assert_eq!(office.acts(), acts + 2);
    office.close();
    // Where nobody signs in there is nobody to name.
    let open = Place::real("2010-03-15");
    let mut office = open.open();
    issue(&mut office, &example("e1.toml")).expect("issued");
    let person = office.exact(ID).expect("a view").expect("she is known");
    let acts = office.acts();
    assert!(office.look_at(person).expect("a view").is_some());
    assert_eq!(office.acts(), acts);
}

#[test]
fn no_paper_of_anybody_stays_in_a_sealed_hall_that_is_closed() {
    let sealed = Sealed::with_clerk("2010-03-15");
    let mut office = sealed.open(CLERK);
    let issued = issue(&mut office, &example("e1.toml")).expect("issued");
    assert!(issued.papers.iter().all(|paper| paper.path.is_file()));
    office.close();
    let pdf = |path: &std::path::PathBuf| path.extension().is_some_and(|end| end == "pdf");
    assert!(!sealed.files().iter().any(pdf));
    // After a power cut the next opening removes them.
    let left = sealed.place.hall().join("papers/2010");
    fs::create_dir_all(&left).expect("room");
    fs::write(left.join("left.pdf"), "%PDF").expect("room");
    sealed.open(CLERK).close();
    assert!(!sealed.files().iter().any(pdf));
}

#[test]
fn the_ledger_of_a_sealed_hall_is_verified_with_no_password() {
    let sealed = filled();
    let (code, said) = crate::support::place::said(&sealed.place.run(&["ledger", "verify"]));
    assert_eq!(code, 0, "{said}");
}
