//! Promise: what the guides tell a stranger to type works as it stands there.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::support::place::{pages, said};

/// The lines of the first fenced block of a guide that has this text in it.
fn block(guide: &str, with: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(guide);
    let text = fs::read_to_string(path).expect("a guide");
    let mut blocks = text.split("```sh\n").skip(1);
    let block = blocks.find_map(|rest| {
        let block = rest.split("```").next()?;
        block.contains(with).then(|| block.to_owned())
    });
    block.expect("such a block")
}

/// A folder with the examples in it, and a shell that knows the program.
fn run(folder: &Path, script: &str) -> (i32, String) {
    let program = Path::new(env!("CARGO_BIN_EXE_guitai"));
    let beside = program.parent().expect("a folder").display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut shell = Command::new("sh");
    shell
        .args(["-e", "-c", script])
        .current_dir(folder)
        .env("PATH", format!("{beside}:{path}"))
        .env_remove("GUITAI_HALL")
        .stdin(Stdio::null());
    said(&shell.output().expect("a shell"))
}

fn with_examples() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    std::os::unix::fs::symlink(examples, folder.path().join("examples")).expect("linked");
    folder
}

#[test]
fn the_trial_of_the_readme_runs_as_it_stands() {
    let folder = with_examples();
    let (code, text) = run(folder.path(), &block("README.md", "guitai practice --dir"));
    assert_eq!(code, 0, "{text}");
    assert_eq!(pages(&folder.path().join("证明.pdf")), 4);
}

#[test]
fn the_commands_of_the_examples_run_once_and_are_refused_the_second_time() {
    let folder = with_examples();
    let script = block("examples/README.md", "e3.toml");
    let (code, text) = run(folder.path(), &script);
    assert_eq!(code, 0, "{text}");
    let papers = fs::read_dir(folder.path().join("papers")).expect("papers");
    assert_eq!(papers.count(), 3);
    let (code, text) = run(folder.path(), &script);
    assert_eq!(code, 6, "one certificate a person: {text}");
}

#[test]
fn a_piped_practice_leaves_its_hall_private_with_the_papers_in_it() {
    let folder = with_examples();
    let script = format!("TMPDIR='{}' guitai practice", folder.path().display());
    let (code, text) = run(folder.path(), &script);
    assert_eq!(code, 0, "{text}");
    let halls = fs::read_dir(folder.path()).expect("a folder").flatten();
    let mut halls = halls.filter(|entry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        name.starts_with("guitai-practice-") && name.len() == "guitai-practice-".len() + 32
    });
    let hall = halls.next().expect("a hall").path();
    assert!(text.contains(&hall.display().to_string()), "{text}");
    assert!(hall.join("papers/2010").is_dir());
}
