use std::sync::Arc;

use super::fonts::FaceId;

/// Millimetres in one typographic point.
pub const MM_PER_POINT: f32 = 25.4 / 72.0;

/// Laid-out pages, ready for the printer or the screen. Nothing in it depends on the PDF.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub title: String,
    pub sheets: Vec<Sheet>,
}

/// One side of paper. Lengths are millimetres from the upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    pub width: f32,
    pub height: f32,
    /// In the order in which they are drawn.
    pub items: Vec<Item>,
    /// The pre-printed form as it lies in the tray, over the whole sheet: shown on the screen
    /// beneath the items, and never printed.
    pub background: Option<Arc<Picture>>,
}

/// How dark the ink is: 0 black, 1 white paper. Always black ink, so that a laser printer uses one
/// toner only.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ink(pub f32);

impl Ink {
    pub const BLACK: Ink = Ink(0.0);
}

#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    Text(Run),
    Stroke(Stroke),
    /// Filled rectangles that are drawn as one figure (a QR code, a tick's square).
    Fill {
        boxes: Vec<Frame>,
        ink: Ink,
    },
    Picture {
        place: Frame,
        picture: Picture,
    },
}

impl Item {
    /// Whether it says something of this one record. What is the same on every copy of the form
    /// is already on a pre-printed blank.
    pub fn is_variable(&self) -> bool {
        match self {
            Item::Text(run) => run.variable,
            Item::Stroke(stroke) => stroke.variable,
            Item::Fill { .. } | Item::Picture { .. } => true,
        }
    }
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

impl Frame {
    pub fn new(x: f32, y: f32, width: f32, height: f32) -> Frame {
        Frame {
            x,
            y,
            width,
            height,
        }
    }

    pub fn right(&self) -> f32 {
        self.x + self.width
    }

    pub fn bottom(&self) -> f32 {
        self.y + self.height
    }

    /// The frame made smaller on every side.
    pub fn inset(&self, across: f32, down: f32) -> Frame {
        Frame::new(
            self.x + across,
            self.y + down,
            (self.width - 2.0 * across).max(0.0),
            (self.height - 2.0 * down).max(0.0),
        )
    }

    /// A frame of this size in the middle of this one.
    pub fn centred(&self, width: f32, height: f32) -> Frame {
        let x = self.x + (self.width - width) / 2.0;
        Frame::new(x, self.y + (self.height - height) / 2.0, width, height)
    }
}

/// Glyphs of one face and size on one baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    pub face: FaceId,
    /// Points.
    pub size: f32,
    /// The start of the baseline.
    pub x: f32,
    pub y: f32,
    /// Degrees against the clock.
    pub turn: f32,
    pub ink: Ink,
    /// Words of a record or of a mark across the page, not of the form itself.
    pub variable: bool,
    pub glyphs: Vec<Placed>,
    /// What the glyphs say; differs from their characters where a character has a variant mark.
    pub text: String,
}

/// A glyph on the baseline of its run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placed {
    pub id: u16,
    pub c: char,
    /// Millimetres from the start of the run.
    pub at: f32,
    /// Millimetres to where the pen would stand after it.
    pub advance: f32,
}

/// A drawn line.
#[derive(Debug, Clone, PartialEq)]
pub struct Stroke {
    pub points: Vec<(f32, f32)>,
    /// After the first point, every three points are a Bézier curve: two controls and an end.
    pub curved: bool,
    pub closed: bool,
    /// Points.
    pub width: f32,
    /// Millimetres of line and gap; empty for an unbroken line.
    pub dash: Vec<f32>,
    pub ink: Ink,
    /// The tick in a box, not a rule of the form itself.
    pub variable: bool,
}

impl Stroke {
    pub fn line(from: (f32, f32), to: (f32, f32), width: f32) -> Stroke {
        Stroke {
            points: vec![from, to],
            curved: false,
            closed: false,
            width,
            dash: Vec::new(),
            ink: Ink::BLACK,
            variable: false,
        }
    }

    pub fn frame(frame: Frame, width: f32) -> Stroke {
        let (left, top, right, bottom) = (frame.x, frame.y, frame.right(), frame.bottom());
        Stroke {
            points: vec![(left, top), (right, top), (right, bottom), (left, bottom)],
            curved: false,
            closed: true,
            width,
            dash: Vec::new(),
            ink: Ink::BLACK,
            variable: false,
        }
    }

    /// A circle of four curves, round to a four-thousandth of its radius.
    pub fn circle(centre: (f32, f32), radius: f32, width: f32) -> Stroke {
        const HANDLE: f32 = 0.5523;
        let corners = [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, 0.0)];
        let at = |(x, y): (f32, f32)| (centre.0 + radius * x, centre.1 + radius * y);
        let mut points = vec![at(corners[0])];
        for ((ax, ay), (bx, by)) in corners.into_iter().zip(corners.into_iter().skip(1)) {
            points.push(at((ax + HANDLE * bx, ay + HANDLE * by)));
            points.push(at((bx + HANDLE * ax, by + HANDLE * ay)));
            points.push(at((bx, by)));
        }
        let mut circle = Stroke::line(centre, centre, width);
        circle.points = points;
        circle.curved = true;
        circle
    }

    pub fn dashed(mut self, dash: &[f32]) -> Stroke {
        self.dash = dash.to_vec();
        self
    }

    pub fn inked(mut self, ink: Ink) -> Stroke {
        self.ink = ink;
        self
    }
}

/// A picture as it came from the camera or the scanner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    pub format: PictureFormat,
    pub bytes: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    Jpeg,
    Png,
}

impl Picture {
    /// Recognises a JPEG or PNG file by its first bytes.
    pub fn recognise(bytes: Vec<u8>) -> Option<Picture> {
        let format = if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
            PictureFormat::Jpeg
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            PictureFormat::Png
        } else {
            return None;
        };
        Some(Picture { format, bytes })
    }
}
