use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::Datelike;

use super::draft::Draft;
use super::field::{Reading, read, read_matter};
use super::matter::MatterNote;
use super::model::{Around, Default, Field, Form, Kind, Required, Step};
use crate::policy::{DocumentRule, Expr, Names, Refusal, Scalar, ServiceRules, WorkingDays};
use crate::text::Label;

mod remember;

/// A draft seen through its form: which questions stand open now, what each answer means, and
/// what the rules say so far. Made anew after every key; changes nothing.
#[derive(Debug, Clone)]
pub struct Survey {
    pub pages: Vec<Page>,
    /// What the form computes from the answers so far, as far as it can be computed.
    pub outcome: Vec<Computed>,
    /// Rules that stand against the service for what is known so far.
    pub refusals: Vec<Refusal>,
    /// Nothing may be kept of the applicant, whom one of them refuses.
    pub keeps_nothing: bool,
    pub(super) values: Values,
}

/// A value of the form, computed.
#[derive(Debug, Clone, PartialEq)]
pub struct Computed {
    pub name: String,
    /// `None` if it is only recorded and printed.
    pub label: Option<Label>,
    /// Canonical text.
    pub text: String,
    /// The text as people read it.
    pub shown: Label,
    /// The fact of the person it becomes.
    pub keep: Option<String>,
}

/// The open questions of one step.
#[derive(Debug, Clone)]
pub struct Page {
    pub step: String,
    pub title: Label,
    pub questions: Vec<Question>,
}

/// One open question with its answer so far.
#[derive(Debug, Clone)]
pub struct Question {
    pub path: String,
    pub field: Arc<Field>,
    pub required: bool,
    /// What stands in the field: typed, known from the record, or the default.
    pub text: String,
    pub reading: Reading,
    /// Answered by the record or by a default; the clerk has typed nothing.
    pub filled: bool,
    /// The repeated field and the row this question belongs to.
    pub row: Option<(String, usize)>,
    /// The caret stops here even where the answer is known.
    pub again: bool,
}

/// What expressions see: the answers read so far, the day, the policy's values.
#[derive(Debug, Clone)]
pub(super) struct Values(BTreeMap<String, Scalar>, Arc<WorkingDays>);

impl Names for Values {
    fn value(&self, name: &str) -> Scalar {
        self.0.get(name).cloned().unwrap_or(Scalar::Unknown)
    }

    fn working_days(&self) -> Option<&WorkingDays> {
        Some(&self.1)
    }
}

impl Values {
    pub(super) fn set(&mut self, name: impl Into<String>, value: Scalar) {
        self.0.insert(name.into(), value);
    }
}

impl Form {
    /// Looks at a draft as a whole.
    pub fn survey(&self, draft: &Draft, around: &Around) -> Survey {
        let rules = around.profile.service(&self.id);
        let mut walk = Walk {
            form: self,
            draft,
            around,
            rules,
            values: Values(BTreeMap::new(), around.working_days.clone()),
            ask: None,
            pages: vec![],
            stopped: false,
        };
        walk.start();
        for step in &self.steps {
            walk.step(step);
        }
        walk.define();
        let outcome = walk.outcome();
        let refusals = around.profile.refusals(&self.id, &walk.values);
        Survey {
            pages: walk.pages,
            outcome,
            refusals,
            keeps_nothing: walk.stopped,
            values: walk.values,
        }
    }
}

struct Walk<'a> {
    form: &'a Form,
    draft: &'a Draft,
    around: &'a Around,
    rules: Option<&'a ServiceRules>,
    values: Values,
    /// What the step says of asking again what is known.
    ask: Option<bool>,
    pages: Vec<Page>,
    /// A rule refused the applicant and nothing may be kept of her: nothing more is asked.
    stopped: bool,
}

impl Walk<'_> {
    fn start(&mut self) {
        // The street, its county and its prefecture: what an address may not stop at or may not be.
        for digits in [9, 6, 4] {
            let area = self.around.area9.get(..digits).unwrap_or_default();
            self.values
                .set(format!("hall.area{digits}"), Scalar::Text(area.to_owned()));
        }
        self.values.set("on", Scalar::Date(self.around.on));
        self.values
            .set("year", Scalar::Number(i64::from(self.around.on.year())));
        for (fact, text) in &self.draft.record {
            self.values.set(format!("record.{fact}"), by_its_look(text));
        }
        for name in self.rules.iter().flat_map(|rules| rules.values.keys()) {
            let value = self
                .rules
                .map_or(Scalar::Unknown, |rules| rules.value(name));
            self.values.set(format!("policy.{name}"), value);
        }
    }

    /// Definitions stand on the answers before them, so they are made anew after each field.
    fn define(&mut self) {
        for (name, expr) in &self.form.define {
            let value = expr.eval(&self.values);
            self.values.set(name, value);
        }
        for rule in &self.form.values {
            let value = match self.holds(rule.when.as_ref()) {
                true => rule.is.eval(&self.values),
                false => Scalar::Unknown,
            };
            self.values.set(&rule.name, value);
        }
    }

    fn outcome(&self) -> Vec<Computed> {
        let rules = self.form.values.iter();
        let computed = rules.map(|rule| {
            let text = as_typed(&self.values.value(&rule.name)).trim().to_owned();
            Computed {
                name: rule.name.clone(),
                label: rule.label.clone(),
                shown: rule.read(&text).unwrap_or_else(|| Label::same(&text)),
                text,
                keep: rule.keep.clone(),
            }
        });
        computed.filter(|one| !one.text.is_empty()).collect()
    }

    fn holds(&self, when: Option<&Expr>) -> bool {
        when.is_none_or(|when| when.holds(&self.values))
    }

    fn step(&mut self, step: &Step) {
        if !self.holds(step.when.as_ref()) {
            return;
        }
        let mut questions = Vec::new();
        if step.documents {
            self.documents(&mut questions);
        }
        let ask = step.ask.as_ref();
        self.ask = ask.map(|ask| ask.holds(&self.values));
        for field in &step.fields {
            self.field(field, &field.key, None, &mut questions);
        }
        self.ask = None;
        if !questions.is_empty() {
            self.pages.push(Page {
                step: step.id.clone(),
                title: step.title.clone(),
                questions,
            });
        }
    }

    fn field(
        &mut self,
        field: &Arc<Field>,
        path: &str,
        row: Option<(String, usize)>,
        questions: &mut Vec<Question>,
    ) {
        if self.stopped || !self.is_open(field, &column_path(field, row.as_ref())) {
            return;
        }
        let mut question = self.question(field, path, row);
        if let Kind::Rows { fields, .. } = &field.kind {
            let count = self.draft.row_count(&field.key).to_string();
            question.reading = Reading::good(&count, count.as_str());
            question.text = count;
            questions.push(question);
            return self.rows(field, fields, questions);
        }
        self.remember(&question);
        questions.push(question);
        self.define();
        self.stopped = self
            .around
            .profile
            .keeps_nothing(&self.form.id, &self.values);
    }

    /// A field is asked if the service may hold its answer, if its condition holds and, where it
    /// touches health, if consent was given.
    fn is_open(&self, field: &Field, column_path: &str) -> bool {
        let consented = field.is_consented(&self.values);
        let allowed = || self.form.columns.allow(column_path, &self.values);
        consented && self.holds(field.when.as_ref()) && allowed()
    }

    fn rows(&mut self, field: &Field, fields: &[Arc<Field>], questions: &mut Vec<Question>) {
        let count = self.draft.row_count(&field.key);
        self.values
            .set(&field.key, Scalar::List(vec![Scalar::Bool(true); count]));
        for row in 0..count {
            for inner in fields {
                let path = format!("{}[{row}].{}", field.key, inner.key);
                self.field(inner, &path, Some((field.key.clone(), row)), questions);
            }
        }
        for inner in fields {
            let column = (0..count).map(|row| {
                let path = format!("{}[{row}].{}", field.key, inner.key);
                self.values.value(&path)
            });
            let column = Scalar::List(column.collect());
            self.values
                .set(format!("{}.{}", field.key, inner.key), column);
        }
        self.define();
    }

    fn question(&self, field: &Arc<Field>, path: &str, row: Option<(String, usize)>) -> Question {
        let (text, filled) = self.text(field, path);
        let reading = self.read(field, &text);
        let required = match &field.required {
            Required::Never => false,
            Required::Always => true,
            Required::When(when) => when.holds(&self.values),
        };
        Question {
            path: path.to_owned(),
            field: field.clone(),
            required,
            text,
            reading,
            filled,
            row,
            again: self.ask.unwrap_or(field.always_ask),
        }
    }

    /// What the text means; a number is held against what the record knows to stand open.
    fn read(&self, field: &Field, text: &str) -> Reading {
        match self.matters(&field.kind) {
            Some(notes) => read_matter(text, &notes),
            None => read(&field.kind, text, self.around),
        }
    }

    /// What stands open of the person, where the field asks for one of it and the draft knows.
    fn matters(&self, kind: &Kind) -> Option<Vec<MatterNote>> {
        let Kind::Matter { of } = kind else {
            return None;
        };
        let known = self.draft.record.get(&MatterNote::fact(of));
        known.map(|text| MatterNote::read(text))
    }

    /// What stands in the field, and whether it got there by itself.
    fn text(&self, field: &Field, path: &str) -> (String, bool) {
        if let Some(typed) = self.draft.answers.get(path) {
            return (typed.clone(), false);
        }
        if let Some(known) = self.draft.known.get(path) {
            return (known.clone(), true);
        }
        let text = match &field.default {
            None => String::new(),
            Some(Default::Text(text)) => text.clone(),
            Some(Default::Computed(expr)) => as_typed(&expr.eval(&self.values)),
        };
        let filled = !text.is_empty();
        (text, filled)
    }

    fn documents(&mut self, questions: &mut Vec<Question>) {
        let rules = self
            .rules
            .map_or(&[][..], |rules| rules.documents.as_slice());
        for rule in rules {
            if self.holds(rule.when.as_ref()) {
                let field = Arc::new(document_field(rule));
                let path = field.key.clone();
                self.field(&field, &path, None, questions);
            }
        }
    }
}

/// The path of an answer as the data matrix names it: `children.birth` in every row.
fn column_path(field: &Field, row: Option<&(String, usize)>) -> String {
    match row {
        Some((rows, _)) => format!("{rows}.{}", field.key),
        None => field.key.clone(),
    }
}

/// A document of the policy as a question.
pub(super) fn document_field(rule: &DocumentRule) -> Field {
    let kind = match rule.count {
        Some(needed) => Kind::DocumentCount { needed },
        None => Kind::Document { need: rule.need },
    };
    Field {
        key: format!("doc.{}", rule.code),
        label: rule.name.clone(),
        help: rule.from.clone(),
        kind,
        when: None,
        required: Required::Always,
        missing: None,
        default_from: None,
        keep: false,
        default: None,
        always_ask: true,
        consents: Vec::new(),
        checks: Vec::new(),
    }
}

/// A fact without its field: a day, a whole number or a text by what it looks like.
fn by_its_look(text: &str) -> Scalar {
    let date = text.parse().map(Scalar::Date);
    // Leading noughts are part of a number that names something.
    let number = match text.starts_with('0') && text.len() > 1 {
        true => None,
        false => text.parse().ok().map(Scalar::Number),
    };
    date.ok()
        .or(number)
        .unwrap_or_else(|| Scalar::Text(text.to_owned()))
}

/// A computed default as a clerk would have typed it.
fn as_typed(value: &Scalar) -> String {
    match value {
        Scalar::Unknown | Scalar::List(_) => String::new(),
        Scalar::Bool(true) => "yes".to_owned(),
        Scalar::Bool(false) => "no".to_owned(),
        Scalar::Number(number) => number.to_string(),
        Scalar::Text(text) => text.clone(),
        Scalar::Date(date) => date.to_string(),
    }
}

impl Survey {
    /// Every open question in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.pages.iter().flat_map(|page| &page.questions)
    }

    pub fn question(&self, path: &str) -> Option<&Question> {
        self.questions().find(|question| question.path == path)
    }
}
