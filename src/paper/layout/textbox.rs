//! Text in a frame: shrunk to its floor, broken into lines, or refused.

use std::collections::{BTreeMap, BTreeSet};

use super::Press;
use super::spec::{Align, PieceSpec, TypeStyle, VerticalAlign};
use crate::paper::breaking::{self, Measure, TextLine};
use crate::paper::data::{Data, Scope};
use crate::paper::measure::{self, Atom, Place, What};
use crate::paper::setting::{self, ABOVE_BASELINE, Spot};
use crate::paper::sheet::{Frame, Ink, Item, MM_PER_POINT};
use crate::paper::template::Template;
use crate::paper::unprintable::Unprintable;

static NOTHING: Data = Data {
    texts: BTreeMap::new(),
    rows: BTreeMap::new(),
    images: BTreeMap::new(),
    by_hand: BTreeSet::new(),
    blank: false,
};

/// The air beside and above a text, and beside a label. Millimetres.
pub(super) const INSET: [f32; 2] = [1.6, 0.5];
pub(super) const LABEL_INSET: [f32; 2] = [2.2, 0.5];

/// Between two sizes that are tried. Points.
const STEP: f32 = 0.25;

/// How one piece of text is set.
pub(super) struct TextJob {
    style: TypeStyle,
    align: Align,
    valign: VerticalAlign,
    leading: f32,
    indent: f32,
    lines: usize,
    inset: [f32; 2],
    vertical: bool,
    /// Down to this share of its size a text rather shrinks than takes two lines.
    one_line_share: f32,
    is_label: bool,
}

impl TextJob {
    fn new(piece: &PieceSpec, style: TypeStyle, align: Align, leading: f32) -> TextJob {
        let size = piece.size.unwrap_or(style.size);
        let style = TypeStyle {
            face: piece.face.unwrap_or(style.face),
            size,
            floor: piece.floor.unwrap_or(style.floor).min(size),
        };
        TextJob {
            style,
            align: piece.align.unwrap_or(align),
            valign: piece.valign.unwrap_or(VerticalAlign::Middle),
            leading: piece.leading.unwrap_or(leading),
            indent: piece.indent.unwrap_or(0.0),
            lines: piece.lines.unwrap_or(usize::MAX),
            inset: piece.inset.unwrap_or(INSET),
            vertical: piece.vertical,
            one_line_share: f32::MAX,
            is_label: false,
        }
    }

    pub fn label(press: Press<'_>, piece: &PieceSpec) -> TextJob {
        let job = TextJob::new(piece, press.spec.style().label, Align::Spread, 1.2);
        TextJob {
            inset: piece.inset.unwrap_or(LABEL_INSET),
            one_line_share: 0.8,
            is_label: true,
            ..job
        }
    }

    pub fn value(press: Press<'_>, piece: &PieceSpec) -> TextJob {
        let job = TextJob::new(piece, press.spec.style().value, Align::Left, 1.12);
        TextJob {
            one_line_share: 0.86,
            ..job
        }
    }

    pub fn text(press: Press<'_>, piece: &PieceSpec) -> TextJob {
        let job = TextJob::new(piece, press.spec.style().text, Align::Justify, 1.5);
        TextJob {
            valign: piece.valign.unwrap_or(VerticalAlign::Top),
            ..job
        }
    }

    pub fn draw(
        &self,
        press: Press<'_>,
        template: &Template,
        frame: Frame,
        label: &str,
        items: &mut Vec<Item>,
        problems: &mut Vec<Unprintable>,
    ) {
        let scope = self.scope(press);
        let inlines = template.fill(scope);
        let first = template.first_path().unwrap_or_default();
        let field = scope.full_path(first);
        let place = Place {
            label: if label.is_empty() { first } else { label },
            field: &field,
        };
        let mut atoms = measure::atoms(press.fonts, self.style.face, &inlines, place, problems);
        match self.align {
            _ if self.is_label => measure::belongs_to_the_form(&mut atoms),
            Align::Left if !self.vertical => {}
            _ => measure::move_as_one(&mut atoms, &inlines),
        }
        let frame = frame.inset(self.inset[0], self.inset[1]);
        let drawn = if self.vertical {
            self.draw_vertical(&atoms, frame, items)
        } else {
            self.draw_lines(&atoms, frame, items)
        };
        if drawn.is_none() {
            problems.push(Unprintable::DoesNotFit {
                label: place.label.to_owned(),
                field,
                text: template.plain(scope),
            });
        }
    }

    /// A label says on an empty form what it says of an applicant nothing is known of.
    fn scope<'a>(&self, press: Press<'a>) -> Scope<'a> {
        let mut scope = press.scope;
        if self.is_label && scope.data.blank {
            scope.data = &NOTHING;
        }
        scope
    }

    fn draw_lines(&self, atoms: &[Atom], frame: Frame, items: &mut Vec<Item>) -> Option<()> {
        let (size, lines) = self.fit(atoms, frame)?;
        let em = size * MM_PER_POINT;
        let leading = self.leading * em;
        let count = lines.len();
        let height = em + leading * count.saturating_sub(1) as f32;
        let top = frame.y
            + match self.valign {
                VerticalAlign::Top => 0.0,
                VerticalAlign::Middle => (frame.height - height) / 2.0,
                VerticalAlign::Bottom => frame.height - height,
            };
        for (number, mut line) in lines.into_iter().enumerate() {
            let width = frame.width;
            let measure = Measure {
                size: em,
                width,
                indent: 0.0,
            };
            let x = frame.x + align(&mut line, atoms, measure, self.align, count);
            let y = top + ABOVE_BASELINE * em + leading * number as f32;
            setting::draw(
                &line,
                atoms,
                Spot {
                    x,
                    y,
                    size,
                    ink: Ink::BLACK,
                },
                items,
            );
        }
        Some(())
    }

    /// The largest size at which the text fits: first on one line if it need not shrink much, then
    /// on as many lines as there is room for, down to the floor.
    fn fit(&self, atoms: &[Atom], frame: Frame) -> Option<(f32, Vec<TextLine>)> {
        let one_line_floor = self.one_line_share * self.style.size;
        let one_line = sizes(self.style)
            .filter(|size| *size >= one_line_floor)
            .find_map(|size| self.set(atoms, frame, size, 1));
        one_line
            .or_else(|| sizes(self.style).find_map(|size| self.set(atoms, frame, size, self.lines)))
    }

    fn set(
        &self,
        atoms: &[Atom],
        frame: Frame,
        size: f32,
        most: usize,
    ) -> Option<(f32, Vec<TextLine>)> {
        let em = size * MM_PER_POINT;
        let measure = Measure {
            size: em,
            width: frame.width,
            indent: self.indent * em,
        };
        let lines = breaking::lines(atoms, measure);
        let height = em * (1.0 + self.leading * lines.len().saturating_sub(1) as f32);
        let room = lines.len() <= most && height <= frame.height + 0.05;
        let wide = lines.iter().any(|line| line.width > frame.width + 0.05);
        // A long foreign word is cut only when nothing smaller is left.
        let cut = lines.iter().any(|line| line.cut) && size > self.style.floor;
        (room && !wide && !cut).then_some((size, lines))
    }

    /// One character below the other, spread over the height of the cell.
    fn draw_vertical(&self, atoms: &[Atom], frame: Frame, items: &mut Vec<Item>) -> Option<()> {
        let count = atoms.len().max(1) as f32;
        let fits = |size: &f32| {
            let em = size * MM_PER_POINT;
            count * em <= frame.height && em <= frame.width + 2.0
        };
        let size = sizes(self.style).find(fits)?;
        let em = size * MM_PER_POINT;
        let step = (frame.height / count).min(1.7 * em);
        let top = frame.y + (frame.height - step * count) / 2.0 + (step - em) / 2.0;
        for (place, atom) in atoms.iter().enumerate() {
            let x = frame.x + (frame.width - atom.width(em)) / 2.0;
            let y = top + step * place as f32 + ABOVE_BASELINE * em;
            let line = breaking::lines(
                std::slice::from_ref(atom),
                Measure {
                    size: em,
                    width: f32::MAX,
                    indent: 0.0,
                },
            );
            let spot = Spot {
                x,
                y,
                size,
                ink: Ink::BLACK,
            };
            line.iter().for_each(|line| {
                setting::draw(line, std::slice::from_ref(atom), spot, items);
            });
        }
        Some(())
    }
}

fn sizes(style: TypeStyle) -> impl Iterator<Item = f32> {
    let steps = ((style.size - style.floor) / STEP).ceil().max(0.0) as u16;
    (0..=steps).map(move |step| (style.size - STEP * f32::from(step)).max(style.floor))
}

/// Moves a line to its place in the measure and returns its left edge.
pub(super) fn align(
    line: &mut TextLine,
    atoms: &[Atom],
    measure: Measure,
    align: Align,
    count: usize,
) -> f32 {
    match align {
        Align::Left => 0.0,
        Align::Justify => {
            if line.goes_on {
                breaking::justify(line, atoms, measure);
            }
            0.0
        }
        Align::Spread if count == 1 && line.placed.len() > 1 => {
            breaking::spread(line, measure.width);
            0.0
        }
        Align::Center | Align::Spread => (measure.width - line.width) / 2.0,
        Align::Right => measure.width - line.width,
    }
}

/// Whether a text has anything to see.
pub(super) fn is_empty(atoms: &[Atom]) -> bool {
    atoms.iter().all(|atom| atom.what == What::Break)
}
