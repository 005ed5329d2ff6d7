//! The faults of grids, of their cells and of the parts inside them.

use toml::Spanned;

use super::check::{Fault, LARGEST_SIDE, check_size};
use super::grid::{RowShape, arrange};
use super::rows::ROW;
use super::spec::{BlockSpec, PieceSpec, RowSpec, Styles};
use super::textbox::{INSET, LABEL_INSET};
use crate::paper::sheet::MM_PER_POINT;

/// The most empty rows that fill up a grid.
const MOST_ROWS: usize = 200;

pub(super) fn check_grid(
    block: &Spanned<BlockSpec>,
    width: f32,
    styles: Styles,
) -> Result<(), Fault> {
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
    check_heads(&spec.row)?;
    check_rows(&spec.row, columns, spec.row_height.unwrap_or(ROW), styles)
}

/// The rows that are repeated on every page stand above those they are repeated for.
fn check_heads(rows: &[Spanned<RowSpec>]) -> Result<(), Fault> {
    let first = rows.iter().position(|row| !row.get_ref().head);
    let body = rows.iter().skip(first.unwrap_or(rows.len()));
    match body.into_iter().find(|row| row.get_ref().head) {
        Some(row) => {
            let reason = "a head row stands above the rows it is repeated for";
            Err((Some(row.span()), reason.to_owned()))
        }
        None => Ok(()),
    }
}

fn check_rows(
    rows: &[Spanned<RowSpec>],
    columns: &[f32],
    height: f32,
    styles: Styles,
) -> Result<(), Fault> {
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
            let tall: f32 = spanned.iter().map(tall).sum();
            check_parts(&cell.parts, slot.width, tall)?;
            check_room(
                &rows[number].get_ref().cells[slot.cell],
                (slot.width, tall),
                styles,
            )?;
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

/// A cell in which not even one character of the smallest size stands would refuse every value.
fn check_room(
    cell: &Spanned<PieceSpec>,
    (width, height): (f32, f32),
    styles: Styles,
) -> Result<(), Fault> {
    let spec = cell.get_ref();
    let (style, inset) = match spec {
        PieceSpec { label: Some(_), .. } => (styles.label, LABEL_INSET),
        PieceSpec { value: Some(_), .. } => (styles.value, INSET),
        PieceSpec { text: Some(_), .. } => (styles.text, INSET),
        _ => return Ok(()),
    };
    let [across, down] = spec.inset.unwrap_or(inset);
    let size = spec.size.unwrap_or(style.size);
    let em = spec.floor.unwrap_or(style.floor).min(size) * MM_PER_POINT;
    if width - 2.0 * across < em || height - 2.0 * down < em {
        let reason = format!("in {width} × {height} mm no character has room");
        return Err((Some(cell.span()), reason));
    }
    Ok(())
}

/// Parts stand inside their cell or area: one that reaches beyond it prints over its neighbour.
pub(super) fn check_parts(
    parts: &[Spanned<PieceSpec>],
    width: f32,
    height: f32,
) -> Result<(), Fault> {
    for part in parts {
        let [x, y, wide, tall] = part.get_ref().at.unwrap_or_default();
        if x + wide > width + 0.05 || y + tall > height + 0.05 {
            let reason = format!("this part reaches beyond its {width} × {height} mm");
            return Err((Some(part.span()), reason));
        }
    }
    Ok(())
}

pub(super) fn check_piece(piece: &Spanned<PieceSpec>) -> Result<(), Fault> {
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
