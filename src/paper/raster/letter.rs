//! Small shapes drawn at once: a letter is a few pixels high, and what a drawing library does for
//! every path costs more than its pixels.
//!
//! Every edge adds to the pixels it crosses the share of them that lies to its right; summed from
//! left to right, that is how much of a pixel is inside. It is exact for every edge.

use tiny_skia::Pixmap;
use ttf_parser::OutlineBuilder;

use crate::paper::sheet::Ink;

/// An outline in font units, up positive: straight lines and bends.
#[derive(Debug, Default)]
pub(super) struct Outline {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy)]
enum Part {
    Move(Place),
    Line(Place),
    Bend(Place, Place),
    Curve(Place, Place, Place),
    Close,
}

type Place = (f32, f32);

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.parts.push(Part::Move((x, y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.parts.push(Part::Line((x, y)));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.parts.push(Part::Bend((x1, y1), (x, y)));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.parts.push(Part::Curve((x1, y1), (x2, y2), (x, y)));
    }

    fn close(&mut self) {
        self.parts.push(Part::Close);
    }
}

/// How font units lie on the picture: turned and made larger, then moved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lying {
    pub cos: f32,
    pub sin: f32,
    pub x: f32,
    pub y: f32,
}

impl Lying {
    fn of(&self, (x, y): Place) -> Place {
        (
            self.x + x * self.cos - y * self.sin,
            self.y - x * self.sin - y * self.cos,
        )
    }
}

impl Outline {
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Draws the outline onto white or drawn paper.
    pub fn draw(&self, pixmap: &mut Pixmap, lying: Lying, ink: Ink) {
        let size = (pixmap.width() as f32, pixmap.height() as f32);
        let Some(mut inside) = Inside::around(&self.parts, lying, size) else {
            return;
        };
        let (left, top) = (inside.left as f32, inside.top as f32);
        let near = |place: Place| {
            let (x, y) = lying.of(place);
            (x - left, y - top)
        };
        let (mut begin, mut pen) = ((0.0, 0.0), (0.0, 0.0));
        for part in &self.parts {
            match *part {
                Part::Move(to) => {
                    inside.line(pen, begin);
                    begin = near(to);
                }
                Part::Line(to) => inside.line(pen, near(to)),
                Part::Bend(by, to) => inside.bend(pen, near(by), near(to)),
                Part::Curve(by, then, to) => {
                    inside.curve(pen, near(by), near(then), near(to));
                }
                Part::Close => inside.line(pen, begin),
            }
            pen = match *part {
                Part::Move(_) | Part::Close => begin,
                Part::Line(to) | Part::Bend(_, to) | Part::Curve(_, _, to) => near(to),
            };
        }
        inside.line(pen, begin);
        inside.blacken(pixmap, ink);
    }
}

/// The pixels of the picture around one outline, and what of each lies inside.
struct Inside {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
    shares: Vec<f32>,
}

impl Inside {
    /// `None` if nothing of the outline is on a picture of this size.
    fn around(parts: &[Part], lying: Lying, size: Place) -> Option<Inside> {
        let (mut from, mut to) = ((f32::MAX, f32::MAX), (f32::MIN, f32::MIN));
        let mut take = |place: Place| {
            let (x, y) = lying.of(place);
            from = (from.0.min(x), from.1.min(y));
            to = (to.0.max(x), to.1.max(y));
        };
        for part in parts {
            match *part {
                Part::Move(a) | Part::Line(a) => take(a),
                Part::Bend(a, b) => [a, b].into_iter().for_each(&mut take),
                Part::Curve(a, b, c) => [a, b, c].into_iter().for_each(&mut take),
                Part::Close => {}
            }
        }
        let (left, top) = (from.0.floor().max(0.0), from.1.floor().max(0.0));
        let (wide, high) = (to.0.min(size.0) - left, to.1.min(size.1) - top);
        // What is no number is on no picture.
        if !(wide > 0.0 && high > 0.0) {
            return None;
        }
        // An edge on the right border still adds to the pixel behind it.
        let (width, height) = (wide.ceil() as usize + 1, high.ceil() as usize);
        Some(Inside {
            left: left as usize,
            top: top as usize,
            width,
            height,
            shares: vec![0.0; width * height],
        })
    }

    /// What lies beyond the right border of the picture changes nothing on it.
    fn add(&mut self, row: usize, column: usize, share: f32) {
        if column < self.width
            && let Some(pixel) = self.shares.get_mut(row * self.width + column)
        {
            *pixel += share;
        }
    }

    /// An edge: every row it crosses gets its part, positive downwards and negative upwards.
    fn line(&mut self, from: Place, to: Place) {
        if from.1 == to.1 {
            return;
        }
        let (way, from, to) = match from.1 < to.1 {
            true => (1.0, from, to),
            false => (-1.0, to, from),
        };
        let slope = (to.0 - from.0) / (to.1 - from.1);
        let mut x = from.0 + slope * (-from.1).max(0.0);
        let last = (to.1.ceil() as usize).min(self.height);
        for row in (from.1.max(0.0) as usize)..last {
            let within = to.1.min(row as f32 + 1.0) - from.1.max(row as f32);
            let next = x + slope * within;
            self.cross(row, (x.min(next), x.max(next)), within * way);
            x = next;
        }
    }

    /// An edge within one row, from its left end to its right one; `high` is how much of the row it
    /// crosses.
    fn cross(&mut self, row: usize, (left, right): (f32, f32), high: f32) {
        let first = left.floor().max(0.0);
        let column = first as usize;
        let columns = (right.ceil() - first).clamp(1.0, self.width as f32 + 1.0) as usize;
        if columns == 1 {
            // Left of the picture an edge counts for all of its first column.
            let beyond = ((left + right) / 2.0 - first).clamp(0.0, 1.0);
            self.add(row, column, high * (1.0 - beyond));
            self.add(row, column + 1, high * beyond);
            return;
        }
        // Of each pixel the part to the right of the edge, as a triangle grows to a whole pixel.
        let steep = high / (right - left);
        let mut told = 0.0;
        for step in 0..columns {
            let end = right.min(first + step as f32 + 1.0);
            let begin = left.max(first + step as f32);
            let run = end - begin;
            // What the edge has crossed before this pixel counts for all of it.
            let before = steep * (begin - left);
            let until = first + step as f32 + 1.0;
            let covered = before + steep * run * (until - (begin + end) / 2.0);
            self.add(row, column + step, covered - told);
            told = covered;
        }
        self.add(row, column + columns, high - told);
    }

    fn bend(&mut self, from: Place, by: Place, to: Place) {
        let off = (from.0 - 2.0 * by.0 + to.0, from.1 - 2.0 * by.1 + to.1);
        let steps = steps(off.0.hypot(off.1) / 4.0);
        self.along(from, steps, |t| {
            let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
            let part = |f: f32, g: f32, h: f32| a * f + b * g + c * h;
            (part(from.0, by.0, to.0), part(from.1, by.1, to.1))
        });
    }

    fn curve(&mut self, from: Place, by: Place, then: Place, to: Place) {
        let reach = |a: Place, b: Place| (a.0 - b.0).hypot(a.1 - b.1);
        let steps = steps(reach(from, by) + reach(by, then) + reach(then, to));
        self.along(from, steps, |t| {
            let s = 1.0 - t;
            let (a, b, c, d) = (s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t);
            let part = |e: f32, f: f32, g: f32, h: f32| a * e + b * f + c * g + d * h;
            (
                part(from.0, by.0, then.0, to.0),
                part(from.1, by.1, then.1, to.1),
            )
        });
    }

    fn along(&mut self, from: Place, steps: u16, at: impl Fn(f32) -> Place) {
        let mut pen = from;
        for step in 1..=steps {
            let next = at(f32::from(step) / f32::from(steps));
            self.line(pen, next);
            pen = next;
        }
    }

    fn blacken(&self, pixmap: &mut Pixmap, ink: Ink) {
        let wide = pixmap.width() as usize;
        let grey = ink.0.clamp(0.0, 1.0) * 255.0;
        let rows = pixmap.data_mut().chunks_exact_mut(4 * wide).skip(self.top);
        for (row, shares) in rows.zip(self.shares.chunks_exact(self.width)) {
            let pixels = row.chunks_exact_mut(4).skip(self.left);
            let mut sum = 0.0;
            for (pixel, share) in pixels.zip(shares) {
                sum += share;
                let inside = f32::abs(sum).min(1.0);
                if inside > 0.002 {
                    for part in &mut pixel[..3] {
                        let paper = f32::from(*part);
                        *part = (paper + (grey - paper) * inside + 0.5) as u8;
                    }
                }
            }
        }
    }
}

/// Straight pieces in place of a bend that stands off its chord by so many pixels: an eighth of a
/// pixel is not seen.
fn steps(off: f32) -> u16 {
    // A number that is none gives one piece.
    ((off * 8.0).sqrt().ceil() as u16).clamp(1, 64)
}
