//! Whatever was done, the hall finds the same people as an index that is made anew of the view, and
//! everybody by every way of asking.

use std::path::PathBuf;

use super::*;
use crate::disk::IndexFile;
use crate::import::Encoding;
use crate::office::RegisterFile;
use crate::office::index::Index;
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
    /// The view as it stands is indexed while the counter goes on.
    Reopen,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        3 => (0..12_usize).prop_map(Change::Register),
        2 => (0..12_usize, any::<u8>()).prop_map(|(who, phone)| Change::Call(who, phone)),
        2 => (0..6_usize).prop_map(Change::Import),
        2 => (0..12_usize, 0..12_usize).prop_map(|(now, old)| Change::Link(now, old)),
        1 => (0..12_usize).prop_map(Change::Part),
        1 => Just(Change::Reopen),
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

    fn change(&mut self, change: &Change, town: &[Townsperson]) {
        match change {
            Change::Register(who) => {
                let one = &town[*who];
                self.register(one.id.as_str(), &one.name, &one.phone)
                    .expect("registered");
            }
            Change::Call(who, phone) => {
                let one = &town[*who];
                let phone = format!("139000001{:02}", phone % 100);
                self.register(one.id.as_str(), &one.name, &phone)
                    .expect("registered");
            }
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
        }
    }

    /// Every way of asking for somebody on record finds her, and whom a new index finds.
    fn is_found(&mut self, one: &Townsperson) {
        let Some(key) = self.key_of(one) else {
            let found = self.office().exact(one.id.as_str()).expect("a view");
            assert_eq!(found, None, "{one:?}");
            return;
        };
        let her = self.person(key);
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
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn nobody_is_lost_by_any_sequence_of_changes(
        changes in prop::collection::vec(change(), 1..14),
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
