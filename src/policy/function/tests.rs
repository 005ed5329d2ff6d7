use proptest::prelude::*;

use super::*;
use crate::policy::Expr;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date in a test")
}

fn texts(items: &[&str]) -> Scalar {
    let item = |item: &&str| match *item {
        "" => Scalar::Unknown,
        item => Scalar::Text(item.to_owned()),
    };
    Scalar::List(items.iter().map(item).collect())
}

/// A girl of this couple, a boy of an earlier marriage, an adopted girl, a child who died.
fn names(name: &str) -> Scalar {
    match name {
        "on" => Scalar::Date(day("2010-12-20")),
        "expiry" => Scalar::Date(day("2010-12-10")),
        "permit" => Scalar::Text("10406005080023".into()),
        "yes" => Scalar::Bool(true),
        "children.whose" => texts(&["own", "earlier", "adopted", "own"]),
        "children.alive" => texts(&["yes", "yes", "yes", "no"]),
        "children.sex" => texts(&["2", "1", "", "1"]),
        "nobody.sex" => texts(&[]),
        _ => Scalar::Unknown,
    }
}

fn eval(source: &str) -> Scalar {
    Expr::parse(source).expect(source).eval(&names)
}

fn date(text: &str) -> Scalar {
    Scalar::Date(day(text))
}

#[test]
fn months_are_added_and_the_day_is_clamped_to_the_end_of_the_month() {
    assert_eq!(eval("add_months(expiry, 12)"), date("2011-12-10"));
    assert_eq!(eval("add_months(expiry, 12 - 24)"), date("2009-12-10"));
    assert_eq!(add_months(day("2012-01-31"), 1), Some(day("2012-02-29")));
    assert_eq!(add_months(day("2011-03-31"), -1), Some(day("2011-02-28")));
    assert_eq!(eval("add_days(expiry, 30)"), date("2011-01-09"));
    assert_eq!(eval("add_months(expiry, 99999999999999)"), Scalar::Unknown);
}

#[test]
fn the_earlier_and_the_later_of_two_dates() {
    assert_eq!(eval("later(expiry, on)"), date("2010-12-20"));
    assert_eq!(eval("earlier(expiry, on)"), date("2010-12-10"));
    assert_eq!(eval("later(expiry, nothing)"), Scalar::Unknown);
}

#[test]
fn a_choice_follows_its_condition_and_is_unknown_with_it() {
    assert_eq!(eval("if(on > expiry, 1, 2)"), Scalar::Number(1));
    assert_eq!(eval("if(on < expiry, 1, 2)"), Scalar::Number(2));
    assert_eq!(eval("if(nothing == 1, 1, 1)"), Scalar::Unknown);
    assert_eq!(eval("if(yes, 1, nothing)"), Scalar::Number(1));
}

#[test]
fn months_between_two_days_are_completed_ones() {
    assert_eq!(
        completed_months(day("2026-09-01"), day("2026-11-23")),
        2,
        "a couple here since September"
    );
    assert_eq!(completed_months(day("2010-01-31"), day("2010-02-28")), 0);
    assert_eq!(completed_months(day("2010-02-28"), day("2009-12-28")), -2);
}

#[test]
fn fact_28_children_of_earlier_marriages_adopted_and_dead_are_not_counted() {
    let own = "count_where(children.whose == 'own' && children.alive == 'yes')";
    assert_eq!(eval(own), Scalar::Number(1));
    assert_eq!(
        eval("count_where(children.whose != 'own')"),
        Scalar::Number(2)
    );
}

#[test]
fn a_row_that_cannot_be_decided_leaves_the_count_unknown() {
    assert_eq!(eval("count_where(children.sex == 1)"), Scalar::Unknown);
    assert_eq!(
        eval("count_where(known(children.sex) && children.sex == 1)"),
        Scalar::Number(2)
    );
    assert_eq!(eval("count_where(nobody.sex == 1)"), Scalar::Number(0));
    assert_eq!(eval("count_where(nothing == 1)"), Scalar::Unknown);
}

#[test]
fn a_part_of_a_number_and_a_text_of_parts() {
    assert_eq!(eval("digits(permit, 9, 2)"), Scalar::Text("08".into()));
    assert_eq!(eval("digits(permit, 14, 2)"), Scalar::Unknown);
    assert_eq!(eval("digits(permit, 0, 2)"), Scalar::Unknown);
    assert_eq!(
        eval("join('已过', days(expiry, on), '天，', expiry)"),
        Scalar::Text("已过10天，2010-12-10".into())
    );
    assert_eq!(eval("join('第', nothing)"), Scalar::Unknown);
}

#[test]
fn parts_that_are_not_known_are_left_out_of_a_list_of_words() {
    assert_eq!(
        eval("words('、', '姓名', nothing, '', '号码')"),
        Scalar::Text("姓名、号码".into())
    );
    assert_eq!(eval("words('、', nothing, '')"), Scalar::Unknown);
}

#[test]
fn a_word_is_counted_among_the_words_of_a_text() {
    assert_eq!(eval("times('7 31 7', 7)"), Scalar::Number(2));
    assert_eq!(eval("times('10406005080023', permit)"), Scalar::Number(1));
    assert_eq!(eval("times('', '7')"), Scalar::Number(0));
    assert_eq!(eval("times(nothing, '7')"), Scalar::Unknown);
}

#[test]
fn fact_34_a_name_with_another_dot_is_the_same_name() {
    let same = |source: &str| eval(source) == Scalar::Bool(true);
    assert!(same("same_name('阿依古丽•买买提', '阿依古丽·买买提')"));
    assert!(!same("same_name('阿依古丽买买提', '阿依古丽·买买提')"));
    assert!(!same("same_name('韦艳', '韦燕')") && !same("same_name('', '')"));
}

#[test]
fn the_scope_of_a_move_follows_from_the_two_codes() {
    assert_eq!(
        eval("scope('653101', '430406005')"),
        Scalar::Text("cross_province".into())
    );
    assert_eq!(eval("scope('境外日本', '430406005')"), Scalar::Unknown);
}

#[test]
fn a_wrong_number_of_values_is_named() {
    let error = |source: &str| Expr::parse(source).expect_err(source).reason;
    assert_eq!(error("if(1, 2)"), "`if` takes 3 values");
    assert_eq!(error("count()"), "`count` takes 1 to 2 values");
    assert_eq!(error("shell('x')"), "no function is called `shell`");
}

#[test]
fn born_on_29_february_turns_a_year_older_on_1_march() {
    assert_eq!(completed_years(day("1984-02-29"), day("2010-02-28")), 25);
    assert_eq!(completed_years(day("1984-02-29"), day("2010-03-01")), 26);
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    let first = day("1900-01-01");
    (0i64..80_000).prop_map(move |days| first + chrono::TimeDelta::days(days))
}

#[test]
fn a_date_in_a_sentence_is_written_in_chinese() {
    let names = |_: &str| Scalar::Unknown;
    let written = |value| call(Function::Chinese, &[value], &names);
    let day = NaiveDate::from_ymd_opt(2010, 3, 5).expect("a real day");
    assert_eq!(
        written(Scalar::Date(day)),
        Scalar::Text("2010年3月5日".to_owned())
    );
    assert_eq!(written(Scalar::Unknown), Scalar::Unknown);
}

proptest! {
    #[test]
    fn adding_months_stays_in_the_month_meant(from in any_day(), months in -600i64..600) {
        let to = add_months(from, months).expect("inside the calendar");
        let month = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
        prop_assert_eq!(month(to), month(from) + months);
        prop_assert!(to.day() == from.day() || to.day() < from.day() && to.succ_opt().expect("a day").day() == 1);
    }

    #[test]
    fn the_earlier_is_never_after_the_later(a in any_day(), b in any_day()) {
        let (a, b) = (Scalar::Date(a), Scalar::Date(b));
        let both = [one_of(&a, &b, Ordering::Less), one_of(&a, &b, Ordering::Greater)];
        prop_assert!(compare_known(Compare::AtMost, &both[0], &both[1]));
        prop_assert!(both.contains(&a) && both.contains(&b));
    }

    #[test]
    fn what_is_unknown_stays_unknown(a in any_day()) {
        let names = |_: &str| Scalar::Unknown;
        for name in [
            "age", "months", "days", "add_months", "add_days", "add_working_days",
            "working_days", "earlier", "later",
        ] {
            let function = Function::find(name, 2).expect("there");
            let of = |a, b| call(function, &[a, b], &names);
            prop_assert_eq!(of(Scalar::Date(a), Scalar::Unknown), Scalar::Unknown);
            prop_assert_eq!(of(Scalar::Unknown, Scalar::Date(a)), Scalar::Unknown);
        }
    }
}
