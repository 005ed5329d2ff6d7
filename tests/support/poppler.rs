//! Poppler, the reader of PDF that is not ours.

use std::io::Write;
use std::path::Path;
use std::process::Command;

/// Whether poppler is on this machine. If it is not, the loss is said where nobody can miss it; and
/// where `GUITAI_READERS` is set, as it is in `.ci/run`, it must be there.
pub fn has_poppler(unproved: &str) -> bool {
    let there = ["pdftoppm", "pdftotext"].iter().all(|program| {
        let asked = Command::new(program).arg("-v").output();
        asked.is_ok_and(|output| output.status.success())
    });
    if !there {
        let lost = format!("SKIPPED, poppler-utils is not installed. Not proved: {unproved}");
        assert!(std::env::var_os("GUITAI_READERS").is_none(), "{lost}");
        // Past the harness, which shows a passing test's words to nobody. A terminal that is gone
        // takes no harm.
        let _ = writeln!(std::io::stderr(), "\n{lost}");
    }
    there
}

/// The text of each page as poppler reads it, in the order in which it is drawn.
pub fn text(pdf: &Path) -> Vec<String> {
    let output = Command::new("pdftotext")
        .args(["-raw", "-enc", "UTF-8"])
        .args([pdf, Path::new("-")])
        .output()
        .expect("pdftotext runs");
    assert!(
        output.status.success(),
        "pdftotext cannot read {}",
        pdf.display()
    );
    let text = String::from_utf8(output.stdout).expect("it was asked for UTF-8");
    // A form feed stands behind every page.
    let mut pages: Vec<String> = text.split('\u{C}').map(str::to_owned).collect();
    pages.pop();
    pages
}

/// Pictures of all pages of a PDF, as `pdftoppm` writes them into a folder for `-gray`.
pub fn pictures(pdf: &Path, folder: &Path, dpi: u32) -> Vec<Vec<u8>> {
    let done = Command::new("pdftoppm")
        .args(["-gray", "-r", &dpi.to_string()])
        .args([pdf, &folder.join("page")])
        .status();
    assert!(done.is_ok_and(|status| status.success()), "pdftoppm failed");
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut pages: Vec<_> = entries
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "pgm"))
        .collect();
    pages.sort();
    let read = |path: &std::path::PathBuf| std::fs::read(path).expect("pdftoppm wrote a picture");
    pages.iter().map(read).collect()
}
