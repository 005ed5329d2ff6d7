use std::collections::BTreeSet;
use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::parse::parse;

/// What an expression works on. A field nobody has filled in is [`Scalar::Unknown`].
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    Unknown,
    Bool(bool),
    Number(i64),
    Text(String),
    Date(NaiveDate),
    List(Vec<Scalar>),
}

/// Where an expression finds its names: the answers of a draft, the day, the values of a policy.
pub trait Names {
    /// The value of `name`, [`Scalar::Unknown`] if it has none.
    fn value(&self, name: &str) -> Scalar;
}

impl<F: Fn(&str) -> Scalar> Names for F {
    fn value(&self, name: &str) -> Scalar {
        self(name)
    }
}

/// A condition in a form, a policy or a layout: `marital in [20, 21] && age(applicant.id.birth, on) <= 49`.
///
/// Operators, loosest first: `||`, `&&`, `!`, `== != < <= > >= in`, `+ -`. Literals: numbers,
/// `'text'` or `"text"`, `true`, `false`, `[lists]`. Functions: `known(x)`, `count(list)`,
/// `count(list, value)`,
/// `age(birth, on)` in completed years, `days(from, to)`, `length(text)` in characters. A
/// comparison with something unknown is itself unknown: neither true nor false.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    source: String,
    root: Node,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Literal(Scalar),
    Name(String),
    List(Vec<Node>),
    Not(Box<Node>),
    Both(Box<Node>, Box<Node>),
    Either(Box<Node>, Box<Node>),
    Compare(Compare, Box<Node>, Box<Node>),
    Add(Box<Node>, Box<Node>),
    Subtract(Box<Node>, Box<Node>),
    Call(Function, Vec<Node>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compare {
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
    In,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Known,
    Count,
    Age,
    Days,
    Length,
}

/// An expression that cannot be read: what is wrong and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason} (character {at} of `{source_text}`)")]
pub struct ExprError {
    pub reason: String,
    /// Characters from the start, counted from 1.
    pub at: usize,
    pub source_text: String,
}

impl Expr {
    /// # Errors
    /// [`ExprError`] with the place of the first thing that is not understood.
    pub fn parse(source: &str) -> Result<Expr, ExprError> {
        Ok(Expr {
            source: source.to_owned(),
            root: parse(source)?,
        })
    }

    /// Every name the expression asks for, so that a loader can refuse one nothing defines.
    pub fn names(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        collect_names(&self.root, &mut names);
        names
    }

    pub fn eval(&self, names: &dyn Names) -> Scalar {
        eval(&self.root, names)
    }

    /// Whether the expression is true. Unknown is not true.
    pub fn holds(&self, names: &dyn Names) -> bool {
        self.eval(names) == Scalar::Bool(true)
    }

    /// Whether the expression is false. Unknown is not false: a rule about something nobody has
    /// answered yet says nothing.
    pub fn is_broken(&self, names: &dyn Names) -> bool {
        self.eval(names) == Scalar::Bool(false)
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

impl<'de> serde::Deserialize<'de> for Expr {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Expr, D::Error> {
        let source = String::deserialize(deserializer)?;
        Expr::parse(&source).map_err(serde::de::Error::custom)
    }
}

fn collect_names<'a>(node: &'a Node, names: &mut BTreeSet<&'a str>) {
    match node {
        Node::Literal(_) => {}
        Node::Name(name) => {
            names.insert(name);
        }
        Node::List(nodes) | Node::Call(_, nodes) => {
            nodes.iter().for_each(|node| collect_names(node, names));
        }
        Node::Not(inner) => collect_names(inner, names),
        Node::Both(a, b)
        | Node::Either(a, b)
        | Node::Compare(_, a, b)
        | Node::Add(a, b)
        | Node::Subtract(a, b) => {
            collect_names(a, names);
            collect_names(b, names);
        }
    }
}

fn eval(node: &Node, names: &dyn Names) -> Scalar {
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
        Node::Call(function, arguments) => {
            let arguments: Vec<Scalar> = arguments.iter().map(|node| eval(node, names)).collect();
            call(*function, &arguments)
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

fn compare_known(op: Compare, a: &Scalar, b: &Scalar) -> bool {
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
fn order(a: &Scalar, b: &Scalar) -> Option<std::cmp::Ordering> {
    match (a, b) {
        (Scalar::Bool(a), Scalar::Bool(b)) => Some(a.cmp(b)),
        (Scalar::Date(a), Scalar::Date(b)) => Some(a.cmp(b)),
        (Scalar::Text(a), Scalar::Text(b)) => Some(a.cmp(b)),
        _ => Some(number(a)?.cmp(&number(b)?)),
    }
}

fn number(value: &Scalar) -> Option<i64> {
    match value {
        Scalar::Number(number) => Some(*number),
        Scalar::Text(text) => text.parse().ok(),
        _ => None,
    }
}

/// Numbers add; a date and a number give the date that many days later or earlier.
fn arithmetic(a: &Scalar, b: &Scalar, sign: i64) -> Scalar {
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

fn call(function: Function, arguments: &[Scalar]) -> Scalar {
    match (function, arguments) {
        (Function::Known, [value]) => Scalar::Bool(*value != Scalar::Unknown),
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
        (Function::Days, [Scalar::Date(from), Scalar::Date(to)]) => {
            Scalar::Number((*to - *from).num_days())
        }
        (Function::Length, [Scalar::Text(text)]) => Scalar::Number(text.chars().count() as i64),
        _ => Scalar::Unknown,
    }
}

/// Completed years on a day; someone born on 29 February is a year older on 1 March.
fn completed_years(birth: NaiveDate, on: NaiveDate) -> i64 {
    let years = i64::from(on.year()) - i64::from(birth.year());
    let had_birthday = (on.month(), on.day()) >= (birth.month(), birth.day());
    years - i64::from(!had_birthday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date in a test")
    }

    fn names(name: &str) -> Scalar {
        match name {
            "marital" => Scalar::Text("21".into()),
            "birth" => Scalar::Date(day("1984-02-29")),
            "on" => Scalar::Date(day("2010-02-28")),
            "children" => Scalar::List(vec![Scalar::Number(1)]),
            "female" => Scalar::Bool(true),
            _ => Scalar::Unknown,
        }
    }

    fn holds(source: &str) -> bool {
        Expr::parse(source).expect(source).holds(&names)
    }

    #[test]
    fn the_rules_of_the_guide_read_as_they_stand_there() {
        assert!(holds("marital in [20,21,22,23]"));
        assert!(holds("female && marital in [21] && age(birth, on) <= 49"));
        assert!(holds("count(children) > 0"));
        assert!(holds("count(children, 1) == 1 && count(children, 2) == 0"));
        assert!(!holds("marital in [30,40]"));
        assert!(holds(
            "days(birth, on) > 9000 && on + 1 > on && on - 1 < on"
        ));
    }

    #[test]
    fn of_an_empty_field_nothing_is_true_and_nothing_is_false() {
        assert!(!holds("nothing == 1"));
        assert!(!holds("nothing != 1"));
        assert!(!holds("nothing in [1]"));
        assert!(holds("!known(nothing)"));
        assert!(!holds("!(nothing == 1)"));
        assert!(holds("nothing == 1 || female") && !holds("nothing == 1 && female"));
        let broken = |source: &str| Expr::parse(source).expect(source).is_broken(&names);
        assert!(broken("nothing == 1 && !female") && !broken("nothing == 1") && broken("!female"));
    }

    #[test]
    fn born_on_29_february_turns_a_year_older_on_1_march() {
        assert_eq!(completed_years(day("1984-02-29"), day("2010-02-28")), 25);
        assert_eq!(completed_years(day("1984-02-29"), day("2010-03-01")), 26);
    }

    #[test]
    fn an_error_tells_the_place() {
        let error = Expr::parse("marital in [21,").expect_err("unfinished");
        assert_eq!(error.at, 16);
        assert!(Expr::parse("age(1)").is_err());
        assert!(Expr::parse("shell('x')").is_err());
        assert!(Expr::parse("1 2").is_err());
    }

    #[test]
    fn names_are_listed_for_the_loader() {
        let expr = Expr::parse("a.b[0].c == 1 || known(d)").expect("reads");
        assert_eq!(
            expr.names().into_iter().collect::<Vec<_>>(),
            ["a.b[0].c", "d"]
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(source in "\\PC{0,40}") {
            let _ = Expr::parse(&source).map(|expr| expr.eval(&names));
        }

        #[test]
        fn no_likely_text_makes_the_reader_panic(source in "[a-z0-9 ()\\[\\].,!&|<>=+'-]{0,40}") {
            let _ = Expr::parse(&source).map(|expr| expr.eval(&names));
        }
    }
}
