use chrono::NaiveDate;

use super::*;
use crate::policy::Profile;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date of the test")
}

fn profile() -> Profile {
    let text = include_str!("../../../forms/policy/hunan-2010.toml");
    Profile::parse("hunan-2010.toml", text).expect("the profile reads")
}

/// The windows after an act on 2010-03-15, as days after it.
fn windows(act: &str, most: usize) -> Vec<(i64, i64)> {
    let rule = &profile().care.followup[act];
    let done = day("2010-03-15");
    let days = |to: NaiveDate| (to - done).num_days();
    let windows = follow_up(rule, done, most).into_iter();
    windows.map(|one| (days(one.from), days(one.to))).collect()
}

#[test]
fn fact_19_follow_up_windows() {
    // The tenth day is 25 March; then the 25th of April and of May.
    assert_eq!(windows("supplies", 3), [(10, 10), (41, 41), (71, 71)]);
    // 15 June, 15 September, 15 March.
    assert_eq!(
        windows("iud_in", 9),
        [(0, 30), (92, 92), (184, 184), (365, 365)]
    );
    assert_eq!(windows("female_sterilisation", 9), [(0, 14)]);
    assert_eq!(windows("male_sterilisation", 9), [(3, 7)]);
    assert_eq!(windows("abortion", 9), [(7, 14)]);
    assert_eq!(windows("induction", 9), [(0, 20)]);
    assert_eq!(windows("implant_in", 9), [(0, 7)]);
    assert_eq!(windows("iud_out", 9), [(0, 7)]);
    let rule = &profile().care.followup["abortion"];
    let window = follow_up(rule, day("2010-03-15"), 1)[0];
    assert!(window.holds(day("2010-03-22")) && window.holds(day("2010-03-29")));
    assert!(!window.holds(day("2010-03-21")) && !window.holds(day("2010-03-30")));
}

#[test]
fn a_month_after_the_end_of_january_does_not_pull_the_next_one_forward() {
    let rule = &profile().care.followup["supplies"];
    let windows = follow_up(rule, day("2010-01-21"), 3);
    let days: Vec<String> = windows.iter().map(|one| one.from.to_string()).collect();
    assert_eq!(days, ["2010-01-31", "2010-02-28", "2010-03-31"]);
}

#[test]
fn fact_20_leave_days() {
    let profile = profile();
    let days =
        |act: &str| leave(&profile.care.followup[act], day("2010-03-15")).map(|one| one.days);
    let acts = [
        "iud_in",
        "female_sterilisation",
        "male_sterilisation",
        "abortion",
        "induction",
        "implant_in",
        "iud_out",
    ];
    assert_eq!(
        acts.map(days),
        [
            Some(3),
            Some(21),
            Some(7),
            Some(14),
            Some(30),
            None,
            Some(1)
        ]
    );
    let one = leave(&profile.care.followup["iud_in"], day("2010-03-15")).expect("three days");
    assert_eq!((one.from, one.to), (day("2010-03-15"), day("2010-03-17")));
}

/// The quarters a plan offers in 2010, seen on 2010-03-01.
fn quarters(plan: &str, user: User) -> Vec<u8> {
    let checks = profile().care.checks.expect("the profile has plans");
    let offers = offered_checks(&checks.plans[plan], user, day("2010-03-01"));
    offers.into_iter().map(|offer| offer.quarter).collect()
}

#[test]
fn fact_21_checks_a_year() {
    let sterilised = |on: &str, pregnant_since| User::Sterilised {
        on: day(on),
        pregnant_since,
    };
    assert_eq!(quarters("hengyang-2010", User::SuppliesOrIud), [1, 3]);
    assert_eq!(
        quarters("hengyang-2010", sterilised("2005-06-01", false)),
        [1]
    );
    assert_eq!(
        quarters("hengyang-2010", sterilised("2005-06-01", true)),
        [1, 3]
    );
    assert_eq!(
        quarters("hengyang-2010", sterilised("2009-06-01", false)),
        [1, 3]
    );
    assert_eq!(
        quarters("hengyang-2010", sterilised("2009-03-01", false)),
        [1]
    );
    assert_eq!(quarters("maanshan-2011", User::Inflow), [1, 2, 3, 4]);
    assert_eq!(quarters("hengyang-2010", User::Inflow), [0u8; 0]);
    let first = CheckOffer {
        year: 2010,
        quarter: 3,
    }
    .first_day();
    assert_eq!(first, Some(day("2010-07-01")));
}

fn woman(birth: &str) -> Situation {
    Situation {
        birth: day(birth),
        married: true,
        alone_or_infertile: false,
        children: 1,
        pregnant: false,
        sterilised_on: None,
    }
}

#[test]
fn fact_22_classes_are_decided_in_their_order() {
    use ServiceClass::{Fifth, First, Fourth, Second, Third};
    let class = |one: Situation| service_class(&one, day("2010-03-01"));
    let young = woman("1983-04-12");
    let forty = woman("1970-03-01");
    assert_eq!(class(young), Some(First));
    assert_eq!(class(forty), Some(Second));
    assert_eq!(
        class(woman("1970-03-02")),
        Some(First),
        "39 on the first day"
    );
    assert_eq!(
        class(Situation {
            children: 0,
            ..young
        }),
        Some(Third)
    );
    let pregnant = Situation {
        pregnant: true,
        alone_or_infertile: true,
        children: 0,
        ..young
    };
    assert_eq!(class(pregnant), Some(Fourth), "before everything else");
    let divorced = Situation {
        married: false,
        alone_or_infertile: true,
        children: 0,
        ..young
    };
    assert_eq!(class(divorced), Some(Fifth), "before the childless");
    let sterilised = |one: Situation, on: &str| Situation {
        sterilised_on: Some(day(on)),
        ..one
    };
    assert_eq!(class(sterilised(young, "2009-03-01")), Some(Fifth));
    assert_eq!(class(sterilised(young, "2009-03-02")), Some(First));
    assert_eq!(
        class(sterilised(forty, "2009-03-02")),
        Some(Second),
        "the gap"
    );
    assert_eq!(class(sterilised(forty, "2009-03-01")), Some(Fifth));
    assert_eq!(class(woman("1960-03-01")), None, "fifty");
    assert_eq!(
        class(Situation {
            married: false,
            ..young
        }),
        None
    );
}

#[test]
fn fact_23_months_of_scans_and_visits() {
    let checks = profile().care.checks.expect("the profile has plans");
    let offers = |class| class_offers(&checks.plans["fengquan-2009"], class);
    let none: &[u8] = &[];
    assert_eq!(
        offers(ServiceClass::First),
        (&[3, 5, 9, 11][..], &[1, 7][..])
    );
    assert_eq!(offers(ServiceClass::Second), (&[3, 9][..], &[1, 7][..]));
    assert_eq!(offers(ServiceClass::Third).1.len(), 6);
    assert_eq!(offers(ServiceClass::Fourth), (none, none));
    assert_eq!(offers(ServiceClass::Fifth), (none, &[1, 7][..]));
}

#[test]
fn fact_27_adverse_reaction_clocks() {
    let clocks = profile().care.reactions.expect("the profile has clocks");
    let due = |reaction| reaction_due(clocks, reaction, day("2010-11-02"));
    assert_eq!(due(Reaction::Death), Some(day("2010-11-02")));
    assert_eq!(due(Reaction::NewOrSerious), Some(day("2010-11-17")));
    assert_eq!(due(Reaction::Other), Some(day("2010-12-02")));
}

#[test]
fn fact_29_exchange_clocks_of_15_and_30_days() {
    let clocks = profile().care.exchange.expect("the profile has clocks");
    let received = day("2010-11-02");
    assert_eq!(
        exchange_due(clocks, true, received),
        Some(day("2010-11-17"))
    );
    assert_eq!(
        exchange_due(clocks, false, received),
        Some(day("2010-12-02"))
    );
    let working = (
        clocks.send_working_days,
        clocks.answer_working_days,
        clocks.tell_working_days,
    );
    assert_eq!(working, (7, 15, 15));
}

#[test]
fn fact_31_days_of_the_calendar() {
    let profile = profile();
    let named = |on: &str| profile.care.days_on(day(on)).count();
    for on in ["2010-05-29", "2010-07-11", "2026-10-28"] {
        assert_eq!(named(on), 1, "{on}");
    }
    assert_eq!(named("2010-05-28"), 0);
}

#[test]
fn a_rule_that_contradicts_itself_is_refused() {
    let text = include_str!("../../../forms/policy/hunan-2010.toml");
    for (right, wrong) in [
        ("plan = \"hengyang-2010\"", "plan = \"nowhere\""),
        ("first = [7, 14]", "first = [14, 7]"),
        ("times = 1, quarters = [1]", "times = 2, quarters = [1]"),
        ("quarters = [1, 2, 3, 4]", "quarters = [1, 2, 3, 5]"),
        ("day = \"05-29\"", "day = \"02-30\""),
        ("leave_days = 21", "leave_dyas = 21"),
        ("warn_days = 90", "warn_days = 90\nwarn_day = 9"),
        ("class = \"oral\"", "class = \"orla\""),
    ] {
        assert!(text.contains(right), "{right}");
        let broken = text.replacen(right, wrong, 1);
        assert!(Profile::parse("p", &broken).is_err(), "{wrong}");
    }
}
