//! Promise: scenario E9 of the guide. A wrong check digit is refused without a hint at the right
//! one; a number on record is one person's, whatever is typed; a merge is logged and undone.

use guitai::office::{Office, PersonPage};
use guitai::record::Did;

use crate::support::counter::{leave, open};
use crate::support::life::tall;
use crate::support::place::{Place, example_text, said};

const DAY: &str = "2010-09-13";
/// 何晓岚, on record since 2009.
const HE: &str = "430406198704169944";
/// 吴秀英, on record as 吴秀瑛.
const WU: &str = "430406198107039981";
/// 谢芳 before and after the police changed her number.
const XIE: &str = "430406198912039941";
const XIE_NOW: &str = "430406198912039968";

/// A hall that knows three women since 2009.
fn hall() -> Place {
    let place = Place::practice(DAY);
    for (number, name) in [(HE, "何晓岚"), (WU, "吴秀瑛"), (XIE, "谢芳")] {
        let case = example_text("e9-2009.toml")
            .replace(HE, number)
            .replace("何晓岚", name);
        let (code, text) = said(&place.run_case(&case));
        assert_eq!(code, 0, "{text}");
    }
    place
}

fn page(office: &Office, number: &str) -> PersonPage {
    let key = office.exact(number).expect("a view").expect("on record");
    office.person(key).expect("a view").expect("on record")
}

#[test]
fn e9_by_keys_a_wrong_digit_and_then_her_own_record() {
    let place = hall();
    let mut desk = open(place.hall());
    desk.keys("430406198704169945");
    desk.sees("校验码不符，请核对证件");
    desk.keys("⏎");
    desk.sees("*身份证号码");
    desk.sees("校验码不符，请核对证件");
    desk.sees_no("9944");
    // The clerk reads the card itself.
    desk.keys(&format!("{}9944⏎", "⌫".repeat(4)));
    desk.sees("此人已在册");
    desk.sees("何晓岚");
    for keys in ["yl1", "第2组⏎", "⏎", "1", "kfq1", "⏎", "1"] {
        desk.keys(keys);
    }
    desk.sees("照片文件");
    desk.keys("⑥②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("已签发：何晓岚");
    leave(desk);
    one_record_and_one_case(&place);
}

#[test]
fn e9_by_keys_one_number_in_two_spellings() {
    let place = hall();
    let mut desk = open(place.hall());
    // Another woman's number was in the box; hers is typed over it.
    desk.keys("430406198409219902⏎");
    desk.sees("*姓名");
    desk.raw(b"\x1b[Z\x15");
    desk.keys(&format!("{WU}⏎"));
    desk.sees("吴秀瑛");
    // Back over the telephone to the name that the record filled in.
    desk.raw(b"\x1b[Z\x1b[Z");
    desk.until("the name with the caret", |screen| {
        let row = screen.cursor_position().0;
        screen.contents_between(row, 0, row, 20).contains("姓名")
    });
    desk.keys("吴秀英⏎");
    // Both spellings with their sources.
    desk.sees("同一号码，两种写法");
    desk.sees("2009-05-12 登记人员，经办 陈静");
    desk.sees("今天填写");
    desk.sees("瑛 U+745B");
    // A slip in the number: back to the field, nothing lost.
    desk.keys("3");
    desk.sees("请核对证件号码");
    desk.sees("吴秀英");
    desk.keys("⏎");
    desk.sees("同一号码，两种写法");
    desk.keys("1");
    desk.sees("已更正姓名");
    leave(desk);
    her_name_is_corrected(&place);
}

#[test]
fn e9_by_keys_a_new_number_is_linked_and_the_link_undone() {
    let place = hall();
    let mut desk = tall(place.hall());
    desk.keys(&format!("{XIE_NOW}⏎"));
    desk.sees("*姓名");
    desk.keys("谢芳⏎");
    desk.sees("疑似同一人：4项中3项一致");
    desk.sees(XIE);
    desk.sees(XIE_NOW);
    desk.keys("1");
    desk.sees("已关联两个号码");
    desk.keys("⎋");
    desk.sees("已存为草稿");
    // Its line in the list, which comes after the word.
    desk.sees("流动人口婚育证明");
    desk.keys("⑨");
    desk.sees("再按一次 F9");
    desk.keys("⑨⎋");
    desk.sees("今日办件");
    // Either number finds her.
    for number in [XIE, XIE_NOW] {
        desk.keys(&format!("⎋{number}⏎"));
        desk.sees("今天可办");
        desk.sees("430406********9968");
        desk.sees("曾用号码 430406********9941");
        desk.keys("⎋");
        desk.sees("找到");
    }
    desk.keys("⏎");
    desk.sees("今天可办");
    desk.keys("⑦");
    desk.sees("按数字键办理");
    desk.keys("1");
    desk.sees("撤销后两个号码恢复为各自的登记");
    desk.keys("1");
    desk.sees("撤销关联");
    desk.sees_no("曾用号码");
    leave(desk);
    linked_and_parted(&place);
}

#[test]
fn e9_by_case_file_a_wrong_digit_and_then_her_own_record() {
    let place = hall();
    let wrong = example_text("e9.toml").replace(HE, "430406198704169945");
    let (code, text) = said(&place.run_case(&wrong));
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("校验码不符，请核对证件"), "{text}");
    assert!(!text.contains("9944"), "{text}");
    let (code, text) = said(&place.run_case(&example_text("e9.toml")));
    assert_eq!(code, 0, "{text}");
    one_record_and_one_case(&place);
}

#[test]
fn e9_by_case_file_one_number_in_two_spellings() {
    let place = hall();
    let case = example_text("e9.toml")
        .replace(HE, WU)
        .replace("何晓岚", "吴秀英");
    let (code, text) = said(&place.run_case(&case));
    assert_eq!(code, 6, "{text}");
    // Both spellings with their sources.
    for said in [
        "“吴秀瑛”（2009-05-12 登记人员，经办 陈静）",
        "“吴秀英”（今天填写）",
        "更正姓名",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    assert_eq!(place.open().people(), 3, "no second record");
    let (code, text) = said(&place.run(&["person", "name", WU, "吴秀英", "--document", "身份证"]));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("F30"), "{text}");
    her_name_is_corrected(&place);
    let (code, text) = said(&place.run_case(&case));
    assert_eq!(code, 0, "now the form agrees with the record: {text}");
}

#[test]
fn e9_by_case_file_a_new_number_under_a_known_name_and_birthday_is_pointed_out() {
    let place = hall();
    let case = example_text("e9.toml")
        .replace(HE, XIE_NOW)
        .replace("何晓岚", "谢芳");
    let (code, text) = said(&place.run_case(&case));
    assert_eq!(code, 0, "a note stops nothing: {text}");
    let note = "另有同名同生日的 谢芳（430406********9941），请核对是否同一人换了号码";
    assert!(text.contains(note), "{text}");
    let (_, shown) = said(&place.run(&["show", XIE_NOW]));
    assert!(shown.contains("疑似同一人：谢芳"), "{shown}");
    // The paper of the police was seen: both are one person, found by either number.
    let link = [
        "person",
        "link",
        XIE_NOW,
        XIE,
        "--document",
        "公安机关号码变更证明",
    ];
    let (code, text) = said(&place.run(&link));
    assert_eq!(code, 0, "{text}");
    let office = place.open();
    assert_eq!(office.people(), 3);
    let her = page(&office, XIE);
    assert_eq!(her.person, page(&office, XIE_NOW).person);
    assert_eq!(her.certificates.len(), 1, "what each had is hers");
}

#[test]
fn e9_by_case_file_a_new_number_is_linked_and_the_link_undone() {
    let place = hall();
    let now = [
        "person",
        "link",
        XIE_NOW,
        XIE,
        "--document",
        "公安机关号码变更证明",
    ];
    let (code, text) = said(&place.run(&now));
    assert_eq!(code, 3, "the new number is not on record: {text}");
    assert!(text.contains("--name"), "{text}");
    let (code, text) = said(&place.run(&[&now[..], &["--name", "谢芳"]].concat()));
    assert_eq!(code, 0, "{text}");
    for number in [XIE, XIE_NOW] {
        let (code, text) = said(&place.run(&["show", number]));
        assert_eq!(code, 0, "{text}");
        assert!(text.contains("曾用号码 430406********9941"), "{text}");
        let (_, found) = said(&place.run(&["find", number]));
        assert_eq!(found.matches("谢芳").count(), 1, "{found}");
    }
    let (code, text) = said(&place.run(&now));
    assert_eq!(code, 6, "they are one person already: {text}");
    let (code, text) = said(&place.run(&["person", "part", XIE, "--reason", "关联有误"]));
    assert_eq!(code, 0, "{text}");
    linked_and_parted(&place);
}

#[test]
fn e9_two_people_who_look_alike_are_asked_about_once() {
    let place = hall();
    let (code, text) = said(&place.run(&["person", "apart", XIE, XIE_NOW]));
    assert_eq!(code, 0, "{text}");
    let mut desk = open(place.hall());
    desk.keys(&format!("{XIE_NOW}⏎"));
    desk.sees("*姓名");
    desk.keys("谢芳⏎13800000111⏎");
    desk.sees("社区（村）");
    desk.sees_no("疑似同一人");
    leave(desk);
}

/// After a correction that was wrong the name before it stands again, and nothing is lost of what was
/// done.
fn her_name_is_as_it_was(place: &Place) {
    let office = place.open();
    let her = page(&office, WU);
    assert_eq!(her.person.name(), "吴秀瑛");
    assert_eq!(her.person.former_names, Vec::<String>::new());
    let did: Vec<Did> = her.timeline.iter().map(|line| line.did).collect();
    assert!(
        did.ends_with(&[Did::CorrectName, Did::RestoreName]),
        "{did:?}"
    );
    let case = &her.timeline.last().expect("a line").number;
    let application = office.paper(case, "F30").expect("printed");
    let text = crate::paper_text::pages(&application).concat();
    for said in ["吴秀瑛", "吴秀英", "更正有误", "同意撤销"] {
        assert!(text.contains(said), "{said} in {text}");
    }
    assert_eq!(office.find("吴秀瑛", 5).expect("a view").hits.len(), 1);
}

#[test]
fn e9_by_case_file_a_correction_of_the_name_is_undone() {
    let place = hall();
    let undo = ["person", "name-undo", WU, "--reason", "更正有误"];
    let (code, text) = said(&place.run(&undo));
    assert_eq!(code, 6, "nothing was corrected: {text}");
    assert!(text.contains("没有可以撤销的姓名更正"), "{text}");
    let (code, text) = said(&place.run(&["person", "name", WU, "吴秀英"]));
    assert_eq!(code, 0, "{text}");
    let (code, text) = said(&place.run(&["person", "name-undo", WU, "--reason", " "]));
    assert_eq!(code, 6, "{text}");
    assert!(text.contains("请写明撤销的理由"), "{text}");
    let (code, text) = said(&place.run(&undo));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("恢复为 吴秀瑛"), "{text}");
    her_name_is_as_it_was(&place);
    let (code, text) = said(&place.run(&undo));
    assert_eq!(code, 6, "it is undone once: {text}");
}

#[test]
fn e9_by_keys_a_correction_of_the_name_is_undone() {
    let place = hall();
    let (code, text) = said(&place.run(&["person", "name", WU, "吴秀英"]));
    assert_eq!(code, 0, "{text}");
    let mut desk = tall(place.hall());
    desk.keys(&format!("{WU}⏎"));
    desk.sees("姓名更正 吴秀瑛");
    desk.keys("⑦");
    desk.sees("按数字键办理");
    desk.keys("1");
    desk.sees("撤销后恢复原来的姓名");
    desk.keys("1");
    desk.sees("撤销更正姓名");
    leave(desk);
    her_name_is_as_it_was(&place);
}

/// Her case is new, she is not.
fn one_record_and_one_case(place: &Place) {
    let office = place.open();
    assert_eq!(office.people(), 3);
    let page = page(&office, HE);
    let did: Vec<Did> = page.timeline.iter().map(|line| line.did).collect();
    assert_eq!(did, [Did::RegisterPerson, Did::IssueCertificate]);
    assert_eq!(page.certificates.len(), 1);
    assert_eq!(page.person.fact("phone"), "13800000109", "as on record");
}

/// The old spelling is kept as a former name, by which she is still found.
fn her_name_is_corrected(place: &Place) {
    let office = place.open();
    assert_eq!(office.people(), 3);
    let her = page(&office, WU);
    assert_eq!(her.person.name(), "吴秀英");
    assert_eq!(her.person.former_names, ["吴秀瑛"]);
    for name in ["吴秀英", "吴秀瑛"] {
        let found = office.find(name, 5).expect("a view").hits;
        assert_eq!(found.len(), 1, "{name}");
        assert_eq!(found[0].person, her.person.key);
    }
    let line = her
        .timeline
        .iter()
        .find(|line| line.did == Did::CorrectName);
    let case = &line.expect("it is in the ledger").number;
    let application = office.paper(case, "F30").expect("printed");
    let text = crate::paper_text::pages(&application).concat();
    for said in ["更正", "吴秀瑛", "吴秀英", "身份证"] {
        assert!(text.contains(said), "{said} in {text}");
    }
}

/// Both acts stand in the ledger, and either number is a person of its own again.
fn linked_and_parted(place: &Place) {
    let office = place.open();
    assert_eq!(office.people(), 4);
    let (old, new) = (page(&office, XIE), page(&office, XIE_NOW));
    assert_ne!(old.person.key, new.person.key);
    for page in [&old, &new] {
        let did: Vec<Did> = page.timeline.iter().map(|line| line.did).collect();
        assert!(
            did.ends_with(&[Did::LinkPeople, Did::PartPeople]),
            "{did:?}"
        );
        assert!(page.person.former_ids.is_empty());
    }
    // What was there before is as it was.
    assert_eq!(old.person.fact("phone"), "13800000109");
    assert_eq!(old.timeline[0].did, Did::RegisterPerson);
    assert_eq!(new.person.fact("phone"), "");
}
