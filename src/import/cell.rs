use serde::{Deserialize, Serialize};

use crate::text::Message;

/// One cell as the file has it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cell {
    pub text: String,
    pub look: Look,
}

/// What the file says a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Look {
    #[default]
    Text,
    /// A number of a spreadsheet, which keeps fifteen digits of any.
    Number,
    /// Something to be computed; its text is only what it came to when the file was saved.
    Formula,
    /// `#N/A` and its like.
    Error,
}

/// The most digits a spreadsheet keeps of a number.
const DIGITS: usize = 15;
/// Days before 1970-01-01 at which spreadsheets begin to count: 1899-12-30.
const FIRST_DAY: (i32, u32, u32) = (1899, 12, 30);
/// The days from May 1927 to the end of 2099: a smaller number is a year, a larger one has its year,
/// month and day in its digits.
const DAYS: std::ops::Range<i64> = 10_000..73_051;

/// Why a cell is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellProblem {
    Formula,
    Error(String),
    /// A sign that nobody sees and that steers what is shown.
    Hidden(char),
    /// Another program could not read it when it was saved.
    Garbled,
    /// A number of more digits than a spreadsheet keeps.
    LostDigits,
}

impl CellProblem {
    pub fn message(&self) -> Message {
        match self {
            CellProblem::Formula => Message::new("import.formula"),
            CellProblem::Error(text) => Message::new("import.error_cell").with("text", text),
            CellProblem::Hidden(c) => {
                Message::new("import.hidden").with("code", format!("U+{:04X}", u32::from(*c)))
            }
            CellProblem::Garbled => Message::new("import.garbled"),
            CellProblem::LostDigits => Message::new("import.lost_digits"),
        }
    }
}

impl Cell {
    /// A cell of a text file. What a spreadsheet would compute, or has cut to a short number, is
    /// told by how it is written.
    pub(super) fn written(text: String) -> Cell {
        let look = match text.trim_start().as_bytes() {
            [b'=' | b'@', ..] => Look::Formula,
            [b'+' | b'-', next, ..] if !next.is_ascii_digit() => Look::Formula,
            _ if is_short_form(text.trim()) => Look::Number,
            _ => Look::Text,
        };
        Cell { text, look }
    }

    /// A number of a spreadsheet: written out if it is whole and was kept whole.
    pub(super) fn number(stored: &str) -> Cell {
        let stored = stored.trim();
        let look = Look::Number;
        let whole = stored
            .parse::<f64>()
            .ok()
            .filter(|number| number.fract() == 0.0 && number.abs() < 10f64.powi(DIGITS as i32));
        let is_digits = stored.bytes().all(|byte| byte.is_ascii_digit());
        let text = match whole {
            Some(number) if !is_digits => format!("{number:.0}"),
            _ => stored.to_owned(),
        };
        Cell { text, look }
    }

    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The text, if it can be taken as it stands.
    ///
    /// # Errors
    /// [`CellProblem`]: nothing is repaired that nobody sees.
    pub fn plain(&self) -> Result<&str, CellProblem> {
        match self.look {
            Look::Formula => return Err(CellProblem::Formula),
            Look::Error => return Err(CellProblem::Error(self.text.clone())),
            Look::Number | Look::Text => {}
        }
        if let Some(c) = self.text.chars().find(|c| steers(*c)) {
            return Err(CellProblem::Hidden(c));
        }
        if self.text.contains('\u{FFFD}') {
            return Err(CellProblem::Garbled);
        }
        Ok(self.text.trim())
    }

    /// The text of a number that names somebody.
    ///
    /// # Errors
    /// As [`Cell::plain`], and [`CellProblem::LostDigits`] for what a spreadsheet has cut.
    pub fn digits(&self) -> Result<&str, CellProblem> {
        let text = self.plain()?;
        let is_short = self.look == Look::Number;
        let rounded = || text.len() == 18 && text.ends_with("000");
        if is_short && (is_short_form(text) || text.len() > DIGITS) || rounded() {
            return Err(CellProblem::LostDigits);
        }
        Ok(text)
    }

    /// The day of a number that counts days, as a clerk would type it; any other text as it stands.
    ///
    /// # Errors
    /// As [`Cell::plain`].
    pub fn day(&self) -> Result<String, CellProblem> {
        let text = self.plain()?;
        let days = (self.look == Look::Number).then(|| text.parse::<f64>().ok());
        let days = days.flatten().map(|days| days.trunc() as i64);
        let day = days.filter(|days| DAYS.contains(days)).and_then(|days| {
            let (year, month, day) = FIRST_DAY;
            let first = chrono::NaiveDate::from_ymd_opt(year, month, day)?;
            first.checked_add_signed(chrono::TimeDelta::try_days(days)?)
        });
        Ok(day.map_or_else(|| text.to_owned(), |day| day.to_string()))
    }
}

/// `4.30406E+17`: what spreadsheets make of a long number.
fn is_short_form(text: &str) -> bool {
    let Some((number, power)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let power = power.strip_prefix('+').unwrap_or(power);
    let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
    digits(whole) && digits(part) && digits(power)
}

/// Signs that steer a terminal or turn the reading direction. A line break, a tab and the spaces
/// that copying leaves behind are harmless and are dropped later.
fn steers(c: char) -> bool {
    let is_space = matches!(c, '\t' | '\n' | '\r');
    (c.is_control() && !is_space)
        || matches!(c,
            '\u{200E}' | '\u{200F}' | '\u{061C}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{206F}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0001}' | '\u{E0020}'..='\u{E007F}')
}
