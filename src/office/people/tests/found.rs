//! Whatever was done, the hall finds the same people as an index that is made anew of the view, and
//! everybody by every way of asking.

use std::path::{Path, PathBuf};

use super::*;
use crate::disk::{Clock, IndexFile};
use crate::import::Encoding;
use crate::office::index::Index;
use crate::office::{OpenError, Opened, RegisterFile, Wish};
use crate::person::{Town, Townsperson, age_on, initials, joined};

/// What changes who is found.
#[derive(Debug, Clone)]
enum Change {
    Register(usize),
    /// Another telephone.
    Call(usize, u8),
    /// Three people out of a register.
    Import(usize),
    Link(usize, usize),
    Part(usize),
    /// Another given name, by a paper that was seen.
    Correct(usize, usize),
    /// She has her telephone deleted.
    Forget(usize),
    /// The view as it stands is indexed while the counter goes on.
    Reopen,
    /// The program ends without closing the hall.
    Crash,
    /// The view is folded anew from the ledger.
    Rebuild,
}

const GIVEN: [&str; 4] = ["兰", "晓岚", "冬梅", "䶮"];

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        3 => (0..12_usize).prop_map(Change::Register),
        2 => (0..12_usize, any::<u8>()).prop_map(|(who, phone)| Change::Call(who, phone)),
        2 => (0..6_usize).prop_map(Change::Import),
        2 => (0..12_usize, 0..12_usize).prop_map(|(now, old)| Change::Link(now, old)),
        1 => (0..12_usize).prop_map(Change::Part),
        2 => (0..12_usize, 0..GIVEN.len()).prop_map(|(who, name)| Change::Correct(who, name)),
        2 => (0..12_usize).prop_map(Change::Forget),
        1 => Just(Change::Reopen),
        1 => Just(Change::Crash),
        1 => Just(Change::Rebuild),
    ]
}

/// People of whom the first may be registered, and the others imported.
fn town() -> Vec<Townsperson> {
    let adult = |one: &Townsperson| age_on(one.birth, day(DAY)).is_some_and(|age| age >= 18);
    let plain = |one: &Townsperson| !one.name.contains([' ', ',']);
    Town::new(5, day(DAY))
        .filter(adult)
        .filter(plain)
        .take(30)
        .collect()
}

impl Hall {
    fn key_of(&mut self, one: &Townsperson) -> Option<PersonKey> {
        let key = format!("111:{}", one.id);
        self.office().store.holder(&key).expect("a view")
    }

    /// Puts her on record under the name she has there, if she is.
    fn comes(&mut self, one: &Townsperson, phone: &str) {
        let name = match self.key_of(one) {
            Some(key) => self.person(key).name().to_owned(),
            None => one.name.clone(),
        };
        self.register(one.id.as_str(), &name, phone)
            .expect("registered");
    }

    fn change(&mut self, change: &Change, town: &[Townsperson]) {
        match change {
            Change::Register(who) => self.comes(&town[*who], &town[*who].phone),
            Change::Call(who, phone) => {
                self.comes(&town[*who], &format!("139000001{:02}", phone % 100));
            }
            Change::Correct(who, given) => {
                if let Some(key) = self.key_of(&town[*who]) {
                    let surname: String = town[*who].name.chars().take(1).collect();
                    let name = format!("{surname}{}", GIVEN[*given]);
                    let wish = Wish::new(self.request(), "");
                    let office = self.office();
                    let _ = office.correct_name(key, &name, "户口簿", &wish, &clerk());
                }
            }
            Change::Forget(who) => self.forget_phone(&town[*who]),
            Change::Import(first) => {
                let three = &town[12 + first * 3..][..3];
                let rows = three
                    .iter()
                    .map(|one| format!("{},{},{},衡阳县\n", one.name, one.id, one.phone));
                let text = format!("姓名,身份证号,电话,户籍地\n{}", rows.collect::<String>());
                let mut file = RegisterFile::new("a.csv", text.as_bytes());
                file.encoding = Some(Encoding::Utf8);
                self.office()
                    .import(&file, &clerk())
                    .expect("taken over, or was before");
            }
            Change::Link(now, old) => {
                if let (Some(now), Some(old)) = (self.key_of(&town[*now]), self.key_of(&town[*old]))
                {
                    let _ = self.link(now, old);
                }
            }
            Change::Part(who) => {
                if let Some(key) = self.key_of(&town[*who]) {
                    let _ = self.part(key);
                }
            }
            Change::Reopen => {
                let kept = self.office().hall.index();
                let index = begun(self.office(), kept);
                self.office().index = index;
            }
            Change::Crash => self.opened_again(Office::open),
            Change::Rebuild => {
                self.opened_again(|folder, clock| Office::rebuild(folder, clock, &mut |_, _| true))
            }
        }
    }

    /// What was open is dropped as it is, not closed.
    fn opened_again(&mut self, open: impl Fn(&Path, Box<dyn Clock>) -> Result<Opened, OpenError>) {
        drop(self.office.take());
        let folder = self.folder.path().join("hall");
        let opened = open(&folder, Box::new(FixedClock(day(DAY))));
        self.office = Some(opened.expect("the hall opens").office);
    }

    fn forget_phone(&mut self, one: &Townsperson) {
        let Some(key) = self.key_of(one) else { return };
        let person = self.person(key);
        if person.fact("phone").is_empty() {
            return;
        }
        let number = person.id_key().trim_start_matches("111:").to_owned();
        let answers = [
            ("applicant.id", number.as_str()),
            ("applicant.name", person.name()),
            ("rights.kind", "delete"),
            ("rights.delete_phone", "yes"),
        ];
        let submission = self.submission("rights.request", &answers);
        let done = self.office().issue(&submission, &clerk());
        done.expect("deleted");
        assert_eq!(self.person(key).fact("phone"), "", "deleted");
    }

    /// Every way of asking for somebody on record finds her, and whom a new index finds.
    fn is_found(&mut self, one: &Townsperson) {
        let Some(key) = self.key_of(one) else {
            let found = self.office().exact(one.id.as_str()).expect("a view");
            assert_eq!(found, None, "{one:?}");
            return;
        };
        let her = self.person(key);
        let name = her.name().to_owned();
        let phone = self.office().store.own_record(key).expect("a view");
        let phone = phone.map_or_else(String::new, |own| own.fact("phone").to_owned());
        let number = one.id.as_str();
        let tail = phone.get(7..).unwrap_or_default().to_owned();
        let initials = initials(&one.name);
        let mut ways = vec![
            number.to_owned(),
            number[..14].to_owned(),
            number[12..].to_owned(),
            one.name.clone(),
            joined(&one.name),
            initials.clone(),
            format!("{initials} {}", &number[14..]),
            joined(&name),
            name,
        ];
        if !tail.is_empty() {
            ways.extend([phone, format!("{} {tail}", one.name)]);
        }
        for way in ways {
            let office = self.office();
            let found = office.find(&way, 60).expect("a view");
            let there = found.hits.iter().any(|line| line.person == her.key);
            assert!(there, "`{way}` finds {one:?}");
            // Nothing is kept there, so everybody is read from the view.
            let nowhere = office.hall.folder.join("nowhere/index");
            let mut anew = begun(office, nowhere);
            anew.wait().expect("a view");
            let before = std::mem::replace(&mut office.index, anew);
            let again = office.find(&way, 60).expect("a view");
            office.index = before;
            assert_eq!(found, again, "`{way}`");
        }
    }
}

/// An index on its way, of what is kept in this file.
fn begun(office: &mut Office, file: PathBuf) -> Index {
    let file = IndexFile::new(file, office.ledger.hall());
    Index::begin(&office.store, office.ledger.as_mut(), file).expect("a view")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn nobody_is_lost_by_any_sequence_of_changes(
        changes in prop::collection::vec(change(), 1..20),
    ) {
        let town = town();
        let mut hall = Hall::new();
        for change in &changes {
            hall.change(change, &town);
        }
        hall.office().await_index().expect("a view");
        for one in &town {
            hall.is_found(one);
        }
    }
}

#[test]
fn a_former_name_with_the_last_four_or_the_telephone_finds_her() {
    let mut hall = Hall::new();
    let key = hall.register(OLD, "何晓岚", "13800000109");
    let key = key.expect("registered");
    let wish = Wish::new(hall.request(), "");
    let office = hall.office();
    let corrected = office.correct_name(key, "何晓兰", "户口簿", &wish, &clerk());
    corrected.expect("corrected");
    for typed in [
        "何晓岚 9944",
        "何晓岚 0109",
        "何晓兰 9944",
        "9944",
        "13800000109",
    ] {
        let found = office.find(typed, 9).expect("a view");
        let people: Vec<PersonKey> = found.hits.iter().map(|line| line.person).collect();
        assert_eq!(people, [key], "{typed}");
    }
    assert_eq!(office.exact(OLD).expect("a view"), Some(key));
}
