use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date of the test")
}

fn read(text: &str) -> Result<IdPaper, IdProblem> {
    IdPaper::read(text, day("2026-11-23"))
}

fn key(text: &str) -> String {
    match read(text) {
        Ok(paper) => paper.key(),
        Err(problem) => format!("{problem:?}"),
    }
}

#[test]
fn the_kind_is_told_by_the_pattern() {
    for (typed, expected) in [
        ("430406198304129927", "111:430406198304129927"),
        ("43040619920301990ｘ", "111:43040619920301990X"),
        ("810000198205069915", "554:810000198205069915"),
        ("820000199001019939", "554:820000199001019939"),
        ("830000199001019906", "554:830000199001019906"),
        ("943840198501019919", "553:943840198501019919"),
        ("usa310198501019", "553:USA310198501019"),
        ("H09999901", "516:H09999901"),
        ("m0999990102", "516:M0999990102"),
        ("0999990101B", "511:0999990101B"),
        ("E12345678", "414:E12345678"),
        ("EA1234567", "414:EA1234567"),
    ] {
        assert_eq!(key(typed), expected, "{typed}");
    }
}

#[test]
fn the_kind_may_be_named_before_a_colon() {
    assert_eq!(key("516:H09999901"), "516:H09999901");
    assert_eq!(key("５１１：09999901"), "511:09999901");
    assert_eq!(key("414: 123456789"), "414:123456789");
    assert_eq!(key("999:123"), "Kind");
    assert_eq!(key("516:X09999901"), "Pattern");
    assert_eq!(key("554:430406198304129927"), "Pattern");
}

#[test]
fn a_residence_permit_tells_birth_and_sex_and_its_check_is_tested() {
    let paper = read("810000198205069915").expect("a permit");
    assert_eq!(paper.kind(), IdKind::ResidencePermit);
    assert_eq!(paper.birth_date(), Some(day("1982-05-06")));
    assert_eq!(paper.sex(), Some(Sex::Male));
    assert_eq!(paper.area6().as_deref(), Some("810000"));
    assert_eq!(paper.resident_id(), None);
    assert_eq!(key("810000198205069916"), "CheckCharacter");
    assert_eq!(key("810000198213069915"), "BirthDate");
}

#[test]
fn a_foreign_permanent_resident_has_birth_and_sex_but_no_chinese_area() {
    let paper = read("943840198501019919").expect("a card");
    assert_eq!(paper.birth_date(), Some(day("1985-01-01")));
    assert_eq!(paper.sex(), Some(Sex::Male));
    assert_eq!(paper.area6(), None);
    assert_eq!(key("943840198501019918"), "CheckCharacter");
    let old = read("USA310198501019").expect("an older card");
    assert_eq!((old.birth_date(), old.sex()), (None, None));
}

#[test]
fn bare_digits_of_eight_or_ten_are_asked_about_and_others_are_slips_in_an_id_number() {
    assert_eq!(key("09999901"), "Ambiguous");
    assert_eq!(key("0999990101"), "Ambiguous");
    assert_eq!(key("4304061983"), "Ambiguous");
    assert_eq!(key("43040619830412992"), "Length(17)");
    assert_eq!(key("430406830412992"), "OldNumber");
    assert_eq!(key("43040619830412992A"), "Character('A')");
    assert_eq!(key("ABC"), "Pattern");
    assert_eq!(key("ABCDEF"), "Pattern");
    assert_eq!(key("E1234-678"), "Character('-')");
    assert_eq!(key(""), "Empty");
}

#[test]
fn short_and_long_numbers_are_masked() {
    let masked = |text| read(text).expect("a paper").masked();
    assert_eq!(masked("430406198304129927"), "430406********9927");
    assert_eq!(masked("H09999901"), "H0*****01");
}

#[test]
fn a_key_reads_back_only_as_it_was_written() {
    assert_eq!(
        IdPaper::parse_key("111:430406198304129927").map(|paper| paper.key()),
        Some("111:430406198304129927".to_owned())
    );
    assert_eq!(IdPaper::parse_key("111: 430406198304129927"), None);
    assert_eq!(IdPaper::parse_key("516:h09999901"), None);
    assert_eq!(IdPaper::parse_key("430406198304129927"), None);
    let paper = read("H09999901").expect("a permit");
    let json = serde_json::to_string(&paper).expect("a string");
    assert_eq!(json, "\"516:H09999901\"");
    assert_eq!(serde_json::from_str::<IdPaper>(&json).ok(), Some(paper));
}

#[test]
fn every_code_reads_back() {
    for kind in IdKind::ALL {
        assert_eq!(IdKind::from_code(kind.code()), Some(kind));
    }
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_without_panic(text in any::<String>()) {
        let _ = read(&text);
        let _ = IdPaper::parse_key(&text);
    }

    #[test]
    fn what_is_read_has_a_key_that_reads_back(text in "([1-5][0-9]{2}:)?[A-Z]{0,3}[89]?[0-9]{5,18}[A-ZX]?") {
        if let Ok(paper) = read(&text) {
            prop_assert_eq!(IdPaper::parse_key(&paper.key()), Some(paper.clone()));
            prop_assert_eq!(read(&paper.key()), Ok(paper.clone()));
            prop_assert!(paper.masked().len() == paper.number().len());
        }
    }
}
