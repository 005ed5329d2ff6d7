use std::collections::{BTreeMap, BTreeSet};

use super::super::Office;
use super::super::start::{know, take};
use super::LifeError;
use super::asked::NUMBER;
use crate::form::{Default, Draft, Form, Survey, Unfit};
use crate::record::{Answers, Certificate, ChangedItem, Facts};

/// What a draft changes of a certificate's answers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Amended {
    pub items: Vec<ChangedItem>,
    pub answers: Answers,
    pub facts: Facts,
}

/// The day of the business, as forms name it.
const DAY: &str = "on";

/// Path → the paper that proves the new answer.
pub type Proofs = BTreeMap<String, String>;

impl Office {
    /// A draft with everything the certificate says, and `edits` typed into it: to be shown,
    /// changed further, and given to [`Office::correct`] or [`Office::annotate`].
    ///
    /// # Errors
    /// [`LifeError::UnknownNumber`].
    pub fn amend(
        &self,
        number: &str,
        edits: &BTreeMap<String, String>,
    ) -> Result<Draft, LifeError> {
        self.allow(crate::staff::Right::Serve)?;
        let certificate = self.living(number)?;
        let form = self.form(&certificate.issued.form)?;
        let mut draft = self.draft_of_certificate(&certificate, &form);
        for (path, typed) in edits {
            take(&mut draft, path, typed);
        }
        Ok(draft)
    }

    fn draft_of_certificate(&self, certificate: &Certificate, form: &Form) -> Draft {
        let request = crate::form::RequestId(self.requests.next());
        let mut draft = Draft::new(request, &form.id, form.version);
        draft.person = Some(certificate.person.0);
        self.know_its_answers(&mut draft, form, certificate);
        draft
    }

    /// Fills a draft with what the certificate says, and with nothing else.
    pub(super) fn know_its_answers(
        &self,
        draft: &mut Draft,
        form: &Form,
        certificate: &Certificate,
    ) {
        let answers = certificate.answers();
        let kept = draft.known.remove(NUMBER);
        draft.known.clear();
        draft.rows.clear();
        know(draft, form, answers);
        draft.known.retain(|path, _| asks(form, path));
        for path in self.following(draft, form, answers) {
            draft.known.remove(&path);
        }
        // So that conditions can tell whether a row was added or taken away.
        let rows = draft.rows.iter();
        let rows = rows.map(|(rows, count)| (rows.clone(), count.to_string()));
        draft.record.extend(rows);
        draft
            .known
            .extend(kept.map(|number| (NUMBER.to_owned(), number)));
    }

    /// Answers that follow from others (the count of boys) go on following when those change. One
    /// that follows from the day stays what it was.
    fn following(&self, draft: &Draft, form: &Form, answers: &Answers) -> Vec<String> {
        let fields = form.steps.iter().flat_map(|step| &step.fields);
        let computed = fields.filter(|field| match &field.default {
            Some(Default::Computed(expr)) => !expr.names().contains(DAY),
            _ => false,
        });
        let paths: Vec<String> = computed.map(|field| field.key.clone()).collect();
        let mut without = draft.clone();
        without.known.retain(|path, _| !paths.contains(path));
        let survey = form.survey(&without, &self.shelf.around);
        let same = |path: &String| {
            let question = survey.question(path);
            let text = question.and_then(|question| question.reading.canonical.as_ref());
            text == answers.get(path)
        };
        paths.into_iter().filter(same).collect()
    }

    /// The differences a draft makes, proved: they may bring no problem that was not there before.
    /// What was right on the day of issue (an outflow date, an age) is not asked again.
    ///
    /// # Errors
    /// [`LifeError::Unfit`] with all new problems, [`LifeError::NothingChanged`].
    pub(super) fn amended(
        &self,
        certificate: &Certificate,
        draft: &Draft,
        proofs: &Proofs,
    ) -> Result<Amended, LifeError> {
        let form = self.form(&certificate.issued.form)?;
        let around = &self.shelf.around;
        let base = self.draft_of_certificate(certificate, &form);
        let before = form.survey(&base, around);
        let after = form.survey(draft, around);
        check_new_problems(&form, &before, &after)?;
        let amended = differences(certificate, &before, &after, proofs);
        if amended.items.is_empty() {
            return Err(LifeError::NothingChanged);
        }
        Ok(amended)
    }
}

/// Whether a form asks for the answer at a path.
pub(super) fn asks(form: &Form, path: &str) -> bool {
    let key = path.split('[').next().unwrap_or(path);
    let mut fields = form.steps.iter().flat_map(|step| &step.fields);
    fields.any(|field| field.key == key) || path.starts_with("doc.")
}

fn check_new_problems(form: &Form, before: &Survey, after: &Survey) -> Result<(), LifeError> {
    let old = form.problems(before);
    let mut problems = form.problems(after);
    problems.retain(|problem| !old.contains(problem));
    let mut refusals = after.refusals.clone();
    refusals.retain(|refusal| !before.refusals.contains(refusal));
    if problems.is_empty() && refusals.is_empty() {
        return Ok(());
    }
    Err(LifeError::Unfit(Box::new(Unfit { problems, refusals })))
}

fn differences(
    certificate: &Certificate,
    before: &Survey,
    after: &Survey,
    proofs: &Proofs,
) -> Amended {
    let (old, new) = (texts(before), texts(after));
    let mut answers = certificate.answers().clone();
    let mut items = Vec::new();
    let paths: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
    for path in paths {
        let (was, is) = (old.get(path), new.get(path));
        if was == is {
            continue;
        }
        match is {
            Some(text) => answers.insert(path.to_owned(), (*text).to_owned()),
            None => answers.remove(path),
        };
        items.push(ChangedItem {
            path: path.to_owned(),
            old: was.map_or_else(String::new, |text| (*text).to_owned()),
            new: is.map_or_else(String::new, |text| (*text).to_owned()),
            document: proofs.get(path).cloned().unwrap_or_default(),
            entered_by: certificate.entered_by(path).to_owned(),
        });
    }
    let facts = facts(&items, before, after);
    Amended {
        items,
        answers,
        facts,
    }
}

fn texts(survey: &Survey) -> BTreeMap<&str, &str> {
    let answered = survey.questions().filter_map(|question| {
        let text = question.reading.canonical.as_deref()?;
        Some((question.path.as_str(), text))
    });
    answered.collect()
}

/// What the record learns: the changed answers it keeps, and of repeated ones every row, since a
/// repeated fact replaces all its rows. An answer that fell away leaves an empty fact.
fn facts(items: &[ChangedItem], before: &Survey, after: &Survey) -> Facts {
    let rows_of = |path: &str| path.split('[').next().unwrap_or_default().to_owned();
    let changed: BTreeSet<String> = items.iter().map(|item| rows_of(&item.path)).collect();
    let mut facts = Facts::new();
    for (survey, kept) in [(before, false), (after, true)] {
        for question in survey.questions().filter(|question| question.field.keep) {
            if !changed.contains(&rows_of(&question.path)) {
                continue;
            }
            let text = question.reading.canonical.clone().filter(|_| kept);
            let fact = match &question.row {
                Some((rows, row)) if kept => Some(format!("{rows}[{row}].{}", question.field.key)),
                Some(_) => None,
                None => question.field.default_from.clone(),
            };
            facts.extend(fact.map(|fact| (fact, text.unwrap_or_default())));
        }
    }
    facts
}
