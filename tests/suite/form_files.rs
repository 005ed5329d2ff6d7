//! Promise: every form in `tests/forms/valid` loads, every one in `tests/forms/invalid` is refused
//! at the line and for the reason its first line names, and the example of `forms/README.md` is
//! true.

use std::fs;
use std::path::Path;

use guitai::form::Form;

use crate::support::wrong_files::{expected, files};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_valid_form_loads() {
    for (path, text) in files("forms/valid") {
        if let Err(problem) = Form::parse("form.toml", &text) {
            panic!("{}: {problem}", path.display());
        }
    }
}

#[test]
fn every_invalid_form_is_refused_at_its_line_and_for_its_reason() {
    for (path, text) in files("forms/invalid") {
        let (line, reason) = expected(&text);
        let Err(problem) = Form::parse("form.toml", &text) else {
            panic!("{} loads", path.display());
        };
        assert_eq!(
            problem.line.to_string(),
            line,
            "{}: {problem}",
            path.display()
        );
        assert!(
            problem.reason.contains(reason),
            "{}: {problem}",
            path.display()
        );
    }
}

#[test]
fn the_example_of_the_form_language_loads() {
    let readme = fs::read_to_string(root().join("forms/README.md")).expect("the page");
    let (_, example) = readme.split_once("```toml\n").expect("an example");
    let (example, _) = example.split_once("```").expect("its end");
    if let Err(problem) = Form::parse("forms/README.md", example) {
        panic!("{problem}");
    }
}
