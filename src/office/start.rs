use std::collections::BTreeMap;

use super::Office;
use super::issue::places_by_hand;
use super::life::NUMBER;
use crate::form::{Around, BY_HAND, Consequence, Draft, Field, Form, Kind, RequestId};
use crate::person::IdPaper;
use crate::record::{Case, Person, PersonKey, is_note};
use crate::staff::Right;
use crate::store::ViewError;
use crate::text::{Label, Said};

/// The answer that names the applicant's identity paper in every form.
const APPLICANT_ID: &str = "applicant.id";
/// What the answer about a paper that was not brought looks like.
const MISSING: &str = "missing";

impl Office {
    /// A draft for a service, filled in with what the record says and with `seed`, which is taken
    /// as typed. A case that waits for papers goes on where it stopped: only those are asked for.
    ///
    /// `None` if there is no such service.
    ///
    /// # Errors
    /// [`ViewError`] if the view cannot be read.
    pub fn start(
        &self,
        service: &str,
        person: Option<PersonKey>,
        seed: &BTreeMap<String, String>,
    ) -> Result<Option<Draft>, ViewError> {
        self.allow(Right::Serve)?;
        let Some(form) = self.shelf.form(service) else {
            return Ok(None);
        };
        let request = RequestId(self.requests.next());
        let person = match person {
            Some(person) => Some(person),
            None => self.holder_of(seed)?,
        };
        let record = match person {
            Some(person) => self.store.person(person)?,
            None => None,
        };
        let mut draft = match &record {
            Some(record) => draft_of(form, record, request),
            None => Draft::new(request, &form.id, form.version),
        };
        if let Consequence::Change(change) = form.consequence {
            let number = seed.get(NUMBER);
            draft
                .answers
                .extend(number.map(|number| (NUMBER.to_owned(), number.clone())));
            self.know_certificate(&mut draft, form, change)?;
        }
        self.know_matters(&mut draft, form, record.as_ref())?;
        if let Some(record) = &record {
            let waiting = self.store.waiting(record.key)?;
            let waiting = waiting
                .iter()
                .find(|case| is_for(case, service) && is_about(case, draft.known.get(NUMBER)));
            waiting
                .into_iter()
                .for_each(|case| go_on(&mut draft, form, case));
        }
        for (path, typed) in seed {
            let of_change = matches!(form.consequence, Consequence::Change(_));
            if of_change && path == NUMBER && draft.is_known(NUMBER) {
                continue;
            }
            take(&mut draft, path, typed);
        }
        self.know_shown(&mut draft)?;
        Ok(Some(draft))
    }

    /// The answers of a record as people read them: the label of each question and the reading.
    pub fn read_answers(
        &self,
        service: &str,
        answers: &BTreeMap<String, String>,
    ) -> Vec<(Label, Vec<Said>)> {
        let form = self.shelf.form(service);
        form.map_or_else(Vec::new, |form| {
            reading_of(form, answers, &self.shelf.around)
        })
    }

    /// What is on record of a person as people read it, in the words of the form that asks for
    /// most of it.
    pub fn read_facts(&self, person: &Person) -> Vec<(Label, Vec<Said>)> {
        let readings = self.listed().into_iter().map(|form| {
            let draft = draft_of(form, person, RequestId([0; 16]));
            let survey = form.survey(&draft, &self.shelf.around);
            let known = survey
                .questions()
                .filter(|question| draft.is_known(&question.path));
            let read = known
                .map(|question| (question.field.label.clone(), question.reading.shown.clone()));
            read.collect::<Vec<_>>()
        });
        let mut facts = readings.max_by_key(Vec::len).unwrap_or_default();
        facts.extend(self.kept_values(person));
        facts
    }

    /// What services computed and keep of her, each fact once: 流动状态 流入居住.
    fn kept_values(&self, person: &Person) -> Vec<(Label, Vec<Said>)> {
        let mut kept: BTreeMap<&str, (Label, Vec<Said>)> = BTreeMap::new();
        for form in self.shelf.forms.values() {
            for (fact, label, text) in form.read_kept(|fact| person.fact(fact).to_owned()) {
                kept.entry(fact).or_insert((label, vec![text.into()]));
            }
        }
        kept.into_values().collect()
    }

    /// The person whose identity paper, or whose certificate, the seed shows.
    fn holder_of(&self, seed: &BTreeMap<String, String>) -> Result<Option<PersonKey>, ViewError> {
        let typed = seed
            .get(APPLICANT_ID)
            .map(String::as_str)
            .unwrap_or_default();
        if let Ok(paper) = IdPaper::read(typed, self.shelf.around.on) {
            return self.store.holder(&paper.key());
        }
        let number = seed.get(NUMBER).map_or("", String::as_str);
        let certificate = match self.certificate_number(number)? {
            Some(number) => self.store.certificate(&number)?,
            None => None,
        };
        Ok(certificate.map(|certificate| certificate.person))
    }
}

/// Whether a case that waits is about this certificate, where it is about one.
fn is_about(case: &Case, number: Option<&String>) -> bool {
    let answers = case.suspended.as_ref().map(|suspended| &suspended.answers);
    let about = answers.and_then(|answers| answers.get(NUMBER));
    about.is_none() || about == number
}

/// The label of each question of a form and the reading of its answer.
pub(super) fn reading_of(
    form: &Form,
    answers: &BTreeMap<String, String>,
    around: &Around,
) -> Vec<(Label, Vec<Said>)> {
    let mut draft = Draft::new(RequestId([0; 16]), &form.id, form.version);
    know(&mut draft, form, answers);
    let survey = form.survey(&draft, around);
    let questions = survey.pages.iter().flat_map(|page| &page.questions);
    questions
        .filter(|question| !question.reading.shown.is_empty())
        .map(|question| (question.field.label.clone(), question.reading.shown.clone()))
        .chain(by_hand(answers))
        .collect()
}

/// What the papers of the record have blank for the pen.
fn by_hand(answers: &BTreeMap<String, String>) -> Option<(Label, Vec<Said>)> {
    let places = places_by_hand(answers.get(BY_HAND)?);
    let label = Label {
        zh: "手工填写".to_owned(),
        en: "Filled in by hand".to_owned(),
    };
    Some((label, vec![places.as_str().into()]))
}

/// Whether a case that waits is one of this service.
pub(super) fn is_for(case: &Case, service: &str) -> bool {
    let form = case.suspended.as_ref().map(|suspended| &suspended.form.id);
    form.is_some_and(|id| id == service)
}

/// A draft with the person's facts filled in.
pub(super) fn draft_of(form: &Form, person: &Person, request: RequestId) -> Draft {
    let mut draft = Draft::new(request, &form.id, form.version);
    draft.person = Some(person.key.0);
    for field in form.steps.iter().flat_map(|step| &step.fields) {
        fill(&mut draft, field, person);
    }
    for fact in form.record_facts() {
        let text = person.fact(fact);
        if !text.is_empty() {
            draft.record.insert(fact.to_owned(), text.to_owned());
        }
    }
    draft
}

fn fill(draft: &mut Draft, field: &Field, person: &Person) {
    let Some(fact) = field.default_from.as_ref().filter(|_| !field.always_ask) else {
        return;
    };
    let text = person.fact(fact);
    if text.is_empty() {
        return;
    }
    let Kind::Rows { fields, .. } = &field.kind else {
        draft.known.insert(field.key.clone(), text.to_owned());
        return;
    };
    let count = text.parse().unwrap_or(0);
    draft.rows.insert(field.key.clone(), count);
    for row in 0..count {
        for inner in fields {
            let path = format!("{}[{row}].{}", field.key, inner.key);
            let text = person.fact(&format!("{fact}[{row}].{}", inner.key));
            if !text.is_empty() {
                draft.known.insert(path, text.to_owned());
            }
        }
    }
}

/// Takes over the answers of a case that waits, all but those about the papers it waits for.
fn go_on(draft: &mut Draft, form: &Form, case: &Case) {
    let Some(suspended) = &case.suspended else {
        return;
    };
    let amends = match form.consequence {
        Consequence::Change(change) => change.amends(),
        _ => false,
    };
    if !amends {
        return know(draft, form, &suspended.answers);
    }
    // What was to be changed is typed again, so that it differs from what the certificate says.
    let mut told = Draft::new(draft.request, &form.id, form.version);
    know(&mut told, form, &suspended.answers);
    for (path, text) in told.known {
        if draft.known.get(&path) != Some(&text) {
            draft.write(&path, text);
        }
    }
    draft.rows.extend(told.rows);
}

/// Takes over the answers of a record, and nothing that its act noted beside them.
pub(super) fn know(draft: &mut Draft, form: &Form, answers: &BTreeMap<String, String>) {
    for (path, answer) in answers {
        let counted = answers.get(&format!("{path}.count"));
        if answer != MISSING && !path.ends_with(".count") && !is_note(path) {
            let text = counted.unwrap_or(answer);
            draft.known.insert(path.clone(), text.clone());
        }
    }
    for field in form.steps.iter().flat_map(|step| &step.fields) {
        if matches!(field.kind, Kind::Rows { .. })
            && let Some(count) = draft.known.remove(&field.key)
        {
            let count = count.parse().unwrap_or(0);
            draft.rows.insert(field.key.clone(), count);
        }
    }
}

/// Takes a typed text over; a path in a row makes room for the row.
pub(super) fn take(draft: &mut Draft, path: &str, typed: &str) {
    if let Some((rows, rest)) = path.split_once('[')
        && let Some(row) = rest
            .split_once(']')
            .and_then(|(row, _)| row.parse::<usize>().ok())
    {
        while draft.row_count(rows) <= row {
            draft.add_row(rows);
        }
    }
    draft.write(path, typed);
}
