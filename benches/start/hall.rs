//! Makes a hall of any size through its real ledger: one frame for each act, four thousand of them
//! acknowledged by one sync.

use std::path::Path;
use std::time::Instant;

use guitai::disk::{FixedClock, RequestIds};
use guitai::form::{FormRef, ProfileRef, RequestId};
use guitai::ledger::{Entry, FileLedger, Holder, Ledger, MAX_ENTRIES};
use guitai::office::{NewHall, default_issuer, new_hall};
use guitai::person::Townsperson;
use guitai::record::{
    Act, Applicant, CertificateIssued, Event, Facts, PersonKey, PersonRegistered, stored,
};

use crate::town::{day, town};

/// Every how many people one has a certificate.
const CERTIFIED: usize = 10;

pub fn make(folder: &Path, size: usize) {
    let begun = Instant::now();
    let new = NewHall {
        profile: "hunan-2010".to_owned(),
        practice: true,
        clerk: "练习员".to_owned(),
        date: Some(day()),
        issuer: default_issuer(),
    };
    new_hall(folder, new, &FixedClock(day())).expect("an empty place");
    let (mut ledger, _) = FileLedger::open(folder, &holder()).expect("its ledger");
    let requests = RequestIds::new().expect("random numbers");
    let mut waiting = Vec::new();
    for (nth, one) in town().take(size).enumerate() {
        waiting.push(entry(&register(&requests, nth, &one)));
        let person = PersonKey(ledger.head().sequence + waiting.len() as u64);
        if nth % CERTIFIED == 0 {
            let serial = (nth / CERTIFIED + 1) as u32;
            waiting.push(entry(&certify(&requests, (nth, serial), &one, person)));
        }
        if waiting.len() + 2 > MAX_ENTRIES {
            append(&mut ledger, &mut waiting);
        }
    }
    append(&mut ledger, &mut waiting);
    eprintln!("hall of {size} made in {:.1?}", begun.elapsed());
}

fn append(ledger: &mut FileLedger, waiting: &mut Vec<Entry>) {
    let head = ledger.head();
    ledger.append(head, 0, waiting).expect("room on the disk");
    waiting.clear();
}

pub fn holder() -> Holder {
    Holder {
        pid: std::process::id(),
        counter: 1,
        user: "练习员".to_owned(),
        since: 0,
    }
}

pub fn entry(act: &Act) -> Entry {
    Entry {
        counter: 1,
        body: stored::write(act).expect("an act can be written"),
    }
}

pub fn act(requests: &RequestIds, event: Event) -> Act {
    Act {
        request: RequestId(requests.next()),
        clerk: "练习员".to_owned(),
        counter: 1,
        on: day(),
        event,
    }
}

pub fn register(requests: &RequestIds, nth: usize, one: &Townsperson) -> Act {
    let event = Event::PersonRegistered(PersonRegistered {
        applicant: Applicant::New,
        facts: facts(nth, one),
        form: form(),
        profile: profile(),
    });
    act(requests, event)
}

pub fn facts(nth: usize, one: &Townsperson) -> Facts {
    let texts = [
        ("id", format!("111:{}", one.id.as_str())),
        ("name", one.name.clone()),
        ("phone", one.phone.clone()),
        ("hukou.community", format!("430406005{:03}", nth % 9 + 1)),
        ("hukou.group", format!("第{}组", nth % 12 + 1)),
        ("hukou.detail", format!("{}号", nth % 200 + 1)),
        (
            "residence.detail",
            format!("工业园区{}栋{}室", nth % 40, nth % 600),
        ),
        ("marital.status", "21".to_owned()),
        ("marital.date", "2005-06-01".to_owned()),
        ("marital.cert_no", format!("J430406-2005-{nth:06}")),
        ("spouse.name", "李明".to_owned()),
        ("children", "1".to_owned()),
        ("children[0].name", "李小明".to_owned()),
        ("children[0].sex", "1".to_owned()),
        ("children[0].birth", "2007-02-03".to_owned()),
    ];
    let texts = texts.into_iter().filter(|(_, text)| !text.is_empty());
    texts.map(|(name, text)| (name.to_owned(), text)).collect()
}

pub fn certify(
    requests: &RequestIds,
    (nth, serial): (usize, u32),
    one: &Townsperson,
    person: PersonKey,
) -> Act {
    let facts = facts(nth, one);
    let answers = facts.iter();
    let answers = answers.map(|(name, text)| (format!("applicant.{name}"), text.clone()));
    let event = Event::CertificateIssued(Box::new(CertificateIssued {
        applicant: Applicant::Known(person),
        case: format!("SQ-430406005-2010-{serial:06}"),
        number: format!("43040600510{serial:06}X"),
        serial,
        issue_date: day(),
        expiry_date: day() + chrono::Days::new(3 * 365),
        agreement: None,
        form: form(),
        profile: profile(),
        answers: answers.collect(),
        facts,
        papers: Vec::new(),
        issuer: default_issuer(),
        practice: true,
    }));
    act(requests, event)
}

fn form() -> FormRef {
    FormRef {
        id: "certificate.issue".to_owned(),
        version: 1,
        digest: "0".repeat(64),
    }
}

fn profile() -> ProfileRef {
    ProfileRef {
        id: "hunan-2010".to_owned(),
        digest: "0".repeat(64),
    }
}
