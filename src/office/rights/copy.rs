//! A copy of all that is kept of one person (PIPL, article 45): a paper for her to read, and a
//! file for a program to read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::Datelike;
use serde_json::{Value, json};

use super::lines::Reported;
use crate::disk::{at_the_counter, paper_path, write_paper};
use crate::form::{Draft, Form, RequestId};
use crate::office::paper_data::row;
use crate::office::start::draft_of;
use crate::office::{IssueError, Office, PaperError, PaperFile, deed};
use crate::paper::{Data, Mark, pdf};
use crate::person::IdPaper;
use crate::record::{Consent, Person, PersonKey, SUPPLIES_CONSENT, is_note};
use crate::report::told_of_no_report;
use crate::service::KeptRecord;
use crate::staff::Clerk;
use crate::store::StockRecord;
use crate::text::{Lang, Message};

/// The paper of the copy.
pub(in crate::office) const COPY: &str = "F28d";

/// Everything the view holds of a person, as a program reads it and as paper shows it.
struct Copy {
    data: Value,
    paper: Data,
}

impl Office {
    /// Writes the copy that belongs to a request: `<number>-F28d.pdf` and the same as JSON.
    ///
    /// # Errors
    /// [`IssueError`]; the request itself stands.
    pub(in crate::office) fn write_copy(
        &self,
        person: PersonKey,
        number: &str,
        clerk: &Clerk,
        folder: Option<&Path>,
    ) -> Result<Vec<PaperFile>, IssueError> {
        let year = self.hall.papers().join(self.today().year().to_string());
        let pdf_path = paper_path(folder.unwrap_or(&year), number, COPY);
        let person = self.store.person(person)?.ok_or(IssueError::NothingKept)?;
        let copy = self.copy_of(&person, number, clerk)?;
        let missing = || PaperError::NotKept(COPY.to_owned());
        let layout = self.shelf.layouts.get(COPY).ok_or_else(missing)?;
        let mark = if self.shelf.practice {
            Mark::Sample
        } else {
            Mark::None
        };
        let document = layout
            .layout
            .lay_out(&copy.paper, &self.fonts, mark)
            .map_err(PaperError::Unprintable)?;
        write_paper(
            &pdf_path,
            &pdf(&document, &self.fonts).map_err(PaperError::from)?,
        )?;
        let json_path = pdf_path.with_extension("json");
        let json = serde_json::to_vec_pretty(&copy.data)
            .map_err(|error| crate::disk::DiskError::io(&json_path, error.into()))?;
        write_paper(&json_path, &json)?;
        let file = |path: PathBuf| PaperFile {
            paper: COPY.to_owned(),
            title: document.title.clone(),
            copies: 1,
            path,
        };
        Ok(vec![file(pdf_path), file(json_path)])
    }

    fn copy_of(&self, person: &Person, number: &str, clerk: &Clerk) -> Result<Copy, IssueError> {
        let certificates = self.store.certificates(person)?;
        let services = self.store.services(person)?;
        let waiting = self.store.waiting(person.key)?;
        let timeline = self.store.timeline(person.key)?;
        let handed_out = self.store.handed_out(person.key)?;
        let reported = self.reported(person)?;
        let mut changes = Vec::new();
        for case in &person.changes {
            changes.extend(self.store.change(case)?);
        }
        let mut paper = self.heading(person, number, clerk);
        let mut answers = Vec::new();
        for record in self.kept_records(person)? {
            answers.extend(record_rows(&record));
        }
        for record in &handed_out {
            answers.extend(self.supply_rows(record));
        }
        for line in &reported {
            answers.extend(line.rows());
        }
        let forms = &self.shelf.forms;
        let acts = timeline.iter().map(|line| {
            let at = at_the_counter(line.at).format("%Y-%m-%d %H:%M").to_string();
            let did = deed(line, forms, Lang::Zh);
            let number = format!("{} {}", line.number, line.paper);
            row(&[
                ("at", &at),
                ("did", &did),
                ("document", number.trim()),
                ("clerk", &line.clerk),
            ])
        });
        let acts = acts.collect();
        paper.rows.insert("acts".to_owned(), acts);
        paper.rows.insert("answers".to_owned(), answers);
        Ok(Copy {
            data: json!({
                "number": number,
                "made_on": self.today(),
                "hall": self.shelf.issuer.name,
                "person": person,
                "certificates": certificates,
                "services": services,
                "waiting": waiting,
                "changes": changes,
                "handed_out": handed_out,
                "reported": reported_json(&reported),
                "acts": timeline,
            }),
            paper,
        })
    }

    fn heading(&self, person: &Person, number: &str, clerk: &Clerk) -> Data {
        let mut data = Data::default();
        let issuer = &self.shelf.issuer;
        let id = IdPaper::parse_key(person.id_key());
        let former: Vec<&str> = person
            .former_names
            .iter()
            .chain(&person.former_ids)
            .map(String::as_str)
            .collect();
        let made_at = at_the_counter(self.clock.now_ms());
        for (name, text) in [
            ("applicant.name", person.name()),
            ("applicant.id", id.as_ref().map_or("", IdPaper::number)),
            ("copy.number", number),
            ("copy.former", &former.join("、")),
            ("copy.registered_on", &person.registered_on.to_string()),
            ("copy.made_on", &self.today().to_string()),
            ("case.number", number),
            ("issuer.name", &issuer.name),
            ("issuer.phone", &issuer.phone),
            ("clerk", &clerk.name),
            ("printed_at", &made_at.format("%Y-%m-%d %H:%M").to_string()),
        ] {
            data.set(name, text);
        }
        let facts = self.facts_in_full(person);
        let facts = facts
            .iter()
            .map(|(label, text)| row(&[("label", label), ("text", text)]));
        data.rows.insert("facts".to_owned(), facts.collect());
        let consents = person
            .consents
            .iter()
            .map(|consent| self.consent_row(consent));
        data.rows.insert("consents".to_owned(), consents.collect());
        data
    }

    fn consent_row(&self, consent: &Consent) -> BTreeMap<String, String> {
        let label = self.consent_label(consent);
        let said = consent.message();
        let form = self.form(&consent.form).ok();
        let title = match form {
            Some(form) => form.title.zh.clone(),
            None if consent.key == SUPPLIES_CONSENT => {
                Message::new("supplies.did_handed_out").say(Lang::Zh)
            }
            None => consent.form.id.clone(),
        };
        let version = format!("{title} 第{}版", consent.form.version);
        row(&[
            ("label", &label.zh),
            ("said", &said.say(Lang::Zh)),
            ("on", &consent.on.to_string()),
            ("version", &version),
        ])
    }

    /// What was handed out to her by name: each item and how much of it.
    fn supply_rows(&self, record: &StockRecord) -> Vec<Row> {
        let service = Message::new("supplies.did_handed_out").say(Lang::Zh);
        let lines = record.moved.lines.iter().map(|line| {
            let item = self.supply(&line.batch.item).ok();
            let name = item.map_or(line.batch.item.as_str(), |item| &item.name.zh);
            let unit = item.map_or("", |item| &item.unit.zh);
            let quantity = format!("{}{unit}", line.quantity);
            answer(&service, &record.moved.number, name, &quantity)
        });
        lines.collect()
    }

    /// Every fact, under the label of a form that asks for it or keeps it.
    fn facts_in_full(&self, person: &Person) -> Vec<(String, String)> {
        let mut told: BTreeMap<String, (String, String)> = BTreeMap::new();
        for form in self.shelf.forms.values() {
            let draft = draft_of(form, person, RequestId([0; 16]));
            for (fact, label, text) in self.known_in(form, &draft) {
                told.entry(fact).or_insert((label, text));
            }
            for (fact, label, text) in form.read_kept(|fact| person.fact(fact).to_owned()) {
                let text = (label.zh, text.zh);
                told.entry(fact.to_owned()).or_insert(text);
            }
        }
        // What no form of today asks for is told under the name it is kept by.
        for (fact, text) in &person.facts {
            let text = (fact.clone(), text.clone());
            told.entry(fact.clone()).or_insert(text);
        }
        told.into_values().collect()
    }

    /// What is known in a draft: fact, label and text; identity numbers in full, for they are hers.
    fn known_in(&self, form: &Form, draft: &Draft) -> Vec<(String, String, String)> {
        let survey = form.survey(draft, &self.shelf.around);
        let known = survey.questions().filter(|question| {
            draft.is_known(&question.path) || draft.row_count(&question.path) > 0
        });
        let told = known.map(|question| {
            let canonical = question.reading.canonical.as_deref().unwrap_or_default();
            let text = match IdPaper::parse_key(canonical) {
                Some(paper) => paper.number().to_owned(),
                None => question.reading.say(Lang::Zh),
            };
            let fact = question.field.default_from.as_ref();
            let fact = fact.unwrap_or(&question.path).clone();
            (fact, question.field.label.zh.clone(), text)
        });
        told.filter(|(.., text)| !text.is_empty()).collect()
    }
}

type Row = BTreeMap<String, String>;

fn answer(service: &str, document: &str, label: &str, text: &str) -> Row {
    row(&[
        ("service", service),
        ("document", document),
        ("label", label),
        ("text", text),
    ])
}

/// Everything a record says, in the words of the form it was made with.
fn record_rows(record: &KeptRecord) -> Vec<Row> {
    let told = record.form.tell(&record.texts, &record.around).into_iter();
    // The numbers themselves are told beside it, the places by the answers about them.
    let told = told.filter(|told| !is_note(&told.path));
    let title = &record.form.title.zh;
    told.map(|told| answer(title, &record.number, &told.label.zh, &told.text))
        .collect()
}

impl Reported {
    fn rows(&self) -> Vec<Row> {
        let (title, cells) = match &self.report {
            Some(report) => (report.title.zh.as_str(), report.told(&self.row)),
            None => ("", told_of_no_report(&self.row)),
        };
        let cells = cells.into_iter();
        cells
            .map(|(label, text)| answer(title, &self.number, label, text))
            .collect()
    }
}

fn reported_json(lines: &[Reported]) -> Value {
    let lines = lines.iter();
    let lines = lines.map(|line| json!({ "number": line.number, "line": line.row }));
    lines.collect()
}
