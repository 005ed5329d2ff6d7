//! The question to the terminal, and the reading of its answers out of what is typed.
//!
//! The answers come through the same pipe as the keys. Whatever is not an answer was typed, and is
//! handed on at once: nobody waits for a terminal that does not answer.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

/// Whether it shows pictures kitty's way, and packed ones; how many pixels a character has; what
/// it is. The last one every terminal answers, and in this order.
pub const QUESTION: &[u8] = b"\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\
\x1b_Gi=32,s=1,v=1,a=q,t=d,f=24,o=z;eNpjYGAAAAADAAE=\x1b\\\
\x1b[16t\x1b[c";

/// Bytes an answer has at most; a longer one is none.
const LONGEST: usize = 128;

/// What the terminal said of itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Answers {
    pub kitty: bool,
    pub packed: bool,
    pub sixel: bool,
    /// Width and height of a character in pixels.
    pub cell: Option<(u16, u16)>,
    /// The last question was answered.
    pub complete: bool,
}

/// Tells answers from typing, byte by byte.
#[derive(Debug, Default)]
pub struct Listener {
    pub answers: Answers,
    /// The beginning of something that is not whole yet.
    begun: Vec<u8>,
}

impl Listener {
    /// Takes in what came and returns what was typed, as the terminal library would tell it.
    pub fn hear(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut typed = Vec::new();
        for byte in bytes {
            self.begun.push(*byte);
            match read(&self.begun) {
                Read::Open if self.begun.len() < LONGEST || is_paste(&self.begun) => {}
                Read::Answer => {
                    self.answers.take(&self.begun);
                    self.begun.clear();
                }
                Read::Open | Read::Typed => typed.extend(self.give_up()),
            }
        }
        typed
    }

    /// Whether something has begun whose end has not come.
    pub fn is_open(&self) -> bool {
        !self.begun.is_empty()
    }

    /// What has begun was typed after all.
    pub fn give_up(&mut self) -> Vec<Event> {
        events(&std::mem::take(&mut self.begun))
    }
}

enum Read {
    /// More must come.
    Open,
    Answer,
    Typed,
}

const PASTE: &[u8] = b"\x1b[200~";
const END_OF_PASTE: &[u8] = b"\x1b[201~";

fn is_paste(bytes: &[u8]) -> bool {
    bytes.starts_with(PASTE)
}

fn read(bytes: &[u8]) -> Read {
    match bytes {
        [0x1B] | [0x1B, b'_' | b'['] => Read::Open,
        [0x1B, b'_', .., 0x1B, b'\\'] => Read::Answer,
        [0x1B, b'_', ..] => Read::Open,
        paste if is_paste(paste) => match paste.ends_with(END_OF_PASTE) {
            true => Read::Typed,
            false => Read::Open,
        },
        [0x1B, b'[', middle @ .., last] => match (last, middle) {
            (b'c', [b'?', ..]) | (b't', [b'6', b';', ..]) => Read::Answer,
            (0x40..=0x7E, _) => Read::Typed,
            _ => Read::Open,
        },
        [0x1B, ..] => Read::Typed,
        text => match std::str::from_utf8(text) {
            // The first bytes of a character whose last ones are still to come.
            Err(error) if error.error_len().is_none() => Read::Open,
            _ => Read::Typed,
        },
    }
}

impl Answers {
    fn take(&mut self, answer: &[u8]) {
        let text = String::from_utf8_lossy(answer);
        if text.starts_with("\x1b_G") {
            let good = text.contains(";OK");
            self.kitty |= good && text.contains("i=31");
            self.packed |= good && text.contains("i=32");
        } else if let Some(kinds) = text.strip_prefix("\x1b[?") {
            let mut kinds = kinds.trim_end_matches('c').split(';').skip(1);
            self.sixel = kinds.any(|kind| kind == "4");
            self.complete = true;
        } else if let Some(sizes) = text.strip_prefix("\x1b[6;") {
            let mut sizes = sizes.trim_end_matches('t').split(';');
            let mut size = || sizes.next()?.parse().ok().filter(|size| *size > 0);
            let (height, width) = (size(), size());
            self.cell = width.zip(height);
        }
    }
}

/// Bytes as the terminal library would tell them. The pieces of a function key are told as if a
/// slow line had torn it apart; whoever joins strokes knows those.
fn events(bytes: &[u8]) -> Vec<Event> {
    if is_paste(bytes) {
        let text = &bytes[PASTE.len()..];
        let text = text.strip_suffix(END_OF_PASTE).unwrap_or(text);
        return vec![Event::Paste(String::from_utf8_lossy(text).into_owned())];
    }
    let text = String::from_utf8_lossy(bytes);
    text.chars().map(stroke).collect()
}

fn stroke(c: char) -> Event {
    let key = |code, modifiers| Event::Key(KeyEvent::new(code, modifiers));
    match c {
        '\x1b' => key(KeyCode::Esc, KeyModifiers::NONE),
        '\r' | '\n' => key(KeyCode::Enter, KeyModifiers::NONE),
        '\t' => key(KeyCode::Tab, KeyModifiers::NONE),
        '\x7f' | '\x08' => key(KeyCode::Backspace, KeyModifiers::NONE),
        '\x01'..='\x1a' => {
            let letter = char::from(b'a' - 1 + c as u8);
            key(KeyCode::Char(letter), KeyModifiers::CONTROL)
        }
        c => key(KeyCode::Char(c), KeyModifiers::NONE),
    }
}
