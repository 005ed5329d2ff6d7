//! The answers of any form as paper texts, each by the kind of its field, so that a new service
//! prints without a line of Rust.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::paper_data::{MadeOf, choice, fields, id_label};
use super::printing::Printing;
use crate::form::{Field, Kind, PaperNumberKind};
use crate::paper::Data;
use crate::person::{BirthPermitNumber, IdPaper, age_on};
use crate::policy::check_character;
use crate::record::ServiceRecorded;

type Texts = BTreeMap<String, String>;

/// More rows than a form writes by hand.
const MOST_ROWS: usize = 100;

/// Every answer under its own path, and beside it what its kind tells: the label of a choice, the
/// sex and the birth date of an identity number, the full name of a place.
pub(super) fn answers(
    data: &mut Data,
    answers: &Texts,
    printing: &Printing<'_>,
    made_of: &MadeOf<'_>,
) {
    data.texts.extend(answers.clone());
    // A certificate keeps the lines it wrote among its answers.
    for (name, text) in answers {
        if let Some(cell) = cell_of(name) {
            put_cell(data, cell, text);
        }
    }
    let reader = Reader {
        made_of,
        on: printing.on,
    };
    for field in fields(made_of.form) {
        match &field.kind {
            Kind::Rows { fields, .. } => {
                let rows = reader.rows(&field.key, fields, answers);
                data.rows.insert(field.key.clone(), rows);
            }
            _ => {
                if let Some(answer) = answers.get(&field.key) {
                    let siblings = |path: &str| answers.get(path).cloned();
                    let texts = reader.texts(field, &field.key, answer, &siblings);
                    data.texts.extend(texts);
                }
            }
        }
    }
}

/// The numbers and values of a service by their names.
pub(super) fn outcome(data: &mut Data, served: &ServiceRecorded) {
    for (name, text) in &served.values {
        match cell_of(name) {
            Some((rows, row, column)) => put_cell(data, (rows, row, column), text),
            None => data.set(name, text),
        }
    }
    for given in &served.numbers {
        data.set(&given.name, &given.number);
        if let Some(owner) = given.name.strip_suffix(".number") {
            data.set(format!("{owner}.qr"), code(&given.number, served));
        }
    }
}

/// What the square code of a numbered paper says: `HYDJ:1:DJ-430406005-2026-0018:430406005:4`.
fn code(number: &str, served: &ServiceRecorded) -> String {
    // Many readers guess another encoding for a code with Han in it, and a practice paper must not
    // read as a real one either.
    let plain = number.trim_start_matches(|c: char| !c.is_ascii());
    let kind = match served.practice {
        true => "SAMPLE".to_owned(),
        false => format!("HY{}", plain.split('-').next().unwrap_or_default()),
    };
    let area = &served.issuer.area9;
    let check = check_character(plain);
    format!("{kind}:1:{plain}:{area}:{check}")
}

/// A value called `monitoring[0].on` stands in the first row of the list `monitoring`.
fn cell_of(name: &str) -> Option<(&str, usize, &str)> {
    let (rows, rest) = name.split_once('[')?;
    let (row, column) = rest.split_once("].")?;
    let row = row.parse().ok().filter(|row| *row < MOST_ROWS)?;
    Some((rows, row, column))
}

fn put_cell(data: &mut Data, (rows, row, column): (&str, usize, &str), text: &str) {
    let list = data.rows.entry(rows.to_owned()).or_default();
    while list.len() <= row {
        list.push(Texts::from([(
            "number".to_owned(),
            (list.len() + 1).to_string(),
        )]));
    }
    // The loop above made room for it.
    list[row].insert(column.to_owned(), text.to_owned());
}

struct Reader<'a> {
    made_of: &'a MadeOf<'a>,
    on: NaiveDate,
}

impl Reader<'_> {
    /// What an answer prints, by name. `sibling` finds the other answers beside it.
    fn texts(
        &self,
        field: &Field,
        path: &str,
        answer: &str,
        sibling: &dyn Fn(&str) -> Option<String>,
    ) -> Vec<(String, String)> {
        match &field.kind {
            Kind::Choice { .. } => choice(field, answer)
                .map(|label| vec![(format!("{path}_label"), label.zh.clone())])
                .unwrap_or_default(),
            Kind::IdPaper => IdPaper::parse_key(answer)
                .map(|paper| self.identity(path, &paper))
                .unwrap_or_default(),
            Kind::PaperNumber {
                paper: PaperNumberKind::BirthPermit,
            } => BirthPermitNumber::read(answer)
                .map(|permit| vec![(path.to_owned(), permit.printed())])
                .unwrap_or_default(),
            Kind::Place { .. } => {
                let name = self.made_of.places.line(answer);
                let mut texts = vec![(format!("{path}_line"), name.clone())];
                if let Some(start) = path.strip_suffix("place") {
                    let detail = sibling(&format!("{start}detail")).unwrap_or_default();
                    texts.push((format!("{start}line"), name + &detail));
                }
                texts
            }
            _ => Vec::new(),
        }
    }

    /// An identity number at `wife.id` also prints `wife.sex_label`, `wife.birth_date` and
    /// `wife.age`.
    fn identity(&self, path: &str, paper: &IdPaper) -> Vec<(String, String)> {
        let owner = path.strip_suffix("id").unwrap_or(path);
        let mut texts = vec![
            (path.to_owned(), paper.number().to_owned()),
            (format!("{path}_label"), id_label(paper)),
            (format!("{path}_masked"), paper.masked()),
        ];
        let sex = paper.sex().map(|sex| sex.label().zh);
        texts.extend(sex.map(|sex| (format!("{owner}sex_label"), sex)));
        let birth = paper.birth_date();
        texts.extend(birth.map(|birth| (format!("{owner}birth_date"), birth.to_string())));
        let age = birth.and_then(|birth| age_on(birth, self.on));
        texts.extend(age.map(|age| (format!("{owner}age"), age.to_string())));
        texts
    }

    fn rows(&self, key: &str, fields: &[std::sync::Arc<Field>], answers: &Texts) -> Vec<Texts> {
        let count: usize = answers
            .get(key)
            .and_then(|count| count.parse().ok())
            .unwrap_or(0);
        let row = |row: usize| {
            let cell = |inner: &str| answers.get(&format!("{key}[{row}].{inner}")).cloned();
            let mut cells = Texts::from([("number".to_owned(), (row + 1).to_string())]);
            for field in fields {
                let answer = cell(&field.key).unwrap_or_default();
                cells.insert(field.key.clone(), answer.clone());
                cells.extend(self.texts(field, &field.key, &answer, &cell));
            }
            cells
        };
        (0..count).map(row).collect()
    }
}
