//! Promise: facts 7 and 18 of the guide about birth permits hold: the group, the days of notice and grace,
//! the new end, both endorsements, and once is the most.

use std::fs;

use guitai::form::{Form, Submission, Unfit};
use guitai::office::Office;
use guitai::policy::Profile;

use crate::support::counter::Hall;
use crate::support::place::{Place, check, day, example, example_text, issue, with};

const ZHAO_MIN: &str = "430406198409219902";

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

#[test]
fn fact_18_both_endorsements_are_needed_and_a_second_extension_is_refused() {
    let place = Place::real("2010-12-20");
    let mut office = place.open();
    let lacking = |office: &Office, hers: &str, his: &str| {
        let answers = [
            ("doc.endorsement_wife", hers),
            ("doc.endorsement_husband", his),
        ];
        let submission = check(office, &with(example("e7.toml"), &answers)).expect("it waits");
        let missing = submission.missing().iter();
        missing.map(|one| one.code.clone()).collect::<Vec<_>>()
    };
    let (seen, not) = ("已核原件", "缺");
    assert_eq!(lacking(&office, not, seen), ["endorsement_wife"]);
    assert_eq!(lacking(&office, seen, not), ["endorsement_husband"]);
    let both = ["endorsement_wife", "endorsement_husband"];
    assert_eq!(lacking(&office, not, not), both);
    assert_eq!(lacking(&office, seen, seen), [] as [&str; 0]);

    issue(&mut office, &example("e7.toml")).expect("extended");
    let again = with(example("e7.toml"), &[("permit.expiry_date", "2011-12-10")]);
    let unfit = check(&office, &again).expect_err("once is the most");
    let rules: Vec<&str> = unfit.refusals.iter().map(|one| one.rule.as_str()).collect();
    assert_eq!(rules, ["max_times"]);
}

#[test]
fn fact_07_a_permit_s_couple_has_a_group_or_a_reason_only_in_hunan_2010() {
    let unfit = |profile: &str, on: &str| {
        let place = Place::under(profile, on);
        let office = place.open();
        let case = with(example("e7.toml"), &[("hukou.group", "")]);
        let unfit = check(&office, &case).err();
        let problems = unfit.map(|unfit| unfit.problems).unwrap_or_default();
        problems.into_iter().map(|one| one.path).collect::<Vec<_>>()
    };
    assert_eq!(unfit("hunan-2010", "2010-12-20"), ["hukou.no_group_reason"]);
    for (profile, on) in [("hunan-2016", "2016-12-20"), ("hunan-2022", "2026-11-23")] {
        let about_it = unfit(profile, on);
        let about_it = about_it.iter().filter(|path| path.contains("group"));
        assert_eq!(about_it.count(), 0, "{profile}");
    }
}
