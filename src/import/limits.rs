use serde::{Deserialize, Serialize};

/// How much of a file is looked at before it is refused. Nobody's register comes near; what does is
/// a slip or an attack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of the file as it lies on the disk.
    pub file: usize,
    /// Files packed in a workbook.
    pub entries: usize,
    /// Bytes that all parts of a workbook together may unpack to.
    pub unpacked: u64,
    /// How many times larger a part may become, once it has become a mebibyte.
    pub ratio: u64,
    /// Bytes of one piece of XML: a tag with all it says, or the text between two tags.
    pub piece: usize,
    /// Characters of all texts that a workbook keeps apart from its cells.
    pub shared_text: usize,
    /// Cells with something in them, and rows with or without.
    pub cells: usize,
    pub columns: usize,
    /// Characters of one cell, and of a row.
    pub cell: usize,
    pub row: usize,
    /// Rows with somebody in them.
    pub people: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            file: 64 << 20,
            entries: 2_000,
            unpacked: 384 << 20,
            ratio: 200,
            piece: 1 << 20,
            shared_text: 48 << 20,
            cells: 6_000_000,
            columns: 256,
            cell: 4_000,
            row: 60_000,
            people: 120_000,
        }
    }
}
