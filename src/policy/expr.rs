use std::collections::BTreeSet;
use std::fmt;

use chrono::NaiveDate;

use super::eval::eval;
use super::function::Function;
use super::parse::parse;
use super::working_days::WorkingDays;

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

    /// The working days of the place; without them a clock that counts in them is unknown.
    fn working_days(&self) -> Option<&WorkingDays> {
        None
    }
}

impl<F: Fn(&str) -> Scalar> Names for F {
    fn value(&self, name: &str) -> Scalar {
        self(name)
    }
}

/// A condition in a form, a policy or a layout: `marital in [20, 21] && age(applicant.id.birth, on) <= 49`.
///
/// Operators, loosest first: `||`, `&&`, `!`, `== != < <= > >= in`, `+ -`. Literals: numbers,
/// `'text'` or `"text"`, `true`, `false`, `[lists]`. A comparison with something unknown is itself
/// unknown: neither true nor false, and so is what a function makes of it.
///
/// | function | value |
/// |---|---|
/// | `known(x)` | whether it is answered |
/// | `if(condition, a, b)` | `a` where the condition is true, `b` where it is false |
/// | `count(list)`, `count(list, value)` | rows, rows of that value |
/// | `count_where(condition)` | rows for which it is true, as in `count_where(children.own == 'yes')` |
/// | `age(birth, on)`, `months(from, to)`, `days(from, to)` | completed years, completed months, days |
/// | `add_months(date, n)`, `add_days(date, n)` | a date; the day is clamped to the end of the month |
/// | `add_working_days(date, n)`, `working_days(today, last)` | last day of such a clock, working days left of it |
/// | `earlier(a, b)`, `later(a, b)` | one of two dates |
/// | `length(text)` | characters |
/// | `digits(text, from, length)` | a part of a text, counted from 1 |
/// | `join(a, b, …)` | one text; a date is written `2010-03-15` |
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

pub(super) fn collect_names<'a>(node: &'a Node, names: &mut BTreeSet<&'a str>) {
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
