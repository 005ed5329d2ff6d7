use super::{Cell, Limits, Refused, Row, Take};

/// Reads a text with a comma between two cells and a line for each row (RFC 4180).
///
/// A crate would be more lenient than is good here: it takes a lone quotation mark for text, and
/// lets one that nothing closes swallow the rest of the file.
pub(super) fn read(text: &str, limits: &Limits, take: Take<'_>) -> Result<(), Refused> {
    let mut reader = Reader {
        limits,
        line: 1,
        row: Row {
            number: 1,
            cells: Vec::new(),
        },
        cell: String::new(),
        lengths: (0, 0),
        cells: 0,
    };
    let mut state = State::Start;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        // A line ends with CR LF, LF, or CR alone.
        let sign = match sign {
            '\r' if signs.peek() == Some(&'\n') => continue,
            '\r' => '\n',
            sign => sign,
        };
        state = reader.sign(state, sign, take)?;
    }
    match state {
        State::Quoted(line) => Err(Refused::OpenQuote { line }),
        _ => reader.end_row(take),
    }
}

/// Where in a cell the reader is.
#[derive(Clone, Copy)]
enum State {
    /// Before the first sign of a cell.
    Start,
    Bare,
    /// Within quotation marks that began in this line.
    Quoted(u32),
    /// After a quotation mark within them: the end, or the first half of a doubled one.
    Closed(u32),
}

struct Reader<'a> {
    limits: &'a Limits,
    line: u32,
    row: Row,
    cell: String,
    /// Characters of the cell and of the row so far.
    lengths: (usize, usize),
    /// Cells of the whole file so far.
    cells: usize,
}

impl Reader<'_> {
    fn sign(&mut self, state: State, sign: char, take: Take<'_>) -> Result<State, Refused> {
        let next = match (state, sign) {
            (State::Quoted(line), '"') => State::Closed(line),
            (State::Quoted(line), sign) => {
                self.push(sign)?;
                State::Quoted(line)
            }
            (State::Closed(line), '"') => {
                self.push('"')?;
                State::Quoted(line)
            }
            (State::Start, '"') => State::Quoted(self.line),
            (_, ',') => {
                self.end_cell()?;
                State::Start
            }
            (_, '\n') => {
                self.end_row(take)?;
                State::Start
            }
            (State::Start | State::Bare, sign) if sign != '"' => {
                self.push(sign)?;
                State::Bare
            }
            _ => return Err(Refused::Quote { line: self.line }),
        };
        if sign == '\n' {
            self.line = self.line.saturating_add(1);
            if !matches!(next, State::Quoted(_)) {
                self.row.number = self.line;
            }
        }
        Ok(next)
    }

    fn push(&mut self, sign: char) -> Result<(), Refused> {
        let row = self.row.number;
        self.lengths = (self.lengths.0 + 1, self.lengths.1 + 1);
        if self.lengths.0 > self.limits.cell {
            let most = self.limits.cell;
            return Err(Refused::CellTooLong { row, most });
        }
        if self.lengths.1 > self.limits.row {
            let most = self.limits.row;
            return Err(Refused::RowTooLong { row, most });
        }
        self.cell.push(sign);
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Refused> {
        let (row, most) = (self.row.number, self.limits.columns);
        if self.row.cells.len() >= most {
            return Err(Refused::TooWide { row, most });
        }
        self.cells += 1;
        if self.cells > self.limits.cells {
            let most = self.limits.cells;
            return Err(Refused::TooManyCells { most });
        }
        let text = std::mem::take(&mut self.cell);
        self.row.cells.push(Cell::written(text));
        self.lengths.0 = 0;
        Ok(())
    }

    /// Gives the row away, unless nothing stands in it.
    fn end_row(&mut self, take: Take<'_>) -> Result<(), Refused> {
        self.end_cell()?;
        self.lengths = (0, 0);
        let cells = std::mem::take(&mut self.row.cells);
        if cells.iter().all(Cell::is_empty) {
            return Ok(());
        }
        let number = self.row.number;
        take(Row { number, cells })
    }
}
