//! Folders of files that are to be refused, each with a first line `# line N: reason`.

use std::fs;
use std::path::{Path, PathBuf};

/// Every file of a folder below `tests`, with its text; there is at least one.
pub fn files(folder: &str) -> Vec<(PathBuf, String)> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let entries = fs::read_dir(tests.join(folder)).expect("a folder");
    let paths = entries.map(|entry| entry.expect("a readable entry").path());
    let files: Vec<_> = paths
        .map(|path| (path.clone(), fs::read_to_string(path).expect("text")))
        .collect();
    assert!(!files.is_empty());
    files
}

/// The line and the reason a file names for its own refusal.
pub fn expected(text: &str) -> (&str, &str) {
    let head = text.lines().next().expect("a first line");
    let expected = head.strip_prefix("# line ");
    let expected = expected.and_then(|head| head.split_once(": "));
    expected.expect("`# line N: reason`")
}
