use std::collections::HashMap;
use std::rc::Rc;

use ttf_parser::{Face, GlyphId};

use super::Page;
use super::letter::{Lying, Outline};
use crate::paper::fonts::{FaceId, Fonts};
use crate::paper::sheet::{MM_PER_POINT, Run};

/// The outlines of the glyphs of one picture, each read once.
pub(super) struct Letters<'a> {
    fonts: &'a Fonts,
    faces: HashMap<FaceId, Option<Face<'a>>>,
    outlines: HashMap<(FaceId, u16), Rc<Outline>>,
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

    /// The outline in font units, the baseline at 0 and up positive; empty for a space.
    fn outline(&mut self, face: FaceId, id: u16) -> Rc<Outline> {
        if let Some(known) = self.outlines.get(&(face, id)) {
            return Rc::clone(known);
        }
        let mut outline = Outline::default();
        if let Some(face) = self.face(face) {
            face.outline_glyph(GlyphId(id), &mut outline);
        }
        let outline = Rc::new(outline);
        self.outlines.insert((face, id), Rc::clone(&outline));
        outline
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
            let outline = self.letters.outline(run.face, glyph.id);
            if !outline.is_empty() {
                let (cos, sin) = (size * cos, size * sin);
                outline.draw(&mut self.pixmap, Lying { cos, sin, x, y }, run.ink);
            }
        }
    }

    /// Whether nothing within `reach` of a point of the picture is in it.
    fn is_far(&self, (x, y): (f32, f32), reach: f32) -> bool {
        let (width, height) = (self.pixmap.width() as f32, self.pixmap.height() as f32);
        x < -reach || y < -reach || x > width + reach || y > height + reach
    }
}
