//! Promise: nothing that is typed, pasted or scanned makes the program panic, and nothing of it
//! that could steer a terminal, a page or a file name comes any further.

use std::sync::LazyLock;

use chrono::NaiveDate;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use super::Input;
use super::merge::{Merger, Stroke};
use crate::hostile::Hostile;
use crate::lookup::Lookup;
use crate::person::{
    BirthMedicalNumber, BirthPermitNumber, ForeignCertificateNumber, IdPaper,
    MarriageCertificateNumber, PartialDate, PersonName, Phone, name_readings, read_date,
};
use crate::text::{clean_line, half_width};

/// What people type at a counter.
const TYPED: [&str; 12] = [
    "43040619830412992X",
    "430406830412992",
    "李春桃",
    "阿卜杜拉·买买提",
    "zxm 1234",
    "zhang xiaoming",
    "13800000101",
    "2010-03-15",
    "J430406-2005-000123",
    "O43017829",
    "２０１０．３．１５",
    "葛\u{E0100}𠅤䶮",
];

/// The bytes as strokes: some at once, some one after another, with other keys between, and then
/// all of them pasted.
fn strokes(bytes: &[u8], text: &str) -> Vec<Stroke> {
    let mut at = 0;
    let mut strokes = Vec::new();
    for (c, byte) in text.chars().zip(bytes.iter().cycle()) {
        at += u64::from(byte % 40);
        let (code, modifiers) = match byte {
            0..=15 => (KeyCode::Enter, KeyModifiers::NONE),
            16..=23 => (KeyCode::Esc, KeyModifiers::NONE),
            24..=31 => (KeyCode::Char(c), KeyModifiers::ALT),
            _ => (KeyCode::Char(c), KeyModifiers::NONE),
        };
        let event = Event::Key(KeyEvent::new(code, modifiers));
        strokes.push(Stroke { at, event });
    }
    let event = Event::Paste(text.to_owned());
    strokes.push(Stroke { at, event });
    strokes
}

/// What the merger lets through of the strokes.
fn through(strokes: Vec<Stroke>) -> Vec<Input> {
    let mut merger = Merger::default();
    let mut out = Vec::new();
    for stroke in strokes {
        merger.push(stroke);
        out.extend(merger.take());
    }
    merger.settle();
    out.extend(merger.take());
    out
}

fn steers(c: char) -> bool {
    let marks = ['\u{200E}', '\u{200F}', '\u{FEFF}'];
    c.is_control()
        || marks.contains(&c)
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn whatever_is_typed_is_read_or_refused_and_steers_nothing() {
    static TODAY: LazyLock<NaiveDate> =
        LazyLock::new(|| NaiveDate::from_ymd_opt(2010, 3, 15).expect("a real day"));
    let lookup = Lookup::build(std::iter::empty());
    let examples = TYPED.map(|text| text.as_bytes().to_vec()).to_vec();
    let words = ["X", "·", "９", "-", "/", "+86 ", "\u{1b}[200~"];
    Hostile::new(examples, &words).give("typed text", |bytes| {
        let text = String::from_utf8_lossy(bytes);
        for input in through(strokes(bytes, &text)) {
            if let Input::Text(text) | Input::Paste(text) | Input::Scan(text) = input {
                assert!(!text.chars().any(steers), "{text:?}");
            }
        }
        let line = clean_line(&text);
        assert!(!line.chars().any(steers), "{line:?}");
        let narrow = half_width(&line);
        let _ = (name_readings(&line), lookup.find(&line, 20));
        [
            IdPaper::read(&narrow, *TODAY).is_ok(),
            PersonName::read(&line).is_ok(),
            Phone::read(&narrow).is_ok(),
            PartialDate::read(&narrow).is_ok(),
            MarriageCertificateNumber::read(&narrow).is_ok(),
            BirthMedicalNumber::read(&narrow).is_ok(),
            BirthPermitNumber::read(&narrow).is_ok(),
            ForeignCertificateNumber::read(&narrow).is_ok(),
            read_date(&narrow, *TODAY).is_ok(),
        ]
        .contains(&true)
    });
}
