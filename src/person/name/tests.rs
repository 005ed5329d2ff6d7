use proptest::prelude::*;

use super::*;

fn read(text: &str) -> Result<String, NameProblem> {
    PersonName::read(text).map(|name| name.as_str().to_owned())
}

#[test]
fn every_dot_becomes_the_middle_dot() {
    for dot in ['·', '•', '‧', '・', '．', '.', '∙'] {
        let typed = format!("阿依古丽{dot}买买提");
        assert_eq!(read(&typed).as_deref(), Ok("阿依古丽·买买提"), "{dot}");
    }
}

#[test]
fn a_name_with_a_bullet_equals_the_one_with_the_middle_dot() {
    let bullet = PersonName::read("阿依古丽\u{2022}买买提");
    let middle = PersonName::read("阿依古丽\u{00B7}买买提");
    assert!(bullet.is_ok());
    assert_eq!(bullet, middle);
}

#[test]
fn a_dot_at_an_end_or_doubled_is_refused() {
    for text in ["·李", "李·", "阿依··买买提", "阿依· ·买"] {
        assert_eq!(read(text), Err(NameProblem::Dot), "{text}");
    }
}

#[test]
fn a_code_point_typed_inside_a_name_becomes_the_character() {
    assert_eq!(read("陈U+4DAE").as_deref(), Ok("陈䶮"));
    assert_eq!(read("陈u+20164明").as_deref(), Ok("陈𠅤明"));
    assert_eq!(
        read("陈U+0041"),
        Err(NameProblem::CodePoint("U+0041".to_owned()))
    );
    assert_eq!(read("陈U+"), Err(NameProblem::CodePoint("U+".to_owned())));
    let name = PersonName::read("陈䶮").expect("a name");
    assert_eq!(name.rare(), [('䶮', "U+4DAE".to_owned())]);
    assert_eq!(name.with_points(), "陈䶮 [U+4DAE]");
}

#[test]
fn a_radical_from_a_pdf_becomes_the_character_and_other_forms_stay() {
    assert_eq!(read("\u{2F26}明").as_deref(), Ok("子明"));
    assert_eq!(read("\u{F9F4}明").as_deref(), Ok("\u{F9F4}明"));
    assert_eq!(read("葛\u{E0100}明").as_deref(), Ok("葛\u{E0100}明"));
}

#[test]
fn a_character_of_the_private_use_area_asks_for_the_true_code() {
    let problem = read("陈\u{E864}").expect_err("private use");
    assert_eq!(problem, NameProblem::PrivateUse('\u{E864}'));
    let said = problem.message().say(crate::text::Lang::Zh);
    assert!(said.contains("U+E864"), "{said}");
}

#[test]
fn a_passport_name_keeps_its_letters_and_signs() {
    assert_eq!(
        read("O’BRIEN, Mary-Ann J.").as_deref(),
        Ok("O'BRIEN, Mary-Ann J.")
    );
    assert_eq!(read("  MÜLLER   HANS ").as_deref(), Ok("MÜLLER HANS"));
    assert_eq!(read("ＡＮＮＡ").as_deref(), Ok("ANNA"));
    assert_eq!(read("约翰·F·肯尼迪").as_deref(), Ok("约翰·F·肯尼迪"));
}

#[test]
fn slips_of_the_input_method_are_named() {
    assert_eq!(read("李chun桃"), Err(NameProblem::MixedScripts));
    assert_eq!(read("李 春桃"), Err(NameProblem::Space));
    assert_eq!(read("李春桃1"), Err(NameProblem::Character('1')));
    assert_eq!(read("李春桃?"), Err(NameProblem::Character('?')));
    assert_eq!(read("   "), Err(NameProblem::Empty));
    assert_eq!(read("---"), Err(NameProblem::Empty));
}

#[test]
fn fifty_characters_are_allowed_and_fifty_one_are_not() {
    assert!(read(&"李".repeat(50)).is_ok());
    assert!(read(&"𠅤".repeat(50)).is_ok());
    assert_eq!(read(&"李".repeat(51)), Err(NameProblem::TooLong(51)));
}

#[test]
fn the_search_key_has_neither_dots_nor_marks_nor_case() {
    let key = |text| PersonName::read(text).map(|name| name.search_key());
    assert_eq!(key("阿依古丽·买买提").as_deref(), Ok("阿依古丽买买提"));
    assert_eq!(key("O'Brien Mary").as_deref(), Ok("obrienmary"));
    assert_eq!(key("葛\u{E0100}明").as_deref(), Ok("葛明"));
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_without_panic(text in any::<String>()) {
        let _ = PersonName::read(&text);
    }

    #[test]
    fn any_bytes_are_read_or_refused_without_panic(bytes in any::<Vec<u8>>()) {
        let _ = PersonName::read(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_name_that_reads_is_read_back_unchanged(text in "[李春桃䶮U+4DAE.·• a-c⼦']{1,8}") {
        if let Ok(name) = PersonName::read(&text) {
            prop_assert_eq!(PersonName::read(name.as_str()), Ok(name));
        }
    }
}
