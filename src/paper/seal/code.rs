use chrono::NaiveDate;

use super::HallMark;
use super::cbor::{Reader, Writer};
use super::check_code::check_code;
use super::cose::{self, Purpose};
use super::key::SigningKey;
use super::{base45, cose::AROUND};

/// What a code of this format begins with.
pub(super) const PREFIX: &str = "GT1:";
/// What an unsigned code begins with: practice, samples, whatever is not issued yet.
pub const SAMPLE: &str = "SAMPLE:";

/// Characters that a QR code of version 12 at level M holds in alphanumeric mode (ISO/IEC 18004,
/// table 7).
const MOST: usize = 419;
/// Bytes of the statement itself that fit into that many characters.
const MOST_PAYLOAD: usize = (MOST - PREFIX.len()) / 3 * 2 - AROUND;
/// Stands for the rest of a name that does not fit.
const CUT: char = '…';

/// What a certificate's code says of it, every text exactly as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    pub hall: HallMark,
    /// Code of the paper: `F2`.
    pub paper: String,
    pub number: String,
    /// Which sheet under this number, from 1.
    pub sheet: u32,
    /// The day of the act that this sheet comes from. Its year is the key's.
    pub made_on: NaiveDate,
    pub issued: NaiveDate,
    /// Last valid day; `None` on a paper without an end.
    pub until: Option<NaiveDate>,
    pub name: String,
    pub id: String,
    /// The first 8 bytes of the hash of the ledger's frame that holds the act.
    pub head: [u8; 8],
    /// Digest of every printed field.
    pub fields: [u8; 16],
}

/// A paper whose number and identity number are too long for its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the statement is too long for a code of version 12")]
pub struct TooLong;

impl Statement {
    /// The telephone check code of this statement.
    ///
    /// # Errors
    /// [`TooLong`], as [`seal`].
    pub fn check_code(&self) -> Result<String, TooLong> {
        Ok(check_code(&self.payload()?))
    }

    /// The statement as it is signed. A name that does not fit is cut at a character and ends in
    /// `…`; the digest of the fields still covers all of it.
    fn payload(&self) -> Result<Vec<u8>, TooLong> {
        let whole = self.written(&self.name);
        let Some(over) = whole.len().checked_sub(MOST_PAYLOAD + 1) else {
            return Ok(whole);
        };
        let room = self.name.len().checked_sub(over + 1 + CUT.len_utf8());
        let room = room.ok_or(TooLong)?;
        let kept = self.name.char_indices().map(|(at, c)| at + c.len_utf8());
        let end = kept.take_while(|end| *end <= room).last().unwrap_or(0);
        Ok(self.written(&format!("{}{CUT}", &self.name[..end])))
    }

    fn written(&self, name: &str) -> Vec<u8> {
        let mut out = Writer::default();
        out.map(if self.until.is_some() { 11 } else { 10 });
        out.number(1).bytes(&self.hall);
        out.number(2).text(&self.paper);
        out.number(3).text(&self.number);
        out.number(4).number(u64::from(self.sheet));
        out.number(5).day(self.made_on);
        out.number(6).day(self.issued);
        if let Some(until) = self.until {
            out.number(7).day(until);
        }
        out.number(8).text(name);
        out.number(9).text(&self.id);
        out.number(10).bytes(&self.head);
        out.number(11).bytes(&self.fields);
        out.take()
    }

    /// What a code says, whoever signed it; `None` if it is none. To be believed only for what can
    /// be looked up elsewhere.
    pub fn claimed(text: &str) -> Option<Statement> {
        let bytes = base45::decode(text.trim().strip_prefix(PREFIX)?)?;
        Statement::read(cose::open(&bytes)?.payload)
    }

    pub(super) fn read(payload: &[u8]) -> Option<Statement> {
        let mut reader = Reader::new(payload);
        let ends = match reader.map()? {
            10 => false,
            11 => true,
            _ => return None,
        };
        reader.key(1)?;
        let hall = reader.exactly()?;
        reader.key(2)?;
        let paper = reader.text()?.to_owned();
        reader.key(3)?;
        let number = reader.text()?.to_owned();
        reader.key(4)?;
        let sheet = u32::try_from(reader.number()?).ok()?;
        reader.key(5)?;
        let made_on = reader.day()?;
        reader.key(6)?;
        let issued = reader.day()?;
        let mut until = None;
        if ends {
            reader.key(7)?;
            until = Some(reader.day()?);
        }
        reader.key(8)?;
        let name = reader.text()?.to_owned();
        reader.key(9)?;
        let id = reader.text()?.to_owned();
        reader.key(10)?;
        let head = reader.exactly()?;
        reader.key(11)?;
        let fields = reader.exactly()?;
        reader.end()?;
        Some(Statement {
            hall,
            paper,
            number,
            sheet,
            made_on,
            issued,
            until,
            name,
            id,
            head,
            fields,
        })
    }
}

/// The text of a certificate's QR code.
///
/// # Errors
/// [`TooLong`] if it cannot be held by a QR code of version 12 at level M.
pub fn seal(statement: &Statement, key: &SigningKey) -> Result<String, TooLong> {
    let signed = cose::sign(Purpose::Code, key, &statement.payload()?);
    Ok(format!("{PREFIX}{}", base45::encode(&signed)))
}

/// An unsigned text as long as the sealed one will be, for a page that is only proved.
///
/// # Errors
/// As [`seal`].
pub fn placeholder(statement: &Statement) -> Result<String, TooLong> {
    let bytes = vec![0; statement.payload()?.len() + AROUND];
    let length = PREFIX.len() + base45::encode(&bytes).len();
    // Longer than the word itself: the signature alone takes 96 characters. Letters, because a row
    // of digits would make a smaller picture.
    Ok(format!("{SAMPLE:X<length$}"))
}
