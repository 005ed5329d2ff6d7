//! Promise: a room uses only the rooms above it, and the rooms above the ledger are pure.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms in the order of `src/lib.rs`.
fn rooms() -> Vec<String> {
    let map = fs::read_to_string(source().join("lib.rs")).expect("src/lib.rs is part of the tree");
    map.lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .map(str::to_owned)
        .collect()
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file of a room with its text.
fn files(room: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![source().join(room)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("every room is a folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("a source file is text");
                found.push((path, text));
            }
        }
    }
    found
}

/// The code of a file: no comments, and nothing of the tests that close it.
fn code(text: &str) -> String {
    let tests = text.find("#[cfg(test)]\nmod tests {");
    text[..tests.unwrap_or(text.len())]
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn a_room_uses_only_the_rooms_above_it() {
    let rooms = rooms();
    assert!(rooms.len() > 10, "the map in lib.rs was read");
    let mut broken = Vec::new();
    for (place, room) in rooms.iter().enumerate() {
        for (path, text) in files(room) {
            for below in &rooms[place + 1..] {
                if code(&text).contains(&format!("crate::{below}")) {
                    broken.push(format!(
                        "{} uses `{below}`, a room below `{room}`",
                        path.display()
                    ));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_map_names_every_room_and_no_other() {
    let mut folders: Vec<String> = fs::read_dir(source())
        .expect("the sources")
        .map(|entry| entry.expect("a readable entry"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    let mut rooms = rooms();
    folders.sort();
    rooms.sort();
    assert_eq!(folders, rooms);
}

#[test]
fn rooms_are_named_one_by_one_so_that_the_rule_can_be_read() {
    let hidden = |text: &str| {
        let code = code(text);
        code.contains("crate::{") || code.contains("use crate as ") || code.contains("guitai::")
    };
    let rooms = rooms();
    let files = rooms.iter().flat_map(|room| files(room));
    let broken: Vec<_> = files
        .filter(|(_, text)| hidden(text))
        .map(|(path, _)| path)
        .collect();
    assert!(broken.is_empty(), "{broken:?}");
}

#[test]
fn the_rooms_above_the_ledger_are_pure() {
    const WORLD: &[&str] = &[
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "std::thread",
        "std::io::std",
        "std::time::Instant",
        "SystemTime",
        "Local::now",
        "Utc::now",
        "crossterm",
        "rustix",
        "std::os",
        "getrandom",
        "etcetera",
        "sled",
    ];
    let rooms = rooms();
    let pure = rooms.iter().take_while(|room| *room != "ledger");
    let mut broken = Vec::new();
    for room in pure {
        for (path, text) in files(room) {
            let found = WORLD.iter().find(|word| code(&text).contains(**word));
            broken.extend(found.map(|word| format!("{} uses `{word}`", path.display())));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
