use super::draft::Draft;
use super::model::{Field, Form, Kind};
use super::rights::without_row;
use super::survey::Survey;
use crate::text::{Label, Message};

/// An answer that was typed and is neither shown nor stored.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    pub path: String,
    pub label: Label,
    /// Why it is left out.
    pub message: Message,
}

impl LeftOut {
    /// What it is and why it is left out, in one sentence.
    pub fn note(&self) -> Message {
        Message::new("form.left_out")
            .with_said("label", self.label.clone())
            .with_said("why", self.message.clone())
    }
}

impl Form {
    /// The typed answers that the service may not hold: its column does not allow them, or there
    /// is no consent. An answer whose question is closed for another reason is not told.
    pub fn left_out(&self, draft: &Draft, survey: &Survey) -> Vec<LeftOut> {
        let typed = draft
            .answers
            .iter()
            .filter(|(_, text)| !text.trim().is_empty());
        let hidden = typed.filter(|(path, _)| survey.question(path).is_none());
        let left_out = hidden.filter_map(|(path, _)| {
            let (field, column_path) = self.field_at(path)?;
            Some(LeftOut {
                path: path.clone(),
                label: field.label.clone(),
                message: Message::new(self.objection(field, &column_path, survey)?),
            })
        });
        left_out.collect()
    }

    /// Whether the printed form needs an answer at a path, as far as a survey knows the case.
    pub fn needs(&self, path: &str, survey: &Survey) -> bool {
        self.columns.need(&without_row(path), &survey.values)
    }

    fn objection(&self, field: &Field, path: &str, survey: &Survey) -> Option<&'static str> {
        if !self.columns.allow(path, &survey.values) {
            return Some("form.not_of_this_service");
        }
        (!field.is_consented(&survey.values)).then_some("form.no_consent")
    }

    /// The draft as it may be written down: with the answers to open questions and nothing hidden.
    pub fn to_keep(&self, draft: &Draft, survey: &Survey) -> Draft {
        let mut kept = draft.clone();
        let open = |path: &String| survey.question(path).is_some();
        kept.answers.retain(|path, _| open(path));
        kept.known.retain(|path, _| open(path));
        kept.rows.retain(|path, _| open(path));
        kept
    }

    /// The field that answers at a path, and the path as the matrix names it.
    fn field_at(&self, path: &str) -> Option<(&Field, String)> {
        let mut fields = self.steps.iter().flat_map(|step| &step.fields);
        let Some((rows, rest)) = path.split_once('[') else {
            let field = fields.find(|field| field.key == path)?;
            return Some((field, path.to_owned()));
        };
        let (_, key) = rest.split_once("].")?;
        let field = fields.find(|field| field.key == rows)?;
        let Kind::Rows { fields, .. } = &field.kind else {
            return None;
        };
        let inner = fields.iter().find(|inner| inner.key == key)?;
        Some((inner, format!("{rows}.{key}")))
    }
}
