//! Hours of counter work, one after the other as quickly as they can be done: somebody is looked
//! for key by key, her page is opened, every few people one is put on record or moves to another
//! telephone. Tables are merged and kept beside it all the while. Memory and the slowest keys must
//! not grow from hour to hour.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

use guitai::office::{FixedClock, Office};
use guitai::person::Townsperson;

use crate::{quantile, town};

/// People served in an hour: more than any counter serves in a day.
const SERVED: usize = 400;
/// How many of them are put on record or change.
const ENTERED: usize = 3;
const HITS: usize = 50;

pub fn pass(folder: &Path, size: usize, hours: u32) {
    let clock = Box::new(FixedClock(town::day()));
    let opened = Office::open(folder, clock).expect("the hall opens");
    let mut office = opened.office;
    let known = town::some(size, SERVED * hours as usize);
    // Those who come after the people of the hall; what an earlier run put on record stands.
    let mut newcomers = town::town().skip(size);
    println!("\n| hour | keys | p50 | p99 | longest | entered | p50 | p99 | memory |");
    println!("|---|---|---|---|---|---|---|---|---|");
    for (hour, served) in known.chunks(SERVED).enumerate() {
        let (mut keys, mut entered) = (Vec::new(), Vec::new());
        for (nth, one) in served.iter().enumerate() {
            look_for(&mut office, nth, one, &mut keys);
            for _ in 0..ENTERED {
                let one = match nth % 2 {
                    0 => newcomers.next().expect("an endless row"),
                    _ => one.clone(),
                };
                let at = Instant::now();
                enter(&mut office, &one, nth);
                entered.push(at.elapsed());
            }
        }
        line(hour + 1, &mut keys, &mut entered);
    }
    office.close();
}

fn line(hour: usize, keys: &mut [Duration], entered: &mut [Duration]) {
    keys.sort_unstable();
    entered.sort_unstable();
    println!(
        "| {hour} | {} | {:.2?} | {:.2?} | {:.2?} | {} | {:.2?} | {:.2?} | {} MB |",
        keys.len(),
        quantile(keys, 0.5),
        quantile(keys, 0.99),
        quantile(keys, 1.0),
        entered.len(),
        quantile(entered, 0.5),
        quantile(entered, 0.99),
        crate::resident() >> 20,
    );
}

fn look_for(office: &mut Office, nth: usize, one: &Townsperson, keys: &mut Vec<Duration>) {
    let asked = town::asked(nth, one);
    for (end, sign) in asked.char_indices() {
        let at = Instant::now();
        let found = office.find(&asked[..end + sign.len_utf8()], HITS);
        keys.push(at.elapsed());
        assert!(found.is_ok());
        office.attend_index().expect("a sound view");
    }
    let person = office.exact(one.id.as_str()).expect("a view");
    let page = office.person(person.expect("on record")).expect("a view");
    assert!(page.is_some());
}

/// Puts somebody on record, or what is new about her.
fn enter(office: &mut Office, one: &Townsperson, nth: usize) {
    let answers = [
        ("applicant.id", one.id.as_str()),
        ("applicant.name", one.name.as_str()),
        (
            "applicant.phone",
            &format!("1380000{:04}", nth * 7 % 10_000),
        ),
        ("hukou.place", "430406"),
    ];
    let answers = answers.map(|(path, typed)| (path.to_owned(), typed.to_owned()));
    let draft = office.start("person.register", None, &BTreeMap::from(answers));
    let draft = draft.expect("a view").expect("the service");
    let shelf = office.shelf();
    let form = shelf.form("person.register").expect("the form");
    if let Ok(submission) = form.check(&draft, &shelf.around) {
        let clerk = office.clerk();
        office.register(&submission, &clerk).expect("room");
    }
    office.attend_index().expect("a sound view");
}
