//! A sheet as a picture for the screen: what the PDF will look like, before there is one.

mod letter;
mod pictures;
mod text;

use tiny_skia::{
    Color, FillRule, LineCap, Paint, Path, PathBuilder, Pixmap, Rect, StrokeDash, Transform,
};

use super::fonts::Fonts;
use super::sheet::{Frame, Ink, Item, MM_PER_POINT, Sheet, Stroke};
use text::Letters;

/// Millimetres in an inch.
const MM_PER_INCH: f32 = 25.4;

/// The longest side of a picture, in pixels; no screen is larger.
const LONGEST_SIDE: u32 = 16_384;

/// Which part of a sheet is drawn, and how large.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct View {
    /// Pixels to an inch of paper.
    pub dpi: f32,
    /// The first pixel that is drawn, from the upper left corner of the sheet.
    pub left: u32,
    pub top: u32,
    /// Pixels of the picture; what lies beyond the sheet is white.
    pub width: u32,
    pub height: u32,
}

impl View {
    /// The whole sheet.
    pub fn whole(sheet: &Sheet, dpi: f32) -> View {
        let (width, height) = pixels(sheet, dpi);
        View {
            dpi,
            left: 0,
            top: 0,
            width,
            height,
        }
    }
}

/// Width and height of a sheet in pixels, rounded up.
pub fn pixels(sheet: &Sheet, dpi: f32) -> (u32, u32) {
    let pixels = |mm: f32| (mm * dpi / MM_PER_INCH).ceil().max(1.0) as u32;
    (pixels(sheet.width), pixels(sheet.height))
}

/// A picture of four bytes a pixel: red, green, blue, and 255.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raster {
    pub width: u32,
    pub height: u32,
    pub rgba: Vec<u8>,
}

/// Draws what a view shows of a sheet. `None` if the view has no pixels or more than any screen.
///
/// A glyph whose font is damaged is left out; [`super::Layout::lay_out`] lets none through.
pub fn raster(sheet: &Sheet, fonts: &Fonts, view: &View) -> Option<Raster> {
    if view.width.max(view.height) > LONGEST_SIDE {
        return None;
    }
    let mut pixmap = Pixmap::new(view.width, view.height)?;
    pixmap.fill(Color::WHITE);
    let mut page = Page {
        pixmap,
        scale: view.dpi / MM_PER_INCH,
        left: view.left as f32,
        top: view.top as f32,
        letters: Letters::new(fonts),
    };
    if let Some(form) = &sheet.background {
        let place = Frame::new(0.0, 0.0, sheet.width, sheet.height);
        page.picture(&place, form);
    }
    for item in &sheet.items {
        match item {
            Item::Text(run) => page.text(run),
            Item::Stroke(stroke) => page.stroke(stroke),
            Item::Fill { boxes, ink } => page.fill(boxes, *ink),
            Item::Picture { place, picture } => page.picture(place, picture),
        }
    }
    Some(Raster {
        width: view.width,
        height: view.height,
        rgba: page.pixmap.take(),
    })
}

struct Page<'a> {
    pixmap: Pixmap,
    /// Pixels in a millimetre.
    scale: f32,
    left: f32,
    top: f32,
    letters: Letters<'a>,
}

impl Page<'_> {
    /// Where a point of the sheet lies in the picture.
    fn point(&self, (x, y): (f32, f32)) -> (f32, f32) {
        (x * self.scale - self.left, y * self.scale - self.top)
    }

    fn stroke(&mut self, stroke: &Stroke) {
        let Some(path) = self.line(stroke) else {
            return;
        };
        let dash: Vec<f32> = stroke.dash.iter().map(|mm| mm * self.scale).collect();
        // An odd list is gone through twice, so that lines and gaps change places.
        let dash = match dash.len() % 2 {
            0 => dash,
            _ => [dash.clone(), dash].concat(),
        };
        let pen = tiny_skia::Stroke {
            width: stroke.width * MM_PER_POINT * self.scale,
            line_cap: LineCap::Butt,
            dash: StrokeDash::new(dash, 0.0),
            ..tiny_skia::Stroke::default()
        };
        let paint = paint(stroke.ink);
        self.pixmap
            .stroke_path(&path, &paint, &pen, Transform::identity(), None);
    }

    fn line(&self, stroke: &Stroke) -> Option<Path> {
        let mut path = PathBuilder::new();
        let mut points = stroke.points.iter().map(|point| self.point(*point));
        let (x, y) = points.next()?;
        path.move_to(x, y);
        while let Some((x, y)) = points.next() {
            if !stroke.curved {
                path.line_to(x, y);
                continue;
            }
            let ((x2, y2), (to_x, to_y)) = (points.next()?, points.next()?);
            path.cubic_to(x, y, x2, y2, to_x, to_y);
        }
        if stroke.closed {
            path.close();
        }
        path.finish()
    }

    fn fill(&mut self, boxes: &[Frame], ink: Ink) {
        let mut path = PathBuilder::new();
        for frame in boxes {
            let (left, top) = self.point((frame.x, frame.y));
            let (right, bottom) = self.point((frame.right(), frame.bottom()));
            if let Some(rect) = Rect::from_ltrb(left, top, right, bottom) {
                path.push_rect(rect);
            }
        }
        if let Some(path) = path.finish() {
            let (paint, place) = (paint(ink), Transform::identity());
            self.pixmap
                .fill_path(&path, &paint, FillRule::Winding, place, None);
        }
    }
}

fn paint(ink: Ink) -> Paint<'static> {
    let grey = (ink.0.clamp(0.0, 1.0) * 255.0).round() as u8;
    let mut paint = Paint::default();
    paint.set_color_rgba8(grey, grey, grey, 255);
    paint
}

#[cfg(test)]
mod tests;
