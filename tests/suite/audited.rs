//! Promise: the auditor of a sealed hall sees who looked at whom, and nobody else does.

use guitai::cli::case::CaseFile;
use guitai::disk::StaffFiles;
use guitai::office::{AuditLine, AuditWish, Audited, Office, Second};
use guitai::record::CancelCause;
use guitai::staff::{Grave, Role};

use crate::support::place::{example, issue, said, with};
use crate::support::sealed::{AUDITOR, CHIEF, CLERK, Sealed};

const ID: &str = "430406198304129927";
const NUMBER: &str = "4304060051000001X";

fn wish(sealed: &Sealed, member: &str) -> AuditWish {
    AuditWish {
        from: sealed.place.day,
        to: sealed.place.day,
        member: member.to_owned(),
    }
}

/// A day with a certificate that was looked for, looked at, printed again and cancelled alone.
fn worked() -> Sealed {
    let sealed = Sealed::with_clerk("2010-03-15");
    sealed.join(AUDITOR, &[Role::Auditor]);
    assert!(sealed.try_open((CLERK.0, CHIEF.1)).is_err());
    let mut office = sealed.open(CLERK);
    issue(&mut office, &example("e1.toml")).expect("issued");
    let person = office.exact(ID).expect("a view").expect("she is known");
    let acts = office.acts();
    office.searched(&[person]);
    assert_eq!(office.acts(), acts, "not at every key");
    office.settle_search().expect("entered");
    office.settle_search().expect("nothing is left");
    assert_eq!(office.acts(), acts + 1);
    // Whoever opens one of those found has looked at her: one act, not two.
    office.searched(&[person]);
    for _ in 0..3 {
        office.look_at(person).expect("a view");
    }
    assert_eq!(office.acts(), acts + 4);
    let clerk = office.clerk();
    for _ in 0..2 {
        office.reprint(NUMBER, "F2", &clerk).expect("printed");
    }
    let request = office.new_request();
    let given = office.hand_over(request, NUMBER, "李春桃", &clerk);
    given.expect("handed over");
    let alone = Second::BreaksGlass("负责人外出，本人急用".to_owned());
    office.agree(Grave::Cancel, NUMBER, &alone).expect("alone");
    let cancelled = guitai::office::Wish {
        reason: "本人要求".to_owned(),
        ..guitai::office::Wish::new(office.new_request(), NUMBER)
    };
    let done = office.cancel(&cancelled, CancelCause::OwnWish, &clerk);
    done.expect("cancelled");
    office.close();
    sealed
}

fn kinds(lines: &[AuditLine]) -> Vec<Audited> {
    lines.iter().map(|line| line.did).collect()
}

fn audit(office: &mut Office, wish: &AuditWish) -> Vec<AuditLine> {
    office.audit(wish).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn an_auditor_sees_who_did_what_to_whom_and_what_is_unusual_about_it() {
    let sealed = worked();
    let mut office = sealed.open(AUDITOR);
    let all = audit(&mut office, &wish(&sealed, ""));
    let hers = audit(&mut office, &wish(&sealed, CLERK.0));
    assert!(hers.len() < all.len() && hers.iter().all(|line| line.member == CLERK.0));
    use Audited::{BrokeGlass, Cancelled, Failed, Looked, PrintedAgain, Searched, SignedIn};
    for kind in [
        BrokeGlass,
        Cancelled,
        Failed,
        Looked,
        PrintedAgain,
        Searched,
        SignedIn,
    ] {
        assert!(kinds(&hers).contains(&kind), "{kind:?} in {hers:#?}");
    }
    let looks: Vec<_> = hers.iter().filter(|line| line.did == Looked).collect();
    assert_eq!(looks.len(), 3);
    assert!(
        looks
            .iter()
            .all(|line| line.looks == Some(3) && line.people == ["李春桃"])
    );
    let glass = hers
        .iter()
        .find(|line| line.did == BrokeGlass)
        .expect("one");
    assert!(glass.about.contains("负责人外出"), "{glass:?}");
    let other = AuditWish {
        from: sealed.place.day.succ_opt().expect("a day"),
        to: sealed.place.day.succ_opt().expect("a day"),
        member: String::new(),
    };
    assert_eq!(audit(&mut office, &other), []);
    office.close();
}

#[test]
fn nobody_but_an_auditor_sees_it_and_the_command_says_the_same() {
    let sealed = worked();
    for who in [CLERK, CHIEF] {
        let mut office = sealed.open(who);
        assert!(office.audit(&wish(&sealed, "")).is_err(), "{}", who.0);
        office.close();
    }
    let password = sealed.place.around().join("auditor");
    std::fs::write(&password, AUDITOR.1).expect("room");
    let password = password.display().to_string();
    let signed = ["--staff", AUDITOR.0, "--password-file", &password];
    let asked = [&signed[..], &["audit", "2010-03-15", "--member", CLERK.0]].concat();
    let (code, text) = said(&sealed.place.run(&asked));
    assert_eq!(code, 0, "{text}");
    for word in [
        "查看  李春桃",
        "当日查看同一人 3 次",
        "单人操作",
        "重复打印",
        "口令错误",
    ] {
        assert!(text.contains(word), "{word} in {text}");
    }
    let found = [&signed[..], &["find", "李春桃"]].concat();
    assert_eq!(said(&sealed.place.run(&found)).0, 0);
}

#[test]
fn what_she_lets_go_of_takes_nobodys_act_out_of_the_auditors_sight() {
    let sealed = worked();
    let mut office = sealed.open(AUDITOR);
    let before = audit(&mut office, &wish(&sealed, CLERK.0));
    office.close();
    let mut office = sealed.open(CLERK);
    for group in ["rights.delete_phone", "rights.delete_family"] {
        let answers = [
            ("applicant.id", ID),
            ("applicant.name", "李春桃"),
            ("rights.kind", "delete"),
            (
                "rights.delete_phone",
                if group.ends_with("phone") {
                    "yes"
                } else {
                    "no"
                },
            ),
            (
                "rights.delete_family",
                if group.ends_with("family") {
                    "yes"
                } else {
                    "no"
                },
            ),
        ];
        let case = CaseFile::parse("case.toml", "service = \"rights.request\"\n");
        issue(&mut office, &with(case.expect("a case"), &answers)).expect("deleted");
    }
    office.close();
    let erased = StaffFiles::erased(sealed.place.hall());
    let cancelled = before.iter().find(|line| line.did == Audited::Cancelled);
    let cancelled = cancelled.expect("it was").sequence;
    assert!(erased.contains(&cancelled), "{cancelled} in {erased:?}");
    let mut office = sealed.open(AUDITOR);
    let after = audit(&mut office, &wish(&sealed, CLERK.0));
    let place = |line: &AuditLine| (line.sequence, line.at, line.did);
    let after: Vec<_> = after.iter().map(place).collect();
    for line in &before {
        assert!(after.contains(&place(line)), "{line:?} in {after:?}");
    }
    assert!(after.is_sorted_by_key(|line| line.0));
}
