//! Promise: every paper can be had as a sample and as a blank sheet, without a hall and without a
//! person, and a sample is never taken for the real thing.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use guitai::office::{Filling, SpecimenError, Specimens};
use guitai::text::Lang;

use crate::paper_text::pages;
use crate::support::place::{guitai, said};

fn specimens() -> Specimens {
    Specimens::read().unwrap_or_else(|problem| panic!("{problem}"))
}

fn text_of(file: &Path) -> Vec<String> {
    pages(&fs::read(file).expect("the specimen was written"))
}

/// The program in a folder of its own, with nothing of this account about it.
fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    let mut command: Command = guitai();
    command.current_dir(folder).args(arguments);
    command.output().expect("the program runs")
}

#[test]
fn every_paper_has_a_sample_that_says_so_on_every_page() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let specimens = specimens();
    for (paper, title) in specimens.list() {
        let file = specimens
            .print(&paper, Filling::Sample, Some(folder.path()))
            .unwrap_or_else(|error| panic!("{paper}: {error:?}"));
        assert_eq!(file.title, title);
        let pages = text_of(&file.path);
        assert_eq!(pages.len(), file.pages, "{paper}");
        let marked = pages.iter().filter(|page| page.contains("样张")).count();
        assert_eq!(marked, pages.len(), "{paper}: {pages:?}");
    }
}

#[test]
fn every_paper_has_a_blank_sheet_without_anybody_s_data() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let specimens = specimens();
    for (paper, _) in specimens.list() {
        let file = specimens
            .print(&paper, Filling::Blank, Some(folder.path()))
            .unwrap_or_else(|error| panic!("{paper}: {error:?}"));
        let text = text_of(&file.path).concat();
        for not_there in ["样张", "李春桃", "430406198304129927"] {
            assert!(!text.contains(not_there), "{paper}: {text}");
        }
    }
}

#[test]
fn the_papers_are_listed_in_the_order_of_their_numbers() {
    let listed: Vec<String> = specimens().list().into_iter().map(|(id, _)| id).collect();
    let place = |id: &str| listed.iter().position(|one| one == id);
    assert!(place("F1") < place("F2") && place("F3a") < place("F3b"));
    assert!(place("F8") < place("F14") && place("F28b") < place("F28c"));
}

#[test]
fn an_unknown_paper_names_the_known_ones_with_their_titles() {
    let error = specimens().print("F99", Filling::Blank, None);
    let error = error.expect_err("there is no F99");
    assert!(matches!(&error, SpecimenError::UnknownPaper { known, .. } if known.len() > 20));
    assert!(error.message().say(Lang::Zh).contains("F99"));

    let folder = tempfile::tempdir().expect("a folder for the test");
    let (code, text) = said(&run_in(folder.path(), &["paper", "sample", "F99"]));
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("F2    流动人口婚育证明"), "{text}");
    let left = fs::read_dir(folder.path()).expect("the folder").count();
    assert_eq!(left, 0, "nothing was written");
}

#[test]
fn samples_and_blank_sheets_need_no_hall() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let (code, text) = said(&run_in(folder.path(), &["paper", "list"]));
    assert!(code == 0 && text.contains("F34"), "{text}");

    let (code, text) = said(&run_in(folder.path(), &["paper", "sample", "f2"]));
    assert_eq!(code, 0, "{text}");
    let sample = text_of(&folder.path().join("F2-样张.pdf"));
    assert!(sample.concat().contains("李春桃"));

    let blank = ["paper", "blank", "F1", "--to", "空白申请表.pdf", "--json"];
    let output = run_in(folder.path(), &blank);
    let data: serde_json::Value = serde_json::from_slice(&output.stdout).expect("data");
    assert_eq!((&data["paper"], &data["pages"]), (&"F1".into(), &2.into()));
    assert!(folder.path().join("空白申请表.pdf").exists());
}

#[test]
fn a_folder_that_is_not_there_gets_no_specimen() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let nowhere = ["paper", "blank", "F1", "--to", "no/such/folder/F1.pdf"];
    let (code, text) = said(&run_in(folder.path(), &nowhere));
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("no/such/folder"), "{text}");
}
