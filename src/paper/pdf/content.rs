use std::collections::BTreeMap;

use printpdf::text::Codepoint;
use printpdf::{
    Color, CurTransMat, DictItem, Greyscale, Op, PdfFontHandle, Point, Pt, TextItem, TextMatrix,
    XObjectId, XObjectTransform,
};

use super::faces::{Faces, font_id};
use super::ornaments::Ornaments;
use super::pictures::Pictures;
use super::{path, utf16_bytes};
use crate::paper::alignment::Alignment;
use crate::paper::sheet::{Frame, Ink, Item, MM_PER_POINT, Run, Sheet, Stroke};

/// A viewer that copies text takes a gap of a tenth of an em for a space; runs with a gap near it
/// carry their exact text. In thousandths of an em.
const GAP: f32 = 80.0;

/// One page as printpdf's operations. PDF counts from the lower left corner, a sheet from the
/// upper left one.
///
/// Beside them the parts they are marked as, in the order of their marks.
pub(super) fn ops(
    sheet: &Sheet,
    (title, number): (&str, usize),
    (faces, pictures, ornaments): (&Faces, &Pictures, &Ornaments),
    alignment: Option<&Alignment>,
) -> (Vec<Op>, Vec<Part>) {
    let mut page = Page {
        height: sheet.height,
        faces,
        ops: alignment
            .map(|alignment| correction(sheet.height, alignment))
            .into_iter()
            .collect(),
        fill: None,
        pen: None,
        parts: Vec::new(),
        open: None,
    };
    let heading = heading(sheet, title, number == 0);
    let mut covered = 0;
    for (place, item) in sheet.items.iter().enumerate() {
        if place < covered {
            continue;
        }
        page.begin(match item {
            Item::Text(run) if run.turn != 0.0 => None,
            _ => Some(match &heading {
                Some((at, words)) if *at == place => Part::Heading(words.clone()),
                _ => Part::Body,
            }),
        });
        if let Some((name, count)) = ornaments.at(number, place) {
            covered = place + count;
            page.ops.push(raw(format!("/{name} Do")));
            continue;
        }
        match item {
            Item::Text(run) => page.text(run),
            Item::Stroke(stroke) => page.stroke(stroke),
            Item::Fill { boxes, ink } => page.fill(boxes, *ink),
            Item::Picture { place, picture } => page.picture(place, pictures.name(picture)),
        }
    }
    page.end();
    (page.ops, page.parts)
}

/// What a part of a page is to somebody who hears it read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// What the paper calls itself.
    Heading(String),
    Body,
}

impl Part {
    pub fn tag(&self) -> &'static str {
        match self {
            Part::Heading(_) => "H1",
            Part::Body => "P",
        }
    }
}

/// The place and the words of the line that says what the paper is, spread out or not; on a first
/// page without such a line, its largest one.
fn heading(sheet: &Sheet, title: &str, first: bool) -> Option<(usize, String)> {
    let bare = |text: &str| -> String { text.split_whitespace().collect() };
    let lines = sheet.items.iter().enumerate();
    let lines = lines.filter_map(|(place, item)| match item {
        Item::Text(run) if run.turn == 0.0 => Some((place, run)),
        _ => None,
    });
    let wanted = bare(title);
    let named = lines.clone().find(|(_, run)| bare(&run.text) == wanted);
    let largest = || {
        let all = lines.filter(|_| first);
        all.reduce(|a, b| if b.1.size > a.1.size { b } else { a })
    };
    let (place, run) = named.or_else(largest)?;
    Some((place, bare(&run.text)))
}

/// Moves the whole page so that it comes out right on a printer that prints like this.
fn correction(height: f32, alignment: &Alignment) -> Op {
    // Three corners of the page tell where PDF's own origin and its two axes go.
    let height = f64::from(height);
    let image = |x: f64, y: f64| {
        let (x, y) = alignment.corrected((x, height - y));
        (x, height - y)
    };
    let (origin, right, up) = (image(0.0, 0.0), image(1.0, 0.0), image(0.0, 1.0));
    let points = |millimetres: f64| millimetres / f64::from(MM_PER_POINT);
    let matrix = [
        right.0 - origin.0,
        right.1 - origin.1,
        up.0 - origin.0,
        up.1 - origin.1,
        points(origin.0),
        points(origin.1),
    ];
    Op::SetTransformationMatrix {
        // Of 300 mm a millionth is far below what a printer can show.
        matrix: CurTransMat::Raw(matrix.map(|number| number as f32)),
    }
}

struct Page<'a> {
    height: f32,
    faces: &'a Faces,
    ops: Vec<Op>,
    /// What the page was last told, so that it is not told again.
    fill: Option<Ink>,
    pen: Option<(Ink, f32, Vec<f32>)>,
    parts: Vec<Part>,
    /// What is open: a part, or what is none, as 样张 across the page.
    open: Option<Option<Part>>,
}

impl Page<'_> {
    fn begin(&mut self, part: Option<Part>) {
        if self.open.as_ref() == Some(&part) {
            return;
        }
        self.end();
        self.open = Some(part.clone());
        let Some(part) = part else {
            let tag = "Artifact".to_owned();
            return self.ops.push(Op::BeginMarkedContent { tag });
        };
        let mark = DictItem::Int(self.parts.len() as i64);
        let tag = part.tag().to_owned();
        self.parts.push(part);
        self.ops.push(Op::BeginMarkedContentWithProperties {
            tag,
            properties: DictItem::Dict {
                map: BTreeMap::from([("MCID".to_owned(), mark)]),
            },
        });
    }

    fn end(&mut self) {
        if self.open.take().is_some() {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    fn point(&self, (x, y): (f32, f32)) -> Point {
        Point {
            x: pt(x),
            y: pt(self.height - y),
        }
    }

    fn text(&mut self, run: &Run) {
        let (codes, needs_text) = self.codes(run);
        let exact: String = run
            .glyphs
            .iter()
            .map(|g| self.faces.glyph(run.face, g.id).1)
            .collect();
        let marked = needs_text || exact != run.text;
        self.fill_with(run.ink);
        if marked {
            self.ops.push(Op::BeginMarkedContentWithProperties {
                tag: "Span".to_owned(),
                properties: actual_text(&run.text),
            });
        }
        self.ops.extend([
            Op::StartTextSection,
            Op::SetFont {
                font: PdfFontHandle::External(font_id(run.face)),
                size: Pt(path::rounded(run.size)),
            },
            Op::SetTextMatrix {
                matrix: self.matrix(run),
            },
            Op::ShowText {
                items: vec![TextItem::GlyphIds(codes)],
            },
            Op::EndTextSection,
        ]);
        if marked {
            self.ops.push(Op::EndMarkedContent);
        }
    }

    fn matrix(&self, run: &Run) -> TextMatrix {
        let Point { x, y } = self.point((run.x, run.y));
        if run.turn == 0.0 {
            return TextMatrix::Translate(x, y);
        }
        let (sin, cos) = run.turn.to_radians().sin_cos();
        TextMatrix::Raw([cos, sin, -sin, cos, x.0, y.0])
    }

    /// The glyphs with the moves between them in thousandths of an em, and whether one of the
    /// moves is wide enough to be taken for a space.
    fn codes(&self, run: &Run) -> (Vec<Codepoint>, bool) {
        let em = run.size * MM_PER_POINT;
        let mut pen = 0.0;
        let mut wide = false;
        let mut codes = Vec::with_capacity(run.glyphs.len());
        for (place, glyph) in run.glyphs.iter().enumerate() {
            let (id, c) = self.faces.glyph(run.face, glyph.id);
            pen += self.faces.advance(run.face, id);
            let next = run.glyphs.get(place + 1).map(|next| next.at * 1000.0 / em);
            let back = next.map_or(0.0, |next| (pen - next).round());
            pen -= back;
            wide |= back.abs() > GAP;
            codes.push(Codepoint::with_cid(id, back, c.to_string()));
        }
        (codes, wide)
    }

    fn stroke(&mut self, stroke: &Stroke) {
        self.draw_with(stroke);
        let place = |point: &(f32, f32)| match stroke.curved {
            true => coarse(self.height, *point),
            false => fine(self.height, *point),
        };
        let points: Vec<(f32, f32)> = stroke.points.iter().map(place).collect();
        let mut text = String::new();
        path::line(&mut text, &points, stroke.curved, stroke.closed);
        self.ops.push(raw(text));
    }

    fn fill_with(&mut self, ink: Ink) {
        if self.fill != Some(ink) {
            self.fill = Some(ink);
            self.ops.push(Op::SetFillColor { col: grey(ink) });
        }
    }

    fn draw_with(&mut self, stroke: &Stroke) {
        let pen = Some((stroke.ink, stroke.width, stroke.dash.clone()));
        if self.pen != pen {
            self.pen = pen;
            let mut text = String::new();
            path::pen(&mut text, stroke);
            self.ops.push(raw(text.trim_end().to_owned()));
        }
    }

    fn fill(&mut self, boxes: &[Frame], ink: Ink) {
        if boxes.is_empty() {
            return;
        }
        self.fill_with(ink);
        let mut text = String::new();
        path::surfaces(&mut text, boxes, self.height);
        self.ops.push(raw(text));
    }

    fn picture(&mut self, place: &Frame, name: String) {
        let Point { x, y } = self.point((place.x, place.bottom()));
        self.ops.push(Op::UseXobject {
            id: XObjectId(name),
            transform: XObjectTransform {
                translate_x: Some(x),
                translate_y: Some(y),
                scale_x: Some(pt(place.width).0),
                scale_y: Some(pt(place.height).0),
                no_auto_scale: true,
                ..XObjectTransform::default()
            },
        });
    }
}

/// Words of a page's content, which printpdf hands on as they are.
fn raw(key: String) -> Op {
    let value = Vec::new();
    Op::Unknown { key, value }
}

/// A place on a page of this height as PDF counts it.
fn fine(height: f32, (x, y): (f32, f32)) -> (f32, f32) {
    (path::pt(x), path::pt(height - y))
}

/// Ornaments have many points; tenths of a point, 0.04 mm, are fine enough for a curve.
pub(super) fn coarse(height: f32, point: (f32, f32)) -> (f32, f32) {
    let tenth = |length: f32| (length * 10.0).round() / 10.0;
    let (x, y) = fine(height, point);
    (tenth(x), tenth(y))
}

fn pt(mm: f32) -> Pt {
    Pt(path::pt(mm))
}

fn grey(ink: Ink) -> Color {
    Color::Greyscale(Greyscale {
        percent: ink.0,
        icc_profile: None,
    })
}

fn actual_text(text: &str) -> DictItem {
    let text = DictItem::String {
        data: utf16_bytes(text),
        literal: false,
    };
    DictItem::Dict {
        map: BTreeMap::from([("ActualText".to_owned(), text)]),
    }
}
