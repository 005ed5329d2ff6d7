//! Promise: every layout in `tests/papers/invalid` is refused at the line and for the reason its
//! first line names, one mistake a file; the example of `forms/papers/README.md` is true.

use std::fs;
use std::path::Path;

use guitai::paper::Layout;
use guitai::text::Lang;

use crate::paper_samples::layouts;
use crate::support::place::{guitai, said};
use crate::support::wrong_files::{expected, files};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_invalid_layout_is_refused_at_its_line_and_for_its_reason() {
    let mut wrong = Vec::new();
    for (path, text) in files("papers/invalid") {
        let (line, reason) = expected(&text);
        match Layout::parse(&text) {
            Ok(_) => wrong.push(format!("{} loads", path.display())),
            Err(error) => {
                let there = error.line.to_string() == line && error.reason.contains(reason.trim());
                let told = error.message().say(Lang::Zh).contains(line);
                if !there || !told {
                    wrong.push(format!("{}: {error}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_program_names_file_line_and_reason_of_a_wrong_layout() {
    let file = root().join("tests/papers/invalid/unknown-filter.toml");
    let mut command = guitai();
    command.args(["form", "check"]).arg(&file);
    let (code, text) = said(&command.output().expect("the program runs"));
    assert_eq!(code, 3, "{text}");
    for part in ["unknown-filter.toml", "19", "hide"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn every_paper_has_its_id_for_a_file_name() {
    for (name, layout) in layouts() {
        assert_eq!(layout.id(), name);
    }
}

#[test]
fn the_example_of_the_layout_language_loads() {
    let readme = fs::read_to_string(root().join("forms/papers/README.md")).expect("the page");
    let (_, example) = readme.split_once("```toml\n").expect("an example");
    let (example, _) = example.split_once("```").expect("its end");
    let plain = example
        .split('\n')
        .map(|line| match line.split_once("  #") {
            Some((before, _)) => before,
            None => line,
        });
    let plain: Vec<&str> = plain.collect();
    if let Err(error) = Layout::parse(&plain.join("\n")) {
        panic!("{error}");
    }
}
