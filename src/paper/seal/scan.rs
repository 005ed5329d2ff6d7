//! The text of a code, read off a picture of the page: a scan, or a photograph of one.

use std::io::Cursor;

use image::imageops::FilterType;
use image::{DynamicImage, ImageFormat, ImageReader, Limits};
use rqrr::PreparedImage;

use super::code::PREFIX;
use crate::foreign::without_panic;
use crate::text::Message;

/// The longest side of a picture, in pixels: a page of A4 at 600 dots to the inch has 7,016.
const LONGEST_SIDE: u32 = 10_000;
/// Bytes a picture may take while it is unpacked.
const MOST_MEMORY: u64 = 256 << 20;
/// The largest picture a code is looked for in, in pixels; a larger one is made smaller first.
const MOST_PIXELS: f32 = 12e6;
/// A side below this is made larger in every case: the squares of the code have a pixel or two.
const SMALL_SIDE: u32 = 1_400;
/// How much larger or smaller the picture is made, and by how many pixels it is blurred before,
/// until the code can be read: a coarse scan has too few pixels to a square, a sharp one shows the
/// grain of the paper. Whether the corners of a code are seen at one size is chance, so there are
/// several; a picture with a code takes one or two of them.
const LOOKS: [(f32, f32); 9] = [
    (1.0, 0.0),
    (0.5, 0.0),
    (2.0, 0.0),
    (1.4, 0.0),
    (0.7, 0.0),
    (1.0, 0.6),
    (0.5, 0.6),
    (2.0, 1.0),
    (1.4, 1.0),
];

/// Why no text was read off a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// Neither a PNG nor a JPEG file, or one that is not whole.
    NotAPicture,
    /// Larger than a page has any reason to be.
    TooLarge,
    /// There is no QR code to be seen.
    NoCode,
    /// There is one, and too little of it is left or sharp.
    Damaged,
}

impl Unread {
    pub fn message(self) -> Message {
        Message::new(match self {
            Unread::NotAPicture => "paper.scan_not_a_picture",
            Unread::TooLarge => "paper.scan_too_large",
            Unread::NoCode => "paper.scan_no_code",
            Unread::Damaged => "paper.scan_damaged",
        })
    }
}

/// Reads the code on a picture of a page, a PNG or a JPEG file. Of several codes it is the one that
/// may be a certificate's.
///
/// # Errors
/// [`Unread`].
pub fn read_off(file: &[u8]) -> Result<String, Unread> {
    let picture = unpack(file)?;
    let mut seen = false;
    let mut other = None;
    for (size, blur) in LOOKS {
        let Some(picture) = sized(&picture, size, blur) else {
            continue;
        };
        for code in codes(&picture) {
            match code {
                Some(text) if text.starts_with(PREFIX) => return Ok(text),
                Some(text) => other = other.or(Some(text)),
                None => seen = true,
            }
        }
    }
    match (other, seen) {
        // One that was read says nothing of ours beside it, which was not.
        (Some(text), false) => Ok(text),
        (_, true) => Err(Unread::Damaged),
        (None, false) => Err(Unread::NoCode),
    }
}

fn unpack(file: &[u8]) -> Result<DynamicImage, Unread> {
    let format = match file {
        [0xFF, 0xD8, 0xFF, ..] => ImageFormat::Jpeg,
        [0x89, b'P', b'N', b'G', ..] => ImageFormat::Png,
        _ => return Err(Unread::NotAPicture),
    };
    let mut reader = ImageReader::with_format(Cursor::new(file), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    match reader.decode() {
        Ok(picture) => Ok(DynamicImage::ImageLuma8(picture.into_luma8())),
        Err(image::ImageError::Limits(_)) => Err(Unread::TooLarge),
        Err(_) => Err(Unread::NotAPicture),
    }
}

/// The picture so much larger or smaller; `None` where that is of no use.
fn sized(picture: &DynamicImage, size: f32, blur: f32) -> Option<DynamicImage> {
    let (width, height) = (picture.width(), picture.height());
    let pixels = width as f32 * height as f32;
    let fit = (MOST_PIXELS / pixels).sqrt().min(1.0);
    let base = match width.max(height) < SMALL_SIDE {
        true => 2.0,
        false => fit,
    };
    let times = (base * size).min((MOST_PIXELS / pixels).sqrt());
    let side = |side: u32| (side as f32 * times).round() as u32;
    let (wide, high) = (side(width), side(height));
    // A side of less pixels than a code has squares shows none.
    if wide.min(high) < 60 {
        return None;
    }
    let picture = match blur > 0.0 {
        true => picture.blur(blur),
        false => picture.clone(),
    };
    // Enlarged, the edges of the squares must stay sharp; made smaller, nothing may be left out.
    let filter = match times > 1.0 {
        true => FilterType::Lanczos3,
        false => FilterType::Triangle,
    };
    match (wide, high) == (width, height) {
        true => Some(picture),
        false => Some(picture.resize_exact(wide, high, filter)),
    }
}

/// The text of every code on a picture; `None` for one that is seen and cannot be read.
fn codes(picture: &DynamicImage) -> Vec<Option<String>> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pixels = picture.as_bytes();
    let grey = |x: usize, y: usize| pixels[y * width + x];
    let mut prepared = PreparedImage::prepare_from_greyscale(width, height, grey);
    // Of three corners that belong to no code the reader may make a grid that reaches to infinity,
    // and panics there.
    let page = &mut prepared;
    let grids = without_panic(move || page.detect_grids()).unwrap_or_default();
    let texts = grids.into_iter().map(|grid| {
        let decoded = without_panic(|| grid.decode());
        decoded.and_then(Result::ok).map(|(_, text)| text)
    });
    texts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::GrayImage;
    use proptest::prelude::*;

    /// A PNG file of grey pixels.
    fn png(picture: &GrayImage) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        picture
            .write_to(&mut file, ImageFormat::Png)
            .expect("memory");
        file.into_inner()
    }

    /// A QR code of a text with white around it, so many pixels to a square.
    fn drawn(text: &str, square: u32) -> GrayImage {
        let code = qrcode::QrCode::with_error_correction_level(text, qrcode::EcLevel::M);
        let code = code.expect("it fits");
        let (wide, colors) = (code.width() as u32, code.to_colors());
        let side = (wide + 8) * square;
        GrayImage::from_fn(side, side, |x, y| {
            let (x, y) = ((x / square).wrapping_sub(4), (y / square).wrapping_sub(4));
            let dark =
                x < wide && y < wide && colors[(y * wide + x) as usize] == qrcode::Color::Dark;
            image::Luma([if dark { 20 } else { 235 }])
        })
    }

    #[test]
    fn a_code_is_read_at_every_size_of_its_squares() {
        let text = format!("{PREFIX}{}", "7KT9B".repeat(40));
        for square in [2, 3, 5, 9] {
            let read = read_off(&png(&drawn(&text, square)));
            assert_eq!(read.as_deref(), Ok(text.as_str()), "{square} pixels");
        }
    }

    #[test]
    fn what_shows_no_code_and_what_is_none_is_told_apart() {
        let blank = GrayImage::from_pixel(400, 300, image::Luma([240]));
        assert_eq!(read_off(&png(&blank)), Err(Unread::NoCode));
        assert_eq!(read_off(b"%PDF-1.7"), Err(Unread::NotAPicture));
        assert_eq!(read_off(b""), Err(Unread::NotAPicture));
        assert_eq!(read_off(&png(&blank)[..60]), Err(Unread::NotAPicture));
        // A header that promises more pixels than any page has.
        let mut bomb = png(&blank);
        bomb[16..24].copy_from_slice(&[0, 1, 0x38, 0x80, 0, 1, 0x38, 0x80]);
        assert!(matches!(
            read_off(&bomb),
            Err(Unread::TooLarge | Unread::NotAPicture)
        ));
    }

    #[test]
    fn a_code_with_a_corner_torn_off_is_seen_and_not_believed() {
        let mut code = drawn(&format!("{PREFIX}{}", "7KT9B".repeat(40)), 5);
        let side = code.width();
        for (x, y, pixel) in code.enumerate_pixels_mut() {
            // A stripe of a third of its height, between the corners by which a code is found.
            if y > side * 30 / 100 && y < side * 62 / 100 && x > side / 4 {
                *pixel = image::Luma([235]);
            }
        }
        assert_eq!(read_off(&png(&code)), Err(Unread::Damaged));
    }

    /// The part of a page with a code on it as a scanner at 150 dots to the inch sees it: a square
    /// of half a millimetre has 2.95 pixels, and its edges are grey.
    fn scanned(text: &str, from: f32) -> GrayImage {
        let code = qrcode::QrCode::with_error_correction_level(text, qrcode::EcLevel::M);
        let code = code.expect("it fits");
        let (wide, colors) = (code.width(), code.to_colors());
        let is_dark = |x: f32, y: f32| {
            let (x, y) = ((x - 60.0 - from) / 2.953, (y - 80.0 - from) / 2.953);
            let inside = x >= 0.0 && y >= 0.0 && (x as usize) < wide && (y as usize) < wide;
            inside && colors[y as usize * wide + x as usize] == qrcode::Color::Dark
        };
        GrayImage::from_fn(300, 340, |x, y| {
            let parts = (0..16).filter(|part| {
                let (right, down) = ((part % 4) as f32, (part / 4) as f32);
                is_dark(
                    x as f32 + 0.125 + right / 4.0,
                    y as f32 + 0.125 + down / 4.0,
                )
            });
            image::Luma([255 - (parts.count() * 255 / 16) as u8])
        })
    }

    #[test]
    fn a_coarse_scan_is_read_whatever_the_code_says() {
        for (nth, shift) in (0..10_u8).zip([0.0, 0.3, 0.6, 0.9, 0.2].into_iter().cycle()) {
            let says = blake3::hash(&[nth]).to_hex().to_uppercase();
            let text: String = format!("{PREFIX}{}", says.repeat(4))[..230].to_owned();
            let read = read_off(&png(&scanned(&text, shift)));
            assert_eq!(read.as_deref(), Ok(text.as_str()), "{nth}");
        }
    }

    /// The corner of a page of an invented person, as pdftoppm draws it at 150 dots to the inch.
    #[test]
    fn a_code_on_a_page_whose_corners_are_hard_to_see_is_read() {
        let page = include_bytes!("../../../tests/papers/scan-150dpi.png");
        let read = read_off(page);
        assert!(read.is_ok_and(|text| text.starts_with(PREFIX)));
    }

    /// The corner of another such page, drawn by ourselves.
    #[test]
    fn a_code_whose_corners_the_reader_takes_for_another_s_is_read_at_another_size() {
        let page = include_bytes!("../../../tests/papers/scan-of-no-corner.png");
        let as_it_is = codes(&unpack(page).expect("a picture"));
        assert_eq!(as_it_is, [None], "seen, and its grid reaches to infinity");
        assert!(read_off(page).is_ok_and(|text| text.starts_with(PREFIX)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn no_picture_makes_the_reader_panic(
            side in 60_u32..180,
            seed in any::<u32>(),
            coarse in 1_u32..9,
        ) {
            let noise = |x: u32, y: u32| {
                let mixed = (x / coarse).wrapping_mul(0x9E37_79B9) ^ (y / coarse).wrapping_mul(0x85EB_CA6B) ^ seed;
                let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x2C1B_3C6D);
                image::Luma([((mixed >> 12) & 0xFF) as u8])
            };
            let _ = read_off(&png(&GrayImage::from_fn(side, side, noise)));
        }

        #[test]
        fn no_damage_to_a_code_makes_the_reader_panic(
            holes in proptest::collection::vec((0_u32..260, 0_u32..260, 1_u32..60, any::<u8>()), 1..9),
        ) {
            let mut code = drawn(&format!("{PREFIX}{}", "7KT9B".repeat(40)), 4);
            for (left, top, side, grey) in holes {
                for (x, y) in (left..left + side).flat_map(|x| (top..top + side).map(move |y| (x, y))) {
                    if x < code.width() && y < code.height() {
                        code.put_pixel(x, y, image::Luma([grey]));
                    }
                }
            }
            let _ = read_off(&png(&code));
        }
    }
}
