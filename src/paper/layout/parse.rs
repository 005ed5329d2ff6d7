use std::ops::Range;

use toml::Spanned;

use super::grid::{RowShape, arrange};
use super::rows::ROW;
use super::spec::{BlockSpec, LayoutSpec, PieceSpec, RowSpec, TypeStyle};
use crate::text::Message;

/// A layout that cannot be used: what is wrong and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: {reason}")]
pub struct LayoutError {
    /// Counted from 1.
    pub line: usize,
    pub column: usize,
    pub reason: String,
}

impl LayoutError {
    pub fn message(&self) -> Message {
        Message::new("paper.layout_error")
            .with("line", self.line)
            .with("column", self.column)
            .with("reason", &self.reason)
    }

    fn at(toml: &str, span: Option<Range<usize>>, reason: impl Into<String>) -> LayoutError {
        let start = span.map_or(0, |span| span.start).min(toml.len());
        let before = toml.get(..start).unwrap_or_default();
        let last_line = before.rsplit('\n').next().unwrap_or_default();
        LayoutError {
            line: before.matches('\n').count() + 1,
            column: last_line.chars().count() + 1,
            reason: reason.into(),
        }
    }
}

pub(super) fn parse(toml: &str) -> Result<LayoutSpec, LayoutError> {
    let spec: LayoutSpec = toml::from_str(toml)
        .map_err(|error| LayoutError::at(toml, error.span(), error.message()))?;
    let checked = check(&spec);
    checked.map_err(|(span, reason)| LayoutError::at(toml, span, reason))?;
    Ok(spec)
}

type Fault = (Option<Range<usize>>, String);

/// The largest side of paper: A2. Millimetres.
const LARGEST_SIDE: f32 = 600.0;
/// The most empty rows that fill up a grid.
const MOST_ROWS: usize = 200;

fn check(spec: &LayoutSpec) -> Result<(), Fault> {
    let fault = |reason: &str| Err((None, reason.to_owned()));
    let [width, height] = spec.page.size;
    let [top, right, bottom, left] = spec.page.margin;
    let side = |length: f32| (20.0..=LARGEST_SIDE).contains(&length);
    if !side(width) || !(side(height) || height == 0.0) {
        return fault("page.size is two lengths between 20 and 600 mm; a height of 0 is a slip");
    }
    let margins = spec
        .page
        .margin
        .iter()
        .all(|margin| (0.0..=LARGEST_SIDE).contains(margin));
    if !margins || left + right + 10.0 > width || (height > 0.0 && top + bottom + 10.0 > height) {
        return fault("page.margin leaves no room to print");
    }
    if !(0.5..=1.0).contains(&spec.page.tight) {
        return fault("page.tight is a share between 0.5 and 1");
    }
    if spec.copies.is_empty() || spec.sheet.is_empty() {
        return fault("a paper has at least one copy and one [[sheet]]");
    }
    let styles = &spec.style;
    for style in [styles.label, styles.value, styles.text, styles.small] {
        check_style(style).map_err(|reason| (None, reason))?;
    }
    let inner = width - left - right;
    let mut blocks = spec.sheet.iter().flat_map(|sheet| &sheet.block);
    blocks.try_for_each(|block| check_block(block, inner))
}

fn check_style(style: TypeStyle) -> Result<(), String> {
    check_size(Some(style.size))?;
    check_size(Some(style.floor))?;
    if style.floor > style.size {
        return Err("a style's floor is at most its size".to_owned());
    }
    Ok(())
}

fn check_size(points: Option<f32>) -> Result<(), String> {
    match points {
        Some(points) if !(4.0..=96.0).contains(&points) => {
            Err(format!("{points} is not a size of type; 4 to 96 points"))
        }
        _ => Ok(()),
    }
}

fn check_block(block: &Spanned<BlockSpec>, width: f32) -> Result<(), Fault> {
    let spec = block.get_ref();
    let fault = |reason: String| (Some(block.span()), reason);
    let kinds = [
        spec.title.is_some(),
        spec.line.is_some(),
        spec.paragraph.is_some(),
        !spec.row.is_empty(),
        spec.space.is_some(),
        spec.flex.is_some(),
        spec.rule.is_some(),
        spec.tear.is_some(),
        spec.area.is_some(),
    ];
    if kinds.iter().filter(|kind| **kind).count() != 1 {
        return Err(fault(
            "a block is exactly one of title, line, paragraph, row, space, flex, rule, tear, area"
                .to_owned(),
        ));
    }
    check_size(spec.size).map_err(fault)?;
    let lengths = [
        spec.space,
        spec.flex,
        spec.rule,
        spec.area,
        spec.row_height,
        spec.frame,
    ];
    let ratios = [spec.leading, spec.indent, spec.hanging, spec.tracking];
    let sensible = |value: &f32| (0.0..=LARGEST_SIDE).contains(value);
    if !lengths.iter().chain(&ratios).flatten().all(sensible) {
        return Err(fault("a length is out of range".to_owned()));
    }
    if !spec.row.is_empty() {
        check_grid(block, width)?;
    } else if spec.columns.is_some() {
        return Err(fault("columns belong to a block with rows".to_owned()));
    }
    if !spec.part.is_empty() && spec.area.is_none() {
        return Err(fault("parts belong to a block with an area".to_owned()));
    }
    if let Some(height) = spec.area {
        check_parts(&spec.part, width, height)?;
    }
    spec.part.iter().try_for_each(check_piece)
}

fn check_grid(block: &Spanned<BlockSpec>, width: f32) -> Result<(), Fault> {
    let spec = block.get_ref();
    let columns = spec.columns.as_deref().unwrap_or_default();
    let total: f32 = columns.iter().sum();
    for row in &spec.row {
        if row.get_ref().least.max(row.get_ref().fill) > MOST_ROWS {
            let reason = format!("least and fill are at most {MOST_ROWS} rows");
            return Err((Some(row.span()), reason));
        }
        let own = row.get_ref().columns.as_deref().unwrap_or(columns);
        let sum: f32 = own.iter().sum();
        if own.iter().any(|column| *column <= 0.0) || (sum - total).abs() > 0.05 {
            let reason =
                format!("the columns of this row are {sum} mm wide, the grid's {total} mm");
            return Err((Some(row.span()), reason));
        }
        row.get_ref().cells.iter().try_for_each(check_piece)?;
    }
    if total > width + 0.05 {
        let reason = format!("the columns are {total} mm wide, the page holds {width} mm");
        return Err((Some(block.span()), reason));
    }
    check_rows(&spec.row, columns, spec.row_height.unwrap_or(ROW))
}

fn check_rows(rows: &[Spanned<RowSpec>], columns: &[f32], height: f32) -> Result<(), Fault> {
    let shapes: Vec<_> = rows
        .iter()
        .map(|row| RowShape::of(row.get_ref(), columns))
        .collect();
    let slots = arrange(&shapes).map_err(|(row, reason)| (Some(rows[row].span()), reason))?;
    for (number, slots) in slots.iter().enumerate() {
        for slot in slots {
            let spanned = &rows[number..number + slot.rows];
            let tall = |row: &Spanned<RowSpec>| row.get_ref().height.unwrap_or(height);
            let cell = rows[number].get_ref().cells[slot.cell].get_ref();
            check_parts(&cell.parts, slot.width, spanned.iter().map(tall).sum())?;
        }
        for slot in slots.iter().filter(|slot| slot.rows > 1) {
            let mut spanned = rows[number..number + slot.rows].iter();
            let moving = |row: &Spanned<RowSpec>| {
                row.get_ref().when.is_some() || row.get_ref().each.is_some()
            };
            if let Some(row) = spanned.find(|row| moving(row)) {
                let reason = "a row under a cell over several rows may not have `when` or `each`";
                return Err((Some(row.span()), reason.to_owned()));
            }
        }
    }
    Ok(())
}

/// Parts stand inside their cell or area: one that reaches beyond it prints over its neighbour.
fn check_parts(parts: &[Spanned<PieceSpec>], width: f32, height: f32) -> Result<(), Fault> {
    for part in parts {
        let [x, y, wide, tall] = part.get_ref().at.unwrap_or_default();
        if x + wide > width + 0.05 || y + tall > height + 0.05 {
            let reason = format!("this part reaches beyond its {width} × {height} mm");
            return Err((Some(part.span()), reason));
        }
    }
    Ok(())
}

fn check_piece(piece: &Spanned<PieceSpec>) -> Result<(), Fault> {
    let spec = piece.get_ref();
    let fault = |reason: String| (Some(piece.span()), reason);
    let kinds = [
        spec.label.is_some(),
        spec.value.is_some(),
        spec.text.is_some(),
        spec.seal.is_some(),
        spec.photo.is_some(),
        spec.qr.is_some(),
        !spec.parts.is_empty(),
    ];
    if kinds.iter().filter(|kind| **kind).count() > 1 {
        return Err(fault(
            "a cell holds one of label, value, text, seal, photo, qr, parts".to_owned(),
        ));
    }
    check_size(spec.size)
        .and_then(|()| check_size(spec.floor))
        .map_err(fault)?;
    let lengths = spec.at.iter().flatten().chain(spec.inset.iter().flatten());
    let mut lengths = lengths.chain(&spec.leading).chain(&spec.indent);
    if !lengths.all(|value| (0.0..=LARGEST_SIDE).contains(value)) {
        return Err(fault("a length is out of range".to_owned()));
    }
    spec.parts.iter().try_for_each(check_piece)
}
