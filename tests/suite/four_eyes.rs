//! Promise: ending or correcting what somebody holds, and taking a table with people in it out of
//! the hall, is done by two members, or by one who says why, for everybody to see.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use guitai::disk::at_the_counter;
use guitai::office::{
    Changed, Clock, IssueError, LifeError, ListPeriod, Office, Second, StaffFailure, Wish,
};
use guitai::record::{CancelCause, Did};
use guitai::staff::{Grave, NotAllowed, Role};
use guitai::store::ViewError;

use crate::support::place::{example, issue, said};
use crate::support::poppler::{has_poppler, text};
use crate::support::sealed::{AUDITOR, CHIEF, CLERK, Sealed, sign_in};

const NUMBER: &str = "4304060051000001X";

/// A clock that the test turns.
struct Turned(Arc<AtomicI64>);

impl Clock for Turned {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// A certificate in its holder's hand, and the clerk at the counter.
fn handed_over() -> (Sealed, Office, Arc<AtomicI64>) {
    let sealed = Sealed::with_clerk("2010-03-15");
    sealed.join(AUDITOR, &[Role::Auditor]);
    let noon = sealed.place.day.and_hms_opt(4, 0, 0).expect("a time");
    let now = Arc::new(AtomicI64::new(noon.and_utc().timestamp_millis()));
    assert_eq!(
        at_the_counter(now.load(Ordering::SeqCst)).date_naive(),
        sealed.place.day
    );
    let who = sign_in(CLERK);
    let clock = Box::new(Turned(now.clone()));
    let opened = Office::open_as(sealed.place.hall(), clock, Some(&who));
    let mut office = opened.unwrap_or_else(|error| panic!("{error}")).office;
    issue(&mut office, &example("e1.toml")).expect("issued");
    let (request, clerk) = (office.new_request(), office.clerk());
    let given = office.hand_over(request, NUMBER, "李春桃", &clerk);
    given.expect("handed over");
    (sealed, office, now)
}

fn cancel(office: &mut Office) -> Result<Changed, LifeError> {
    let wish = Wish {
        reason: "本人要求".to_owned(),
        ..Wish::new(office.new_request(), NUMBER)
    };
    let clerk = office.clerk();
    office.cancel(&wish, CancelCause::OwnWish, &clerk)
}

fn needs_second(done: &Result<Changed, LifeError>) -> bool {
    matches!(
        done,
        Err(LifeError::Issue(IssueError::View(ViewError::NotAllowed(
            NotAllowed::Second(Grave::Cancel)
        ))))
    )
}

fn agrees(who: (&str, &str)) -> Second {
    Second::Agrees(sign_in(who))
}

#[test]
fn another_member_with_a_fitting_role_agrees_to_one_act_within_the_minute() {
    let (_sealed, mut office, now) = handed_over();
    let acts = office.acts();
    assert!(needs_second(&cancel(&mut office)));
    assert_eq!(office.acts(), acts, "nothing was entered, no number used");
    assert_eq!(
        office.wants_second(),
        Some((Grave::Cancel, NUMBER.to_owned()))
    );
    for (second, acts) in [
        (agrees(CLERK), 0),
        (agrees(AUDITOR), 0),
        (agrees((CHIEF.0, CLERK.1)), 1),
        (agrees(("没有这人", CHIEF.1)), 1),
        (Second::BreaksGlass("  急 ".to_owned()), 0),
    ] {
        let before = office.acts();
        assert!(
            office.agree(Grave::Cancel, NUMBER, &second).is_err(),
            "{second:?}"
        );
        assert_eq!(
            office.acts(),
            before + acts,
            "a wrong password is on record"
        );
        assert!(needs_second(&cancel(&mut office)));
    }
    let same = office.agree(Grave::Cancel, NUMBER, &agrees(CLERK));
    assert!(matches!(same, Err(StaffFailure::SameMember)));
    let unfit = office.agree(Grave::Cancel, NUMBER, &agrees(AUDITOR));
    assert!(matches!(unfit, Err(StaffFailure::NotFit(Grave::Cancel))));

    // To another act, or too long ago.
    for (to, about, later) in [
        (Grave::Correct, NUMBER, 0),
        (Grave::Cancel, "43040600510000028", 0),
        (Grave::Cancel, NUMBER, 60_001),
        (Grave::Cancel, NUMBER, -1),
    ] {
        office.agree(to, about, &agrees(CHIEF)).expect("agreed");
        now.fetch_add(later, Ordering::SeqCst);
        assert!(needs_second(&cancel(&mut office)), "{to:?} {about} {later}");
        assert!(needs_second(&cancel(&mut office)));
        now.fetch_sub(later, Ordering::SeqCst);
    }

    let before = office.acts();
    office
        .agree(Grave::Cancel, NUMBER, &agrees(CHIEF))
        .expect("agreed");
    assert_eq!(office.acts(), before + 1, "on record before the act");
    now.fetch_add(60_000, Ordering::SeqCst);
    cancel(&mut office).expect("two members did it");
    assert_eq!(office.acts(), before + 2);
}

#[test]
fn whoever_is_alone_breaks_the_glass_and_it_stands_on_the_day_sheet() {
    let (_sealed, mut office, _) = handed_over();
    let reason = Second::BreaksGlass("负责人外出，本人急用".to_owned());
    office.agree(Grave::Cancel, NUMBER, &reason).expect("alone");
    cancel(&mut office).expect("done alone");
    let lines = office.day(office.today()).expect("a view");
    let broken = lines.iter().filter(|line| line.did == Did::BreakGlass);
    let broken: Vec<_> = broken.map(|line| (&line.number, &line.clerk)).collect();
    assert_eq!(broken, [(&NUMBER.to_owned(), &CLERK.0.to_owned())]);
    let day = ListPeriod::day(office.today());
    let acts = office.listed_acts(&day).expect("a view");
    let alone: Vec<_> = acts
        .iter()
        .filter(|act| act.act.zh.contains("单人操作"))
        .collect();
    assert_eq!(alone.len(), 1, "{acts:?}");
    assert_eq!(alone[0].remark, "负责人外出，本人急用");
    let clerk = office.clerk();
    let sheet = office.print_list(&day, &clerk, None).expect("a sheet");
    if has_poppler("the reason on the sheet") {
        let text = text(&sheet.path).concat();
        let text: String = text.split_whitespace().collect();
        assert!(text.contains("负责人外出，本人急用"), "{text}");
    }
}

#[test]
fn a_table_of_people_leaves_the_hall_by_two_and_on_record() {
    let (sealed, office, _) = handed_over();
    office.close();
    let file = |name: &str, secret: &str| {
        let path = sealed.place.around().join(name);
        std::fs::write(&path, secret).expect("room");
        path.display().to_string()
    };
    let (chief, auditor) = (file("chief", CHIEF.1), file("auditor", AUDITOR.1));
    let to = sealed.place.around().join("list.csv");
    let to_text = to.display().to_string();
    let day = ["day", "2010-03-15", "--csv", &to_text];
    let signed = ["--staff", CHIEF.0, "--password-file", &chief];
    let (code, text) = said(&sealed.place.run(&[&signed[..], &day].concat()));
    assert_eq!(code, 6, "{text}");
    assert!(!to.exists());
    let second = [
        "--agreed-by",
        AUDITOR.0,
        "--agreed-by-password-file",
        &auditor,
    ];
    let both = [&signed[..], &second, &day].concat();
    let (code, text) = said(&sealed.place.run(&both));
    assert_eq!(code, 0, "{text}");
    assert!(to.exists());
    std::fs::remove_file(&to).expect("there");
    let alone = ["--break-glass", "审计员不在，上级来电急要"];
    let (code, text) = said(&sealed.place.run(&[&signed[..], &alone, &day].concat()));
    assert_eq!(code, 0, "{text}");
    assert!(to.exists());
}

#[test]
fn a_hall_that_is_not_sealed_has_no_staff_and_asks_for_nobody() {
    let place = crate::support::place::Place::real("2010-03-15");
    let mut office = place.open();
    issue(&mut office, &example("e1.toml")).expect("issued");
    let (request, clerk) = (office.new_request(), office.clerk());
    let given = office.hand_over(request, NUMBER, "李春桃", &clerk);
    given.expect("handed over");
    cancel(&mut office).expect("as ever");
}
