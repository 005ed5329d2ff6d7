use quick_xml::events::{BytesStart, Event};

use super::package::Part;
use super::parts::{Collected, Texts, attribute, is};
use crate::import::{Cell, Limits, Look, Refused, Row, Take};

/// Shows every row that has something in it.
pub(super) fn read(
    part: &mut Part<'_>,
    texts: &Texts,
    limits: &Limits,
    take: Take<'_>,
) -> Result<(), Refused> {
    let mut sheet = Sheet {
        texts,
        limits,
        row: Row {
            number: 0,
            cells: Vec::new(),
        },
        at: 0,
        next: 0,
        kind: String::new(),
        formula: false,
        collected: Collected::default(),
        seen: 0,
    };
    loop {
        let event = part.next()?;
        match &event {
            Event::Eof => return Ok(()),
            Event::Start(tag) if is(tag, "row") => sheet.begin_row(tag)?,
            Event::Start(tag) if is(tag, "c") => sheet.begin_cell(tag)?,
            Event::Start(tag) if is(tag, "f") => sheet.formula = true,
            Event::End(tag) => match tag.local_name().as_ref() {
                "c" => sheet.end_cell()?,
                "row" => sheet.end_row(take)?,
                // Behind the rows a sheet tells of headings to be printed, pictures and the like.
                "sheetData" => return Ok(()),
                _ => sheet.collected.see(&event),
            },
            event => sheet.collected.see(event),
        }
        sheet.check_length()?;
    }
}

struct Sheet<'a> {
    texts: &'a Texts,
    limits: &'a Limits,
    row: Row,
    /// The columns of the present cell and of the next, from 0.
    at: usize,
    next: usize,
    /// What the present cell says it is.
    kind: String,
    formula: bool,
    collected: Collected,
    /// Rows and cells so far.
    seen: usize,
}

impl Sheet<'_> {
    fn begin_row(&mut self, tag: &BytesStart<'_>) -> Result<(), Refused> {
        let told = attribute(tag, "r").and_then(|number| number.parse().ok());
        self.row.number = told.unwrap_or(self.row.number.saturating_add(1));
        self.row.cells.clear();
        self.next = 0;
        self.count()
    }

    fn begin_cell(&mut self, tag: &BytesStart<'_>) -> Result<(), Refused> {
        let told = attribute(tag, "r").and_then(|place| column(&place));
        self.at = told.unwrap_or(self.next);
        self.next = self.at.saturating_add(1);
        self.kind = attribute(tag, "t").unwrap_or_default();
        self.formula = false;
        self.collected = Collected::default();
        self.count()
    }

    fn count(&mut self) -> Result<(), Refused> {
        self.seen += 1;
        let most = self.limits.cells;
        match self.seen > most {
            true => Err(Refused::TooManyCells { most }),
            false => Ok(()),
        }
    }

    fn check_length(&self) -> Result<(), Refused> {
        // A cell may have as many bytes as its characters can take.
        let (row, most) = (self.row.number, self.limits.cell);
        match self.collected.text.len() > most.saturating_mul(4) {
            true => Err(Refused::CellTooLong { row, most }),
            false => Ok(()),
        }
    }

    fn end_cell(&mut self) -> Result<(), Refused> {
        let stored = self.collected.take();
        let cell = self.cell(stored);
        let row = self.row.number;
        if cell.text.chars().count() > self.limits.cell {
            let most = self.limits.cell;
            return Err(Refused::CellTooLong { row, most });
        }
        if cell.is_empty() {
            return Ok(());
        }
        let most = self.limits.columns;
        if self.at >= most {
            return Err(Refused::TooWide { row, most });
        }
        if self.row.cells.len() <= self.at {
            self.row.cells.resize(self.at + 1, Cell::default());
        }
        self.row.cells[self.at] = cell;
        Ok(())
    }

    fn cell(&self, stored: String) -> Cell {
        let of = |text, look| Cell { text, look };
        let cell = match self.kind.as_str() {
            "s" => {
                let number = stored.trim().parse().ok();
                let text = number.and_then(|number| self.texts.get(number));
                let missing = || char::REPLACEMENT_CHARACTER.to_string();
                of(text.map_or_else(missing, str::to_owned), Look::Text)
            }
            "inlineStr" | "str" | "d" => of(stored, Look::Text),
            "e" => of(stored, Look::Error),
            _ if stored.is_empty() => Cell::default(),
            _ => Cell::number(&stored),
        };
        match self.formula {
            true => of(cell.text, Look::Formula),
            false => cell,
        }
    }

    fn end_row(&mut self, take: Take<'_>) -> Result<(), Refused> {
        let cells = std::mem::take(&mut self.row.cells);
        let (row, most) = (self.row.number, self.limits.row);
        let length: usize = cells.iter().map(|cell| cell.text.chars().count()).sum();
        if length > most {
            return Err(Refused::RowTooLong { row, most });
        }
        if cells.is_empty() {
            return Ok(());
        }
        take(Row { number: row, cells })
    }
}

/// The column of `AB12`, from 0; `None` for what names no cell.
fn column(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_uppercase);
    let mut column: usize = 0;
    for letter in letters {
        column = column
            .checked_mul(26)?
            .checked_add(usize::from(letter - b'A') + 1)?;
    }
    column.checked_sub(1)
}
