//! Promise: the facts of the field hold. Each test bears the number of its fact in the guide.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use guitai::disk::Shipped;
use guitai::form::{Around, Draft, Form, RequestId};
use guitai::person::{IdKind, IdPaper, IdProblem, Level, PersonName, ResidentId, Sex};
use guitai::text::Lang;

use crate::support::place::{Place, day, example, example_text, said};

/// The numbers of the guide, all of them invented, each with birth date and sex.
const NUMBERS: [(&str, &str, Sex); 29] = [
    ("430406198304129927", "1983-04-12", Sex::Female),
    ("430421198011039913", "1980-11-03", Sex::Male),
    ("430406200609189947", "2006-09-18", Sex::Female),
    ("430406199007259965", "1990-07-25", Sex::Female),
    ("430407198502199906", "1985-02-19", Sex::Female),
    ("430406200706059933", "2007-06-05", Sex::Male),
    ("430406198808089981", "1988-08-08", Sex::Female),
    ("430406198603149944", "1986-03-14", Sex::Female),
    ("430422197911309925", "1979-11-30", Sex::Female),
    ("430422197702019956", "1977-02-01", Sex::Male),
    ("430406198409219902", "1984-09-21", Sex::Female),
    ("430408198201179975", "1982-01-17", Sex::Male),
    ("430406198107039981", "1981-07-03", Sex::Female),
    ("430406198704169944", "1987-04-16", Sex::Female),
    ("653101198405109920", "1984-05-10", Sex::Female),
    ("451025198606229968", "1986-06-22", Sex::Female),
    ("430406199405309905", "1994-05-30", Sex::Female),
    ("430406198501159922", "1985-01-15", Sex::Female),
    ("430426198309299998", "1983-09-29", Sex::Male),
    ("430406198912039941", "1989-12-03", Sex::Female),
    ("350102199502279988", "1995-02-27", Sex::Female),
    ("370102199308119933", "1993-08-11", Sex::Male),
    ("43040619920301990X", "1992-03-01", Sex::Female),
    ("43040619770101992X", "1977-01-01", Sex::Female),
    ("430406198402299903", "1984-02-29", Sex::Female),
    ("810000198205069915", "1982-05-06", Sex::Male),
    ("820000199001019939", "1990-01-01", Sex::Male),
    ("830000199001019906", "1990-01-01", Sex::Female),
    ("943840198501019919", "1985-01-01", Sex::Male),
];

fn today() -> NaiveDate {
    day("2026-11-23")
}

fn around(profile: &str, on: &str) -> Around {
    let shipped = Shipped::read().expect("what the program brings is whole");
    Around {
        on: day(on),
        profile: shipped.profiles[profile].clone(),
        divisions: shipped.divisions,
        working_days: shipped.working_days,
        area9: "430406005".to_owned(),
    }
}

fn form(service: &str) -> std::sync::Arc<Form> {
    let shipped = Shipped::read().expect("what the program brings is whole");
    shipped.forms[service].clone()
}

fn draft(form: &Form, answers: &BTreeMap<String, String>) -> Draft {
    let mut draft = Draft::new(RequestId([7; 16]), &form.id, form.version);
    for (path, typed) in answers {
        if path.starts_with("children[") {
            draft.rows.insert("children".to_owned(), 1);
        }
        draft.write(path, typed);
    }
    draft
}

/// What is wrong with a case of the examples after some answers were changed, by path.
fn problems(profile: &str, file: &str, changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let case = example(file);
    let form = form(&case.service);
    let mut answers = case.answers;
    for (path, typed) in changes {
        answers.insert((*path).to_owned(), (*typed).to_owned());
    }
    let on = case.date.expect("examples are dated").to_string();
    let around = around(profile, &on);
    let survey = form.survey(&draft(&form, &answers), &around);
    let problems = form.problems(&survey).into_iter();
    problems
        .map(|problem| (problem.path, problem.message.say(Lang::Zh)))
        .collect()
}

#[test]
fn fact_01_the_29_numbers_of_the_guide_pass_and_the_four_negatives_fail_each_with_its_message() {
    for (number, birth, sex) in NUMBERS {
        let paper =
            IdPaper::read(number, today()).unwrap_or_else(|why| panic!("{number}: {why:?}"));
        assert_eq!(paper.birth_date(), Some(day(birth)), "{number}");
        assert_eq!(paper.sex(), Some(sex), "{number}");
    }
    for (number, message) in [
        ("430406198704169945", "校验码不符，请核对证件"),
        ("430406198702309944", "号码中的出生日期不存在，请核对证件"),
        (
            "43040619870416994",
            "公民身份号码应为18位，现为17位，请核对证件",
        ),
        ("43040619870416994Ｘ", "校验码不符，请核对证件"),
    ] {
        let problem = IdPaper::read(number, today()).expect_err(number);
        assert_eq!(problem.message().say(Lang::Zh), message, "{number}");
    }
}

#[test]
fn fact_02_a_number_of_15_digits_is_upgraded_to_18() {
    let upgraded = ResidentId::upgrade_15("430406830412992").expect("an old number");
    assert_eq!(upgraded.as_str(), "430406198304129927");
    // It is good for looking up, never as a new identity number.
    let read = IdPaper::read("430406830412992", today());
    assert_eq!(read, Err(IdProblem::OldNumber));
}

#[test]
fn fact_03_a_full_width_x_is_repaired_before_the_check() {
    for typed in [
        "43040619920301990Ｘ",
        "４３０４０６１９９２０３０１９９０ｘ",
    ] {
        let paper = IdPaper::read(typed, today()).expect(typed);
        assert_eq!(paper.key(), "111:43040619920301990X");
    }
    let broken = IdPaper::read("43040619870416994Ｘ", today());
    assert_eq!(broken, Err(IdProblem::CheckCharacter));
}

#[test]
fn fact_04_18_bytes_of_chinese_never_panic() {
    let text = "身份证号码六";
    assert_eq!(text.len(), 18);
    assert!(matches!(
        IdPaper::read(text, today()),
        Err(IdProblem::Character('身') | IdProblem::Pattern)
    ));
    assert_eq!(
        ResidentId::read(text, today()),
        Err(IdProblem::Character('身'))
    );
    for cut in 1..18 {
        let typed: String = "4304061983身份".chars().take(cut).collect();
        assert!(IdPaper::read(&typed, today()).is_err());
    }
}

#[test]
fn fact_05_sex_is_the_parity_and_each_number_has_its_kind_of_paper() {
    let read = |number| IdPaper::read(number, today()).expect(number);
    assert_eq!(read("430406198304129927").sex(), Some(Sex::Female));
    assert_eq!(read("430421198011039913").sex(), Some(Sex::Male));
    for number in [
        "810000198205069915",
        "820000199001019939",
        "830000199001019906",
    ] {
        assert_eq!(read(number).kind(), IdKind::ResidencePermit, "{number}");
    }
    assert_eq!(
        read("943840198501019919").key(),
        "553:943840198501019919",
        "a foreign permanent resident"
    );
    let permit = read("H09999901");
    assert_eq!(permit.key(), "516:H09999901");
    assert_eq!((permit.sex(), permit.birth_date()), (None, None));
}

#[test]
fn fact_06_451025_is_found_in_the_history_and_441900121_lies_directly_in_a_city() {
    let divisions = around("hunan-2010", "2010-06-08").divisions;
    let old = divisions
        .describe("451025")
        .expect("an old code")
        .say(Lang::Zh);
    assert!(old.contains("靖西县") && old.contains("旧码"), "{old}");
    let humen = divisions.find("441900121").expect("a town");
    assert_eq!((humen.name.as_str(), humen.level), ("虎门镇", Level::Town));
    let above = divisions.parent("441900121").expect("its city");
    assert_eq!(
        (above.name.as_str(), above.level),
        ("东莞市", Level::Prefecture)
    );
}

#[test]
fn fact_07_a_missing_group_is_an_error_only_in_hunan_2010() {
    let without = [("hukou.group", "")];
    let in_2010 = problems("hunan-2010", "e1.toml", &without);
    assert_eq!(
        in_2010,
        [(
            "hukou.no_group_reason".to_owned(),
            "户籍地须具体到组（或选“无组”原因）".to_owned()
        )]
    );
    let with_a_reason = [
        ("hukou.group", ""),
        ("hukou.no_group_reason", "town_without_groups"),
    ];
    assert_eq!(problems("hunan-2010", "e1.toml", &with_a_reason), []);
    for later in ["hunan-2016", "hunan-2022"] {
        let about_it = problems(later, "e1.toml", &without);
        let about_it: Vec<_> = about_it
            .iter()
            .filter(|one| one.0.contains("group"))
            .collect();
        assert_eq!(about_it, [] as [&(String, String); 0], "{later}");
    }
}

#[test]
fn fact_08_married_without_the_spouse_s_number_is_an_error_and_unmarried_hides_the_spouse() {
    let married = problems("hunan-2010", "e1.toml", &[("spouse.id", "")]);
    assert_eq!(married.len(), 1, "{married:?}");
    assert_eq!(married[0].0, "spouse.id");
    assert!(
        married[0].1.contains("夫妻双方都须有身份证件"),
        "{married:?}"
    );

    let case = example("e2.toml");
    let form = form(&case.service);
    let around = around("hunan-2010", "2010-04-06");
    let survey = form.survey(&draft(&form, &case.answers), &around);
    let asked: Vec<&str> = survey.questions().map(|one| one.path.as_str()).collect();
    let hidden = ["spouse", "marital.date", "children", "consent"];
    let shown = asked
        .iter()
        .find(|path| hidden.iter().any(|hidden| path.starts_with(hidden)));
    assert_eq!(shown, None, "{asked:?}");
}

#[test]
fn fact_34_a_name_with_a_bullet_equals_the_one_with_the_middle_dot() {
    let name = |text: &str| PersonName::read(text).expect("a name");
    let dotted = name("阿依古丽\u{00B7}买买提");
    for dot in [
        '\u{2022}', '\u{2027}', '\u{30FB}', '\u{FF0E}', '\u{2219}', '.',
    ] {
        assert_eq!(name(&format!("阿依古丽{dot}买买提")), dotted, "{dot:?}");
    }
    assert_eq!(dotted.as_str(), "阿依古丽·买买提");
}

#[test]
fn fact_33_a_missing_glyph_stops_the_print_with_its_code_point() {
    let place = Place::practice("2010-03-15");
    let case = example_text("e1.toml").replace("李春桃", "李\u{30EDD}");
    let (code, text) = said(&place.run_case(&case));
    assert_eq!(code, 7, "{text}");
    assert!(
        text.contains("字体缺字") && text.contains("U+30EDD"),
        "{text}"
    );
    let (_, found) = said(&place.run(&["find", "430406198304129927"]));
    assert!(
        found.contains("没有找到"),
        "no number and no record: {found}"
    );
}
