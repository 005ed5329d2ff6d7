//! What the tables call the places a paper prints. The names belong to the act: a table that is
//! edited later changes no paper made before.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::Office;
use super::paper_data::{self, MadeOf};
use super::printing::{Printing, Subject};
use crate::person::{Divisions, address_line};
use crate::record::{Answers, CertificateIssued, Event, FrameRef, note_places, noted_place};

/// The places of one record: as its act noted them, else as the tables have them today.
pub(super) struct Places<'a> {
    divisions: &'a Divisions,
    answers: &'a Answers,
    /// What was asked for, with the names that were told.
    asked: RefCell<BTreeMap<String, Vec<String>>>,
}

impl<'a> Places<'a> {
    pub fn new(divisions: &'a Divisions, answers: &'a Answers) -> Places<'a> {
        Places {
            divisions,
            answers,
            asked: RefCell::default(),
        }
    }

    /// The names of a place from the province down; `None` of what is no code of a place.
    pub fn names(&self, code: &str) -> Option<Vec<String>> {
        let noted = noted_place(self.answers, code);
        let names = noted.unwrap_or_else(|| self.of_today(code));
        // What is not made of digits stands in no table, today or later.
        if !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit()) {
            let mut asked = self.asked.borrow_mut();
            asked.insert(code.to_owned(), names.clone());
        }
        (!names.is_empty()).then_some(names)
    }

    fn of_today(&self, code: &str) -> Vec<String> {
        let names = self.divisions.names(code).unwrap_or_default();
        names.into_iter().map(str::to_owned).collect()
    }

    /// The full name of a place of the tables; a place typed freely is its own name.
    pub fn line(&self, answer: &str) -> String {
        let names = self.names(answer);
        names.map_or_else(|| answer.to_owned(), |names| line_of(&names))
    }

    fn asked(self) -> Vec<(String, Vec<String>)> {
        self.asked.into_inner().into_iter().collect()
    }
}

/// The names as an address begins.
fn line_of(names: &[String]) -> String {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    address_line(&names, None, "")
}

impl Office {
    /// Notes in an act what the places are called that its papers print. A sheet that stands for
    /// another one of the same certificate repeats the names of that.
    pub(super) fn note_places(&self, event: &mut Event) {
        match event {
            Event::CertificateIssued(issued) => self.note_in_certificate(issued),
            Event::CaseSuspended(case) => {
                let places = self.places_of(Subject::Notice(case));
                note_places(&mut case.answers, places);
            }
            Event::ServiceRecorded(served) => {
                let places = self.places_of(Subject::Record(served));
                note_places(&mut served.answers, places);
            }
            Event::RightExercised(right) => {
                let places = self.places_of(Subject::Record(&right.served));
                note_places(&mut right.served.answers, places);
            }
            Event::RecordChanged(changed) => {
                let places = self.places_of(Subject::Change(changed));
                note_places(&mut changed.answers, places);
                if let Some(issued) = changed.change.issued_mut() {
                    self.note_in_certificate(issued);
                }
            }
            _ => {}
        }
    }

    fn note_in_certificate(&self, issued: &mut CertificateIssued) {
        let places = self.places_of(Subject::Certificate(issued));
        note_places(&mut issued.answers, places);
    }

    /// Every place that is looked up for a subject's papers, with its names.
    fn places_of(&self, subject: Subject<'_>) -> Vec<(String, Vec<String>)> {
        self.asked_of(&Printing {
            subject,
            clerk: "",
            at: 0,
            on: self.shelf.around.on,
            frame: FrameRef::default(),
        })
    }

    /// Whether papers of a record print the name of a place that its act did not note.
    pub(super) fn prints_places_of_today(&self, printing: &Printing<'_>) -> bool {
        let answers = printing.subject.answers();
        let mut asked = self.asked_of(printing).into_iter();
        asked.any(|(code, names)| !names.is_empty() && noted_place(answers, &code).is_none())
    }

    /// Nothing where form or policy is not at hand: then there is no paper either.
    fn asked_of(&self, printing: &Printing<'_>) -> Vec<(String, Vec<String>)> {
        let form = self.form(printing.subject.form());
        let profile = self.profile(printing.subject.profile());
        let (Ok(form), Ok(profile)) = (form, profile) else {
            return Vec::new();
        };
        let made_of = MadeOf {
            form: &form,
            profile: &profile,
            places: Places::new(&self.shelf.around.divisions, printing.subject.answers()),
            picture: None,
        };
        paper_data::data(printing, &made_of);
        made_of.places.asked()
    }
}
