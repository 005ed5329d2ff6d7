//! Lines and surfaces in the words of a page's content.
//!
//! An ornament has thousands of points. printpdf makes an object of every number and a piece of
//! text of every object, which is half of the work of a page; this writes the same text at once.

use std::fmt::Write;

use printpdf::Op;

/// A line through these points, in points of the page; of a curved one three at a time are a bend.
pub(super) fn line(points: &[(f32, f32)], curved: bool, closed: bool) -> Option<Op> {
    let mut text = String::new();
    let [first, rest @ ..] = points else {
        return None;
    };
    word(&mut text, &[*first], "m");
    let bends = if curved { rest.len() / 3 * 3 } else { 0 };
    let (bends, straight) = rest.split_at(bends);
    for bend in bends.chunks(3) {
        word(&mut text, bend, "c");
    }
    for point in straight {
        word(&mut text, &[*point], "l");
    }
    text.push_str(if closed { "h\nS" } else { "S" });
    Some(raw(text))
}

/// Surfaces with these corners.
pub(super) fn surfaces(all: &[[(f32, f32); 4]]) -> Option<Op> {
    let mut text = String::new();
    for [first, rest @ ..] in all {
        word(&mut text, &[*first], "m");
        for point in rest {
            word(&mut text, &[*point], "l");
        }
    }
    text.push_str("h\nf");
    (!all.is_empty()).then(|| raw(text))
}

/// What printpdf hands on as it is.
fn raw(key: String) -> Op {
    let value = Vec::new();
    Op::Unknown { key, value }
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

    proptest! {
        #[test]
        fn every_other_number_too(value: f32) {
            prop_assert_eq!(written(value), value.to_string());
            let rounded = (value * 100.0).round() / 100.0;
            prop_assert_eq!(written(rounded), rounded.to_string());
        }
    }
}
