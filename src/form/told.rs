//! The answers of a record as people read them, for a record that is over: no question is open or
//! closed any more, and nothing that was kept is left out.

use std::collections::{BTreeMap, BTreeSet};

use super::field::read;
use super::model::{Around, Field, Form, Kind};
use super::rights::RightRule;
use super::survey::document_field;
use crate::person::IdPaper;
use crate::policy::{Names, Scalar};
use crate::text::{Label, Lang};

/// An answer or a value of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub path: String,
    /// The question; the path itself where the form has none for it.
    pub label: Label,
    /// As people read it, identity numbers in full.
    pub text: String,
}

impl Form {
    /// Every text of a record in the order of the form, whether its question would be open today
    /// or not; at the end what no question of the form has asked.
    pub fn tell(&self, texts: &BTreeMap<String, String>, around: &Around) -> Vec<Told> {
        let mut telling = Telling {
            texts,
            around,
            done: BTreeSet::new(),
            told: Vec::new(),
        };
        for step in &self.steps {
            if step.documents {
                let rules = around.profile.service(&self.id);
                for rule in rules.iter().flat_map(|rules| &rules.documents) {
                    telling.field(&document_field(rule), None);
                }
            }
            for field in &step.fields {
                telling.field(field, None);
            }
        }
        telling.rest(self);
        telling.told
    }

    /// The rights a record of this form exercised, by its answers alone.
    pub fn rights_in(&self, answers: &BTreeMap<String, String>, around: &Around) -> Vec<RightRule> {
        let mut values = BTreeMap::new();
        for field in self.steps.iter().flat_map(|step| &step.fields) {
            if let Some(text) = answers.get(&field.key) {
                let value = read(&field.kind, text, around).value(&field.kind);
                values.insert(field.key.as_str(), value);
            }
        }
        let answered = Answered(values);
        let exercised = self.rights.iter().filter(|right| {
            let when = right.when.as_ref();
            when.is_none_or(|when| when.holds(&answered))
        });
        exercised.cloned().collect()
    }
}

/// The answers of a record as conditions see them.
struct Answered<'a>(BTreeMap<&'a str, Scalar>);

impl Names for Answered<'_> {
    fn value(&self, name: &str) -> Scalar {
        self.0.get(name).cloned().unwrap_or(Scalar::Unknown)
    }
}

/// A row of a repeated field, from 0.
struct Row<'a> {
    rows: &'a str,
    item: &'a Label,
    number: usize,
}

impl Row<'_> {
    /// Path and label of a field in this row: 子女2 姓名.
    fn of(&self, field: &Field) -> (String, Label) {
        let number = self.number + 1;
        let label = Label {
            zh: format!("{}{number} {}", self.item.zh, field.label.zh),
            en: format!("{} {number}, {}", self.item.en, field.label.en),
        };
        let path = format!("{}[{}].{}", self.rows, self.number, field.key);
        (path, label)
    }
}

struct Telling<'a> {
    texts: &'a BTreeMap<String, String>,
    around: &'a Around,
    /// Paths that are told.
    done: BTreeSet<String>,
    told: Vec<Told>,
}

impl Telling<'_> {
    fn field(&mut self, field: &Field, row: Option<&Row<'_>>) {
        let (path, label) = match row {
            Some(row) => row.of(field),
            None => (field.key.clone(), field.label.clone()),
        };
        let Some(text) = self.texts.get(&path) else {
            return;
        };
        let Kind::Rows { fields, item } = &field.kind else {
            return self.one(&path, &label, &field.kind, text);
        };
        self.push(&path, &label, text.clone());
        for number in 0..text.parse().unwrap_or(0) {
            let row = Row {
                rows: &path,
                item,
                number,
            };
            for inner in fields {
                self.field(inner, Some(&row));
            }
        }
    }

    fn one(&mut self, path: &str, label: &Label, kind: &Kind, text: &str) {
        // Of papers that are counted the record says whether there were enough, and how many.
        let counted = format!("{path}.count");
        let count = self.texts.get(&counted);
        let reading = read(kind, count.map_or(text, String::as_str), self.around);
        if count.is_some() {
            self.done.insert(counted);
        }
        let said = match IdPaper::parse_key(text) {
            Some(paper) => paper.number().to_owned(),
            None => reading.say(Lang::Zh),
        };
        // What cannot be read any more is told as it is kept.
        let said = Some(said).filter(|said| !said.is_empty());
        self.push(path, label, said.unwrap_or_else(|| text.to_owned()));
    }

    /// Numbers, values, and answers to questions that the form no longer has.
    fn rest(&mut self, form: &Form) {
        let left: Vec<(&String, &String)> = self
            .texts
            .iter()
            .filter(|(path, _)| !self.done.contains(*path))
            .collect();
        for (path, text) in left {
            let number = form.numbers.iter().find(|rule| rule.name == *path);
            let value = form.values.iter().find(|rule| rule.name == *path);
            let label = number.map(|rule| rule.label.clone());
            let label = label.or_else(|| value?.label.clone());
            let text = value.and_then(|rule| Some(rule.read(text)?.zh));
            let text = text.unwrap_or_else(|| self.texts[path].clone());
            self.push(path, &label.unwrap_or_else(|| Label::same(path)), text);
        }
    }

    fn push(&mut self, path: &str, label: &Label, text: String) {
        self.done.insert(path.to_owned());
        if !text.trim().is_empty() {
            self.told.push(Told {
                path: path.to_owned(),
                label: label.clone(),
                text,
            });
        }
    }
}
