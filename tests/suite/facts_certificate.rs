//! Facts 14 and 15: the second application, the replacement. Fact 12 stands beside its rule in
//! `policy/validity.rs`.

use guitai::office::IssueError;
use guitai::record::{Certificate, CertificateState, End};

use crate::support::counter::{Hall, LI_CHUNTAO, leave, open};
use crate::support::life::{OLD, issue_example, move_to, run};
use crate::support::place::{Place, check, example, example_text, said};

fn certificate(office: &guitai::office::Office, number: &str) -> Certificate {
    let found = office.certificate(number).expect("a view");
    found.expect("it is on record")
}

#[test]
fn fact_14_a_second_application_within_validity_becomes_the_renewal() {
    let hall = Hall::new();
    issue_example(&hall.path(), "e1.toml");
    let mut office = hall.office();
    let submission =
        check(&office, &example("e1.toml")).unwrap_or_else(|unfit| panic!("{unfit:#?}"));
    let clerk = office.clerk();
    let refused = office.issue(&submission, &clerk);
    assert!(
        matches!(refused, Err(IssueError::AlreadyCertified { .. })),
        "no second certificate"
    );
    office.close();

    // At the counter the same wish opens the renewal of the one she has.
    let mut desk = open(&hall.path());
    desk.keys("430406198304129927⏎");
    desk.sees("已有有效证明");
    desk.keys("1");
    desk.sees("转为换证");
    desk.sees("换证  李春桃");
    // It has years left: the true reason is asked for.
    desk.sees("换证原因");
    desk.keys("3");
    desk.sees("来办的人");
    desk.keys("⏎");
    desk.sees("自愿提供");
    for keys in ["2", "hmz2", "⏎", "1"] {
        desk.keys(keys);
    }
    desk.sees("照片文件");
    desk.keys("⑥②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("已换证：李春桃");
    desk.sees("样 4304 0600 5100 0002 8");
    desk.sees("已换证，2010-03-15");
    leave(desk);
    let office = hall.office();
    let old = certificate(&office, OLD);
    assert_eq!(
        old.state(office.today()),
        CertificateState::Ended(End::Renewed)
    );
    let new = certificate(&office, "样43040600510000028");
    assert_eq!(new.issued.expiry_date.to_string(), "2013-03-14");
}

#[test]
fn fact_14_an_application_that_meets_a_certificate_on_its_way_goes_on_as_its_renewal() {
    let hall = Hall::new();
    let mut desk = open(&hall.path());
    desk.keys("430406198304129927⏎");
    desk.sees("*姓名");
    for keys in LI_CHUNTAO {
        desk.keys(keys);
    }
    desk.sees("照片文件");
    desk.keys("⎋");
    leave(desk);
    // Meanwhile she got her certificate from a case file.
    issue_example(&hall.path(), "e1.toml");
    let mut desk = open(&hall.path());
    desk.keys("④");
    desk.sees("流动人口婚育证明  李春桃");
    desk.keys("⑥②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("已按换证打开");
    desk.keys("⎋");
    desk.sees_no("请看");
    desk.sees("换证  李春桃");
    desk.keys("②");
    desk.sees("换证原因");
    desk.keys("3②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("已换证：李春桃");
    leave(desk);
    let new = certificate(&hall.office(), "样43040600510000028");
    assert_eq!(new.issued.answers["children[0].name"], "王小雨");
    assert_eq!(new.issued.answers["destination.place"], "441900121");
}

#[test]
fn a_case_file_renews_and_notes_and_cancels() {
    let place = Place::practice("2010-03-15");
    issue_example(place.hall(), "e1.toml");
    let case = example_text("e1.toml")
        .replace("certificate.issue", "certificate.renew")
        .replace("[answers]\n", "[answers]\nrenewal.reason = \"本人申请\"\n");
    let (code, text) = said(&place.run_case(&case));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("F30") && text.contains("F2 "), "{text}");
    let new = "样43040600510000028";
    let born = [
        "change.part=children",
        "children[0].name=王小雨",
        "children[1].name=王小雷",
        "children[1].sex=男",
        "children[1].birth=2010-01-05",
        "doc.id_card=seen",
        "doc.birth_cert=seen",
    ];
    let (code, text) = run(&place, &answered("annotate", new, &born));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("证号和有效期不变"), "{text}");
    // A paper that is asked for and missing is named, and nothing is noted.
    let nothing = ["change.part=children", "doc.id_card=seen"];
    let (code, text) = run(&place, &answered("annotate", new, &nothing));
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("没有"), "{text}");
    let cancel = ["cause=本人申请", "doc.id_card=seen"];
    let (code, text) = run(&place, &answered("cancel", new, &cancel));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("已注销（本人申请），2010-03-15"), "{text}");
    let office = place.open();
    let now = certificate(&office, new);
    assert_eq!(now.answers()["children"], "2");
    assert_eq!(now.issued.answers["children"], "1", "as it was issued");
}

fn answered<'a>(verb: &'a str, number: &'a str, answers: &[&'a str]) -> Vec<&'a str> {
    let answers = answers.iter().flat_map(|answer| ["--answer", answer]);
    ["certificate", verb, number]
        .into_iter()
        .chain(answers)
        .collect()
}

#[test]
fn fact_15_a_replacement_keeps_the_expiry_and_the_old_number_answers_void() {
    let place = Place::practice("2010-03-15");
    issue_example(place.hall(), "e1.toml");
    let case = example_text("e8.toml");
    let (code, text) = said(&place.run_case(&case));
    assert_eq!(code, 0, "{text}");
    let office = place.open();
    let new = certificate(&office, "样43040600510000028");
    assert_eq!(
        new.issued.expiry_date,
        certificate(&office, OLD).issued.expiry_date
    );
    office.close();
    // However much later somebody asks.
    move_to(place.hall(), "2019-01-01");
    let (code, text) = run(&place, &["show", OLD]);
    assert_eq!(code, 0);
    assert!(text.contains("作废（遗失），2010-09-13"), "{text}");
}

/// What each command is told in a state: `None` where it is not refused by name.
type Told<'a> = [(&'a str, &'a [&'a str], Option<&'a str>); 7];

#[track_caller]
fn ask(place: &Place, told: &Told<'_>) {
    for (verb, answers, refusal) in told {
        let mut arguments = vec!["certificate", verb, OLD];
        arguments.extend(answers.iter().flat_map(|answer| ["--answer", answer]));
        let (code, text) = run(place, &arguments);
        match refusal {
            Some(refusal) => {
                assert_eq!(code, 6, "{verb}: {text}");
                assert!(text.contains(refusal), "{verb}: {text}");
            }
            // Nothing was answered, so the form has problems; the state has none.
            None => assert_eq!(code, 3, "{verb}: {text}"),
        }
    }
}

#[test]
fn every_step_that_is_not_possible_is_refused_by_its_name() {
    let place = Place::practice("2010-03-15");
    issue_example(place.hall(), "e1.toml");
    let damaged: &[&str] = &[
        "loss.kind=damaged",
        "old_sheet.back=yes",
        "doc.id_card=seen",
        "doc.photo=1",
    ];
    ask(
        &place,
        &[
            ("hand-over", &[], None),
            ("renew", &[], None),
            ("replace", &[], None),
            (
                "replace",
                damaged,
                Some("不能办理补证（损毁）：该证尚未领取"),
            ),
            ("correct", &[], None),
            ("annotate", &[], None),
            ("cancel", &[], None),
        ],
    );
    let handed = [
        "certificate",
        "hand-over",
        OLD,
        "--answer",
        "doc.id_card=seen",
    ];
    assert_eq!(run(&place, &handed).0, 0);
    let kept: &[&str] = &[
        "loss.kind=damaged",
        "old_sheet.back=no",
        "doc.id_card=seen",
        "doc.photo=1",
    ];
    ask(
        &place,
        &[
            (
                "hand-over",
                &[],
                Some("不能办理领取：该证已于 2010-03-15 由李春桃领取"),
            ),
            ("renew", &[], None),
            ("replace", &[], None),
            ("replace", kept, Some("不能办理补证（损毁）：原证没有收回")),
            ("correct", &[], None),
            ("annotate", &[], None),
            ("cancel", &[], None),
        ],
    );
    move_to(place.hall(), "2013-03-15");
    ask(
        &place,
        &[
            (
                "hand-over",
                &[],
                Some("不能办理领取：该证有效期至 2013-03-14，已过期"),
            ),
            ("renew", &[], None),
            (
                "replace",
                &[],
                Some("不能办理补证（遗失）：该证有效期至 2013-03-14，已过期"),
            ),
            ("replace", damaged, Some("已过期")),
            (
                "correct",
                &[],
                Some("不能办理更正：该证有效期至 2013-03-14，已过期"),
            ),
            (
                "annotate",
                &[],
                Some("不能办理变更登记：该证有效期至 2013-03-14，已过期"),
            ),
            (
                "cancel",
                &[],
                Some("不能办理注销：该证有效期至 2013-03-14，已过期"),
            ),
        ],
    );
    move_to(place.hall(), "2010-04-01");
    let cancel = [
        "--answer",
        "cause=wrongly_issued",
        "--answer",
        "reason=错",
        "--answer",
        "reporter.kind=counter",
        "--answer",
        "old_sheet.back=yes",
    ];
    let cancel = [&["certificate", "cancel", OLD][..], &cancel].concat();
    let (code, text) = run(&place, &cancel);
    assert_eq!(code, 0, "{text}");
    let over = "该证于 2010-04-01 已注销（错发）";
    ask(
        &place,
        &[
            ("hand-over", &[], Some(over)),
            ("renew", &[], Some(over)),
            ("replace", &[], Some(over)),
            ("replace", damaged, Some(over)),
            ("correct", &[], Some(over)),
            ("annotate", &[], Some(over)),
            ("cancel", &[], Some(over)),
        ],
    );
}
