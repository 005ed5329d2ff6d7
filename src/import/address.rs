use crate::form::Around;
use crate::person::{Division, Level};

/// What a community is called beside its name in the table.
const COMMUNITY_ENDINGS: [&str; 4] = ["社区居委会", "村委会", "社区", "村"];
/// Characters of the longest group that is told from a house number.
const GROUP: usize = 10;

/// The answers that an address of registration in one piece gives, as a clerk would type them; the
/// text that belongs to none of them has no path.
///
/// Only an address of the hall's own street is told apart, because only there the service asks for
/// community and group. Any other stands in one answer.
pub fn registered_at(address: &str, around: &Around) -> Vec<(&'static str, String)> {
    let whole = || vec![("hukou.place", address.to_owned())];
    let Some(rest) = after_own_street(address, around) else {
        return whole();
    };
    let mut answers = vec![("hukou.place", around.area9.clone())];
    let Some((community, rest)) = own_community(rest, around) else {
        answers.extend((!rest.is_empty()).then(|| ("hukou.community", rest.to_owned())));
        return answers;
    };
    answers.push(("hukou.community", community.code.clone()));
    if rest.is_empty() {
        return answers;
    }
    let path = if is_group(rest) { "hukou.group" } else { "" };
    answers.push((path, rest.to_owned()));
    answers
}

/// The answers that a present address in one piece gives.
pub fn at_home(address: &str, around: &Around) -> Vec<(&'static str, String)> {
    let rest = after_own_street(address, around).unwrap_or(address);
    match own_community(rest, around) {
        Some((community, "")) => vec![("residence.community", community.code.clone())],
        Some((community, rest)) => vec![
            ("residence.community", community.code.clone()),
            ("residence.detail", rest.to_owned()),
        ],
        None => vec![("residence.detail", address.to_owned())],
    }
}

/// What stands behind the name of the hall's street, if the address is one of it: before the name
/// stands nothing, or what the street belongs to.
fn after_own_street<'a>(address: &'a str, around: &Around) -> Option<&'a str> {
    if own_community(address, around).is_some() {
        return Some(address);
    }
    let street = around.divisions.find(&around.area9)?;
    let full = around.divisions.full_name(&around.area9)?;
    let end = address.find(&street.name)? + street.name.len();
    let (head, rest) = address.split_at(end);
    full.ends_with(head).then(|| rest.trim())
}

/// The community of the hall's street that the text begins with, and the rest.
fn own_community<'a, 'b>(text: &'a str, around: &'b Around) -> Option<(&'b Division, &'a str)> {
    let divisions = &around.divisions;
    let own = divisions.search("", Some(&around.area9), Some(Level::Community));
    own.into_iter().find_map(|community| {
        let rest = text.strip_prefix(community.name.as_str()).or_else(|| {
            let stem = COMMUNITY_ENDINGS
                .iter()
                .find_map(|ending| community.name.strip_suffix(ending))?;
            let rest = text.strip_prefix(stem)?;
            COMMUNITY_ENDINGS
                .iter()
                .find_map(|ending| rest.strip_prefix(ending))
        })?;
        Some((community, rest.trim()))
    })
}

fn is_group(text: &str) -> bool {
    text.ends_with(['组', '队', '社']) && text.chars().count() <= GROUP
}
