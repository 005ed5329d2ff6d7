use super::Reading;
use crate::form::model::{Around, PlaceLevel};
use crate::person::{Division, Group, Level};
use crate::text::{Message, clean_line};

/// How an address abroad begins, where no table reaches.
const ABROAD: [&str; 3] = ["境外", "国外", "海外"];
/// Characters of a community that no table names.
const COMMUNITY: usize = 30;

/// A place by its division code, its name or the end of its full name; other text only where the
/// form allows it and only as far as it still names a county or begins with 境外.
pub(super) fn read(typed: &str, level: PlaceLevel, free: bool, around: &Around) -> Reading {
    let typed = clean_line(typed).trim().to_owned();
    let divisions = &around.divisions;
    let found = divisions
        .find(&typed)
        .filter(|division| fits(division, level, around))
        .or_else(|| named(&typed, level, around));
    if let Some(division) = found {
        let name = match level {
            PlaceLevel::OwnCommunity => None,
            _ => divisions.full_name(&division.code),
        };
        let name = name.unwrap_or_else(|| division.name.clone());
        return Reading::good(&division.code, name.as_str());
    }
    match level {
        PlaceLevel::OwnCommunity if !is_listed(around) => read_unlisted(&typed),
        _ if free => read_free(&typed, around),
        _ => Reading::bad(Message::new("form.place_unknown").with("place", &typed)),
    }
}

/// Whether the tables name the communities of the hall's street.
fn is_listed(around: &Around) -> bool {
    around
        .divisions
        .has_any_under(&around.area9, Level::Community)
}

/// A community of a street whose communities no table names.
fn read_unlisted(typed: &str) -> Reading {
    let length = typed.chars().count();
    if typed.is_ascii() || length > COMMUNITY {
        return Reading::bad(Message::new("form.community_name").with("max", COMMUNITY));
    }
    Reading::good(typed, typed)
}

fn read_free(typed: &str, around: &Around) -> Reading {
    if ABROAD.iter().any(|abroad| typed.starts_with(abroad)) {
        return Reading::good(typed, typed);
    }
    if around.divisions.county_within(typed).is_none() {
        return Reading::bad(Message::new("form.place_without_county").with("place", typed));
    }
    Reading {
        notes: vec![Message::new("form.place_as_typed").into()],
        ..Reading::good(typed, typed)
    }
}

/// The one place of this name. An old place of the same name does not stand in the way of a
/// present one.
fn named<'a>(typed: &str, level: PlaceLevel, around: &'a Around) -> Option<&'a Division> {
    let full_name = |division: &Division| around.divisions.full_name(&division.code);
    let mut same: Vec<&Division> = suggest(typed, level, around);
    same.retain(|one| {
        one.name == typed || full_name(one).is_some_and(|full| full.ends_with(typed))
    });
    if same.iter().any(|one| !one.is_old()) {
        same.retain(|one| !one.is_old());
    }
    match same[..] {
        [one] => Some(one),
        _ => None,
    }
}

fn fits(division: &Division, level: PlaceLevel, around: &Around) -> bool {
    let county = || around.divisions.ends_county_address(division);
    match level {
        PlaceLevel::County => county(),
        PlaceLevel::CountyOrTown => division.level == Level::Town || county(),
        PlaceLevel::OwnCommunity => {
            division.level == Level::Community && division.code.starts_with(&around.area9)
        }
    }
}

/// Places that answer to a part of a name, its pinyin or its initials; the best first.
pub fn suggest<'a>(typed: &str, level: PlaceLevel, around: &'a Around) -> Vec<&'a Division> {
    let found = match level {
        PlaceLevel::OwnCommunity => {
            around
                .divisions
                .search(typed, Some(&around.area9), Some(Level::Community))
        }
        _ => around.divisions.search(typed, None, None),
    };
    found
        .into_iter()
        .filter(|division| fits(division, level, around))
        .collect()
}

/// The group below the community, kept as typed (第3组, 小区2栋).
pub(super) fn read_group(typed: &str) -> Reading {
    match Group::read(typed) {
        Ok(group) => Reading::good(group.as_str(), group.as_str()),
        Err(problem) => Reading::bad(problem.message()),
    }
}
