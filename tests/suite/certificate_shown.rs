//! Promise: a certificate of this hall that has ended answers so wherever its number turns up (E8), also
//! where it is shown as one of another place.

use crate::support::counter::{leave, open};
use crate::support::life::{OLD, issue_example, run};
use crate::support::place::{Place, example_text, said};

const NEW: &str = "样43040600510000028";
const STANDING: &str = "作废（遗失），2010-09-13";

/// A hall where 李春桃 lost her certificate and has another.
fn lost() -> Place {
    let place = Place::practice("2010-03-15");
    issue_example(place.hall(), "e1.toml");
    crate::support::life::move_to(place.hall(), "2010-09-13");
    let (code, text) = said(&place.run_case(&example_text("e8.toml")));
    assert_eq!(code, 0, "{text}");
    place
}

/// She shows a certificate number of this hall when she is verified.
fn shown(number: &str) -> String {
    example_text("e05-expired.toml")
        .replace("2010-06-08", "2010-09-13")
        .replace("451025198606229968", "430406198304129927")
        .replace("韦艳", "李春桃")
        .replace("4510250700600123D", number)
        .replace("2007-06-05", "2010-03-15")
        .replace("2010-06-04", "2013-03-14")
}

#[test]
fn e8_a_void_certificate_that_is_shown_is_not_in_order_by_case_file() {
    let place = lost();
    let path = place.around().join("shown.toml");
    std::fs::write(&path, shown("4304060051000001X")).expect("room for a case");
    let output = place.run(&["issue", &path.display().to_string(), "--json"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{text}");
    let office = place.open();
    let page = office.record_page("样2010/1").expect("a view");
    let page = page.expect("it is in the register");
    assert!(
        page.papers.iter().all(|paper| paper != "F5c"),
        "no sticker on a void one"
    );
    let answers = page.answers.iter();
    let answers: Vec<String> = answers
        .flat_map(|(_, said)| said.iter().map(|part| part.say(guitai::text::Lang::Zh)))
        .collect();
    assert!(
        answers.contains(&"已作废（注销）".to_owned()),
        "{answers:?}"
    );
    office.close();
    // The one that stands for it is in order.
    let (code, text) = said(&place.run_case(&shown("43040600510000028")));
    assert_eq!(code, 0, "{text}");
    let office = place.open();
    let papers = office.paper_names("样2010/2").expect("a view");
    assert_eq!(papers, ["F5c"]);
}

#[test]
fn e8_a_void_certificate_that_is_shown_is_told_of_by_keys() {
    let place = lost();
    let mut desk = open(place.hall());
    desk.keys("430406198304129927⏎");
    desk.sees("今天可办");
    crate::support::counter::choose(&mut desk, "外地婚育证明查验");
    desk.sees("户籍地");
    for keys in [
        "雁峰区⏎",
        "lms1",
        "纺织路3号⏎",
        "2010-09-01⏎",
        "4304060051000001X⏎",
    ] {
        desk.keys(keys);
    }
    desk.sees(STANDING);
    desk.sees("本大厅的编号");
    for keys in ["白沙洲街道办事处⏎", "2010-03-15⏎"] {
        desk.keys(keys);
    }
    for keys in ["⏎", "1", "1", "1"] {
        desk.keys(keys);
    }
    desk.sees("已作废（注销）");
    desk.keys("⎋");
    leave(desk);
}

#[test]
fn e8_the_old_number_answers_void_to_whoever_looks_for_it() {
    let place = lost();
    let (code, text) = run(&place, &["find", "4304060051000001X"]);
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains(&format!("{OLD} {STANDING}，现行证明 {NEW}")),
        "{text}"
    );
    let (_, text) = run(&place, &["find", NEW]);
    assert!(!text.contains("作废"), "{text}");
    // The page of the record itself tells the day.
    let office = place.open();
    let page = office.record_page(OLD).expect("a view").expect("on record");
    let standing = page.standing.expect("it has ended");
    assert!(standing.say(guitai::text::Lang::Zh).starts_with(STANDING));
}

#[test]
fn a_delegate_without_a_letter_goes_home_with_one_that_is_filled_in() {
    let place = Place::practice("2010-06-08");
    let case = example_text("e05-expired.toml").replace(
        "[answers]\n",
        "[answers]\ncomer = \"受托人\"\ndelegate.name = \"韦红\"\n\
         delegate.id = \"430406198601019927\"\n\
         doc.letter_of_authority = \"缺\"\ndoc.both_cards = \"已核原件\"\n",
    );
    let (code, text) = said(&place.run_case(&case));
    assert_eq!(code, 6, "{text}");
    assert!(text.contains("F31") && text.contains("委托书"), "{text}");
    let office = place.open();
    let number = "样SQ-430406005-2010-00001";
    let pages = |paper: &str| {
        let pdf = office.paper(number, paper).expect("printed");
        crate::paper_text::pages(&pdf).concat()
    };
    let letter = pages("F31");
    for said in [
        "韦艳",
        "451025198606229968",
        "韦红",
        "430406198601019927",
        "外地婚育证明查验",
        "提交申请材料",
        "2010年6月8日",
        "2010年7月8日",
    ] {
        assert!(letter.contains(said), "{said} in {letter}");
    }
    // What comes next is no certificate: nothing is given out but an answer.
    let notice = pages("F29");
    assert!(notice.contains("材料补齐后当场办理"), "{notice}");
    assert!(!notice.contains("发给证明"), "{notice}");
    office.close();
    let brought = case.replace(
        "doc.letter_of_authority = \"缺\"",
        "doc.letter_of_authority = \"已核原件\"",
    );
    let (code, text) = said(&place.run_case(&brought));
    assert_eq!(code, 0, "{text}");
    assert!(!text.contains("F31"), "{text}");
}
