use std::io::{BufRead, BufReader, Cursor, Error, Read, Result as IoResult};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;

use crate::import::{Limits, Refused};

/// How the entry of a file begins in the directory of a zip archive.
const ENTRY: &[u8] = b"PK\x01\x02";
/// Bytes that may come out of any part, however small it was packed.
const FREE: u64 = 1 << 20;

/// A zip archive whose parts are unpacked piece by piece and never beyond a limit.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    limits: &'a Limits,
    /// Bytes that may still come out of it.
    left: u64,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Package<'a>, Refused> {
        // The directory becomes a table in memory, so its entries are counted before.
        let entries = bytes.windows(ENTRY.len()).filter(|here| *here == ENTRY);
        if entries.take(limits.entries + 1).count() > limits.entries {
            let most = limits.entries;
            return Err(Refused::TooManyEntries { most });
        }
        let archive = ZipArchive::new(Cursor::new(bytes));
        Ok(Package {
            archive: archive.map_err(|_| Refused::NotAWorkbook)?,
            limits,
            left: limits.unpacked,
        })
    }

    /// A part of the workbook, to be read as XML.
    pub fn part(&mut self, name: &str) -> Result<Part<'_>, Refused> {
        let file = self.archive.by_name(name);
        let file = file.map_err(|_| Refused::NotAWorkbook)?;
        let ratio = self.limits.ratio;
        let packed = file.compressed_size();
        let most = FREE.max(packed.saturating_mul(ratio)).min(self.left);
        let metered = Metered {
            from: BufReader::new(Box::new(file)),
            left: most,
            spent: &mut self.left,
            piece: self.limits.piece,
            piece_left: self.limits.piece,
            beyond: false,
        };
        let mut reader = Reader::from_reader(metered);
        // `<v/>` is told like `<v></v>`.
        reader.config_mut().expand_empty_elements = true;
        Ok(Part {
            reader,
            name: name.to_owned(),
            buffer: Vec::new(),
        })
    }
}

/// A part of a workbook as a row of XML events.
pub(super) struct Part<'a> {
    reader: Reader<Metered<'a>>,
    name: String,
    buffer: Vec<u8>,
}

impl Part<'_> {
    /// The next event; [`Event::Eof`] at the end.
    ///
    /// # Errors
    /// [`Refused::Unpacks`] beyond a limit, [`Refused::NotXml`] for anything that is not plain XML.
    /// Definitions of a document's own (DTD) are refused: no spreadsheet writes them.
    pub fn next(&mut self) -> Result<Event<'_>, Refused> {
        self.buffer.clear();
        let metered = self.reader.get_mut();
        metered.piece_left = metered.piece;
        let part = || self.name.clone();
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::DocType(_)) => Err(Refused::NotXml { part: part() }),
            Ok(event) => Ok(event),
            Err(_) => Err(match self.reader.get_mut().beyond {
                true => Refused::Unpacks { part: part() },
                false => Refused::NotXml { part: part() },
            }),
        }
    }
}

/// Counts what comes out of a part, and ends it where it becomes too much.
struct Metered<'a> {
    from: BufReader<Box<dyn Read + 'a>>,
    left: u64,
    spent: &'a mut u64,
    /// The longest piece, and how much of the present one is left.
    piece: usize,
    piece_left: usize,
    beyond: bool,
}

impl Metered<'_> {
    fn check(&mut self) -> IoResult<()> {
        if self.left == 0 || self.piece_left == 0 {
            self.beyond = true;
            return Err(Error::other("too much"));
        }
        Ok(())
    }

    fn count(&mut self, bytes: usize) {
        self.left = self.left.saturating_sub(bytes as u64);
        *self.spent = self.spent.saturating_sub(bytes as u64);
        self.piece_left = self.piece_left.saturating_sub(bytes);
    }
}

impl Read for Metered<'_> {
    fn read(&mut self, out: &mut [u8]) -> IoResult<usize> {
        self.check()?;
        let read = self.from.read(out)?;
        self.count(read);
        Ok(read)
    }
}

impl BufRead for Metered<'_> {
    fn fill_buf(&mut self) -> IoResult<&[u8]> {
        self.check()?;
        self.from.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.from.consume(bytes);
        self.count(bytes);
    }
}
