//! Promise: scenario E7 of the guide. A birth permit that has ended is extended within its grace, by
//! keys and by case file; every line the guide expects is asserted.

use std::fs;

use guitai::office::Office;

use crate::support::counter::{Hall, choose, leave};
use crate::support::life::tall;
use crate::support::place::{day, example_text};
use crate::support::printed::{self, says};
use crate::support::terminal::Desk;

const PROFILE: &str = "hunan-2010";
const ZHAO_MIN: &str = "430406198409219902";
const SUN_QIANG: &str = "430408198201179975";
const PERMIT: &str = "(1)0406005080023";

/// The case without the husband's endorsement.
fn one_endorsement() -> String {
    let case = example_text("e7.toml");
    let (before, after) = case
        .split_once("[answers.endorsement.husband]")
        .expect("the husband's part");
    let (_, extension) = after
        .split_once("[answers.extension]")
        .expect("the last part");
    let before = before.replace(
        "endorsement_husband = \"已核原件\"",
        "endorsement_husband = \"缺\"",
    );
    format!("{before}[answers.extension]{extension}")
}

/// The case without the wife's endorsement.
fn without_her_endorsement() -> String {
    let case = example_text("e7.toml");
    let (before, after) = case
        .split_once("[answers.endorsement.wife]")
        .expect("the wife's part");
    let (_, husband) = after
        .split_once("[answers.endorsement.husband]")
        .expect("the husband's part");
    let before = before.replace(
        "endorsement_wife = \"已核原件\"",
        "endorsement_wife = \"缺\"",
    );
    format!("{before}[answers.endorsement.husband]{husband}")
}

/// Starts the service for a couple that is not on record and types it as far as the permit.
fn type_as_far_as_the_permit(desk: &mut Desk) {
    desk.keys(&format!("{ZHAO_MIN}③"));
    choose(desk, "《生育证》延期");
    desk.sees("女方姓名");
    for keys in ["赵敏⏎", "⏎", "塑田1", "第2组⏎", "孙强⏎"] {
        desk.keys(keys);
    }
    desk.sees("*男方证件号码");
    desk.keys(&format!("{SUN_QIANG}⏎蒸湘区⏎"));
    desk.sees("*生育证号");
    desk.keys(&format!("{PERMIT}⏎2008-12-10⏎"));
}

#[test]
fn e7_by_keys_the_wife_s_missing_endorsement_is_brought_and_the_permit_extended() {
    let hall = Hall::empty(PROFILE, "2010-12-20");
    let mut desk = tall(&hall.path());
    type_as_far_as_the_permit(&mut desk);
    // Her card, the permit and the husband's endorsement are there; hers is not.
    desk.sees("女方单位或社区意见");
    for answer in ["1", "1", "4", "1"] {
        desk.keys(answer);
    }
    desk.sees("签署方");
    desk.keys("1");
    desk.keys("衡阳××纺织厂⏎李建国⏎");
    desk.keys("1");
    desk.keys("20101208⏎");
    // She gives no reason.
    desk.keys("②");
    desk.sees("核对无误");
    desk.sees("已过期 10 天，仍在 30 天宽限期内");
    desk.sees("女方单位或社区意见 缺1份");
    desk.sees_no("男方单位或社区意见 缺");
    desk.keys("⏎");
    desk.sees("已受理，待补正：赵敏");
    desk.keys("⏎");
    desk.sees("今日办件");
    one_thing_is_missing(&hall, "女方单位或社区意见", "男方单位或社区意见");

    // The couple's page is found by the permit and by either number.
    for typed in [SUN_QIANG, ZHAO_MIN, PERMIT] {
        desk.keys(&format!("{typed}⏎"));
        desk.sees("待补正");
        desk.sees("430406********9902");
        desk.sees("《生育证》延期");
        if typed != PERMIT {
            desk.keys("⎋");
            desk.sees("找到1人");
            desk.keys("⎋");
            desk.sees("今日办件");
        }
    }
    choose(&mut desk, "《生育证》延期");
    desk.sees("递交人");
    desk.keys("②");
    desk.sees("此项必填");
    desk.keys("1");
    desk.sees("女方意见");
    desk.keys("②");
    desk.sees("签署方");
    desk.keys("2");
    desk.keys("塑田社区居民委员会⏎周敏⏎");
    desk.keys("1");
    desk.keys("20101206⏎");
    desk.keys("②");
    desk.sees("核对无误");
    for shown in [
        "（已过10天）",
        "2011-12-10",
        "《生育证》延期套打行",
        "受理回执",
    ] {
        desk.sees(shown);
    }
    desk.keys("⏎");
    desk.sees("已办结：");
    desk.keys("⏎");
    desk.sees("今日办件 2 件");
    leave(desk);
    is_extended(&hall.office(), "2011-12-10");
    says_so_on_paper(&hall.office(), false);
}

/// The notice of the case that waits lists one paper as missing, and not the other.
fn one_thing_is_missing(hall: &Hall, missing: &str, brought: &str) {
    let notice = "papers/2010/样SQ-430406005-2010-00001-F29.pdf";
    let notice = fs::read(hall.path().join(notice)).expect("the notice was written");
    let notice = printed::words(&notice);
    let (_, list) = notice.split_once("需要补充的材料").expect("a list");
    let (list, _) = list.split_once("请于2011年1月19日前补齐").expect("its end");
    assert!(list.contains(missing), "{missing} in {list}");
    assert!(!list.contains(brought), "{brought} in {list}");
}

/// What the couple and the street hold in their hands.
fn says_so_on_paper(office: &Office, reason: bool) {
    let case = "样SQ-430406005-2010-00001";
    let form = printed::paper(office, case, "F15");
    let said = [
        "(1)0406005080023",
        "2010年12月10日（已过10天）",
        "塑田社区居民委员会",
        "周敏",
        "2010年12月6日",
        "衡阳××纺织厂",
        "李建国",
        "2010年12月8日",
        "2011年12月10日",
        "原有效期已过10天，仍在30天宽限期内，照常办理",
    ];
    says(&form, &said);
    // Hers is her community's, his is his unit's; a reason stands there only if she gave one.
    let ticks = printed::ticked(office, case, "F15");
    let given: &[&str] = if reason { &["尚未怀孕"] } else { &[] };
    assert_eq!(ticks, [given, &["社区", "单位"]].concat());
    let line = printed::paper(office, case, "F14");
    let said = ["第1次延期：有效期延至2011年12月10日", "陈静2010年12月20日"];
    says(&line, &said);
    let receipt = printed::paper(office, case, "F29");
    let said = [
        "受理回执",
        "0元",
        "女方单位或社区意见",
        "男方单位或社区意见",
    ];
    says(&receipt, &said);
}

#[test]
fn e7_by_case_file_the_new_end_is_twelve_months_after_the_old_one() {
    let hall = Hall::empty(PROFILE, "2010-12-20");
    let (code, said) = hall.give(&["permit", "extend", "--case"], &example_text("e7.toml"));
    assert_eq!(code, 0, "{said}");
    for part in [
        "（已过10天）",
        "延至：2011-12-10",
        "第几次延期：1",
        "最多几次：1",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    // One of each, as the list of what was printed says.
    for paper in [
        "《生育证》延期申请表 ×1",
        "《生育证》延期套打行 ×1",
        "受理回执 ×1",
    ] {
        assert!(said.contains(paper), "{paper}: {said}");
    }
    says_so_on_paper(&hall.office(), true);
    is_extended(&hall.office(), "2011-12-10");

    // Once is the most, and she is told what is possible instead.
    let (code, refused) = hall.give(&["permit", "extend", "--case"], &example_text("e7.toml"));
    assert_eq!(code, 6, "{refused}");
    assert!(refused.contains("已延期 1 次，最多 1 次"), "{refused}");
    assert!(refused.contains("重新申请《生育证》"), "{refused}");
}

/// The ledger, the person and the record say the same.
fn is_extended(office: &Office, to: &str) {
    let person = office.exact(PERMIT).expect("a view").expect("found");
    assert_eq!(office.exact(SUN_QIANG).expect("a view"), Some(person));
    assert_eq!(office.exact(ZHAO_MIN).expect("a view"), Some(person));
    let page = office.person(person).expect("a view").expect("on record");
    assert_eq!(page.person.fact("birth_permit.expiry_date"), to);
    assert_eq!(page.person.fact("birth_permit.times"), "1");
    assert!(page.waiting.is_empty());
    let today = office.day(day("2010-12-20")).expect("a view");
    let line = today.last().expect("a line of the day");
    assert_eq!(
        (line.service.as_str(), line.name.as_str()),
        ("permit.extend", "赵敏")
    );
}

#[test]
fn e7_a_case_that_waits_has_extended_nothing() {
    let hall = Hall::empty(PROFILE, "2010-12-20");
    let (code, _) = hall.give(&["permit", "extend", "--case"], &one_endorsement());
    assert_eq!(code, 6);
    let office = hall.office();
    let person = office.exact(ZHAO_MIN).expect("a view").expect("on record");
    let page = office.person(person).expect("a view").expect("on record");
    assert_eq!(page.person.fact("birth_permit.expiry_date"), "2010-12-10");
    assert_eq!(page.person.fact("birth_permit.times"), "");
}

#[test]
fn e7_both_missing_endorsements_stand_on_one_complete_list() {
    let hall = Hall::empty(PROFILE, "2010-12-20");
    let case = one_endorsement().replace(
        "endorsement_wife = \"已核原件\"",
        "endorsement_wife = \"缺\"",
    );
    let (code, notice) = hall.give(&["permit", "extend", "--case"], &case);
    assert_eq!(code, 6, "{notice}");
    for paper in ["女方单位或社区意见", "男方单位或社区意见"] {
        assert!(notice.contains(&format!("缺：{paper}")), "{notice}");
    }
}

#[test]
fn e7_by_case_file_one_missing_endorsement_is_all_that_the_notice_lists() {
    let (hers, his) = ("女方单位或社区意见", "男方单位或社区意见");
    for (case, missing, brought) in [
        (without_her_endorsement(), hers, his),
        (one_endorsement(), his, hers),
    ] {
        let hall = Hall::empty(PROFILE, "2010-12-20");
        let (code, notice) = hall.give(&["permit", "extend", "--case"], &case);
        assert_eq!(code, 6, "{notice}");
        assert!(notice.contains(&format!("缺：{missing}")), "{notice}");
        assert!(!notice.contains(&format!("缺：{brought}")), "{notice}");
        one_thing_is_missing(&hall, missing, brought);
        // With the other paper the same case goes on.
        let (code, text) = hall.give(&["permit", "extend", "--case"], &example_text("e7.toml"));
        assert_eq!(code, 0, "{text}");
        is_extended(&hall.office(), "2011-12-10");
    }
}

/// Why a permit 32 days over is not extended, and what is possible instead.
const TOO_LATE: [&str; 4] = [
    "已过期32天",
    "30天宽限期",
    "重新申请《生育证》",
    "办理生育登记",
];

fn the_refusal_is_on_paper(hall: &Hall) {
    let notice = hall.path().join("papers/2011/不予办理-F29.pdf");
    let notice = printed::words(&fs::read(notice).expect("the notice was printed"));
    says(&notice, &["不予办理告知书", "《生育证》延期"]);
    says(&notice, &TOO_LATE);
}

#[test]
fn e7_by_case_file_thirty_two_days_late_is_refused_with_the_reason_and_the_offer() {
    let hall = Hall::empty(PROFILE, "2011-01-11");
    let case = example_text("e7.toml").replace("date = 2010-12-20", "date = 2011-01-11");
    let (code, refused) = hall.give(&["permit", "extend", "--case"], &case);
    assert_eq!(code, 6, "{refused}");
    says(&refused.replace(' ', ""), &TOO_LATE);
    assert_eq!(hall.office().people(), 0, "nothing is entered");
    the_refusal_is_on_paper(&hall);
}

#[test]
fn e7_by_keys_thirty_two_days_late_is_refused_on_paper_and_the_form_waits() {
    let hall = Hall::empty(PROFILE, "2011-01-11");
    let mut desk = tall(&hall.path());
    type_as_far_as_the_permit(&mut desk);
    desk.sees("已过期 32 天");
    desk.sees("30 天宽限期");
    desk.sees("重新申请《生育证》");
    desk.keys("⑤");
    desk.sees("F29");
    desk.keys("⎋");
    desk.sees("已存为草稿");
    leave(desk);
    the_refusal_is_on_paper(&hall);
    let office = hall.office();
    assert_eq!(office.people(), 0, "nothing is entered");
    let drafts = office.drafts();
    assert_eq!(drafts.len(), 1);
    let draft = office.draft(drafts[0].request).expect("it can be read");
    assert_eq!(draft.typed("permit.no"), PERMIT);
}
