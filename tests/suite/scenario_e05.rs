//! Scenario E5: 韦艳 shows a certificate of Guangxi that ran out a few days ago. It leads to a line
//! in the register and a courtesy note; nothing is refused, and nobody is told unless she asks.

use serde_json::Value;

use crate::scenario_e04::{data, run, said};
use crate::support::place::{Place, check, example, issue, with};

#[test]
fn e5_by_a_case_file_is_expired_and_blocks_nothing() {
    let place = Place::practice("2010-06-08");
    let done = run(&place, &["verify-foreign"], "e05-expired.toml");
    let papers: Vec<&Value> = done["papers"].as_array().expect("papers").iter().collect();
    let papers: Vec<&Value> = papers.into_iter().map(|paper| &paper["paper"]).collect();
    assert_eq!(papers, ["F5c", "F5b"], "no notice to anybody");

    let register = data(&place, &["report", "F5", "2010", "--json"]);
    let line = &register["rows"][0];
    assert_eq!(line["result_label"], "已过期");
    assert_eq!(line["remark"], "编号年份与发证日期不符");
    assert_eq!(line["certificate_no"], "4510250700600123D", "as seen");
    assert_eq!(line["hukou_line"], "广西壮族自治区百色市靖西县");

    // She may use every service today: the same day she is registered, without her certificate.
    let mut office = place.open();
    let inflow = with(
        example("e04-inflow.toml"),
        &[
            ("applicant.id", "451025198606229968"),
            ("applicant.name", "韦艳"),
            ("hukou.place", "451025"),
            ("offer.verification", "later"),
            ("slip.on", "2010-06-18"),
        ],
    );
    let inflow = without(inflow, "verification.");
    issue(&mut office, &inflow).expect("nothing stands against it");
}

fn without(mut case: guitai::cli::case::CaseFile, start: &str) -> guitai::cli::case::CaseFile {
    case.answers.retain(|path, _| !path.starts_with(start));
    case
}

#[test]
fn e5_names_the_old_area_and_the_year_that_does_not_agree() {
    let place = Place::practice("2010-06-08");
    let office = place.open();
    let case = example("e05-expired.toml");
    let shelf = office.shelf();
    let form = shelf.form("verify.certificate").expect("the form");
    let draft = office.start(&case.service, None, &case.answers);
    let draft = draft.expect("a view").expect("a service");
    let survey = form.survey(&draft, &shelf.around);
    let said = |path: &str| {
        let question = survey.question(path).expect(path);
        question.reading.say(guitai::text::Lang::Zh)
    };
    assert!(
        said("applicant.id").contains("靖西县"),
        "{}",
        said("applicant.id")
    );
    let number = said("verification.certificate_no");
    assert!(number.contains("广西") && number.contains("靖西县") && number.contains("06"));
    let issue_date = survey.question("verification.issue_date").expect("asked");
    let notes = form.notes(&survey, issue_date);
    let notes: Vec<String> = notes
        .iter()
        .map(|note| note.say(guitai::text::Lang::Zh))
        .collect();
    assert_eq!(notes, ["编号年份与发证日期不符，按所见登记"]);
}

#[test]
fn e5_tells_the_hukou_place_only_if_she_asks_for_it() {
    let place = Place::practice("2010-06-08");
    let mut office = place.open();
    let asked = with(
        example("e05-expired.toml"),
        &[("consent.verification", "是")],
    );
    let issued = issue(&mut office, &asked).expect("recorded");
    let papers: Vec<&str> = issued
        .papers
        .iter()
        .map(|file| file.paper.as_str())
        .collect();
    assert_eq!(papers, ["F5c", "F5b", "F16"]);
    let number = issued.number.expect("a number");
    let notice = said(&office.paper(&number, "F16").expect("a paper"));
    for words in [
        "样TB-430406005-2010-0001",
        "靖西县新靖镇人民政府",
        "查验结果：已过期",
        "451025070",
    ] {
        assert!(notice.contains(words), "{words} in {notice}");
    }
}

#[test]
fn bad_answers_about_a_certificate_are_named_and_nothing_is_lost() {
    let place = Place::practice("2010-06-08");
    let office = place.open();
    let problems = |changes: &[(&str, &str)]| {
        let unfit = check(&office, &with(example("e05-expired.toml"), changes));
        let problems = unfit.expect_err("something is wrong").problems;
        let problem = |one: &guitai::form::Problem| {
            (one.path.clone(), one.message.say(guitai::text::Lang::Zh))
        };
        problems.iter().map(problem).collect::<Vec<_>>()
    };
    let backwards = problems(&[("verification.expiry_date", "2007-06-01")]);
    assert_eq!(backwards[0].0, "verification.expiry_date");
    assert!(backwards[0].1.contains("早于发证日期"));
    let future = problems(&[("verification.issue_date", "2011-01-01")]);
    assert!(future.iter().any(|one| one.1.contains("发证日期晚于今天")));
    // An unknown scheme is no problem at all: it is recorded as seen.
    let unknown = with(
        example("e05-expired.toml"),
        &[("verification.certificate_no", "粤流证（2007）第123号")],
    );
    let submission = check(&office, &unknown).expect("recorded as seen");
    assert_eq!(
        submission.answers()["verification.certificate_no"],
        "粤流证(2007)第123号"
    );
}
