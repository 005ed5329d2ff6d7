use super::spec::{PieceSpec, RowSpec};

/// Where a cell stands: from its left edge, over so many rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Slot {
    /// Which cell of its row.
    pub cell: usize,
    pub x: f32,
    pub width: f32,
    pub rows: usize,
}

/// What a grid needs to know of a row.
pub(super) struct RowShape<'a> {
    pub columns: &'a [f32],
    /// How many columns and rows each cell takes.
    pub cells: Vec<(usize, usize)>,
}

impl<'a> RowShape<'a> {
    pub fn of(row: &'a RowSpec, columns: &'a [f32]) -> RowShape<'a> {
        let shape = |cell: &PieceSpec| (cell.across.unwrap_or(1), cell.down.unwrap_or(1));
        RowShape {
            columns: row.columns.as_deref().unwrap_or(columns),
            cells: row.cells.iter().map(|cell| shape(cell.get_ref())).collect(),
        }
    }
}

/// A stretch of the width that a cell of an earlier row still covers.
struct Covered {
    from: f32,
    to: f32,
    until_row: usize,
}

/// Edges closer than this are the same edge. Millimetres.
const SAME: f32 = 0.01;

/// Finds the place of every cell, row by row.
///
/// # Errors
/// The row that does not come out even, and why.
pub(super) fn arrange(rows: &[RowShape<'_>]) -> Result<Vec<Vec<Slot>>, (usize, String)> {
    let mut covered: Vec<Covered> = Vec::new();
    let mut all = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        covered.retain(|stretch| stretch.until_row > number);
        let slots = arrange_row(row, &covered).map_err(|reason| (number, reason))?;
        for slot in slots.iter().filter(|slot| slot.rows > 1) {
            if number + slot.rows > rows.len() {
                return Err((number, "a cell reaches below the last row".to_owned()));
            }
            let (from, to) = (slot.x, slot.x + slot.width);
            covered.push(Covered {
                from,
                to,
                until_row: number + slot.rows,
            });
        }
        all.push(slots);
    }
    Ok(all)
}

fn arrange_row(row: &RowShape<'_>, covered: &[Covered]) -> Result<Vec<Slot>, String> {
    let mut slots = Vec::new();
    let mut cells = row.cells.iter().enumerate();
    let mut column = 0;
    let mut x = 0.0;
    while column < row.columns.len() {
        let width = row.columns[column];
        if is_covered(covered, x, x + width)? {
            x += width;
            column += 1;
            continue;
        }
        let Some((cell, (across, down))) = cells.next() else {
            return Err(format!("column {} has no cell", column + 1));
        };
        let wide = row.columns.get(column..column + across);
        let Some(wide) = wide.filter(|wide| !wide.is_empty()) else {
            return Err(format!(
                "cell {} is wider than the columns that are left",
                cell + 1
            ));
        };
        let width: f32 = wide.iter().sum();
        if is_covered(covered, x, x + width)? {
            return Err(format!(
                "cell {} runs into a cell of an earlier row",
                cell + 1
            ));
        }
        slots.push(Slot {
            cell,
            x,
            width,
            rows: *down,
        });
        x += width;
        column += across;
    }
    match cells.next() {
        Some((cell, _)) => Err(format!("there is no column for cell {}", cell + 1)),
        None => Ok(slots),
    }
}

fn is_covered(covered: &[Covered], from: f32, to: f32) -> Result<bool, String> {
    for stretch in covered {
        let overlaps = from < stretch.to - SAME && to > stretch.from + SAME;
        let inside = from > stretch.from - SAME && to < stretch.to + SAME;
        if overlaps && !inside {
            return Err("a column crosses the edge of a cell of an earlier row".to_owned());
        }
        if overlaps {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Straight edges, merged so that no stretch is drawn twice.
#[derive(Default)]
pub(super) struct Edges {
    /// Across: y; down: x; each with its stretches, in hundredths of a millimetre.
    across: std::collections::BTreeMap<i64, Vec<(i64, i64)>>,
    down: std::collections::BTreeMap<i64, Vec<(i64, i64)>>,
}

/// An edge from one point to another.
pub(super) type Edge = ((f32, f32), (f32, f32));

impl Edges {
    pub fn add(&mut self, frame: crate::paper::sheet::Frame) {
        let (left, right) = (hundredths(frame.x), hundredths(frame.right()));
        let (top, bottom) = (hundredths(frame.y), hundredths(frame.bottom()));
        for y in [top, bottom] {
            self.across.entry(y).or_default().push((left, right));
        }
        for x in [left, right] {
            self.down.entry(x).or_default().push((top, bottom));
        }
    }

    pub fn merged(self) -> Vec<Edge> {
        let mut edges = Vec::new();
        for (y, stretches) in self.across {
            let y = millimetres(y);
            let lines = merge(stretches).into_iter();
            edges.extend(lines.map(|(a, b)| ((millimetres(a), y), (millimetres(b), y))));
        }
        for (x, stretches) in self.down {
            let x = millimetres(x);
            let lines = merge(stretches).into_iter();
            edges.extend(lines.map(|(a, b)| ((x, millimetres(a)), (x, millimetres(b)))));
        }
        edges
    }
}

fn merge(mut stretches: Vec<(i64, i64)>) -> Vec<(i64, i64)> {
    stretches.sort_unstable();
    let mut merged: Vec<(i64, i64)> = Vec::new();
    for (from, to) in stretches {
        match merged.last_mut() {
            Some((_, end)) if from <= *end => *end = (*end).max(to),
            _ => merged.push((from, to)),
        }
    }
    merged
}

fn hundredths(mm: f32) -> i64 {
    (mm * 100.0).round() as i64
}

fn millimetres(hundredths: i64) -> f32 {
    hundredths as f32 / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::sheet::Frame;

    fn row<'a>(columns: &'a [f32], cells: &[(usize, usize)]) -> RowShape<'a> {
        RowShape {
            columns,
            cells: cells.to_vec(),
        }
    }

    #[test]
    fn a_cell_over_two_rows_takes_its_place_in_both() {
        let rows = [
            row(&[10.0, 20.0], &[(1, 1), (1, 2)]),
            row(&[10.0, 20.0], &[(1, 1)]),
        ];
        let slots = arrange(&rows).expect("even");
        assert_eq!(
            slots[0][1],
            Slot {
                cell: 1,
                x: 10.0,
                width: 20.0,
                rows: 2
            }
        );
        assert_eq!(slots[1].len(), 1);
    }

    #[test]
    fn rows_that_do_not_come_out_even_are_refused() {
        let short = [row(&[10.0, 20.0], &[(1, 1)])];
        let long = [row(&[10.0], &[(1, 1), (1, 1)])];
        let wide = [row(&[10.0], &[(2, 1)])];
        let deep = [row(&[10.0], &[(1, 2)])];
        let none = [row(&[10.0], &[(0, 1)])];
        for rows in [short, long, wide, deep, none] {
            assert!(arrange(&rows).is_err());
        }
        let crossing = [
            row(&[10.0, 20.0], &[(1, 2), (1, 1)]),
            row(&[15.0, 15.0], &[(1, 1)]),
        ];
        assert_eq!(arrange(&crossing).expect_err("crosses").0, 1);
    }

    #[test]
    fn neighbouring_cells_share_one_drawn_edge() {
        let mut edges = Edges::default();
        edges.add(Frame::new(0.0, 0.0, 10.0, 5.0));
        edges.add(Frame::new(10.0, 0.0, 10.0, 5.0));
        assert_eq!(edges.merged().len(), 5);
    }
}
