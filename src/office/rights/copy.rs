//! A copy of all that is kept of one person (PIPL, article 45): a paper for her to read, and a
//! file for a program to read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::Datelike;
use serde_json::{Value, json};

use crate::disk::{at_the_counter, paper_path, write_paper};
use crate::form::{Draft, Form, RequestId};
use crate::office::paper_data::row;
use crate::office::start::{draft_of, know};
use crate::office::{IssueError, Office, PaperError, PaperFile, deed};
use crate::paper::{Data, Mark, pdf};
use crate::person::IdPaper;
use crate::record::{Answers, Consent, FormRef, Person, PersonKey};
use crate::staff::Clerk;
use crate::text::Lang;

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
        let mut changes = Vec::new();
        for case in &person.changes {
            changes.extend(self.store.change(case)?);
        }
        let mut paper = self.heading(person, number, clerk);
        let mut answers = Rows::default();
        for one in &certificates {
            self.tell(&mut answers, one.number(), &one.issued.form, one.answers());
        }
        for one in &services {
            let served = &one.served;
            self.tell(&mut answers, served.number(), &served.form, &served.answers);
        }
        for one in waiting.iter().filter_map(|case| case.suspended.as_ref()) {
            self.tell(&mut answers, &one.case, &one.form, &one.answers);
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
        paper.rows.insert("answers".to_owned(), answers.0);
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
        let title = self.form(&consent.form).map(|form| form.title.zh.clone());
        let title = title.unwrap_or_else(|_| consent.form.id.clone());
        let version = format!("{title} 第{}版", consent.form.version);
        row(&[
            ("label", &label.zh),
            ("said", &said.say(Lang::Zh)),
            ("on", &consent.on.to_string()),
            ("version", &version),
        ])
    }

    fn tell(&self, rows: &mut Rows, number: &str, form: &FormRef, answers: &Answers) {
        let Some(form) = self.shelf.form(&form.id) else {
            return;
        };
        let mut draft = Draft::new(RequestId([0; 16]), &form.id, form.version);
        know(&mut draft, form, answers);
        for (label, text) in self.in_full(form, &draft) {
            rows.0.push(row(&[
                ("service", &form.title.zh),
                ("document", number),
                ("label", &label),
                ("text", &text),
            ]));
        }
    }

    /// Every fact under the label of a form that asks for it.
    fn facts_in_full(&self, person: &Person) -> Vec<(String, String)> {
        let mut told: BTreeMap<String, (String, String)> = BTreeMap::new();
        for form in self.shelf.forms.values() {
            let draft = draft_of(form, person, RequestId([0; 16]));
            for (fact, label, text) in self.known_in(form, &draft) {
                told.entry(fact).or_insert((label, text));
            }
        }
        told.into_values().collect()
    }

    fn in_full(&self, form: &Form, draft: &Draft) -> Vec<(String, String)> {
        let known = self.known_in(form, draft).into_iter();
        known.map(|(_, label, text)| (label, text)).collect()
    }

    /// What is known in a draft: fact, label and text; identity numbers in full, for they are hers.
    fn known_in(&self, form: &Form, draft: &Draft) -> Vec<(String, String, String)> {
        let survey = form.survey(draft, &self.shelf.around);
        let known = survey
            .questions()
            .filter(|question| draft.is_known(&question.path));
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

/// Rows of a paper.
#[derive(Default)]
struct Rows(Vec<BTreeMap<String, String>>);
