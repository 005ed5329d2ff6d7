//! E8: a lost certificate. The sister comes with a letter and both cards; the old number answers
//! 作废（遗失） everywhere, the new one has the old validity, both prints are in the ledger.

use guitai::office::Office;
use guitai::record::Did;
use guitai::text::Lang;

use crate::support::counter::{Hall, leave, open};
use crate::support::life::{OLD, issue_example, move_to, run, tall};
use crate::support::place::{Place, example_text, guitai, said};
use crate::support::printed::{self, says};

const NEW: &str = "样43040600510000028";

#[test]
fn e8_a_lost_certificate_is_replaced_by_keys() {
    let hall = Hall::new();
    issue_example(&hall.path(), "e1.toml");

    let mut desk = open(&hall.path());
    desk.keys("430406198304129927⏎");
    desk.sees("今天可办");
    desk.keys("a");
    desk.sees("来办的人");
    desk.keys("⏎");
    desk.sees("本人身份证");
    desk.keys("⑥②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("证已领取：李春桃");
    desk.keys("⏎");
    leave(desk);

    move_to(&hall.path(), "2010-09-13");
    let mut desk = tall(&hall.path());
    desk.keys("430406198304129927⏎");
    // 1. The certificate is valid, and the one thing that cannot be done says why.
    desk.sees("有效期至 2013-03-14  有效");
    desk.sees("领取：该证已于 2010-03-15 由李春桃领取");
    desk.keys("b");
    desk.sees("来办的人");
    for keys in ["2", "李春梅⏎", "430406198601019927⏎", "1", "在火车上遗失⏎"] {
        desk.keys(keys);
    }
    // 3. The first photograph is no longer in store: one new photograph.
    desk.sees("一寸照片");
    desk.sees("委托书");
    desk.keys("⑥②");
    desk.sees("核对无误");
    desk.sees("业务申请表");
    desk.keys("⏎");
    // 2. The next number, the old expiry, the old number void.
    desk.sees("已补证：李春桃");
    desk.sees("样 4304 0600 5100 0002 8");
    desk.sees("作废（遗失），2010-09-13");
    desk.sees("有效期至 2013-03-14");
    desk.keys("⏎");
    // Whoever types the old number is told, on her page and on the page of the record.
    desk.keys("4304060051000001X⏎");
    desk.sees("作废（遗失）");
    desk.sees("该证于 2010-09-13 作废（遗失）");
    desk.keys("⇥⇥⇥↓⏎");
    desk.sees("录入人");
    desk.sees("作废（遗失），2010-09-13");
    leave(desk);
    expect(&hall);
}

fn expect(hall: &Hall) {
    let office = hall.office();
    let old = office.certificate(OLD).expect("a view").expect("on record");
    let standing = old.standing(office.today()).say(Lang::Zh);
    assert_eq!(
        standing,
        format!("作废（遗失），2010-09-13，现行证明 {NEW}")
    );
    let new = office.certificate(NEW).expect("a view").expect("on record");
    assert_eq!(new.issued.expiry_date.to_string(), "2013-03-14");
    assert_eq!(new.answers(), old.answers(), "the data are unchanged");
    // Both prints are in the ledger.
    let did = |on: &str| {
        let lines = office.day(on.parse().expect("a date")).expect("a view");
        let of_hers = lines.into_iter().filter(|line| line.name == "李春桃");
        of_hers
            .map(|line| (line.did, line.number))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        did("2010-03-15"),
        [
            (Did::IssueCertificate, OLD.to_owned()),
            (Did::HandOver, OLD.to_owned())
        ]
    );
    assert_eq!(did("2010-09-13"), [(Did::Replace, NEW.to_owned())]);
    assert!(did("2010-09-14").is_empty());
    on_paper(&office, &new.issued.case);
}

/// The new sheet bears both days; the application declares the old one void and names who came.
fn on_paper(office: &Office, case: &str) {
    let sheet = printed::paper(office, NEW, "F2");
    says(
        &sheet,
        &["2010-03-15【补2010-09-13】", "2013年3月14日止", NEW],
    );
    let application = printed::paper(office, case, "F30");
    let declared = format!("本人不慎遗失编号为{OLD}的证明，自2010年9月13日起声明作废");
    let said = [
        &declared,
        "在火车上遗失",
        "李春梅",
        "430406198601019927",
        NEW,
        "同意补发，原证作废",
    ];
    says(&application, &said);
    assert_eq!(printed::ticked(office, case, "F30"), ["补证", "遗失"]);
}

/// The certificate of E1 with a photograph that is still in store.
fn with_a_photograph(hall: &std::path::Path) {
    let photo = include_bytes!("../papers/photo.jpg");
    std::fs::write(hall.with_file_name("photo.jpg"), photo).expect("room for a picture");
    let case = example_text("e1.toml").replace("[answers]\n", "[answers]\nphoto = \"photo.jpg\"\n");
    let path = hall.with_file_name("case.toml");
    std::fs::write(&path, case).expect("room for a case");
    let mut command = guitai();
    command.arg("--hall").arg(hall).arg("issue").arg(&path);
    let (code, text) = said(&command.output().expect("the program runs"));
    assert_eq!(code, 0, "{text}");
}

const HAND_OVER: [&str; 5] = [
    "certificate",
    "hand-over",
    OLD,
    "--answer",
    "doc.id_card=seen",
];

#[test]
fn e8_a_photograph_that_is_still_kept_is_not_asked_for_again() {
    // Neither from a case file, which names none …
    let place = Place::practice("2010-03-15");
    with_a_photograph(place.hall());
    assert_eq!(run(&place, &HAND_OVER).0, 0);
    let case = example_text("e8.toml");
    let photo = case.lines().find(|line| line.starts_with("photo = 1"));
    let case = case.replace(photo.expect("a photograph"), "");
    let (code, text) = said(&place.run_case(&case));
    assert_eq!(code, 0, "{text}");
    assert!(!text.contains("照片"), "{text}");
    // … nor by keys. Where none is kept, that case file lacks an answer.
    let place = Place::practice("2010-03-15");
    issue_example(place.hall(), "e1.toml");
    assert_eq!(run(&place, &HAND_OVER).0, 0);
    let (code, text) = said(&place.run_case(&case));
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("一寸照片 — 此项必填"), "{text}");

    let place = Place::practice("2010-03-15");
    with_a_photograph(place.hall());
    assert_eq!(run(&place, &HAND_OVER).0, 0);
    let mut desk = tall(place.hall());
    desk.keys("430406198304129927⏎");
    desk.sees("今天可办");
    desk.keys("b");
    desk.sees("来办的人");
    for keys in ["2", "李春梅⏎", "430406198601019927⏎", "1", "在火车上遗失⏎"] {
        desk.keys(keys);
    }
    desk.sees("委托书");
    desk.sees_no("一寸照片");
    leave(desk);
}

#[test]
fn e8_a_lost_certificate_is_replaced_from_a_case_file() {
    let place = Place::practice("2010-03-15");
    issue_example(place.hall(), "e1.toml");
    let handed = [
        "certificate",
        "hand-over",
        OLD,
        "--answer",
        "doc.id_card=seen",
    ];
    let (code, text) = run(&place, &handed);
    assert_eq!(code, 0, "{text}");
    move_to(place.hall(), "2010-09-13");
    let case = place.around().join("e8.toml");
    std::fs::write(&case, example_text("e8.toml")).expect("room for a case");
    let case = case.display().to_string();
    let replace = [
        "certificate",
        "replace",
        "4304060051000001X",
        "--case",
        &case,
    ];
    let output = place.run(&[&replace[..], &["--json"]].concat());
    assert_eq!(output.status.code(), Some(0));
    let data: serde_json::Value = serde_json::from_slice(&output.stdout).expect("data");
    assert_eq!(data["number"], NEW);
    assert_eq!(data["expiry_date"], "2013-03-14");
    assert_eq!(data["issue_date"], "2010-03-15");
    let ended = &data["certificate"];
    assert_eq!(
        (&ended["number"], &ended["ended"]),
        (&OLD.into(), &true.into())
    );
    let papers = data["papers"].as_array().expect("papers").iter();
    let papers: Vec<_> = papers.map(|paper| paper["paper"].clone()).collect();
    assert_eq!(papers, ["F30", "F2", "F4"]);

    // Both prints are in the ledger, each on its day.
    for (day, acts) in [
        (
            "2010-03-15",
            &[("签发婚育证明", OLD), ("领取证明", OLD)][..],
        ),
        ("2010-09-13", &[("补证", NEW)]),
    ] {
        let (code, text) = run(&place, &["day", day, "--json"]);
        assert_eq!(code, 0, "{text}");
        let data: serde_json::Value = serde_json::from_str(&text).expect("data");
        let lines = data["acts"].as_array().expect("a list").iter();
        let lines: Vec<_> = lines
            .map(|line| (line["act"].clone(), line["number"].clone()))
            .collect();
        let acts: Vec<_> = acts
            .iter()
            .map(|(act, number)| ((*act).into(), (*number).into()))
            .collect();
        assert_eq!(lines, acts, "{day}");
    }
    let office = place.open();
    on_paper(
        &office,
        data["case"].as_str().expect("an application number"),
    );
    office.close();

    // The old number answers wherever it is asked about; a second step is refused by name.
    let (code, text) = run(&place, &["show", "4304060051000001X"]);
    assert_eq!(code, 0);
    assert!(
        text.contains(&format!("作废（遗失），2010-09-13，现行证明 {NEW}")),
        "{text}"
    );
    let (code, text) = run(&place, &replace);
    assert_eq!(code, 6, "{text}");
    assert!(text.contains("不能办理补证（遗失）"), "{text}");
    assert!(text.contains("该证于 2010-09-13 作废（遗失）"), "{text}");
}

#[test]
fn e8_a_delegate_without_her_letter_is_told_what_is_missing_and_the_old_number_stays() {
    let place = Place::practice("2010-03-15");
    issue_example(place.hall(), "e1.toml");
    let case = example_text("e8.toml").replace(
        "letter_of_authority = \"已核原件\"",
        "letter_of_authority = \"缺\"",
    );
    let (code, text) = said(&place.run_case(&case));
    assert_eq!(code, 6, "{text}");
    assert!(text.contains("委托书"), "{text}");
    let (_, text) = run(&place, &["show", OLD]);
    assert!(text.contains("有效") && !text.contains("作废"), "{text}");
    // With the letter the same case goes on.
    let (code, text) = said(&place.run_case(&example_text("e8.toml")));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("SQ-430406005-2010-00002"), "{text}");
}
