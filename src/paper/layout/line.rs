//! One line with something at its left, in its middle and at its right.

use super::Press;
use super::spec::TypeStyle;
use crate::paper::breaking::{self, Measure, TextLine};
use crate::paper::measure::{self, Atom, Place};
use crate::paper::setting::{self, ABOVE_BASELINE, Spot};
use crate::paper::sheet::{Frame, Ink, Item, MM_PER_POINT};
use crate::paper::template::Template;
use crate::paper::unprintable::Unprintable;

/// Between two sizes that are tried. Points.
const STEP: f32 = 0.25;

pub(super) struct ThreeParts<'a> {
    pub parts: [&'a Option<Template>; 3],
    pub style: TypeStyle,
    /// What messages call the line.
    pub name: &'a str,
}

impl ThreeParts<'_> {
    /// Draws the parts on one baseline, all at the largest size at which they do not touch.
    pub fn draw(
        &self,
        press: Press<'_>,
        frame: Frame,
        items: &mut Vec<Item>,
        problems: &mut Vec<Unprintable>,
    ) {
        let set = self.parts.map(|part| self.atoms(press, part, problems));
        let steps = ((self.style.size - self.style.floor) / STEP).max(0.0) as u16;
        let mut sizes = (0..=steps).map(|step| self.style.size - STEP * f32::from(step));
        let fitting = |size: &f32| needed(&set, size * MM_PER_POINT) <= frame.width + 0.05;
        let Some(size) = sizes.find(fitting) else {
            return problems.push(self.does_not_fit(press));
        };
        let em = size * MM_PER_POINT;
        let y = frame.y + (frame.height - em) / 2.0 + ABOVE_BASELINE * em;
        for (atoms, share) in set.iter().zip([0.0, 0.5, 1.0]) {
            let Some(line) = one_line(atoms, em) else {
                continue;
            };
            let x = frame.x + share * (frame.width - line.width);
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
    }

    fn atoms(
        &self,
        press: Press<'_>,
        part: &Option<Template>,
        problems: &mut Vec<Unprintable>,
    ) -> Vec<Atom> {
        let Some(template) = part else {
            return Vec::new();
        };
        let field = template.first_path().unwrap_or_default();
        let place = Place {
            label: name_or(self.name, field),
            field,
        };
        measure::atoms(
            press.fonts,
            self.style.face,
            &template.fill(press.scope),
            place,
            problems,
        )
    }

    fn does_not_fit(&self, press: Press<'_>) -> Unprintable {
        let templates = self.parts.iter().filter_map(|part| part.as_ref());
        let fields = templates.clone().filter_map(Template::first_path);
        // The longest value is the one to shorten.
        let longest = fields
            .max_by_key(|path| press.scope.text(path).len())
            .unwrap_or_default();
        Unprintable::DoesNotFit {
            label: name_or(self.name, longest).to_owned(),
            field: longest.to_owned(),
            text: templates
                .map(|template| template.plain(press.scope))
                .collect(),
        }
    }
}

fn name_or<'a>(name: &'a str, field: &'a str) -> &'a str {
    if name.is_empty() { field } else { name }
}

/// The width of all parts with an em of air between two of them.
fn needed(set: &[Vec<Atom>], em: f32) -> f32 {
    let lines: Vec<TextLine> = set.iter().filter_map(|atoms| one_line(atoms, em)).collect();
    let gaps = lines.len().saturating_sub(1) as f32;
    lines.iter().map(|line| line.width).sum::<f32>() + gaps * em
}

fn one_line(atoms: &[Atom], em: f32) -> Option<TextLine> {
    let measure = Measure {
        size: em,
        width: f32::MAX,
        indent: 0.0,
    };
    breaking::lines(atoms, measure).into_iter().next()
}
