//! An old register as a file: the rows of a CSV or XLSX file, and what its columns mean.
//!
//! Does no I/O and trusts nothing: the bytes may be anything. Memory and work stay within
//! [`Limits`], nothing panics, and what cannot be taken comes back as a sentence that says where it
//! stands and what to do.
//!
//! An XLSX file is taken apart here and not by a crate for spreadsheets, because those unpack a
//! part before anybody can ask how large it becomes.

mod address;
mod cell;
mod delimited;
mod encoding;
mod limits;
mod refused;
mod scheme;
#[cfg(test)]
pub(crate) mod tests;
mod workbook;

pub use address::{at_home, registered_at};
pub use cell::{Cell, CellProblem, Look};
pub use encoding::Encoding;
pub use limits::Limits;
pub use refused::Refused;
pub use scheme::NEAR_THE_TOP;
pub use scheme::{Column, Heading, Headings, Meaning, Place, Scheme};

use serde::{Deserialize, Serialize};

/// A row that has something in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// As spreadsheets count, from 1; of CSV the line in which the row begins.
    pub number: u32,
    pub cells: Vec<Cell>,
}

/// Where the rows came from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Source {
    /// The sheet that was read; empty for CSV.
    pub sheet: String,
    /// Sheets that were not.
    pub other_sheets: usize,
}

/// Takes the rows of a file one by one.
pub type Take<'a> = &'a mut dyn FnMut(Row) -> Result<(), Refused>;

/// How every XLSX file begins, like any zip archive.
const ZIP: &[u8] = b"PK\x03\x04";
/// How an old XLS file begins, and an XLSX file that is locked with a password.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];

/// Shows every row of a register to `take`, in order. Only the first visible sheet of a workbook is
/// read.
///
/// # Errors
/// [`Refused`] for a file as a whole, and whatever `take` refuses.
pub fn read_rows(
    bytes: &[u8],
    encoding: Option<Encoding>,
    limits: &Limits,
    take: Take<'_>,
) -> Result<Source, Refused> {
    if bytes.len() > limits.file {
        return Err(Refused::FileTooLarge { most: limits.file });
    }
    if bytes.starts_with(ZIP) {
        return workbook::read(bytes, limits, take);
    }
    if bytes.starts_with(COMPOUND) {
        return Err(Refused::OldWorkbook);
    }
    let text = encoding::decode(bytes, encoding)?;
    delimited::read(&text, limits, take)?;
    Ok(Source::default())
}
