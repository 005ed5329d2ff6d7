//! Promise: drafts and PDF files follow a right that was exercised whatever happens to the process
//! after the ledger has it.

use std::path::{Path, PathBuf};

use guitai::form::RequestId;
use guitai::office::Office;

use crate::support::place::{Place, check, example, example_text, issue, said, with};

const ID: &str = "430406198304129927";
const NUMBER: &str = "4304060051000001X";

fn sheet(place: &Place) -> PathBuf {
    place.hall().join(format!("papers/2010/{NUMBER}-F2.pdf"))
}

/// 李春桃 who told of an implant, with a draft of hers lying about.
fn with_health(place: &Place) -> (Office, RequestId) {
    let mut office = place.open();
    let told = with(
        example("e1.toml"),
        &[
            ("consent.contraception", "yes"),
            ("contraception.state", "4"),
        ],
    );
    issue(&mut office, &told).expect("issued");
    let person = office.exact(ID).expect("a view");
    let draft = office.start("certificate.issue", person, &[].into());
    let mut draft = draft.expect("a view").expect("a draft");
    draft.write("consent.contraception", "yes");
    draft.write("contraception.state", "4");
    office.save_draft(&draft).expect("saved");
    (office, draft.request)
}

fn withdrawal() -> guitai::cli::case::CaseFile {
    let text = "service = \"consent.withdraw\"\n";
    let case = guitai::cli::case::CaseFile::parse("case.toml", text).expect("a case");
    let answers = [
        ("applicant.id", ID),
        ("applicant.name", "李春桃"),
        ("withdrawal.health", "yes"),
    ];
    with(case, &answers)
}

/// Everything the disk of a counter holds beside ledger and view.
struct Disk(Vec<(PathBuf, Vec<u8>)>);

impl Disk {
    fn of(place: &Place) -> Disk {
        let folders = [
            place.hall().join("papers/2010"),
            place.hall().join("drafts"),
        ];
        let files = folders.iter().flat_map(|folder| files(folder));
        Disk(
            files
                .map(|path| (path.clone(), std::fs::read(path).expect("a file")))
                .collect(),
        )
    }

    /// As it was: the process died between the ledger and the purge.
    fn put_back(&self, place: &Place) {
        for (path, bytes) in &self.0 {
            std::fs::write(path, bytes).expect("room");
        }
        let _ = std::fs::remove_file(place.hall().join("purged"));
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.path()).collect()
}

fn is_purged(place: &Place, office: &Office, draft: RequestId) {
    assert!(!sheet(place).exists(), "the file that shows it is gone");
    let draft = office.draft(draft).expect("her draft is still there");
    assert!(!draft.answers.contains_key("contraception.state"));
    assert!(!draft.answers.contains_key("consent.contraception"));
}

#[test]
fn a_process_killed_between_the_ledger_and_the_purge_purges_when_the_hall_is_opened() {
    let place = Place::real("2010-03-15");
    let (mut office, draft) = with_health(&place);
    let before = Disk::of(&place);
    issue(&mut office, &withdrawal()).expect("withdrawn");
    is_purged(&place, &office, draft);
    office.close();
    before.put_back(&place);
    assert!(sheet(&place).exists());
    let office = place.open();
    is_purged(&place, &office, draft);
    // What is printed after it shows nothing any more, and stays.
    let mut office = office;
    let clerk = office.clerk();
    office
        .file_again(NUMBER, "F2", &clerk, None)
        .expect("printed");
    office.close();
    let office = place.open();
    assert!(sheet(&place).exists());
    office.close();
}

#[test]
fn the_same_request_again_purges_too_and_so_does_the_next_act() {
    let place = Place::real("2010-03-15");
    let (mut office, draft) = with_health(&place);
    let before = Disk::of(&place);
    let request = check(&office, &withdrawal()).unwrap_or_else(|unfit| panic!("{unfit:#?}"));
    let clerk = office.clerk();
    office.issue(&request, &clerk).expect("withdrawn");
    office.close();
    before.put_back(&place);
    // A folder where the note is to be written: the purge is done and stays due.
    std::fs::create_dir(place.hall().join("purged")).expect("room");
    let mut office = place.open();
    before
        .0
        .iter()
        .for_each(|(path, bytes)| std::fs::write(path, bytes).expect("room"));
    let again = office.issue(&request, &clerk).expect("the same again");
    assert!(again.repeated);
    is_purged(&place, &office, draft);
    assert!(
        !again.notes.is_empty(),
        "staff hear that the note could not be written"
    );
}

#[test]
fn a_copy_asked_for_again_is_written_again() {
    let place = Place::under("hunan-2022", "2026-11-24");
    let (code, text) = said(&place.run_case(&example_text("e15-register.toml")));
    assert_eq!(code, 0, "{text}");
    let mut office = place.open();
    let copy = check(&office, &example("e15-copy.toml")).expect("fit");
    let clerk = office.clerk();
    let first = office.issue(&copy, &clerk).expect("copied");
    let files = first.papers.iter().filter(|file| file.paper == "F28d");
    let files: Vec<PathBuf> = files.map(|file| file.path.clone()).collect();
    assert_eq!(files.len(), 2, "for her to read and for a program");
    files
        .iter()
        .for_each(|file| std::fs::remove_file(file).expect("lost"));
    let again = office.issue(&copy, &clerk).expect("the same again");
    assert!(again.repeated && files.iter().all(|file| file.exists()));
}
