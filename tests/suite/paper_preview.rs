//! Promise: the preview on the screen is the page the printer gets.
//!
//! Each paper's picture is laid beside the one that poppler makes of its PDF.

use std::path::Path;
use std::process::Command;

use guitai::paper::{Document, Item, Mark, Raster, Sheet, View, pdf, raster};

use crate::paper_samples::{FONTS, layouts, sample};

/// Pixels to an inch at which the pictures are compared.
const DPI: f32 = 96.0;
/// How far two blurred pixels may differ, of 255: an edge that lies half a pixel aside.
const APART: f32 = 40.0;
/// The share of a page's pixels that may differ more than that: poppler moves thin lines to whole
/// pixels.
const STRAY: f64 = 0.01;

/// A picture in grey, 0 black to 255 white.
struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<f32>,
}

impl Grey {
    fn of(raster: &Raster) -> Grey {
        let pixels = raster.rgba.chunks_exact(4);
        Grey {
            width: raster.width as usize,
            height: raster.height as usize,
            pixels: pixels
                .map(|pixel| {
                    let sum: u32 = pixel[..3].iter().map(|part| u32::from(*part)).sum();
                    sum as f32 / 3.0
                })
                .collect(),
        }
    }

    /// Reads what pdftoppm writes for `-gray`.
    fn read(path: &Path) -> Grey {
        let bytes = std::fs::read(path).expect("pdftoppm wrote a picture");
        let mut fields = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
        assert_eq!(fields.next(), Some(&b"P5"[..]));
        let mut number = || {
            let field = fields.next().expect("a header of four fields");
            let digits = std::str::from_utf8(field).expect("digits");
            digits.parse::<usize>().expect("a number")
        };
        let (width, height) = (number(), number());
        let body = &bytes[bytes.len() - width * height..];
        Grey {
            width,
            height,
            pixels: body.iter().map(|byte| f32::from(*byte)).collect(),
        }
    }

    /// The mean of the darkness in a square of five pixels around each pixel.
    fn blurred(&self) -> Vec<f32> {
        let dark = self.pixels.iter().map(|pixel| 255.0 - pixel).collect();
        let across = means(dark, self.width, 1);
        means(across, self.height, self.width)
    }

    /// How much ink lies in a box, in pixels of full black.
    fn ink(&self, (left, top): (f32, f32), (right, bottom): (f32, f32)) -> f32 {
        let columns = (left.max(0.0) as usize)..(right.ceil() as usize).min(self.width);
        let rows = (top.max(0.0) as usize)..(bottom.ceil() as usize).min(self.height);
        rows.flat_map(|row| columns.clone().map(move |column| row * self.width + column))
            .map(|at| (255.0 - self.pixels[at]) / 255.0)
            .sum()
    }
}

/// The mean of five values in a row, `step` places from one to the next, `length` of them to a row.
fn means(values: Vec<f32>, length: usize, step: usize) -> Vec<f32> {
    let mean = |at: usize| {
        let place = at / step % length;
        let from = at - place.min(2) * step;
        let to = at + (length - 1 - place).min(2) * step;
        let near = (from..=to).step_by(step);
        let count = near.clone().count() as f32;
        near.map(|at| values[at]).sum::<f32>() / count
    };
    (0..values.len()).map(mean).collect()
}

/// The share of pixels that differ once both pictures are blurred.
fn stray(ours: &Grey, theirs: &Grey) -> f64 {
    let (width, height) = (ours.width.min(theirs.width), ours.height.min(theirs.height));
    let (soft, softly) = (ours.blurred(), theirs.blurred());
    let differ = |at: &usize| {
        let (x, y) = (at % width, at / width);
        (soft[y * ours.width + x] - softly[y * theirs.width + x]).abs() > APART
    };
    (0..width * height).filter(differ).count() as f64 / (width * height) as f64
}

/// The glyphs of which one picture has less than half of the ink the other one has.
fn missing(sheet: &Sheet, ours: &Grey, theirs: &Grey) -> Vec<char> {
    let pixel = DPI / 25.4;
    let runs = sheet.items.iter().filter_map(|item| match item {
        Item::Text(run) if run.turn == 0.0 => Some(run),
        _ => None,
    });
    runs.flat_map(|run| run.glyphs.iter().map(move |glyph| (run, glyph)))
        .filter(|(run, glyph)| {
            let em = run.size * 25.4 / 72.0;
            let (x, y) = (run.x + glyph.at, run.y);
            let from = (x * pixel, (y - 0.88 * em) * pixel);
            let to = ((x + glyph.advance) * pixel, (y + 0.12 * em) * pixel);
            let (ours, theirs) = (ours.ink(from, to), theirs.ink(from, to));
            // A comma at this size has less than two pixels of ink.
            ours.max(theirs) > 2.0 && ours.min(theirs) < 0.5 * ours.max(theirs)
        })
        .map(|(_, glyph)| glyph.c)
        .collect()
}

fn by_poppler(document: &Document, folder: &Path) -> Vec<Grey> {
    let file = folder.join("page.pdf");
    let bytes = pdf(document, &FONTS).expect("a document that was laid out");
    std::fs::write(&file, bytes).expect("room for a PDF");
    let done = Command::new("pdftoppm")
        .args(["-gray", "-r", "96"])
        .args([&file, &folder.join("page")])
        .status();
    assert!(done.is_ok_and(|status| status.success()), "pdftoppm failed");
    let mut pages: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("a readable entry").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "pgm"))
        .collect();
    pages.sort();
    pages.iter().map(|path| Grey::read(path)).collect()
}

/// Leaves our picture beside theirs to be looked at, if somebody asked for it.
fn keep(name: &str, raster: &Raster) {
    if std::env::var_os("GUITAI_SAMPLES").is_some() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/papers");
        std::fs::create_dir_all(&folder).expect("a folder for the samples");
        let (width, height) = (raster.width, raster.height);
        image::save_buffer(
            folder.join(format!("{name}.png")),
            &raster.rgba,
            width,
            height,
            image::ExtendedColorType::Rgba8,
        )
        .expect("room for a picture");
    }
}

fn compare(name: &str, document: &Document) {
    let folder = tempfile::tempdir().expect("a folder");
    let theirs = by_poppler(document, folder.path());
    assert_eq!(theirs.len(), document.sheets.len(), "{name}: pages");
    for (number, (sheet, theirs)) in document.sheets.iter().zip(&theirs).enumerate() {
        let picture = raster(sheet, &FONTS, &View::whole(sheet, DPI)).expect("a picture");
        keep(&format!("{name}-{number}"), &picture);
        let ours = Grey::of(&picture);
        assert!(
            ours.width.abs_diff(theirs.width) <= 1 && ours.height.abs_diff(theirs.height) <= 1,
            "{name} {number}: {}×{} beside {}×{}",
            ours.width,
            ours.height,
            theirs.width,
            theirs.height
        );
        let missing = missing(sheet, &ours, theirs);
        assert!(missing.is_empty(), "{name} {number}: {missing:?}");
        let stray = stray(&ours, theirs);
        println!(
            "{name} {number}: {:.3} % of the pixels differ",
            100.0 * stray
        );
        assert!(stray < STRAY, "{name} {number}: {stray}");
    }
}

fn has_poppler() -> bool {
    let asked = Command::new("pdftoppm").arg("-v").output();
    if asked.is_err() {
        eprintln!("pdftoppm is not installed: nothing to compare with");
    }
    asked.is_ok()
}

#[test]
fn the_picture_on_the_screen_is_the_page_of_the_pdf() {
    if !has_poppler() {
        return;
    }
    for (name, layout) in layouts() {
        // One paper of each kind: a certificate, a form of several pages, a slip, a notice.
        if ["F2", "F3a", "F5", "F9", "F29"].contains(&name.as_str()) {
            let document = layout.lay_out(&sample(), &FONTS, Mark::Sample);
            compare(&name, &document.expect("the sample fits"));
        }
    }
}

#[test]
fn rare_characters_are_in_the_picture_as_in_the_pdf() {
    if !has_poppler() {
        return;
    }
    let (_, certificate) = layouts()
        .into_iter()
        .find(|(name, _)| name == "F2")
        .expect("the certificate");
    let mut data = sample();
    let name = "龘𠅤㐂𪚥䶮𬺈".to_owned();
    data.texts.insert("applicant.name".to_owned(), name);
    let document = certificate.lay_out(&data, &FONTS, Mark::None);
    compare("F2-rare", &document.expect("the name fits"));
}
