use std::collections::BTreeMap;

use chrono::NaiveDate;
use tempfile::TempDir;

use super::super::{Changed, DelegateShown, LifeError, Wish};
use crate::form::{Draft, RequestId, Submission};
use crate::office::hall::street;
use crate::office::{FixedClock, Office};
use crate::paper::Item;
use crate::record::{Certificate, DayLine, Did, OldSheet};
use crate::staff::Clerk;
use crate::text::Lang;

/// A real hall whose days are turned by the test.
pub(super) struct Desk {
    folder: TempDir,
    office: Option<Office>,
    requests: u8,
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date in a test")
}

pub(super) fn clerk(name: &str) -> Clerk {
    Clerk {
        name: name.to_owned(),
        counter: 1,
    }
}

pub(super) fn texts(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let pairs = pairs.iter();
    pairs
        .map(|(path, text)| ((*path).to_owned(), (*text).to_owned()))
        .collect()
}

/// 李春桃 of E1, as typed.
pub(super) const LI: &[(&str, &str)] = &[
    ("applicant.id", "430406198304129927"),
    ("applicant.name", "李春桃"),
    ("applicant.phone", "13800000101"),
    ("hukou.community", "新矿村社区"),
    ("hukou.group", "第3组"),
    ("hukou.detail", "12号"),
    ("marital.status", "21"),
    ("marital.date", "2005-05-01"),
    ("marital.cert_no", "J430406-2005-000123"),
    ("spouse.name", "王建军"),
    ("spouse.id", "430421198011039913"),
    ("spouse.hukou", "衡阳县"),
    ("children[0].name", "王小雨"),
    ("children[0].sex", "2"),
    ("children[0].birth", "2006-09-18"),
    ("children[0].cert_no", "H430012345"),
    ("consent.contraception", "no"),
    ("destination.place", "441900121"),
    ("destination.detail", "工业区宿舍"),
    ("purpose", "work"),
    ("agreement.accepted", "yes"),
    ("doc.household_book", "seen"),
    ("doc.id_card", "seen"),
    ("doc.spouse_id_card", "seen"),
    ("doc.marriage_cert", "seen"),
    ("doc.birth_permit", "none"),
    ("doc.birth_cert", "seen"),
    ("doc.photo", "3"),
];

impl Desk {
    pub fn on(first_day: &str) -> Desk {
        Desk::under("hunan-2010", first_day)
    }

    pub fn under(profile: &str, first_day: &str) -> Desk {
        let folder = street(profile, day(first_day));
        let mut desk = Desk {
            folder,
            office: None,
            requests: 0,
        };
        desk.turn_to(first_day);
        desk
    }

    /// Closes the hall and opens it on another day.
    pub fn turn_to(&mut self, on: &str) {
        if let Some(office) = self.office.take() {
            office.close();
        }
        let hall = self.folder.path().join("hall");
        let opened = Office::open(&hall, Box::new(FixedClock(day(on)))).expect("the hall opens");
        assert!(opened.report.is_empty(), "{:?}", opened.report);
        self.office = Some(opened.office);
    }

    pub fn office(&mut self) -> &mut Office {
        self.office.as_mut().expect("the hall is open")
    }

    pub fn request(&mut self) -> RequestId {
        self.requests += 1;
        RequestId([self.requests; 16])
    }

    pub fn wish(&mut self, number: &str) -> Wish {
        Wish::new(self.request(), number)
    }

    pub fn wish_with_sheet(&mut self, number: &str) -> Wish {
        Wish {
            old_sheet: OldSheet::TakenBack,
            ..self.wish(number)
        }
    }

    pub fn submission(&mut self, seed: &[(&str, &str)]) -> Submission {
        let draft = self.draft(seed);
        let shelf = self.office().shelf();
        let form = shelf.form("certificate.issue").expect("the form");
        let checked = form.check(&draft, &shelf.around);
        checked.unwrap_or_else(|unfit| panic!("{unfit:#?}"))
    }

    pub fn draft(&mut self, seed: &[(&str, &str)]) -> Draft {
        let draft = self.office().start("certificate.issue", None, &texts(seed));
        draft
            .expect("the view is sound")
            .expect("the service is known")
    }

    /// Issues a certificate and hands it to its holder, unless the sheet waits.
    pub fn issued(&mut self, seed: &[(&str, &str)]) -> String {
        let submission = self.submission(seed);
        let issued = self.office().issue(&submission, &clerk("周敏"));
        let issued = issued.unwrap_or_else(|error| panic!("{}", error.message().say(Lang::Zh)));
        assert_eq!(issued.notes, []);
        issued.number.expect("nothing was missing")
    }

    pub fn handed_over(&mut self, seed: &[(&str, &str)]) -> String {
        let number = self.issued(seed);
        let request = self.request();
        let handed = self
            .office()
            .hand_over(request, &number, "李春桃", &clerk("周敏"));
        handed.expect("a sheet that waits is handed over");
        number
    }

    pub fn certificate(&mut self, number: &str) -> Certificate {
        let found = self
            .office()
            .certificate(number)
            .expect("the view is sound");
        found.unwrap_or_else(|| panic!("no certificate {number}"))
    }

    pub fn standing(&mut self, number: &str) -> String {
        let on = self.office().today();
        self.certificate(number).standing(on).say(Lang::Zh)
    }

    pub fn did(&mut self, on: &str) -> Vec<(Did, String, String)> {
        let lines = self.office().day(day(on)).expect("the view is sound");
        let line = |line: DayLine| (line.did, line.name, line.number);
        lines.into_iter().map(line).collect()
    }

    /// What a view folded anew from the whole ledger holds.
    pub fn rebuilt(&mut self) -> crate::store::Content {
        let on = self.office().today();
        if let Some(office) = self.office.take() {
            office.close();
        }
        let hall = self.folder.path().join("hall");
        let opened = Office::rebuild(&hall, Box::new(FixedClock(on)), &mut |_, _| true);
        let office = opened.expect("the ledger is sound").office;
        let content = office.view_content();
        self.office = Some(office);
        content
    }

    /// What the papers of a number say at a place of their layouts; empty where nothing stands.
    pub fn said_at(&mut self, number: &str, place: &str) -> String {
        let office = self.office();
        let record = office.printed_record(number).expect("the view is sound");
        let record = record.unwrap_or_else(|| panic!("nothing is printed for {number}"));
        let data = office.data(&record.printing()).expect("it is kept");
        data.texts.get(place).cloned().unwrap_or_default()
    }

    /// A submission of one of the forms in the life of a certificate.
    pub fn step(&mut self, service: &str, number: &str, answers: &[(&str, &str)]) -> Submission {
        let mut seed = texts(answers);
        seed.insert("certificate.number".to_owned(), number.to_owned());
        let draft = self.office().start(service, None, &seed);
        let draft = draft.expect("the view is sound").expect("a service");
        let shelf = self.office().shelf();
        let form = shelf.form(service).expect("the form");
        let checked = form.check(&draft, &shelf.around);
        checked.unwrap_or_else(|unfit| panic!("{unfit:#?}"))
    }

    /// Does what a form asks for.
    pub fn done(&mut self, submission: &Submission) -> crate::office::Issued {
        let done = self.office().issue(submission, &clerk("周敏"));
        done.unwrap_or_else(|error| panic!("{}", error.message().say(Lang::Zh)))
    }

    /// All that a paper says, in the order of drawing.
    pub fn paper(&mut self, number: &str, paper: &str) -> String {
        let office = self.office();
        let record = office.printed_record(number).expect("the view is sound");
        let record = record.unwrap_or_else(|| panic!("nothing is printed for {number}"));
        let laid = office
            .lay_out(&record.printing())
            .expect("it was printed before");
        let wanted = laid.into_iter().find(|laid| laid.paper == paper);
        let sheets = wanted.expect("the paper belongs to it").document.sheets;
        let items = sheets.into_iter().flat_map(|sheet| sheet.items);
        let said = items.filter_map(|item| match item {
            Item::Text(run) => Some(run.text),
            _ => None,
        });
        said.collect()
    }
}

pub(super) fn sister() -> DelegateShown {
    DelegateShown {
        name: "李春梅".to_owned(),
        id: "430406198601019927".to_owned(),
        letter: true,
        both_cards: true,
    }
}

/// What the clerk reads when a step is not possible.
pub(super) fn refusal(outcome: Result<Changed, LifeError>) -> String {
    match outcome {
        Ok(done) => panic!("it should have been refused: {done:?}"),
        Err(error) => error.message().say(Lang::Zh),
    }
}

pub(super) fn papers(done: &Changed) -> Vec<&str> {
    let papers = done.papers.iter();
    papers.map(|file| file.paper.as_str()).collect()
}
