//! Promise: who is asked for the repealed certificate in 2026 hears that nobody may ask for it, and
//! has a statement of her own if she wishes: a service that stands in `forms/` alone.

use std::path::Path;

use guitai::form::{Form, Kind};

use crate::support::counter::{command, leave};
use crate::support::life::move_to;
use crate::support::place::{Place, example_text, pages, said};
use crate::support::printed::{self, says};
use crate::support::terminal::Desk;

/// She asks for the old certificate.
const ASKED_FOR: &str = r#"
service = "certificate.issue"
date = 2026-11-25

[answers.applicant]
id = "430406199506159969"
name = "周晓云"
phone = "138 0000 0116"
"#;

fn hall() -> Place {
    Place::under("hunan-2022", "2026-11-25")
}

fn statement() -> Form {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("forms/services/statement.issue.toml");
    let text = std::fs::read_to_string(path).expect("the form is there");
    Form::parse("statement.issue", &text).expect("a good form")
}

#[test]
fn the_certificate_is_refused_with_the_rule_and_the_way_out() {
    let place = hall();
    let (code, text) = said(&place.run_case(ASKED_FOR));
    assert_eq!(code, 6, "{text}");
    let note = place.hall().join("papers/2026/不予办理-F29.pdf");
    let note = std::fs::read(note).expect("the note was printed");
    let note: String = crate::paper_text::pages(&note).concat();
    let note: String = note.split_whitespace().collect();
    for wanted in ["该证明已无法定要求", "国务院令第555号", "婚育情况个人声明"]
    {
        assert!(text.contains(wanted), "{wanted}: {text}");
        assert!(note.contains(wanted), "{wanted}: {note}");
    }
}

#[test]
fn the_statement_has_its_own_series_three_months_and_nothing_about_contraception() {
    let place = hall();
    let (code, text) = said(&place.run_case(&example_text("e16.toml")));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("样SM-430406005-2026-0001"), "{text}");
    assert!(text.contains("2027-02-25"), "{text}");

    let office = place.open();
    let certificates = office.certificate("样SM-430406005-2026-0001");
    assert_eq!(certificates.expect("a view"), None, "no certificate");
    assert_eq!(
        office
            .paper_names("样SM-430406005-2026-0001")
            .expect("it is on record"),
        ["F2v"]
    );
    office.close();
    on_paper(&place, "样SM-430406005-2026-0001");
    let papers = place.hall().join("papers/2026");
    let papers: Vec<_> = std::fs::read_dir(papers).expect("papers").collect();
    assert_eq!(papers.len(), 1);
    let paper = papers.into_iter().next().expect("one").expect("readable");
    assert_eq!(pages(&paper.path()), 2, "two copies of one page");

    let form = statement();
    let fields: Vec<_> = form.steps.iter().flat_map(|step| &step.fields).collect();
    assert!(
        fields
            .iter()
            .all(|field| !field.key.contains("contraception"))
    );
    assert!(
        fields
            .iter()
            .all(|field| !matches!(field.kind, Kind::Consent { .. }))
    );
}

/// Her own words, for one addressee and one purpose, and that nobody may ask for the old paper.
fn on_paper(place: &Place, number: &str) {
    let office = place.open();
    let statement = printed::paper(&office, number, "F2v");
    let said = [
        "婚育情况个人声明",
        number,
        "周晓云",
        "东莞市××公寓管理有限公司",
        "租住房屋",
        "有效期至2027年2月25日",
        "本声明不是《流动人口婚育证明》",
        "国务院令第555号",
        "已于2021年废止",
    ];
    says(&statement, &said);
    for never in ["避孕", "节育"] {
        assert!(!statement.contains(never), "{never} in {statement}");
    }
}

/// A hall that gave a certificate under the profile of 2010 and a statement under that of 2022, in
/// this order or the other.
fn both(first_the_certificate: bool) -> (String, String) {
    let place = Place::practice("2010-03-15");
    let settings = place.hall().join("hall.toml");
    let works_under = |profile: &str, day: &str| {
        let text = std::fs::read_to_string(&settings).expect("settings");
        let other = if profile == "hunan-2022" {
            "hunan-2010"
        } else {
            "hunan-2022"
        };
        std::fs::write(&settings, text.replace(other, profile)).expect("room for settings");
        move_to(place.hall(), day);
    };
    let give = |case: &str, profile: &str, day: &str| {
        works_under(profile, day);
        let path = place.around().join("case.toml");
        std::fs::write(&path, example_text(case)).expect("room for a case");
        let output = place.run(&["issue", &path.display().to_string(), "--json"]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(0), "{text}");
        let data: serde_json::Value = serde_json::from_str(&text).expect("data");
        data["number"].as_str().expect("a number").to_owned()
    };
    if first_the_certificate {
        let certificate = give("e1.toml", "hunan-2010", "2010-03-15");
        (certificate, give("e16.toml", "hunan-2022", "2026-11-25"))
    } else {
        let statement = give("e16.toml", "hunan-2022", "2026-11-25");
        (give("e1.toml", "hunan-2010", "2010-03-15"), statement)
    }
}

#[test]
fn e16_the_series_of_statements_is_not_that_of_certificates_in_one_hall() {
    for first in [true, false] {
        let (certificate, statement) = both(first);
        assert_eq!(certificate, "样4304060051000001X", "the first certificate");
        assert_eq!(statement, "样SM-430406005-2026-0001", "the first statement");
    }
}

#[test]
fn a_second_statement_takes_the_next_number_and_the_first_request_none() {
    let place = hall();
    let case = example_text("e16.toml");
    let named = format!("request = \"{}\"\n{case}", "5e".repeat(16));
    assert_eq!(said(&place.run_case(&named)).0, 0);
    let (code, again) = said(&place.run_case(&named));
    assert_eq!(code, 0, "{again}");
    assert!(again.contains("样SM-430406005-2026-0001"), "{again}");
    let (code, text) = said(&place.run_case(&case));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("样SM-430406005-2026-0002"), "{text}");
}

#[test]
fn a_statement_for_nobody_in_particular_is_not_made() {
    let place = hall();
    let case = example_text("e16.toml").replace("addressee = \"××公寓管理有限公司\"\n", "");
    let (code, text) = said(&place.run_case(&case));
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("请写明出具给谁"), "{text}");
}

#[test]
fn it_is_played_by_keys_alone() {
    let place = hall();
    let (code, text) = said(&place.run_case(&example_text("e16.toml")));
    assert_eq!(code, 0, "{text}");
    let mut desk = Desk::open(command(place.hall()), 80, 40);
    desk.sees("今日办件");
    desk.keys("430406199506159969⏎");
    // The banner on her page.
    desk.sees("该证明已无法定要求：法定依据已");
    // Why she needs none, on paper, from her page.
    desk.keys("1");
    desk.sees("打印告知");
    desk.sees("国务院令第555号");
    desk.keys("⑤");
    desk.sees("不予办理-F29");
    let note = std::fs::read(place.hall().join("papers/2026/不予办理-F29.pdf"));
    let note = crate::paper_text::pages(&note.expect("printed")).concat();
    let note: String = note.split_whitespace().collect();
    says(
        &note,
        &[
            "该证明已无法定要求",
            "国务院令第555号",
            "2021",
            "婚育情况个人声明",
        ],
    );
    let key = key_of(&desk, "婚育情况个人声明");
    desk.keys(&key.to_string());
    desk.sees("*出具给");
    desk.keys("××公寓管理有限公司⏎");
    desk.keys("东莞市⏎");
    desk.keys("1");
    desk.sees("婚姻状况");
    desk.keys("1");
    desk.keys("0⏎");
    desk.keys("1");
    desk.sees("*本人身份证件");
    desk.keys("⑥②");
    desk.sees("核对无误");
    desk.keys("⏎");
    desk.sees("已办结");
    leave(desk);

    let office = place.open();
    let second = office.paper_names("样SM-430406005-2026-0002");
    assert_eq!(second.expect("the second statement"), ["F2v"]);
    office.close();
    on_paper(&place, "样SM-430406005-2026-0002");
}

/// The key in front of a service on the person's page.
fn key_of(desk: &Desk, service: &str) -> char {
    let screen = desk.sees(service).contents();
    let mut lines = screen.lines().map(str::trim);
    let line = lines.find(|line| line.trim_end_matches([' ', 'v']).ends_with(service));
    let key = line.and_then(|line| line.chars().next());
    key.expect("a key before the service")
}
