use std::collections::BTreeSet;

use serde::Deserialize;

use super::data::Scope;
use super::filters::{Filter, millimetres};
use crate::policy::Expr;

/// A text of a layout with places for values: `{applicant.name}`, `{case.on|date}`,
/// `{box doc.id_card == 'seen'}`, `{line 30}`, `{rule 30}`, `{gap 5}`; `{{` is a brace.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Template {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq)]
enum Part {
    Words(String),
    Field { path: String, filters: Vec<Filter> },
    Box(Expr),
    Space { millimetres: f32, under: Under },
}

/// What is drawn beneath a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Under {
    #[default]
    Nothing,
    Solid,
    Dotted,
}

/// A template with its values, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Inline {
    Text {
        text: String,
        field: Option<String>,
        under: Under,
    },
    /// The place of a value that nobody can print: dotted, as long as so many characters.
    ByHand {
        characters: usize,
    },
    /// Fills a line to at least so many millimetres, text and all, with the text in the middle.
    Line {
        text: String,
        field: Option<String>,
        millimetres: f32,
        under: Under,
    },
    Box {
        ticked: bool,
    },
    Space {
        millimetres: f32,
        under: Under,
    },
}

impl Template {
    pub fn parse(source: &str) -> Result<Template, String> {
        let mut parts = Vec::new();
        let mut words = String::new();
        let mut rest = source;
        while let Some(open) = rest.find('{') {
            words.push_str(&rest[..open]);
            rest = &rest[open + 1..];
            if let Some(after) = rest.strip_prefix('{') {
                words.push('{');
                rest = after;
                continue;
            }
            let close = rest
                .find('}')
                .ok_or_else(|| format!("`{{{rest}` lacks its `}}`"))?;
            if !words.is_empty() {
                parts.push(Part::Words(std::mem::take(&mut words)));
            }
            parts.push(part(rest[..close].trim())?);
            rest = &rest[close + 1..];
        }
        words.push_str(rest);
        if !words.is_empty() {
            parts.push(Part::Words(words));
        }
        Ok(Template { parts })
    }

    /// The data paths the template asks for.
    pub fn names<'a>(&'a self, names: &mut BTreeSet<&'a str>) {
        for part in &self.parts {
            match part {
                Part::Field { path, .. } => {
                    names.insert(path);
                }
                Part::Box(when) => names.extend(when.names()),
                Part::Words(_) | Part::Space { .. } => {}
            }
        }
    }

    /// The first data path, which names the place in a message when nothing else does.
    pub fn first_path(&self) -> Option<&str> {
        self.parts.iter().find_map(|part| match part {
            Part::Field { path, .. } => Some(path.as_str()),
            _ => None,
        })
    }

    pub fn fill(&self, scope: Scope<'_>) -> Vec<Inline> {
        self.parts
            .iter()
            .map(|part| fill_part(part, scope))
            .collect()
    }

    /// The words and values alone.
    pub fn plain(&self, scope: Scope<'_>) -> String {
        let text = |inline: Inline| match inline {
            Inline::Text { text, .. } | Inline::Line { text, .. } => text,
            Inline::Box { .. } | Inline::Space { .. } | Inline::ByHand { .. } => String::new(),
        };
        self.fill(scope).into_iter().map(text).collect()
    }
}

fn part(source: &str) -> Result<Part, String> {
    if let Some(when) = source.strip_prefix("box ") {
        return Expr::parse(when.trim())
            .map(Part::Box)
            .map_err(|error| error.to_string());
    }
    let space = |length: &str, under| {
        millimetres(length).map(|millimetres| Part::Space { millimetres, under })
    };
    if let Some(length) = source.strip_prefix("gap ") {
        return space(length, Under::Nothing);
    }
    if let Some(length) = source.strip_prefix("line ") {
        return space(length, Under::Dotted);
    }
    if let Some(length) = source.strip_prefix("rule ") {
        return space(length, Under::Solid);
    }
    let mut pieces = source.split('|').map(str::trim);
    let path = pieces.next().unwrap_or_default();
    let named = !path.is_empty()
        && path
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"._[]".contains(&b));
    if !named {
        return Err(format!("`{path}` is not the name of a value"));
    }
    let filters = pieces.map(Filter::parse).collect::<Result<_, _>>()?;
    Ok(Part::Field {
        path: path.to_owned(),
        filters,
    })
}

fn fill_part(part: &Part, scope: Scope<'_>) -> Inline {
    match part {
        Part::Words(words) => Inline::Text {
            text: words.clone(),
            field: None,
            under: Under::Nothing,
        },
        Part::Box(when) => Inline::Box {
            ticked: !scope.data.blank && when.holds(&scope),
        },
        Part::Space { millimetres, under } => Inline::Space {
            millimetres: *millimetres,
            under: *under,
        },
        Part::Field { path, filters } => fill_field(path, filters, scope),
    }
}

fn fill_field(path: &str, filters: &[Filter], scope: Scope<'_>) -> Inline {
    // What the page knows of itself (its number, the copy's name) stands on a blank form too.
    let of_the_page = scope.is_of_the_page(path);
    let blank = scope.data.blank && !of_the_page;
    let value = scope.text(path).to_owned();
    let text = filters
        .iter()
        .fold(value, |text, filter| filter.apply(text, blank));
    let field = (!of_the_page).then(|| scope.full_path(path));
    let by_hand = scope.is_by_hand(path) && !text.is_empty();
    let line = filters.iter().find_map(|filter| match filter {
        Filter::Under(millimetres) => Some((*millimetres, Under::Solid)),
        Filter::Line(millimetres) => Some((*millimetres, Under::Dotted)),
        _ => None,
    });
    match line {
        Some((millimetres, under)) => Inline::Line {
            text: if by_hand { String::new() } else { text },
            field,
            millimetres,
            under,
        },
        None if by_hand => Inline::ByHand {
            characters: text.chars().count(),
        },
        None => Inline::Text {
            text,
            field,
            under: Under::Nothing,
        },
    }
}

/// What only the finished page knows: never a value of the record, even where it is not known yet.
const OF_THE_PAGE: [&str; 2] = ["page", "pages"];

impl Inline {
    /// Whether it is a value that takes as much room as it needs, and not the room of its line.
    pub fn is_free(&self) -> bool {
        match self {
            Inline::Text { field, .. } => {
                let field = field.as_deref();
                field.is_some_and(|path| !OF_THE_PAGE.contains(&path))
            }
            Inline::ByHand { .. } => true,
            Inline::Line { .. } | Inline::Box { .. } | Inline::Space { .. } => false,
        }
    }
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Template, D::Error> {
        let source = String::deserialize(deserializer)?;
        Template::parse(&source).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::data::Data;
    use super::*;
    use proptest::prelude::*;

    fn plain(source: &str) -> String {
        let mut data = Data::default();
        data.set("applicant.name", "李春桃");
        data.set("issued", "2010-03-15");
        let page = BTreeMap::new();
        let scope = Scope {
            data: &data,
            row: None,
            page: &page,
        };
        Template::parse(source).expect(source).plain(scope)
    }

    #[test]
    fn values_take_their_places() {
        assert_eq!(
            plain("姓名:{applicant.name},{issued|date}"),
            "姓名:李春桃,2010年3月15日"
        );
        assert_eq!(plain("{spouse.name|or('——')}{gap 3}{{"), "——{");
    }

    #[test]
    fn a_slip_in_a_template_is_named() {
        for source in [
            "{applicant.name",
            "{}",
            "{a b}",
            "{box a ==}",
            "{line long}",
            "{a|shout}",
        ] {
            assert!(Template::parse(source).is_err(), "{source}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reader_panic(source in "[a-z{}|('). \\PC]{0,30}") {
            let _ = Template::parse(&source);
        }
    }
}
