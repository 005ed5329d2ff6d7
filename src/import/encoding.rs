use std::borrow::Cow;

use encoding_rs::{DecoderResult, GB18030};
use serde::{Deserialize, Serialize};

use super::Refused;

/// How a text file is written. It is declared, never guessed: in GB 18030 nearly every pair of bytes
/// is some character, so a wrong guess would go unseen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    Utf8,
    Gb18030,
}

const UTF8_MARK: &[u8] = &[0xEF, 0xBB, 0xBF];
const UTF16_MARKS: [&[u8]; 2] = [&[0xFF, 0xFE], &[0xFE, 0xFF]];
/// U+FEFF in GB 18030.
const GB18030_MARK: &[u8] = &[0x84, 0x31, 0x95, 0x33];

impl Encoding {
    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Gb18030 => "GB 18030",
        }
    }

    /// As it is declared.
    pub fn word(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Gb18030 => "gb18030",
        }
    }
}

/// The text of a file. A byte order mark declares it as well as a word does.
///
/// # Errors
/// [`Refused`] if nothing declares the encoding, or the bytes are not of the one that was declared.
pub(super) fn decode(bytes: &[u8], declared: Option<Encoding>) -> Result<Cow<'_, str>, Refused> {
    if UTF16_MARKS.iter().any(|mark| bytes.starts_with(mark)) {
        return Err(Refused::Utf16);
    }
    let marked = match bytes {
        _ if bytes.starts_with(UTF8_MARK) => Some((Encoding::Utf8, UTF8_MARK.len())),
        _ if bytes.starts_with(GB18030_MARK) => Some((Encoding::Gb18030, GB18030_MARK.len())),
        _ => None,
    };
    let (encoding, skip) = match (declared, marked) {
        (Some(declared), Some((looks, _))) if declared != looks => {
            return Err(Refused::WrongEncoding { declared, looks });
        }
        (_, Some(marked)) => marked,
        (Some(declared), None) => (declared, 0),
        (None, None) => return Err(Refused::EncodingNotTold),
    };
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(Refused::Nul {
            line: line(bytes, at),
        });
    }
    let text = &bytes[skip..];
    match encoding {
        Encoding::Utf8 => utf8(text),
        Encoding::Gb18030 => gb18030(text),
    }
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>, Refused> {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(Cow::Borrowed(text)),
        Err(error) => error,
    };
    let declared = Encoding::Utf8;
    if from_gb18030(bytes).is_ok() {
        let looks = Encoding::Gb18030;
        return Err(Refused::WrongEncoding { declared, looks });
    }
    let line = line(bytes, error.valid_up_to());
    Err(Refused::Bytes {
        encoding: declared,
        line,
    })
}

/// A file that is sound UTF-8 from end to end and has more than ASCII in it was not written in
/// GB 18030: its names would come out as other characters.
fn gb18030(bytes: &[u8]) -> Result<Cow<'_, str>, Refused> {
    let declared = Encoding::Gb18030;
    if !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok() {
        let looks = Encoding::Utf8;
        return Err(Refused::WrongEncoding { declared, looks });
    }
    match from_gb18030(bytes) {
        Ok(text) => Ok(Cow::Owned(text)),
        Err(at) => Err(Refused::Bytes {
            encoding: declared,
            line: line(bytes, at),
        }),
    }
}

/// The text, or where the first bytes stand that are no character.
fn from_gb18030(bytes: &[u8]) -> Result<String, usize> {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    // No byte becomes more than three of UTF-8, as the decoder promises; a file has 64 MiB at most.
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(room.unwrap_or(bytes.len()));
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) => Ok(text),
        (_, read) => Err(read.min(bytes.len())),
    }
}

/// The line in which a byte stands, from 1. No character of either encoding has a line feed in it.
fn line(bytes: &[u8], at: usize) -> u32 {
    let before = bytes[..at].iter().filter(|byte| **byte == b'\n').count();
    u32::try_from(before + 1).unwrap_or(u32::MAX)
}
