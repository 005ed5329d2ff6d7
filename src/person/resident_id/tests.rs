use proptest::prelude::*;

use super::*;
use crate::text::Lang;

pub(in crate::person) const VALID: [(&str, Sex, &str); 29] = [
    ("430406198304129927", Sex::Female, "1983-04-12"),
    ("430421198011039913", Sex::Male, "1980-11-03"),
    ("430406200609189947", Sex::Female, "2006-09-18"),
    ("430406199007259965", Sex::Female, "1990-07-25"),
    ("430407198502199906", Sex::Female, "1985-02-19"),
    ("430406200706059933", Sex::Male, "2007-06-05"),
    ("430406198808089981", Sex::Female, "1988-08-08"),
    ("430406198603149944", Sex::Female, "1986-03-14"),
    ("430422197911309925", Sex::Female, "1979-11-30"),
    ("430422197702019956", Sex::Male, "1977-02-01"),
    ("430406198409219902", Sex::Female, "1984-09-21"),
    ("430408198201179975", Sex::Male, "1982-01-17"),
    ("430406198107039981", Sex::Female, "1981-07-03"),
    ("430406198704169944", Sex::Female, "1987-04-16"),
    ("653101198405109920", Sex::Female, "1984-05-10"),
    ("451025198606229968", Sex::Female, "1986-06-22"),
    ("430406199405309905", Sex::Female, "1994-05-30"),
    ("430406198501159922", Sex::Female, "1985-01-15"),
    ("430426198309299998", Sex::Male, "1983-09-29"),
    ("430406198912039941", Sex::Female, "1989-12-03"),
    ("350102199502279988", Sex::Female, "1995-02-27"),
    ("370102199308119933", Sex::Male, "1993-08-11"),
    ("43040619920301990X", Sex::Female, "1992-03-01"),
    ("43040619770101992X", Sex::Female, "1977-01-01"),
    ("430406198402299903", Sex::Female, "1984-02-29"),
    ("810000198205069915", Sex::Male, "1982-05-06"),
    ("820000199001019939", Sex::Male, "1990-01-01"),
    ("830000199001019906", Sex::Female, "1990-01-01"),
    ("11010519491231002X", Sex::Female, "1949-12-31"),
];

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date of the test")
}

fn read(text: &str) -> Result<ResidentId, IdProblem> {
    ResidentId::read(text, day("2010-03-15"))
}

#[test]
fn the_numbers_of_the_guide_are_read_with_birth_date_and_sex() {
    for (number, sex, birth) in VALID {
        let id = ResidentId::read(number, day("2026-11-23")).expect(number);
        assert_eq!(id.sex(), sex, "{number}");
        assert_eq!(id.birth_date(), day(birth), "{number}");
        assert_eq!(id.as_str(), number);
    }
}

#[test]
fn a_wrong_check_digit_is_named_and_the_right_one_is_not_told() {
    let problem = read("430406198704169945").expect_err("wrong check");
    assert_eq!(problem, IdProblem::CheckCharacter);
    assert_eq!(problem.message().say(Lang::Zh), "校验码不符，请核对证件");
}

#[test]
fn the_thirtieth_of_february_is_no_birth_date() {
    assert_eq!(read("430406198702309944"), Err(IdProblem::BirthDate));
}

#[test]
fn seventeen_characters_are_too_few() {
    assert_eq!(read("43040619870416994"), Err(IdProblem::Length(17)));
}

#[test]
fn a_full_width_x_is_repaired_before_the_check() {
    assert_eq!(read("43040619870416994Ｘ"), Err(IdProblem::CheckCharacter));
    let repaired = read("４３０４０６ 19920301 990ｘ").expect("repaired");
    assert_eq!(repaired.as_str(), "43040619920301990X");
}

#[test]
fn eighteen_bytes_of_chinese_are_refused_without_panic() {
    assert_eq!(read("汉字汉字汉字"), Err(IdProblem::Character('汉')));
    assert_eq!(read("٤٣٠٤٠٦"), Err(IdProblem::Character('٤')));
}

#[test]
fn a_letter_in_the_middle_is_named() {
    assert_eq!(read("43040619870X169945"), Err(IdProblem::Character('X')));
}

#[test]
fn a_birth_in_the_future_or_before_1900_is_refused() {
    let problem = ResidentId::read("430406200609189947", day("2006-09-17"));
    assert_eq!(problem, Err(IdProblem::BirthInFuture));
    assert_eq!(read("430406189912319920"), Err(IdProblem::BirthTooEarly));
}

#[test]
fn a_number_that_begins_with_no_province_is_refused() {
    assert_eq!(read("190406198704169944"), Err(IdProblem::Province));
}

#[test]
fn an_old_number_is_upgraded_for_looking_up_only() {
    assert_eq!(read("430406830412992"), Err(IdProblem::OldNumber));
    let upgraded = ResidentId::upgrade_15("430406830412992").expect("15 digits");
    assert_eq!(upgraded.as_str(), "430406198304129927");
    assert_eq!(
        ResidentId::upgrade_15("430406198304129927"),
        Err(IdProblem::Length(18))
    );
    let centenarian = ResidentId::upgrade_15("430406830412996").expect("15 digits");
    assert_eq!(centenarian.birth_date(), day("1883-04-12"));
}

#[test]
fn a_standard_body_takes_the_check_character_four() {
    assert_eq!(check_character("44052418800101001"), Some('4'));
    assert_eq!(check_character("4405241880010100"), None);
    assert_eq!(check_character("4405241880010100a"), None);
}

#[test]
fn the_area_birth_and_sex_are_told_while_the_number_is_typed() {
    assert_eq!(ResidentId::glimpse(""), Glimpse::default());
    let area = ResidentId::glimpse("43040");
    assert_eq!(area.area.as_deref(), Some("4304"));
    let year = ResidentId::glimpse("430406 1983 0");
    assert_eq!(year.area.as_deref(), Some("430406"));
    assert_eq!(year.birth, Some(PartialDate::Year(1983)));
    let whole = ResidentId::glimpse("430406198304129927");
    assert_eq!(whole.birth, Some(PartialDate::Day(day("1983-04-12"))));
    assert_eq!(whole.sex, Some(Sex::Female));
    assert_eq!(whole.check_agrees, Some(true));
}

#[test]
fn a_masked_number_hides_the_birth_date() {
    let id = read("430406198304129927").expect("valid");
    assert_eq!(id.masked(), "430406********9927");
    assert_eq!(id.tail(), "9927");
    assert_eq!(id.area6(), "430406");
}

#[test]
fn a_made_up_person_gets_a_number_that_reads_back() {
    let id = ResidentId::compose("430406", day("1983-04-12"), 992).expect("parts");
    assert_eq!(id.as_str(), "430406198304129927");
    assert_eq!(ResidentId::compose("43", day("1983-04-12"), 992), None);
}

#[test]
fn a_stored_number_reads_back_and_a_spoilt_one_does_not() {
    let id = read("430406198304129927").expect("valid");
    let json = serde_json::to_string(&id).expect("a string");
    assert_eq!(json, "\"430406198304129927\"");
    assert_eq!(serde_json::from_str::<ResidentId>(&json).ok(), Some(id));
    assert!(serde_json::from_str::<ResidentId>("\"430406198304129928\"").is_err());
}

fn any_id() -> impl Strategy<Value = ResidentId> {
    (0..VALID.len(), 0u16..1000, 0i64..40_000).prop_map(|(area, sequence, days)| {
        let birth = day("1900-01-01") + chrono::Duration::days(days);
        ResidentId::compose(&VALID[area].0[..6], birth, sequence).expect("six digits")
    })
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_without_panic(text in any::<String>()) {
        let _ = read(&text);
        let _ = ResidentId::upgrade_15(&text);
        let _ = ResidentId::glimpse(&text);
    }

    #[test]
    fn any_bytes_are_read_or_refused_without_panic(bytes in any::<Vec<u8>>()) {
        let _ = read(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn nearly_a_number_is_read_or_refused_without_panic(text in "[0-9X汉Ｘ ]{14,19}") {
        let _ = read(&text);
        let _ = ResidentId::upgrade_15(&text);
        let _ = ResidentId::glimpse(&text);
    }

    #[test]
    fn a_composed_number_reads_back(id in any_id()) {
        prop_assert_eq!(ResidentId::read(id.as_str(), day("2100-01-01")), Ok(id));
    }

    #[test]
    fn every_single_wrong_digit_is_found(id in any_id(), place in 0usize..18, digit in 0u8..10) {
        let mut typed = id.as_str().as_bytes().to_vec();
        prop_assume!(typed[place] != b'0' + digit);
        typed[place] = b'0' + digit;
        let typed = String::from_utf8(typed).expect("digits");
        prop_assert!(ResidentId::read(&typed, day("2100-01-01")).is_err());
    }

    #[test]
    fn every_swap_of_neighbours_is_found(id in any_id(), place in 0usize..17) {
        let mut typed = id.as_str().as_bytes().to_vec();
        prop_assume!(typed[place] != typed[place + 1]);
        typed.swap(place, place + 1);
        let typed = String::from_utf8(typed).expect("digits");
        prop_assert!(ResidentId::read(&typed, day("2100-01-01")).is_err());
    }
}
