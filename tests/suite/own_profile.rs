//! Promise: a hall may have a profile of its own in its folder; E7 under one that counts an extension
//! from the day of the request, by keys and by case file.

use std::fs;

use crate::support::counter::{Hall, leave};
use crate::support::life::tall;
use crate::support::place::{example, example_text};
use crate::support::printed;

const HOUSE: &str = "hunan-2010";
const OWN: &str = "own-2010";
const CASE: &str = "样SQ-430406005-2010-00001";

/// Writes another profile into the settings of the hall.
fn works_under(hall: &Hall, profile: &str, instead_of: &str) {
    let settings = hall.path().join("hall.toml");
    let text = fs::read_to_string(&settings).expect("settings");
    fs::write(&settings, text.replace(instead_of, profile)).expect("room for settings");
}

/// A hall whose own profile counts an extension from the day of the request.
fn counts_from_today() -> Hall {
    let hall = Hall::empty(HOUSE, "2010-12-20");
    let text = fs::read_to_string("forms/policy/hunan-2010.toml").expect("the profile");
    let own = text
        .replace("id = \"hunan-2010\"", "id = \"own-2010\"")
        .replace("extend_from = \"old_expiry\"", "extend_from = \"today\"");
    let folder = hall.path().join("policy");
    fs::create_dir(&folder).expect("room for a profile");
    fs::write(folder.join("own.toml"), own).expect("room for a profile");
    works_under(&hall, OWN, HOUSE);
    hall
}

fn is_extended_until(hall: &Hall, day: &str) {
    let office = hall.office();
    let person = office.exact("430406198409219902").expect("a view");
    let page = office.person(person.expect("on record")).expect("a view");
    let person = page.expect("on record").person;
    assert_eq!(person.fact("birth_permit.expiry_date"), day);
}

#[test]
fn e7_by_case_file_a_profile_that_counts_from_today_gives_until_2011_12_20() {
    let hall = counts_from_today();
    let (code, said) = hall.give(&["permit", "extend", "--case"], &example_text("e7.toml"));
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("延至：2011-12-20"), "{said}");
    is_extended_until(&hall, "2011-12-20");
    // Years later the hall works under another profile, and the paper is what it was.
    let first = hall.office().paper(CASE, "F14").expect("printed");
    assert!(printed::words(&first).contains("2011年12月20日"));
    fs::remove_dir_all(hall.path().join("policy")).expect("its own folder");
    works_under(&hall, HOUSE, OWN);
    assert_eq!(hall.office().paper(CASE, "F14").expect("printed"), first);
}

#[test]
fn e7_by_keys_a_profile_that_counts_from_today_gives_until_2011_12_20() {
    let hall = counts_from_today();
    let office = hall.office();
    let case = example("e7.toml");
    let draft = office.start(&case.service, None, &case.answers);
    let draft = draft.expect("a view").expect("a service");
    office.save_draft(&draft).expect("room for a draft");
    office.close();
    let mut desk = tall(&hall.path());
    desk.sees("已恢复草稿");
    desk.keys("④");
    desk.sees("存草稿退出");
    desk.keys("②");
    desk.sees("核对无误");
    desk.sees("2011-12-20");
    desk.keys("⏎");
    desk.sees("已办结：");
    desk.keys("⏎");
    leave(desk);
    is_extended_until(&hall, "2011-12-20");
}

#[test]
fn a_profile_of_a_hall_under_a_name_of_the_house_is_refused_with_its_file() {
    let hall = counts_from_today();
    let own = hall.path().join("policy/own.toml");
    let text = fs::read_to_string(&own).expect("the profile");
    fs::write(&own, text.replace(OWN, HOUSE)).expect("room for a profile");
    works_under(&hall, HOUSE, OWN);
    let (code, said) = hall.give(&["permit", "extend", "--case"], &example_text("e7.toml"));
    assert_ne!(code, 0, "{said}");
    assert!(
        said.contains("own.toml") && said.contains("another id"),
        "{said}"
    );
}
