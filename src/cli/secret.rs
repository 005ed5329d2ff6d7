//! Secrets that a person gives: by a file or at a prompt, never as an argument or in the
//! environment, where every process of the account can read them.

use std::fs::File;
use std::io::{self, BufRead, IsTerminal, Read, Write};
use std::path::Path;

use zeroize::Zeroizing;

use super::{Context, Exit, Failure};
use crate::disk::DiskError;
use crate::text::Message;

/// The longest secret that is read, in bytes.
const MOST: u64 = 4_096;

/// What is typed at a prompt or stands in the file's first line.
pub fn secret(
    context: &Context,
    file: Option<&Path>,
    prompt: &Message,
) -> Result<Zeroizing<String>, Failure> {
    match file {
        Some(path) => read(path),
        None => typed(&prompt.say(context.lang())),
    }
}

/// A new password, typed twice where it is typed.
pub fn new_secret(
    context: &Context,
    file: Option<&Path>,
    prompt: &Message,
) -> Result<Zeroizing<String>, Failure> {
    let first = secret(context, file, prompt)?;
    if file.is_none() {
        let again = typed(&Message::new("cli.password_again").say(context.lang()))?;
        if *again != *first {
            return Err(Failure::new(
                Exit::Other,
                Message::new("cli.passwords_differ"),
            ));
        }
    }
    Ok(first)
}

/// The first line of a file.
pub fn read(path: &Path) -> Result<Zeroizing<String>, Failure> {
    let failed = |cause| Failure::from(DiskError::io(path, cause));
    let file = File::open(path).map_err(failed)?;
    let mut line = Zeroizing::new(String::new());
    let mut from = io::BufReader::new(file.take(MOST));
    from.read_line(&mut line).map_err(failed)?;
    let kept = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(kept);
    Ok(line)
}

/// A line typed on the terminal, which does not show it.
fn typed(prompt: &str) -> Result<Zeroizing<String>, Failure> {
    let gone = || Failure::new(Exit::Other, Message::new("cli.no_prompt"));
    if !io::stdin().is_terminal() {
        return Err(gone());
    }
    let mut out = io::stderr();
    let _ = write!(out, "{prompt}");
    let _ = out.flush();
    let _raw = Raw::enter().map_err(|_| gone())?;
    let line = line(&mut io::stdin().lock());
    let _ = write!(out, "\r\n");
    line.ok_or_else(gone)
}

/// Reads to the end of the line; `None` if it was given up.
fn line(from: &mut impl Read) -> Option<Zeroizing<String>> {
    const INTERRUPT: u8 = 3;
    const END: u8 = 4;
    const BACKSPACE: [u8; 2] = [8, 127];
    let mut bytes = Zeroizing::new(Vec::new());
    let mut byte = [0];
    loop {
        if from.read(&mut byte).ok()? == 0 {
            return None;
        }
        match byte[0] {
            b'\r' | b'\n' => break,
            INTERRUPT | END => return None,
            back if BACKSPACE.contains(&back) => {
                // A character of UTF-8 ends where its first byte is gone.
                while bytes.pop().is_some_and(|gone| gone & 0xC0 == 0x80) {}
            }
            other if (bytes.len() as u64) < MOST => bytes.push(other),
            _ => {}
        }
    }
    let text = String::from_utf8(bytes.to_vec()).ok()?;
    Some(Zeroizing::new(text))
}

/// The terminal without echo, until this is let go.
struct Raw;

impl Raw {
    fn enter() -> io::Result<Raw> {
        crossterm::terminal::enable_raw_mode().map(|()| Raw)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // A terminal that is gone needs nothing back.
        let _ = crossterm::terminal::disable_raw_mode();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_line_ends_with_enter_and_takes_back_whole_characters() {
        let typed = |bytes: &[u8]| line(&mut &bytes[..]).map(|line| line.to_string());
        assert_eq!(typed(b"abc\r").as_deref(), Some("abc"));
        let back = ["桃花".as_bytes(), &[127, 127, 127], "李\n".as_bytes()].concat();
        assert_eq!(typed(&back).as_deref(), Some("李"));
        assert_eq!(typed(b"abc\x03"), None);
        assert_eq!(typed(b"abc"), None);
    }

    #[test]
    fn the_first_line_of_a_file_is_the_secret() {
        let place = tempfile::tempdir().expect("a folder for the test");
        let path = place.path().join("password");
        std::fs::write(&path, "白沙洲 的桃花\r\nmore\n").expect("room");
        assert_eq!(
            read(&path).ok().as_deref().map(String::as_str),
            Some("白沙洲 的桃花")
        );
        assert!(read(&place.path().join("none")).is_err());
    }
}
