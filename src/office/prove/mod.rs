//! Papers proved before anybody stands at the counter: every place takes the longest and rarest
//! text that the services can bring to it.

mod needs;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::specimen::{SpecimenError, Specimens};
use crate::disk::{Shipped, fonts, longest_data, read_layout, read_text, sample_data};
use crate::paper::{Data, Document, Fonts, Item, Layout, Mark, Unprintable};
use needs::{Needs, ems, longer};

/// No font has this; what is refused because of it tells how a paper calls a place.
const NOWHERE: char = '\u{10FFFF}';
/// A character no sample has, to find its place by.
const PROBE: char = '𪚥';
/// Longer texts are not tried; a place that takes this many characters takes more pages.
const MOST: usize = 400;

/// One paper and every place on it.
#[derive(Debug, Clone, PartialEq)]
pub struct PaperProof {
    pub paper: String,
    pub title: String,
    pub fields: Vec<FieldProof>,
    /// What cannot be printed when every place is at its longest at the same time.
    pub together: Vec<Unprintable>,
}

/// One place of a paper.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldProof {
    /// The data path; of a list its column: `row.name`.
    pub path: String,
    /// What the paper calls the place.
    pub label: String,
    /// The longest text that can come, in Han characters.
    pub needed: usize,
    /// The longest the place takes, in Han characters; `None` if there is no end.
    pub largest: Option<usize>,
    /// The size of the type of the longest text, in points.
    pub size: Option<f32>,
    pub verdict: Verdict,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Fits,
    DoesNotFit,
    /// A condition, a code or a picture: its text stands nowhere on the paper.
    NotPrinted,
}

impl PaperProof {
    pub fn holds(&self) -> bool {
        let fits = |field: &FieldProof| field.verdict != Verdict::DoesNotFit;
        self.together.is_empty() && self.fields.iter().all(fits)
    }
}

/// Proves one paper, or all of them in the order of their numbers.
///
/// # Errors
/// [`SpecimenError`] if there is no such paper or the program's own files cannot be read.
pub fn prove(paper: Option<&str>) -> Result<Vec<PaperProof>, SpecimenError> {
    let specimens = Specimens::read()?;
    let layouts = specimens.layouts(paper)?;
    let shipped = Shipped::read()?;
    let bench = Bench::new(&shipped)?;
    let proofs = layouts.into_iter().map(|layout| bench.prove(layout));
    Ok(proofs.collect())
}

/// Proves a layout that is being written, by its file.
///
/// # Errors
/// [`SpecimenError`] if the file cannot be read or is no layout.
pub fn prove_file(file: &Path) -> Result<PaperProof, SpecimenError> {
    let layout = read_layout(&file.display().to_string(), &read_text(file)?)?;
    let shipped = Shipped::read()?;
    Ok(Bench::new(&shipped)?.prove(&layout))
}

struct Bench<'a> {
    fonts: Fonts,
    sample: Data,
    longest: Data,
    needs: Needs<'a>,
}

impl Bench<'_> {
    fn new(shipped: &Shipped) -> Result<Bench<'_>, SpecimenError> {
        Ok(Bench {
            fonts: fonts()?,
            sample: sample_data()?,
            longest: longest_data()?,
            needs: Needs::new(shipped),
        })
    }

    fn prove(&self, layout: &Layout) -> PaperProof {
        let needed = self.needed(layout);
        let fields = needed.iter();
        let fields = fields
            .map(|(path, text)| self.field(layout, path, text))
            .collect();
        let mut together = self.sample.clone();
        for (path, text) in &needed {
            put(&mut together, layout, path, text);
        }
        PaperProof {
            paper: layout.id().to_owned(),
            title: layout.title().to_owned(),
            fields,
            together: self.problems(layout, &together),
        }
    }

    /// Every place with the longest text that can come to it: by the forms, or as collected.
    fn needed(&self, layout: &Layout) -> BTreeMap<String, String> {
        let by_forms = self.needs.of(layout);
        let lists: BTreeSet<&str> = layout.names();
        let text = |path: &str| {
            let collected = [&self.sample, &self.longest].map(|data| found(data, &lists, path));
            let collected = collected.into_iter().flatten().fold(String::new(), longer);
            longer(collected, by_forms.get(path).cloned().unwrap_or_default())
        };
        let paths = lists.iter().map(|path| ((*path).to_owned(), text(path)));
        paths.filter(|(_, text)| !text.is_empty()).collect()
    }

    fn field(&self, layout: &Layout, path: &str, needed: &str) -> FieldProof {
        let mut proof = FieldProof {
            path: path.to_owned(),
            label: String::new(),
            needed: ems(needed).ceil() as usize,
            largest: None,
            size: None,
            verdict: Verdict::NotPrinted,
        };
        let Some(label) = self.label(layout, path) else {
            return proof;
        };
        proof.label = label;
        let fits = self
            .problems(layout, &self.with(layout, path, needed))
            .is_empty();
        proof.verdict = if fits {
            Verdict::Fits
        } else {
            Verdict::DoesNotFit
        };
        let largest = self.largest(layout, path);
        proof.largest = Some(largest).filter(|largest| *largest < MOST);
        proof.size = self.size(layout, path, proof.needed.min(largest));
        proof
    }

    /// What the paper calls the place; `None` if the text of the path stands nowhere.
    fn label(&self, layout: &Layout, path: &str) -> Option<String> {
        let nowhere = format!("{NOWHERE}");
        let problems = self.problems(layout, &self.with(layout, path, &nowhere));
        problems.into_iter().find_map(|problem| match problem {
            Unprintable::MissingGlyph { label, .. } => Some(label),
            _ => None,
        })
    }

    /// The most characters the place takes beside the sample's other values.
    fn largest(&self, layout: &Layout, path: &str) -> usize {
        let fits = |count: usize| {
            let text = PROBE.to_string().repeat(count);
            self.problems(layout, &self.with(layout, path, &text))
                .is_empty()
        };
        let (mut fitting, mut refused) = (0, MOST + 1);
        while refused - fitting > 1 {
            let middle = (fitting + refused) / 2;
            match fits(middle) {
                true => fitting = middle,
                false => refused = middle,
            }
        }
        fitting
    }

    /// The smallest type in which so many characters stand.
    fn size(&self, layout: &Layout, path: &str, count: usize) -> Option<f32> {
        let text = PROBE.to_string().repeat(count.max(1));
        let data = self.with(layout, path, &text);
        let document = layout.lay_out(&data, &self.fonts, Mark::None).ok()?;
        smallest(&document)
    }

    fn with(&self, layout: &Layout, path: &str, text: &str) -> Data {
        let mut data = self.sample.clone();
        put(&mut data, layout, path, text);
        data
    }

    fn problems(&self, layout: &Layout, data: &Data) -> Vec<Unprintable> {
        let laid = layout.lay_out(data, &self.fonts, Mark::None);
        laid.err().unwrap_or_default()
    }
}

/// The text of a path; of a column, its longest in any list of the paper.
fn found(data: &Data, names: &BTreeSet<&str>, path: &str) -> Option<String> {
    let Some(column) = path.strip_prefix("row.") else {
        return data.texts.get(path).cloned();
    };
    let lists = names.iter().filter_map(|name| data.rows.get(*name));
    let cells = lists.flatten().filter_map(|row| row.get(column)).cloned();
    Some(cells.fold(String::new(), longer))
}

/// Puts a text at a path; of a column, into the first row of every list that has it.
fn put(data: &mut Data, layout: &Layout, path: &str, text: &str) {
    let Some(column) = path.strip_prefix("row.") else {
        return data.set(path, text);
    };
    for name in layout.names() {
        let first = data.rows.get_mut(name).and_then(|rows| rows.first_mut());
        if let Some(cell) = first.and_then(|row| row.get_mut(column)) {
            text.clone_into(cell);
        }
    }
}

fn smallest(document: &Document) -> Option<f32> {
    let items = document.sheets.iter().flat_map(|sheet| &sheet.items);
    let sizes = items.filter_map(|item| match item {
        Item::Text(run) if run.text.contains(PROBE) => Some(run.size),
        _ => None,
    });
    sizes.reduce(f32::min)
}
