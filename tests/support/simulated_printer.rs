//! A printer that prints askew, and a clerk who measures with a ruler.
//!
//! The page is rastered by poppler's `pdftoppm`, a program that knows nothing of this one, and
//! every point of the printed page is looked up in the raster through the printer's distortion.

use std::io::Write;
use std::process::{Command, Stdio};

use guitai::paper::{
    Alignment, Document, Fonts, Item, Point, Reading, Sheet, Stroke, Vernier, pdf_through,
};

/// Dots per inch of the raster; a dot is 0.064 mm.
const DPI: f64 = 400.0;
const MM_PER_INCH: f64 = 25.4;
/// The clerk looks along the ruler in steps of this many millimetres.
const LOOK: f64 = 0.005;
/// A dash that is longer than this is no line of a vernier.
const THICK: f64 = 0.6;
/// The four marks by which a page is judged stand so far from its corners.
pub const CORNER: f64 = 8.0;

/// A page as it comes out of a printer.
pub struct Printed {
    dots: Vec<u8>,
    wide: usize,
    high: usize,
    printer: Alignment,
}

impl Printed {
    /// Prints the first page of a PDF file on a printer that prints like this.
    pub fn page(pdf: &[u8], printer: Alignment) -> Printed {
        let resolution = DPI.to_string();
        let mut raster = Command::new("pdftoppm")
            .args(["-gray", "-r", &resolution, "-f", "1", "-l", "1", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("pdftoppm starts");
        let mut stdin = raster.stdin.take().expect("a pipe");
        let pdf = pdf.to_vec();
        let writer = std::thread::spawn(move || stdin.write_all(&pdf));
        let output = raster.wait_with_output().expect("pdftoppm ends");
        writer.join().expect("a writer").expect("pdftoppm reads");
        let (wide, high, dots) = portable_grey_map(&output.stdout);
        Printed {
            dots,
            wide,
            high,
            printer,
        }
    }

    /// How dark the paper is at a place, 0 to 1.
    pub fn dark(&self, place: Point) -> f64 {
        let (x, y) = self.printer.corrected(place);
        let dot = |mm: f64| mm / MM_PER_INCH * DPI - 0.5;
        let (x, y) = (dot(x), dot(y));
        let (left, top) = (x.floor(), y.floor());
        let (right_share, low_share) = (x - left, y - top);
        let at = |dx: f64, dy: f64| self.dot(left + dx, top + dy);
        let upper = at(0.0, 0.0) * (1.0 - right_share) + at(1.0, 0.0) * right_share;
        let lower = at(0.0, 1.0) * (1.0 - right_share) + at(1.0, 1.0) * right_share;
        upper * (1.0 - low_share) + lower * low_share
    }

    fn dot(&self, x: f64, y: f64) -> f64 {
        let inside = x >= 0.0 && y >= 0.0 && x < self.wide as f64 && y < self.high as f64;
        if !inside {
            return 0.0;
        }
        let grey = self.dots[y as usize * self.wide + x as usize];
        1.0 - f64::from(grey) / 255.0
    }

    /// The middles of the thin lines met on the way from one place so many millimetres on.
    fn lines(&self, from: f64, to: f64, place: impl Fn(f64) -> Point) -> Vec<f64> {
        let mut found = Vec::new();
        let mut line: Option<(f64, f64, f64)> = None;
        let steps = ((to - from) / LOOK) as usize;
        for step in 0..=steps {
            let at = from + LOOK * step as f64;
            let dark = self.dark(place(at));
            if dark > 0.05 {
                let (start, weight, moment) = line.unwrap_or((at, 0.0, 0.0));
                line = Some((start, weight + dark, moment + dark * at));
            } else if let Some((start, weight, moment)) = line.take()
                && at - start < THICK
            {
                found.push(moment / weight);
            }
        }
        found
    }

    /// What a clerk reads of the sheet: her ruler's 0 at the edge of the paper, its edge on the
    /// dashes, to a tenth of a millimetre.
    pub fn readings(&self, vernier: &Vernier) -> [Reading; 3] {
        // The dashes stand where the sheet was meant to have them, as the printer printed it.
        vernier.crosses().map(|(x, y)| {
            let below = self.seen((x, y + 16.0)).1;
            let beside = self.seen((x + 10.0, y)).0;
            let lefts = self.lines(x - 16.0, x + 26.0, |at| (at, below - 0.5));
            let tops = self.lines(y - 16.0, y + 26.0, |at| (beside - 0.5, at));
            Reading {
                left: read(&lefts),
                top: read(&tops),
            }
        })
    }

    /// Where the clerk sees a point, to half a millimetre: good enough to lay a ruler there.
    fn seen(&self, point: Point) -> Point {
        let (x, y) = self.printer.printed(point);
        ((x * 2.0).round() / 2.0, (y * 2.0).round() / 2.0)
    }

    /// Where the mark stands that was meant to be at this place.
    pub fn mark(&self, meant: Point) -> Point {
        let near = |lines: Vec<f64>, meant: f64| {
            let nearest = lines
                .into_iter()
                .min_by(|a, b| (a - meant).abs().total_cmp(&(b - meant).abs()));
            nearest.expect("a mark near its place")
        };
        // Beside the middle of the cross, where only one of its arms is met.
        let beside = [2.0, -2.0, 4.0, -4.0];
        let across =
            beside.map(|off| self.lines(meant.0 - 7.0, meant.0 + 7.0, |at| (at, meant.1 + off)));
        let down =
            beside.map(|off| self.lines(meant.1 - 7.0, meant.1 + 7.0, |at| (meant.0 + off, at)));
        let found = |lines: [Vec<f64>; 4]| lines.into_iter().find(|lines| !lines.is_empty());
        let found = |lines| found(lines).unwrap_or_default();
        (near(found(across), meant.0), near(found(down), meant.1))
    }
}

/// The line of a vernier that meets a mark of the ruler gives the tenth.
fn read(lines: &[f64]) -> f64 {
    // Eleven neighbours 0.9 mm apart; the arm of a cross or the head of a figure stands alone.
    let vernier = lines.windows(11).find(|lines| {
        let mut gaps = lines.windows(2).map(|pair| pair[1] - pair[0]);
        gaps.all(|gap| (0.8..1.0).contains(&gap))
    });
    let vernier = vernier.unwrap_or_else(|| panic!("no vernier among {lines:?}"));
    let met = vernier.iter().zip(0u8..).map(|(place, number)| {
        let mark = place.round();
        ((place - mark).abs(), mark - 0.9 * f64::from(number))
    });
    let best = met.min_by(|a, b| a.0.total_cmp(&b.0));
    let (_, reading) = best.expect("eleven lines");
    (reading * 10.0).round() / 10.0
}

fn portable_grey_map(bytes: &[u8]) -> (usize, usize, Vec<u8>) {
    let mut parts = bytes.splitn(4, |byte| byte.is_ascii_whitespace());
    let mut text = || String::from_utf8_lossy(parts.next().expect("a head")).into_owned();
    assert_eq!(text(), "P5");
    let wide = text().parse().expect("a width");
    let high = text().parse().expect("a height");
    let rest = parts.next().expect("the dots");
    let start = rest
        .iter()
        .position(|byte| *byte == b'\n')
        .expect("a depth")
        + 1;
    (wide, high, rest[start..].to_vec())
}

/// A page with a mark near each corner.
pub fn corner_marks(width: f32, height: f32) -> (Document, [Point; 4]) {
    let (right, bottom) = (f64::from(width) - CORNER, f64::from(height) - CORNER);
    let marks = [
        (CORNER, CORNER),
        (right, CORNER),
        (CORNER, bottom),
        (right, bottom),
    ];
    let strokes = marks.iter().flat_map(|(x, y)| {
        let (x, y) = (*x as f32, *y as f32);
        [
            Stroke::line((x - 7.0, y), (x + 7.0, y), 0.3),
            Stroke::line((x, y - 7.0), (x, y + 7.0), 0.3),
        ]
    });
    let sheet = Sheet {
        width,
        height,
        items: strokes.map(Item::Stroke).collect(),
        background: None,
    };
    let document = Document {
        title: "corners".to_owned(),
        sheets: vec![sheet],
    };
    (document, marks)
}

/// What came of a calibration.
pub struct Calibrated {
    pub readings: [Reading; 3],
    pub profile: Alignment,
    /// How far each corner's mark lies from its place, without the profile and through it.
    pub before: [f64; 4],
    pub after: [f64; 4],
}

/// Calibrates a printer by its vernier sheet and prints the corners again through the profile.
pub fn calibrate(fonts: &Fonts, (width, height): (f32, f32), printer: Alignment) -> Calibrated {
    let vernier = Vernier::on(width, height).expect("large enough");
    let of = guitai::paper::VernierOf {
        printer: "simulated",
        tray: "",
        batch: "",
        second: false,
    };
    let sheet = vernier.document(fonts, of, guitai::text::Lang::Zh);
    let print = |document: &Document, profile: &Alignment| {
        let pdf = pdf_through(document, fonts, profile).expect("a sound document");
        Printed::page(&pdf, printer)
    };
    let readings = print(&sheet, &Alignment::TRUE).readings(&vernier);
    let profile = vernier.alignment(&readings).expect("plausible readings");
    let (corners, marks) = corner_marks(width, height);
    let errors = |profile: &Alignment| {
        let page = print(&corners, profile);
        marks.map(|meant| {
            let (x, y) = page.mark(meant);
            (x - meant.0).hypot(y - meant.1)
        })
    };
    Calibrated {
        readings,
        before: errors(&Alignment::TRUE),
        after: errors(&profile),
        profile,
    }
}
