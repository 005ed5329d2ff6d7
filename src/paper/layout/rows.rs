//! Grids: rows of cells, repeated for the rows of the data.

use std::collections::BTreeMap;

use toml::Spanned;

use super::Press;
use super::flow::{GridPiece, Slab, content};
use super::grid::{Edges, RowShape, Slot, arrange};
use super::items;
use super::spec::{BlockSpec, PieceSpec, RowSpec};
use crate::paper::data::ROW_PATH;
use crate::paper::sheet::{Frame, Item, Stroke};
use crate::paper::unprintable::Unprintable;

/// The thin lines inside a grid, and its frame, in points.
const THIN: f32 = 0.45;
const FRAME: f32 = 1.2;
/// The height of a row that does not say its own. Millimetres.
pub(super) const ROW: f32 = 8.0;

/// A row of the data and its number, or nothing where an empty row fills up.
pub(super) type Row = Option<BTreeMap<String, String>>;

/// The rows of the data at `name`, each knowing its number.
pub(super) fn repeated(press: Press<'_>, name: &str) -> Vec<Row> {
    let rows = press
        .scope
        .data
        .rows
        .get(name)
        .filter(|_| !press.scope.data.blank);
    let mut all: Vec<Row> = Vec::new();
    for (place, row) in rows.into_iter().flatten().enumerate() {
        let mut row = row.clone();
        row.insert("number".to_owned(), (place + 1).to_string());
        row.insert(ROW_PATH.to_owned(), format!("{name}[{place}]"));
        all.push(Some(row));
    }
    all
}

/// The rows of the data, and the empty ones that are left for the pen.
fn filled_up(press: Press<'_>, name: &str, spec: &RowSpec) -> Vec<Row> {
    let mut rows = repeated(press, name);
    let least = rows.len().max(spec.least);
    let count = match spec.fill {
        0 => least,
        page => least.max(1).next_multiple_of(page),
    };
    rows.resize_with(count, || Some(BTreeMap::new()));
    rows
}

pub(super) fn within<'a>(press: Press<'a>, row: Option<&'a BTreeMap<String, String>>) -> Press<'a> {
    let mut press = press;
    press.scope.row = row.or(press.scope.row);
    press
}

/// A row as it will be drawn: its specification, its data, its height.
struct LiveRow<'a> {
    spec: &'a RowSpec,
    data: Row,
    height: f32,
}

pub(super) fn grid(
    press: Press<'_>,
    block: &BlockSpec,
    number: usize,
    slabs: &mut Vec<Slab>,
    problems: &mut Vec<Unprintable>,
) {
    let columns = block.columns.as_deref().unwrap_or_default();
    let rows = live_rows(press, block);
    let shapes: Vec<RowShape<'_>> = rows
        .iter()
        .map(|row| RowShape::of(row.spec, columns))
        .collect();
    // The loader has arranged the same rows; repeating or dropping single rows keeps them even.
    let Ok(slots) = arrange(&shapes) else { return };
    let width: f32 = columns.iter().sum();
    let room = content(press.spec);
    let x = room.x + (room.width - width) / 2.0;
    let piece = GridPiece {
        number,
        x,
        width,
        frame: block.frame.unwrap_or(FRAME),
        head: false,
    };
    let mut first = 0;
    while first < rows.len() {
        let end = group_end(&slots, first);
        let head = rows[first..end].iter().all(|row| row.spec.head);
        let grid = Some(GridPiece { head, ..piece });
        let mut slab = group(press, &rows[first..end], &slots[first..end], x, problems);
        slab.grid = grid;
        slab.keep = head;
        slabs.push(slab);
        first = end;
    }
}

fn live_rows<'a>(press: Press<'_>, block: &'a BlockSpec) -> Vec<LiveRow<'a>> {
    let mut live = Vec::new();
    for spec in block.row.iter().map(Spanned::get_ref) {
        let height = spec.height.or(block.row_height).unwrap_or(ROW) * tightness(press, spec);
        let rows = match &spec.each {
            Some(name) => filled_up(press, name, spec),
            None => vec![None],
        };
        for data in rows {
            let scope = within(press, data.as_ref()).scope;
            if scope.holds(spec.when.as_ref()) {
                live.push(LiveRow { spec, data, height });
            }
        }
    }
    live
}

/// Rows shrink to save a page, but not those whose parts have fixed places.
fn tightness(press: Press<'_>, spec: &RowSpec) -> f32 {
    let placed = |cell: &Spanned<PieceSpec>| !cell.get_ref().parts.is_empty();
    if spec.cells.iter().any(placed) {
        1.0
    } else {
        press.tightness
    }
}

/// The end of the rows that cells over several rows hold together.
fn group_end(slots: &[Vec<Slot>], first: usize) -> usize {
    let mut end = first + 1;
    let mut row = first;
    while row < end {
        let reach = slots[row]
            .iter()
            .map(|slot| row + slot.rows)
            .max()
            .unwrap_or(row + 1);
        end = end.max(reach).min(slots.len());
        row += 1;
    }
    end
}

/// Draws rows that stay together: their cells, and every edge between them once.
fn group(
    press: Press<'_>,
    rows: &[LiveRow<'_>],
    slots: &[Vec<Slot>],
    x: f32,
    problems: &mut Vec<Unprintable>,
) -> Slab {
    let mut slab = Slab {
        height: rows.iter().map(|row| row.height).sum(),
        ..Slab::default()
    };
    let mut edges = Edges::default();
    let mut y = 0.0;
    for (number, (row, slots)) in rows.iter().zip(slots).enumerate() {
        let press = within(press, row.data.as_ref());
        let mut label = String::new();
        for slot in slots {
            let cell = row.spec.cells[slot.cell].get_ref();
            let height = rows
                .iter()
                .skip(number)
                .take(slot.rows)
                .map(|row| row.height)
                .sum();
            let frame = Frame::new(x + slot.x, y, slot.width, height);
            if let Some(template) = cell.label.as_ref().filter(|_| cell.name.is_none()) {
                label = template.plain(press.scope).replace(['\n', ' '], "");
            }
            items::draw(press, cell, frame, &label, &mut slab.items, problems);
            edges.add(frame);
        }
        y += row.height;
    }
    let thin = |(from, to)| Item::Stroke(Stroke::line(from, to, THIN));
    slab.items.extend(edges.merged().into_iter().map(thin));
    slab
}
