//! Promise: no sequence of clerk keys changes an issued record.
//!
//! An issued record is a certificate or another numbered record with its number, answers, facts,
//! dates, papers, form and rules as they were entered. The keys may only append acts: a record
//! looks different afterwards only if an act that names it was completed, and even then what was
//! issued keeps its bytes. If nothing was appended, the whole view keeps its bytes.
//!
//! `GUITAI_SEQUENCES=100000` plays as many sequences, as `.ci/long keys` does; the usual run plays fewer.

use std::collections::BTreeMap;

use super::counterwork::Counterwork;
use crate::ledger;
use crate::office::{FixedClock, Office, PRACTICE_DAY};
use crate::record::PersonKey;
use crate::service::{Chance, Sample};
use crate::tui::input::Input;
use crate::tui::keys::{Key, TABLE};

const USUAL: u64 = 300;
/// Of so many sequences one fills in a whole form first, so that something is issued.
const WHOLE_FORM: u64 = 250;
const LONGEST: u64 = 24;
const PEOPLE: u64 = 2_000;

/// What somebody types who fills in the plain case, from the name to the review.
const WALK_IN: [&str; 21] = [
    "⏎",
    "13800000101⏎",
    "xk1",
    "第3组⏎",
    "12号⏎",
    "2",
    "2005-05-01⏎",
    "J430406-2005-000123⏎",
    "王建军⏎",
    "430421198011039913⏎",
    "hyx1",
    "1",
    "王小雨⏎",
    "2",
    "2006-09-18⏎",
    "H430012345⏎",
    "(1)0406005050012⏎",
    "2",
    "hmz2",
    "工业区宿舍⏎",
    "1⑥②⏎",
];

/// Scraps of what people type into fields and boxes.
const TYPED: [&str; 16] = [
    "y",
    "n",
    "是",
    "否",
    "2010-03-15",
    "2013-04-01",
    "李春桃",
    "hmz",
    "13800000101",
    "第3组",
    "12号",
    "430406198304129927",
    "lct",
    "遗失",
    "0",
    "J430406-2005-000123",
];

/// A record's bytes: what was issued, and all of it.
#[derive(Clone, PartialEq, Eq)]
struct Stored {
    issued: Vec<u8>,
    whole: Vec<u8>,
    person: PersonKey,
}

/// Everything that must not change, as it was before a sequence.
struct Before {
    acts: u64,
    view: crate::store::Content,
    records: BTreeMap<String, Stored>,
}

struct Play {
    work: Counterwork,
    chance: Chance,
    before: Before,
    /// Numbers of people and of certificates, to be scanned.
    codes: Vec<String>,
    keys: Vec<Key>,
    /// Name and number of people who are not on record.
    strangers: Vec<(String, String)>,
    issued: usize,
}

#[test]
fn no_sequence_of_clerk_keys_changes_an_issued_record() {
    let sequences = std::env::var("GUITAI_SEQUENCES").ok();
    let sequences = sequences.and_then(|count| count.parse().ok());
    let sequences: u64 = sequences.unwrap_or(USUAL);
    // Each counter has a hall of its own, so that every core of the machine plays.
    let counters = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let counters = counters.min(sequences.div_ceil(USUAL)).max(1);
    std::thread::scope(|threads| {
        for counter in 0..counters {
            threads.spawn(move || {
                let mut play = Play::begin(20_100_315 + counter);
                for sequence in 0..sequences.div_ceil(counters) {
                    play.sequence(sequence);
                }
                play.end();
            });
        }
    });
}

fn stored(work: &mut Counterwork, number: &str) -> Stored {
    let office = work.office();
    if let Some(certificate) = office.certificate(number).expect("a readable view") {
        return Stored {
            issued: postcard::to_stdvec(&certificate.issued).expect("storable"),
            whole: postcard::to_stdvec(&certificate).expect("storable"),
            person: certificate.person,
        };
    }
    let served = office.served(number).expect("a readable view");
    let served = served.unwrap_or_else(|| panic!("{number} is gone"));
    Stored {
        issued: postcard::to_stdvec(&served.served).expect("storable"),
        whole: postcard::to_stdvec(&served).expect("storable"),
        person: served.person,
    }
}

impl Before {
    fn of(work: &mut Counterwork) -> Before {
        Before {
            acts: work.office().acts(),
            view: work.office().view_content(),
            records: BTreeMap::new(),
        }
    }
}

impl Play {
    fn begin(seed: u64) -> Play {
        let mut work = Counterwork::begin();
        let mut before = Before::of(&mut work);
        let mut codes = Vec::new();
        for key in 1..=PEOPLE + 1 {
            let page = work.office().person(PersonKey(key)).expect("a view");
            let Some(page) = page else { continue };
            let id = page.person.id_key().rsplit(':').next();
            codes.extend(id.map(str::to_owned));
            for number in page.person.certificates {
                before
                    .records
                    .insert(number.clone(), stored(&mut work, &number));
                codes.push(number);
            }
        }
        Play {
            work,
            chance: Chance::new(seed),
            before,
            codes,
            keys: table_keys(),
            strangers: strangers(),
            issued: 0,
        }
    }

    /// One clerk sits down, types, and goes.
    fn sequence(&mut self, sequence: u64) {
        self.work.sit_down();
        let mut typed = Vec::new();
        match (sequence % WHOLE_FORM, self.chance.below(4)) {
            (0, _) => self.walk_in(),
            (_, 0) => {}
            _ => self.opens_somebody(&mut typed),
        }
        for _ in 0..self.chance.below(LONGEST) {
            if self.work.has_left() {
                break;
            }
            let input = self.input();
            typed.push(input.clone());
            match self.chance.percent(85) {
                true => self.work.type_seeing(input),
                false => self.work.obey(input),
            }
            // A loaded machine answers late.
            if self.chance.percent(85) {
                self.work.serve_all();
            }
        }
        self.work.tidy();
        self.prove(sequence, &typed);
    }

    /// A whole form, sometimes with a slip in it.
    fn walk_in(&mut self) {
        let Some((name, id)) = self.strangers.pop() else {
            return;
        };
        let slip = self.chance.below(60);
        self.work.script(&format!("{id}⏎{name}"));
        for (place, keys) in (0..).zip(WALK_IN) {
            self.work.script(keys);
            if place == slip {
                let input = self.input();
                self.work.type_seeing(input);
                self.work.serve_all();
            }
        }
        self.work.script("⏎");
    }

    fn opens_somebody(&mut self, typed: &mut Vec<Input>) {
        let place = self.chance.below(self.codes.len() as u64);
        let code = self.codes[usize::try_from(place).unwrap_or_default()].clone();
        let digit = char::from(b'1' + u8::try_from(self.chance.below(9)).unwrap_or_default());
        for input in [Input::Scan(code), Input::Text(digit.to_string())] {
            typed.push(input.clone());
            self.work.type_seeing(input);
            self.work.serve_all();
        }
    }

    fn input(&mut self) -> Input {
        let of = |chance: &mut Chance, count: usize| {
            usize::try_from(chance.below(count as u64)).unwrap_or_default()
        };
        match self.chance.below(100) {
            0..30 => {
                let digit = b'0' + u8::try_from(self.chance.below(10)).unwrap_or_default();
                Input::Text(char::from(digit).to_string())
            }
            30..50 => Input::Key(Key::Enter),
            50..56 => Input::Key(Key::F(2)),
            56..78 => Input::Key(self.keys[of(&mut self.chance, self.keys.len())]),
            78..94 => Input::Text(TYPED[of(&mut self.chance, TYPED.len())].to_owned()),
            94..96 => Input::Paste(TYPED[of(&mut self.chance, TYPED.len())].to_owned()),
            96..98 => Input::Scan(self.codes[of(&mut self.chance, self.codes.len())].clone()),
            _ => {
                self.work.turn_window(&mut self.chance);
                Input::Resize
            }
        }
    }

    fn prove(&mut self, sequence: u64, typed: &[Input]) {
        let now = Before::of(&mut self.work);
        let appended = now.acts.checked_sub(self.before.acts);
        let appended = appended.expect("the ledger only grows");
        if appended == 0 {
            let same = now.view == self.before.view;
            assert!(same, "sequence {sequence} changed the view: {typed:?}");
            return;
        }
        for number in self.work.take_given() {
            let new = stored(&mut self.work, &number);
            self.issued += usize::from(self.before.records.insert(number, new).is_none());
        }
        self.compare(sequence, typed, appended);
        (self.before.acts, self.before.view) = (now.acts, now.view);
    }

    /// Looks at every record there is.
    fn compare(&mut self, sequence: u64, typed: &[Input], appended: u64) {
        let from = self.before.acts;
        for (number, old) in &mut self.before.records {
            let new = stored(&mut self.work, number);
            assert!(
                new.issued == old.issued,
                "sequence {sequence} changed what was issued as {number}: {typed:?}"
            );
            if new.whole != old.whole {
                let named = acts_of(&mut self.work, new.person, from);
                assert!(
                    named > 0 && named <= appended,
                    "sequence {sequence} changed {number} without an act: {typed:?}"
                );
            }
            *old = new;
        }
    }

    /// The ledger is whole, and what the view holds is what a new view of it would.
    fn end(mut self) {
        assert!(self.issued > 0, "the clerk issued something");
        self.compare(u64::MAX, &[], 0);
        let content = self.work.office().view_content();
        let (folder, hall) = self.work.leave();
        ledger::verify(&hall).expect("a whole ledger");
        let clock = Box::new(FixedClock(PRACTICE_DAY));
        std::fs::remove_dir_all(hall.join("view")).expect("the view can be made again");
        let opened = Office::open(&hall, clock).expect("the hall opens");
        assert_eq!(opened.office.view_content(), content);
        drop(folder);
    }
}

/// Acts after the frame `from` in the line of the person.
fn acts_of(work: &mut Counterwork, person: PersonKey, from: u64) -> u64 {
    let page = work.office().person(person).expect("a readable view");
    let lines = page.expect("she is there").timeline;
    let after = lines.iter().filter(|line| line.sequence > from);
    after.count() as u64
}

/// Every key the program knows, once.
fn table_keys() -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    for key in TABLE.iter().flat_map(|line| line.keys) {
        if !keys.contains(key) && *key != Key::AnyDigit {
            keys.push(*key);
        }
    }
    keys
}

/// People nobody has on record: of another seed than the hall's.
fn strangers() -> Vec<(String, String)> {
    let communities = ["430406005001".to_owned()];
    let mut sample = Sample::new(7, PRACTICE_DAY, &communities);
    let people = (0..1_000).map_while(|_| sample.person());
    let women = people.filter(|facts| facts["marital.status"] == "21");
    let named = women.filter_map(|facts| {
        let id = facts["id"].strip_prefix("111:")?.to_owned();
        Some((facts["name"].clone(), id))
    });
    named.collect()
}
