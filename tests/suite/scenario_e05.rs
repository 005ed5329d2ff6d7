//! Scenario E5: 韦艳 shows a certificate of Guangxi that ran out a few days ago. It leads to a line
//! in the register and a courtesy note; nothing is refused, and nobody is told unless she asks.

use serde_json::Value;

use guitai::office::Office;

use crate::scenario_e04::{data, run};
use crate::support::place::{Place, check, example, example_text, issue, said as told, with};
use crate::support::printed::{self, says};

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

    tells_her_where_to_renew(&place.open());

    // Every service is hers today: she is registered, and nobody asks for the certificate.
    let inflow: String = example_text("e04-inflow.toml")
        .replace("2010-06-01", "2010-06-08")
        .replace("653101198405109920", "451025198606229968")
        .replace("阿依古丽.买买提", "韦艳")
        .replace("喀什市\"", "451025\"")
        .replace("verification = \"办理\"", "verification = \"本人暂不需要\"");
    let (code, text) = told(&place.run_case(&without_verification(&inflow)));
    assert_eq!(code, 0, "{text}");
    assert!(!text.contains("已过期"), "{text}");
    unaffected(&place);
}

fn without_verification(case: &str) -> String {
    let (before, after) = case.split_once("[answers.verification]").expect("a table");
    let (_, after) = after.split_once("[answers.consent]").expect("the next");
    format!("{before}[answers.consent]{after}")
}

/// What the notice to her says: the result, where she may renew, and that nothing depends on it.
pub fn tells_her_where_to_renew(office: &Office) {
    let notice = printed::paper(office, "样2010/1", "F5b");
    says(
        &notice,
        &[
            "4510250700600123D",
            "2010年6月4日",
            "到哪里更正、换领靖西县新靖镇人民政府",
            "07760000505",
            "今天您仍可在本大厅免费接受各项服务",
            "未经您同意，我们不向其他单位通报",
        ],
    );
    assert_eq!(printed::ticked(office, "样2010/1", "F5b"), ["已过期"]);
}

/// The notice she asked for.
pub fn tells_the_hukou_place(office: &Office, number: &str) {
    let papers = office.paper_names(number).expect("on record");
    assert_eq!(papers, ["F5c", "F5b", "F16"]);
    says(
        &printed::paper(office, number, "F16"),
        &[
            "样TB-430406005-2010-0001",
            "靖西县新靖镇人民政府",
            "查验结果：已过期",
            "451025070",
        ],
    );
}

/// Nothing on her page is refused because of the certificate.
pub fn unaffected(place: &Place) {
    let office = place.open();
    let key = office.exact("451025198606229968").expect("a view");
    let page = office.person(key.expect("on record")).expect("a view");
    let page = page.expect("on record");
    assert_eq!(
        page.person.fact("flow.state"),
        "inflow",
        "she is registered"
    );
    let refusals = page.offers.iter().flat_map(|offer| &offer.refusals);
    let because = refusals.filter(|refusal| refusal.why_not.zh.contains("过期"));
    assert_eq!(because.count(), 0);
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
        said("applicant.id").contains("靖西县（旧码"),
        "{}",
        said("applicant.id")
    );
    let number = said("verification.certificate_no");
    assert_eq!(
        number,
        "4510250700600123D · 广西编号 · 编号年份 06 · 流水号 00123 · \
         广西壮族自治区百色市靖西县（旧码，2002-12至2015-08）"
    );
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
    tells_the_hukou_place(&office, &issued.number.expect("a number"));
    office.close();

    // The same by the command line, where it is her choice too.
    let place = Place::practice("2010-06-08");
    let asked = example_text("e05-expired.toml").replace(
        "[answers.verification]",
        "[answers.consent]\nverification = \"是\"\n\n[answers.verification]",
    );
    let (code, text) = told(&place.run_case(&asked));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("F16"), "{text}");
    tells_the_hukou_place(&place.open(), "样2010/1");
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
