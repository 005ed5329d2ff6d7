//! A paper made again, whatever was edited, lost or done since.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::Wish;
use super::correct::{guo, proofs, right};
use super::desk::{Desk, LI, clerk, day, papers};
use crate::form::RequestId;
use crate::office::{Onto, PaperError, PrintError, PrintWish};
use crate::paper::Layout;
use crate::person::Divisions;
use crate::record::{CancelCause, Did, Event, Loss, noted_place};
use crate::text::Lang;

const DAY: &str = "2010-03-15";
const TABLES: [&str; 3] = [
    include_str!("../../../../forms/codes/counties.csv"),
    include_str!("../../../../forms/codes/towns.csv"),
    include_str!("../../../../forms/codes/communities.csv"),
];

/// A table in which every place is called something else.
fn renamed(table: &str) -> String {
    let line = |line: &str| {
        let mut columns: Vec<String> = line.split(',').map(str::to_owned).collect();
        columns[1] = format!("改{}", columns[1]);
        columns.join(",")
    };
    table.lines().map(|one| line(one) + "\n").collect()
}

impl Desk {
    /// From now on every place has another name.
    fn rename_places(&mut self) {
        let tables = TABLES.map(renamed);
        let tables = Divisions::parse(tables.iter().map(String::as_str)).expect("a table");
        let shelf = Arc::make_mut(&mut self.office().shelf);
        shelf.around.divisions = Arc::new(tables);
    }

    /// From now on a paper is laid out as another one is.
    fn lay_out_as(&mut self, paper: &str, other: &str) {
        let shelf = Arc::make_mut(&mut self.office().shelf);
        let layout = shelf.layouts[other].clone();
        shelf.layouts.insert(paper.to_owned(), layout);
    }

    fn bytes(&mut self, number: &str) -> BTreeMap<String, Vec<u8>> {
        let papers = self.office().paper_names(number).expect("on record");
        let made = papers.into_iter().map(|paper| {
            let bytes = self.office().paper(number, &paper);
            let bytes = bytes.unwrap_or_else(|error| panic!("{paper}: {error}"));
            (paper, bytes)
        });
        made.collect()
    }

    fn told(&mut self, number: &str) -> Vec<String> {
        let told = self.office().made_otherwise(number, None);
        let told = told.expect("on record").into_iter();
        told.map(|message| message.say(Lang::Zh)).collect()
    }

    /// The papers of a number among the hall's files, as they were written first.
    fn first_written(&mut self, number: &str, paper: &str) -> Vec<u8> {
        let papers = self.office().hall().papers();
        let path = papers.join(format!("2010/{number}-{paper}.pdf"));
        std::fs::read(path).expect("it was written")
    }

    fn archived(&mut self, number: &str) -> Result<Vec<u8>, PaperError> {
        let folder = tempfile::tempdir().expect("a folder for the test");
        let file = self
            .office()
            .archive(number, "F2", &clerk("吴敏"), folder.path())?;
        let name = file.path.file_name().map(|name| name.to_string_lossy());
        assert_eq!(name, Some(format!("{number}-F2-存档.pdf").into()));
        Ok(std::fs::read(file.path).expect("it was written"))
    }

    /// She brings one photograph too few.
    fn waits(&mut self) -> String {
        self.waits_as("430406198304129927", "李春桃")
    }

    fn waits_as(&mut self, id: &'static str, name: &'static str) -> String {
        let mut seed = somebody(id, name);
        seed.retain(|answer| answer.0 != "doc.photo");
        seed.push(("doc.photo", "2"));
        let submission = self.submission(&seed);
        self.done(&submission).case
    }
}

/// Who says the same as 李春桃, of places in the codes of their tables.
fn somebody(id: &'static str, name: &'static str) -> Vec<(&'static str, &'static str)> {
    let said = LI.iter().map(|&(path, text)| match path {
        "applicant.id" => (path, id),
        "applicant.name" => (path, name),
        "hukou.community" => (path, "430406005001"),
        "spouse.hukou" => (path, "430421"),
        _ => (path, text),
    });
    said.collect()
}

/// An event as the first programs wrote it, which noted nothing beside the answers.
fn without_notes(event: &mut Event) {
    let answers = match event {
        Event::CertificateIssued(issued) => &mut issued.answers,
        Event::CaseSuspended(case) => &mut case.answers,
        _ => return,
    };
    answers.retain(|path, _| !crate::record::is_note(path));
}

#[test]
fn a_waiting_case_keeps_the_layout_its_notice_was_made_with() {
    let mut desk = Desk::on(DAY);
    let case = desk.waits();
    let first = desk.bytes(&case);
    assert_eq!(first.keys().collect::<Vec<_>>(), ["F29"]);
    assert_eq!(desk.told(&case), [""; 0]);
    desk.lay_out_as("F29", "F28");
    assert_eq!(
        desk.bytes(&case),
        first,
        "the kept layout, not that of today"
    );
    // The layout is kept as a text too, and a program that has another one reads it from there.
    let record = desk.office().printed_record(&case).expect("a sound view");
    let record = record.expect("it waits");
    let notice = record.printing().subject.papers().remove(0);
    let text = desk.office().kept.text(notice.layout()).expect("kept");
    assert_eq!(Layout::parse(&text).expect("a layout").id(), "F29");
}

#[test]
fn a_waiting_case_that_another_press_made_says_so() {
    let mut desk = Desk::on(DAY);
    let case = desk.waits();
    let event = |desk: &mut Desk| {
        let found = desk.office().store.case(&case).expect("a sound view");
        let waits = found.and_then(|case| case.suspended).expect("it waits");
        Event::CaseSuspended(Box::new(waits))
    };
    let enter = |desk: &mut Desk, tag: u8, change: &dyn Fn(&mut Event)| {
        let mut event = event(desk);
        let number = format!("{case}-{tag}");
        if let Event::CaseSuspended(case) = &mut event {
            case.case.clone_from(&number);
        }
        let mut act = desk
            .office()
            .act(RequestId([tag; 16]), &clerk("周敏"), event);
        change(&mut act.event);
        desk.office().enter(&act).expect("it is entered");
        number
    };
    let other_press = enter(&mut desk, 201, &|event| {
        if let Event::CaseSuspended(case) = event {
            let making = case.answers.get_mut("made.F29").expect("noted");
            let (layout, _) = making.split_once(' ').expect("a layout and a press");
            *making = format!("{layout} 1 00112233445566778899aabbccddeeff");
        }
    });
    let told = desk.told(&other_press);
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("另一版程序"), "{told:?}");
    // One of the first programs is printed with the layout of today, as it was then.
    let old = enter(&mut desk, 202, &without_notes);
    assert!(desk.bytes(&old).contains_key("F29"));
}

#[test]
fn a_table_of_places_edited_later_changes_no_paper_made_before() {
    let mut desk = Desk::on(DAY);
    let number = desk.handed_over(LI);
    let second = desk.handed_over(&guo());
    let draft = right(&mut desk, &second);
    let wish = desk.wish_with_sheet(&second);
    let wish = Wish {
        reason: "打印错误".to_owned(),
        ..wish
    };
    let corrected = desk
        .office()
        .correct(&wish, &draft, &proofs(), &clerk("周敏"));
    let corrected = corrected.unwrap_or_else(|error| panic!("{error}"));
    let case = desk.waits_as("430406198402149921", "周小荷");
    let mut numbers = vec![number, second, case];
    numbers.extend(corrected.new_number);
    numbers.extend(corrected.case);
    let first: Vec<_> = numbers.iter().map(|number| desk.bytes(number)).collect();
    desk.rename_places();
    for (number, first) in numbers.iter().zip(first) {
        assert!(!first.is_empty());
        assert!(desk.bytes(number) == first, "{number} has other bytes");
        assert_eq!(desk.told(number), [""; 0]);
    }
    // What is made today has the names of today, and every one of them on record.
    let seed = somebody("430406198402149921", "周小荷");
    let submission = desk.submission(&seed);
    let new = desk.done(&submission).number.expect("nothing is missing");
    let community = desk.said_at(&new, "hukou.line");
    assert!(community.contains("改"), "{community}");
    let answers = desk.certificate(&new).issued.answers;
    let names = noted_place(&answers, "430421").expect("noted");
    assert_eq!(names.last().map(String::as_str), Some("改衡阳县"));
}

#[test]
fn a_paper_whose_act_noted_no_places_says_that_they_are_those_of_today() {
    let mut desk = Desk::on(DAY);
    let number = desk.issued(LI);
    let mut issued = desk.certificate(&number).issued;
    issued.number = format!("{number}-1");
    issued.serial = 900;
    issued.case = format!("{}-1", issued.case);
    let event = Event::CertificateIssued(Box::new(issued));
    let act = desk
        .office()
        .act(RequestId([200; 16]), &clerk("周敏"), event);
    let mut act = act;
    without_notes(&mut act.event);
    desk.office().enter(&act).expect("it is entered");
    let told = desk.told(&format!("{number}-1"));
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("地名"), "{told:?}");
}

#[test]
fn the_bytes_of_the_day_come_back_whatever_became_of_the_certificate() {
    let mut desk = Desk::on(DAY);
    let (lost, ended) = (desk.issued(LI), desk.issued(&guo()));
    let first = [&lost, &ended].map(|number| desk.first_written(number, "F2"));
    assert!(desk.archived(&lost).expect("made again") == first[0]);
    assert_eq!(
        desk.office().prints_noted(&lost, "F2").ok(),
        Some(0),
        "a paper for the archive is no print"
    );
    for number in [&lost, &ended] {
        let request = desk.request();
        let handed = desk
            .office()
            .hand_over(request, number, "本人", &clerk("周敏"));
        handed.expect("it waits");
    }
    assert!(desk.archived(&lost).expect("made again") == first[0]);
    desk.turn_to("2011-09-13");
    let wish = desk.wish(&lost);
    let loss = Loss::Lost {
        declared_on: day("2011-09-13"),
    };
    let done = desk.office().replace(&wish, loss, None, &clerk("周敏"));
    done.expect("a lost one is replaced");
    let wish = desk.wish_with_sheet(&ended);
    let done = desk
        .office()
        .cancel(&wish, CancelCause::OwnWish, &clerk("周敏"));
    done.unwrap_or_else(|error| panic!("{error}"));
    for (number, first) in [&lost, &ended].into_iter().zip(&first) {
        assert!(desk.paper(number, "F2").contains("作废"));
        let archived = desk.archived(number);
        let archived = archived.unwrap_or_else(|error| panic!("{error}"));
        assert!(archived == *first, "{number} has other bytes");
    }
    let did = desk.did("2011-09-13");
    let made = did.iter().filter(|(did, ..)| *did == Did::ArchivePaper);
    assert_eq!(made.count(), 2, "who made one stands in the ledger");
}

#[test]
fn a_paper_for_the_archive_never_lies_where_it_could_be_taken_for_another() {
    let mut desk = Desk::on(DAY);
    let number = desk.issued(LI);
    let acts = desk.office().acts();
    let papers = desk.office().hall().papers();
    let folder = tempfile::tempdir().expect("a folder for the test");
    let there = folder.path().join("there.pdf");
    std::fs::write(&there, "something else").expect("writes");
    let around = papers.join("2010/../2010/copy.pdf");
    for place in [papers.join("2010"), around, there.clone()] {
        let refused = desk.office().archive(&number, "F2", &clerk("吴敏"), &place);
        let refused = refused.expect_err("no place for it");
        assert!(matches!(refused, PaperError::NoPlace(_)), "{refused}");
    }
    let kept = std::fs::read_to_string(&there).expect("still there");
    assert_eq!(kept, "something else");
    assert_eq!(desk.office().acts(), acts);
}

#[test]
fn a_photograph_that_is_gone_is_said_wherever_the_paper_is_made() {
    let mut desk = Desk::on(DAY);
    let place = tempfile::tempdir().expect("a folder for the test");
    let file = place.path().join("photo.png");
    std::fs::write(&file, PHOTO).expect("writes");
    let digest = desk.office().photos.import(&file).expect("a picture");
    let mut seed = LI.to_vec();
    seed.push(("photo", &digest));
    let number = desk.issued(&seed);
    assert_eq!(desk.certificate(&number).answers()["photo"], digest);
    assert_eq!(desk.told(&number), [""; 0]);
    let first = desk.first_written(&number, "F2");
    assert!(desk.archived(&number).expect("made again") == first);

    let kept = desk.office().hall().photos().join(format!("{digest}.png"));
    std::fs::remove_file(&kept).expect("it was there");
    let told = desk.told(&number);
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("照片"), "{told:?}");
    let page = desk.office().record_page(&number).expect("a sound view");
    assert_eq!(page.expect("on record").otherwise.len(), 1);
    // Only papers that bear it say so.
    let of = |desk: &mut Desk, paper: &str| {
        let told = desk.office().made_otherwise(&number, Some(paper));
        told.expect("on record").len()
    };
    assert_eq!((of(&mut desk, "F2"), of(&mut desk, "F4")), (1, 0));
    let wish = PrintWish {
        number: number.clone(),
        paper: "F2".to_owned(),
        printer: Some(("any".to_owned(), String::new())),
        onto: Onto::Plain,
    };
    let ready = desk.office().ready_print(&wish);
    let ready = ready.unwrap_or_else(|error: PrintError| panic!("{error}"));
    assert_eq!(ready.notes.len(), 1, "the clerk hears of it at the printer");
    let refused = desk.archived(&number).expect_err("not the same bytes");
    assert!(matches!(refused, PaperError::MadeOtherwise(_)));
    let said = refused.said(Lang::Zh);
    assert!(said.contains("照片"), "{said}");

    let request = desk.request();
    let handed = desk
        .office()
        .hand_over(request, &number, "李春桃", &clerk("周敏"));
    handed.expect("it waits");
    let wish = desk.wish(&number);
    let loss = Loss::Lost {
        declared_on: day(DAY),
    };
    let done = desk.office().replace(&wish, loss, None, &clerk("周敏"));
    let done = done.unwrap_or_else(|error| panic!("{error}"));
    assert!(papers(&done).contains(&"F2"));
    assert_eq!(done.notes.len(), 1, "{:?}", done.notes);
}

/// One grey point.
const PHOTO: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52,
    0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b,
    0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x68, 0x00, 0x00, 0x00,
    0x82, 0x00, 0x81, 0x77, 0xcd, 0x72, 0xb6, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae,
    0x42, 0x60, 0x82,
];
