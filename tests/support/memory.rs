//! The memory of a running program, searched for what must not be in it.

use std::fs::File;
use std::os::unix::fs::FileExt;

use memchr::memmem::Finder;

/// A piece that is read at once; pieces overlap by the length of the longest text.
const PIECE: usize = 1 << 20;

/// A text in every form in which a program may hold it.
pub fn forms(text: &str) -> Vec<Vec<u8>> {
    let little = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let scalars = text
        .chars()
        .flat_map(|c| (c as u32).to_le_bytes())
        .collect();
    vec![text.as_bytes().to_vec(), little, big, scalars]
}

/// Which of these texts are in the memory of a process. Every map that can be read is searched, but
/// for the bytes of files that were never written to in memory.
///
/// # Panics
/// If the process or its memory cannot be read.
pub fn remembered<'a>(pid: u32, texts: &[&'a str]) -> Vec<&'a str> {
    let memory = File::open(format!("/proc/{pid}/mem")).expect("the memory of a child");
    let maps = std::fs::read_to_string(format!("/proc/{pid}/maps")).expect("its maps");
    let finder = |form: Vec<u8>| Finder::new(&form).into_owned();
    let wanted: Vec<(&'a str, Finder<'static>)> = texts
        .iter()
        .flat_map(|text| {
            forms(text)
                .into_iter()
                .map(move |form| (*text, finder(form)))
        })
        .collect();
    let longest = wanted
        .iter()
        .map(|(_, form)| form.needle().len())
        .max()
        .unwrap_or(1);
    let mut found: Vec<&str> = Vec::new();
    let mut searched = 0;
    for (from, to) in maps.lines().filter_map(range) {
        let mut at = from;
        while at < to {
            let length = usize::try_from(to - at).unwrap_or(PIECE).min(PIECE);
            let mut piece = vec![0; length];
            // A page that was mapped and never came to be cannot be read.
            let read = memory.read_at(&mut piece, at).unwrap_or(0);
            if read == 0 {
                break;
            }
            search(&piece[..read], &wanted, &mut found);
            searched += read;
            let last = read < longest || at + read as u64 >= to;
            at += if last { read } else { read - (longest - 1) } as u64;
        }
    }
    assert!(searched > 256 * 1024, "only {searched} bytes could be read");
    found
}

/// The addresses of a map that is to be searched.
fn range(line: &str) -> Option<(u64, u64)> {
    let mut parts = line.split_whitespace();
    let (from, to) = parts.next()?.split_once('-')?;
    let rights = parts.next()?;
    let file = parts.nth(3).unwrap_or_default();
    let unchanged = file.starts_with('/') && !rights.contains('w');
    let of_the_system = file.starts_with("[v");
    if !rights.starts_with('r') || unchanged || of_the_system {
        return None;
    }
    let number = |text| u64::from_str_radix(text, 16).ok();
    Some((number(from)?, number(to)?))
}

fn search<'a>(piece: &[u8], wanted: &[(&'a str, Finder<'static>)], found: &mut Vec<&'a str>) {
    for (text, finder) in wanted {
        if !found.contains(text) && finder.find(piece).is_some() {
            found.push(text);
        }
    }
}
