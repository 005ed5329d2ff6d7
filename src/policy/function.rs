//! The functions of the expression language: their names, how many values each takes, and what
//! they make of them. A value that is unknown or of the wrong sort makes the result unknown.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use chrono::{Datelike, Months, NaiveDate};

use super::eval::{arithmetic, compare_known, number, order};
use super::expr::{Compare, Names, Scalar};
use crate::person::{FlowScope, PersonName};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Known,
    If,
    Count,
    CountWhere,
    Age,
    MonthsBetween,
    Days,
    AddMonths,
    AddDays,
    AddWorkingDays,
    WorkingDaysLeft,
    Earlier,
    Later,
    Length,
    Digits,
    Join,
    Words,
    Times,
    SameName,
    Scope,
}

/// Every function as it is written, and how many values it takes.
const FUNCTIONS: [(&str, Function, RangeInclusive<usize>); 20] = [
    ("known", Function::Known, 1..=1),
    ("if", Function::If, 3..=3),
    ("count", Function::Count, 1..=2),
    ("count_where", Function::CountWhere, 1..=1),
    ("age", Function::Age, 2..=2),
    ("months", Function::MonthsBetween, 2..=2),
    ("days", Function::Days, 2..=2),
    ("add_months", Function::AddMonths, 2..=2),
    ("add_days", Function::AddDays, 2..=2),
    ("add_working_days", Function::AddWorkingDays, 2..=2),
    ("working_days", Function::WorkingDaysLeft, 2..=2),
    ("earlier", Function::Earlier, 2..=2),
    ("later", Function::Later, 2..=2),
    ("length", Function::Length, 1..=1),
    ("digits", Function::Digits, 3..=3),
    ("join", Function::Join, 1..=12),
    ("words", Function::Words, 2..=12),
    ("times", Function::Times, 2..=2),
    ("same_name", Function::SameName, 2..=2),
    ("scope", Function::Scope, 2..=2),
];

impl Function {
    /// The function of that name that takes `count` values; otherwise what is wrong.
    pub(super) fn find(name: &str, count: usize) -> Result<Function, String> {
        let Some((_, function, takes)) = FUNCTIONS.iter().find(|(written, ..)| *written == name)
        else {
            return Err(format!("no function is called `{name}`"));
        };
        if takes.contains(&count) {
            return Ok(*function);
        }
        Err(match (takes.start(), takes.end()) {
            (least, most) if least == most => format!("`{name}` takes {least} values"),
            (least, most) => format!("`{name}` takes {least} to {most} values"),
        })
    }
}

/// `CountWhere` is not called with values but walks the rows itself.
pub(super) fn call(function: Function, arguments: &[Scalar], names: &dyn Names) -> Scalar {
    match (function, arguments) {
        (Function::Known, [value]) => Scalar::Bool(*value != Scalar::Unknown),
        (Function::If, [Scalar::Bool(true), yes, _]) => yes.clone(),
        (Function::If, [Scalar::Bool(false), _, no]) => no.clone(),
        (Function::Count, [Scalar::List(items)]) => Scalar::Number(items.len() as i64),
        (Function::Count, [Scalar::List(items), value]) => {
            let same = items
                .iter()
                .filter(|item| compare_known(Compare::Equal, item, value));
            Scalar::Number(same.count() as i64)
        }
        (Function::Count, _) => Scalar::Number(0),
        (Function::Age, [Scalar::Date(birth), Scalar::Date(on)]) => {
            Scalar::Number(completed_years(*birth, *on))
        }
        (Function::MonthsBetween, [Scalar::Date(from), Scalar::Date(to)]) => {
            Scalar::Number(completed_months(*from, *to))
        }
        (Function::Days, [Scalar::Date(from), Scalar::Date(to)]) => {
            Scalar::Number((*to - *from).num_days())
        }
        (Function::AddMonths, [Scalar::Date(date), months]) => {
            known_date(number(months).and_then(|months| add_months(*date, months)))
        }
        (Function::AddDays, [date @ Scalar::Date(_), days]) => arithmetic(date, days, 1),
        (Function::AddWorkingDays, [Scalar::Date(from), count]) => {
            known_date(add_working_days(*from, count, names))
        }
        (Function::WorkingDaysLeft, [Scalar::Date(today), Scalar::Date(last)]) => {
            names.working_days().map_or(Scalar::Unknown, |days| {
                Scalar::Number(days.left(*today, *last))
            })
        }
        (Function::Earlier, [a, b]) => one_of(a, b, Ordering::Less),
        (Function::Later, [a, b]) => one_of(a, b, Ordering::Greater),
        (Function::Length, [Scalar::Text(text)]) => Scalar::Number(text.chars().count() as i64),
        (Function::Digits, [text, from, length]) => {
            part(text, from, length).map_or(Scalar::Unknown, Scalar::Text)
        }
        (Function::Join, parts) => {
            let written: Option<String> = parts.iter().map(Scalar::written).collect();
            written.map_or(Scalar::Unknown, Scalar::Text)
        }
        (Function::Words, [Scalar::Text(between), parts @ ..]) => words(between, parts),
        (Function::Times, [words, word]) => times(words, word),
        (Function::SameName, [Scalar::Text(a), Scalar::Text(b)]) => {
            let names = PersonName::read(a).ok().zip(PersonName::read(b).ok());
            Scalar::Bool(names.is_some_and(|(a, b)| a == b))
        }
        (Function::Scope, [from, to]) => {
            let scope = from
                .written()
                .zip(to.written())
                .and_then(|(from, to)| FlowScope::between(&from, &to));
            scope.map_or(Scalar::Unknown, |scope| {
                Scalar::Text(scope.code().to_owned())
            })
        }
        _ => Scalar::Unknown,
    }
}

fn add_working_days(from: NaiveDate, count: &Scalar, names: &dyn Names) -> Option<NaiveDate> {
    let count = u16::try_from(number(count)?).ok()?;
    names.working_days()?.after(from, count)
}

fn known_date(date: Option<NaiveDate>) -> Scalar {
    date.map_or(Scalar::Unknown, Scalar::Date)
}

/// The same day so many months later, or earlier where `months` is negative; the last day of a
/// month that is too short (31 January and one month is 28 February).
fn add_months(date: NaiveDate, months: i64) -> Option<NaiveDate> {
    let count = Months::new(u32::try_from(months.unsigned_abs()).ok()?);
    if months < 0 {
        date.checked_sub_months(count)
    } else {
        date.checked_add_months(count)
    }
}

/// One of two dates that are both known.
fn one_of(a: &Scalar, b: &Scalar, wanted: Ordering) -> Scalar {
    let (Scalar::Date(_), Scalar::Date(_)) = (a, b) else {
        return Scalar::Unknown;
    };
    if order(a, b) == Some(wanted) { a } else { b }.clone()
}

/// `length` characters from the `from`-th, counted from 1; nothing where the text is too short.
fn part(text: &Scalar, from: &Scalar, length: &Scalar) -> Option<String> {
    let text = text.written()?;
    let skip = usize::try_from(number(from)?.checked_sub(1)?).ok()?;
    let length = usize::try_from(number(length)?).ok()?;
    let part: String = text.chars().skip(skip).take(length).collect();
    (part.chars().count() == length).then_some(part)
}

/// The parts that are known and not empty, with `between` between them; unknown if there are none.
fn words(between: &str, parts: &[Scalar]) -> Scalar {
    let parts = parts.iter().filter_map(Scalar::written);
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    match parts.is_empty() {
        true => Scalar::Unknown,
        false => Scalar::Text(parts.join(between)),
    }
}

/// How often a word stands among the words of a text.
fn times(words: &Scalar, word: &Scalar) -> Scalar {
    let both = words.written().zip(word.written());
    both.map_or(Scalar::Unknown, |(words, word)| {
        let same = words.split_whitespace().filter(|one| *one == word);
        Scalar::Number(same.count() as i64)
    })
}

/// Completed years on a day; someone born on 29 February is a year older on 1 March.
fn completed_years(birth: NaiveDate, on: NaiveDate) -> i64 {
    let years = i64::from(on.year()) - i64::from(birth.year());
    let had_birthday = (on.month(), on.day()) >= (birth.month(), birth.day());
    years - i64::from(!had_birthday)
}

/// Completed months from one day to another; less than zero where the second lies before.
fn completed_months(from: NaiveDate, to: NaiveDate) -> i64 {
    if to < from {
        return -completed_months(to, from);
    }
    let years = i64::from(to.year()) - i64::from(from.year());
    let months = i64::from(to.month()) - i64::from(from.month());
    years * 12 + months - i64::from(to.day() < from.day())
}

#[cfg(test)]
mod tests {
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
}
