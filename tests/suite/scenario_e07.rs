//! Promise: scenario E7 of the guide. A birth permit that has ended is extended within its grace, by
//! keys and by case file; every line the guide expects is asserted.

use std::fs;

use guitai::form::{Form, Submission, Unfit};
use guitai::office::Office;
use guitai::policy::Profile;

use crate::support::counter::{Hall, choose, leave};
use crate::support::life::tall;
use crate::support::place::{Place, check, day, example, example_text, with};

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

#[test]
fn e7_by_keys_the_missing_endorsement_is_brought_and_the_permit_extended() {
    let hall = Hall::empty(PROFILE, "2010-12-20");
    let (code, notice) = hall.give(&["permit", "extend", "--case"], &one_endorsement());
    assert_eq!(code, 6, "{notice}");
    assert!(notice.contains("缺：男方单位或社区意见"), "{notice}");
    assert!(notice.contains("F29"), "{notice}");

    let mut desk = tall(&hall.path());
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
    desk.sees("签署方");
    desk.keys("1");
    desk.keys("衡阳××纺织厂⏎李建国⏎");
    desk.keys("1");
    desk.keys("20101208⏎");
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
    for (paper, copies) in [("F15", 1), ("F14", 1), ("F29", 1)] {
        let file = format!("papers/2010/样SQ-430406005-2010-00001-{paper}.pdf");
        let pdf = fs::read(hall.path().join(file)).expect("the paper was written");
        assert!(pdf.starts_with(b"%PDF-"), "{paper} ×{copies}");
        assert!(said.contains(&format!("{paper}  ")), "{said}");
    }
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
fn e7_thirty_two_days_late_is_refused_with_the_reason_and_the_offer() {
    let hall = Hall::empty(PROFILE, "2011-01-11");
    let case = example_text("e7.toml").replace("date = 2010-12-20", "date = 2011-01-11");
    let (code, refused) = hall.give(&["permit", "extend", "--case"], &case);
    assert_eq!(code, 6, "{refused}");
    for part in [
        "已过期 32 天",
        "30 天宽限期",
        "重新申请《生育证》",
        "办理生育登记",
    ] {
        assert!(refused.contains(part), "{part}: {refused}");
    }
    assert_eq!(hall.office().people(), 0, "nothing is kept of a refusal");
}

/// The example under the profile of the house with other words in it.
fn under(office: &Office, on: &str, changes: &[(&str, &str)]) -> Result<Submission, Unfit> {
    let mut text = fs::read_to_string("forms/policy/hunan-2010.toml").expect("the profile");
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replace(old, new);
    }
    let shelf = office.shelf();
    let profile = Profile::parse("profile", &text).expect("it reads");
    let mut around = shelf.around.clone();
    around.profile = profile.into();
    around.on = day(on);
    let form: &Form = shelf.form("permit.extend").expect("a service");
    let case = example("e7.toml");
    let draft = office.start(&case.service, None, &case.answers);
    form.check(&draft.expect("a view").expect("a service"), &around)
}

#[test]
fn fact_18_extension_notice_30_grace_30_once_from_the_old_end_or_today() {
    let place = Place::real("2010-12-20");
    let office = place.open();
    let end = |submission: Result<Submission, Unfit>| {
        let submission = submission.unwrap_or_else(|unfit| panic!("{unfit:#?}"));
        submission.values()["extension.to"].clone()
    };
    let from_today = ("extend_from = \"old_expiry\"", "extend_from = \"today\"");
    assert_eq!(end(under(&office, "2010-12-20", &[])), "2011-12-10");
    assert_eq!(
        end(under(&office, "2010-12-20", &[from_today])),
        "2011-12-20"
    );
    // Nobody loses days by coming early.
    assert_eq!(
        end(under(&office, "2010-12-09", &[from_today])),
        "2011-12-10"
    );

    // 9 January is the thirtieth day over, 10 January the first beyond.
    assert_eq!(end(under(&office, "2011-01-09", &[])), "2011-12-10");
    let refused = under(&office, "2011-01-10", &[]).expect_err("beyond grace");
    assert_eq!(refused.refusals[0].rule, "grace");
    assert_eq!(
        end(under(
            &office,
            "2011-01-10",
            &[("grace_days = 30", "grace_days = 31")]
        )),
        "2011-12-10"
    );
    let never = under(&office, "2010-12-20", &[("max_times = 1", "max_times = 0")]);
    assert_eq!(never.expect_err("not once").refusals[0].rule, "max_times");
}

#[test]
fn fact_18_a_late_request_gets_a_note_and_an_early_one_none() {
    let place = Place::real("2010-12-20");
    let office = place.open();
    let notes = |on: &str| {
        let shelf = office.shelf();
        let form = shelf.form("permit.extend").expect("a service");
        let mut around = shelf.around.clone();
        around.on = day(on);
        let case = example("e7.toml");
        let draft = office.start(&case.service, None, &case.answers);
        let survey = form.survey(&draft.expect("a view").expect("a service"), &around);
        let question = survey.question("permit.expiry_date").expect("asked");
        let notes = form.notes(&survey, question);
        notes
            .iter()
            .map(|note| note.say(guitai::text::Lang::Zh))
            .collect::<Vec<_>>()
    };
    assert_eq!(notes("2010-11-10"), [] as [&str; 0], "thirty days ahead");
    assert_eq!(
        notes("2010-11-11"),
        ["按规定应提前 30 天申请；今天仍可办理"]
    );
    assert_eq!(
        notes("2010-12-20"),
        ["已过期 10 天，仍在 30 天宽限期内，可以继续办理"]
    );
}

#[test]
fn slips_about_a_permit_are_named_and_nothing_is_kept() {
    let place = Place::real("2010-12-20");
    let office = place.open();
    for (path, typed, said) in [
        ("permit.no", "(1)040600508002", "14"),
        ("permit.no", "(1)04060050800233", "14"),
        ("permit.expiry_date", "2008-12-09", "有效期止于发证日期之前"),
        (
            "permit.issue_date",
            "2009-01-10",
            "与生育证号第9、10位不一致",
        ),
        ("permit.issue_date", "2010-12-21", "发证日期晚于今天"),
        ("endorsement.wife.on", "2010-12-21", "签署日期晚于今天"),
        ("endorsement.husband.on", "2008-12-09", "早于生育证发证日期"),
        ("endorsement.husband.seal", "否", "没有盖章"),
        (
            "endorsement.husband.by",
            "书面承诺（在境外）",
            "在境外的情形",
        ),
        ("spouse.id", ZHAO_MIN, "男方号码与女方相同"),
        ("extension.months", "13", "一次最多延长 12 个月"),
        ("registration.by", "受托人", "由女方本人递交"),
    ] {
        let case = with(example("e7.toml"), &[(path, typed)]);
        let unfit = check(&office, &case).expect_err(path);
        let problem = unfit.problems.iter().find(|problem| problem.path == path);
        let problem = problem.unwrap_or_else(|| panic!("{path}: {unfit:#?}"));
        let message = problem.message.say(guitai::text::Lang::Zh);
        assert!(message.contains(said), "{path}: {message}");
    }
    assert_eq!(office.people(), 0);
}

#[test]
fn a_husband_abroad_promises_in_writing_instead() {
    let place = Place::real("2010-12-20");
    let office = place.open();
    let case = with(
        example("e7.toml"),
        &[
            ("spouse.id", "H09999901"),
            ("spouse.hukou", "境外香港"),
            ("endorsement.husband.by", "书面承诺（在境外）"),
            ("endorsement.husband.office", ""),
            ("endorsement.husband.seal", ""),
            ("endorsement.husband.signer", "孙强"),
        ],
    );
    let submission = check(&office, &case).unwrap_or_else(|unfit| panic!("{unfit:#?}"));
    assert_eq!(submission.answers()["endorsement.husband.by"], "promise");
    assert!(
        !submission
            .answers()
            .contains_key("endorsement.husband.office")
    );
}

#[test]
fn later_rules_say_why_a_permit_is_not_extended_and_what_to_do() {
    for (profile, on, why) in [
        ("hunan-2016", "2017-03-15", "实行生育登记"),
        ("hunan-2022", "2026-11-23", "实行登记"),
    ] {
        let hall = Hall::empty(profile, on);
        let case = example_text("e7.toml")
            .replace("date = 2010-12-20", &format!("date = {on}"))
            .replace(
                "issue_date = 2008-12-10\nexpiry_date = 2010-12-10",
                "issue_date = 2016-12-10\nexpiry_date = 2017-12-10",
            )
            .replace("(1)0406005080023", "(1)0406005160023")
            .replace("on = 2010-12-", "on = 2016-12-");
        let (code, refused) = hall.give(&["permit", "extend", "--case"], &case);
        assert_eq!(code, 6, "{refused}");
        assert!(
            refused.contains(why) && refused.contains("生育登记"),
            "{refused}"
        );
    }
}
