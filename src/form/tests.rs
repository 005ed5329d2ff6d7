//! The shipped service for certificates, filled in as the walk-ins of the guide would have it.

use std::sync::Arc;

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::person::Divisions;
use crate::policy::Profile;
use crate::text::Lang;

const CERTIFICATE: &str = include_str!("../../forms/services/certificate.issue.toml");

fn around(on: &str, profile: &str) -> Around {
    Around {
        on: on.parse::<NaiveDate>().expect("a date in a test"),
        profile: Arc::new(Profile::parse("policy", profile).expect("the profile reads")),
        divisions: divisions(),
        working_days: Arc::default(),
        area9: "430406005".to_owned(),
    }
}

/// The tables are large; they are read once.
fn divisions() -> Arc<Divisions> {
    static TABLES: std::sync::LazyLock<Arc<Divisions>> = std::sync::LazyLock::new(|| {
        Arc::new(
            Divisions::parse([
                include_str!("../../forms/codes/counties.csv"),
                include_str!("../../forms/codes/towns.csv"),
                include_str!("../../forms/codes/communities.csv"),
            ])
            .expect("the tables read"),
        )
    });
    TABLES.clone()
}

fn around_2010() -> Around {
    around(
        "2010-03-15",
        include_str!("../../forms/policy/hunan-2010.toml"),
    )
}

fn form() -> Form {
    Form::parse("certificate.issue.toml", CERTIFICATE).expect("the shipped form reads")
}

fn draft(answers: &[(&str, &str)]) -> Draft {
    let mut draft = Draft::new(RequestId([1; 16]), "certificate.issue", 1);
    for (path, text) in answers {
        draft.write(path, *text);
    }
    draft
}

/// 李春桃, the plain case of the guide.
fn li_chuntao() -> Draft {
    let mut draft = draft(&[
        ("applicant.id", "430406198304129927"),
        ("applicant.name", "李春桃"),
        ("applicant.phone", "13800000101"),
        ("hukou.community", "新矿村社区"),
        ("hukou.group", "第3组"),
        ("hukou.detail", "12号"),
        ("marital.status", "初婚"),
        ("marital.date", "20050501"),
        ("marital.cert_no", "J430406-2005-000123"),
        ("spouse.name", "王建军"),
        ("spouse.id", "430421198011039913"),
        ("spouse.hukou", "430421"),
        ("children[0].name", "王小雨"),
        ("children[0].sex", "2"),
        ("children[0].birth", "2006-09-18"),
        ("children[0].cert_no", "H430012345"),
        ("birth_permit.no", "(1)0406005050012"),
        ("consent.contraception", "no"),
        ("destination.place", "441900121"),
        ("destination.detail", "××工业区××厂宿舍"),
        ("purpose", "务工"),
        ("doc.household_book", "seen"),
        ("doc.id_card", "seen"),
        ("doc.spouse_id_card", "copy"),
        ("doc.marriage_cert", "seen"),
        ("doc.birth_permit", "seen"),
        ("doc.birth_cert", "seen"),
        ("doc.photo", "3"),
    ]);
    draft.add_row("children");
    draft
}

fn problems(draft: &Draft, around: &Around) -> Vec<(String, String)> {
    let unfit = form()
        .check(draft, around)
        .expect_err("the draft is not fit");
    let said = |problem: &Problem| (problem.path.clone(), problem.message.say(Lang::Zh));
    unfit.problems.iter().map(said).collect()
}

#[test]
fn the_plain_case_of_the_guide_passes_with_canonical_answers() {
    let submission = form().check(&li_chuntao(), &around_2010()).expect("fit");
    let answer = |path: &str| submission.answers().get(path).map(String::as_str);
    assert_eq!(answer("applicant.id"), Some("111:430406198304129927"));
    assert_eq!(answer("hukou.community"), Some("430406005001"));
    assert_eq!(answer("hukou.group"), Some("第3组"));
    assert_eq!(answer("marital.status"), Some("21"));
    assert_eq!(answer("marital.date"), Some("2005-05-01"));
    assert_eq!(answer("girls"), Some("1"));
    assert_eq!(answer("boys"), Some("0"));
    assert_eq!(answer("birth_permit.no"), Some("10406005050012"));
    assert_eq!(answer("leave_date"), Some("2010-03-15"));
    assert_eq!(answer("agreement.accepted"), Some("yes"));
    assert_eq!(answer("doc.photo"), Some("seen"));
    assert_eq!(answer("contraception.state"), None);
    assert!(submission.missing().is_empty());
    let papers: Vec<(&str, u32)> = submission
        .papers()
        .iter()
        .map(|order| (order.paper.as_str(), order.copies))
        .collect();
    assert_eq!(papers, [("F1", 2), ("F3a", 2), ("F2", 1), ("F4", 1)]);
    assert_eq!(
        submission
            .facts()
            .get("children[0].name")
            .map(String::as_str),
        Some("王小雨")
    );
    assert!(!submission.facts().contains_key("destination.place"));
}

#[test]
fn every_problem_is_told_at_once_and_nothing_is_rewritten() {
    let mut draft = li_chuntao();
    draft.write("applicant.name", "");
    draft.write("applicant.phone", "12");
    draft.write("spouse.id", "");
    draft.write("hukou.group", "");
    let before = draft.clone();
    let problems = problems(&draft, &around_2010());
    let paths: Vec<&str> = problems.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "applicant.name",
            "applicant.phone",
            "hukou.no_group_reason",
            "spouse.id"
        ]
    );
    assert_eq!(problems[2].1, "户籍地须具体到组（或选“无组”原因）");
    assert_eq!(problems[3].1, "夫妻双方都须有身份证件：请填配偶的证件号码");
    assert_eq!(draft, before);
}

#[test]
fn a_group_may_be_missing_for_a_reason_and_elsewhere_without_one() {
    let mut draft = li_chuntao();
    draft.write("hukou.group", "");
    draft.write("hukou.no_group_reason", "城镇无组编制");
    assert!(form().check(&draft, &around_2010()).is_ok());
    draft.write("hukou.no_group_reason", "");
    let around_2016 = around(
        "2016-05-03",
        include_str!("../../forms/policy/hunan-2016.toml"),
    );
    draft.write("doc.photo", "1");
    draft.write("leave_date", "2016-05-03");
    assert!(form().check(&draft, &around_2016).is_ok());
}

#[test]
fn an_unmarried_applicant_is_asked_nothing_about_marriage_children_or_health() {
    let draft = draft(&[
        ("applicant.id", "430406199007259965"),
        ("applicant.name", "陈䶮"),
        ("marital.status", "10"),
        ("spouse.name", "typed before the status was changed"),
    ]);
    let survey = form().survey(&draft, &around_2010());
    for path in [
        "spouse.name",
        "marital.date",
        "children",
        "consent.contraception",
        "girls",
    ] {
        assert!(survey.question(path).is_none(), "{path}");
    }
    assert!(survey.question("doc.marriage_cert").is_none());
    assert_eq!(
        draft.typed("spouse.name"),
        "typed before the status was changed"
    );
}

#[test]
fn a_health_question_opens_only_after_consent() {
    let mut draft = li_chuntao();
    draft.write("contraception.state", "3");
    let without = form().check(&draft, &around_2010()).expect("fit");
    assert!(!without.answers().contains_key("contraception.state"));
    draft.write("consent.contraception", "yes");
    let with = form().check(&draft, &around_2010()).expect("fit");
    assert_eq!(
        with.answers()
            .get("contraception.state")
            .map(String::as_str),
        Some("3")
    );
    assert!(!with.facts().values().any(|fact| fact == "contraception"));
}

#[test]
fn one_photograph_short_is_one_missing_paper_and_no_problem() {
    let mut draft = li_chuntao();
    draft.write("doc.photo", "2");
    let submission = form()
        .check(&draft, &around_2010())
        .expect("fit but incomplete");
    let missing: Vec<(&str, u32)> = submission
        .missing()
        .iter()
        .map(|paper| (paper.code.as_str(), paper.count))
        .collect();
    assert_eq!(missing, [("photo", 1)]);
    assert_eq!(
        submission.answers().get("doc.photo").map(String::as_str),
        Some("missing")
    );
}

#[test]
fn another_day_of_leaving_needs_a_reason_in_2010() {
    let mut draft = li_chuntao();
    draft.write("leave_date", "2010-03-20");
    let problems = problems(&draft, &around_2010());
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].0, "date_reason");
    draft.write("date_reason", "车票为20日");
    assert!(form().check(&draft, &around_2010()).is_ok());
}

#[test]
fn who_is_under_18_or_a_man_or_50_is_refused_by_the_rule() {
    let refused = |id: &str, on: &str| {
        let around = around(on, include_str!("../../forms/policy/hunan-2010.toml"));
        let survey = form().survey(&draft(&[("applicant.id", id)]), &around);
        survey
            .refusals
            .iter()
            .map(|refusal| refusal.rule.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(refused("430406199405309905", "2010-07-05"), ["adult"]);
    assert!(refused("430406199405309905", "2012-05-30").is_empty());
    assert_eq!(refused("430421198011039913", "2010-07-05"), ["female"]);
    assert!(refused("43040619770101992X", "2020-12-31").is_empty());
    let around_2022 = around(
        "2026-11-23",
        include_str!("../../forms/policy/hunan-2022.toml"),
    );
    let survey = form().survey(&draft(&[]), &around_2022);
    assert!(survey.refusals[0].why_not.zh.contains("2021年废止"));
}

#[test]
fn checks_between_people_and_dates_are_told_at_their_field() {
    let mut draft = li_chuntao();
    draft.write("spouse.id", "430406198304129927");
    draft.write("children[0].birth", "1990-01-01");
    draft.write("marital.date", "1999");
    draft.write("boys", "2");
    let problems = problems(&draft, &around_2010());
    let paths: Vec<&str> = problems.iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(
        paths,
        ["marital.date", "spouse.id", "children[0].birth", "boys"]
    );
}

#[test]
fn a_city_without_counties_and_its_towns_can_be_gone_to() {
    let around = around_2010();
    let place = |typed: &str, level| read(&Kind::Place { level, free: false }, typed, &around);
    assert_eq!(
        place("东莞市", PlaceLevel::CountyOrTown)
            .canonical
            .as_deref(),
        Some("4419")
    );
    assert_eq!(
        place("441900121", PlaceLevel::CountyOrTown).say(Lang::Zh),
        "广东省东莞市虎门镇"
    );
    assert!(place("衡阳市", PlaceLevel::County).canonical.is_none());
    assert_eq!(
        suggest("dg", PlaceLevel::CountyOrTown, &around)[0].name,
        "东莞市"
    );
    let town = place("衡阳县西渡镇", PlaceLevel::CountyOrTown);
    assert_eq!(town.say(Lang::Zh), "湖南省衡阳市衡阳县西渡镇");
    let old = read(&Kind::IdPaper, "451025198606229968", &around);
    assert!(
        old.say(Lang::Zh).contains("靖西县"),
        "{}",
        old.say(Lang::Zh)
    );
}

#[test]
fn a_place_that_names_no_county_is_refused_where_free_text_is_allowed() {
    let around = around_2010();
    let level = PlaceLevel::CountyOrTown;
    let place = |typed: &str| read(&Kind::Place { level, free: true }, typed, &around);
    for typed in ["胡说八道镇", "gzthq1", "1"] {
        assert!(place(typed).problem.is_some(), "{typed}");
    }
    assert_eq!(
        place("境外 新加坡").canonical.as_deref(),
        Some("境外 新加坡")
    );
    let town = place("广西靖西县新靖镇");
    assert_eq!(town.canonical.as_deref(), Some("广西靖西县新靖镇"));
    assert_eq!(town.notes.len(), 1);
}

#[test]
fn a_street_without_a_table_of_communities_writes_their_names() {
    let mut around = around_2010();
    let level = PlaceLevel::OwnCommunity;
    let kind = Kind::Place { level, free: false };
    assert!(read(&kind, "某某社区", &around).problem.is_some());
    around.area9 = "441900121".to_owned();
    assert_eq!(
        read(&kind, "某某社区", &around).canonical.as_deref(),
        Some("某某社区")
    );
    assert!(read(&kind, "xkc", &around).problem.is_some());
}

#[test]
fn going_to_the_own_county_is_going_nowhere_yet() {
    let mut draft = li_chuntao();
    for place in ["430406005", "430406"] {
        draft.write("destination.place", place);
        assert_eq!(problems(&draft, &around_2010())[0].0, "destination.place");
    }
}

#[test]
fn canonical_answers_read_as_themselves() {
    let around = around_2010();
    let submission = form().check(&li_chuntao(), &around).expect("fit");
    let mut again = draft(&[]);
    again.known = submission.answers().clone();
    again.known.insert("doc.photo".to_owned(), "3".to_owned());
    again.rows.insert("children".to_owned(), 1);
    let second = form().check(&again, &around).expect("fit again");
    assert_eq!(second.answers(), submission.answers());
}

#[test]
fn a_form_that_looks_ahead_or_names_nothing_is_refused_with_its_line() {
    let ahead = CERTIFICATE.replacen(
        "when = \"!known(hukou.group)\"",
        "when = \"known(purpose)\"",
        1,
    );
    let error = Form::parse("f.toml", &ahead).expect_err("looks ahead");
    assert!(
        error.reason.contains("purpose") && error.line > 60,
        "{error}"
    );
    let unknown = CERTIFICATE.replacen("kind = \"name\"", "kind = \"name\"\ncolour = 1", 1);
    let error = Form::parse("f.toml", &unknown).expect_err("unknown key");
    assert!(error.reason.contains("colour"), "{error}");
    let (cut, _) = CERTIFICATE
        .split_once("\"choice\"")
        .expect("the form has a choice");
    let error = Form::parse("f.toml", cut).expect_err("cut off");
    assert_eq!(error.line, cut.lines().count(), "{error}");
}

#[test]
fn the_register_form_reads() {
    let text = include_str!("../../forms/services/person.register.toml");
    Form::parse("person.register.toml", text).expect("the shipped form reads");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_typed_anywhere_makes_the_check_panic(
        texts in proptest::collection::vec("\\PC{0,24}", 12),
        numbers in proptest::collection::vec("[0-9X一-龥.J()-]{0,20}", 12),
    ) {
        let form = form();
        let around = around_2010();
        let mut draft = li_chuntao();
        let paths: Vec<String> = draft.answers.keys().cloned().collect();
        for (path, text) in paths.iter().zip(texts.into_iter().chain(numbers)) {
            draft.write(path, text);
            let _ = form.check(&draft, &around);
        }
    }
}

#[test]
fn a_clock_of_working_days_is_reckoned_by_the_hall_s_table() {
    let table = "from,to,kind,name\n2010-03-16,2010-03-16,off,试\n";
    let around = Around {
        working_days: Arc::new(crate::policy::WorkingDays::parse("t.csv", table).expect("a table")),
        ..around_2010()
    };
    let form = Form::parse("form", CERTIFICATE).expect("the shipped form reads");
    let survey = form.survey(&li_chuntao(), &around);
    let last = crate::policy::Expr::parse("add_working_days(on, 4)").expect("reads");
    let day = "2010-03-22".parse().expect("a date");
    assert_eq!(last.eval(&survey.values), crate::policy::Scalar::Date(day));
}
