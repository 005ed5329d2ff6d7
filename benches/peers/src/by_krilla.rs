//! The page by krilla: glyphs, lines and boxes where Guitai has them.

use std::collections::BTreeMap;

use guitai::paper::{Document, FaceId, Fonts, Frame, Ink, Item, Run, Stroke};
use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Transform};
use krilla::page::PageSettings;
use krilla::paint::{Fill, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};

use crate::page::{POINTS, faces};

/// The fonts as krilla holds them, read once.
pub struct Krilla {
    faces: BTreeMap<FaceId, Font>,
}

impl Krilla {
    pub fn new(document: &Document, fonts: &Fonts) -> Krilla {
        let read = |face: FaceId| {
            let bytes = fonts.bytes(face).to_vec();
            let font = Font::new(bytes.into(), 0).expect("a font krilla reads");
            (face, font)
        };
        Krilla {
            faces: faces(document).into_iter().map(read).collect(),
        }
    }

    pub fn pdf(&self, document: &Document) -> Vec<u8> {
        let mut file = krilla::Document::new();
        for sheet in &document.sheets {
            let (width, height) = (sheet.width * POINTS, sheet.height * POINTS);
            let settings = PageSettings::from_wh(width, height).expect("a page");
            let mut page = file.start_page_with(settings);
            let mut surface = page.surface();
            for item in &sheet.items {
                match item {
                    Item::Text(run) => self.text(&mut surface, run),
                    Item::Stroke(line) => stroke(&mut surface, line),
                    Item::Fill { boxes, ink } => fill(&mut surface, boxes, *ink),
                    Item::Picture { .. } => {}
                }
            }
            surface.finish();
            page.finish();
        }
        file.finish().expect("krilla writes it")
    }

    fn text(&self, surface: &mut Surface<'_>, run: &Run) {
        let em = run.size / POINTS;
        let mut text = String::new();
        let glyphs: Vec<KrillaGlyph> = run
            .glyphs
            .iter()
            .enumerate()
            .map(|(place, glyph)| {
                let from = text.len();
                text.push(glyph.c);
                let next = run.glyphs.get(place + 1).map(|next| next.at - glyph.at);
                let advance = next.unwrap_or(glyph.advance) / em;
                let id = GlyphId::new(glyph.id.into());
                KrillaGlyph::new(id, advance, 0.0, 0.0, 0.0, from..text.len(), None)
            })
            .collect();
        let (x, y) = (run.x * POINTS, run.y * POINTS);
        surface.set_fill(Some(paint(run.ink)));
        surface.set_stroke(None);
        let font = self.faces[&run.face].clone();
        if run.turn == 0.0 {
            return surface.draw_glyphs(
                Point::from_xy(x, y),
                &glyphs,
                font,
                &text,
                run.size,
                false,
            );
        }
        let (sin, cos) = run.turn.to_radians().sin_cos();
        surface.push_transform(&Transform::from_row(cos, -sin, sin, cos, x, y));
        surface.draw_glyphs(
            Point::from_xy(0.0, 0.0),
            &glyphs,
            font,
            &text,
            run.size,
            false,
        );
        surface.pop();
    }
}

fn paint(ink: Ink) -> Fill {
    Fill {
        paint: luma::Color::new((ink.0 * 255.0) as u8).into(),
        ..Fill::default()
    }
}

fn stroke(surface: &mut Surface<'_>, stroke: &Stroke) {
    let mut path = PathBuilder::new();
    let mut points = stroke.points.iter().map(|(x, y)| (x * POINTS, y * POINTS));
    let Some((x, y)) = points.next() else { return };
    path.move_to(x, y);
    while let Some((x, y)) = points.next() {
        if !stroke.curved {
            path.line_to(x, y);
        } else if let (Some(second), Some(end)) = (points.next(), points.next()) {
            path.cubic_to(x, y, second.0, second.1, end.0, end.1);
        }
    }
    if stroke.closed {
        path.close();
    }
    let dash = (!stroke.dash.is_empty()).then(|| StrokeDash {
        array: stroke.dash.iter().map(|mm| mm * POINTS).collect(),
        offset: 0.0,
    });
    surface.set_fill(None);
    surface.set_stroke(Some(krilla::paint::Stroke {
        paint: paint(stroke.ink).paint,
        width: stroke.width,
        dash,
        ..krilla::paint::Stroke::default()
    }));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn fill(surface: &mut Surface<'_>, boxes: &[Frame], ink: Ink) {
    let mut path = PathBuilder::new();
    for frame in boxes {
        let (left, top) = (frame.x * POINTS, frame.y * POINTS);
        let (right, bottom) = (frame.right() * POINTS, frame.bottom() * POINTS);
        path.move_to(left, top);
        path.line_to(right, top);
        path.line_to(right, bottom);
        path.line_to(left, bottom);
        path.close();
    }
    surface.set_stroke(None);
    surface.set_fill(Some(paint(ink)));
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}
