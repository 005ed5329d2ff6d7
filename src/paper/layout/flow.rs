//! From blocks to pages: every block becomes slabs, slabs are stacked, a full page is followed by
//! another.

use super::Press;
use super::blocks;
use super::spec::{LayoutSpec, SheetSpec, TypeStyle};
use crate::paper::breaking::{self, Measure, TextLine};
use crate::paper::measure::{self, Atom, Place};
use crate::paper::setting::{self, ABOVE_BASELINE, Spot};
use crate::paper::sheet::{Frame, Ink, Item, MM_PER_POINT, Sheet, Stroke};
use crate::paper::template::Template;
use crate::paper::unprintable::Unprintable;

/// A piece of the flow that never breaks. Its items are drawn from its own upper edge.
#[derive(Debug, Clone, Default)]
pub(super) struct Slab {
    pub height: f32,
    pub items: Vec<Item>,
    /// Share of the room that is left over on the page.
    pub flex: f32,
    /// Never the last on a page.
    pub keep: bool,
    /// Air that vanishes at the top of a page.
    pub air: bool,
    pub grid: Option<GridPiece>,
}

/// Rows of a grid on their way to a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct GridPiece {
    /// Tells one grid of a page from the next.
    pub number: usize,
    pub x: f32,
    pub width: f32,
    /// Points.
    pub frame: f32,
    pub head: bool,
}

/// The part of a page inside its margins.
pub(super) fn content(spec: &LayoutSpec) -> Frame {
    let [width, height] = spec.page.size;
    let [top, right, bottom, left] = spec.page.margin;
    Frame::new(left, top, width - left - right, height - top - bottom)
}

/// The pages one page of the layout flows over, one at least.
pub(super) fn sheets(
    press: Press<'_>,
    spec: &SheetSpec,
    problems: &mut Vec<Unprintable>,
) -> Vec<Sheet> {
    let room = content(press.spec);
    let slabs = tightened(press, spec, room.height, problems);
    let pages = paginate(slabs, room.height);
    if spec.single && pages.len() > 1 {
        problems.push(Unprintable::TooLong {
            label: spec.name.clone(),
        });
    }
    pages
        .into_iter()
        .map(|slabs| stack(slabs, room, press.spec))
        .collect()
}

/// The slabs of a page, drawn tighter if that saves a second page.
fn tightened(
    press: Press<'_>,
    spec: &SheetSpec,
    room: f32,
    problems: &mut Vec<Unprintable>,
) -> Vec<Slab> {
    let height = |slabs: &[Slab]| slabs.iter().map(|slab| slab.height).sum::<f32>();
    let mut found = Vec::new();
    let slabs = blocks::slabs(press, spec, &mut found);
    if height(&slabs) > room {
        for step in 1..=10 {
            let share = f32::from(11 - step as u8) / 10.0 - 0.1;
            let tightness = press.spec.page.tight + (1.0 - press.spec.page.tight) * share;
            let mut met = Vec::new();
            let tighter = blocks::slabs(Press { tightness, ..press }, spec, &mut met);
            if height(&tighter) <= room && met.len() <= found.len() {
                problems.append(&mut met);
                return tighter;
            }
        }
    }
    problems.append(&mut found);
    slabs
}

/// Deals the slabs out to pages.
fn paginate(slabs: Vec<Slab>, room: f32) -> Vec<Vec<Slab>> {
    let heads: Vec<Slab> = slabs.iter().filter(|slab| is_head(slab)).cloned().collect();
    let mut pages: Vec<Vec<Slab>> = vec![Vec::new()];
    let mut used = 0.0;
    let mut rest = slabs.into_iter().peekable();
    while let Some(slab) = rest.next() {
        let next = rest
            .peek()
            .filter(|_| slab.keep)
            .map_or(0.0, |next| next.height);
        let full = used + slab.height + next > room + 0.01;
        // `pages` starts with one page and only grows.
        if full && pages.last().is_some_and(|page| !page.is_empty()) {
            let page = heads_for(&slab, &heads);
            used = page.iter().map(|slab| slab.height).sum();
            pages.push(page);
        }
        let is_later = pages.len() > 1;
        let Some(page) = pages.last_mut() else {
            continue;
        };
        if slab.air && slab.flex == 0.0 && is_later && page.is_empty() {
            continue;
        }
        used += slab.height;
        page.push(slab);
    }
    pages
}

fn is_head(slab: &Slab) -> bool {
    slab.grid.is_some_and(|grid| grid.head)
}

/// The head rows that are repeated when a grid goes on on another page.
fn heads_for(slab: &Slab, heads: &[Slab]) -> Vec<Slab> {
    let Some(grid) = slab.grid.filter(|grid| !grid.head) else {
        return Vec::new();
    };
    let same = |head: &&Slab| head.grid.is_some_and(|head| head.number == grid.number);
    heads.iter().filter(same).cloned().collect()
}

/// Stacks the slabs of one page and draws the frames of its grids.
fn stack(slabs: Vec<Slab>, room: Frame, spec: &LayoutSpec) -> Sheet {
    let [width, height] = spec.page.size;
    let mut sheet = Sheet {
        width,
        height,
        items: Vec::new(),
    };
    let used: f32 = slabs.iter().map(|slab| slab.height).sum();
    let weight: f32 = slabs.iter().map(|slab| slab.flex).sum();
    let spare = (room.height - used).max(0.0);
    let mut y = room.y;
    let mut frames: Vec<(GridPiece, Frame)> = Vec::new();
    for slab in slabs {
        let share = if weight > 0.0 {
            spare * slab.flex / weight
        } else {
            0.0
        };
        if let Some(grid) = slab.grid {
            match frames.last_mut() {
                Some((last, frame)) if last.number == grid.number => frame.height += slab.height,
                _ => frames.push((grid, Frame::new(grid.x, y, grid.width, slab.height))),
            }
        }
        sheet
            .items
            .extend(slab.items.into_iter().map(|item| moved(item, y)));
        y += slab.height + share;
    }
    let frames = frames.into_iter().filter(|(grid, _)| grid.frame > 0.0);
    let strokes = frames.map(|(grid, frame)| Item::Stroke(Stroke::frame(frame, grid.frame)));
    sheet.items.extend(strokes);
    sheet
}

/// An item drawn so much lower.
fn moved(mut item: Item, down: f32) -> Item {
    match &mut item {
        Item::Text(run) => run.y += down,
        Item::Stroke(stroke) => stroke.points.iter_mut().for_each(|point| point.1 += down),
        Item::Fill { boxes, .. } => boxes.iter_mut().for_each(|frame| frame.y += down),
        Item::Picture { place, .. } => place.y += down,
    }
    item
}

/// A line with something at its left, in its middle and at its right.
pub(super) fn three_parts(
    press: Press<'_>,
    parts: [&Option<Template>; 3],
    style: TypeStyle,
    frame: Frame,
    items: &mut Vec<Item>,
    problems: &mut Vec<Unprintable>,
) {
    let set: Vec<Vec<Atom>> = parts
        .iter()
        .map(|template| {
            let Some(template) = template else {
                return Vec::new();
            };
            let field = template.first_path().unwrap_or_default();
            let place = Place {
                label: field,
                field,
            };
            measure::atoms(
                press.fonts,
                style.face,
                &template.fill(press.scope),
                place,
                problems,
            )
        })
        .collect();
    let steps = ((style.size - style.floor) / 0.25).max(0.0) as u16;
    let mut sizes = (0..=steps).map(|step| style.size - 0.25 * f32::from(step));
    let Some((size, lines)) = sizes.find_map(|size| {
        let em = size * MM_PER_POINT;
        let lines: Vec<Option<TextLine>> = set.iter().map(|atoms| one_line(atoms, em)).collect();
        let widths: f32 = lines.iter().flatten().map(|line| line.width).sum();
        let gaps = lines.iter().flatten().count().saturating_sub(1) as f32;
        (widths + gaps * em <= frame.width + 0.05).then_some((size, lines))
    }) else {
        let template = parts.iter().find_map(|part| part.as_ref());
        let field = template
            .and_then(Template::first_path)
            .unwrap_or_default()
            .to_owned();
        let text = template
            .map(|template| template.plain(press.scope))
            .unwrap_or_default();
        return problems.push(Unprintable::DoesNotFit {
            label: field.clone(),
            field,
            text,
        });
    };
    let em = size * MM_PER_POINT;
    let y = frame.y + (frame.height - em) / 2.0 + ABOVE_BASELINE * em;
    for (place, (line, atoms)) in lines.iter().zip(&set).enumerate() {
        let Some(line) = line else { continue };
        let spare = frame.width - line.width;
        let x = frame.x + [0.0, spare / 2.0, spare][place];
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

fn one_line(atoms: &[Atom], em: f32) -> Option<TextLine> {
    let measure = Measure {
        size: em,
        width: f32::MAX,
        indent: 0.0,
    };
    breaking::lines(atoms, measure).into_iter().next()
}
