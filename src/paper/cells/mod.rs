//! A sheet as a page of characters: what stands where, for a terminal that shows no pictures.
//!
//! Columns and rows follow the millimetres of the sheet, but give way so that no text lies on
//! another: what is aligned on paper is aligned here.

mod axis;
mod gather;
mod place;

use super::sheet::Sheet;
use gather::Found;

/// A page of characters, all rows of one length.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cells {
    pub columns: usize,
    pub rows: Vec<Vec<Cell>>,
}

/// One column of one row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// One character with its marks; empty behind a character two columns wide.
    pub text: String,
    pub kind: CellKind,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CellKind {
    #[default]
    Blank,
    Text,
    /// The title of a sheet and what is as large.
    Large,
    Rule,
    /// A piece of a picture or of a code that a machine reads.
    Picture,
    /// 样张 and the like, which stands behind everything.
    Mark,
}

/// How a terminal draws a text, and in how many columns.
pub struct Drawn {
    pub shown: fn(&str) -> String,
    pub width: fn(&str) -> usize,
}

/// Places everything on a sheet in cells. A sheet of plain text is about `columns` wide; small
/// print makes it wider.
pub fn cells(sheet: &Sheet, columns: u16, drawn: &Drawn) -> Cells {
    let pitch = sheet.width.max(1.0) / f32::from(columns.max(20));
    let found = Found::on(sheet, drawn);
    let across = axis::across(&found, pitch);
    // A cell of a terminal is twice as high as it is wide.
    let down = axis::down(&found, 2.0 * pitch);
    place::place(&found, &across, &down)
}

#[cfg(test)]
mod tests;
