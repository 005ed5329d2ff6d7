//! The layout language as it stands in a file. `forms/papers/README.md` explains it.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use crate::paper::fonts::Typeface;
use crate::paper::template::Template;
use crate::policy::Expr;

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LayoutSpec {
    pub id: String,
    pub title: String,
    pub code: String,
    pub version: String,
    #[serde(default = "one_copy")]
    pub copies: Vec<String>,
    pub page: Spanned<PageSpec>,
    #[serde(default)]
    pub style: Option<Spanned<Styles>>,
    #[serde(default)]
    pub header: Vec<RunningLine>,
    #[serde(default)]
    pub footer: Vec<RunningLine>,
    pub signed: Option<SignedSpec>,
    pub sheet: Vec<SheetSpec>,
}

/// What the signed code of the paper says of it, each exactly as the page prints it; the days
/// plain, as they stand in the data.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignedSpec {
    pub number: Template,
    pub name: Template,
    pub id: Template,
    pub issued: Template,
    /// Left out on a paper that is valid without end.
    pub until: Option<Template>,
}

impl LayoutSpec {
    pub fn page(&self) -> &PageSpec {
        self.page.get_ref()
    }

    /// The type it is set in; the house's own where the file says nothing.
    pub fn style(&self) -> Styles {
        self.style
            .as_ref()
            .map(|style| *style.get_ref())
            .unwrap_or_default()
    }
}

fn one_copy() -> Vec<String> {
    vec![String::new()]
}

/// The paper a layout is printed on. Lengths in mm.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageSpec {
    /// Width and height; a height of 0 is a slip from a roll, as long as what stands on it.
    pub size: [f32; 2],
    /// Top, right, bottom, left.
    pub margin: [f32; 4],
    /// The picture of the pre-printed form, for the screen alone: a file beside the layout.
    pub background: Option<String>,
    /// How far rows and spaces may shrink before a page flows into a second one (0.5–1).
    #[serde(default = "unshrunk")]
    pub tight: f32,
}

fn unshrunk() -> f32 {
    1.0
}

/// The type of labels, values and running text.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Styles {
    pub label: TypeStyle,
    pub value: TypeStyle,
    pub text: TypeStyle,
    pub small: TypeStyle,
}

impl Default for Styles {
    fn default() -> Styles {
        let style = |face, size, floor| TypeStyle { face, size, floor };
        Styles {
            label: style(Typeface::Song, 10.5, 8.0),
            value: style(Typeface::Song, 10.5, 7.0),
            text: style(Typeface::Song, 10.5, 8.0),
            small: style(Typeface::Song, 7.5, 6.0),
        }
    }
}

/// A face at its natural size and the smallest size it may shrink to, in points.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TypeStyle {
    pub face: Typeface,
    pub size: f32,
    pub floor: f32,
}

/// One line of the header or the footer.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RunningLine {
    pub left: Option<Template>,
    pub center: Option<Template>,
    pub right: Option<Template>,
    pub face: Option<Typeface>,
    pub size: Option<f32>,
    pub when: Option<Expr>,
}

/// One page, or the pages it flows over.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SheetSpec {
    /// What the page is called in a message.
    #[serde(default)]
    pub name: String,
    pub when: Option<Expr>,
    /// The page must stay one page.
    #[serde(default)]
    pub single: bool,
    pub border: Option<Border>,
    #[serde(default)]
    pub block: Vec<Spanned<BlockSpec>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Border {
    /// A thick and a thin line.
    Double,
    /// An interlaced band between two lines, for a certificate.
    Guilloche,
}

/// One thing in the flow of a page: exactly one of `title`, `line`, `paragraph`, `row`, `space`,
/// `flex`, `rule`, `tear`, `area`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BlockSpec {
    pub when: Option<Expr>,
    /// Repeats the block for each of these rows.
    pub each: Option<String>,
    /// What messages call the block.
    pub name: Option<String>,

    pub title: Option<Template>,
    pub line: Option<LineSpec>,
    pub paragraph: Option<Template>,
    pub columns: Option<Vec<f32>>,
    #[serde(default)]
    pub row: Vec<Spanned<RowSpec>>,
    pub space: Option<f32>,
    pub flex: Option<f32>,
    pub rule: Option<f32>,
    pub tear: Option<Template>,
    pub area: Option<f32>,
    #[serde(default)]
    pub part: Vec<Spanned<PieceSpec>>,

    pub face: Option<Typeface>,
    pub size: Option<f32>,
    pub align: Option<Align>,
    /// The distance of baselines, in em.
    pub leading: Option<f32>,
    /// The indent of the first line, in em.
    pub indent: Option<f32>,
    /// Hanging indent of the further lines, in em.
    pub hanging: Option<f32>,
    /// Air between the characters of a title, in em.
    pub tracking: Option<f32>,
    pub row_height: Option<f32>,
    /// The thickness of a grid's outer frame, in points.
    pub frame: Option<f32>,
    /// Stays on the page of the next block.
    #[serde(default)]
    pub keep: bool,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LineSpec {
    pub left: Option<Template>,
    pub center: Option<Template>,
    pub right: Option<Template>,
}

/// A row of a grid.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RowSpec {
    pub cells: Vec<Spanned<PieceSpec>>,
    pub when: Option<Expr>,
    pub height: Option<f32>,
    /// Other columns than the grid's, for this row.
    pub columns: Option<Vec<f32>>,
    /// Repeats the row for each of these; inside, `row.` is one of them.
    pub each: Option<String>,
    /// Empty rows fill up to this number.
    #[serde(default)]
    pub least: usize,
    /// Empty rows fill up to a whole number of pages with so many rows each.
    #[serde(default)]
    pub fill: usize,
    /// Repeated on top of every page the grid flows to.
    #[serde(default)]
    pub head: bool,
}

/// What fills a cell or a place: exactly one of `label`, `value`, `text`, `seal`, `photo`, `qr`,
/// `parts`; an empty piece is an empty cell.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PieceSpec {
    pub label: Option<Template>,
    pub value: Option<Template>,
    pub text: Option<Template>,
    pub seal: Option<String>,
    pub photo: Option<String>,
    pub qr: Option<Template>,
    #[serde(default)]
    pub parts: Vec<Spanned<PieceSpec>>,

    pub when: Option<Expr>,
    /// What messages call the place; else the label before it.
    pub name: Option<String>,
    /// x, y, width, height inside the cell or area; width and height 0 reach to its edge.
    pub at: Option<[f32; 4]>,
    pub across: Option<usize>,
    pub down: Option<usize>,
    pub face: Option<Typeface>,
    pub size: Option<f32>,
    pub floor: Option<f32>,
    pub align: Option<Align>,
    pub valign: Option<VerticalAlign>,
    pub leading: Option<f32>,
    pub indent: Option<f32>,
    /// At most this many lines.
    pub lines: Option<usize>,
    /// Air to the left and right, above and below.
    pub inset: Option<[f32; 2]>,
    /// One character below the other.
    #[serde(default)]
    pub vertical: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Align {
    Left,
    Center,
    Right,
    /// Lines of a paragraph reach both edges.
    Justify,
    /// The characters of one line are spread over the width (均分).
    Spread,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum VerticalAlign {
    Top,
    Middle,
    Bottom,
}

impl LayoutSpec {
    pub fn names(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        let running = self.header.iter().chain(&self.footer);
        for line in running {
            add(
                &mut names,
                [&line.left, &line.center, &line.right],
                &line.when,
            );
        }
        if let Some(signed) = &self.signed {
            let templates = [&signed.number, &signed.name, &signed.id, &signed.issued];
            let templates = templates.into_iter().chain(&signed.until);
            templates.for_each(|template| template.names(&mut names));
        }
        for sheet in &self.sheet {
            add(&mut names, [&None, &None, &None], &sheet.when);
            sheet
                .block
                .iter()
                .for_each(|block| block_names(block.get_ref(), &mut names));
        }
        names
    }
}

fn add<'a>(
    names: &mut BTreeSet<&'a str>,
    templates: [&'a Option<Template>; 3],
    when: &'a Option<Expr>,
) {
    templates
        .into_iter()
        .flatten()
        .for_each(|template| template.names(names));
    names.extend(when.iter().flat_map(Expr::names));
}

fn block_names<'a>(block: &'a BlockSpec, names: &mut BTreeSet<&'a str>) {
    add(
        names,
        [&block.title, &block.paragraph, &block.tear],
        &block.when,
    );
    if let Some(line) = &block.line {
        add(names, [&line.left, &line.center, &line.right], &None);
    }
    names.extend(block.each.as_deref());
    for row in block.row.iter().map(Spanned::get_ref) {
        add(names, [&None, &None, &None], &row.when);
        names.extend(row.each.as_deref());
        row.cells
            .iter()
            .for_each(|cell| piece_names(cell.get_ref(), names));
    }
    block
        .part
        .iter()
        .for_each(|part| piece_names(part.get_ref(), names));
}

fn piece_names<'a>(piece: &'a PieceSpec, names: &mut BTreeSet<&'a str>) {
    add(
        names,
        [&piece.label, &piece.value, &piece.text],
        &piece.when,
    );
    piece.qr.iter().for_each(|template| template.names(names));
    names.extend(piece.photo.as_deref());
    piece
        .parts
        .iter()
        .for_each(|part| piece_names(part.get_ref(), names));
}
