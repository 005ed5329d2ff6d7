mod alike;
mod found;
mod kept;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use proptest::prelude::*;
use tempfile::TempDir;

use super::Now;
use crate::form::{RequestId, Submission};
use crate::office::hall::street;
use crate::office::{FixedClock, IssueError, Office};
use crate::person::{IdPaper, PersonName};
use crate::record::{Did, Person, PersonKey};
use crate::service::NotJudged;
use crate::staff::Clerk;
use crate::text::Lang;

const DAY: &str = "2010-09-13";
/// 何晓岚 and a number the police might have given her later; both invented.
const OLD: &str = "430406198704169944";
const NEW: &str = "430406198704169960";

struct Hall {
    folder: TempDir,
    office: Option<Office>,
    requests: u8,
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date in a test")
}

fn clerk() -> Clerk {
    Clerk {
        name: "周敏".to_owned(),
        counter: 1,
    }
}

fn paper(number: &str) -> IdPaper {
    IdPaper::read(number, day("2026-11-23")).expect("a number in a test")
}

impl Hall {
    fn new() -> Hall {
        let folder = street("hunan-2010", day(DAY));
        let hall = folder.path().join("hall");
        let opened = Office::open(&hall, Box::new(FixedClock(day(DAY))));
        Hall {
            folder,
            office: Some(opened.expect("the hall opens").office),
            requests: 0,
        }
    }

    fn office(&mut self) -> &mut Office {
        self.office.as_mut().expect("the hall is open")
    }

    fn request(&mut self) -> RequestId {
        self.requests += 1;
        RequestId([self.requests; 16])
    }

    /// Puts somebody on record, or what is new about her.
    fn register(&mut self, id: &str, name: &str, phone: &str) -> Result<PersonKey, IssueError> {
        let mut answers = vec![
            ("applicant.id", id),
            ("applicant.name", name),
            ("applicant.phone", phone),
            ("hukou.place", "430406"),
        ];
        if id.starts_with("516:") {
            // The number of this paper tells no birth date.
            answers.push(("applicant.birth", "1982-05-06"));
        }
        let submission = self.submission("person.register", &answers);
        Ok(self.office().register(&submission, &clerk())?.person)
    }

    /// The form of a service with these answers, which must pass.
    fn submission(&mut self, service: &str, answers: &[(&str, &str)]) -> Submission {
        let request = self.request();
        let office = self.office();
        let answers = answers.iter();
        let answers = answers.map(|(path, typed)| ((*path).to_owned(), (*typed).to_owned()));
        let draft = office.start(service, None, &answers.collect());
        let mut draft = draft.expect("a view").expect("the service");
        draft.request = request;
        let shelf = office.shelf();
        let form = shelf.form(service).expect("the form");
        let submission = form.check(&draft, &shelf.around);
        submission.unwrap_or_else(|unfit| panic!("{unfit:#?}"))
    }

    fn link(&mut self, now: PersonKey, former: PersonKey) -> Result<(), IssueError> {
        let request = self.request();
        let now = Now::Known(now);
        let linked = self
            .office()
            .link(request, &now, former, "户口簿记载", &clerk());
        linked.map(|_| ())
    }

    fn part(&mut self, former: PersonKey) -> Result<(), IssueError> {
        let request = self.request();
        let parted = self.office().part(request, former, "关联有误", &clerk());
        parted.map(|_| ())
    }

    fn person(&mut self, key: PersonKey) -> Person {
        let person = self.office().store.person(key).expect("a view");
        person.expect("on record")
    }

    /// Everybody on record, each once.
    fn people(&mut self) -> Vec<Person> {
        let mut records = Vec::new();
        let store = &self.office().store;
        for person in store.everybody().each() {
            records.push(person.expect("a view").key);
        }
        let heads = records
            .iter()
            .filter(|key| store.head(**key).ok() == Some(**key));
        let people = heads.map(|key| store.person(*key).expect("a view").expect("on record"));
        people.collect()
    }

    fn rebuilt_alike(mut self) {
        let office = self.office.take().expect("open");
        let content = office.view_content();
        office.close();
        let hall = self.folder.path().join("hall");
        let clock = Box::new(FixedClock(day(DAY)));
        let again = Office::rebuild(&hall, clock, &mut |_, _| true).expect("a sound ledger");
        assert_eq!(again.office.view_content(), content);
    }
}

#[test]
fn two_numbers_of_one_person_are_one_page_and_a_link_made_in_error_is_undone() {
    let mut hall = Hall::new();
    let old = hall
        .register(OLD, "何晓岚", "13800000109")
        .expect("registered");
    let new = hall
        .register(NEW, "何晓岚", "13800000110")
        .expect("registered");
    let before = hall.people();
    hall.link(new, old).expect("linked");

    let one = hall.person(old);
    assert_eq!(one, hall.person(new), "either number finds her");
    assert_eq!((one.key, one.fact("phone")), (new, "13800000110"));
    assert_eq!(one.former_ids, [OLD]);
    assert_eq!(hall.office().people(), 1);
    for query in ["hxl", OLD, NEW, "0109"] {
        let found = hall.office().find(query, 9).expect("a view");
        assert_eq!(found.hits.len(), 1, "{query}");
        assert_eq!(found.hits[0].person, new, "{query}");
    }
    // What is done under the old number belongs to it.
    hall.register(OLD, "何晓岚", "13800000111")
        .expect("the same person");
    assert_eq!(hall.people().len(), 1);

    hall.part(old).expect("parted");
    let mut after = hall.people();
    assert_eq!(
        after[0].fact("phone"),
        "13800000111",
        "done under her number"
    );
    let phone = before[0].fact("phone").to_owned();
    after[0].facts.insert("phone".to_owned(), phone);
    assert_eq!(after, before);
    let did: Vec<Did> = hall
        .office()
        .store
        .timeline(old)
        .expect("a view")
        .iter()
        .map(|line| line.did)
        .collect();
    let all = [
        Did::RegisterPerson,
        Did::LinkPeople,
        Did::RegisterPerson,
        Did::PartPeople,
    ];
    assert_eq!(did, all);
    hall.rebuilt_alike();
}

#[test]
fn a_new_number_is_put_on_record_by_the_act_that_links_it() {
    let mut hall = Hall::new();
    let old = hall
        .register(OLD, "何晓岚", "13800000109")
        .expect("registered");
    let request = hall.request();
    let now = Now::New {
        paper: paper(NEW),
        name: PersonName::read("何晓岚").expect("a name"),
    };
    let office = hall.office();
    let linked = office.link(request, &now, old, "户口簿记载", &clerk());
    let linked = linked.expect("linked");
    let again = office.link(request, &now, old, "户口簿记载", &clerk());
    let again = again.expect("the same request");
    assert_eq!((again.person, again.repeated), (linked.person, true));
    let person = hall.person(old);
    assert_eq!(person.id_key(), format!("111:{NEW}"));
    assert_eq!(person.fact("phone"), "13800000109", "known from before");
    hall.part(old).expect("parted");
    assert_eq!(hall.people().len(), 2);
    assert_eq!(hall.person(old).former_ids, Vec::<String>::new());
}

#[test]
fn who_looks_alike_is_asked_about_once() {
    let mut hall = Hall::new();
    let old = hall
        .register(OLD, "何晓岚", "13800000109")
        .expect("registered");
    let facts: BTreeMap<String, String> = [("id", paper(NEW).key()), ("name", "何晓岚".to_owned())]
        .map(|(fact, text)| (fact.to_owned(), text))
        .into();
    let suspects = hall.office().suspects(&facts).expect("a view");
    assert_eq!(suspects.len(), 1);
    assert_eq!(suspects[0].person, old);
    assert_eq!(suspects[0].likeness.close(), (3, 4));
    let request = hall.request();
    let apart = hall
        .office()
        .tell_apart(request, old, &paper(NEW), &clerk());
    apart.expect("noted");
    assert_eq!(hall.office().suspects(&facts).expect("a view"), []);
    // Also after she is on record, and asked from the other side.
    let new = hall
        .register(NEW, "何晓岚", "13800000110")
        .expect("registered");
    for key in [old, new] {
        let facts = hall.person(key).facts;
        assert_eq!(hall.office().suspects(&facts).expect("a view"), []);
    }
}

#[test]
fn a_number_under_another_name_is_refused_with_both_spellings() {
    let mut hall = Hall::new();
    let key = hall
        .register("430406198107039981", "吴秀瑛", "13800000109")
        .expect("registered");
    let refused = hall.register("430406198107039981", "吴秀英", "13800000109");
    let error = refused.expect_err("another spelling");
    let said = error.message().say(Lang::Zh);
    assert!(said.contains("吴秀瑛") && said.contains("吴秀英"), "{said}");
    let other = hall.office().other_spelling(key, "吴秀英").expect("a view");
    let other = other.expect("another spelling");
    assert_eq!(other.on_record, "吴秀瑛");
    let source = other.source.expect("who wrote it down");
    assert_eq!((source.on, source.clerk.as_str()), (day(DAY), "周敏"));
    assert_eq!(hall.people().len(), 1);
}

#[test]
fn what_cannot_be_linked_or_parted_says_why() {
    let mut hall = Hall::new();
    let old = hall
        .register(OLD, "何晓岚", "13800000109")
        .expect("registered");
    let new = hall
        .register(NEW, "何晓岚", "13800000110")
        .expect("registered");
    let third = hall
        .register("430406198107039981", "吴秀英", "13800000111")
        .expect("registered");
    let judged = |done: Result<(), IssueError>| match done {
        Err(IssueError::NotJudged(why)) => why,
        other => panic!("{other:?}"),
    };
    assert_eq!(judged(hall.link(old, old)), NotJudged::OnePerson);
    assert_eq!(judged(hall.part(old)), NotJudged::NotLinked);
    hall.link(new, old).expect("linked");
    assert_eq!(judged(hall.link(old, new)), NotJudged::OnePerson);
    assert_eq!(judged(hall.link(third, old)), NotJudged::HasSuccessor);
    let request = hall.request();
    let apart = hall
        .office()
        .tell_apart(request, new, &paper(OLD), &clerk());
    assert_eq!(judged(apart.map(|_| ())), NotJudged::OnePerson);
    let nobody = hall.link(new, PersonKey(99));
    assert!(matches!(nobody, Err(IssueError::UnknownPerson)));
}

/// What a clerk may do; people and numbers by their place in a short list.
#[derive(Debug, Clone)]
enum Deed {
    Register(usize, u8),
    Link(usize, usize),
    Part(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => (0..NUMBERS.len(), any::<u8>()).prop_map(|(who, phone)| Deed::Register(who, phone)),
        3 => (0..NUMBERS.len(), 0..NUMBERS.len()).prop_map(|(now, old)| Deed::Link(now, old)),
        1 => (0..NUMBERS.len()).prop_map(Deed::Part),
    ]
}

/// Numbers of two kinds of paper, as typed.
const NUMBERS: [&str; 5] = [
    OLD,
    NEW,
    "430406198107039981",
    "516:H09999901",
    "810000198205069915",
];

impl Hall {
    fn record(&mut self, who: usize) -> Option<PersonKey> {
        let key = paper(NUMBERS[who]).key();
        self.office().store.holder(&key).expect("a view")
    }

    /// Links and, on the way, proves that parting would give back what was there.
    fn link_both_ways(&mut self, now: usize, former: usize) {
        let (Some(now), Some(former)) = (self.record(now), self.record(former)) else {
            return;
        };
        let before = self.people();
        if self.link(now, former).is_err() {
            assert_eq!(self.people(), before, "a refusal changes nothing");
            return;
        }
        assert_eq!(self.people().len(), before.len() - 1);
        self.part(former).expect("what was linked can be parted");
        assert_eq!(self.people(), before, "as before the link");
        self.link(now, former).expect("linked again");
    }

    fn nobody_shares_a_number(&mut self) {
        let mut seen: BTreeMap<String, PersonKey> = BTreeMap::new();
        for person in self.people() {
            let records = self.office().store.records_of(person.key).expect("a view");
            for record in records {
                let own = self.office().store.own_record(record).expect("a view");
                let id = own.expect("on record").id_key().to_owned();
                let other = seen.insert(id.clone(), person.key);
                assert_eq!(other, None, "two active people with {id}");
                assert_eq!(self.office().holder(&id).expect("a view"), Some(person.key));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_deeds_gives_two_people_one_number(
        deeds in prop::collection::vec(deed(), 1..16),
    ) {
        let mut hall = Hall::new();
        let mut phones: BTreeMap<usize, String> = BTreeMap::new();
        for deed in deeds {
            match deed {
                Deed::Register(who, phone) => {
                    let phone = format!("138000001{phone:02}", phone = phone % 100);
                    hall.register(NUMBERS[who], "何晓岚", &phone).expect("registered");
                    phones.insert(who, phone);
                }
                Deed::Link(now, former) => hall.link_both_ways(now, former),
                Deed::Part(who) => {
                    if let Some(record) = hall.record(who) {
                        let _ = hall.part(record);
                    }
                }
            }
            hall.nobody_shares_a_number();
            // Whatever was linked since, each act stands in the record of its own number.
            for (who, phone) in &phones {
                let record = hall.record(*who).expect("on record");
                let own = hall.office().store.own_record(record).expect("a view");
                let own = own.expect("on record");
                prop_assert_eq!(own.fact("phone"), phone.as_str());
            }
        }
    }
}

#[test]
fn a_hall_that_is_opened_at_once_finds_everybody_in_the_end_and_numbers_before() {
    let mut hall = Hall::new();
    let (first, second) = ("430406198304129927", NEW);
    hall.register(first, "李春桃", "13800000101")
        .expect("registers");
    hall.office.take().expect("it is open").close();
    let clock = Box::new(FixedClock(day(DAY)));
    let folder = hall.folder.path().join("hall");
    let opened = Office::open_at_once(&folder, clock, &mut |_, _| true);
    hall.office = Some(opened.expect("the hall opens").office);
    assert!(
        hall.office().exact(first).expect("a view").is_some(),
        "by the view alone"
    );
    // Whoever is put on record while the index is made is found at once and stays found.
    hall.register(second, "王建梅", "13800000102")
        .expect("registers");
    for name in ["lct", "wjm"] {
        hall.office().await_index().expect("a view");
        let found = hall.office().find(name, 9).expect("a view");
        assert_eq!((found.hits.len(), found.more), (1, false), "{name}");
    }
    assert_eq!(hall.office().attend_index().expect("a view"), None);
    // Closed while it is being made, the hall can be opened again at once.
    hall.office.take().expect("it is open").close();
    for _ in 0..3 {
        let clock = Box::new(FixedClock(day(DAY)));
        let opened = Office::open_at_once(&folder, clock, &mut |_, _| true);
        opened.expect("nobody holds it").office.close();
    }
}
