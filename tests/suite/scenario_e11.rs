//! Promise: scenario E11 of the guide. A spouse from Hong Kong, by the home-return permit of 2010
//! and the residence permit of 2026; both papers can be one person's.

use guitai::office::{Office, PersonPage, Tie};

use crate::support::counter::{choose, leave, open};
use crate::support::life::{move_to, tall};
use crate::support::place::{Place, example_text, said};
use crate::support::terminal::Desk;

const DAY: &str = "2010-11-02";
const SHE: &str = "430406198603149944";
const RETURN_PERMIT: &str = "H09999901";
const RESIDENCE_PERMIT: &str = "810000198205069915";
const NUMBER: &str = "样4304060051000001X";

fn page(office: &Office, number: &str) -> PersonPage {
    let key = office.exact(number).expect("a view").expect("on record");
    office.person(key).expect("a view").expect("on record")
}

/// Types her form up to the number of her husband's paper.
fn married(desk: &mut Desk) {
    desk.keys(&format!("{SHE}⏎"));
    desk.sees("*姓名");
    for keys in [
        "黄丽华⏎",
        "13800000111⏎",
        "bzz1",
        "第2组⏎",
        "⏎",
        "2",
        "2008-08-08⏎",
        "⏎",
        "何志明⏎",
    ] {
        desk.keys(keys);
    }
}

#[test]
fn e11_by_keys() {
    let place = Place::practice(DAY);
    let mut desk = open(place.hall());
    married(&mut desk);
    // The number of the permit tells no birth date, so it is copied from the paper.
    desk.keys(&format!("{RETURN_PERMIT}⏎"));
    desk.sees("*配偶出生日期");
    desk.keys("1982-05-06⏎");
    desk.keys("香港⏎");
    desk.sees("子女");
    for keys in ["⏎", "⏎", "2"] {
        desk.keys(keys);
    }
    desk.sees("前往地");
    for keys in ["ftq1", "⏎", "3"] {
        desk.keys(keys);
    }
    desk.sees("照片文件");
    desk.sees("配偶身份证件");
    desk.keys("⑥②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("已签发：黄丽华");
    leave(desk);
    printed_with_the_name_of_his_paper(&place);
}

#[test]
fn e11_by_case_file() {
    let place = Place::practice(DAY);
    let (code, text) = said(&place.run_case(&example_text("e11.toml")));
    assert_eq!(code, 0, "{text}");
    printed_with_the_name_of_his_paper(&place);
}

#[test]
fn e11_in_2026_the_residence_permit_tells_birth_and_sex_and_has_a_check_digit() {
    let place = Place::practice("2026-11-23");
    let wrong = example_text("e11-2026.toml").replace(RESIDENCE_PERMIT, "810000198205069916");
    let (code, text) = said(&place.run_case(&wrong));
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("校验码不符"), "{text}");
    let mut desk = open(place.hall());
    married(&mut desk);
    desk.keys(&format!("{RESIDENCE_PERMIT}⏎"));
    desk.sees("男・1982-05-06・44岁・香港特别行政区");
    desk.sees_no("配偶出生日期");
    leave(desk);
}

#[test]
fn e11_any_valid_paper_of_the_spouse_will_do() {
    for (paper, birth) in [
        ("511:12345678", "1982-05-06"),
        (RETURN_PERMIT, "1982-05-06"),
        ("414:E12345678", "1982-05-06"),
        ("943840198501019919", ""),
        (RESIDENCE_PERMIT, ""),
    ] {
        let place = Place::practice(DAY);
        let case = example_text("e11.toml")
            .replace(
                &format!("id = \"{RETURN_PERMIT}\""),
                &format!("id = \"{paper}\""),
            )
            .replace("birth = \"1982-05-06\"", &format!("birth = \"{birth}\""));
        let (code, text) = said(&place.run_case(&case));
        assert_eq!(code, 0, "{paper}: {text}");
        let office = place.open();
        let spouse = page(&office, SHE).person.fact("spouse.id").to_owned();
        assert!(
            spouse.ends_with(paper.trim_start_matches("511:")),
            "{spouse}"
        );
    }
}

#[test]
fn e11_both_papers_are_linked_to_one_person() {
    let place = Place::practice(DAY);
    for case in ["e11.toml", "e11-husband.toml"] {
        let (code, text) = said(&place.run_case(&example_text(case)));
        assert_eq!(code, 0, "{case}: {text}");
    }
    let link = [
        "person",
        "link",
        RESIDENCE_PERMIT,
        RETURN_PERMIT,
        "--name",
        "何志明",
    ];
    let by = ["--document", "港澳台居民居住证"];
    let (code, text) = said(&place.run(&[&link[..], &by].concat()));
    assert_eq!(code, 0, "{text}");
    let (code, text) = said(&place.run_case(&example_text("e11-2026.toml")));
    assert_eq!(code, 0, "{text}");
    assert!(!text.contains("注意"), "both papers are his: {text}");

    let office = place.open();
    assert_eq!(office.people(), 2);
    let him = page(&office, RESIDENCE_PERMIT);
    assert_eq!(him.person, page(&office, RETURN_PERMIT).person);
    assert_eq!(him.person.id_key(), format!("554:{RESIDENCE_PERMIT}"));
    assert_eq!(him.person.former_ids, [RETURN_PERMIT]);
    // Each stands on the other's page, and her record keeps the paper he was named by before.
    let her = page(&office, SHE);
    let spouse = |page: &PersonPage| {
        page.ties.iter().find_map(|tie| match tie {
            Tie::Spouse { person, .. } => Some(*person),
            _ => None,
        })
    };
    assert_eq!(spouse(&her), Some(him.person.key));
    assert_eq!(spouse(&him), Some(her.person.key));
    assert_eq!(
        her.person.former_spouse_ids,
        [format!("516:{RETURN_PERMIT}")]
    );
    assert_eq!(
        her.person.fact("spouse.id"),
        format!("554:{RESIDENCE_PERMIT}")
    );
}

#[test]
fn e11_by_keys_both_papers_are_linked_to_one_person() {
    let place = Place::practice(DAY);
    let (code, text) = said(&place.run_case(&example_text("e11-husband.toml")));
    assert_eq!(code, 0, "{text}");
    // Sixteen years on he shows the card of 2018; its number is a new one.
    move_to(place.hall(), "2026-11-23");
    let mut desk = tall(place.hall());
    desk.keys(&format!("{RESIDENCE_PERMIT}③"));
    choose(&mut desk, "人员登记");
    desk.sees("男・1982-05-06・44岁・香港特别行政区");
    desk.keys("何志明⏎");
    desk.sees("疑似同一人");
    desk.sees(RETURN_PERMIT);
    desk.sees(RESIDENCE_PERMIT);
    desk.keys("1");
    desk.sees("已关联两个号码");
    desk.keys("⎋");
    desk.sees("已存为草稿");
    // Either number finds him; before the one on his draft stands the draft.
    for (number, choice) in [(RETURN_PERMIT, ""), (RESIDENCE_PERMIT, "↓")] {
        desk.keys(&format!("⎋{number}"));
        desk.until("what was typed, and him", |screen| {
            let text = screen.contents();
            text.contains(number) && text.contains("找到1人")
        });
        desk.keys(&format!("{choice}⏎"));
        desk.sees("今天可办");
        desk.sees("曾用号码");
        desk.keys("⎋");
        desk.sees("找到1人");
    }
    leave(desk);
    let office = place.open();
    assert_eq!(office.people(), 1);
    let him = page(&office, RESIDENCE_PERMIT);
    assert_eq!(him.person, page(&office, RETURN_PERMIT).person);
    assert_eq!(him.person.id_key(), format!("554:{RESIDENCE_PERMIT}"));
    assert_eq!(him.person.former_ids, [RETURN_PERMIT]);
}

fn printed_with_the_name_of_his_paper(place: &Place) {
    let office = place.open();
    let certificate = office.certificate(NUMBER).expect("a view").expect("issued");
    let answers = &certificate.issued.answers;
    assert_eq!(answers["spouse.id"], format!("516:{RETURN_PERMIT}"));
    assert_eq!(answers["spouse.birth"], "1982-05-06");
    assert_eq!(answers["spouse.hukou"], "81", "Hong Kong, and no group");
    assert!(!answers.keys().any(|path| path.starts_with("spouse.group")));
    let pages = crate::paper_text::pages(&office.paper(NUMBER, "F1").expect("printed"));
    let text = pages.concat();
    assert!(
        text.contains(&format!("港澳居民来往内地通行证号码{RETURN_PERMIT}")),
        "{text}"
    );
    assert!(text.contains("香港特别行政区"), "{text}");
}
