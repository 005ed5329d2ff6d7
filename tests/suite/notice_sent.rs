//! Promise: the office of the hukou place is told which service was given, and of a result only with
//! her consent (避孕节育情况通报单).

use crate::support::counter::Hall;
use crate::support::place::{check, example, example_text, with};

#[test]
fn without_consent_no_result_is_asked_stored_or_printed() {
    let hall = Hall::empty("hunan-2010", "2010-06-20");
    let office = hall.office();
    let told = with(example("notice.toml"), &[("result.summary", "未见异常")]);
    let quiet = check(&office, &told).unwrap_or_else(|unfit| panic!("{unfit:#?}"));
    assert!(!quiet.answers().contains_key("result.summary"));
    assert!(!quiet.values().contains_key("report.result"));

    let agreed = [("consent.result", "是"), ("result.summary", "未见异常")];
    let agreed = check(&office, &with(example("notice.toml"), &agreed));
    let agreed = agreed.unwrap_or_else(|unfit| panic!("{unfit:#?}"));
    assert_eq!(agreed.values()["report.result"], "未见异常");
    office.close();

    let (code, said) = hall.give(&["issue"], &example_text("notice.toml"));
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("样TB-430406005-2010-0001"), "{said}");
    assert!(said.contains("F16"), "{said}");
}

#[test]
fn since_the_repeal_nobody_is_told_and_she_gets_her_result_herself() {
    let hall = Hall::empty("hunan-2022", "2026-11-23");
    let case = example_text("notice.toml").replace("2010-06-20", "2026-11-23");
    let (code, refused) = hall.give(&["issue"], &case);
    assert_eq!(code, 6, "{refused}");
    assert!(refused.contains("只交本人"), "{refused}");
}
