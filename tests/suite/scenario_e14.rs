//! Promise: scenario E14 of the guide. Two migrants register their first child in one visit, by keys
//! and by case file; the order of a child and the clocks of an inquiry follow the profile.

use guitai::form::{Submission, Unfit};
use guitai::office::Office;
use guitai::text::Lang;

use crate::support::counter::{Hall, choose, leave, open};
use crate::support::place::{check, day, example, example_text, with};
use crate::support::printed::{self, says};

const PROFILE: &str = "hunan-2022";
const DAY: &str = "2026-11-23";
const LIN_JING: &str = "350102199502279988";
const GAO_YUAN: &str = "370102199308119933";
const NUMBER: &str = "样DJ-430406005-2026-0001";

/// 林静 was put on record when she came to live here.
const ARRIVED: &str = r#"
service = "person.register"
date = 2026-09-01

[answers.applicant]
id = "350102199502279988"
name = "林静"
phone = "138 0000 0114"

[answers.hukou]
place = "350102"

[answers.residence]
community = "欧水岭社区"
detail = "6栋203室"

[answers]
arrival_date = 2026-09-01
"#;

#[test]
fn e14_by_keys_only_what_is_not_on_record_is_asked() {
    let hall = Hall::empty(PROFILE, DAY);
    let (code, said) = hall.give(&["issue"], ARRIVED);
    assert_eq!(code, 0, "{said}");
    let mut desk = open(&hall.path());
    desk.keys(&format!("{LIN_JING}⏎"));
    choose(&mut desk, "生育登记");
    asks_no_group(&desk.sees("婚姻状况"));
    desk.keys("2");
    desk.keys("20240520⏎高远⏎");
    desk.keys(&format!("{GAO_YUAN}⏎"));
    desk.keys("lxq");
    asks_no_group(&desk.sees("3 山东省济南市历下区"));
    desk.keys("3");
    asks_no_group(&desk.sees("Ctrl-N"));
    desk.keys("⏎");
    // The order is proposed: nobody types it.
    asks_no_group(&desk.sees("一孩"));
    desk.keys("2");
    asks_no_group(&desk.sees("预产期"));
    desk.keys("2027.3⏎");
    asks_no_group(&desk.sees("户口本"));
    for answer in ["1", "1", "1", "4"] {
        desk.keys(answer);
    }
    // The household books are at home, so the promise is proposed and the inquiry offered.
    asks_no_group(&desk.sees("要不要向户籍地协查"));
    desk.keys("2");
    asks_no_group(&desk.sees("要不要向配偶户籍地协查"));
    desk.keys("2");
    desk.keys("②");
    let review = desk.sees("核对无误");
    asks_no_group(&review);
    desk.sees("户口本");
    desk.keys("⏎");
    desk.sees(NUMBER);
    desk.keys("⏎");
    desk.sees("今日办件 1 件");
    leave(desk);
    is_registered(&hall);
}

/// No line of the page asks for the group of a household registration.
fn asks_no_group(screen: &vt100::Screen) {
    let text = screen.contents();
    let asks = |line: &&str| {
        let line = line.trim_start().trim_start_matches('*');
        line.starts_with("组 ") || line.starts_with("无组原因")
    };
    assert_eq!(text.lines().find(asks), None);
}

#[test]
fn e14_by_case_file_the_couple_is_registered_in_one_visit() {
    let hall = Hall::empty(PROFILE, DAY);
    let (code, said) = hall.give(&["issue"], &example_text("e14.toml"));
    assert_eq!(code, 0, "{said}");
    for part in [NUMBER, "登记孩次：一孩", "承诺代替的材料：户口本"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    is_registered(&hall);
}

/// What the guide expects: closed the same visit, no group of the hukou asked, nothing sent.
fn is_registered(hall: &Hall) {
    on_paper(&hall.office());
    for paper in ["F17", "F17s"] {
        let sent = hall
            .path()
            .join(format!("papers/2026/{NUMBER}-{paper}.pdf"));
        assert!(!sent.exists(), "nothing is sent");
    }
    let office = hall.office();
    // The page is hers, and his number leads to it.
    let person = office.exact(LIN_JING).expect("a view").expect("on record");
    assert_eq!(office.exact(GAO_YUAN).expect("a view"), Some(person));
    let page = office.person(person).expect("a view").expect("on record");
    assert!(page.waiting.is_empty(), "the case is closed");
    assert_eq!(page.person.fact("registration.order"), "1");
    assert_eq!(page.person.fact("registration.on"), DAY);
    let groups = page.person.facts.keys();
    assert!(!groups.clone().any(|fact| fact.contains("group")));
    let today = office.day(day(DAY)).expect("a view");
    assert_eq!(today.len(), 1);
    assert_eq!(today[0].service, "birth.register");
    assert_eq!(today[0].number, NUMBER);
}

/// The form with its promise, which both sign, and the certificate of registration.
fn on_paper(office: &Office) {
    assert_eq!(
        office.paper_names(NUMBER).expect("on record"),
        ["F25", "F26"]
    );
    let form = printed::paper(office, NUMBER, "F25");
    let said = [
        "以本承诺代替的材料：户口本",
        "如有不实，愿承担法律责任",
        "夫（签名）",
        "妻（签名）",
        "林静",
        "高远",
        "2024年5月20日",
        "2027年3月",
        "2026年11月23日",
        "登记免费，当场办结",
    ];
    says(&form, &said);
    assert!(!form.contains("政策属性"), "{form}");
    let ticks = printed::ticked(office, NUMBER, "F25");
    assert_eq!(ticks, ["一孩", "本人", "在孕", "承诺登记"]);
    let certificate = printed::paper(office, NUMBER, "F26");
    let said = [
        NUMBER,
        "一孩",
        "长期有效",
        "本证明仅表明已办理生育登记",
        "370102199308119933",
    ];
    says(&certificate, &said);
}

/// The example with other answers, checked under a profile on a day.
fn registered((profile, on): (&str, &str), changes: &[(&str, &str)]) -> Result<Submission, Unfit> {
    let hall = Hall::empty(profile, on);
    check(&hall.office(), &with(example("e14.toml"), changes))
}

fn fit((profile, on): (&str, &str), changes: &[(&str, &str)]) -> Submission {
    registered((profile, on), changes).unwrap_or_else(|unfit| panic!("{unfit:#?}"))
}

/// The rule that refuses, and what is offered instead.
fn refused(of: (&str, &str), changes: &[(&str, &str)]) -> (String, String) {
    let unfit = registered(of, changes).expect_err("refused");
    assert!(unfit.problems.is_empty(), "{unfit:#?}");
    let refusal = &unfit.refusals[0];
    (refusal.rule.clone(), refusal.remedy.zh.clone())
}

const NOW: (&str, &str) = (PROFILE, DAY);

fn asked(office: &Office, changes: &[(&str, &str)]) -> Vec<String> {
    let case = with(example("e14.toml"), changes);
    let shelf = office.shelf();
    let form = shelf.form(&case.service).expect("a service");
    let draft = office.start(&case.service, None, &case.answers);
    let survey = form.survey(&draft.expect("a view").expect("a service"), &shelf.around);
    survey
        .questions()
        .map(|question| question.path.clone())
        .collect()
}

#[test]
fn e14_no_question_is_about_a_group_or_a_policy() {
    let hall = Hall::empty(PROFILE, DAY);
    let asked = asked(&hall.office(), &[]);
    for word in ["group", "policy", "work_unit", "contraception"] {
        assert!(!asked.iter().any(|path| path.contains(word)), "{asked:?}");
    }
}

#[test]
fn fact_28_the_order_ignores_children_of_earlier_marriages_adopted_and_dead() {
    let child = |row: usize, relation: &str, alive: &str| {
        [
            (format!("children[{row}].relation"), relation.to_owned()),
            (format!("children[{row}].alive"), alive.to_owned()),
            (format!("children[{row}].sex"), "女".to_owned()),
        ]
    };
    let order = |children: &[(&str, &str)]| {
        let rows = children.iter().enumerate();
        let rows: Vec<(String, String)> = rows
            .flat_map(|(row, (relation, alive))| child(row, relation, alive))
            .chain([("doc.child_paper".to_owned(), "缺".to_owned())])
            .collect();
        let rows: Vec<(&str, &str)> = (rows.iter())
            .map(|(path, text)| (path.as_str(), text.as_str()))
            .collect();
        fit(NOW, &rows).answers()["registration.order"].clone()
    };
    assert_eq!(order(&[]), "1");
    assert_eq!(
        order(&[("与他人生育", "是"), ("收养", "是"), ("双方共同生育", "否")]),
        "1"
    );
    assert_eq!(order(&[("双方共同生育", "是"), ("与他人生育", "是")]), "2");
    assert_eq!(
        order(&[("双方共同生育", "是"), ("双方共同生育", "是")]),
        "3"
    );
}

#[test]
fn a_fourth_child_is_refused_with_what_is_possible_instead() {
    let three: Vec<(String, String)> = (0..3)
        .flat_map(|row| {
            [
                (
                    format!("children[{row}].relation"),
                    "双方共同生育".to_owned(),
                ),
                (format!("children[{row}].sex"), "男".to_owned()),
            ]
        })
        .collect();
    let three: Vec<(&str, &str)> = (three.iter())
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let (rule, remedy) = refused(NOW, &three);
    assert_eq!(rule, "order");
    assert!(remedy.contains("再生育"), "{remedy}");
}

#[test]
fn the_three_ways_to_register() {
    let manner =
        |changes: &[(&str, &str)]| fit(NOW, changes).answers()["registration.manner"].clone();
    assert_eq!(manner(&[]), "promised");
    assert_eq!(manner(&[("doc.household_book", "已核原件")]), "direct");
    assert_eq!(manner(&[("registration.manner", "核实后登记")]), "verified");
    let direct = registered(NOW, &[("registration.manner", "直接登记")]).expect_err("no book");
    let message = direct.problems[0].message.say(Lang::Zh);
    assert!(message.contains("有材料未带"), "{message}");
}

#[test]
fn who_may_register_and_where_else() {
    // Less than a month here, both registered in other provinces.
    let (rule, remedy) = refused(NOW, &[("arrival_date", "2026-11-01")]);
    assert_eq!(rule, "residence");
    assert!(remedy.contains("户籍地"), "{remedy}");
    // One of them registered in the province: nobody asks how long.
    let local = fit(NOW, &[("spouse.hukou", "430421"), ("arrival_date", "")]);
    assert!(!local.answers().contains_key("arrival_date"));
    // Hunan asks for marriage first; other places do not.
    let (rule, _) = refused(
        NOW,
        &[
            ("marital.status", "未婚"),
            ("marital.date", ""),
            ("doc.marriage_cert", ""),
            ("doc.spouse_id_card", ""),
        ],
    );
    assert_eq!(rule, "marriage");
}

#[test]
fn an_unmarried_registrant_is_valid_where_the_profile_says_so() {
    let hall = Hall::empty(PROFILE, DAY);
    let office = hall.office();
    let text = std::fs::read_to_string("forms/policy/hunan-2022.toml").expect("the profile");
    let text = text.replace("requires_marriage = true", "requires_marriage = false");
    let mut around = office.shelf().around.clone();
    around.profile = guitai::policy::Profile::parse("profile", &text)
        .expect("it reads")
        .into();
    let case = with(example("e14.toml"), &[("marital.status", "未婚")]);
    let draft = office.start(&case.service, None, &case.answers);
    let shelf = office.shelf();
    let form = shelf.form("birth.register").expect("a service");
    let submission = form.check(&draft.expect("a view").expect("a service"), &around);
    let submission = submission.unwrap_or_else(|unfit| panic!("{unfit:#?}"));
    assert!(
        !submission
            .answers()
            .keys()
            .any(|path| path.starts_with("spouse."))
    );
}

#[test]
fn in_2010_two_migrants_register_their_first_child_on_a_form_of_its_own() {
    let of = ("hunan-2010", "2010-06-08");
    let papers = |changes: &[(&str, &str)]| {
        let dates = [
            ("marital.date", "2009-10-12"),
            ("arrival_date", "2010-05-20"),
            ("pregnancy.expected_date", ""),
        ];
        let promised = [
            ("doc.wife_certificate", "已核原件"),
            ("doc.husband_statement", "缺"),
        ];
        let all: Vec<(&str, &str)> = [&dates[..], &promised[..], changes].concat();
        let submission = fit(of, &all);
        let papers = submission.papers().iter();
        papers.map(|order| order.paper.clone()).collect::<Vec<_>>()
    };
    assert_eq!(papers(&[]), ["F27", "F27b"]);
    assert_eq!(papers(&[("spouse.hukou", "430421")]), ["F25", "F26"]);
    let second = [
        ("children[0].relation", "双方共同生育"),
        ("children[0].sex", "女"),
        ("doc.wife_certificate", "缺"),
        ("doc.husband_statement", "缺"),
        ("marital.date", "2009-10-12"),
        ("arrival_date", "2010-05-20"),
    ];
    let (rule, remedy) = refused(of, &second);
    assert_eq!(rule, "order");
    assert!(remedy.contains("《生育证》"), "{remedy}");
}

#[test]
fn fact_29_inquiry_clocks_of_7_15_and_15_working_days_only_where_she_wants_one() {
    let of = ("hunan-2010", "2010-09-30");
    let base = [
        ("marital.date", "2009-10-12"),
        ("arrival_date", "2010-05-20"),
        ("doc.wife_certificate", "缺"),
        ("doc.husband_statement", "缺"),
    ];
    let quiet = fit(of, &base);
    assert!(
        quiet
            .numbers()
            .iter()
            .all(|order| order.name != "inquiry.number")
    );
    assert!(
        !quiet
            .values()
            .keys()
            .any(|name| name.starts_with("inquiry."))
    );

    let wanted = [
        ("inquiry.wanted", "是"),
        ("inquiry.to_name", "福州市鼓楼区东街街道办事处"),
        ("inquiry.children", "否"),
    ];
    let asked = fit(of, &[&base[..], &wanted[..]].concat());
    // The National Day of 2010 was off from the 1st to the 7th, and Saturday the 9th was worked.
    for (name, on) in [
        ("inquiry.send_by", "2010-10-15"),
        ("inquiry.due", "2010-10-27"),
        ("inquiry.tell_by", "2010-10-27"),
    ] {
        assert_eq!(asked.values()[name], on, "{name}");
    }
    assert!(asked.papers().iter().any(|order| order.paper == "F17"));
    assert!(
        !asked.values().contains_key("inquiry.children_stated"),
        "not ticked"
    );
}

#[test]
fn slips_about_a_family_are_named() {
    for (path, typed, said) in [
        ("spouse.id", LIN_JING, "配偶号码与本人相同"),
        ("marital.date", "2027-01-01", "结婚日期晚于今天"),
        ("arrival_date", "2026-12-01", "日期晚于今天"),
        ("children[0].birth", "2005-01-01", "母亲当时未满12周岁"),
    ] {
        let unfit = registered(NOW, &[(path, typed), ("children[0].sex", "男")]).expect_err(path);
        let problem = unfit.problems.iter().find(|problem| problem.path == path);
        let problem = problem.unwrap_or_else(|| panic!("{path}: {unfit:#?}"));
        let message = problem.message.say(Lang::Zh);
        assert!(message.contains(said), "{path}: {message}");
    }
}
