use super::axis::Axis;
use super::gather::{Found, Rule, Word};
use super::{Cell, CellKind, Cells};

/// Rows between one 样张 and the next.
const MARK_EVERY: usize = 6;

/// Draws all that was found: pictures, then rules, then text over them, and the mark wherever
/// there is room for it.
pub(super) fn place(found: &Found, across: &Axis, down: &Axis) -> Cells {
    let mut page = Page {
        rows: Vec::new(),
        columns: across.cell(found.width) + 1,
    };
    page.reach(down.cell(found.height));
    for frame in &found.pictures {
        for row in down.cell(frame.y)..=down.cell(frame.bottom()) {
            for column in across.cell(frame.x)..=across.cell(frame.right()) {
                page.put(row, column, "#", CellKind::Picture);
            }
        }
    }
    for rule in &found.rules {
        page.rule(rule, across, down);
    }
    let mut words: Vec<&Word> = found.words.iter().collect();
    words.sort_by(|a, b| a.x.total_cmp(&b.x));
    for word in words {
        page.word(word, down.cell(word.y), across.cell(word.x));
    }
    if let Some(mark) = &found.mark {
        page.mark(mark);
    }
    page.finish()
}

struct Page {
    rows: Vec<Vec<Cell>>,
    columns: usize,
}

impl Page {
    fn reach(&mut self, row: usize) {
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
    }

    fn at(&mut self, row: usize, column: usize) -> &mut Cell {
        self.reach(row);
        let row = &mut self.rows[row];
        if row.len() <= column {
            row.resize_with(column + 1, Cell::default);
        }
        &mut row[column]
    }

    fn put(&mut self, row: usize, column: usize, text: &str, kind: CellKind) {
        *self.at(row, column) = Cell {
            text: text.to_owned(),
            kind,
        };
    }

    fn rule(&mut self, rule: &Rule, across: &Axis, down: &Axis) {
        let columns = across.cell(rule.from.0)..=across.cell(rule.to.0);
        let rows = down.cell(rule.from.1)..=down.cell(rule.to.1);
        for row in rows {
            for column in columns.clone() {
                let there = self.at(row, column).text.clone();
                let stroke = match (rule.level, there.as_str()) {
                    (true, "|" | "+") | (false, "-" | "+") => "+",
                    (true, _) => "-",
                    (false, _) => "|",
                };
                self.put(row, column, stroke, CellKind::Rule);
            }
        }
    }

    /// Writes a text; if another one stands there already, behind it.
    fn word(&mut self, word: &Word, row: usize, column: usize) {
        let wide = word.columns();
        let mut start = column;
        while (start..start + wide).any(|column| self.is_text(row, column)) {
            start += 1;
        }
        let kind = match word.large {
            true => CellKind::Large,
            false => CellKind::Text,
        };
        self.letters(&word.letters, row, start, kind);
    }

    fn letters(
        &mut self,
        letters: &[(String, usize)],
        row: usize,
        mut column: usize,
        kind: CellKind,
    ) {
        for (text, columns) in letters {
            self.put(row, column, text, kind);
            for behind in 1..*columns {
                self.put(row, column + behind, "", kind);
            }
            column += columns;
        }
    }

    fn is_text(&mut self, row: usize, column: usize) -> bool {
        matches!(self.at(row, column).kind, CellKind::Text | CellKind::Large)
    }

    /// From the lower left to the upper right corner, each time where the row is free.
    fn mark(&mut self, letters: &[(String, usize)]) {
        let wide: usize = letters.iter().map(|(_, columns)| columns).sum();
        let rows = self.rows.len();
        let columns = self.width();
        for row in (MARK_EVERY / 2..rows).step_by(MARK_EVERY) {
            let wanted = columns.saturating_sub(wide) * (rows - row) / rows;
            let mut starts = (wanted..columns).chain((0..wanted).rev());
            // With a blank on either side, so that it is part of no text.
            let free = starts.find(|start| {
                let around = start.saturating_sub(1)..start + wide + 1;
                around.into_iter().all(|column| self.is_blank(row, column))
            });
            if let Some(start) = free {
                self.letters(letters, row, start, CellKind::Mark);
            }
        }
    }

    fn is_blank(&mut self, row: usize, column: usize) -> bool {
        self.at(row, column).kind == CellKind::Blank
    }

    fn width(&self) -> usize {
        let longest = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        longest.max(self.columns)
    }

    /// The empty rows above the first text take no room.
    fn finish(mut self) -> Cells {
        let columns = self.width();
        let is_empty = |row: &Vec<Cell>| {
            (row.iter()).all(|cell| matches!(cell.kind, CellKind::Blank | CellKind::Mark))
        };
        let first = self.rows.iter().position(|row| !is_empty(row));
        self.rows.drain(..first.unwrap_or(0));
        for row in &mut self.rows {
            row.resize_with(columns, Cell::default);
        }
        Cells {
            columns,
            rows: self.rows,
        }
    }
}
