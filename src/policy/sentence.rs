use super::expr::{Names, Scalar};
use crate::text::Label;

/// What stands in a sentence for a value nobody knows.
const UNKNOWN: &str = "——";

/// A sentence of a form or a policy with values of the case in it: `已过期 {days_over} 天`.
pub fn fill(sentence: &Label, names: &dyn Names) -> Label {
    Label {
        zh: filled(&sentence.zh, names),
        en: filled(&sentence.en, names),
    }
}

/// The names a sentence asks for, so that a loader can refuse one nothing defines.
pub fn names_in(sentence: &Label) -> Vec<&str> {
    let texts = [&sentence.zh, &sentence.en];
    texts
        .into_iter()
        .flat_map(|text| parts(text))
        .filter_map(|(_, name)| name)
        .collect()
}

fn filled(text: &str, names: &dyn Names) -> String {
    let mut out = String::with_capacity(text.len());
    for (plain, name) in parts(text) {
        out.push_str(plain);
        let value = name.map(|name| names.value(name));
        let written = value.map(|value| value.written().unwrap_or_else(|| UNKNOWN.to_owned()));
        out.push_str(&written.unwrap_or_default());
    }
    out
}

/// The text in pieces, each followed by a name in braces but for the last.
fn parts(text: &str) -> Vec<(&str, Option<&str>)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((plain, after)) = rest.split_once('{')
        && let Some((name, after)) = after.split_once('}')
    {
        parts.push((plain, Some(name)));
        rest = after;
    }
    parts.push((rest, None));
    parts
}

impl Scalar {
    /// The value as it stands in a text: a date as `2010-03-15`. A list and a yes or no have no
    /// such form, and neither has what is unknown.
    pub fn written(&self) -> Option<String> {
        match self {
            Scalar::Text(text) => Some(text.clone()),
            Scalar::Number(number) => Some(number.to_string()),
            Scalar::Date(date) => Some(date.to_string()),
            Scalar::Unknown | Scalar::Bool(_) | Scalar::List(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(name: &str) -> Scalar {
        match name {
            "days_over" => Scalar::Number(32),
            "brace" => Scalar::Text("{days_over}".into()),
            _ => Scalar::Unknown,
        }
    }

    #[test]
    fn a_sentence_says_the_values_of_the_case() {
        let sentence = Label {
            zh: "已过期 {days_over} 天（{nobody}）".into(),
            en: "{days_over} days over".into(),
        };
        let said = fill(&sentence, &names);
        assert_eq!(said.zh, "已过期 32 天（——）");
        assert_eq!(said.en, "32 days over");
        assert_eq!(names_in(&sentence), ["days_over", "nobody", "days_over"]);
    }

    #[test]
    fn a_value_with_braces_is_never_read_again() {
        assert_eq!(
            fill(&Label::same("{brace}"), &names),
            Label::same("{days_over}")
        );
    }

    proptest! {
        #[test]
        fn a_sentence_without_a_whole_pair_of_braces_is_said_as_it_stands(text in "[^}]{0,30}") {
            prop_assert_eq!(fill(&Label::same(text.as_str()), &names), Label::same(text));
        }
    }
}
