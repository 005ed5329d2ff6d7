use serde::Deserialize;

use crate::text::Label;

/// How one province numbers the certificates its offices give out, as far as it is known. A number
/// of another province is taken apart by it; one that fits no scheme is recorded as it was seen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NumberScheme {
    pub name: Label,
    /// The digits with which the area code of such a number begins: `45`.
    pub area: String,
    pub pattern: SchemePattern,
}

/// `{area9}{yy}{serial:5}D`: the places of a number from left to right.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct SchemePattern(Vec<Place>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    Text(String),
    Area(usize),
    Year(usize),
    Serial(usize),
    /// One digit or `X`, which nobody but the issuer can prove.
    Check,
}

/// A number taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NumberParts {
    /// Division code of the office that gave it out.
    pub area: String,
    /// The last two digits of the year.
    pub year2: String,
    pub serial: String,
}

impl NumberScheme {
    /// The parts of a number that fits the scheme, else `None`.
    pub fn read(&self, number: &str) -> Option<NumberParts> {
        let mut parts = NumberParts::default();
        let mut rest = number;
        for place in &self.pattern.0 {
            rest = place.take(rest, &mut parts)?;
        }
        (rest.is_empty() && parts.area.starts_with(&self.area)).then_some(parts)
    }
}

impl Place {
    /// What follows this place in the number.
    fn take<'a>(&self, rest: &'a str, parts: &mut NumberParts) -> Option<&'a str> {
        match self {
            Place::Text(text) => rest.strip_prefix(text.as_str()),
            Place::Area(length) => digits(rest, *length, &mut parts.area),
            Place::Year(length) => {
                let mut year = String::new();
                let rest = digits(rest, *length, &mut year)?;
                parts.year2 = year.split_off(length - 2);
                Some(rest)
            }
            Place::Serial(length) => digits(rest, *length, &mut parts.serial),
            Place::Check => rest.strip_prefix(|c: char| c.is_ascii_digit() || c == 'X'),
        }
    }

    fn parse(place: &str) -> Option<Place> {
        match place {
            "area9" => Some(Place::Area(9)),
            "area6" => Some(Place::Area(6)),
            "yy" => Some(Place::Year(2)),
            "yyyy" => Some(Place::Year(4)),
            "check" => Some(Place::Check),
            _ => {
                let length: usize = place.strip_prefix("serial:")?.parse().ok()?;
                (1..=9).contains(&length).then_some(Place::Serial(length))
            }
        }
    }
}

/// Moves `length` digits from the front of `rest` to `to`.
fn digits<'a>(rest: &'a str, length: usize, to: &mut String) -> Option<&'a str> {
    let taken = rest.get(..length)?;
    if !taken.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    to.push_str(taken);
    rest.get(length..)
}

impl TryFrom<String> for SchemePattern {
    type Error = String;

    fn try_from(pattern: String) -> Result<SchemePattern, String> {
        let mut places = Vec::new();
        let mut rest = pattern.as_str();
        while let Some((text, after)) = rest.split_once('{') {
            let (place, after) = after.split_once('}').ok_or("a `{` without its `}`")?;
            if !text.is_empty() {
                places.push(Place::Text(text.to_owned()));
            }
            let known = Place::parse(place);
            places.push(known.ok_or_else(|| format!("`{{{place}}}` is no place of a number"))?);
            rest = after;
        }
        if !rest.is_empty() {
            places.push(Place::Text(rest.to_owned()));
        }
        Ok(SchemePattern(places))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn guangxi() -> NumberScheme {
        NumberScheme {
            name: Label::same("广西"),
            area: "45".to_owned(),
            pattern: SchemePattern::try_from("{area9}{yy}{serial:5}D".to_owned()).expect("reads"),
        }
    }

    #[test]
    fn a_number_of_a_known_scheme_is_taken_apart_and_others_are_not() {
        let parts = guangxi().read("4510250700600123D").expect("fits");
        let parts = (
            parts.area.as_str(),
            parts.year2.as_str(),
            parts.serial.as_str(),
        );
        assert_eq!(parts, ("451025070", "06", "00123"));
        // Another province, another length, no letter, something after it.
        for other in [
            "4310250700600123D",
            "653101001090123",
            "45102507006001239",
            "",
            "451025070060012DD",
        ] {
            assert_eq!(guangxi().read(other), None, "{other}");
        }
    }

    #[test]
    fn a_pattern_with_an_unknown_place_is_refused() {
        for wrong in ["{area}", "{serial:0}", "{serial:x}", "{yy"] {
            assert!(
                SchemePattern::try_from(wrong.to_owned()).is_err(),
                "{wrong}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_number_fits_or_not_without_panic(number in "\\PC{0,20}") {
            let _ = guangxi().read(&number);
        }
    }
}
