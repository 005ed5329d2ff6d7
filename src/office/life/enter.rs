use std::path::Path;

use super::super::Office;
use super::super::error::{IssueError, PaperError};
use super::super::issued::Issued;
use super::super::paper::Laid;
use super::super::printing::{PrintedRecord, Printing};
use super::{Changed, LifeError, Wish};
use crate::form::{PaperOrder, RequestId};
use crate::policy::{Refusal, Scalar, ServiceRules};
use crate::record::{
    Act, Answers, Applied, Certificate, CertificateIssued, Change, ChangedItem, Event, Facts,
    FrameRef, NewSheet, Origin, PrintedPaper, RecordChanged,
};
use crate::service::{NotDone, PracticeMark, Reissue, Serials, Series, case_number, reissue};
use crate::staff::{Clerk, Grave};
use crate::store::{ChangeRecord, Outcome};
use crate::text::Message;

/// The policy's services of issuing and of all that comes after.
pub(super) const ISSUE: &str = "certificate.issue";
pub(super) const RENEW: &str = "certificate.renew";
pub(super) const REPLACE: &str = "certificate.replace";
pub(super) const CORRECT: &str = "certificate.correct";
pub(super) const ANNOTATE: &str = "certificate.annotate";
pub(super) const CANCEL: &str = "certificate.cancel";
pub(super) const CORRECT_NAME: &str = "person.correct_name";
/// The application for a change (补证、换证、更正、变更、注销申请表).
pub(super) const APPLICATION: &str = "F30";

/// What an act changes of a certificate, before it is put together.
pub(super) struct ChangeOf<'a> {
    pub certificate: &'a Certificate,
    pub change: Change,
    pub applied: Applied,
    pub items: Vec<ChangedItem>,
    pub answers: Answers,
    pub facts: Facts,
    /// The case it goes on with, if one waited for papers.
    pub case: Option<String>,
    pub orders: &'a [PaperOrder],
}

/// A change that may be made: proved, and not yet entered.
pub(super) struct Planned {
    /// The certificate as it stands before.
    pub old: Option<Certificate>,
    pub changed: RecordChanged,
    pub notes: Vec<Message>,
}

impl Planned {
    pub fn of(old: Certificate, changed: RecordChanged) -> Planned {
        Planned {
            old: Some(old),
            changed,
            notes: Vec::new(),
        }
    }
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
        (service, wish): (&str, &Wish),
        orders: &[PaperOrder],
    ) -> Result<CertificateIssued, LifeError> {
        let mut issued = reissue(&Reissue {
            old,
            answers,
            rules: self.offered(ISSUE)?,
            life: self.offered(service)?,
            on: self.shelf.around.on,
            last: self.last_serials()?,
            issuer: &self.shelf.issuer,
            practice: self.shelf.practice,
        })?;
        issued.papers = self.certificate_papers(orders);
        if let Some(case) = &wish.case {
            issued.case.clone_from(case);
        }
        Ok(issued)
    }

    /// The papers kept under the certificate's number.
    pub(super) fn certificate_papers(&self, orders: &[PaperOrder]) -> Vec<PrintedPaper> {
        self.with_layouts(orders, &|paper| paper != APPLICATION)
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
            papers: self.application_papers(of.orders),
            issuer: self.shelf.issuer.clone(),
            practice: self.shelf.practice,
        };
        changed.case = match (changed.issued(), of.case) {
            (Some(issued), _) => Some(issued.case.clone()),
            (None, Some(waiting)) => Some(waiting),
            (None, None) => Some(self.next_case()?),
        };
        Ok(changed)
    }

    pub(super) fn application_papers(&self, orders: &[PaperOrder]) -> Vec<PrintedPaper> {
        self.with_layouts(orders, &|paper| paper == APPLICATION)
    }

    pub(super) fn next_case(&self) -> Result<String, LifeError> {
        let mark = PracticeMark::of(self.shelf.practice);
        let serial = self.last_serials()?.case + 1;
        let number = case_number(&self.shelf.issuer.area9, self.shelf.around.on, serial, mark);
        Ok(number.ok_or(NotDone::SeriesFull)?)
    }

    /// The papers that a change orders: what its form ordered, else what the policy does.
    pub(super) fn orders(
        &self,
        service: &str,
        wish: &Wish,
        certificate: Option<&Certificate>,
    ) -> Vec<PaperOrder> {
        if let Some(orders) = &wish.orders {
            return orders.clone();
        }
        let about = certificate.map(|certificate| self.record_of_certificate(certificate));
        let about = about.unwrap_or_default();
        let names = |name: &str| {
            let fact = name
                .strip_prefix("record.")
                .and_then(|fact| about.get(fact));
            fact.map_or(Scalar::Unknown, |text| Scalar::Text(text.clone()))
        };
        let rules = self.shelf.rules(service);
        let papers = rules.iter().flat_map(|rules| &rules.papers);
        papers
            .filter(|rule| rule.when.as_ref().is_none_or(|when| when.holds(&names)))
            .map(|rule| PaperOrder {
                paper: rule.paper.clone(),
                copies: rule.copies,
            })
            .collect()
    }

    /// The papers ordered, as far as the hall has their layouts.
    fn with_layouts(
        &self,
        orders: &[PaperOrder],
        wanted: &dyn Fn(&str) -> bool,
    ) -> Vec<PrintedPaper> {
        let orders = orders.iter().filter(|order| wanted(&order.paper));
        orders
            .filter(|order| self.shelf.layouts.contains_key(&order.paper))
            .map(|order| PrintedPaper {
                order: order.clone(),
                layout: self.shelf.making(&order.paper),
            })
            .collect()
    }

    /// Enters a change and prints its papers, which are proved before.
    pub(super) fn carry_out(
        &mut self,
        wish: &Wish,
        clerk: &Clerk,
        planned: Planned,
    ) -> Result<Changed, LifeError> {
        let (planned, _) = self.proved(wish, clerk, planned)?;
        let Planned {
            old,
            changed,
            notes,
        } = planned;
        self.keep_change(&changed)?;
        if let Some((grave, number)) = gravity(old.as_ref(), &changed) {
            self.with_second(grave, number)?;
        }
        let event = Event::RecordChanged(Box::new(changed.clone()));
        let act = self.act(wish.request, clerk, event);
        let entered = self.enter(&act)?;
        let mut done = Changed::of(entered.sequence, &changed);
        done.notes.extend(entered.note());
        let old = old.as_ref();
        for record in printed(old, &changed, &act, (entered.frame, entered.at)) {
            self.print_change(&record.printing(), wish.papers_in.as_deref(), &mut done);
        }
        done.notes.extend(notes);
        let _ = self.drafts.drop(wish.request);
        Ok(done)
    }

    /// Lays out every paper of a change, and enters nothing.
    ///
    /// # Errors
    /// [`IssueError::Unprintable`] with everything in the way, of all papers together.
    pub(super) fn lay_out_change(
        &self,
        wish: &Wish,
        clerk: &Clerk,
        planned: &Planned,
    ) -> Result<Vec<Laid>, LifeError> {
        let event = Event::RecordChanged(Box::new(planned.changed.clone()));
        let act = self.act(wish.request, clerk, event);
        let old = planned.old.as_ref();
        let (mut laid, mut problems) = (Vec::new(), Vec::new());
        let unentered = (FrameRef::default(), self.clock.now_ms());
        for record in printed(old, &planned.changed, &act, unentered) {
            match self.lay_out(&record.printing()) {
                Err(PaperError::Unprintable(found)) => problems.extend(found),
                documents => laid.extend(documents?),
            }
        }
        problems.dedup();
        match problems.is_empty() {
            true => Ok(laid),
            false => Err(IssueError::Unprintable(problems).into()),
        }
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

/// What two members do: ending or correcting what is in the holder's hand.
fn gravity<'a>(old: Option<&Certificate>, changed: &'a RecordChanged) -> Option<(Grave, &'a str)> {
    let grave = match &changed.change {
        Change::Cancelled { .. } if old.is_some_and(|old| old.handed_over.is_some()) => {
            Grave::Cancel
        }
        Change::Corrected { spoiled: false, .. } => Grave::Correct,
        _ => return None,
    };
    Some((grave, changed.number()?))
}

/// What a change prints: its application, and the certificate it leads to.
fn printed(
    old: Option<&Certificate>,
    changed: &RecordChanged,
    act: &Act,
    (frame, at): (FrameRef, i64),
) -> Vec<PrintedRecord> {
    let application = ChangeRecord {
        clerk: act.clerk.clone(),
        at,
        on: act.on,
        sequence: frame.sequence,
        changed: changed.clone(),
    };
    let mut records = vec![PrintedRecord::Change(Box::new(application))];
    if let Some(issued) = changed.issued() {
        let mut new = Certificate::new(act, frame, at, changed.person, issued);
        new.origin = Origin::of(changed, act.on);
        records.push(PrintedRecord::Certificate(Box::new(new)));
    } else if let (Some(old), true) = (old, !same_number_papers(changed).is_empty()) {
        let mut again = old.clone();
        again.live(act, frame, at, changed);
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
