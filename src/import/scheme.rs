//! What the columns of an old register mean, as `forms/registers/` tells it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::{Refused, Row};
use crate::policy::{FileProblem, read_toml};
use crate::text::{Label, clean_line, half_width};

const FILE: &str = "forms/registers/people.toml";
/// The meaning that a clerk gives to a column nobody wants.
const NOTHING: &str = "不导入";
/// Rows at the top of a file among which the headings are looked for: titles stand above them.
pub const NEAR_THE_TOP: usize = 10;
/// Headings that a row must have to be the row of headings.
const FEWEST: usize = 2;
/// Characters of a heading that are told of.
const SHOWN: usize = 30;

/// A kind of register: its columns and what becomes of each.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// The service that checks the answers and says what may be kept.
    pub service: String,
    /// Texts that mean an empty cell.
    empty: Vec<String>,
    #[serde(rename = "column")]
    columns: Vec<Column>,
    not_taken: Vec<NotTaken>,
}

/// A column that is taken.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The answer it becomes.
    pub path: String,
    headings: Vec<String>,
    /// What registers write for an answer, and the answer.
    #[serde(default)]
    values: BTreeMap<String, String>,
    /// What registers write although it does not tell the answer; left empty.
    #[serde(default)]
    vague: Vec<String>,
    /// An answer that would be an empty cell in other columns.
    #[serde(default)]
    keep: Vec<String>,
    /// A number that names somebody, and is lost if a spreadsheet has cut it.
    #[serde(default)]
    pub digits: bool,
    #[serde(default)]
    pub place: Option<Place>,
}

/// An address in one piece, which may be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// See [`super::registered_at`].
    Registered,
    /// See [`super::at_home`].
    Home,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct NotTaken {
    reason: Label,
    words: Vec<String>,
}

/// What becomes of a column of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// It becomes the answer of the scheme's column at this place.
    Answer(usize),
    NotTaken(Label),
    /// Nobody has said what it is: not taken either.
    Unknown,
}

/// A column of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its place, from 0.
    pub at: usize,
    pub text: String,
    pub meaning: Meaning,
}

/// The columns of a file that have a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headings {
    /// The row they stand in.
    pub row: u32,
    pub all: Vec<Heading>,
}

static PEOPLE: LazyLock<Result<Scheme, FileProblem>> =
    LazyLock::new(|| Scheme::parse(FILE, include_str!("../../forms/registers/people.toml")));

impl Scheme {
    /// The register of people.
    ///
    /// # Errors
    /// [`FileProblem`] in a program built from a tree whose tests did not pass.
    pub fn people() -> Result<&'static Scheme, FileProblem> {
        PEOPLE.as_ref().map_err(Clone::clone)
    }

    /// # Errors
    /// [`FileProblem`] at the first thing that does not fit.
    pub fn parse(file: &str, text: &str) -> Result<Scheme, FileProblem> {
        let scheme: Scheme = read_toml(file, text)?;
        let mut known = BTreeMap::new();
        for column in &scheme.columns {
            for heading in &column.headings {
                if let Some(other) = known.insert(plain(heading), &column.path) {
                    let reason = format!("`{heading}` means `{other}` already");
                    return Err(FileProblem::at(file, text, heading, reason));
                }
            }
        }
        Ok(scheme)
    }

    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The headings that are looked for first of all, for whoever has none of them.
    pub fn wanted(&self) -> String {
        let first = self
            .columns
            .iter()
            .filter_map(|column| column.headings.first());
        let first: Vec<&str> = first.map(String::as_str).take(FEWEST + 1).collect();
        first.join("、")
    }

    /// The columns of a file, if this row has their headings. `renamed` says what a heading of the
    /// file means: the heading, and one of those the scheme knows, or 不导入.
    ///
    /// # Errors
    /// [`Refused`] if two columns mean the same, or a renamed one is not there.
    pub fn headings(
        &self,
        row: &Row,
        renamed: &[(String, String)],
    ) -> Result<Option<Headings>, Refused> {
        let mut all = Vec::new();
        for (at, cell) in row.cells.iter().enumerate() {
            let text = clean_line(&cell.text).trim().to_owned();
            if text.is_empty() {
                continue;
            }
            let meaning = self.meaning(&text, renamed)?;
            all.push(Heading {
                at,
                text: text.chars().take(SHOWN).collect(),
                meaning,
            });
        }
        let taken = all
            .iter()
            .filter(|one| matches!(one.meaning, Meaning::Answer(_)));
        if taken.count() < FEWEST {
            return Ok(None);
        }
        let absent = renamed
            .iter()
            .find(|(heading, _)| !all.iter().any(|one| plain(&one.text) == plain(heading)));
        if let Some((heading, _)) = absent {
            let heading = heading.clone();
            return Err(Refused::NoSuchHeading { heading });
        }
        no_two_alike(&all)?;
        Ok(Some(Headings {
            row: row.number,
            all,
        }))
    }

    fn meaning(&self, heading: &str, renamed: &[(String, String)]) -> Result<Meaning, Refused> {
        let same = |one: &str| plain(one) == plain(heading);
        if let Some((_, meaning)) = renamed.iter().find(|(from, _)| same(from)) {
            return self.named(meaning);
        }
        if let Some(column) = self.column_of(heading) {
            return Ok(Meaning::Answer(column));
        }
        let mut reasons = self.not_taken.iter();
        let reason = reasons.find(|one| one.words.iter().any(|word| heading.contains(word)));
        Ok(reason.map_or(Meaning::Unknown, |one| {
            Meaning::NotTaken(one.reason.clone())
        }))
    }

    /// What a clerk says that a column means.
    fn named(&self, meaning: &str) -> Result<Meaning, Refused> {
        if meaning == NOTHING {
            return Ok(Meaning::Unknown);
        }
        let column = self.column_of(meaning);
        let column = column.or_else(|| self.columns.iter().position(|one| one.path == meaning));
        let known = || {
            let firsts = self.columns.iter().filter_map(|one| one.headings.first());
            let firsts: Vec<&str> = firsts.map(String::as_str).chain([NOTHING]).collect();
            firsts.join("、")
        };
        column
            .map(Meaning::Answer)
            .ok_or_else(|| Refused::NoSuchMeaning {
                meaning: meaning.to_owned(),
                known: known(),
            })
    }

    fn column_of(&self, heading: &str) -> Option<usize> {
        let asked = plain(heading);
        let has = |column: &Column| column.headings.iter().any(|one| plain(one) == asked);
        self.columns.iter().position(has)
    }

    /// What a text of this column answers; `None` if it answers nothing.
    pub fn answer<'a>(&'a self, column: &'a Column, text: &'a str) -> Option<&'a str> {
        let has = |list: &[String]| list.iter().any(|one| one == text);
        let is_nothing = has(&self.empty) && !has(&column.keep);
        if text.is_empty() || is_nothing || has(&column.vague) {
            return None;
        }
        Some(column.values.get(text).map_or(text, String::as_str))
    }
}

impl Column {
    /// Whether registers write this although it does not tell the answer.
    pub fn is_vague(&self, text: &str) -> bool {
        self.vague.iter().any(|one| one == text)
    }
}

fn no_two_alike(all: &[Heading]) -> Result<(), Refused> {
    for (place, one) in all.iter().enumerate() {
        let same = |other: &&Heading| {
            matches!(one.meaning, Meaning::Answer(_)) && other.meaning == one.meaning
        };
        if let Some(other) = all[place + 1..].iter().find(same) {
            return Err(Refused::TwiceTheSame {
                one: one.text.clone(),
                other: other.text.clone(),
            });
        }
    }
    Ok(())
}

/// A heading as it is compared: without blanks, stars and what stands in brackets at its end.
fn plain(heading: &str) -> String {
    let half = half_width(&clean_line(heading));
    let bare: String = half
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '*')
        .collect();
    let open = bare.rfind(['(', '（']).filter(|at| *at > 0);
    let cut = open.filter(|_| bare.ends_with([')', '）']));
    cut.map_or(bare.clone(), |at| bare[..at].to_owned())
        .to_lowercase()
}
