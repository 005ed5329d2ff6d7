//! From blocks to pages: every block becomes slabs, slabs are stacked, a full page is followed by
//! another.

use super::Press;
use super::blocks;
use super::spec::{LayoutSpec, SheetSpec};
use crate::paper::sheet::{Frame, Item, Sheet, Stroke};
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
    let [width, height] = spec.page().size;
    let height = if height > 0.0 { height } else { LONGEST_SLIP };
    inside(spec, width, height)
}

/// The part inside the margins of a page that is laid out.
pub(super) fn content_of(spec: &LayoutSpec, sheet: &Sheet) -> Frame {
    inside(spec, sheet.width, sheet.height)
}

fn inside(spec: &LayoutSpec, width: f32, height: f32) -> Frame {
    let [top, right, bottom, left] = spec.page().margin;
    Frame::new(left, top, width - left - right, height - top - bottom)
}

/// A slip from a roll that would be longer goes on on another one. Millimetres.
const LONGEST_SLIP: f32 = 1000.0;

/// The pages one page of the layout flows over, one at least.
pub(super) fn sheets(
    press: Press<'_>,
    spec: &SheetSpec,
    problems: &mut Vec<Unprintable>,
) -> Vec<Sheet> {
    let room = content(press.spec);
    let slabs = tightened(press, spec, room.height, problems);
    let pages = paginate(slabs, room.height);
    let overfull = pages.iter().any(|page| height(page) > room.height + 0.1);
    if overfull || (spec.single && pages.len() > 1) {
        problems.push(Unprintable::TooLong {
            label: spec.name.clone(),
        });
    }
    pages
        .into_iter()
        .map(|slabs| stack(slabs, room, press.spec))
        .collect()
}

fn height(slabs: &[Slab]) -> f32 {
    slabs.iter().map(|slab| slab.height).sum()
}

/// The slabs of a page, drawn tighter if that saves a second page.
fn tightened(
    press: Press<'_>,
    spec: &SheetSpec,
    room: f32,
    problems: &mut Vec<Unprintable>,
) -> Vec<Slab> {
    let mut found = Vec::new();
    let slabs = blocks::slabs(press, spec, &mut found);
    if height(&slabs) > room {
        for step in 1..=10 {
            let share = f32::from(11 - step as u8) / 10.0 - 0.1;
            let tightness = press.spec.page().tight + (1.0 - press.spec.page().tight) * share;
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
    let needed: Vec<f32> = (0..slabs.len())
        .map(|at| kept_together(&slabs[at..]))
        .collect();
    let mut pages = Vec::new();
    let mut page: Vec<Slab> = Vec::new();
    let mut used = 0.0;
    for (slab, needed) in slabs.into_iter().zip(needed) {
        if used + needed > room + 0.01 && !page.is_empty() {
            let next = heads_for(&slab, &heads);
            used = next.iter().map(|slab| slab.height).sum();
            pages.push(std::mem::replace(&mut page, next));
        }
        let idle = slab.air && slab.flex == 0.0 && page.is_empty() && !pages.is_empty();
        if !idle {
            used += slab.height;
            page.push(slab);
        }
    }
    pages.push(page);
    pages
}

/// The height of the first slab with everything that must follow it on the same page.
fn kept_together(slabs: &[Slab]) -> f32 {
    let kept = slabs.iter().take_while(|slab| slab.keep).count();
    slabs.iter().take(kept + 1).map(|slab| slab.height).sum()
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
    let used: f32 = slabs.iter().map(|slab| slab.height).sum();
    let [width, height] = spec.page().size;
    let slip = height <= 0.0;
    let mut sheet = Sheet {
        width,
        height: if slip {
            slip_height(used, spec)
        } else {
            height
        },
        items: Vec::new(),
        background: None,
    };
    let weight: f32 = slabs.iter().map(|slab| slab.flex).sum();
    let spare = if slip {
        0.0
    } else {
        (room.height - used).max(0.0)
    };
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

/// A slip as long as its content, cut on a whole millimetre.
fn slip_height(used: f32, spec: &LayoutSpec) -> f32 {
    let [top, _, bottom, _] = spec.page().margin;
    (top + used + bottom).ceil().max(SHORTEST_SLIP)
}

/// What a receipt printer can cut off. Millimetres.
const SHORTEST_SLIP: f32 = 20.0;

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
