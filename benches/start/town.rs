//! The people of the halls, and what is typed to find them.

use chrono::NaiveDate;
use guitai::person::{Town, Townsperson, name_readings};

pub fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2010, 3, 15).expect("a real day")
}

pub fn town() -> Town {
    Town::new(20_100_315, day())
}

/// Every `size / count`-th person of the town.
pub fn some(size: usize, count: usize) -> Vec<Townsperson> {
    let step = (size / count).max(1);
    town().take(size).step_by(step).take(count).collect()
}

/// What is typed to find somebody, one way after the other.
pub fn asked(nth: usize, one: &Townsperson) -> String {
    let id = one.id.as_str();
    let reading = name_readings(&one.name).swap_remove(0);
    let initials: String = (reading.split(' '))
        .filter_map(|part| part.chars().next())
        .collect();
    let joined = reading.replace(' ', "");
    match nth % 9 {
        0 => id.to_owned(),
        1 => id[14..].to_owned(),
        2 => one.name.clone(),
        3 => joined,
        4 => initials,
        5 => format!("{initials} {}", &id[14..]),
        6 if !one.phone.is_empty() => one.phone.clone(),
        7 if joined.is_ascii() && joined.len() > 4 => {
            // Two letters changed places.
            let mut letters: Vec<char> = joined.chars().collect();
            letters.swap(2, 3);
            letters.into_iter().collect()
        }
        _ => one.name.chars().skip(1).collect(),
    }
}
