use proptest::prelude::*;

use super::*;
use crate::text::Lang;

fn shipped() -> Divisions {
    Divisions::parse([
        include_str!("../../../forms/codes/counties.csv"),
        include_str!("../../../forms/codes/towns.csv"),
        include_str!("../../../forms/codes/communities.csv"),
    ])
    .expect("the shipped tables are well formed")
}

fn names(found: &[&Division]) -> Vec<String> {
    found.iter().map(|one| one.name.clone()).collect()
}

#[test]
fn an_old_county_code_is_found_with_its_years() {
    let divisions = shipped();
    let jingxi = divisions.find("451025").expect("in the history");
    assert_eq!(jingxi.name, "靖西县");
    assert!(jingxi.is_old());
    assert_eq!(jingxi.valid_from.as_deref(), Some("2002-12"));
    assert_eq!(jingxi.valid_to.as_deref(), Some("2015-08"));
    assert_eq!(
        divisions.full_name("451025").as_deref(),
        Some("广西壮族自治区百色市靖西县")
    );
    assert!(!divisions.find("451081").expect("valid").is_old());
    assert_eq!(divisions.find("999999"), None);
}

#[test]
fn humen_is_a_town_directly_under_a_city() {
    let divisions = shipped();
    let humen = divisions.find("441900121").expect("in the towns");
    assert_eq!((humen.name.as_str(), humen.level), ("虎门镇", Level::Town));
    let city = divisions.parent("441900121").expect("a city");
    assert_eq!(
        (city.code.as_str(), city.level),
        ("4419", Level::Prefecture)
    );
    assert_eq!(
        divisions.full_name("441900121").as_deref(),
        Some("广东省东莞市虎门镇")
    );
    let towns = divisions.search("hm", Some("4419"), Some(Level::Town));
    assert_eq!(names(&towns)[0], "虎门镇");
    assert_eq!(
        divisions.find("441900").map(|one| one.name.as_str()),
        Some("东莞市")
    );
}

#[test]
fn first_letters_pinyin_and_characters_find_a_city() {
    let divisions = shipped();
    for typed in [
        "dg",
        "dongg",
        "dongguan",
        "DongGuan",
        "东莞",
        "东莞市",
        "4419",
    ] {
        let found = divisions.search(typed, None, None);
        assert_eq!(names(&found)[0], "东莞市", "{typed}");
    }
    let found = divisions.search("莞", None, None);
    assert!(names(&found).contains(&"东莞市".to_owned()));
}

#[test]
fn the_communities_of_the_street_are_found_by_first_letters() {
    let divisions = shipped();
    let found = divisions.search("xkc", Some("430406005"), Some(Level::Community));
    assert_eq!(names(&found), ["新矿村社区"]);
    let everywhere = divisions.search("xkc", None, None);
    assert!(names(&everywhere).contains(&"新矿村社区".to_owned()));
    assert_eq!(
        divisions.full_name("430406005001").as_deref(),
        Some("湖南省衡阳市雁峰区白沙洲街道新矿村社区")
    );
    let all = divisions.search("", Some("430406005"), None);
    assert_eq!(all.len(), 8);
}

#[test]
fn an_empty_text_lists_what_lies_below_without_fillers_and_old_names() {
    let divisions = shipped();
    let districts = divisions.search("", Some("430400"), Some(Level::County));
    assert!(names(&districts).contains(&"雁峰区".to_owned()));
    assert!(!names(&districts).contains(&"市辖区".to_owned()));
    assert!(districts.iter().all(|one| !one.is_old()));
    let provinces = divisions.search("", None, Some(Level::Province));
    assert!(names(&provinces).contains(&"湖南省".to_owned()));
}

#[test]
fn valid_divisions_come_before_old_ones() {
    let divisions = shipped();
    let found = divisions.search("靖西", None, Some(Level::County));
    assert_eq!(names(&found)[0], "靖西市");
    assert!(found.iter().any(|one| one.code == "451025"));
}

#[test]
fn the_areas_of_the_residence_permits_have_names() {
    let divisions = shipped();
    let name = |code| divisions.full_name(code).expect("a name");
    assert_eq!(name("810000"), "香港特别行政区");
    assert_eq!(name("820000"), "澳门特别行政区");
    assert_eq!(name("830000"), "台湾");
    assert_eq!(name("110101"), "北京市东城区");
}

#[test]
fn a_place_is_found_within_a_place() {
    let divisions = shipped();
    for typed in [
        "dg hm",
        "东莞 虎门",
        "广东省东莞市虎门镇",
        "东莞市虎门",
        "广东 dg hm",
    ] {
        let found = divisions.search(typed, None, None);
        assert_eq!(found[0].code, "441900121", "{typed}");
    }
    let found = divisions.search("湖南省衡阳市雁峰区白沙洲街道新矿村社区", None, None);
    assert_eq!(found[0].code, "430406005001");
    assert!(
        divisions
            .search("广东省东莞市没有镇", None, None)
            .is_empty()
    );
}

#[test]
fn an_old_code_is_described_with_its_years() {
    let divisions = shipped();
    let said = |code| divisions.describe(code).map(|said| said.say(Lang::Zh));
    assert_eq!(
        said("451025").as_deref(),
        Some("广西壮族自治区百色市靖西县（旧码，2002-12至2015-08）")
    );
    assert_eq!(said("430406").as_deref(), Some("湖南省衡阳市雁峰区"));
    assert_eq!(said("999999"), None);
}

#[test]
fn an_address_to_the_county_may_end_at_a_city_without_counties() {
    let divisions = shipped();
    let ends = |code| {
        divisions
            .find(code)
            .map(|one| divisions.ends_county_address(one))
    };
    assert_eq!(ends("4419"), Some(true));
    assert_eq!(ends("430406"), Some(true));
    assert_eq!(ends("4304"), Some(false));
    assert_eq!(ends("44"), Some(false));
    assert_eq!(ends("81"), Some(true));
    assert_eq!(ends("4526"), Some(false), "an old prefecture");
}

#[test]
fn a_spoilt_line_is_named_with_its_number() {
    let problem = Divisions::parse(["code,name\n43,湖南省,,\n4x,衡阳市,,"]).map(|_| ());
    let expected = TableProblem {
        line: 3,
        text: "4x,衡阳市,,".to_owned(),
    };
    assert_eq!(problem, Err(expected));
    assert!(Divisions::parse(["code,name\n43,,,"]).is_err());
}

#[test]
fn every_area_of_the_synthetic_people_is_in_a_table_of_some_year() {
    let divisions = shipped();
    for (number, ..) in crate::person::resident_id::tests::VALID {
        assert!(divisions.find(&number[..6]).is_some(), "{number}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_searched_without_panic(text in any::<String>(), under in any::<String>()) {
        let divisions = small();
        let _ = divisions.search(&text, Some(&under), None);
        let _ = divisions.find(&text);
        let _ = divisions.full_name(&text);
        let _ = divisions.parent(&text);
        let _ = Divisions::parse([text.as_str()]);
    }

    #[test]
    fn letters_are_searched_without_panic(text in "[a-z0-9]{0,8}", under in "[0-9]{0,12}") {
        let found = small();
        for one in found.search(&text, Some(&under), None) {
            prop_assert!(one.code.starts_with(short_code(&under)));
        }
    }
}

fn small() -> Divisions {
    let text = "code,name,valid_from,valid_to\n43,湖南省,,\n4304,衡阳市,,\n430401,市辖区,,\n\
        430406,雁峰区,2001-12,\n430411,郊区,,2000-12\n430406005,白沙洲街道,,\n44,广东省,,\n\
        4419,东莞市,1988-12,\n441900121,虎门镇,,\n";
    Divisions::parse([text]).expect("well formed")
}
