//! Reads the text of an expression. Recursive descent with a depth bound, so that no file can
//! exhaust the stack.

use super::expr::{Compare, ExprError, Node, Scalar};
use super::function::Function;

/// Deeper nesting than this is a mistake, not a rule.
const MAX_DEPTH: usize = 32;

struct Parser<'a> {
    source: &'a str,
    chars: Vec<char>,
    at: usize,
    depth: usize,
}

pub(super) fn parse(source: &str) -> Result<Node, ExprError> {
    let mut parser = Parser {
        source,
        chars: source.chars().collect(),
        at: 0,
        depth: 0,
    };
    let node = parser.either()?;
    parser.skip_space();
    if parser.at < parser.chars.len() {
        return Err(parser.error("nothing may follow here"));
    }
    Ok(node)
}

impl Parser<'_> {
    fn error(&self, reason: &str) -> ExprError {
        ExprError {
            reason: reason.to_owned(),
            at: self.at + 1,
            source_text: self.source.to_owned(),
        }
    }

    fn skip_space(&mut self) {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
    }

    /// Takes `token` if it stands here.
    fn take(&mut self, token: &str) -> bool {
        self.skip_space();
        let found = token
            .chars()
            .enumerate()
            .all(|(i, c)| self.chars.get(self.at + i) == Some(&c));
        if found {
            self.at += token.chars().count();
        }
        found
    }

    fn expect(&mut self, token: &str) -> Result<(), ExprError> {
        if self.take(token) {
            return Ok(());
        }
        Err(self.error(&format!("expected `{token}`")))
    }

    fn either(&mut self) -> Result<Node, ExprError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error("nested too deeply"));
        }
        let mut left = self.both()?;
        while self.take("||") {
            left = Node::Either(Box::new(left), Box::new(self.both()?));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn both(&mut self) -> Result<Node, ExprError> {
        let mut left = self.not()?;
        while self.take("&&") {
            left = Node::Both(Box::new(left), Box::new(self.not()?));
        }
        Ok(left)
    }

    fn not(&mut self) -> Result<Node, ExprError> {
        self.skip_space();
        let is_not =
            self.chars.get(self.at) == Some(&'!') && self.chars.get(self.at + 1) != Some(&'=');
        if !is_not {
            return self.comparison();
        }
        self.at += 1;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error("nested too deeply"));
        }
        let inner = self.not()?;
        self.depth -= 1;
        Ok(Node::Not(Box::new(inner)))
    }

    fn comparison(&mut self) -> Result<Node, ExprError> {
        let left = self.sum()?;
        let Some(op) = self.operator() else {
            return Ok(left);
        };
        let right = self.sum()?;
        Ok(Node::Compare(op, Box::new(left), Box::new(right)))
    }

    fn operator(&mut self) -> Option<Compare> {
        const SIGNS: [(&str, Compare); 6] = [
            ("==", Compare::Equal),
            ("!=", Compare::NotEqual),
            ("<=", Compare::AtMost),
            (">=", Compare::AtLeast),
            ("<", Compare::Less),
            (">", Compare::More),
        ];
        if let Some((_, op)) = SIGNS.iter().find(|(sign, _)| self.take(sign)) {
            return Some(*op);
        }
        let start = self.at;
        if self.word().as_deref() == Some("in") {
            return Some(Compare::In);
        }
        self.at = start;
        None
    }

    fn sum(&mut self) -> Result<Node, ExprError> {
        let mut left = self.primary()?;
        loop {
            if self.take("+") {
                left = Node::Add(Box::new(left), Box::new(self.primary()?));
            } else if self.take("-") {
                left = Node::Subtract(Box::new(left), Box::new(self.primary()?));
            } else {
                return Ok(left);
            }
        }
    }

    fn primary(&mut self) -> Result<Node, ExprError> {
        self.skip_space();
        match self.chars.get(self.at) {
            None => Err(self.error("the expression ends too early")),
            Some('(') => {
                self.at += 1;
                let inner = self.either()?;
                self.expect(")")?;
                Ok(inner)
            }
            Some('[') => {
                self.at += 1;
                Ok(Node::List(self.items("]")?))
            }
            Some(quote @ ('\'' | '"')) => self.text(*quote),
            Some(c) if c.is_ascii_digit() => self.number(),
            Some(c) if c.is_ascii_alphabetic() => self.name_or_call(),
            Some(_) => Err(self.error("not understood")),
        }
    }

    fn items(&mut self, end: &str) -> Result<Vec<Node>, ExprError> {
        let mut items = Vec::new();
        if self.take(end) {
            return Ok(items);
        }
        loop {
            items.push(self.either()?);
            if self.take(end) {
                return Ok(items);
            }
            self.expect(",")?;
        }
    }

    fn text(&mut self, quote: char) -> Result<Node, ExprError> {
        let start = self.at + 1;
        let length = self.chars[start..].iter().position(|c| *c == quote);
        let Some(length) = length else {
            return Err(self.error("the text is not closed"));
        };
        self.at = start + length + 1;
        Ok(Node::Literal(Scalar::Text(
            self.chars[start..start + length].iter().collect(),
        )))
    }

    fn number(&mut self) -> Result<Node, ExprError> {
        let start = self.at;
        while self.chars.get(self.at).is_some_and(char::is_ascii_digit) {
            self.at += 1;
        }
        let digits: String = self.chars[start..self.at].iter().collect();
        let number = digits
            .parse()
            .map_err(|_| self.error("the number is too large"))?;
        Ok(Node::Literal(Scalar::Number(number)))
    }

    /// A word of letters, digits, `_`, `.` and `[0]`.
    fn word(&mut self) -> Option<String> {
        self.skip_space();
        let start = self.at;
        let belongs = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '[' | ']');
        while let Some(c) = self.chars.get(self.at).filter(|c| belongs(c)) {
            // `[` belongs to a name only before a digit: `children[0]`, but `in [21]`.
            let index = self
                .chars
                .get(self.at + 1)
                .is_some_and(char::is_ascii_digit);
            let open = self.chars[start..self.at]
                .iter()
                .filter(|c| **c == '[')
                .count()
                > self.chars[start..self.at]
                    .iter()
                    .filter(|c| **c == ']')
                    .count();
            if (*c == '[' && (!index || self.at == start)) || (*c == ']' && !open) {
                break;
            }
            self.at += 1;
        }
        (self.at > start).then(|| self.chars[start..self.at].iter().collect())
    }

    fn name_or_call(&mut self) -> Result<Node, ExprError> {
        let start = self.at;
        let word = self.word().ok_or_else(|| self.error("expected a name"))?;
        match word.as_str() {
            "true" => return Ok(Node::Literal(Scalar::Bool(true))),
            "false" => return Ok(Node::Literal(Scalar::Bool(false))),
            _ => {}
        }
        if !self.take("(") {
            return Ok(Node::Name(word));
        }
        let arguments = self.items(")")?;
        let function = Function::find(&word, arguments.len()).map_err(|reason| {
            self.at = start;
            self.error(&reason)
        })?;
        Ok(Node::Call(function, arguments))
    }
}
