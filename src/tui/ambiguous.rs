use std::io::{IsTerminal, Write, stdin, stdout};

use crossterm::cursor;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

/// How many columns this terminal gives to a character on whose width terminals disagree; `None`
/// where there is no terminal, or one that does not tell where its cursor is.
pub fn ambiguous_columns() -> Option<u16> {
    if !stdout().is_terminal() || !stdin().is_terminal() {
        return None;
    }
    enable_raw_mode().ok()?;
    let columns = drawn();
    // Whatever was measured, the terminal is given back as it was.
    let _ = disable_raw_mode();
    columns
}

fn drawn() -> Option<u16> {
    let mut out = stdout();
    write!(out, "\r·").ok()?;
    out.flush().ok()?;
    let (column, _) = cursor::position().ok()?;
    write!(out, "\r   \r").ok()?;
    out.flush().ok()?;
    Some(column)
}
