//! The squares of a QR code, in the mask the standard calls the best.

use qrcode::bits::{Bits, encode_auto};
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::{Color, EcLevel, Version, ec};

/// A QR code as rows of squares.
pub(super) struct Code {
    pub width: usize,
    pub colors: Vec<Color>,
}

impl Code {
    /// The smallest code at level M. A text of the dense alphabet, digits and capitals, is one
    /// segment: the library's own search for segments sometimes ends one version higher. `None` if
    /// no code is large enough.
    pub fn of(text: &str) -> Option<Code> {
        let dense = |c: u8| matches!(c, b'0'..=b'9' | b'A'..=b'Z') || b" $%*+-./:".contains(&c);
        if !text.bytes().all(dense) {
            return Code::new(encode_auto(text.as_bytes(), EcLevel::M).ok()?);
        }
        let bits = (1..=40).map(Version::Normal).find_map(|version| {
            let mut bits = Bits::new(version);
            bits.push_alphanumeric_data(text.as_bytes()).ok()?;
            bits.push_terminator(EcLevel::M).ok()?;
            Some(bits)
        });
        Code::new(bits?)
    }

    fn new(bits: Bits) -> Option<Code> {
        let version = bits.version();
        let width = usize::try_from(version.width()).ok()?;
        let (data, check) =
            ec::construct_codewords(&bits.into_bytes(), version, EcLevel::M).ok()?;
        let mut canvas = Canvas::new(version, EcLevel::M);
        canvas.draw_all_functional_patterns();
        canvas.draw_data(&data, &check);
        let colors = match width <= WIDEST {
            true => best(&canvas, width),
            false => canvas.apply_best_mask().into_colors(),
        };
        Some(Code { width, colors })
    }
}

/// Squares to a side that fit a number with room for what is looked at beside them; a wider code
/// goes the library's way, which looks at one square after the other and is much slower.
const WIDEST: usize = 113;

const MASKS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

/// The first of the masks with the fewest penalties.
fn best(canvas: &Canvas, width: usize) -> Vec<Color> {
    let masked = MASKS.into_iter().map(|mask| {
        let mut canvas = canvas.clone();
        canvas.apply_mask(mask);
        canvas.into_colors()
    });
    let best = masked.min_by_key(|colors| penalty(colors, width));
    best.unwrap_or_default()
}

/// What makes a code hard to read (ISO/IEC 18004, 7.8.3), with every line as one number.
fn penalty(colors: &[Color], width: usize) -> u32 {
    let mut rows = vec![0_u128; width];
    let mut columns = vec![0_u128; width];
    for (place, _) in colors
        .iter()
        .enumerate()
        .filter(|(_, color)| **color == Color::Dark)
    {
        let (row, column) = (place / width, place % width);
        rows[row] |= 1 << column;
        columns[column] |= 1 << row;
    }
    let lines = rows.iter().chain(&columns);
    let along: u32 = lines
        .map(|line| runs(*line, width) + finders(*line, width))
        .sum();
    let blocks: u32 = rows
        .windows(2)
        .map(|two| blocks(two[0], two[1], width))
        .sum();
    along + blocks + imbalance(&rows, width)
}

/// Ones in the lowest `count` places.
fn ones(count: usize) -> u128 {
    (1 << count) - 1
}

/// Five squares or more of one colour in a row count two less than they are.
fn runs(line: u128, width: usize) -> u32 {
    let same = !(line ^ (line >> 1)) & ones(width - 1);
    let four = same & (same >> 1) & (same >> 2) & (same >> 3);
    let begins = four & !(four << 1);
    four.count_ones() + 2 * begins.count_ones()
}

/// Every square of two by two of one colour counts three.
fn blocks(upper: u128, lower: u128, width: usize) -> u32 {
    let same = !(upper ^ lower);
    let beside = !(upper ^ (upper >> 1));
    3 * (same & (same >> 1) & beside & ones(width - 1)).count_ones()
}

/// What looks like a corner of the code, with four light squares on either side, counts forty.
fn finders(line: u128, width: usize) -> u32 {
    let dark = |place: u32| line >> place;
    let looks = dark(0) & !dark(1) & dark(2) & dark(3) & dark(4) & !dark(5) & dark(6);
    let before = (line << 1) | (line << 2) | (line << 3) | (line << 4);
    let behind = dark(7) | dark(8) | dark(9) | dark(10);
    40 * (looks & !(before & behind) & ones(width - 6)).count_ones()
}

/// How far, in half percents, dark and light are from balance.
fn imbalance(rows: &[u128], width: usize) -> u32 {
    let dark: u32 = rows.iter().map(|row| row.count_ones()).sum();
    let all = u32::try_from(width * width).unwrap_or(u32::MAX);
    (dark * 200 / all).abs_diff(100)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use qrcode::QrCode;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        #[test]
        fn a_code_has_the_mask_that_the_library_takes(text in "[A-Z0-9:/ ]{1,600}|[a-z张三0-9]{1,90}") {
            let code = Code::of(&text).expect("a code that holds it");
            let version = (code.width - 17) / 4;
            let theirs = match text.bytes().all(|c| b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:/ ".contains(&c)) {
                true => {
                    let mut bits = Bits::new(Version::Normal(version as i16));
                    bits.push_alphanumeric_data(text.as_bytes()).expect("room");
                    bits.push_terminator(EcLevel::M).expect("room");
                    QrCode::with_bits(bits, EcLevel::M)
                }
                false => QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M),
            };
            prop_assert!(code.colors == theirs.expect("a code").into_colors());
        }
    }
}
