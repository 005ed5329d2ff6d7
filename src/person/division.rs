use std::collections::HashMap;

use super::address::UNSPOKEN;
use super::division_search::Spelled;
use crate::text::{Label, Message, Said};

/// How far down a division stands; told by the length of its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    Province,
    Prefecture,
    County,
    Town,
    Community,
}

impl Level {
    /// The level of a code of 2, 4, 6, 9 or 12 digits.
    fn of(code: &str) -> Option<Level> {
        match code.len() {
            2 => Some(Level::Province),
            4 => Some(Level::Prefecture),
            6 => Some(Level::County),
            9 => Some(Level::Town),
            12 => Some(Level::Community),
            _ => None,
        }
    }
}

/// One line of the division table (GB/T 2260, GB/T 10114).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    pub code: String,
    pub name: String,
    pub level: Level,
    /// `2002-12`: the first published table in which it stands; `None` if it stands in the oldest.
    pub valid_from: Option<String>,
    /// `2015-08`: the last published table in which it stands; `None` while it is valid.
    pub valid_to: Option<String>,
}

impl Division {
    /// Whether the code or the name is no longer in use. Old codes stay on people's cards.
    pub fn is_old(&self) -> bool {
        self.valid_to.is_some()
    }

    /// Whether it only fills a place in the table (市辖区) and is never said.
    pub fn is_unspoken(&self) -> bool {
        UNSPOKEN.contains(&self.name.as_str())
    }
}

/// Why a division table cannot be read: the line and what stands in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableProblem {
    pub line: usize,
    pub text: String,
}

impl TableProblem {
    pub fn message(&self) -> Message {
        Message::new("person.division_table")
            .with("line", self.line)
            .with("text", &self.text)
    }
}

/// The divisions of China as far as their tables were given, of today and of old.
#[derive(Debug, Clone, Default)]
pub struct Divisions {
    /// In the order of their codes.
    pub(super) all: Vec<Division>,
    /// Pinyin of each name, in the order of `all`.
    pub(super) spelled: Vec<Spelled>,
    /// The places in `all` of each character of a name.
    pub(super) by_character: HashMap<char, Vec<u32>>,
}

impl Divisions {
    /// Builds the table from texts of lines `code,name,valid_from,valid_to`; the first line of
    /// each names the columns.
    ///
    /// # Errors
    /// The first line whose code is not 2, 4, 6, 9 or 12 digits or that has no name.
    pub fn parse<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Divisions, TableProblem> {
        let mut all = Vec::new();
        for text in texts {
            for (place, line) in text.lines().enumerate().skip(1) {
                if !line.trim().is_empty() {
                    all.push(division_in(line).ok_or_else(|| TableProblem {
                        line: place + 1,
                        text: line.to_owned(),
                    })?);
                }
            }
        }
        // Stable, so that the rows of one code keep the order of their table: old names first.
        all.sort_by(|a, b| a.code.cmp(&b.code));
        let spelled = all.iter().map(|one| Spelled::of(&one.name)).collect();
        let by_character = places_of_characters(&all);
        Ok(Divisions {
            all,
            spelled,
            by_character,
        })
    }

    /// The division of a code: the valid one, or the last of the old ones. Zeroes at the end of
    /// six digits (`430000`, `441900`) mean the province or the prefecture.
    pub fn find(&self, code: &str) -> Option<&Division> {
        let rows = self.rows(short_code(code));
        rows.iter()
            .find(|one| !one.is_old())
            .or_else(|| rows.iter().max_by(|a, b| a.valid_to.cmp(&b.valid_to)))
    }

    /// Every row of a code: one for each name it has had.
    pub fn rows(&self, code: &str) -> &[Division] {
        let start = self.all.partition_point(|one| one.code.as_str() < code);
        let rest = self.all.get(start..).unwrap_or_default();
        let count = rest.iter().take_while(|one| one.code == code).count();
        &rest[..count]
    }

    /// The division in which another one lies. A town directly under a city lies in the city.
    pub fn parent(&self, code: &str) -> Option<&Division> {
        ancestors(short_code(code)).find_map(|above| self.find(above))
    }

    /// What the screen says of a code: the full name, and for an old code its years.
    pub fn describe(&self, code: &str) -> Option<Said> {
        let name = self.full_name(code)?;
        let own = self.find(code)?;
        let Some(to) = &own.valid_to else {
            return Some(Label::same(name).into());
        };
        // The oldest published table is of 1980.
        let from = own.valid_from.as_deref().unwrap_or("1980-12");
        let message = Message::new("person.division_old")
            .with("name", name)
            .with("from", from)
            .with("to", to);
        Some(message.into())
    }

    /// Whether an address to the county may end here: at a county, or at a city or region
    /// without counties (东莞, 中山, 儋州, 嘉峪关; 香港, 澳门, 台湾).
    pub fn ends_county_address(&self, division: &Division) -> bool {
        match division.level {
            Level::Town | Level::Community => false,
            Level::County => true,
            Level::Province | Level::Prefecture => {
                let below = &self.all[self.range_under(&division.code)];
                let county = |one: &&Division| one.level == Level::County && !one.is_unspoken();
                let valid = below.iter().filter(county).any(|one| !one.is_old());
                !valid && !division.is_old()
            }
        }
    }

    /// The county, or city without counties, that is named somewhere in an address; the longest
    /// name if there are several.
    pub fn county_within(&self, address: &str) -> Option<&Division> {
        let named = self.all.iter().filter(|one| address.contains(&one.name));
        named
            .filter(|one| !one.is_unspoken() && self.ends_county_address(one))
            .max_by_key(|one| one.name.chars().count())
    }

    /// Whether the tables name anything of this level below a code.
    pub fn has_any_under(&self, code: &str, level: Level) -> bool {
        self.all[self.range_under(code)]
            .iter()
            .any(|one| one.level == level)
    }

    /// The names from the province down, without 市辖区 and its like: `广东省东莞市虎门镇`.
    pub fn full_name(&self, code: &str) -> Option<String> {
        Some(super::address_line(&self.names(code)?, None, ""))
    }

    /// The names from the province down to the division itself.
    pub fn names(&self, code: &str) -> Option<Vec<&str>> {
        let own = self.find(code)?;
        let mut names: Vec<&str> = ancestors(&own.code)
            .filter_map(|above| self.find(above))
            .map(|above| above.name.as_str())
            .collect();
        names.reverse();
        names.push(&own.name);
        Some(names)
    }

    /// The places in `all` of the divisions whose code begins with `code`.
    pub(super) fn range_under(&self, code: &str) -> std::ops::Range<usize> {
        let start = self.all.partition_point(|one| one.code.as_str() < code);
        let rest = self.all.get(start..).unwrap_or_default();
        let count = rest.partition_point(|one| one.code.starts_with(code));
        start..start + count
    }
}

fn division_in(line: &str) -> Option<Division> {
    let mut columns = line.split(',').map(str::trim);
    let code = columns.next()?.to_owned();
    let level = Level::of(&code).filter(|_| code.bytes().all(|b| b.is_ascii_digit()))?;
    let name = columns.next().filter(|name| !name.is_empty())?.to_owned();
    let mut month = || {
        let text = columns.next().unwrap_or_default();
        (!text.is_empty()).then(|| text.to_owned())
    };
    Some(Division {
        code,
        name,
        level,
        valid_from: month(),
        valid_to: month(),
    })
}

fn places_of_characters(all: &[Division]) -> HashMap<char, Vec<u32>> {
    let mut places: HashMap<char, Vec<u32>> = HashMap::new();
    for (place, division) in all.iter().enumerate() {
        for c in division.name.chars() {
            let list = places.entry(c).or_default();
            // A character that stands twice in one name is noted once.
            if list.last() != Some(&(place as u32)) {
                list.push(place as u32);
            }
        }
    }
    places
}

/// The code without the zeroes that fill six digits.
pub(super) fn short_code(code: &str) -> &str {
    let code = code.trim();
    if code.len() != 6 {
        return code;
    }
    let short = code.strip_suffix("00").unwrap_or(code);
    short.strip_suffix("00").unwrap_or(short)
}

/// The codes above `code`, nearest first.
fn ancestors(code: &str) -> impl Iterator<Item = &str> {
    [9, 6, 4, 2]
        .into_iter()
        .filter(|length| *length < code.len())
        .filter_map(|length| code.get(..length))
}

#[cfg(test)]
mod tests;
