//! A printable paper as data: pages of blocks, blocks of rows, rows of cells.

mod blocks;
mod check;
mod check_cells;
mod code;
mod flow;
mod furniture;
mod grid;
mod items;
mod line;
mod marks;
mod parse;
mod rows;
mod signed;
mod spec;
mod textbox;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use parse::LayoutError;
pub use signed::{CHECK_CODE, CODE, SignedFields};
use spec::{LayoutSpec, SheetSpec};

use super::data::{Data, Scope};
use super::fonts::Fonts;
use super::sheet::{Document, Picture, Sheet};
use super::unprintable::Unprintable;

/// What is written across a page that is not a valid paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mark {
    #[default]
    None,
    /// 样张: practice and samples.
    Sample,
    /// 草稿: printed before it was issued.
    Draft,
    /// 作废: printed again for the file after it ended.
    Void,
    /// 补印: another print of a sheet that is out already, with which one it is; 0 where nobody
    /// counted.
    Reprint(u32),
}

/// A paper of `forms/papers/`.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    spec: LayoutSpec,
    background: Option<Arc<Picture>>,
}

/// What the drawing of one copy needs at hand.
#[derive(Clone, Copy)]
struct Press<'a> {
    fonts: &'a Fonts,
    spec: &'a LayoutSpec,
    scope: Scope<'a>,
    /// Rows and spaces are drawn at this share of their height.
    tightness: f32,
}

impl Layout {
    /// Reads a layout strictly: an unknown key, a row that does not fill its columns or a value
    /// that cannot be read is refused with its place.
    ///
    /// # Errors
    /// [`LayoutError`] for the first thing that is wrong.
    pub fn parse(toml: &str) -> Result<Layout, LayoutError> {
        let spec = parse::parse(toml)?;
        Ok(Layout {
            spec,
            background: None,
        })
    }

    pub fn id(&self) -> &str {
        &self.spec.id
    }

    pub fn title(&self) -> &str {
        &self.spec.title
    }

    /// The form's code and version as the foot of the page shows them.
    pub fn code(&self) -> (&str, &str) {
        (&self.spec.code, &self.spec.version)
    }

    /// Width and height of the paper in millimetres.
    pub fn page_size(&self) -> (f32, f32) {
        let [width, height] = self.spec.page().size;
        (width, height)
    }

    /// The names of the copies, in printing order; one empty name if the paper has one copy.
    pub fn copies(&self) -> &[String] {
        &self.spec.copies
    }

    /// The picture of the pre-printed form, by its name, if the paper is printed onto one.
    pub fn background(&self) -> Option<&str> {
        self.spec.page().background.as_deref()
    }

    /// Shows this picture beneath every page on the screen. It is never printed.
    pub fn with_background(mut self, picture: Picture) -> Layout {
        self.background = Some(Arc::new(picture));
        self
    }

    /// Every data path the paper asks for, so that a form can be checked against it.
    pub fn names(&self) -> BTreeSet<&str> {
        self.spec.names()
    }

    /// Lays out every copy. Nothing is printed yet: this is the proof that it can be.
    ///
    /// # Errors
    /// Every character no font has, every text that does not fit its place, every picture that
    /// cannot be embedded.
    pub fn lay_out(
        &self,
        data: &Data,
        fonts: &Fonts,
        mark: Mark,
    ) -> Result<Document, Vec<Unprintable>> {
        let mut problems = Vec::new();
        let mut sheets = Vec::new();
        for copy in &self.spec.copies {
            let page = BTreeMap::from([
                ("copy_name".to_owned(), copy.clone()),
                ("form_code".to_owned(), self.spec.code.clone()),
                ("form_version".to_owned(), self.spec.version.clone()),
            ]);
            sheets.extend(self.lay_out_copy(data, fonts, page, &mut problems));
        }
        for sheet in &mut sheets {
            sheet.background.clone_from(&self.background);
            marks::draw(sheet, fonts, mark);
        }
        problems.dedup();
        if problems.is_empty() {
            Ok(Document {
                title: self.spec.title.clone(),
                sheets,
            })
        } else {
            Err(without_repeats(problems))
        }
    }

    fn lay_out_copy(
        &self,
        data: &Data,
        fonts: &Fonts,
        mut page: BTreeMap<String, String>,
        problems: &mut Vec<Unprintable>,
    ) -> Vec<Sheet> {
        let mut sheets: Vec<(Sheet, &SheetSpec)> = Vec::new();
        {
            let scope = Scope {
                data,
                row: None,
                page: &page,
            };
            let press = Press {
                fonts,
                spec: &self.spec,
                scope,
                tightness: 1.0,
            };
            for spec in self
                .spec
                .sheet
                .iter()
                .filter(|spec| scope.holds(spec.when.as_ref()))
            {
                let flowed = flow::sheets(press, spec, problems);
                sheets.extend(flowed.into_iter().map(|sheet| (sheet, spec)));
            }
        }
        page.insert("pages".to_owned(), sheets.len().to_string());
        for (number, (sheet, spec)) in sheets.iter_mut().enumerate() {
            page.insert("page".to_owned(), (number + 1).to_string());
            let scope = Scope {
                data,
                row: None,
                page: &page,
            };
            let press = Press {
                fonts,
                spec: &self.spec,
                scope,
                tightness: 1.0,
            };
            furniture::draw(press, spec, sheet, problems);
        }
        sheets.into_iter().map(|(sheet, _)| sheet).collect()
    }
}

/// Each problem once: a second copy of a page has the problems of the first.
fn without_repeats(problems: Vec<Unprintable>) -> Vec<Unprintable> {
    let mut kept: Vec<Unprintable> = Vec::new();
    for problem in problems {
        if !kept.contains(&problem) {
            kept.push(problem);
        }
    }
    kept
}
