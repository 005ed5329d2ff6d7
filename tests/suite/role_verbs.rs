//! Promise: every verb of the office asks for its right before it does anything, every role has the
//! rights that were decided and no others, and no verb is left out of the table.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use guitai::form::{Draft, RequestId};
use guitai::office::{AuditWish, Clock, ListPeriod, Office, OpenError, SignInError, Wish};
use guitai::person::IdPaper;
use guitai::record::{CancelCause, PersonKey};
use guitai::seal::Stretch;
use guitai::staff::{NewMember, Right, Role, Roles};
use guitai::text::Lang;

use crate::support::place::{check, example, issue};
use crate::support::sealed::{AUDITOR, CHIEF, CLERK, Sealed, sign_in};

const SUPERVISOR: (&str, &str) = ("赵丽", "six small boats at anchor");
const ADMINISTRATOR: (&str, &str) = ("吴刚", "nine grey geese in a row");
const ID: &str = "430406198304129927";
const NUMBER: &str = "4304060051000001X";

/// Verbs that ask for a right, which is the first thing they do.
const GATED: &[(Right, &[&str])] = &[
    (
        Right::Look,
        &[
            "archive",
            "certificate",
            "certificate_number",
            "check_code",
            "compared",
            "entered",
            "exact",
            "file_again",
            "find",
            "made_otherwise",
            "marriage_notes",
            "open_matters",
            "other_spelling",
            "paper",
            "paper_names",
            "person",
            "preview_again",
            "record_page",
            "served",
            "suspects",
        ],
    ),
    (
        Right::Serve,
        &[
            "amend",
            "annotate",
            "cancel",
            "check_beforehand",
            "correct",
            "correct_name",
            "hand_over",
            "issue",
            "issue_to",
            "last_print",
            "note_answer",
            "note_print",
            "preview",
            "print_now",
            "print_plan",
            "proof",
            "ready_print",
            "refusal_notice",
            "register",
            "renew",
            "replace",
            "reprint",
            "restore_name",
            "shown",
            "start",
            "who_is",
            "why_not_on_paper",
        ],
    ),
    (Right::Judge, &["link", "part", "tell_apart"]),
    (
        Right::Stock,
        &[
            "blanks",
            "count_blanks",
            "count_stock",
            "hand_out",
            "move_blanks_as",
            "move_stock",
            "print_card",
            "print_register",
            "propose",
            "propose_move",
            "receive",
            "receive_blanks",
            "spoil_blank",
            "stock",
            "stock_card",
            "stock_moves",
            "taken_blanks",
            "transfer_out",
            "write_off",
        ],
    ),
    (Right::Verify, &["verify_code"]),
    (
        Right::Report,
        &["day", "listed_acts", "print_list", "print_report", "report"],
    ),
    (Right::Confirm, &["confirm_report"]),
    (
        Right::Import,
        &["import", "imported_before", "review_register"],
    ),
    (Right::Export, &["export_list"]),
    (Right::Keys, &["publish_lists", "revoke_key"]),
];

/// Verbs whose right is asked for by what they begin with, with the words that show it.
const BY_ANOTHER: &[(&str, &str)] = &[
    ("audit", "self.allow(Right::Audit)?"),
    ("draft", "self.allow(crate::staff::Right::Serve).is_err()"),
    ("drafts", "self.allow(crate::staff::Right::Serve).is_err()"),
    ("join_staff", "self.changing(Right::Staff, password)?"),
    ("leave_staff", "self.changing(Right::Staff, password)?"),
    ("look_at", "self.person(key)?"),
    ("look_at_record", "self.record_page(number)?"),
    ("new_shares", "self.changing(Right::Staff, password)?"),
    // Her own to whoever is signed in.
    (
        "set_password",
        "self.changing_if((!own).then_some(Right::Staff), password)?",
    ),
    ("set_roles", "self.changing(Right::Staff, password)?"),
];

/// Verbs for whoever is signed in, and why.
const OPEN: &[(&str, &[&str])] = &[
    (
        "how the hall stands; nothing of anybody",
        &[
            "acts",
            "attend_index",
            "attend_proof",
            "backup_state",
            "calendar",
            "clerk",
            "hall",
            "indexing",
            "is_busy",
            "is_sealed",
            "key_list",
            "members",
            "new_request",
            "offers",
            "people",
            "picture",
            "refused",
            "report_named",
            "session",
            "shelf",
            "today",
            "trust",
            "turn_day",
            "view_content",
            "work_on",
            "await_index",
            "issuer",
        ],
    ),
    (
        "what the caller brings, in words",
        &["consent_label", "read_answers", "read_facts"],
    ),
    (
        "what was typed just now; nothing is told",
        &["drop_draft", "import_photo", "save_draft"],
    ),
    (
        "opening and closing, which ask for a password",
        &[
            "close",
            "open",
            "open_as",
            "open_at_once",
            "open_at_once_as",
            "rebuild",
            "rebuild_as",
        ],
    ),
    (
        "of a search that was allowed, and of an act that is about to ask",
        &[
            "agree",
            "attend_search",
            "offer_second",
            "searched",
            "settle_search",
            "wants_second",
        ],
    ),
];

/// Every public method of the office, with the first line it does.
fn verbs() -> BTreeMap<String, (PathBuf, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/office")];
    let mut found = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the source") {
            let path = entry.expect("readable").path();
            let is_test = path.file_stem().is_some_and(|stem| stem == "tests");
            if path.is_dir() && !is_test {
                folders.push(path);
            } else if path.is_file() && !is_test {
                let text = fs::read_to_string(&path).expect("source");
                for (name, first) in methods(&text) {
                    found.insert(name, (path.clone(), first));
                }
            }
        }
    }
    found
}

/// The public methods of a file's `impl Office`, with the body each has.
fn methods(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let parts = text.split("\nimpl Office {\n").skip(1);
    for part in parts {
        let part = part.split("\n}\n").next().unwrap_or_default();
        for method in part.split("    pub fn ").skip(1) {
            let name: String = method
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            let body = method.split_once(" {\n").map_or("", |(_, body)| body);
            let body = body.split("\n    }\n").next().unwrap_or_default();
            found.push((name, body.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
    }
    found
}

#[test]
fn every_verb_of_the_office_is_in_the_table_and_asks_for_its_right_first() {
    let verbs = verbs();
    assert!(verbs.len() > 100, "{}", verbs.len());
    let mut told = BTreeSet::new();
    for (right, names) in GATED {
        for name in *names {
            let (path, body) = &verbs[*name];
            let asks = [
                format!("self.allow(Right::{right:?})?;"),
                format!("self.allow(crate::staff::Right::{right:?})?;"),
            ];
            let first = asks.iter().any(|ask| body.starts_with(ask));
            assert!(first, "{} of {} asks for {right:?}", name, path.display());
            assert!(told.insert((*name).to_owned()), "{name} twice");
        }
    }
    for (name, words) in BY_ANOTHER {
        let (path, body) = &verbs[*name];
        assert!(body.contains(words), "{} of {}", name, path.display());
        assert!(told.insert((*name).to_owned()), "{name} twice");
    }
    let open = OPEN.iter().flat_map(|(_, names)| *names);
    told.extend(open.map(|name| (*name).to_owned()));
    let missing: Vec<&String> = verbs.keys().filter(|name| !told.contains(*name)).collect();
    assert!(missing.is_empty(), "not in the table: {missing:?}");
}

/// The right that was lacking, if that is why it was refused.
fn lacked<T, E: Display>(done: Result<T, E>) -> Option<Right> {
    let said = done.err()?.to_string();
    let named = |right: &Right| said.contains(&format!("Right({right:?})"));
    Right::ALL.into_iter().find(named)
}

/// Drives verbs of every right; what each lacked.
fn driven(office: &mut Office, who: (&str, &str), draft: &Draft) -> Vec<(Right, Option<Right>)> {
    let (day, clerk) = (office.today(), office.clerk());
    let request = RequestId([0xEE; 16]);
    let wish = Wish::new(request, "0");
    let nobody = PersonKey(u64::from(u32::MAX));
    let paper = IdPaper::read(ID, day).expect("a number");
    let month = guitai::report::Month::of(day);
    let audit = AuditWish {
        from: day,
        to: day,
        member: String::new(),
    };
    let new = NewMember {
        name: "新人",
        roles: Roles::of(&[Role::Clerk]),
        password: "three tall pines on a hill",
    };
    let away = Path::new("/nowhere/at/all");
    let mut all = vec![
        (Right::Look, lacked(office.find("李", 3))),
        (Right::Look, lacked(office.exact(ID))),
        (Right::Look, lacked(office.person(nobody))),
        (Right::Look, lacked(office.look_at(nobody))),
        (Right::Look, lacked(office.look_at_record("0"))),
        (Right::Look, lacked(office.record_page(NUMBER))),
        (Right::Look, lacked(office.certificate(NUMBER))),
        (Right::Look, lacked(office.certificate_number(NUMBER))),
        (Right::Look, lacked(office.served("0"))),
        (Right::Look, lacked(office.paper(NUMBER, "F2"))),
        (Right::Look, lacked(office.paper_names(NUMBER))),
        (Right::Look, lacked(office.preview_again(NUMBER, "F2"))),
        (Right::Look, lacked(office.made_otherwise(NUMBER, None))),
        (
            Right::Look,
            lacked(office.file_again("0", "F2", &clerk, Some(away))),
        ),
        (Right::Look, lacked(office.archive("0", "F2", &clerk, away))),
        (Right::Serve, lacked(office.who_is(draft))),
        (Right::Look, lacked(office.other_spelling(nobody, "李"))),
        (
            Right::Serve,
            lacked(office.start("certificate.issue", None, &[].into())),
        ),
        (Right::Serve, lacked(office.check_beforehand(draft))),
        (Right::Serve, lacked(office.shown(draft))),
        (Right::Serve, lacked(office.reprint("0", "F2", &clerk))),
        (Right::Serve, lacked(office.amend("0", &[].into()))),
        (
            Right::Serve,
            lacked(office.hand_over(request, "0", "李", &clerk)),
        ),
        (
            Right::Serve,
            lacked(office.cancel(&wish, CancelCause::OwnWish, &clerk)),
        ),
        (
            Right::Serve,
            lacked(office.correct(&wish, draft, &[].into(), &clerk)),
        ),
        (
            Right::Serve,
            lacked(office.annotate(&wish, draft, &[].into(), &clerk)),
        ),
        (
            Right::Serve,
            lacked(office.correct_name(nobody, "李", "", &wish, &clerk)),
        ),
        (
            Right::Serve,
            lacked(office.restore_name(nobody, "", &wish, &clerk)),
        ),
        (Right::Serve, lacked(office.last_print())),
        (Right::Serve, lacked(office.print_plan("0"))),
        (
            Right::Serve,
            lacked(office.refusal_notice(draft, &clerk, None)),
        ),
        (
            Right::Judge,
            lacked(office.part(request, nobody, "", &clerk)),
        ),
        (
            Right::Judge,
            lacked(office.tell_apart(request, nobody, &paper, &clerk)),
        ),
        (Right::Stock, lacked(office.stock())),
        (Right::Stock, lacked(office.stock_card("x", "y"))),
        (Right::Stock, lacked(office.stock_moves(day, day))),
        (Right::Stock, lacked(office.print_card("x", "y", away))),
        (Right::Stock, lacked(office.print_register(day, day, away))),
        (Right::Stock, lacked(office.blanks())),
        (Right::Stock, lacked(office.taken_blanks("F2"))),
        (Right::Verify, lacked(office.verify_code("GT1:x", &clerk))),
        (Right::Report, lacked(office.day(day))),
        (
            Right::Report,
            lacked(office.listed_acts(&ListPeriod::day(day))),
        ),
        (
            Right::Confirm,
            lacked(office.confirm_report("F10", month, &clerk)),
        ),
        (
            Right::Export,
            lacked(office.export_list(&ListPeriod::day(day), Some(away), Lang::Zh)),
        ),
        (Right::Keys, lacked(office.revoke_key("none", &clerk))),
        (Right::Keys, lacked(office.publish_lists(away))),
        (Right::Audit, lacked(office.audit(&audit))),
    ];
    let staff = office.join_staff(new, Stretch::FLOOR, who.1);
    all.push((Right::Staff, lacked(staff)));
    all
}

fn staffed() -> Sealed {
    let sealed = Sealed::with_clerk("2010-03-15");
    sealed.join(SUPERVISOR, &[Role::Supervisor]);
    sealed.join(AUDITOR, &[Role::Auditor]);
    sealed.join(ADMINISTRATOR, &[Role::Administrator]);
    sealed
}

#[test]
fn every_role_is_refused_what_is_not_hers_and_nothing_else() {
    let sealed = staffed();
    let mut office = sealed.open(CLERK);
    issue(&mut office, &example("e1.toml")).expect("issued");
    let draft = office.start("certificate.issue", None, &[].into());
    let draft = draft.expect("a view").expect("a draft");
    office.save_draft(&draft).expect("room");
    let submission = check(&office, &example("e2.toml"));
    let submission = submission.unwrap_or_else(|unfit| panic!("{unfit:#?}"));
    office.close();
    for (who, role) in [
        (CLERK, Role::Clerk),
        (SUPERVISOR, Role::Supervisor),
        (AUDITOR, Role::Auditor),
        (ADMINISTRATOR, Role::Administrator),
    ] {
        let mut office = sealed.open(who);
        let before = office.acts();
        for (place, (right, missing)) in driven(&mut office, who, &draft).into_iter().enumerate() {
            let expected = (!right.belongs_to(role)).then_some(right);
            assert_eq!(missing, expected, "{role:?}, verb {place} of the list");
        }
        let serves = Right::Serve.belongs_to(role);
        assert_eq!(office.drafts().is_empty(), !serves, "{role:?}");
        assert_eq!(office.draft(draft.request).is_some(), serves, "{role:?}");
        if !serves {
            let clerk = office.clerk();
            assert_eq!(
                lacked(office.issue(&submission, &clerk)),
                Some(Right::Serve)
            );
            assert_eq!(
                lacked(office.proof(&submission, &clerk)),
                Some(Right::Serve)
            );
            assert_eq!(
                lacked(office.register(&submission, &clerk)),
                Some(Right::Serve)
            );
            let joined = u64::from(role == Role::Administrator);
            assert_eq!(office.acts(), before + joined, "nothing was entered");
        }
        office.close();
    }
}

struct Turned(Arc<AtomicI64>);

impl Clock for Turned {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

#[test]
fn nobody_does_anything_without_signing_in_and_after_ten_hours_the_session_is_over() {
    let sealed = staffed();
    let nobody = sealed.place.try_open().err();
    assert!(matches!(
        nobody,
        Some(OpenError::SignIn(SignInError::Needed))
    ));
    let morning = sealed.place.day.and_hms_opt(0, 0, 0).expect("a time");
    let now = Arc::new(AtomicI64::new(morning.and_utc().timestamp_millis()));
    let clock = Box::new(Turned(now.clone()));
    let who = sign_in(CHIEF);
    let opened = Office::open_as(sealed.place.hall(), clock, Some(&who));
    let mut office = opened.unwrap_or_else(|error| panic!("{error}")).office;
    let draft = office.start("certificate.issue", None, &[].into());
    let draft = draft.expect("a view").expect("a draft");
    now.fetch_add(10 * 3_600_000, Ordering::SeqCst);
    let over = office.find("李", 3).err().map(|error| error.to_string());
    assert_eq!(over.as_deref(), Some("SessionOver"));
    let clerk = office.clerk();
    for said in [
        office
            .start("certificate.issue", None, &[].into())
            .err()
            .map(|e| e.to_string()),
        office.day(office.today()).err().map(|e| e.to_string()),
        office.stock().err().map(|e| e.to_string()),
        office.last_print().err().map(|e| e.to_string()),
        office
            .reprint(NUMBER, "F2", &clerk)
            .err()
            .map(|e| e.to_string()),
        office.shown(&draft).err().map(|e| e.to_string()),
    ] {
        assert!(
            said.as_deref()
                .is_some_and(|said| said.contains("SessionOver")),
            "{said:?}"
        );
    }
    assert!(office.draft(draft.request).is_none());
}
