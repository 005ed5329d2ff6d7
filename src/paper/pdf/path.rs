//! Lines and surfaces in the words of a page's content.
//!
//! An ornament has thousands of points. printpdf makes an object of every number and a piece of
//! text of every object, which is half of the work of a page; this writes the same text at once.

use std::fmt::Write;

use crate::paper::sheet::{Frame, MM_PER_POINT, Stroke};

/// Ink, width and dashes of a pen.
pub(super) fn pen(text: &mut String, stroke: &Stroke) {
    let dash: Vec<String> = stroke.dash.iter().map(|mm| pt(*mm).to_string()).collect();
    let (ink, width) = (stroke.ink.0, stroke.width);
    // Writing into memory does not fail.
    let _ = writeln!(text, "{ink} G\n{width} w\n[{}] 0 d", dash.join(" "));
}

/// A line through these points, in points of the page; of a curved one three at a time are a bend.
pub(super) fn line(text: &mut String, points: &[(f32, f32)], curved: bool, closed: bool) {
    let [first, rest @ ..] = points else {
        return;
    };
    word(text, &[*first], "m");
    let bends = if curved { rest.len() / 3 * 3 } else { 0 };
    let (bends, straight) = rest.split_at(bends);
    for bend in bends.chunks(3) {
        word(text, bend, "c");
    }
    for point in straight {
        word(text, &[*point], "l");
    }
    text.push_str(if closed { "h\nS" } else { "S" });
}

/// Filled boxes on a page of this height, in millimetres from its upper left corner.
pub(super) fn surfaces(text: &mut String, boxes: &[Frame], height: f32) {
    match Grid::of(boxes) {
        Some(grid) => grid.surfaces(text, boxes, height),
        None => {
            for frame in boxes {
                rectangle(text, frame, height);
            }
            text.push('f');
        }
    }
}

/// A box between the nearest hundredths of a point, so that what touches on the page touches.
fn rectangle(text: &mut String, frame: &Frame, height: f32) {
    let (left, right) = (pt(frame.x), pt(frame.right()));
    let (top, bottom) = (pt(height - frame.y), pt(height - frame.bottom()));
    word(
        text,
        &[
            (left, bottom),
            (rounded(right - left), rounded(top - bottom)),
        ],
        "re",
    );
}

/// Squares of one size side by side, as those of a code are: their places are small whole numbers.
struct Grid {
    x: f32,
    y: f32,
    side: f32,
}

/// Fewer boxes are shorter without a grid.
const GRID: usize = 16;

impl Grid {
    fn of(boxes: &[Frame]) -> Option<Grid> {
        let least = |part: fn(&Frame) -> f32| boxes.iter().map(part).reduce(f32::min);
        let grid = Grid {
            x: least(|frame| frame.x)?,
            y: least(|frame| frame.y)?,
            side: least(|frame| frame.height)?,
        };
        let whole = |count: f32| (count - count.round()).abs() < 0.01;
        let fits = |frame: &Frame| grid.counts(frame).into_iter().all(whole);
        (boxes.len() >= GRID && boxes.iter().all(fits)).then_some(grid)
    }

    /// Where a box is and how large, in squares.
    fn counts(&self, frame: &Frame) -> [f32; 4] {
        let (x, y) = (frame.x - self.x, frame.y - self.y);
        [x, y, frame.width, frame.height].map(|length| length / self.side)
    }

    fn surfaces(&self, text: &mut String, boxes: &[Frame], height: f32) {
        let side = self.side / MM_PER_POINT;
        let (x, y) = (pt(self.x), pt(height - self.y));
        // Writing into memory does not fail.
        let _ = writeln!(text, "q\n{side} 0 0 -{side} {x} {y} cm");
        for frame in boxes {
            let [x, y, width, height] = self.counts(frame).map(f32::round);
            word(text, &[(x, y), (width, height)], "re");
        }
        text.push_str("f\nQ");
    }
}

/// Millimetres as points.
pub(super) fn pt(mm: f32) -> f32 {
    rounded(mm / MM_PER_POINT)
}

/// Hundredths of a point are finer than any printer, and short numbers make small files.
pub(super) fn rounded(number: f32) -> f32 {
    (number * 100.0).round() / 100.0
}

fn word(text: &mut String, points: &[(f32, f32)], operator: &str) {
    for (x, y) in points {
        number(text, *x);
        text.push(' ');
        number(text, *y);
        text.push(' ');
    }
    text.push_str(operator);
    text.push('\n');
}

/// A number of at most two decimals, as Rust itself writes it; any other number takes that way.
fn number(text: &mut String, number: f32) {
    // Below this, two decimals are the shortest text of the nearest number of 32 bits.
    const LARGEST: f32 = 50_000.0;
    let hundredths = (number * 100.0).round();
    let plain = number.abs() < LARGEST && hundredths / 100.0 == number;
    if !plain || (hundredths == 0.0 && number.is_sign_negative()) {
        // Writing into memory does not fail.
        let _ = write!(text, "{number}");
        return;
    }
    if hundredths < 0.0 {
        text.push('-');
    }
    let hundredths = hundredths.abs() as u32;
    whole(text, hundredths / 100);
    let digit = |value: u32| char::from(b'0' + (value % 10) as u8);
    match hundredths % 100 {
        0 => {}
        part if part.is_multiple_of(10) => text.extend(['.', digit(part / 10)]),
        part => text.extend(['.', digit(part / 10), digit(part)]),
    }
}

fn whole(text: &mut String, value: u32) {
    if value >= 10 {
        whole(text, value / 10);
    }
    text.push(char::from(b'0' + (value % 10) as u8));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn written(value: f32) -> String {
        let mut text = String::new();
        number(&mut text, value);
        text
    }

    #[test]
    fn every_number_of_two_decimals_is_written_as_rust_writes_it() {
        for hundredths in -500_000..=500_000 {
            let value = hundredths as f32 / 100.0;
            assert_eq!(written(value), value.to_string());
        }
        assert_eq!(written(-0.0), "-0");
    }

    #[test]
    fn the_squares_of_a_code_are_whole_numbers_on_a_grid_of_their_own() {
        let square = |x: u8, y: u8, wide: u8| {
            let [x, y, wide] = [x, y, wide].map(|count| f32::from(count) * 0.5);
            Frame::new(20.3 + x, 31.7 + y, wide, 0.5)
        };
        let mut boxes: Vec<Frame> = (0..20).map(|row| square(0, row, 1)).collect();
        boxes.push(square(3, 5, 2));
        let mut text = String::new();
        surfaces(&mut text, &boxes, 176.0);
        assert!(text.starts_with("q\n1.4173229 0 0 -1.4173229 57.54 409.04 cm\n0 0 1 1 re\n"));
        assert!(text.ends_with("\n3 5 2 1 re\nf\nQ"), "{text}");
        // One of them aside, and there is no grid.
        boxes.push(Frame::new(20.5, 31.7, 0.5, 0.5));
        text.clear();
        surfaces(&mut text, &boxes, 176.0);
        assert!(!text.contains("cm") && text.ends_with(" re\nf"), "{text}");
    }

    #[test]
    fn boxes_that_touch_on_the_page_touch_in_its_words() {
        let mut text = String::new();
        let (left, right) = (
            Frame::new(0.0, 0.0, 0.333, 1.0),
            Frame::new(0.333, 0.0, 1.0, 1.0),
        );
        surfaces(&mut text, &[left, right], 10.0);
        let numbers = |line: &str| -> Vec<f32> {
            let words = line.split(' ').filter_map(|word| word.parse().ok());
            words.collect()
        };
        let boxes: Vec<Vec<f32>> = text.lines().take(2).map(numbers).collect();
        assert!(
            (boxes[0][0] + boxes[0][2] - boxes[1][0]).abs() < 0.001,
            "{text}"
        );
    }

    proptest! {
        #[test]
        fn every_other_number_too(value: f32) {
            prop_assert_eq!(written(value), value.to_string());
            let rounded = (value * 100.0).round() / 100.0;
            prop_assert_eq!(written(rounded), rounded.to_string());
        }
    }
}
