use std::path::Path;

use super::super::Office;
use super::super::error::IssueError;
use super::super::issued::Issued;
use super::super::printing::{PrintedRecord, Printing};
use super::{Changed, LifeError, Wish};
use crate::form::{PaperOrder, RequestId};
use crate::policy::{Refusal, Scalar, ServiceRules};
use crate::record::{
    Act, Answers, Applied, Certificate, CertificateIssued, Change, ChangedItem, Event, Facts,
    NewSheet, Origin, PrintedPaper, RecordChanged,
};
use crate::service::{NotDone, PracticeMark, Reissue, Serials, Series, case_number, reissue};
use crate::staff::Clerk;
use crate::store::{ChangeRecord, Outcome};

/// The policy's service of issuing, and that of all that comes after.
pub(super) const ISSUE: &str = "certificate.issue";
pub(super) const LIFE: &str = "certificate.life";
/// The application for a change (补证、换证、更正、变更、注销申请表).
const APPLICATION: &str = "F30";

/// What an act changes of a certificate, before it is put together.
pub(super) struct ChangeOf<'a> {
    pub certificate: &'a Certificate,
    pub change: Change,
    pub applied: Applied,
    pub items: Vec<ChangedItem>,
    pub answers: Answers,
    pub facts: Facts,
    /// The word the policy's papers are chosen by.
    pub word: &'static str,
}

impl Office {
    /// The result of a request that was served before, with its papers written again.
    pub(super) fn change_again(
        &mut self,
        request: RequestId,
        folder: Option<&Path>,
    ) -> Result<Option<Changed>, LifeError> {
        self.follow()?;
        let Some((sequence, outcome)) = self.store.outcome(request)? else {
            return Ok(None);
        };
        let Outcome::Changed(outcome) = outcome else {
            return Err(IssueError::RequestUsed.into());
        };
        let mut again = Changed::again(sequence, outcome);
        let new = again.new_number.clone().or(again.number.clone());
        if let Some(certificate) = self.store.certificate(&new.unwrap_or_default())? {
            again.expiry_date = Some(certificate.issued.expiry_date);
        }
        let change = self
            .store
            .change(again.case.as_deref().unwrap_or_default())?;
        let same = change.filter(|record| !same_number_papers(&record.changed).is_empty());
        let sheet = again.new_number.clone().or(same.and(again.number.clone()));
        for number in [again.case.clone(), sheet].into_iter().flatten() {
            if let Some(record) = self.printed_record(&number)? {
                self.print_change(&record.printing(), folder, &mut again);
            }
        }
        Ok(Some(again))
    }

    /// The certificate of a number as typed.
    pub(super) fn living(&self, typed: &str) -> Result<Certificate, LifeError> {
        let unknown = || LifeError::UnknownNumber(typed.trim().to_owned());
        let number = self.certificate_number(typed)?.ok_or_else(unknown)?;
        self.store.certificate(&number)?.ok_or_else(unknown)
    }

    /// What the policy in force says of a service of certificates.
    ///
    /// # Errors
    /// [`LifeError::NotOffered`] if it is not offered any more.
    pub(super) fn offered(&self, service: &str) -> Result<&ServiceRules, LifeError> {
        let unknown = || IssueError::OtherRules;
        let rules = self.shelf.rules(service).ok_or_else(unknown)?;
        match (&rules.why_not, rules.enabled) {
            (Some(why_not), false) => Err(LifeError::NotOffered(Box::new(Refusal {
                profile: self.shelf.around.profile.id.clone(),
                rule: rules.code.clone(),
                why_not: why_not.clone(),
                article: rules.article.clone(),
                remedy: rules.remedy.clone(),
            }))),
            _ => Ok(rules),
        }
    }

    /// The last serials of the year.
    pub(super) fn last_serials(&self) -> Result<Serials, LifeError> {
        let mark = PracticeMark::of(self.shelf.practice);
        let area9 = &self.shelf.issuer.area9;
        let series = Series::of(area9, self.shelf.around.on, mark);
        Ok(self.store.serials(&series)?)
    }

    /// The certificate made again under the next number.
    pub(super) fn made_again(
        &self,
        old: &Certificate,
        answers: &Answers,
        word: &str,
    ) -> Result<CertificateIssued, LifeError> {
        let mut issued = reissue(&Reissue {
            old,
            answers,
            rules: self.offered(ISSUE)?,
            life: self.offered(LIFE)?,
            on: self.shelf.around.on,
            last: self.last_serials()?,
            issuer: &self.shelf.issuer,
            practice: self.shelf.practice,
        })?;
        issued.papers = self.certificate_papers(word);
        Ok(issued)
    }

    /// The papers kept under the certificate's number.
    pub(super) fn certificate_papers(&self, word: &str) -> Vec<PrintedPaper> {
        self.life_papers(word, &|paper| paper != APPLICATION)
    }

    /// Puts the record of a change together.
    pub(super) fn record_of(&self, of: ChangeOf<'_>) -> Result<RecordChanged, LifeError> {
        let issued = &of.certificate.issued;
        let mut changed = RecordChanged {
            person: of.certificate.person,
            certificate: Some(of.certificate.as_changed()),
            case: None,
            change: of.change,
            applied: of.applied,
            items: of.items,
            answers: of.answers,
            facts: of.facts,
            form: issued.form.clone(),
            profile: issued.profile.clone(),
            papers: self.application_papers(of.word),
            issuer: self.shelf.issuer.clone(),
            practice: self.shelf.practice,
        };
        changed.case = match changed.issued() {
            Some(issued) => Some(issued.case.clone()),
            None => Some(self.next_case()?),
        };
        Ok(changed)
    }

    pub(super) fn application_papers(&self, word: &str) -> Vec<PrintedPaper> {
        self.life_papers(word, &|paper| paper == APPLICATION)
    }

    pub(super) fn next_case(&self) -> Result<String, LifeError> {
        let mark = PracticeMark::of(self.shelf.practice);
        let serial = self.last_serials()?.case + 1;
        let number = case_number(&self.shelf.issuer.area9, self.shelf.around.on, serial, mark);
        Ok(number.ok_or(NotDone::SeriesFull)?)
    }

    /// The papers the policy orders for a change, as far as the hall has their layouts.
    fn life_papers(&self, word: &str, wanted: &dyn Fn(&str) -> bool) -> Vec<PrintedPaper> {
        let names = |name: &str| match name {
            "change" => Scalar::Text(word.to_owned()),
            _ => Scalar::Unknown,
        };
        let rules = self.shelf.rules(LIFE);
        let papers = rules.iter().flat_map(|rules| &rules.papers);
        papers
            .filter(|rule| wanted(&rule.paper))
            .filter(|rule| self.shelf.layouts.contains_key(&rule.paper))
            .filter(|rule| rule.when.as_ref().is_none_or(|when| when.holds(&names)))
            .map(|rule| PrintedPaper {
                order: PaperOrder {
                    paper: rule.paper.clone(),
                    copies: rule.copies,
                },
                layout: self.shelf.layout_digest(&rule.paper),
            })
            .collect()
    }

    /// Proves the papers of a change, enters it and prints them.
    pub(super) fn enter_change(
        &mut self,
        wish: &Wish,
        clerk: &Clerk,
        old: Option<&Certificate>,
        changed: RecordChanged,
    ) -> Result<Changed, LifeError> {
        self.keep_change(&changed)?;
        let event = Event::RecordChanged(Box::new(changed.clone()));
        let act = self.act(wish.request, clerk, event);
        for record in printed(old, &changed, &act, (0, self.clock.now_ms())) {
            self.lay_out(&record.printing())?;
        }
        let entered = self.enter(&act)?;
        let mut done = Changed::of(entered.sequence, &changed);
        done.notes.extend(entered.note());
        for record in printed(old, &changed, &act, (entered.sequence, entered.at)) {
            self.print_change(&record.printing(), wish.papers_in.as_deref(), &mut done);
        }
        let _ = self.drafts.drop(wish.request);
        Ok(done)
    }

    pub(super) fn print_change(
        &self,
        printing: &Printing<'_>,
        folder: Option<&Path>,
        done: &mut Changed,
    ) {
        let mut printed = Issued::of(done.sequence, &printing.subject);
        self.print(printing, folder, &mut printed);
        done.papers.extend(printed.papers);
        done.notes.extend(printed.notes);
    }

    fn keep_change(&self, changed: &RecordChanged) -> Result<(), LifeError> {
        let sheets = changed.issued().map(|issued| issued.papers.as_slice());
        let again = same_number_papers(changed);
        let papers = [sheets.unwrap_or_default(), again, &changed.papers].concat();
        let layouts = papers.into_iter().map(|paper| paper.layout);
        let made_of = [changed.form.digest.clone(), changed.profile.digest.clone()];
        Ok(self.keep_digests(layouts.chain(made_of))?)
    }
}

/// What a change prints: its application, and the certificate it leads to.
fn printed(
    old: Option<&Certificate>,
    changed: &RecordChanged,
    act: &Act,
    (sequence, at): (u64, i64),
) -> Vec<PrintedRecord> {
    let application = ChangeRecord {
        clerk: act.clerk.clone(),
        at,
        on: act.on,
        sequence,
        changed: changed.clone(),
    };
    let mut records = vec![PrintedRecord::Change(Box::new(application))];
    if let Some(issued) = changed.issued() {
        let mut new = Certificate::new(act, sequence, at, changed.person, issued);
        new.origin = Origin::of(changed, act.on);
        records.push(PrintedRecord::Certificate(Box::new(new)));
    } else if let (Some(old), true) = (old, !same_number_papers(changed).is_empty()) {
        let mut again = old.clone();
        again.live(act, at, changed);
        records.push(PrintedRecord::Certificate(Box::new(again)));
    }
    records
}

fn same_number_papers(changed: &RecordChanged) -> &[PrintedPaper] {
    match &changed.change {
        Change::Corrected {
            sheet: NewSheet::SameNumber { papers },
            ..
        } => papers,
        _ => &[],
    }
}
