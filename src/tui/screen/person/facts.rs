//! What is on record of the person, in the words of the form that asks for it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::PersonScreen;
use super::list::Row;
use crate::form::{Field, Kind, read};
use crate::person::IdPaper;
use crate::text::{Message, pad};
use crate::tui::look;
use crate::tui::widget::Sections;

impl PersonScreen {
    pub(super) fn facts(&self, sections: &mut Sections<Row>) {
        sections.begin(self.say(&Message::new("tui.facts")));
        for (label, text) in self.fact_lines() {
            let label = format!(" {}", pad(&label, 22));
            sections.row(Row::Fact, vec![(label, look::LABEL), (text, look::PLAIN)]);
        }
    }

    /// The facts in the order and under the labels of the form they came from.
    fn fact_lines(&self) -> Vec<(String, String)> {
        let mut lines = Vec::new();
        let Some(form) = self.desk.main_service() else {
            return lines;
        };
        for field in form.steps.iter().flat_map(|step| &step.fields) {
            if let Kind::Rows { fields, .. } = &field.kind {
                self.row_lines(field, fields, &mut lines);
                continue;
            }
            let fact = field.default_from.as_deref().unwrap_or_default();
            let text = self.page.person.fact(fact);
            if !text.is_empty() && !matches!(fact, "id" | "name") {
                let label = field.label.say(self.desk.lang).to_owned();
                lines.push((label, self.fact_text(field, text)));
            }
        }
        self.kept_lines(&mut lines);
        lines
    }

    /// What services computed and keep of her, each fact once.
    fn kept_lines(&self, lines: &mut Vec<(String, String)>) {
        let lang = self.desk.lang;
        let mut told = BTreeSet::new();
        for form in self.desk.forms.values() {
            for (fact, label, text) in form.read_kept(|fact| self.page.person.fact(fact).to_owned())
            {
                if told.insert(fact) {
                    lines.push((label.say(lang).to_owned(), text.say(lang).to_owned()));
                }
            }
        }
    }

    fn row_lines(&self, rows: &Field, fields: &[Arc<Field>], lines: &mut Vec<(String, String)>) {
        for row in 0.. {
            let texts: Vec<String> = fields
                .iter()
                .filter_map(|field| {
                    let fact = format!("{}[{row}].{}", rows.key, field.key);
                    let text = self.page.person.fact(&fact);
                    (!text.is_empty()).then(|| self.fact_text(field, text))
                })
                .collect();
            if texts.is_empty() {
                return;
            }
            let label = format!("{} {}", rows.label.say(self.desk.lang), row + 1);
            lines.push((label, texts.join("  ")));
        }
    }

    fn fact_text(&self, field: &Field, text: &str) -> String {
        if let Some(id) = IdPaper::parse_key(text) {
            return id.masked();
        }
        let reading = read(&field.kind, text, &self.desk.around);
        match reading.shown.is_empty() {
            true => text.to_owned(),
            false => reading.say(self.desk.lang),
        }
    }
}
