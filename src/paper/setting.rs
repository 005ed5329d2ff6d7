use super::breaking::TextLine;
use super::measure::{Atom, What};
use super::sheet::{Ink, Item, MM_PER_POINT, Placed, Run, Stroke};
use super::template::Under;

/// Of the em square of a Han character, the part above the baseline.
pub(super) const ABOVE_BASELINE: f32 = 0.88;
/// Where a line to write on runs beneath the baseline, in em.
const UNDER_AT: f32 = 0.2;

/// Where a set line goes.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub x: f32,
    /// The baseline.
    pub y: f32,
    /// Points.
    pub size: f32,
    pub ink: Ink,
}

/// Draws one line of text: its glyphs, its check boxes and the lines to write on.
pub(super) fn draw(line: &TextLine, atoms: &[Atom], spot: Spot, items: &mut Vec<Item>) {
    draw_unders(line, atoms, spot, items);
    let em = spot.size * MM_PER_POINT;
    let mut run: Option<Run> = None;
    let mut of_field = false;
    for (at, x) in &line.placed {
        let atom = &atoms[*at];
        match &atom.what {
            What::Glyph {
                face,
                id,
                c,
                natural,
                mark,
            } => {
                let pen = spot.x + x + atom.shift * em;
                let another = |run: &Run| run.face != *face || of_field != atom.variable;
                if run.as_ref().is_some_and(another) {
                    items.extend(run.take().map(Item::Text));
                }
                of_field = atom.variable;
                let run = run.get_or_insert_with(|| Run {
                    face: *face,
                    size: spot.size,
                    x: pen,
                    y: spot.y,
                    turn: 0.0,
                    ink: spot.ink,
                    variable: atom.own,
                    glyphs: Vec::new(),
                    text: String::new(),
                });
                let (at, advance) = (pen - run.x, natural * em);
                run.glyphs.push(Placed {
                    id: *id,
                    c: *c,
                    at,
                    advance,
                });
                run.text.push(*c);
                run.text.extend(*mark);
            }
            What::Box { ticked } => {
                items.extend(run.take().map(Item::Text));
                draw_box(spot, x + spot.x, em, (*ticked, atom.own), items);
            }
            What::Space | What::Break => items.extend(run.take().map(Item::Text)),
        }
    }
    items.extend(run.map(Item::Text));
}

/// A square of the type's size; a tick crosses its upper right corner as a pen's would.
fn draw_box(spot: Spot, x: f32, em: f32, (ticked, own): (bool, bool), items: &mut Vec<Item>) {
    let side = 0.78 * em;
    let left = x + 0.12 * em;
    let top = spot.y - 0.38 * em - side / 2.0;
    let frame = super::sheet::Frame::new(left, top, side, side);
    let mut square = Stroke::frame(frame, 0.5).inked(spot.ink);
    square.variable = own;
    items.push(Item::Stroke(square));
    if ticked {
        let at = |across: f32, down: f32| (left + across * side, top + down * side);
        let mut tick = Stroke::line(at(0.16, 0.5), at(0.42, 0.8), 1.1).inked(spot.ink);
        tick.points.push(at(1.02, -0.04));
        tick.variable = true;
        items.push(Item::Stroke(tick));
    }
}

/// One stroke under each stretch of neighbouring atoms that share a kind of line.
fn draw_unders(line: &TextLine, atoms: &[Atom], spot: Spot, items: &mut Vec<Item>) {
    let em = spot.size * MM_PER_POINT;
    let mut open: Option<Stretch> = None;
    for (at, x) in &line.placed {
        let atom = &atoms[*at];
        let end = x + atom.width(em);
        match &mut open {
            Some(stretch) if stretch.under == atom.under => stretch.to = end,
            _ => {
                items.extend(
                    open.take()
                        .and_then(|stretch| under_stroke(stretch, spot, em)),
                );
                open = Some(Stretch {
                    under: atom.under,
                    from: *x,
                    to: end,
                    own: atom.own,
                });
            }
        }
    }
    items.extend(open.and_then(|stretch| under_stroke(stretch, spot, em)));
}

/// Neighbouring atoms over one line.
struct Stretch {
    under: Under,
    from: f32,
    to: f32,
    /// As [`Atom::own`] of the first.
    own: bool,
}

fn under_stroke(stretch: Stretch, spot: Spot, em: f32) -> Option<Item> {
    let y = spot.y + UNDER_AT * em;
    let (from, to) = (spot.x + stretch.from, spot.x + stretch.to);
    let mut stroke = Stroke::line((from, y), (to, y), 0.4).inked(spot.ink);
    stroke.variable = stretch.own;
    match stretch.under {
        Under::Nothing => None,
        Under::Solid => Some(Item::Stroke(stroke)),
        Under::Dotted => Some(Item::Stroke(stroke.dashed(&[0.35, 0.7]))),
    }
}
