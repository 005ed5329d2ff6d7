use super::Reading;
use crate::form::model::{Around, PlaceLevel};
use crate::person::{Division, Group, Level};
use crate::text::{Message, clean_line};

/// A place by its division code or its exact name; other text only where the form allows it.
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
    if free {
        return Reading::good(&typed, typed.as_str());
    }
    Reading::bad(Message::new("form.place_unknown").with("place", &typed))
}

/// The one place of this name. An old place of the same name does not stand in the way of a
/// present one.
fn named<'a>(typed: &str, level: PlaceLevel, around: &'a Around) -> Option<&'a Division> {
    let full_name = |division: &Division| around.divisions.full_name(&division.code);
    let mut same: Vec<&Division> = suggest(typed, level, around);
    same.retain(|one| one.name == typed || full_name(one).as_deref() == Some(typed));
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
