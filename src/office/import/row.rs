use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;

use super::note::{self, Rows};
use super::review::{RowProblem, problem};
use crate::form::{Around, Draft, Field, Form, Kind, RequestId, Unfit, read};
use crate::import::{Column, Headings, Meaning, Place, Row, Scheme, at_home, registered_at};
use crate::person::{IdPaper, PartialDate, ResidentId};
use crate::record::Facts;
use crate::text::{Message, clean_line};

/// Texts of one column whose answers are remembered.
const REMEMBERED: usize = 20_000;
/// The answers that an identity number tells by itself.
const ID: &str = "applicant.id";
const SEX: &str = "applicant.sex";
const BIRTH: &str = "applicant.birth";

/// What one row has come to.
#[derive(Default)]
pub(super) struct Read {
    pub facts: Option<Facts>,
    pub problems: Vec<RowProblem>,
    /// Nothing may be kept of this person.
    pub under_age: bool,
}

/// The answers an address gives, by their paths.
type Answers = Vec<(&'static str, String)>;

/// Reads rows as if a clerk had typed them into the form.
pub(super) struct Reader<'a> {
    scheme: &'static Scheme,
    form: Arc<Form>,
    around: &'a Around,
    /// The place of each column that is taken, its heading and what it means.
    columns: Vec<(usize, String, &'static Column)>,
    /// Columns with a heading.
    width: usize,
    upgrade: bool,
    /// Places that were read before: a district has few, a register many.
    places: HashMap<(usize, String), Answers>,
    vague: BTreeMap<String, Rows>,
    not_asked: BTreeMap<String, Rows>,
    upgraded: Rows,
}

impl<'a> Reader<'a> {
    pub fn new(
        scheme: &'static Scheme,
        form: Arc<Form>,
        around: &'a Around,
        headings: &Headings,
        upgrade: bool,
    ) -> Reader<'a> {
        let columns = headings
            .all
            .iter()
            .filter_map(|heading| match heading.meaning {
                Meaning::Answer(column) => {
                    Some((heading.at, heading.text.clone(), &scheme.columns()[column]))
                }
                _ => None,
            });
        Reader {
            scheme,
            form,
            around,
            columns: columns.collect(),
            width: headings.all.last().map_or(0, |last| last.at + 1),
            upgrade,
            places: HashMap::new(),
            vague: BTreeMap::new(),
            not_asked: BTreeMap::new(),
            upgraded: Rows::default(),
        }
    }

    /// The heading of the column whose answers go to this path; empty if there is none.
    pub fn heading_of(&self, path: &str) -> String {
        let beginning = path.split('.').next().unwrap_or(path);
        let of = |exact: bool| {
            self.columns.iter().find(|(_, _, column)| match exact {
                true => column.path == path,
                false => column.place.is_some() && column.path.starts_with(beginning),
            })
        };
        let found = of(true).or_else(|| of(false));
        found.map_or_else(String::new, |(_, heading, _)| heading.clone())
    }

    pub fn notes(&self) -> Vec<Message> {
        let mut notes = note::of_rows("import.vague", &self.vague);
        notes.extend(note::of_rows("import.not_asked", &self.not_asked));
        notes.extend(self.upgraded.told("import.upgraded"));
        notes
    }

    pub fn read(&mut self, row: &Row) -> Read {
        let mut read = Read::default();
        let mut draft = Draft::new(RequestId([0; 16]), &self.form.id, self.form.version);
        let beyond = row.cells.iter().skip(self.width);
        if beyond.into_iter().any(|cell| !cell.is_empty()) {
            let message = Message::new("import.too_many_cells_in_row");
            read.problems.push(problem(row, String::new(), message));
        }
        for place in 0..self.columns.len() {
            if let Err(found) = self.cell(row, place, &mut draft) {
                read.problems.push(found);
            }
        }
        match self.form.check(&draft, self.around) {
            Ok(submission) => {
                read.problems.extend(self.against_number(row, &draft));
                self.leave_out(row, &draft, submission.answers());
                if read.problems.is_empty() {
                    read.facts = Some(submission.facts().clone());
                }
            }
            Err(unfit) => self.unfit(row, &draft, unfit, &mut read),
        }
        read
    }

    /// Writes what stands in a column of the row into the draft.
    fn cell(&mut self, row: &Row, place: usize, draft: &mut Draft) -> Result<(), RowProblem> {
        let (at, heading, column) = &self.columns[place];
        let Some(cell) = row.cells.get(*at) else {
            return Ok(());
        };
        let wrong = |message: Message| problem(row, heading.clone(), message);
        let is_date = self.field(&column.path).is_some_and(is_date);
        let text = match (column.digits, is_date) {
            (true, _) => cell.digits().map(str::to_owned),
            (false, true) => cell.day(),
            (false, false) => cell.plain().map(str::to_owned),
        };
        let text = text.map_err(|found| wrong(found.message()))?;
        let text = clean_line(&text).trim().to_owned();
        if column.is_vague(&text) {
            self.vague
                .entry(heading.clone())
                .or_default()
                .add(row.number);
        }
        let Some(answer) = self.scheme.answer(column, &text) else {
            return Ok(());
        };
        if column.place.is_some() {
            let answers = self.place(place, answer.to_owned());
            for (path, text) in answers {
                // A column of its own says it better.
                if draft.typed(path).is_empty() {
                    draft.write(path, text);
                }
            }
            return Ok(());
        }
        let upgraded = match column.digits && self.upgrade {
            true => ResidentId::upgrade_15(answer).ok(),
            false => None,
        };
        let answer = upgraded.as_ref().map_or(answer, ResidentId::as_str);
        draft.write(&column.path, answer);
        if upgraded.is_some() {
            self.upgraded.add(row.number);
        }
        Ok(())
    }

    fn place(&mut self, place: usize, text: String) -> Answers {
        let (_, _, column) = &self.columns[place];
        let key = (place, text);
        if let Some(known) = self.places.get(&key) {
            return known.clone();
        }
        let told = match column.place {
            Some(Place::Home) => at_home(&key.1, self.around),
            _ => registered_at(&key.1, self.around),
        };
        let answers = told.into_iter().map(|(path, text)| {
            // Looking a place up by its name takes long; by its code it does not.
            let field = self.field(path);
            let reading = field.map(|field| read(&field.kind, &text, self.around));
            let known = reading.and_then(|reading| reading.canonical);
            (path, known.unwrap_or(text))
        });
        let answers: Answers = answers.collect();
        if self.places.len() < REMEMBERED {
            self.places.insert(key, answers.clone());
        }
        answers
    }

    fn field(&self, path: &str) -> Option<&Field> {
        let fields = self.form.steps.iter().flat_map(|step| &step.fields);
        fields.map(Arc::as_ref).find(|field| field.key == path)
    }

    /// Holds the columns for sex and birth against what the number says.
    fn against_number(&self, row: &Row, draft: &Draft) -> Vec<RowProblem> {
        let Ok(paper) = IdPaper::read(draft.typed(ID), self.around.on) else {
            return Vec::new();
        };
        let sex = paper.sex().map(|sex| (SEX, sex.label().zh));
        let birth = paper.birth_date().map(|birth| (BIRTH, birth.to_string()));
        let told = sex.into_iter().chain(birth);
        let differs = told.filter(|(path, says)| self.is_other(path, draft.typed(path), says));
        let differs = differs.map(|(path, says)| {
            let message = Message::new("import.not_hers").with("says", says);
            problem(row, self.heading_of(path), message)
        });
        differs.collect()
    }

    /// Whether a text says something else than the number does; a month or a year may be right.
    fn is_other(&self, path: &str, typed: &str, says: &str) -> bool {
        if typed.is_empty() {
            return false;
        }
        if path == BIRTH {
            let told = PartialDate::read(typed).map(|date| date.first()..=date.last());
            let born = says.parse::<NaiveDate>();
            return !matches!((told, born), (Ok(told), Ok(born)) if told.contains(&born));
        }
        let kind = self.field(path).map(|field| &field.kind);
        let canonical = |text| kind.and_then(|kind| read(kind, text, self.around).canonical);
        canonical(typed) != canonical(says)
    }

    /// Notes what stands in a column and was not asked of this person.
    fn leave_out(&mut self, row: &Row, draft: &Draft, answers: &BTreeMap<String, String>) {
        let told = [SEX, BIRTH];
        for (path, text) in &draft.answers {
            let is_taken = answers.contains_key(path) || told.contains(&path.as_str());
            if is_taken || text.is_empty() {
                continue;
            }
            let heading = match path.is_empty() {
                // What is left of an address of registration.
                true => self.heading_of("hukou.place"),
                false => self.heading_of(path),
            };
            self.not_asked.entry(heading).or_default().add(row.number);
        }
    }

    fn unfit(&self, row: &Row, draft: &Draft, unfit: Unfit, read: &mut Read) {
        if !unfit.refusals.is_empty() && self.form.survey(draft, self.around).keeps_nothing {
            read.under_age = true;
            read.problems.clear();
            return;
        }
        let refusals = unfit.refusals.into_iter();
        let refusals = refusals.map(|refusal| problem(row, String::new(), refusal.why_not));
        read.problems.extend(refusals);
        for found in unfit.problems {
            let heading = self.heading_of(&found.path);
            // A cell that could not be taken is told of already.
            if !read.problems.iter().any(|known| known.column == heading) {
                read.problems.push(problem(row, heading, found.message));
            }
        }
    }
}

fn is_date(field: &Field) -> bool {
    matches!(field.kind, Kind::Date | Kind::PartialDate)
}
