use std::collections::BTreeSet;

use super::expr::{Compare, Names, Node, Scalar, collect_names};
use super::function::{Function, call};
use super::working_days::WorkingDays;

/// What an expression is worth for these names.
pub(super) fn eval(node: &Node, names: &dyn Names) -> Scalar {
    match node {
        Node::Literal(value) => value.clone(),
        Node::Name(name) => names.value(name),
        Node::List(nodes) => Scalar::List(nodes.iter().map(|node| eval(node, names)).collect()),
        Node::Not(inner) => match eval(inner, names) {
            Scalar::Bool(value) => Scalar::Bool(!value),
            _ => Scalar::Unknown,
        },
        Node::Both(a, b) => decide(false, &eval(a, names), &eval(b, names)),
        Node::Either(a, b) => decide(true, &eval(a, names), &eval(b, names)),
        Node::Compare(op, a, b) => compare(*op, &eval(a, names), &eval(b, names)),
        Node::Add(a, b) => arithmetic(&eval(a, names), &eval(b, names), 1),
        Node::Subtract(a, b) => arithmetic(&eval(a, names), &eval(b, names), -1),
        // The reader lets it through with exactly one condition.
        Node::Call(Function::CountWhere, arguments) => count_where(&arguments[0], names),
        Node::Call(function, arguments) => {
            let arguments: Vec<Scalar> = arguments.iter().map(|node| eval(node, names)).collect();
            call(*function, &arguments, names)
        }
    }
}

/// `||` is decided by one true side, `&&` by one false side; otherwise both must be known.
fn decide(by: bool, a: &Scalar, b: &Scalar) -> Scalar {
    match (a, b) {
        (Scalar::Bool(value), _) | (_, Scalar::Bool(value)) if *value == by => Scalar::Bool(by),
        (Scalar::Bool(_), Scalar::Bool(_)) => Scalar::Bool(!by),
        _ => Scalar::Unknown,
    }
}

fn compare(op: Compare, a: &Scalar, b: &Scalar) -> Scalar {
    if *a == Scalar::Unknown || *b == Scalar::Unknown {
        return Scalar::Unknown;
    }
    Scalar::Bool(compare_known(op, a, b))
}

pub(super) fn compare_known(op: Compare, a: &Scalar, b: &Scalar) -> bool {
    if op == Compare::In {
        let Scalar::List(items) = b else { return false };
        return items
            .iter()
            .any(|item| order(a, item) == Some(std::cmp::Ordering::Equal));
    }
    let Some(order) = order(a, b) else {
        return op == Compare::NotEqual;
    };
    match op {
        Compare::Equal => order.is_eq(),
        Compare::NotEqual => order.is_ne(),
        Compare::Less => order.is_lt(),
        Compare::AtMost => order.is_le(),
        Compare::More => order.is_gt(),
        Compare::AtLeast => order.is_ge(),
        Compare::In => false,
    }
}

/// Codes are text in a draft and bare numbers in a rule (`marital in [21, 22]`), so a text of
/// digits compares with a number as a number.
pub(super) fn order(a: &Scalar, b: &Scalar) -> Option<std::cmp::Ordering> {
    match (a, b) {
        (Scalar::Bool(a), Scalar::Bool(b)) => Some(a.cmp(b)),
        (Scalar::Date(a), Scalar::Date(b)) => Some(a.cmp(b)),
        (Scalar::Text(a), Scalar::Text(b)) => Some(a.cmp(b)),
        _ => Some(number(a)?.cmp(&number(b)?)),
    }
}

pub(super) fn number(value: &Scalar) -> Option<i64> {
    match value {
        Scalar::Number(number) => Some(*number),
        Scalar::Text(text) => text.parse().ok(),
        _ => None,
    }
}

/// Numbers add; a date and a number give the date that many days later or earlier.
pub(super) fn arithmetic(a: &Scalar, b: &Scalar, sign: i64) -> Scalar {
    if let (Scalar::Date(day), Some(days)) = (a, number(b)) {
        let days = days.checked_mul(sign).and_then(chrono::TimeDelta::try_days);
        return days
            .and_then(|days| day.checked_add_signed(days))
            .map_or(Scalar::Unknown, Scalar::Date);
    }
    let sum = number(a)
        .zip(number(b))
        .and_then(|(a, b)| b.checked_mul(sign).and_then(|b| a.checked_add(b)));
    sum.map_or(Scalar::Unknown, Scalar::Number)
}

/// Rows for which a condition over their columns is true. A row that cannot be decided leaves the
/// count unknown, and so does a condition that names no column.
fn count_where(condition: &Node, names: &dyn Names) -> Scalar {
    let mut columns = BTreeSet::new();
    collect_names(condition, &mut columns);
    let rows = columns.iter().filter_map(|name| match names.value(name) {
        Scalar::List(items) => Some(items.len()),
        _ => None,
    });
    let Some(rows) = rows.max() else {
        return Scalar::Unknown;
    };
    let mut count = 0;
    for row in 0..rows {
        match eval(condition, &InRow { names, row }) {
            Scalar::Bool(holds) => count += i64::from(holds),
            _ => return Scalar::Unknown,
        }
    }
    Scalar::Number(count)
}

/// In a row, the name of a column is the value of that row.
struct InRow<'a> {
    names: &'a dyn Names,
    row: usize,
}

impl Names for InRow<'_> {
    fn value(&self, name: &str) -> Scalar {
        match self.names.value(name) {
            Scalar::List(items) => items.get(self.row).cloned().unwrap_or(Scalar::Unknown),
            value => value,
        }
    }

    fn working_days(&self) -> Option<&WorkingDays> {
        self.names.working_days()
    }
}
