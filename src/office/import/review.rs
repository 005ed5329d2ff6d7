use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::super::Office;
use super::ImportError;
use super::note::{self, Rows};
use super::row::Reader;
use crate::disk::ReadApart;
use crate::form::{Form, Required};
use crate::import::{Encoding, Headings, Limits, Meaning, Refused, Row, Scheme, Source, read_rows};
use crate::text::{Message, Said};

/// Problems that are kept to be told; the others are counted.
const TOLD: usize = 1_000;

/// A register as it was brought.
#[derive(Debug, Clone)]
pub struct RegisterFile<'a> {
    /// Name of the file, without its folder.
    pub name: &'a str,
    pub bytes: &'a [u8],
    /// Needed for CSV without a byte order mark.
    pub encoding: Option<Encoding>,
    /// What headings mean that nobody knows: the heading, and a known one.
    pub renamed: Vec<(String, String)>,
    /// Whether numbers of 15 digits are made 18 by the rule.
    pub upgrade: bool,
    pub limits: Limits,
    /// The process that takes the file apart; none where the caller does it itself.
    pub apart: Option<ReadApart>,
}

impl<'a> RegisterFile<'a> {
    pub fn new(name: &'a str, bytes: &'a [u8]) -> RegisterFile<'a> {
        RegisterFile {
            name,
            bytes,
            encoding: None,
            renamed: Vec::new(),
            upgrade: false,
            limits: Limits::default(),
            apart: None,
        }
    }
}

/// Something wrong in one row, and what to do about it.
#[derive(Debug, Clone, PartialEq)]
pub struct RowProblem {
    pub row: u32,
    /// The heading of the column; empty if it is about the whole row.
    pub column: String,
    pub message: Said,
}

impl RowProblem {
    /// Where it stands.
    pub fn place(&self) -> Message {
        let message = match self.column.is_empty() {
            true => Message::new("import.at_row"),
            false => Message::new("import.at").with("column", &self.column),
        };
        message.with("row", self.row)
    }
}

/// What a look at a whole register has shown.
#[derive(Debug, Clone, Default)]
pub struct Reviewed {
    /// Rows with somebody in them.
    pub rows: usize,
    /// How many problems there are, and the first of them.
    pub count: usize,
    pub problems: Vec<RowProblem>,
    /// What is left out and why; nothing of it stands in the way.
    pub notes: Vec<Message>,
    /// Rows of people of whom nothing is kept.
    pub under_age: Rows,
    /// The facts that are told of everybody in `people`, in this order.
    pub(super) facts: Vec<String>,
    /// Everybody who can be taken over.
    pub people: Vec<Vec<String>>,
}

impl Reviewed {
    fn add(&mut self, problem: RowProblem) {
        self.count += 1;
        if self.problems.len() < TOLD {
            self.problems.push(problem);
        }
    }
}

impl Office {
    /// Looks at every row of a register and changes nothing.
    ///
    /// # Errors
    /// [`ImportError::Refused`] for a file that cannot be read as a whole.
    pub fn review_register(&self, file: &RegisterFile<'_>) -> Result<Reviewed, ImportError> {
        self.allow(crate::staff::Right::Import)?;
        let scheme = Scheme::people()?;
        let form = self.form_of_register(scheme)?;
        let mut review = Review {
            office: self,
            scheme,
            form,
            file,
            headings: None,
            rows_before: 0,
            reader: None,
            seen: HashMap::new(),
            facts: BTreeMap::new(),
            reviewed: Reviewed::default(),
            failed: None,
        };
        let mut take = |row: Row| review.row(&row);
        let (bytes, encoding, limits) = (file.bytes, file.encoding, &file.limits);
        let read = match &file.apart {
            Some(apart) => apart.read(bytes, encoding, limits, &mut take),
            None => read_rows(bytes, encoding, limits, &mut take),
        };
        if let Some(error) = review.failed.take() {
            return Err(error);
        }
        review.end(&read?)
    }
}

/// A look at a register, row by row.
struct Review<'a> {
    office: &'a Office,
    scheme: &'static Scheme,
    form: Arc<Form>,
    file: &'a RegisterFile<'a>,
    headings: Option<Headings>,
    /// Rows above the headings so far.
    rows_before: usize,
    reader: Option<Reader<'a>>,
    /// The row in which each number stood first.
    seen: HashMap<String, u32>,
    /// The place of each fact in a person's texts.
    facts: BTreeMap<String, usize>,
    reviewed: Reviewed,
    /// What went wrong beside the file.
    failed: Option<ImportError>,
}

impl Review<'_> {
    fn row(&mut self, row: &Row) -> Result<(), Refused> {
        if self.headings.is_none() {
            return self.look_for_headings(row);
        }
        self.reviewed.rows += 1;
        let most = self.file.limits.people;
        if self.reviewed.rows > most {
            return Err(Refused::TooManyPeople { most });
        }
        // The headings were found, and with them the reader was made.
        let Some(reader) = &mut self.reader else {
            return Ok(());
        };
        let read = reader.read(row);
        for problem in read.problems {
            self.reviewed.add(problem);
        }
        if read.under_age {
            self.reviewed.under_age.add(row.number);
            return Ok(());
        }
        let Some(facts) = read.facts else {
            return Ok(());
        };
        let number = facts.get("id").cloned().unwrap_or_default();
        let column = reader.heading_of("applicant.id");
        if let Some(first) = self.seen.get(&number) {
            let message = Message::new("import.same_number").with("row", first);
            self.reviewed.add(problem(row, column, message));
            return Ok(());
        }
        match self.on_record(&number) {
            Ok(None) => {}
            Ok(Some(name)) => {
                let message = Message::new("import.on_record").with("name", name);
                self.reviewed.add(problem(row, column, message));
            }
            Err(error) => {
                self.failed = Some(error);
                // Whatever is said here, the error is told instead.
                return Err(Refused::Empty);
            }
        }
        self.seen.insert(number, row.number);
        self.keep(&facts);
        Ok(())
    }

    fn on_record(&self, number: &str) -> Result<Option<String>, ImportError> {
        let Some(holder) = self.office.store.holder(number)? else {
            return Ok(None);
        };
        let person = self.office.store.person(holder)?;
        Ok(Some(
            person.map_or_else(String::new, |one| one.name().to_owned()),
        ))
    }

    /// People are kept as texts alone, in one order of facts: 100,000 of them are to fit.
    fn keep(&mut self, facts: &BTreeMap<String, String>) {
        let mut texts = vec![String::new(); self.facts.len()];
        for (fact, text) in facts {
            let next = self.facts.len();
            let place = *self.facts.entry(fact.clone()).or_insert(next);
            if texts.len() <= place {
                texts.resize(place + 1, String::new());
            }
            text.clone_into(&mut texts[place]);
        }
        self.reviewed.people.push(texts);
    }

    fn look_for_headings(&mut self, row: &Row) -> Result<(), Refused> {
        let Some(headings) = self.scheme.headings(row, &self.file.renamed)? else {
            self.rows_before += 1;
            if self.rows_before >= crate::import::NEAR_THE_TOP {
                return Err(self.no_headings());
            }
            return Ok(());
        };
        self.all_needed(&headings)?;
        self.reviewed.notes.extend(note::of_headings(&headings));
        let around = &self.office.shelf.around;
        let form = self.form.clone();
        let reader = Reader::new(self.scheme, form, around, &headings, self.file.upgrade);
        self.reader = Some(reader);
        self.headings = Some(headings);
        Ok(())
    }

    fn no_headings(&self) -> Refused {
        Refused::NoHeadings {
            wanted: self.scheme.wanted(),
        }
    }

    /// A column for every answer without which nobody is registered.
    fn all_needed(&self, headings: &Headings) -> Result<(), Refused> {
        let columns = self.scheme.columns();
        let has = |path: &str| {
            headings.all.iter().any(|heading| match heading.meaning {
                Meaning::Answer(column) => columns[column].path == path,
                _ => false,
            })
        };
        let fields = self.form.steps.iter().flat_map(|step| &step.fields);
        let needed =
            fields.filter(|field| field.required == Required::Always && field.when.is_none());
        let missing = needed.filter(|field| !has(&field.key));
        let missing: Vec<&str> = missing.map(|field| field.label.zh.as_str()).collect();
        match missing.is_empty() {
            true => Ok(()),
            false => Err(Refused::MissingColumns {
                columns: missing.join("、"),
            }),
        }
    }

    fn end(mut self, source: &Source) -> Result<Reviewed, ImportError> {
        let Some(reader) = self.reader else {
            let wanted = self.scheme.wanted();
            return Err(match self.rows_before {
                0 => Refused::Empty.into(),
                _ => Refused::NoHeadings { wanted }.into(),
            });
        };
        if self.reviewed.rows == 0 {
            return Err(Refused::Empty.into());
        }
        let reviewed = &mut self.reviewed;
        reviewed.notes.splice(..0, note::of_source(source));
        reviewed
            .notes
            .extend(reviewed.under_age.told("import.under_age"));
        reviewed.notes.extend(reader.notes());
        let mut facts = vec![String::new(); self.facts.len()];
        for (fact, place) in self.facts {
            facts[place] = fact;
        }
        reviewed.facts = facts;
        Ok(self.reviewed)
    }
}

pub(super) fn problem(row: &Row, column: String, message: impl Into<Said>) -> RowProblem {
    RowProblem {
        row: row.number,
        column,
        message: message.into(),
    }
}
