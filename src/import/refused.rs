use serde::{Deserialize, Serialize};

use super::Encoding;
use crate::text::Message;

/// Why a file is not read at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refused {
    /// Bytes at most.
    FileTooLarge {
        most: usize,
    },
    /// Neither declared nor told by a byte order mark.
    EncodingNotTold,
    /// The bytes are those of another encoding.
    WrongEncoding {
        declared: Encoding,
        looks: Encoding,
    },
    /// UTF-16, which spreadsheets call Unicode text.
    Utf16,
    /// Bytes that the encoding does not have.
    Bytes {
        encoding: Encoding,
        line: u32,
    },
    /// A byte of nought: no text file has one.
    Nul {
        line: u32,
    },
    /// A quotation mark where none can stand.
    Quote {
        line: u32,
    },
    /// A quotation mark that nothing closes.
    OpenQuote {
        line: u32,
    },
    CellTooLong {
        row: u32,
        most: usize,
    },
    RowTooLong {
        row: u32,
        most: usize,
    },
    TooWide {
        row: u32,
        most: usize,
    },
    TooManyCells {
        most: usize,
    },
    TooManyPeople {
        most: usize,
    },
    /// An XLS file, or one that is locked with a password.
    OldWorkbook,
    /// A zip archive without a workbook in it, or a damaged one.
    NotAWorkbook,
    TooManyEntries {
        most: usize,
    },
    /// It unpacks to more than a register can be.
    Unpacks {
        part: String,
    },
    /// A part that is no XML, or brings definitions of its own.
    NotXml {
        part: String,
    },
    NoSheet,
    /// No row near the top has the names of the columns.
    NoHeadings {
        wanted: String,
    },
    /// Columns without which nobody can be registered.
    MissingColumns {
        columns: String,
    },
    /// Two columns that mean the same.
    TwiceTheSame {
        one: String,
        other: String,
    },
    /// A column that was named on the command line is not in the file.
    NoSuchHeading {
        heading: String,
    },
    /// A meaning that was named on the command line does not exist.
    NoSuchMeaning {
        meaning: String,
        known: String,
    },
    Empty,
    /// This program has no service to check the people by.
    NoService(String),
    /// The process that reads took more memory than any register needs.
    OutOfMemory {
        mebibytes: u64,
    },
    /// It took more processor time, in seconds.
    OutOfTime {
        seconds: u64,
    },
    /// It could not be started, or ended in another way.
    NoReader,
}

impl Refused {
    pub fn message(&self) -> Message {
        match self {
            Refused::FileTooLarge { most } => {
                Message::new("import.file_too_large").with("most", most >> 20)
            }
            Refused::EncodingNotTold => Message::new("import.encoding_not_told"),
            Refused::WrongEncoding { declared, looks } => Message::new("import.wrong_encoding")
                .with("declared", declared.name())
                .with("looks", looks.name())
                .with("word", looks.word()),
            Refused::Utf16 => Message::new("import.utf16"),
            Refused::Bytes { encoding, line } => Message::new("import.bytes")
                .with("encoding", encoding.name())
                .with("line", line),
            Refused::Nul { line } => Message::new("import.nul").with("line", line),
            Refused::Quote { line } => Message::new("import.quote").with("line", line),
            Refused::OpenQuote { line } => Message::new("import.open_quote").with("line", line),
            Refused::CellTooLong { row, most } => of_row("import.cell_too_long", *row, *most),
            Refused::RowTooLong { row, most } => of_row("import.row_too_long", *row, *most),
            Refused::TooWide { row, most } => of_row("import.too_wide", *row, *most),
            Refused::TooManyCells { most } => {
                Message::new("import.too_many_cells").with("most", most)
            }
            Refused::TooManyPeople { most } => {
                Message::new("import.too_many_people").with("most", most)
            }
            Refused::OldWorkbook => Message::new("import.old_workbook"),
            Refused::NotAWorkbook => Message::new("import.not_a_workbook"),
            Refused::TooManyEntries { most } => {
                Message::new("import.too_many_entries").with("most", most)
            }
            Refused::Unpacks { part } => Message::new("import.unpacks").with("part", part),
            Refused::NotXml { part } => Message::new("import.not_xml").with("part", part),
            Refused::NoSheet => Message::new("import.no_sheet"),
            Refused::NoHeadings { wanted } => {
                Message::new("import.no_headings").with("wanted", wanted)
            }
            Refused::MissingColumns { columns } => {
                Message::new("import.missing_columns").with("columns", columns)
            }
            Refused::TwiceTheSame { one, other } => Message::new("import.twice_the_same")
                .with("one", one)
                .with("other", other),
            Refused::NoSuchHeading { heading } => {
                Message::new("import.no_such_heading").with("heading", heading)
            }
            Refused::NoSuchMeaning { meaning, known } => Message::new("import.no_such_meaning")
                .with("meaning", meaning)
                .with("known", known),
            Refused::Empty => Message::new("import.empty"),
            Refused::NoService(service) => {
                Message::new("import.no_service").with("service", service)
            }
            Refused::OutOfMemory { mebibytes } => {
                Message::new("import.out_of_memory").with("most", mebibytes)
            }
            Refused::OutOfTime { seconds } => {
                Message::new("import.out_of_time").with("most", seconds)
            }
            Refused::NoReader => Message::new("import.no_reader"),
        }
    }
}

fn of_row(key: &'static str, row: u32, most: usize) -> Message {
    Message::new(key).with("row", row).with("most", most)
}
