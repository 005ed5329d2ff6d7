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
        let [left, center, right] = self.parts;
        let set = [(left, false), (center, true), (right, true)];
        let set = set.map(|(part, moves)| self.atoms(press, part, moves, problems));
        let steps = ((self.style.size - self.style.floor) / STEP).max(0.0) as u16;
        let mut sizes = (0..=steps).map(|step| self.style.size - STEP * f32::from(step));
        let fitting = |size: &f32| needed(&set, size * MM_PER_POINT) <= frame.width + 0.05;
        let Some(size) = sizes.find(fitting) else {
            return problems.push(self.does_not_fit(press));
        };
        let em = size * MM_PER_POINT;
        let y = frame.y + (frame.height - em) / 2.0 + ABOVE_BASELINE * em;
        let lines = set.each_ref().map(|atoms| one_line(atoms, em));
        let starts = starts(&lines, frame.width, em);
        for ((line, atoms), start) in lines.iter().zip(&set).zip(starts) {
            let Some(line) = line else {
                continue;
            };
            let x = frame.x + start;
            setting::draw(
                line,
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
        moves: bool,
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
        let inlines = template.fill(press.scope);
        let mut atoms = measure::atoms(press.fonts, self.style.face, &inlines, place, problems);
        if moves {
            measure::move_as_one(&mut atoms, &inlines);
        }
        atoms
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

/// Where the parts start: at the left edge, in the middle, against the right edge. The middle one
/// gives way to a neighbour that reaches beyond its share.
fn starts(lines: &[Option<TextLine>; 3], width: f32, em: f32) -> [f32; 3] {
    let [left, center, right] = lines
        .each_ref()
        .map(|line| line.as_ref().map_or(0.0, |line| line.width));
    let air = |neighbour: f32| if neighbour > 0.0 { neighbour + em } else { 0.0 };
    let last = width - air(right) - center;
    let middle = ((width - center) / 2.0).min(last).max(air(left));
    [0.0, middle, width - right]
}

fn one_line(atoms: &[Atom], em: f32) -> Option<TextLine> {
    let measure = Measure {
        size: em,
        width: f32::MAX,
        indent: 0.0,
    };
    breaking::lines(atoms, measure).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(width: f32) -> Option<TextLine> {
        Some(TextLine {
            placed: Vec::new(),
            width,
            goes_on: false,
            cut: false,
        })
    }

    #[test]
    fn the_middle_part_gives_way_to_a_long_neighbour() {
        let short = [line(10.0), line(20.0), line(10.0)];
        assert_eq!(starts(&short, 100.0, 1.0), [0.0, 40.0, 90.0]);
        let long = [line(60.0), line(20.0), line(10.0)];
        assert_eq!(starts(&long, 100.0, 1.0), [0.0, 61.0, 90.0]);
        let right = [None, line(20.0), line(60.0)];
        assert_eq!(starts(&right, 100.0, 1.0), [0.0, 19.0, 40.0]);
    }
}
