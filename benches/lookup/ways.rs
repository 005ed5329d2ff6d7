//! The people who are looked for and the ways in which somebody asks for them; shared with the
//! bench that asks other finders.

use chrono::{Datelike, NaiveDate};
use guitai::lookup::Entry;
use guitai::person::{Town, Townsperson, name_readings};
use guitai::record::PersonKey;

/// A name for the table and what is typed to find somebody in that way.
pub type Way = (&'static str, fn(u64, &Townsperson) -> Option<String>);

pub const WAYS: &[Way] = &[
    ("ID number", |_, one| Some(one.id.as_str().to_owned())),
    ("last four of the ID", |_, one| {
        Some(one.id.as_str()[14..].to_owned())
    }),
    ("last six of the ID", |_, one| {
        Some(one.id.as_str()[12..].to_owned())
    }),
    ("name", |_, one| Some(one.name.clone())),
    ("given name", |_, one| {
        is_plain(one).then(|| one.name.chars().skip(1).collect())
    }),
    ("pinyin", |_, one| Some(reading(one).replace(' ', ""))),
    ("initials", |_, one| Some(initials(one))),
    ("surname and initials", |_, one| {
        let reading = reading(one);
        let (surname, _) = reading.split_once(' ')?;
        Some(format!("{surname}{}", initials(one).get(1..)?))
    }),
    ("initials and last four", |_, one| {
        Some(format!("{} {}", initials(one), &one.id.as_str()[14..]))
    }),
    ("name and telephone tail", |_, one| {
        Some(format!("{} {}", one.name, one.phone.get(7..)?))
    }),
    ("telephone", |_, one| {
        (!one.phone.is_empty()).then(|| one.phone.clone())
    }),
    ("certificate number", |key, _| certificate(key).pop()),
    ("two letters changed", |key, one| {
        slip(key, one, |letters, at| letters.swap(at, at + 1))
    }),
    ("a letter missing", |key, one| {
        slip(key, one, |letters, at| _ = letters.remove(at))
    }),
    ("a letter wrong", |key, one| {
        slip(key, one, |letters, at| letters[at] = 'v')
    }),
    ("heard, not seen", |_, one| {
        let swap = |sign: char| match sign {
            '晓' => '小',
            '玲' => '灵',
            '艳' => '燕',
            '静' => '敬',
            '英' => '瑛',
            '红' => '洪',
            other => other,
        };
        let heard: String = one.name.chars().map(swap).collect();
        (heard != one.name).then_some(heard)
    }),
];

fn is_plain(one: &Townsperson) -> bool {
    !one.name.contains('·') && one.name.chars().all(|sign| !sign.is_ascii())
}

fn reading(one: &Townsperson) -> String {
    name_readings(&one.name).swap_remove(0)
}

fn initials(one: &Townsperson) -> String {
    reading(one)
        .split(' ')
        .filter_map(|part| part.chars().next())
        .collect()
}

fn slip(key: u64, one: &Townsperson, change: impl Fn(&mut Vec<char>, usize)) -> Option<String> {
    let mut letters: Vec<char> = reading(one).chars().filter(|sign| *sign != ' ').collect();
    if !is_plain(one) || letters.len() < 5 {
        return None;
    }
    let at = key as usize % (letters.len() - 1);
    change(&mut letters, at);
    Some(letters.into_iter().collect())
}

/// Every third person has a certificate.
pub fn certificate(key: u64) -> Vec<String> {
    let number = || format!("430406005{:02}{:05}X", key / 100_000 % 100, key % 100_000);
    (key % 3 == 1).then(number).into_iter().collect()
}

pub fn town() -> Town {
    Town::new(20_100_315, day())
}

pub fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2010, 3, 15).expect("a real day")
}

pub fn entry<'a>(key: u64, one: &'a Townsperson, numbers: &'a [String]) -> Entry<'a> {
    Entry {
        person: PersonKey(key),
        id: one.id.as_str(),
        former_ids: &[],
        name: &one.name,
        phone: &one.phone,
        numbers,
        last_served: day().num_days_from_ce() as u32 - (key % 4_000) as u32,
    }
}

/// All that is known of somebody in one line, for a finder that has no index.
pub fn line(one: &Townsperson) -> String {
    format!(
        "{} {} {} {} {}",
        one.name,
        reading(one),
        initials(one),
        one.id.as_str(),
        one.phone
    )
}
