//! E10: 罗小娟 is 16 and wants a certificate. She needs none; nothing is asked and nothing is kept.

use std::path::{Path, PathBuf};

use guitai::form::{Draft, RequestId};

use crate::support::counter::{leave, open};
use crate::support::place::{Place, said};

const ID: &str = "430406199405309905";
const NAME: &str = "罗小娟";

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path());
    paths
        .flat_map(|path| match path.is_dir() {
            true => files_below(&path),
            false => vec![path],
        })
        .collect()
}

/// Nothing anywhere in the hall names her or her number.
fn expect_nothing_kept(place: &Place) {
    let office = place.open();
    assert_eq!(office.people(), 0, "zero records");
    assert!(office.drafts().is_empty(), "zero drafts");
    assert!(office.day(place.day).expect("a view").is_empty(), "no line");
    assert_eq!(
        office.acts(),
        1,
        "the ledger has its first frame and no other"
    );
    office.close();
    assert!(files_below(&place.hall().join("drafts")).is_empty());
    for file in files_below(place.hall()) {
        let bytes = std::fs::read(&file).expect("a readable file");
        for text in [NAME, ID, "13800000110"] {
            let named = bytes
                .windows(text.len())
                .any(|part| part == text.as_bytes());
            assert!(!named, "{} names her", file.display());
        }
    }
}

fn notice(place: &Place, year: u16) -> String {
    let file = format!("papers/{year}/不予办理-F29.pdf");
    let file = place.hall().join(file);
    let pdf = lopdf::Document::load(&file).expect("the notice was printed");
    let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
    let text = pdf.extract_text(&pages).expect("text");
    text.split_whitespace().collect()
}

/// On 23 May 2012 she is a week short of 18.
#[test]
fn e10_by_case_file_who_turns_18_next_week_gets_the_day_from_which_she_may_apply() {
    let place = Place::practice("2012-05-23");
    let path = format!("{}/examples/e10.toml", env!("CARGO_MANIFEST_DIR"));
    let case = std::fs::read_to_string(path).expect("the example");
    let (code, text) = said(&place.run_case(&case.replace("2010-07-05", "2012-05-23")));
    assert_eq!(code, 6, "{text}");
    assert!(text.contains("自2012-05-30起可以申请"), "{text}");
    let notice = notice(&place, 2012);
    assert!(notice.contains("自2012-05-30起可以申请"), "{notice}");
    std::fs::remove_file(place.around().join("case.toml")).expect("the case of the test");
    expect_nothing_kept(&place);
}

#[test]
fn e10_by_keys_who_turns_18_next_week_gets_the_day_from_which_she_may_apply() {
    let place = Place::practice("2012-05-23");
    let mut desk = open(place.hall());
    desk.keys(&format!("{ID}⏎"));
    desk.sees("未满18周岁");
    desk.sees("2012-05-30");
    desk.keys("⑤");
    desk.sees("没有保存任何信息");
    desk.keys("⎋");
    desk.sees("找到0人");
    leave(desk);
    let notice = notice(&place, 2012);
    assert!(notice.contains("自2012-05-30起可以申请"), "{notice}");
    expect_nothing_kept(&place);
}

fn expect_the_notice(place: &Place) {
    let text = notice(place, 2010);
    for part in [
        "不予办理告知书",
        "未满18周岁",
        "无需本证明",
        "2012-05-30",
        "12333",
        "12355",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert!(!text.contains(NAME) && !text.contains("9905"), "{text}");
}

#[test]
fn fact_35_e10_under_18_nothing_is_kept_by_case_file() {
    let place = Place::practice("2010-07-05");
    let path = format!("{}/examples/e10.toml", env!("CARGO_MANIFEST_DIR"));
    let (code, text) = said(&place.run(&["issue", &path]));
    assert_eq!(code, 6, "{text}");
    assert!(
        text.contains("未满18周岁") && text.contains("2012-05-30"),
        "{text}"
    );
    assert!(text.contains("F29"), "{text}");
    assert!(
        !text.contains("婚姻状况"),
        "nothing about marriage is asked: {text}"
    );
    expect_the_notice(&place);
    expect_nothing_kept(&place);
}

#[test]
fn fact_35_e10_under_18_nothing_is_kept_by_keys() {
    let place = Place::practice("2010-07-05");
    let mut desk = open(place.hall());
    desk.keys(&format!("{ID}⏎"));
    desk.sees("未满18周岁");
    desk.sees("2012-05-30");
    let screen = desk.screen_text();
    for question in ["婚姻", "配偶", "子女", "联系电话"] {
        assert!(
            !screen.contains(question),
            "{question} is not asked: {screen}"
        );
    }
    desk.keys("⑤");
    desk.sees("没有保存任何信息");
    desk.keys("⎋");
    desk.sees("找到0人");
    leave(desk);
    expect_the_notice(&place);
    expect_nothing_kept(&place);
}

#[test]
fn a_girl_who_turns_18_next_week_gets_the_day_from_which_she_may_apply() {
    for (on, day) in [("2012-05-23", "2012-05-30"), ("2012-05-29", "2012-05-30")] {
        let place = Place::practice(on);
        let office = place.open();
        let mut draft = Draft::new(RequestId([1; 16]), "certificate.issue", 1);
        draft.write("applicant.id", ID);
        let shelf = office.shelf();
        let form = shelf.form("certificate.issue").expect("the service");
        let survey = form.survey(&draft, &shelf.around);
        assert!(survey.keeps_nothing);
        assert!(survey.refusals[0].remedy.zh.contains(day), "{on}");
        office.save_draft(&draft).expect("nothing is written");
        assert!(office.drafts().is_empty());
        office.close();
    }
    let place = Place::practice("2012-05-30");
    let office = place.open();
    let shelf = office.shelf();
    let mut draft = Draft::new(RequestId([1; 16]), "certificate.issue", 1);
    draft.write("applicant.id", ID);
    let form = shelf.form("certificate.issue").expect("the service");
    assert!(form.survey(&draft, &shelf.around).refusals.is_empty());
}

#[test]
fn every_rule_that_stands_against_an_applicant_is_on_one_notice() {
    let place = Place::practice("2010-12-20");
    let office = place.open();
    // A man, with a permit that ended long ago: two rules at once.
    let mut draft = Draft::new(RequestId([1; 16]), "permit.extend", 1);
    for (path, text) in [
        ("applicant.id", "430421198011039913"),
        ("applicant.name", "王建军"),
        ("permit.no", "(1)0406005050023"),
        ("permit.issue_date", "2005-12-10"),
        ("permit.expiry_date", "2007-12-10"),
    ] {
        draft.write(path, text);
    }
    let shelf = office.shelf();
    let form = shelf.form("permit.extend").expect("the service");
    let refusals = form.survey(&draft, &shelf.around).refusals;
    assert_eq!(refusals.len(), 2, "{refusals:?}");
    let clerk = office.clerk();
    let file = office.refusal_notice(&draft, &clerk, None).expect("a file");
    assert!(file.is_some());
    let text = notice(&place, 2010);
    for refusal in &refusals {
        for part in [&refusal.why_not.zh, &refusal.remedy.zh, &refusal.article.zh] {
            let part: String = part.split_whitespace().collect();
            assert!(text.contains(&part), "{part} in {text}");
        }
    }
    assert!(!text.contains("王建军") && !text.contains("9913"), "{text}");
}

#[test]
fn whoever_was_born_on_29_february_is_18_on_1_march() {
    let place = Place::practice("2010-02-28");
    let office = place.open();
    let shelf = office.shelf();
    let form = shelf.form("certificate.issue").expect("the service");
    let number = guitai::person::ResidentId::read("430406199202299903", place.day);
    let number = number.expect("a number with its check digit");
    let mut draft = Draft::new(RequestId([1; 16]), "certificate.issue", 1);
    draft.write("applicant.id", number.to_string());
    let survey = form.survey(&draft, &shelf.around);
    assert!(survey.refusals[0].remedy.zh.contains("2010-03-01"));
}

/// Her own consents and rights, a birth, and papers that were issued already are open at any age.
const AT_ANY_AGE: [&str; 10] = [
    "birth.register",
    "certificate.annotate",
    "certificate.cancel",
    "certificate.correct",
    "certificate.hand_over",
    "certificate.replace",
    "consent.withdraw",
    "inquiry.answer",
    "permit.extend",
    "rights.request",
];

#[test]
fn no_service_keeps_anything_of_a_girl_of_16() {
    let profiles = [
        ("hunan-2010", "2010-07-05"),
        ("hunan-2016", "2016-07-05"),
        ("hunan-2022", "2022-07-05"),
    ];
    let mut judged = 0;
    for (profile, day) in profiles {
        let place = Place::under(profile, day);
        // 罗小娟's years on the day of each profile: born sixteen years before it.
        let year = place
            .day
            .format("%Y")
            .to_string()
            .parse::<i32>()
            .expect("a year")
            - 16;
        let birth = chrono::NaiveDate::from_ymd_opt(year, 5, 30).expect("a day");
        let id = guitai::person::ResidentId::compose("430406", birth, 990).expect("a number");
        let office = place.open();
        let shelf = office.shelf();
        let kept =
            |form: &&std::sync::Arc<guitai::form::Form>| !AT_ANY_AGE.contains(&form.id.as_str());
        for form in shelf.forms.values().filter(kept) {
            if !shelf.rules(&form.id).is_some_and(|rules| rules.enabled) {
                continue;
            }
            let mut draft = Draft::new(RequestId([1; 16]), &form.id, 1);
            draft.write("applicant.id", id.to_string());
            let survey = form.survey(&draft, &shelf.around);
            assert!(survey.keeps_nothing, "{profile} {}", form.id);
            judged += 1;
        }
    }
    assert!(judged > 25, "{judged}");
}
