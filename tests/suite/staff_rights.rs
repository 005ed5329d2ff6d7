//! Promise: what a member may do is decided by the office from her roles, whatever asks for it.

use guitai::office::{ListPeriod, Office, PaperError};
use guitai::staff::{NotAllowed, Right, Role};
use guitai::store::ViewError;

use crate::support::place::{check, example, issue};
use crate::support::sealed::{AUDITOR, CHIEF, CLERK, Sealed};

const ADMINISTRATOR: (&str, &str) = ("吴刚", "nine grey geese in a row");
const ID: &str = "430406198304129927";

/// A hall with one member of each role and a certificate.
fn staffed() -> Sealed {
    let sealed = Sealed::with_clerk("2010-03-15");
    sealed.join(AUDITOR, &[Role::Auditor]);
    sealed.join(ADMINISTRATOR, &[Role::Administrator]);
    let mut office = sealed.open(CLERK);
    issue(&mut office, &example("e1.toml")).expect("issued");
    office.close();
    sealed
}

fn right_missing(error: &ViewError) -> Option<Right> {
    match error {
        ViewError::NotAllowed(NotAllowed::Right(right)) => Some(*right),
        _ => None,
    }
}

/// The verbs by what each must ask for: the right it lacked, or nothing if it went through.
fn verbs(office: &mut Office) -> Vec<(Right, Option<Right>)> {
    let day = office.today();
    let of = |result: Result<(), ViewError>| result.err().and_then(|error| right_missing(&error));
    let export = office.export_list(&ListPeriod::day(day), None, guitai::text::Lang::Zh);
    let export = match export.err() {
        Some(PaperError::View(error)) => right_missing(&error),
        _ => None,
    };
    vec![
        (Right::Look, of(office.exact(ID).map(drop))),
        (Right::Look, of(office.find("李", 5).map(drop))),
        (Right::Report, of(office.day(day).map(drop))),
        (
            Right::Report,
            of(office.listed_acts(&ListPeriod::day(day)).map(drop)),
        ),
        (Right::Export, export),
    ]
}

#[test]
fn each_role_does_what_is_hers_and_is_refused_the_rest() {
    let sealed = staffed();
    for (who, roles) in [
        (CHIEF, vec![Role::Administrator, Role::Supervisor]),
        (CLERK, vec![Role::Clerk]),
        (AUDITOR, vec![Role::Auditor]),
        (ADMINISTRATOR, vec![Role::Administrator]),
    ] {
        let mut office = sealed.open(who);
        for (right, missing) in verbs(&mut office) {
            let may = roles.iter().any(|role| right.belongs_to(*role));
            assert_eq!(missing, (!may).then_some(right), "{} {right:?}", who.0);
        }
        office.close();
    }
}

#[test]
fn an_act_is_refused_to_who_may_not_enter_it_and_no_number_is_used() {
    let sealed = staffed();
    let clerk = sealed.open(CLERK);
    let submission = check(&clerk, &example("e2.toml"));
    let submission = submission.unwrap_or_else(|unfit| panic!("{unfit:#?}"));
    clerk.close();
    for who in [AUDITOR, ADMINISTRATOR] {
        let mut office = sealed.open(who);
        let acts = office.acts();
        let clerk = office.clerk();
        assert!(office.issue(&submission, &clerk).is_err(), "{}", who.0);
        assert_eq!(office.acts(), acts);
        office.close();
    }
    let mut office = sealed.open(CLERK);
    let clerk = office.clerk();
    office.issue(&submission, &clerk).expect("she may");
}

#[test]
fn staff_are_changed_by_an_administrator_with_her_own_password_alone() {
    let sealed = staffed();
    let mut office = sealed.open(CLERK);
    assert!(office.leave_staff(AUDITOR.0, CLERK.1).is_err());
    let work = guitai::seal::Stretch::FLOOR;
    let new = "twelve loud bells at noon";
    assert!(office.set_password(CHIEF.0, new, work, CLERK.1).is_err());
    assert!(office.set_password(CLERK.0, new, work, CHIEF.1).is_err());
    office
        .set_password(CLERK.0, new, work, CLERK.1)
        .expect("her own");
    office.close();
    assert!(sealed.try_open(CLERK).is_err());
    let mut office = sealed.open(ADMINISTRATOR);
    assert!(office.leave_staff(AUDITOR.0, CHIEF.1).is_err());
    office
        .leave_staff(AUDITOR.0, ADMINISTRATOR.1)
        .expect("an administrator");
    office.close();
    assert!(sealed.try_open(AUDITOR).is_err());
}

#[test]
fn what_a_member_does_is_in_her_name_whatever_name_was_given() {
    let sealed = staffed();
    let mut office = sealed.open(CLERK);
    let submission = check(&office, &example("e2.toml"));
    let submission = submission.unwrap_or_else(|unfit| panic!("{unfit:#?}"));
    let another = guitai::staff::Clerk {
        name: CHIEF.0.to_owned(),
        counter: 1,
    };
    office.issue(&submission, &another).expect("issued");
    let lines = office.day(office.today()).expect("a view");
    assert!(lines.iter().all(|line| line.clerk == CLERK.0), "{lines:?}");
}
