//! Promise: no two things that are printed on a page stand on one another: text on text, text on a
//! picture or a code, a ruled line through a text.

use guitai::paper::{Data, Document, Frame, Item, Mark, Run, Sheet, Stroke};

use crate::paper_samples::{FONTS, extreme, layouts, sample};

/// Millimetres by which two things may touch.
const TOUCH: f32 = 0.25;
const MM_PER_POINT: f32 = 25.4 / 72.0;

/// Where the ink of a run is: from a little under the baseline to the height of a Han character.
/// A bracket has ink in one half of its em only.
fn ink(run: &Run) -> Option<Frame> {
    let (first, last) = (run.glyphs.first()?, run.glyphs.last()?);
    let em = run.size * MM_PER_POINT;
    let high = 0.78 * em;
    let blank = |brackets: &str, c: char| if brackets.contains(c) { 0.5 * em } else { 0.0 };
    let left = run.x + first.at + blank("（《「“", first.c);
    let right = run.x + last.at + last.advance - blank("）》」”，。、；：", last.c);
    let width = (right - left).max(0.0);
    Some(Frame::new(left, run.y - high, width, high + 0.04 * em))
}

/// What must have its place for itself. Blank characters print nothing, and a seal or a mark is
/// meant to be stamped over the words.
fn placed(sheet: &Sheet) -> Vec<(String, Frame)> {
    let items = sheet.items.iter().filter_map(|item| match item {
        Item::Text(run) if run.turn == 0.0 && !run.text.trim().is_empty() => {
            Some((run.text.clone(), ink(run)?))
        }
        Item::Picture { place, .. } => Some(("a picture".to_owned(), *place)),
        Item::Fill { boxes, .. } if boxes.len() > 50 => Some(("a code".to_owned(), around(boxes)?)),
        _ => None,
    });
    items.collect()
}

fn around(boxes: &[Frame]) -> Option<Frame> {
    let first = boxes.first()?;
    let left = boxes.iter().fold(first.x, |x, one| x.min(one.x));
    let top = boxes.iter().fold(first.y, |y, one| y.min(one.y));
    let right = boxes
        .iter()
        .fold(first.right(), |x, one| x.max(one.right()));
    let bottom = boxes
        .iter()
        .fold(first.bottom(), |y, one| y.max(one.bottom()));
    Some(Frame::new(left, top, right - left, bottom - top))
}

fn overlap(a: &Frame, b: &Frame) -> bool {
    let across = a.right().min(b.right()) - a.x.max(b.x);
    let down = a.bottom().min(b.bottom()) - a.y.max(b.y);
    across > TOUCH && down > TOUCH
}

/// Whether a straight, solid line runs through the ink of a text.
fn crosses(stroke: &Stroke, frame: &Frame) -> bool {
    let [(ax, ay), (bx, by)] = stroke.points[..] else {
        return false;
    };
    if stroke.curved || !stroke.dash.is_empty() {
        return false;
    }
    let core = frame.inset(TOUCH, TOUCH);
    let level = (ay - by).abs() < 0.01 && ay > core.y && ay < core.bottom();
    let upright = (ax - bx).abs() < 0.01 && ax > core.x && ax < core.right();
    let across = ax.min(bx) < core.right() && ax.max(bx) > core.x;
    let down = ay.min(by) < core.bottom() && ay.max(by) > core.y;
    (level && across) || (upright && down)
}

fn collisions(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for (page, sheet) in document.sheets.iter().enumerate() {
        let placed = placed(sheet);
        for (number, (text, frame)) in placed.iter().enumerate() {
            for (other, place) in &placed[number + 1..] {
                if overlap(frame, place) {
                    found.push(format!("page {page}: {text:?} on {other:?}"));
                }
            }
            let strokes = sheet.items.iter().filter_map(|item| match item {
                Item::Stroke(stroke) => Some(stroke),
                _ => None,
            });
            if strokes.into_iter().any(|stroke| crosses(stroke, frame)) {
                found.push(format!("page {page}: a line through {text:?}"));
            }
        }
    }
    found
}

fn every_paper(data: &Data) {
    let mut found = Vec::new();
    for (name, layout) in layouts() {
        let document = layout.lay_out(data, &FONTS, Mark::None);
        let document = document.unwrap_or_else(|problems| panic!("{name}: {problems:?}"));
        let here = collisions(&document);
        found.extend(here.into_iter().map(|one| format!("{name} {one}")));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn nothing_stands_on_anything_else_on_a_sample() {
    every_paper(&sample());
}

#[test]
fn nothing_stands_on_anything_else_on_a_blank_sheet() {
    every_paper(&Data::blank());
}

#[test]
fn nothing_stands_on_anything_else_where_everything_is_as_long_as_it_may_be() {
    every_paper(&extreme());
}

#[test]
fn two_texts_in_one_place_are_noticed() {
    let (_, layout) = layouts().into_iter().next().expect("a paper");
    let mut document = layout
        .lay_out(&sample(), &FONTS, Mark::None)
        .expect("it prints");
    let sheet = &mut document.sheets[0];
    let text = sheet
        .items
        .iter()
        .find(|item| matches!(item, Item::Text(_)));
    let text = text.cloned().expect("a text");
    sheet.items.push(text);
    assert!(!collisions(&document).is_empty());
}
