//! What stays of an act when she let go of the rest of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::event::{Act, Event, ServiceRecorded};
use super::import::PeopleImported;
use super::life::RecordChanged;
use super::person::{Facts, PersonKey, STATUS, is_of_married};
use super::rights::{Effect, Hide, is_consent, report_line};
use crate::form::without_row;

/// Stands from now on in the place of an earlier act, whose frame nobody can read any more once its
/// key is destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActEnteredAnew {
    /// The frame of the act.
    pub sequence: u64,
    /// Frames in which the act was entered anew before and more of it stood; they go as well, and
    /// nothing stands in their place.
    pub also: Vec<u64>,
    /// The act without what was let go of, as [`super::stored::write`] has it.
    pub act: Vec<u8>,
}

impl ActEnteredAnew {
    /// Every frame whose key goes.
    pub fn frames(&self) -> impl Iterator<Item = u64> {
        std::iter::once(self.sequence).chain(self.also.iter().copied())
    }
}

/// What is taken out of earlier acts when a right was exercised.
///
/// Folding the acts without it gives the same view as folding them with it, because the right takes
/// the same out of the view. So nothing is taken out of an act that the view keeps: not the consents
/// themselves, which prove that she agreed; nothing of a record the right took nothing out of; and
/// of a change only what went out of its own record and of its certificate's.
#[derive(Debug, Clone, Copy)]
pub struct LettingGo<'a> {
    pub effect: &'a Effect,
    /// Certificates something was taken out of, by the application they came of: an application
    /// that had to wait for papers is an act of its own.
    pub by_case: &'a BTreeMap<String, String>,
    /// Whether the hall does not know her any more.
    pub is_gone: bool,
}

impl LettingGo<'_> {
    /// Takes it out of the act of a frame; whether there was any of it.
    pub fn take_from(self, act: &mut Act, sequence: u64) -> bool {
        let before = act.clone();
        match &mut act.event {
            Event::PersonRegistered(registered)
                if self.is_hers(registered.applicant.key(sequence)) =>
            {
                self.blank_rows(&mut registered.facts);
            }
            Event::CertificateIssued(issued) => {
                if let Some(paths) = self.out_of(&issued.number) {
                    issued.hide(&paths, &[]);
                    self.blank(&mut issued.facts);
                }
            }
            Event::CaseSuspended(case) => {
                let number = self.by_case.get(&case.case);
                let of_certificate = number.and_then(|number| self.out_of(number));
                if let Some(paths) = self.out_of(&case.case).or(of_certificate) {
                    case.hide(&paths, &[]);
                    self.blank(&mut case.facts);
                }
            }
            Event::ServiceRecorded(served) => self.take_from_service(served),
            Event::RightExercised(right) => self.take_from_service(&mut right.served),
            Event::RecordChanged(changed) => self.take_from_change(changed),
            Event::ReportConfirmed(confirmed) => {
                for row in &mut confirmed.rows {
                    let line = row.get(LINE_NUMBER).map_or("", String::as_str);
                    let gone = self.out_of(&report_line(&confirmed.number, line));
                    let gone = gone.unwrap_or_default();
                    row.retain(|column, _| !gone.contains(column));
                }
            }
            // While the hall knows her, her consent to be named is kept and names the hand-out.
            Event::StockMoved(moved) if self.is_gone && self.out_of(&moved.number).is_some() => {
                moved.make_anonymous();
            }
            Event::PeopleImported(imported) => self.take_from_register(imported, sequence),
            _ => {}
        }
        *act != before
    }

    fn take_from_service(self, served: &mut ServiceRecorded) {
        if let Some(paths) = self.out_of(&served.case) {
            served.hide(&paths, &[]);
            self.blank(&mut served.facts);
        }
    }

    /// A change has its answers in its own record and in those of its certificates.
    fn take_from_change(self, changed: &mut RecordChanged) {
        let own = self.out_of(changed.case.as_deref().unwrap_or_default());
        let Some(mut paths) = own else { return };
        let issued = changed.issued().map(|issued| issued.number.as_str());
        for number in changed.number().into_iter().chain(issued) {
            let Some(of_certificate) = self.out_of(number) else {
                return;
            };
            paths.retain(|path| of_certificate.contains(path));
        }
        changed.hide(&paths, &[]);
        self.blank(&mut changed.facts);
        if let Some(issued) = changed.change.issued_mut() {
            self.blank(&mut issued.facts);
        }
    }

    fn take_from_register(self, imported: &mut PeopleImported, sequence: u64) {
        let keys: Vec<_> = imported.people(sequence).map(|(key, _)| key).collect();
        for (texts, key) in imported.people.iter_mut().zip(keys) {
            if self.is_hers(key) {
                let told = imported.names.iter().zip(texts);
                let told = told.filter(|(name, _)| self.is_forgotten(name));
                told.for_each(|(_, text)| text.clear());
            }
        }
    }

    fn is_hers(self, person: PersonKey) -> bool {
        self.effect.people.contains(&person)
    }

    /// What went out of a record, but for the consents; `None` if nothing went out of it.
    fn out_of(self, record: &str) -> Option<Vec<String>> {
        let mut hides = self.effect.hides.iter();
        let hidden = hides.find(|hidden| hidden.record == record)?;
        let paths = hidden.paths.iter().filter(|path| !is_consent(path));
        Some(paths.cloned().collect())
    }

    fn is_forgotten(self, fact: &str) -> bool {
        let fact = without_row(fact);
        let mut forgets = self.effect.forgets.iter();
        forgets.any(|forgotten| without_row(forgotten) == fact)
    }

    /// The texts of forgotten facts go. That a fact was told at all stays, because a list told anew
    /// ends the rows of the list before it, and so does whoever is not married any more her marriage.
    fn blank(self, facts: &mut Facts) {
        blank(facts, |name| {
            self.effect
                .forgets
                .iter()
                .any(|forgotten| forgotten == name)
        });
    }

    /// As [`LettingGo::blank`], of facts that are in no record: those of rows that were told once
    /// and ended go too.
    fn blank_rows(self, facts: &mut Facts) {
        blank(facts, |name| self.is_forgotten(name));
    }
}

/// The column with the number of a report's line.
const LINE_NUMBER: &str = "number";

fn blank(facts: &mut Facts, is_forgotten: impl Fn(&str) -> bool) {
    facts.retain(|name, text| !(is_forgotten(name) && name == STATUS && is_of_married(text)));
    for (_, text) in facts.iter_mut().filter(|(name, _)| is_forgotten(name)) {
        text.clear();
    }
}
