//! The first visible sheet of an XLSX workbook (ECMA-376), and nothing else of it.

mod package;
mod parts;
mod sheet;

use super::{Limits, Refused, Source, Take};
use package::Package;
use parts::Book;

const BOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";

/// Shows every row of the first visible sheet.
pub(super) fn read(bytes: &[u8], limits: &Limits, take: Take<'_>) -> Result<Source, Refused> {
    let mut package = Package::open(bytes, limits)?;
    let book = Book::read(&mut package.part(BOOK)?)?;
    let targets = parts::targets(&mut package.part(RELATIONS)?)?;
    let first = book.first_visible().ok_or(Refused::NoSheet)?;
    let target = targets.by_id.get(&first.relation).ok_or(Refused::NoSheet)?;
    let texts = match &targets.texts {
        Some(part) => parts::texts(&mut package.part(part)?, limits)?,
        None => parts::Texts::default(),
    };
    sheet::read(&mut package.part(target)?, &texts, limits, take)?;
    Ok(Source {
        sheet: first.name.clone(),
        other_sheets: book.sheets.len() - 1,
    })
}
