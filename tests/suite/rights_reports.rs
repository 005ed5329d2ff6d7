//! Promise: a list that was sent stays as it was sent in the ledger, but the hall's own copy of it
//! lets go of what she let go of; and the copy of her data tells what stands of her in it.

use guitai::cli::case::CaseFile;
use guitai::office::{FixedClock, Office, Period, ReportPage};
use guitai::report::Month;

use crate::support::place::{Place, day, example, issue, with};
use crate::support::printed::words as said;

const LI: &str = "430406198304129927";
const AYGUL: &str = "653101198405109920";
const AYGUL_PHONE: &str = "13800000104";
const NOT_GIVEN: &str = "本人未提供";

fn month() -> Month {
    "2010-06".parse().expect("a month")
}

fn case(service: &str, (id, name): (&str, &str), answers: &[(&str, &str)]) -> CaseFile {
    let text = format!("service = \"{service}\"\n");
    let case = CaseFile::parse("case.toml", &text).expect("a case");
    with(
        with(case, &[("applicant.id", id), ("applicant.name", name)]),
        answers,
    )
}

const OF_LI: (&str, &str) = (LI, "李春桃");
const OF_AYGUL: (&str, &str) = (AYGUL, "阿依古丽·买买提");

/// June of 2010: one came and left again, one went away with a certificate and a check. The three
/// lists were sent.
fn june(place: &Place) -> Office {
    let mut office = place.open();
    let mut came = with(
        example("e04-inflow.toml"),
        &[("offer.line", "办理"), ("spouse.name", "买买提·阿不都")],
    );
    came.date = None;
    issue(&mut office, &came).expect("registered");
    let mut went = with(
        example("e1.toml"),
        &[
            ("offer.slip", "办理"),
            ("consent.check", "是"),
            ("slip.ring", "否"),
            ("slip.pregnancy", "是"),
            ("slip.illness", "否"),
            ("slip.place", "白沙洲街道社区卫生服务中心"),
            ("slip.on", "2010-06-10"),
            ("leave_date", "2010-06-10"),
        ],
    );
    went.date = None;
    issue(&mut office, &went).expect("issued");
    let left = [
        ("flow.left_on", "2010-06-09"),
        ("destination.place", "喀什市"),
    ];
    issue(&mut office, &case("flow.leave", OF_AYGUL, &left)).expect("recorded");
    let clerk = office.clerk();
    for report in ["F9", "F10", "F11"] {
        let page = office
            .confirm_report(report, month(), &clerk)
            .expect("confirmed");
        assert_eq!(page.rows.len(), 1, "{}", report);
        office.print_report(&page, &clerk, None).expect("a file");
    }
    office
}

fn sent(office: &Office, report: &str) -> ReportPage {
    office
        .report(report, Period::Month(month()))
        .expect("a report")
}

fn cell(office: &Office, report: &str, column: &str) -> String {
    let page = sent(office, report);
    page.rows[0].get(column).cloned().unwrap_or_default()
}

fn on_paper(place: &Place, office: &Office, report: &str) -> String {
    let clerk = office.clerk();
    let to = place.around().to_owned();
    let file = office.print_report(&sent(office, report), &clerk, Some(&to));
    said(&std::fs::read(file.expect("a paper").path).expect("a file"))
}

fn file(place: &Place, report: &str) -> std::path::PathBuf {
    let code = report;
    place
        .hall()
        .join(format!("papers/2010/BB-{code}-201006-{code}.pdf"))
}

#[test]
fn a_deletion_reaches_the_lists_that_were_sent() {
    let place = Place::real("2010-06-10");
    let mut office = june(&place);
    assert_eq!(cell(&office, "F9", "phone").replace(' ', ""), AYGUL_PHONE);
    assert!(cell(&office, "F11", "new").contains("喀什市"));
    assert!(file(&place, "F9").exists());
    let deleted = [
        ("rights.kind", "delete"),
        ("rights.delete_phone", "yes"),
        ("rights.delete_address", "yes"),
        ("rights.delete_family", "yes"),
    ];
    let done = issue(&mut office, &case("rights.request", OF_AYGUL, &deleted)).expect("done");
    assert!(
        done.values["rights.result"].contains("报表留存件"),
        "{:?}",
        done.values
    );
    for column in ["phone", "residence_line", "arrival_date", "spouse_name"] {
        assert_eq!(cell(&office, "F9", column), NOT_GIVEN, "{column}");
    }
    assert_eq!(cell(&office, "F9", "name"), OF_AYGUL.1, "her line stays");
    assert_eq!(cell(&office, "F11", "new"), NOT_GIVEN);
    assert!(!file(&place, "F9").exists() && !file(&place, "F11").exists());
    assert!(file(&place, "F10").exists(), "in which she does not stand");
    let paper = on_paper(&place, &office, "F9");
    assert!(
        paper.contains(NOT_GIVEN) && !paper.contains("0104"),
        "{paper}"
    );
    assert_eq!(cell(&office, "F10", "name"), "李春桃");
    assert_ne!(cell(&office, "F10", "phone"), NOT_GIVEN);

    let content = office.view_content();
    office.close();
    let holds = |text: &str| {
        let values = place.view_values();
        let text = text.as_bytes();
        values
            .iter()
            .any(|value| value.windows(text.len()).any(|part| part == text))
    };
    assert!(holds("李春桃") && !holds(AYGUL_PHONE) && !holds("138 0000 0104"));
    assert!(!holds("买买提·阿不都"));
    let clock = Box::new(FixedClock(day("2010-06-11")));
    let opened = Office::rebuild(place.hall(), clock, &mut |_, _| true);
    let office = opened.expect("the ledger is sound").office;
    assert_eq!(office.view_content(), content);
    assert_eq!(cell(&office, "F9", "phone"), NOT_GIVEN);
}

#[test]
fn a_withdrawal_takes_the_check_out_of_the_list_that_was_sent() {
    let place = Place::real("2010-06-10");
    let mut office = june(&place);
    assert_eq!(cell(&office, "F10", "check_date"), "2010-06-10");
    let health = [("withdrawal.health", "yes")];
    issue(&mut office, &case("consent.withdraw", OF_LI, &health)).expect("withdrawn");
    assert_eq!(cell(&office, "F10", "check_date"), NOT_GIVEN);
    assert_eq!(
        cell(&office, "F10", "spouse_name"),
        "王建军",
        "nothing else"
    );
    assert!(!file(&place, "F10").exists());
    assert!(on_paper(&place, &office, "F10").contains(NOT_GIVEN));
}

#[test]
fn the_copy_tells_what_stands_of_her_in_the_lists_that_were_sent() {
    let place = Place::real("2010-06-10");
    let mut office = june(&place);
    let copy = case("rights.request", OF_AYGUL, &[("rights.kind", "copy")]);
    let done = issue(&mut office, &copy).expect("copied");
    let path = |end: &str| {
        let file = done.papers.iter().find(|file| file.path.ends_with(end));
        file.map(|file| file.path.clone())
            .expect("a file of the copy")
    };
    let paper = said(&std::fs::read(path("QL-2010-000001-F28d.pdf")).expect("a file"));
    for part in [
        "BB-F9-201006",
        "BB-F11-201006",
        "联系电话",
        "买买提·阿不都",
        "查孕",
    ] {
        assert!(paper.contains(part), "{part} in {paper}");
    }
    assert!(
        !paper.contains("BB-F10-201006") && !paper.contains("李春桃"),
        "{paper}"
    );
    let json = std::fs::read_to_string(path("QL-2010-000001-F28d.json")).expect("a file");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let reported = json["reported"].as_array().expect("a list");
    assert_eq!(reported.len(), 2);
    assert_eq!(reported[1]["line"]["name"], OF_AYGUL.1);
}
