use std::collections::BTreeMap;

use printpdf::text::Codepoint;
use printpdf::{
    Color, CurTransMat, DictItem, Greyscale, LineDashPattern, Op, PdfFontHandle, Point, Pt,
    TextItem, TextMatrix, XObjectId, XObjectTransform,
};

use super::faces::{Faces, font_id};
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
    (title, first): (&str, bool),
    faces: &Faces,
    pictures: &Pictures,
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
    let heading = heading(sheet, title, first);
    for (place, item) in sheet.items.iter().enumerate() {
        page.begin(match item {
            Item::Text(run) if run.turn != 0.0 => None,
            _ => Some(match &heading {
                Some((at, words)) if *at == place => Part::Heading(words.clone()),
                _ => Part::Body,
            }),
        });
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

    /// Ornaments have many points; tenths of a point, 0.04 mm, are fine enough for a curve.
    fn coarse(&self, point: (f32, f32)) -> Point {
        let tenth = |Pt(length): Pt| Pt((length * 10.0).round() / 10.0);
        let Point { x, y } = self.point(point);
        Point {
            x: tenth(x),
            y: tenth(y),
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
                size: Pt(rounded(run.size)),
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
        let place = |point| match stroke.curved {
            true => self.coarse(point),
            false => self.point(point),
        };
        let points: Vec<(f32, f32)> = stroke.points.iter().map(|p| bare(place(*p))).collect();
        let line = path::line(&points, stroke.curved, stroke.closed);
        self.ops.extend(line);
    }

    fn fill_with(&mut self, ink: Ink) {
        if self.fill != Some(ink) {
            self.fill = Some(ink);
            self.ops.push(Op::SetFillColor { col: grey(ink) });
        }
    }

    fn draw_with(&mut self, stroke: &Stroke) {
        let dash: Vec<f32> = stroke.dash.iter().map(|mm| pt(*mm).0).collect();
        let pen = Some((stroke.ink, stroke.width, dash));
        if self.pen == pen {
            return;
        }
        self.pen = pen;
        let dash = self.pen.as_ref().map_or(&[][..], |(_, _, dash)| dash);
        self.ops.extend([
            Op::SetOutlineColor {
                col: grey(stroke.ink),
            },
            Op::SetOutlineThickness {
                pt: Pt(stroke.width),
            },
            Op::SetLineDashPattern {
                dash: LineDashPattern::new(0.0, dash),
            },
        ]);
    }

    fn fill(&mut self, boxes: &[Frame], ink: Ink) {
        let corners = |frame: &Frame| {
            let (left, right) = (frame.x, frame.right());
            let (top, bottom) = (frame.y, frame.bottom());
            let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
            corners.map(|corner| bare(self.point(corner)))
        };
        let surfaces: Vec<_> = boxes.iter().map(corners).collect();
        self.fill_with(ink);
        self.ops.extend(path::surfaces(&surfaces));
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

fn bare(Point { x, y }: Point) -> (f32, f32) {
    (x.0, y.0)
}

fn pt(mm: f32) -> Pt {
    Pt(rounded(mm / MM_PER_POINT))
}

/// Hundredths of a point are finer than any printer, and short numbers make small files.
fn rounded(number: f32) -> f32 {
    (number * 100.0).round() / 100.0
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
