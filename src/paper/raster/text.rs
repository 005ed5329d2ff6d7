use std::collections::HashMap;

use tiny_skia::{Path, PathBuilder, Transform};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::Page;
use crate::paper::fonts::{FaceId, Fonts};
use crate::paper::sheet::{MM_PER_POINT, Run};

/// The outlines of the glyphs of one picture, each read once.
pub(super) struct Letters<'a> {
    fonts: &'a Fonts,
    faces: HashMap<FaceId, Option<Face<'a>>>,
    outlines: HashMap<(FaceId, u16), Option<Path>>,
}

impl<'a> Letters<'a> {
    pub fn new(fonts: &'a Fonts) -> Letters<'a> {
        Letters {
            fonts,
            faces: HashMap::new(),
            outlines: HashMap::new(),
        }
    }

    fn face(&mut self, face: FaceId) -> Option<&Face<'a>> {
        let fonts = self.fonts;
        self.faces
            .entry(face)
            .or_insert_with(|| Face::parse(fonts.bytes(face), 0).ok())
            .as_ref()
    }

    /// The outline in font units, the baseline at 0 and up positive; `None` for a space.
    fn outline(&mut self, face: FaceId, id: u16) -> Option<Path> {
        if let Some(known) = self.outlines.get(&(face, id)) {
            return known.clone();
        }
        let mut pen = Pen(PathBuilder::new());
        let drawn = self.face(face)?.outline_glyph(GlyphId(id), &mut pen);
        let path = drawn.and_then(|_| pen.0.finish());
        self.outlines.insert((face, id), path.clone());
        path
    }
}

impl Page<'_> {
    pub(super) fn text(&mut self, run: &Run) {
        let Some(units) = self.letters.face(run.face).map(Face::units_per_em) else {
            return;
        };
        let em = run.size * MM_PER_POINT * self.scale;
        let size = em / f32::from(units);
        let (sin, cos) = run.turn.to_radians().sin_cos();
        for glyph in &run.glyphs {
            let along = (run.x + glyph.at * cos, run.y - glyph.at * sin);
            let (x, y) = self.point(along);
            if self.is_far((x, y), 2.0 * em) {
                continue;
            }
            if let Some(outline) = self.letters.outline(run.face, glyph.id) {
                let (cos, sin) = (size * cos, size * sin);
                let place = Transform::from_row(cos, -sin, -sin, -cos, x, y);
                self.blacken(&outline, run.ink, place);
            }
        }
    }

    /// Whether nothing within `reach` of a point of the picture is in it.
    fn is_far(&self, (x, y): (f32, f32), reach: f32) -> bool {
        let (width, height) = (self.pixmap.width() as f32, self.pixmap.height() as f32);
        x < -reach || y < -reach || x > width + reach || y > height + reach
    }
}

/// Draws a font's outline as a path.
struct Pen(PathBuilder);

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
