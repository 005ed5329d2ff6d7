//! Promise: what cannot be right about people is said where it stands, in a sentence that names it,
//! and costs neither a number nor what was typed.

use guitai::ledger;

use crate::support::counter::{leave, open};
use crate::support::place::{Place, example, example_text, issue, said, with};

const DONE: i32 = 0;
const PROBLEMS: i32 = 3;
const REFUSED: i32 = 6;

/// E1 with some text changed is refused with `sentence`, and the ledger holds the opening only.
#[track_caller]
fn refuses(changes: &[(&str, &str)], sentence: &str) {
    let place = Place::practice("2010-03-15");
    let mut text = example_text("e1.toml");
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    let (code, said) = said(&place.run_case(&text));
    assert_eq!(code, PROBLEMS, "{said}");
    assert!(said.contains(sentence), "{said}");
    let verified = ledger::verify(place.hall()).expect("a whole ledger");
    assert_eq!(verified.frames, 1, "nothing was entered");
}

#[test]
fn a_spouse_who_is_the_applicant_is_named() {
    refuses(
        &[("430421198011039913", "430406198304129927")],
        "配偶号码与本人相同，请核对证件",
    );
}

#[test]
fn a_spouse_who_was_a_child_at_the_wedding_is_named() {
    refuses(
        &[
            ("430421198011039913", "430426198309299998"),
            ("2005.5.1", "2001.5.2"),
        ],
        "结婚时配偶未满18周岁，请核对日期和配偶证件",
    );
}

#[test]
fn a_child_older_than_the_mother_allows_is_named() {
    refuses(
        &[("birth = \"2006-09-18\"", "birth = \"1994-09-18\"")],
        "母亲当时未满12周岁，请核对孩子的出生日期",
    );
}

#[test]
fn two_children_with_one_birth_certificate_are_named() {
    let second = "[[answers.children]]\nname = \"王小雪\"\nsex = \"女\"\nbirth = \"2008-09-18\"\n\
                  cert_no = \"H430012345\"\n\n[answers.birth_permit]";
    refuses(
        &[("[answers.birth_permit]", second)],
        "两个孩子的出生证编号相同，请核对出生证",
    );
}

#[test]
fn two_people_with_one_number_are_told_apart_by_both_names() {
    let place = Place::practice("2010-03-15");
    let registered = example_text("e9-2009.toml");
    assert_eq!(said(&place.run_case(&registered)).0, DONE);
    let other = registered.replace("何晓岚", "何小兰");
    let (code, text) = said(&place.run_case(&other));
    assert_eq!(code, REFUSED, "{text}");
    assert!(text.contains("何晓岚") && text.contains("何小兰"), "{text}");
    assert!(text.contains("请核对身份证"), "{text}");
}

#[test]
fn a_spouse_on_record_with_another_marriage_or_name_is_pointed_out() {
    let place = Place::real("2010-03-15");
    let mut office = place.open();
    issue(&mut office, &example("e1.toml")).expect("issued");
    let rival = [
        ("applicant.id", "430406198404129920"),
        ("applicant.name", "周小兰"),
        ("children[0].cert_no", ""),
    ];
    let Some(id) =
        guitai::person::ResidentId::compose("430406", "1984-04-12".parse().expect("a date"), 996)
    else {
        panic!("a number can be made up");
    };
    let mut rival = rival.map(|(path, text)| (path, text.to_owned()));
    rival[0].1 = id.as_str().to_owned();
    let rival = rival.each_ref().map(|(path, text)| (*path, text.as_str()));
    let issued =
        issue(&mut office, &with(example("e1.toml"), &rival)).expect("a note stops nothing");
    let notes: Vec<String> = issued
        .notes
        .iter()
        .map(|note| note.say(guitai::text::Lang::Zh))
        .collect();
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(
        notes[0].contains("王建军的号码已登记为李春桃（430406********9927）的配偶"),
        "{notes:?}"
    );
}

#[test]
fn the_clerk_reads_of_another_marriage_at_the_field_and_loses_nothing() {
    let place = Place::practice("2010-03-15");
    assert_eq!(said(&place.run_case(&example_text("e1.toml"))).0, DONE);
    let mut desk = open(place.hall());
    desk.keys("430406198409219902⏎");
    desk.sees("*姓名");
    for keys in [
        "赵敏⏎",
        "13800000107⏎",
        "xk1",
        "第3组⏎",
        "⏎",
        "2",
        "2005-05-01⏎",
        "⏎",
        "王建军⏎",
        "430421198011039913⏎",
    ] {
        desk.keys(keys);
    }
    desk.sees("王建军的号码已登记为李春桃");
    desk.sees("2005-05-01");
    desk.keys("hyx1");
    desk.sees("子女");
    leave(desk);
    assert_eq!(place.open().drafts().len(), 1, "her form waits as a draft");
}
