//! The tables answer as somebody would who asked every person in turn.

use proptest::prelude::*;

use super::{Sample, merge};
use crate::lookup::judge::{self, Fit};
use crate::lookup::near;
use crate::lookup::query::Query;
use crate::lookup::ranker::Ranker;
use crate::lookup::recent::Recent;
use crate::lookup::spelling::folded;
use crate::lookup::{Builder, Entry, Lookup, MatchKind};
use crate::record::PersonKey;

const SURNAMES: [&str; 10] = ["张", "李", "王", "章", "赵", "欧阳", "吕", "阿", "𬱖", "查"];
const GIVEN: [&str; 12] = [
    "晓", "明", "小", "梅", "雪", "伟", "敏", "安", "静", "华", "鑫", "𠅤",
];
const WHOLE: [&str; 4] = ["阿卜杜拉·买买提", "Anna Petrova", "O'Neil Li", "娜仁·图雅"];

fn name() -> impl Strategy<Value = String> {
    let pick = |list: &'static [&'static str]| prop::sample::select(list);
    prop_oneof![
        8 => (pick(&SURNAMES), prop::collection::vec(pick(&GIVEN), 1..3))
            .prop_map(|(surname, given)| format!("{surname}{}", given.concat())),
        1 => pick(&WHOLE).prop_map(str::to_owned),
    ]
}

pub fn sample() -> impl Strategy<Value = Sample> {
    (
        0_u64..400,
        (0..3_usize, 1960..2005, 1..13, 1..29, 990..1000),
        name(),
        (130..140, 0..100_u32, 0..100_u32),
        (0..60_u32, prop::option::of(0..60_u32)),
        0..4_u32,
    )
        .prop_map(
            |(key, (region, year, month, day, sequence), name, phone, papers, served)| {
                let region = ["430405", "430406", "510104"][region];
                let certificate = |serial: u32| format!("样43040601{serial:06}");
                Sample {
                    key,
                    id: format!("{region}{year}{month:02}{day:02}{sequence}{}", key % 10),
                    former_ids: vec![format!(
                        "{region}{}{month:02}{day:02}{sequence}",
                        year % 100
                    )],
                    name,
                    phone: format!("{}{:04}{:04}", phone.0, phone.1, phone.2),
                    numbers: [Some(papers.0), papers.1]
                        .into_iter()
                        .flatten()
                        .map(certificate)
                        .collect(),
                    last_served: served,
                }
            },
        )
}

fn cut(text: &str, from: usize, length: usize) -> String {
    text.chars().skip(from).take(length).collect()
}

/// Everything a clerk may type to find this person.
pub fn ways(person: &Sample) -> Vec<String> {
    let mut ways = vec![person.id.clone(), person.phone.clone(), person.name.clone()];
    ways.extend([6, 10, 14].map(|length| cut(&person.id, 0, length)));
    ways.extend([14, 13, 12].map(|from| cut(&person.id, from, 18)));
    ways.extend([cut(&person.phone, 0, 7), cut(&person.phone, 7, 4)]);
    ways.extend(person.former_ids.clone());
    for number in &person.numbers {
        ways.extend([
            number.clone(),
            cut(number, 1, 30),
            cut(number, 9, 30),
            cut(number, 0, 12),
        ]);
    }
    let signs: String = folded(&person.name)
        .filter(|sign| !sign.is_ascii())
        .collect();
    ways.extend((0..signs.chars().count()).map(|from| cut(&signs, from, 2)));
    let pinyin = crate::person::name_readings(&person.name).swap_remove(0);
    let syllables: Vec<&str> = pinyin.split(' ').collect();
    let initials: String = syllables.iter().map(|syllable| &syllable[..1]).collect();
    let rest = &initials[1..];
    ways.extend([pinyin.clone(), pinyin.replace(' ', ""), initials.clone()]);
    ways.extend([format!("{}{rest}", syllables[0]), syllables[1..].concat()]);
    ways.extend([14, 12].map(|from| format!("{initials} {}", cut(&person.id, from, 18))));
    ways.push(format!("{initials} {}", cut(&person.phone, 7, 4)));
    ways.push(format!("{} {}", person.name, cut(&person.phone, 7, 4)));
    ways
}

/// What somebody may type who slips, or who only heard the name.
fn slips(person: &Sample, at: usize) -> Vec<String> {
    let readings = crate::person::name_readings(&person.name);
    let mut slips = Vec::new();
    for reading in &readings {
        let letters: Vec<char> = reading.chars().filter(|sign| *sign != ' ').collect();
        slips.push(letters.iter().collect());
        let at = at % letters.len();
        let next = (at + 1) % letters.len();
        let with = |change: &dyn Fn(&mut Vec<char>)| {
            let mut changed = letters.clone();
            change(&mut changed);
            changed.iter().collect::<String>()
        };
        slips.push(with(&|letters| _ = letters.remove(at)));
        slips.push(with(&|letters| letters[at] = 'q'));
        slips.push(with(&|letters| letters.insert(at, 'k')));
        slips.push(with(&|letters| letters.swap(at, next)));
    }
    let signs: Vec<char> = folded(&person.name)
        .filter(|sign| !sign.is_ascii())
        .collect();
    if signs.len() > 2 {
        let at = at % signs.len();
        let next = (at + 1) % signs.len();
        let with = |change: &dyn Fn(&mut Vec<char>)| {
            let mut changed = signs.clone();
            change(&mut changed);
            changed.iter().collect::<String>()
        };
        slips.push(with(&|signs| _ = signs.remove(at)));
        slips.push(with(&|signs| signs[at] = '鹏'));
        slips.push(with(&|signs| signs.insert(at, '鹏')));
        slips.push(with(&|signs| signs.swap(at, next)));
    }
    let heard = person
        .name
        .replace('晓', "小")
        .replace('章', "张")
        .replace('明', "鸣");
    let mixed = format!("{heard} {}", cut(&person.phone, 7, 4));
    slips.extend([heard, mixed]);
    slips
}

/// The last entry of every key, judged one by one, best first.
fn brute_force(people: &[Sample], typed: &str) -> Vec<(PersonKey, Fit)> {
    let query = Query::read(typed);
    let mut everybody = Recent::default();
    for person in people {
        everybody.put(&person.entry());
    }
    let strict = judged(&query, &everybody, false);
    let forgives = query.readings.iter().flatten().any(near::forgives);
    if strict.len() < near::FEW && forgives {
        return judged(&query, &everybody, true);
    }
    strict
}

fn judged(query: &Query, everybody: &Recent, near: bool) -> Vec<(PersonKey, Fit)> {
    let ranker = Ranker::default();
    let mut found: Vec<_> = (everybody.people())
        .filter_map(|person| {
            let fits = query.readings.iter();
            let fit = fits
                .filter_map(|terms| judge::reading(terms, person, near, &ranker))
                .min_by_key(Fit::order)?;
            Some((
                fit.order(),
                std::cmp::Reverse(person.served),
                person.key,
                fit,
            ))
        })
        .collect();
    found.sort_by_key(|(order, served, key, _)| (*order, *served, *key));
    found
        .into_iter()
        .map(|(_, _, key, fit)| (key, fit))
        .collect()
}

fn check(lookup: &Lookup, people: &[Sample], typed: &str, limit: usize) {
    let wanted = brute_force(people, typed);
    let answer = lookup.find(typed, limit);
    let got: Vec<_> = (answer.hits.iter())
        .map(|hit| (hit.person, hit.kind, hit.score))
        .collect();
    let all: Vec<_> = (wanted.iter())
        .map(|(key, fit)| (*key, fit.kind, fit.score))
        .collect();
    assert_eq!(
        answer.more,
        all.len() > limit,
        "`{typed}` says whether there are more"
    );
    if answer.more {
        assert_eq!(got.len(), limit, "`{typed}` fills the list");
        assert!(
            got.iter().all(|hit| all.contains(hit)),
            "`{typed}` finds only who matches"
        );
        assert_eq!(got.first(), all.first(), "`{typed}` shows the best first");
    } else {
        assert_eq!(got, all, "`{typed}`");
    }
    for hit in &answer.hits {
        assert!(!hit.matched.is_empty(), "`{typed}` says why");
        for part in &hit.matched {
            let length = part.text.chars().count();
            assert!(!part.ranges.is_empty() && part.ranges.iter().all(|range| range.end <= length));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_way_of_asking_finds_what_asking_everybody_finds(
        people in prop::collection::vec(sample(), 1..150),
        built in 0..150_usize,
        asked in prop::collection::vec(any::<prop::sample::Index>(), 3),
        gone in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
    ) {
        let mut people = people;
        let built = built.min(people.len());
        // Tables of two halves, each person in one of them, as a hall that is being opened has.
        let (mut lookup, mut halves) = (Lookup::awaiting(), [Builder::default(), Builder::default()]);
        for person in &people[..built] {
            halves[(person.key % 2) as usize].add(&person.entry());
        }
        halves.into_iter().for_each(|half| lookup.add_tables(half.tables()));
        lookup.has_all();
        people[built..].iter().for_each(|person| lookup.put(&person.entry()));
        for index in gone {
            let key = index.get(&people).key;
            if people.iter().any(|person| person.key != key) {
                lookup.remove(PersonKey(key));
                people.retain(|person| person.key != key);
            }
        }
        for round in 0..2 {
            for index in &asked {
                let person = index.get(&people);
                for typed in ways(person).into_iter().chain(slips(person, built)) {
                    check(&lookup, &people, &typed, if round == 0 { 12 } else { 200 });
                }
            }
            merge(&mut lookup);
        }
    }

    #[test]
    fn a_person_is_found_by_every_way_of_asking(
        people in prop::collection::vec(sample(), 1..60),
        asked in any::<prop::sample::Index>(),
    ) {
        let lookup = Lookup::build(people.iter().map(Sample::entry));
        // Of two samples with one key the later one stands.
        let key = asked.get(&people).key;
        let person = people.iter().rfind(|person| person.key == key).expect("one has this key");
        for typed in ways(person) {
            let answer = lookup.find(&typed, 100);
            let found = answer.hits.iter().any(|hit| hit.person == PersonKey(key));
            prop_assert!(found, "`{}` finds {}", typed, person.name);
        }
    }

    #[test]
    fn any_text_is_safe_to_store_and_to_ask(
        texts in prop::collection::vec(any::<String>(), 6),
        typed in any::<String>(),
        digits in "[0-9xX 样a-z张]{0,130}",
        limit in 0..5_usize,
    ) {
        let (former, numbers) = ([texts[0].clone()], [texts[1].clone(), texts[2].clone()]);
        let entry = Entry {
            person: PersonKey(u64::MAX),
            id: &texts[3],
            former_ids: &former,
            name: &texts[4],
            phone: &texts[5],
            numbers: &numbers,
            last_served: u32::MAX,
        };
        let mut lookup = Lookup::build([entry]);
        for _ in 0..2 {
            for typed in texts.iter().chain([&typed, &digits]) {
                prop_assert!(lookup.find(typed, limit).hits.len() <= limit);
                lookup.exact_id(typed);
            }
            lookup.put(&entry);
        }
    }

    #[test]
    fn beginnings_of_syllables_are_mixed_matches(
        lengths in prop::collection::vec(1..7_usize, 1..7),
        from in 0..4_usize,
    ) {
        let syllables = ["zhang", "xiao", "ming", "an", "a", "zhuang", "er"];
        let text = syllables.join(" ");
        let asked: String = (syllables[from..].iter().zip(&lengths))
            .map(|(syllable, length)| &syllable[..(*length).min(syllable.len())])
            .collect();
        let kind = judge::pinyin(&asked, &text);
        prop_assert!(kind.is_some_and(|kind| kind <= MatchKind::Mixed), "{} is {:?}", asked, kind);
    }
}
