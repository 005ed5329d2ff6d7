//! What a paper of a record says: its words without the spaces of the layout, and its ticks.

use guitai::office::Office;
use guitai::paper::{Item, Sheet};

/// All text of a PDF file, without the spaces a layout puts in.
pub fn words(pdf: &[u8]) -> String {
    let pages = crate::paper_text::pages(pdf);
    pages.concat().split_whitespace().collect()
}

/// All text of a paper of a record.
#[track_caller]
pub fn paper(office: &Office, number: &str, paper: &str) -> String {
    let pdf = office.paper(number, paper);
    words(&pdf.unwrap_or_else(|error| panic!("{paper} of {number}: {error:?}")))
}

/// The paper has each of these words.
#[track_caller]
pub fn says(paper: &str, words: &[&str]) {
    for word in words {
        assert!(paper.contains(word), "{word} in {paper}");
    }
}

/// The words behind the ticked boxes of the first page, from above to below.
pub fn ticked(office: &Office, number: &str, paper: &str) -> Vec<String> {
    let laid = office.preview_again(number, paper);
    let laid = laid.unwrap_or_else(|error| panic!("{paper} of {number}: {error:?}"));
    let sheet = laid.document.sheets.first().expect("a page");
    let ticks = sheet.items.iter().filter_map(|item| match item {
        Item::Stroke(stroke) if stroke.variable && stroke.points.len() == 3 => Some(stroke),
        _ => None,
    });
    ticks.map(|tick| behind(sheet, tick.points[2])).collect()
}

/// The word that begins next to the right end of a tick.
fn behind(sheet: &Sheet, (right, top): (f32, f32)) -> String {
    let runs = sheet.items.iter().filter_map(|item| match item {
        Item::Text(run) if run.x >= right - 0.5 && (0.0..4.0).contains(&(run.y - top)) => Some(run),
        _ => None,
    });
    let nearest = runs.min_by(|one, other| one.x.total_cmp(&other.x));
    let text = nearest.map_or("", |run| run.text.trim());
    let word = text.split(['　', ' ', '（']).find(|part| !part.is_empty());
    word.unwrap_or_default().to_owned()
}
