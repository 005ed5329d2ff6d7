//! The functions of the expression language: their names, how many values each takes, and what
//! they make of them. A value that is unknown or of the wrong sort makes the result unknown.

use std::cmp::Ordering;
use std::ops::RangeInclusive;

use chrono::{Datelike, Months, NaiveDate};

use super::eval::{arithmetic, compare_known, number, order};
use super::expr::{Compare, Names, Scalar};
use crate::person::{FlowScope, PartialDate, PersonName};

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
    Chinese,
    Join,
    Words,
    Times,
    SameName,
    Scope,
}

/// Every function as it is written, and how many values it takes.
const FUNCTIONS: [(&str, Function, RangeInclusive<usize>); 21] = [
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
    ("chinese", Function::Chinese, 1..=1),
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
        (Function::Chinese, [Scalar::Date(date)]) => {
            Scalar::Text(PartialDate::from(*date).printed())
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
mod tests;
