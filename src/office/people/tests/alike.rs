//! How many possible duplicates are found, and how many of those that are told of are some: on
//! people of whom it is known.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use super::*;
use crate::form::{FormRef, ProfileRef};
use crate::person::{Pair, PairKind, Pairs, Town};
use crate::record::{Act, Applicant, Event, Facts, PersonRegistered};

/// People beside the pairs, unless `GUITAI_TOWN` asks for more; and pairs of each kind.
const OTHERS: usize = 3_000;
const EACH: usize = 60;
/// Of a hundred duplicates so many are found at least, and of a hundred told of so many are some.
const RECALL: usize = 97;
const PRECISION: usize = 95;

fn registered(hall: &mut Hall, facts: Facts) -> Act {
    let request = hall.office().new_request();
    let event = Event::PersonRegistered(PersonRegistered {
        applicant: Applicant::New,
        facts,
        form: FormRef {
            id: "person.register".to_owned(),
            version: 1,
            digest: String::new(),
        },
        profile: ProfileRef {
            id: "hunan-2010".to_owned(),
            digest: String::new(),
        },
    });
    hall.office().act(request, &clerk(), event)
}

fn facts(id: &str, name: &str, phone: &str, home: &str) -> Facts {
    let facts = [("id", format!("111:{id}")), ("name", name.to_owned())];
    let others = [
        ("phone", phone.to_owned()),
        ("hukou.place", home.to_owned()),
    ];
    let all = facts
        .into_iter()
        .chain(others)
        .filter(|(_, text)| !text.is_empty());
    all.map(|(fact, text)| (fact.to_owned(), text)).collect()
}

/// A hall of a small town with the first of every pair on record.
fn town(pairs: &[Pair]) -> Hall {
    let mut hall = Hall::new();
    let mut acts = Vec::new();
    let others = std::env::var("GUITAI_TOWN")
        .ok()
        .and_then(|others| others.parse().ok());
    for one in Town::new(99, day(DAY)).take(others.unwrap_or(OTHERS)) {
        let facts = facts(one.id.as_str(), &one.name, &one.phone, one.id.area6());
        acts.push(registered(&mut hall, facts));
    }
    for pair in pairs {
        let her = &pair.on_record;
        let whole = facts(her.id.as_str(), &her.name, &her.phone, &pair.homes[0]);
        if let Some(former) = &pair.former_name {
            let mut before = whole.clone();
            before.insert("name".to_owned(), former.clone());
            acts.push(registered(&mut hall, before));
            let first = hall.office().acts() + acts.len() as u64;
            let mut again = registered(&mut hall, whole);
            if let Event::PersonRegistered(registered) = &mut again.event {
                registered.applicant = Applicant::Known(PersonKey(first));
            }
            acts.push(again);
        } else {
            acts.push(registered(&mut hall, whole));
        }
    }
    for part in acts.chunks(4_000) {
        // Keys were counted on from the first act, so all stand in one row.
        hall.office().enter_all(part).expect("entered");
    }
    hall
}

/// Everybody whom the draft of the second of a pair makes the hall ask about.
fn asked_about(hall: &mut Hall, pair: &Pair) -> (Vec<PersonKey>, Duration) {
    let answers = [
        ("applicant.id", pair.number.as_str()),
        ("applicant.name", &pair.name),
        ("applicant.phone", &pair.phone),
        ("hukou.place", &pair.homes[1]),
    ];
    let answers = answers.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let draft = hall
        .office()
        .start("person.register", None, &answers.into());
    let draft = draft.expect("a view").expect("a service");
    let began = Instant::now();
    let who = hall.office().who_is(&draft).expect("a view");
    let took = began.elapsed();
    let suspects = who.suspects.iter().map(|suspect| suspect.person);
    (who.on_record.into_iter().chain(suspects).collect(), took)
}

#[test]
fn most_duplicates_are_found_and_most_that_are_told_of_are_some() {
    let pairs: Vec<Pair> = Pairs::new(2_010, day(DAY))
        .take(EACH * PairKind::ALL.len())
        .collect();
    let mut hall = town(&pairs);
    let mut by_kind: BTreeMap<PairKind, (usize, usize)> = BTreeMap::new();
    let (mut found, mut told, mut duplicates, mut times) = (0, 0, 0, Vec::new());
    for pair in &pairs {
        let her = hall
            .office()
            .exact(pair.on_record.id.as_str())
            .expect("a view");
        let holder = hall.office().exact(&pair.number).expect("a view");
        if holder.is_some() && holder != her {
            // The town is full enough for the number to be a third person's, whom the hall names.
            continue;
        }
        let (asked, took) = asked_about(&mut hall, pair);
        times.push(took);
        duplicates += usize::from(pair.kind.is_one_person());
        let hers = asked.iter().any(|key| Some(*key) == her);
        let (right, all) = by_kind.entry(pair.kind).or_default();
        *right += usize::from(hers);
        *all += 1;
        told += asked.len();
        found += usize::from(hers && pair.kind.is_one_person());
    }
    times.sort();
    println!("{by_kind:#?}");
    println!("recall {found}/{duplicates}, precision {found}/{told}");
    println!("p50 {:?}, most {:?}", times[times.len() / 2], times.last());
    assert!(
        found * 100 >= duplicates * RECALL,
        "{found} of {duplicates}: {by_kind:?}"
    );
    assert!(
        found * 100 >= told * PRECISION,
        "{found} of {told}: {by_kind:?}"
    );
}
