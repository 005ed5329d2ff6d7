//! Promise: scenario E6 of the guide. The household book names no group: 2010 wants the group or
//! the reason, a later profile gives only a hint.

use guitai::text::Lang;

use crate::support::counter::{leave, open};
use crate::support::place::{Place, check, example, example_text, said, with};
use crate::support::printed::{self, says};
use crate::support::terminal::Desk;

const DAY: &str = "2010-06-08";
const ID: &str = "430422197911309925";
const NUMBER: &str = "样4304060051000001X";
/// The screen writes the quotation marks behind it as terminals draw them.
const ERROR: &str = "户籍地须具体到组";
/// What a profile says that asks for no group.
const HINT: &str = "户籍地没有写到组";

/// From the household place to the review.
fn to_the_review(desk: &mut Desk) {
    for keys in [
        "⏎",
        "2",
        "2003.10⏎",
        "⏎",
        "曹卫国⏎",
        "430422197702019956⏎",
        "hnx1",
        "⏎",
        "⏎",
        "2",
    ] {
        desk.keys(keys);
    }
    desk.sees("前往地");
    for keys in ["baq1", "⏎", "1"] {
        desk.keys(keys);
    }
    desk.sees("照片文件");
    desk.keys("⑥②");
    desk.sees("核对无误");
}

#[test]
fn e6_by_keys() {
    let place = Place::practice(DAY);
    let mut desk = open(place.hall());
    desk.keys(&format!("{ID}⏎"));
    desk.sees("*姓名");
    for keys in ["张红梅⏎", "13800000106⏎", "lms1"] {
        desk.keys(keys);
    }
    desk.sees("组");
    // The group is left empty and the form submitted: the field says what is missing.
    desk.keys("⏎②");
    desk.sees(ERROR);
    for choice in [
        "1 非农业集体户",
        "2 城镇无组编制",
        "3 户口本未载（请社区核定）",
        "4 其他",
    ] {
        desk.sees(choice);
    }
    desk.keys("2");
    to_the_review(&mut desk);
    desk.keys("⏎");
    desk.sees("已签发：张红梅");
    leave(desk);
    prints_without_a_group(&place);
}

#[test]
fn e6_by_case_file() {
    let place = Place::practice(DAY);
    let without = example_text("e6.toml");
    let line = without
        .lines()
        .find(|line| line.starts_with("no_group_reason"))
        .expect("the reason");
    let (code, text) = said(&place.run_case(&without.replace(line, "")));
    assert_eq!(code, 3, "{text}");
    assert!(text.contains(ERROR), "{text}");
    let (code, text) = said(&place.run_case(&without));
    assert_eq!(code, 0, "{text}");
    prints_without_a_group(&place);
}

#[test]
fn e6_the_same_case_under_another_profile_gives_only_a_hint() {
    let place = Place::under("hunan-2016", "2016-06-08");
    let office = place.open();
    let case = with(
        example("e6.toml"),
        &[("hukou.no_group_reason", ""), ("leave_date", "2016-06-08")],
    );
    let submission = check(&office, &case).unwrap_or_else(|unfit| panic!("{unfit:#?}"));
    let notes = submission.notes().iter();
    let notes: Vec<String> = notes.map(|note| note.said.say(Lang::Zh)).collect();
    assert!(notes.iter().any(|note| note.contains(HINT)), "{notes:?}");
    office.close();

    let mut desk = open(place.hall());
    desk.keys(&format!("{ID}⏎"));
    desk.sees("*姓名");
    for keys in ["张红梅⏎", "13800000106⏎", "lms1", "⏎"] {
        desk.keys(keys);
    }
    desk.sees("户籍地最好写到组");
    desk.sees(HINT);
    desk.keys("⏎");
    desk.sees("门牌");
    desk.sees_no(ERROR);
    // The hint stands in nobody's way.
    to_the_review(&mut desk);
    desk.keys("⏎");
    desk.sees("已签发：张红梅");
    leave(desk);
    let office = place.open();
    let key = office.exact(ID).expect("a view").expect("on record");
    let page = office.person(key).expect("a view").expect("on record");
    let number = page.certificates[0].0.number().to_owned();
    let application = printed::paper(&office, &number, "F1");
    says(&application, &["联盟山社区"]);
    assert!(!application.contains("无组"), "{application}");
}

#[test]
fn e6_the_hint_of_another_profile_is_said_by_case_file_too() {
    let place = Place::under("hunan-2016", "2016-06-08");
    // That profile asks for two papers and the photographs alone.
    let less = [
        "no_group_reason",
        "household_book",
        "spouse_id_card",
        "birth_permit",
        "birth_cert",
    ];
    let text = example_text("e6.toml");
    let lines = text.lines();
    let lines = lines.filter(|line| !less.iter().any(|key| line.starts_with(key)));
    let text = lines
        .collect::<Vec<_>>()
        .join("\n")
        .replace(DAY, "2016-06-08");
    let (code, text) = said(&place.run_case(&text));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains(HINT), "{text}");
}

fn prints_without_a_group(place: &Place) {
    let office = place.open();
    for paper in ["F1", "F2"] {
        let pages = crate::paper_text::pages(&office.paper(NUMBER, paper).expect("printed"));
        let text = pages.concat();
        assert!(text.contains("联盟山社区(无组)"), "{paper}: {text}");
    }
    let certificate = office.certificate(NUMBER).expect("a view").expect("issued");
    let answers = &certificate.issued.answers;
    assert_eq!(answers["hukou.no_group_reason"], "town_without_groups");
}
