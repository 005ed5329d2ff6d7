//! Promise: the preview on the screen is the page the printer gets.
//!
//! Every paper's picture is laid beside the one that poppler makes of its PDF.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use guitai::paper::{Data, Document, Item, Mark, Picture, Raster, Sheet, View, pdf, raster};

use crate::paper_samples::{FONTS, layouts, sample};
use crate::support::poppler::{has_poppler, pictures};

/// Pixels to an inch at which the pictures are compared.
const DPI: u16 = 96;
/// How far two blurred pixels may differ, of 255: an edge that lies half a pixel aside.
const APART: i32 = 40;
/// The share of a page's pixels that may differ more than that.
const STRAY: f64 = 0.005;
/// Pixels to either side of a straight rule that are not compared one by one: poppler moves rules to
/// whole pixels and lets none be thinner than one. That each is there is looked at on its own.
const BESIDE_A_RULE: f32 = 4.0;
/// The share of a rule's ink that one picture must have of the other's at least.
const RULE: f32 = 0.25;

/// A picture in black: 0 is white paper, 255 full ink.
struct Grey {
    width: usize,
    height: usize,
    ink: Vec<u8>,
}

impl Grey {
    fn of(raster: &Raster) -> Grey {
        // The ink is black; only a photograph has colours, and those are weighed as poppler does.
        let grey = |pixel: &[u8]| {
            let [red, green, blue] = [pixel[0], pixel[1], pixel[2]].map(u32::from);
            // At most 255 × 100 / 100.
            255 - ((30 * red + 59 * green + 11 * blue) / 100) as u8
        };
        Grey {
            width: raster.width as usize,
            height: raster.height as usize,
            ink: raster.rgba.chunks_exact(4).map(grey).collect(),
        }
    }

    /// Reads what pdftoppm writes for `-gray`.
    fn read(bytes: &[u8]) -> Grey {
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
            ink: body.iter().map(|byte| 255 - byte).collect(),
        }
    }

    /// The ink in a square of five pixels around each pixel; beyond the page there is none.
    fn blurred(&self) -> Vec<i32> {
        let mut rows = Vec::with_capacity(self.height);
        for row in self.ink.chunks_exact(self.width) {
            let mut sum = 0;
            let mut sums = Vec::with_capacity(self.width);
            for place in 0..self.width + 2 {
                sum += row.get(place).map_or(0, |ink| i32::from(*ink));
                if place >= 5 {
                    sum -= i32::from(row[place - 5]);
                }
                if place >= 2 {
                    sums.push(sum);
                }
            }
            rows.push(sums);
        }
        let mut blurred = Vec::with_capacity(self.ink.len());
        let mut sums = vec![0; self.width];
        for place in 0..self.height + 2 {
            if let Some(row) = rows.get(place) {
                sums.iter_mut().zip(row).for_each(|(sum, ink)| *sum += ink);
            }
            if place >= 5 {
                let row = &rows[place - 5];
                sums.iter_mut().zip(row).for_each(|(sum, ink)| *sum -= ink);
            }
            if place >= 2 {
                blurred.extend_from_slice(&sums);
            }
        }
        blurred
    }

    /// How much ink lies in a box, in pixels of full black.
    fn ink(&self, (left, top): (f32, f32), (right, bottom): (f32, f32)) -> f32 {
        let columns = (left.max(0.0) as usize)..(right.ceil() as usize).min(self.width);
        let rows = (top.max(0.0) as usize)..(bottom.ceil() as usize).min(self.height);
        rows.flat_map(|row| columns.clone().map(move |column| row * self.width + column))
            .map(|at| f32::from(self.ink[at]) / 255.0)
            .sum()
    }
}

/// A box of pixels: the first ones and those behind the last ones.
type Pixels = ((f32, f32), (f32, f32));

/// Where the straight rules of a page are.
fn rules(sheet: &Sheet) -> Vec<Pixels> {
    let pixel = |mm: f32| mm * f32::from(DPI) / 25.4;
    let strokes = sheet.items.iter().filter_map(|item| match item {
        Item::Stroke(stroke) if !stroke.curved => Some(stroke),
        _ => None,
    });
    let segments = strokes.flat_map(|stroke| {
        let closing = stroke.closed.then(|| stroke.points.first()).flatten();
        let ends = stroke.points.iter().skip(1).chain(closing);
        stroke.points.iter().zip(ends)
    });
    let straight = segments.filter(|(from, to)| from.0 == to.0 || from.1 == to.1);
    straight
        .map(|(from, to)| {
            let (left, right) = (pixel(from.0.min(to.0)), pixel(from.0.max(to.0)));
            let (top, bottom) = (pixel(from.1.min(to.1)), pixel(from.1.max(to.1)));
            ((left, top), (right, bottom))
        })
        .collect()
}

fn wider(((left, top), (right, bottom)): Pixels, by: f32) -> Pixels {
    ((left - by, top - by), (right + by, bottom + by))
}

/// How many rules are in one picture and not in the other.
fn missing_rules(rules: &[Pixels], ours: &Grey, theirs: &Grey) -> usize {
    let missing = rules.iter().filter(|rule| {
        let (from, to) = wider(**rule, 1.5);
        let (ours, theirs) = (ours.ink(from, to), theirs.ink(from, to));
        ours.max(theirs) > 3.0 && ours.min(theirs) < RULE * ours.max(theirs)
    });
    missing.count()
}

/// The share of pixels that differ once both pictures are blurred, away from the rules.
fn stray(rules: &[Pixels], ours: &Grey, theirs: &Grey) -> f64 {
    let (width, height) = (ours.width.min(theirs.width), ours.height.min(theirs.height));
    let mut away = vec![true; width * height];
    for rule in rules {
        let ((left, top), (right, bottom)) = wider(*rule, BESIDE_A_RULE);
        let columns = (left.max(0.0) as usize).min(width)..(right as usize).min(width);
        for row in (top.max(0.0) as usize)..(bottom as usize).min(height) {
            away[row * width..][columns.clone()].fill(false);
        }
    }
    let (soft, softly) = (ours.blurred(), theirs.blurred());
    let differ = |at: &usize| {
        let (x, y) = (at % width, at / width);
        (soft[y * ours.width + x] - softly[y * theirs.width + x]).abs() > 25 * APART
    };
    let places = (0..width * height).filter(|at| away[*at]);
    places.filter(differ).count() as f64 / (width * height) as f64
}

/// The glyphs of which one picture has less than half of the ink the other one has.
fn missing(sheet: &Sheet, ours: &Grey, theirs: &Grey) -> Vec<char> {
    let pixel = f32::from(DPI) / 25.4;
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
            // A comma or a hyphen at this size has less than three pixels of ink.
            ours.max(theirs) > 3.0 && ours.min(theirs) < 0.5 * ours.max(theirs)
        })
        .map(|(_, glyph)| glyph.c)
        .collect()
}

fn by_poppler(document: &Document) -> Vec<Grey> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("page.pdf");
    let bytes = pdf(document, &FONTS).expect("a document that was laid out");
    std::fs::write(&file, bytes).expect("room for a PDF");
    let pages = pictures(&file, folder.path(), DPI.into());
    pages.iter().map(|page| Grey::read(page)).collect()
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

/// What is not the same in both pictures of a paper.
fn apart(name: &str, document: &Document) -> Vec<String> {
    let theirs = by_poppler(document);
    if theirs.len() != document.sheets.len() {
        return vec![format!("{name}: {} pages", theirs.len())];
    }
    let mut apart = Vec::new();
    for (number, (sheet, theirs)) in document.sheets.iter().zip(&theirs).enumerate() {
        let picture = raster(sheet, &FONTS, &View::whole(sheet, DPI.into())).expect("a picture");
        keep(&format!("{name}-{number}"), &picture);
        let ours = Grey::of(&picture);
        let (wider, higher) = (
            ours.width.abs_diff(theirs.width),
            ours.height.abs_diff(theirs.height),
        );
        if wider > 1 || higher > 1 {
            apart.push(format!(
                "{name} {number}: {wider} and {higher} pixels larger"
            ));
            continue;
        }
        let missing = missing(sheet, &ours, theirs);
        if !missing.is_empty() {
            apart.push(format!("{name} {number}: {missing:?}"));
        }
        let rules = rules(sheet);
        let gone = missing_rules(&rules, &ours, theirs);
        if gone > 0 {
            apart.push(format!("{name} {number}: {gone} rules"));
        }
        let stray = stray(&rules, &ours, theirs);
        println!(
            "{name} {number}: {:.3} % of the pixels differ",
            100.0 * stray
        );
        if stray >= STRAY {
            apart.push(format!("{name} {number}: {:.3} % differ", 100.0 * stray));
        }
    }
    apart
}

/// A paper of its name, with the sample's data and a photograph.
fn with_photo() -> Data {
    let mut data = sample();
    let photo = include_bytes!("../papers/photo.jpg").to_vec();
    let photo = Picture::recognise(photo).expect("a picture");
    data.images.insert("photo".to_owned(), photo);
    data
}

#[test]
fn the_picture_on_the_screen_of_every_paper_is_the_page_of_its_pdf() {
    if !has_poppler("that the preview is the page of the PDF") {
        return;
    }
    let (layouts, data) = (layouts(), with_photo());
    assert!(layouts.len() > 40, "{} papers", layouts.len());
    let next = AtomicUsize::new(0);
    let all = Mutex::new(Vec::new());
    let workers = std::thread::available_parallelism().map_or(1, |cores| cores.get());
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((name, layout)) = layouts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let document = layout.lay_out(&data, &FONTS, Mark::Sample);
                    let found = apart(name, &document.expect("the sample fits"));
                    all.lock().expect("no worker has failed").extend(found);
                }
            });
        }
    });
    let all = all.into_inner().expect("no worker has failed");
    assert!(all.is_empty(), "{all:#?}");
}

#[test]
fn rare_characters_are_in_the_picture_as_in_the_pdf() {
    if !has_poppler("that rare characters are in the preview as in the PDF") {
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
    let apart = apart("F2-rare", &document.expect("the name fits"));
    assert!(apart.is_empty(), "{apart:#?}");
}
