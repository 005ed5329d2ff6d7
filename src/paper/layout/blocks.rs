//! One block of a page becomes slabs.

use toml::Spanned;

use super::Press;
use super::flow::{Slab, content};
use super::items;
use super::line::ThreeParts;
use super::rows::{grid, repeated, within};
use super::spec::{Align, BlockSpec, SheetSpec, TypeStyle};
use super::textbox;
use crate::paper::breaking::{self, Measure};
use crate::paper::measure::{self, Place};
use crate::paper::setting::{self, ABOVE_BASELINE, Spot};
use crate::paper::sheet::{Frame, Ink, Item, MM_PER_POINT, Stroke};
use crate::paper::template::Template;
use crate::paper::unprintable::Unprintable;

pub(super) fn slabs(
    press: Press<'_>,
    spec: &SheetSpec,
    problems: &mut Vec<Unprintable>,
) -> Vec<Slab> {
    let mut slabs = Vec::new();
    for (number, block) in spec.block.iter().map(Spanned::get_ref).enumerate() {
        let rows = match &block.each {
            Some(name) => repeated(press, name),
            None => vec![None],
        };
        for row in &rows {
            let press = within(press, row.as_ref());
            if press.scope.holds(block.when.as_ref()) {
                block_slabs(press, block, number, &mut slabs, problems);
            }
        }
    }
    slabs
}

fn block_slabs(
    press: Press<'_>,
    block: &BlockSpec,
    number: usize,
    slabs: &mut Vec<Slab>,
    problems: &mut Vec<Unprintable>,
) {
    let start = slabs.len();
    if let Some(template) = &block.title {
        slabs.push(title(press, block, template, problems));
    } else if let Some(line) = &block.line {
        let style = style(block, press.spec.style().text);
        let leading = block.leading.unwrap_or(1.7);
        let height = style.size * MM_PER_POINT * leading;
        let room = content(press.spec);
        let frame = Frame::new(room.x, 0.0, room.width, height);
        let mut slab = Slab {
            height,
            ..Slab::default()
        };
        let parts = [&line.left, &line.center, &line.right];
        let name = block.name.as_deref().unwrap_or_default();
        let line = ThreeParts { parts, style, name };
        line.draw(press, frame, &mut slab.items, problems);
        slabs.push(slab);
    } else if let Some(template) = &block.paragraph {
        paragraph(press, block, template, slabs, problems);
    } else if !block.row.is_empty() {
        grid(press, block, number, slabs, problems);
    } else if let Some(height) = block.space {
        let height = height * press.tightness;
        slabs.push(Slab {
            height,
            air: true,
            ..Slab::default()
        });
    } else if let Some(flex) = block.flex {
        slabs.push(Slab {
            flex,
            air: true,
            ..Slab::default()
        });
    } else if let Some(thickness) = block.rule {
        let room = content(press.spec);
        let stroke = Stroke::line((room.x, 0.0), (room.right(), 0.0), thickness);
        slabs.push(Slab {
            items: vec![Item::Stroke(stroke)],
            ..Slab::default()
        });
    } else if let Some(words) = &block.tear {
        slabs.push(tear(press, words, problems));
    } else if let Some(height) = block.area {
        slabs.push(area(press, block, height, problems));
    }
    if block.keep {
        slabs
            .iter_mut()
            .skip(start)
            .for_each(|slab| slab.keep = true);
    }
}

fn style(block: &BlockSpec, base: TypeStyle) -> TypeStyle {
    let size = block.size.unwrap_or(base.size);
    TypeStyle {
        face: block.face.unwrap_or(base.face),
        size,
        floor: base.floor.min(size),
    }
}

/// A heading with air between its characters.
fn title(
    press: Press<'_>,
    block: &BlockSpec,
    template: &Template,
    problems: &mut Vec<Unprintable>,
) -> Slab {
    let style = style(block, press.spec.style().text);
    let place = Place {
        label: press.spec.title.as_str(),
        field: "",
    };
    let inlines = template.fill(press.scope);
    let mut atoms = measure::atoms(press.fonts, style.face, &inlines, place, problems);
    measure::move_as_one(&mut atoms, &inlines);
    let last = atoms.len().saturating_sub(1);
    for atom in &mut atoms[..last] {
        atom.em += block.tracking.unwrap_or(0.0);
    }
    let room = content(press.spec);
    let em = style.size * MM_PER_POINT;
    let measure = Measure {
        size: em,
        width: room.width,
        indent: 0.0,
    };
    let step = block.leading.unwrap_or(1.4) * em;
    let lines = breaking::lines(&atoms, measure);
    let mut slab = Slab {
        height: step * lines.len() as f32,
        keep: true,
        ..Slab::default()
    };
    for (number, mut line) in lines.into_iter().enumerate() {
        let align = block.align.unwrap_or(Align::Center);
        let x = room.x + textbox::align(&mut line, &atoms, measure, align, 2);
        let y = step * number as f32 + (step - em) / 2.0 + ABOVE_BASELINE * em;
        let spot = Spot {
            x,
            y,
            size: style.size,
            ink: Ink::BLACK,
        };
        setting::draw(&line, &atoms, spot, &mut slab.items);
    }
    slab
}

/// Running text, a slab for every line.
fn paragraph(
    press: Press<'_>,
    block: &BlockSpec,
    template: &Template,
    slabs: &mut Vec<Slab>,
    problems: &mut Vec<Unprintable>,
) {
    let style = style(block, press.spec.style().text);
    let field = template.first_path().unwrap_or_default();
    let place = Place {
        label: block.name.as_deref().unwrap_or(field),
        field,
    };
    let inlines = template.fill(press.scope);
    let mut atoms = measure::atoms(press.fonts, style.face, &inlines, place, problems);
    measure::move_as_one(&mut atoms, &inlines);
    if textbox::is_empty(&atoms) {
        return;
    }
    let em = style.size * MM_PER_POINT;
    let room = content(press.spec);
    let hanging = block.hanging.unwrap_or(0.0) * em;
    let indent = block.indent.unwrap_or(0.0) * em - hanging;
    let measure = Measure {
        size: em,
        width: room.width - hanging,
        indent,
    };
    let step = block.leading.unwrap_or(1.6) * em;
    for mut line in breaking::lines(&atoms, measure) {
        let align = block.align.unwrap_or(Align::Justify);
        let x = room.x + hanging + textbox::align(&mut line, &atoms, measure, align, 2);
        let y = (step - em) / 2.0 + ABOVE_BASELINE * em;
        let mut slab = Slab {
            height: step,
            ..Slab::default()
        };
        let spot = Spot {
            x,
            y,
            size: style.size,
            ink: Ink::BLACK,
        };
        setting::draw(&line, &atoms, spot, &mut slab.items);
        slabs.push(slab);
    }
}

/// A perforation over the whole width of the paper, with words in the middle.
fn tear(press: Press<'_>, words: &Template, problems: &mut Vec<Unprintable>) -> Slab {
    const HEIGHT: f32 = 8.0;
    const EDGE: f32 = 4.0;
    let room = content(press.spec);
    let style = press.spec.style().small;
    let place = Place {
        label: "",
        field: "",
    };
    let inlines = words.fill(press.scope);
    let mut atoms = measure::atoms(press.fonts, style.face, &inlines, place, problems);
    measure::move_as_one(&mut atoms, &inlines);
    let em = style.size * MM_PER_POINT;
    let measure = Measure {
        size: em,
        width: f32::MAX,
        indent: 0.0,
    };
    let mut slab = Slab {
        height: HEIGHT,
        ..Slab::default()
    };
    let (middle, y) = (room.x + room.width / 2.0, HEIGHT / 2.0);
    let width = press.spec.page().size[0];
    let mut half = 0.0;
    for line in breaking::lines(&atoms, measure).iter().take(1) {
        half = line.width / 2.0 + em;
        let x = middle - line.width / 2.0;
        let spot = Spot {
            x,
            y: y + 0.38 * em,
            size: style.size,
            ink: Ink::BLACK,
        };
        setting::draw(line, &atoms, spot, &mut slab.items);
    }
    for (from, to) in [(EDGE, middle - half), (middle + half, width - EDGE)] {
        let stroke = Stroke::line((from, y), (to, y), 0.5).dashed(&[1.4, 1.1]);
        slab.items.push(Item::Stroke(stroke));
    }
    slab
}

/// A free area with its parts where the layout puts them.
fn area(press: Press<'_>, block: &BlockSpec, height: f32, problems: &mut Vec<Unprintable>) -> Slab {
    let room = content(press.spec);
    let frame = Frame::new(room.x, 0.0, room.width, height);
    let mut slab = Slab {
        height,
        ..Slab::default()
    };
    for part in block.part.iter().map(Spanned::get_ref) {
        let place = items::part_frame(part, frame);
        items::draw(press, part, place, "", &mut slab.items, problems);
    }
    slab
}
