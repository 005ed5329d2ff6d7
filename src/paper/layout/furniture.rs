//! What stands around the text of every page: its border, its head and its foot.

use super::Press;
use super::flow;
use super::line::ThreeParts;
use super::spec::{Border, RunningLine, SheetSpec};
use crate::paper::sheet::{Frame, Ink, Item, MM_PER_POINT, Sheet, Stroke};
use crate::paper::unprintable::Unprintable;

/// The distance of baselines in head and foot, in em.
const LEADING: f32 = 1.5;

pub(super) fn draw(
    press: Press<'_>,
    spec: &SheetSpec,
    sheet: &mut Sheet,
    problems: &mut Vec<Unprintable>,
) {
    let content = flow::content_of(press.spec, sheet);
    if let Some(border) = spec.border {
        draw_border(border, content, &mut sheet.items);
    }
    let margin_below = sheet.height - content.bottom();
    // Beneath a border, the foot stands outside it.
    let gap = if spec.border.is_some() {
        6.6
    } else {
        (margin_below * 0.28).min(5.0)
    };
    let mut y = content.bottom() + gap;
    for line in shown(press, &press.spec.footer) {
        y += draw_line(
            press,
            line,
            Frame::new(content.x, y, content.width, 0.0),
            sheet,
            problems,
        );
    }
    let head: Vec<&RunningLine> = shown(press, &press.spec.header).collect();
    let tall: f32 = head.iter().map(|line| height(press, line)).sum();
    let mut y = content.y - tall - (content.y * 0.2).min(3.0);
    for line in head {
        y += draw_line(
            press,
            line,
            Frame::new(content.x, y, content.width, 0.0),
            sheet,
            problems,
        );
    }
}

fn shown<'a>(
    press: Press<'a>,
    lines: &'a [RunningLine],
) -> impl Iterator<Item = &'a RunningLine> + 'a {
    lines
        .iter()
        .filter(move |line| press.scope.holds(line.when.as_ref()))
}

fn height(press: Press<'_>, line: &RunningLine) -> f32 {
    line.size.unwrap_or(press.spec.style().small.size) * MM_PER_POINT * LEADING
}

/// Draws a line of head or foot and returns its height.
fn draw_line(
    press: Press<'_>,
    line: &RunningLine,
    mut frame: Frame,
    sheet: &mut Sheet,
    problems: &mut Vec<Unprintable>,
) -> f32 {
    frame.height = height(press, line);
    let mut style = press.spec.style().small;
    style.size = line.size.unwrap_or(style.size);
    style.face = line.face.unwrap_or(style.face);
    let parts = [&line.left, &line.center, &line.right];
    let name = "";
    ThreeParts { parts, style, name }.draw(press, frame, &mut sheet.items, problems);
    frame.height
}

fn draw_border(border: Border, content: Frame, items: &mut Vec<Item>) {
    let outset = |by: f32| content.inset(-by, -by);
    match border {
        Border::Double => {
            items.push(Item::Stroke(Stroke::frame(outset(4.0), 1.4)));
            items.push(Item::Stroke(Stroke::frame(outset(3.0), 0.4)));
        }
        Border::Guilloche => {
            items.push(Item::Stroke(Stroke::frame(outset(5.6), 1.1)));
            items.push(Item::Stroke(Stroke::frame(outset(2.2), 0.4)));
            items.extend(guilloche(outset(3.9), 1.15));
        }
    }
}

/// An interlaced band of waves along the sides of a frame, as certificates have it.
fn guilloche(frame: Frame, swing: f32) -> Vec<Item> {
    // Four strands that cross in every node, so that the sides meet in the corners.
    const STRANDS: [f32; 4] = [1.0, -1.0, 0.4, -0.4];
    let sides = [
        ((frame.x, frame.y), (frame.right(), frame.y)),
        ((frame.right(), frame.y), (frame.right(), frame.bottom())),
        ((frame.right(), frame.bottom()), (frame.x, frame.bottom())),
        ((frame.x, frame.bottom()), (frame.x, frame.y)),
    ];
    STRANDS
        .iter()
        .flat_map(|share| sides.map(|(from, to)| Item::Stroke(wave(from, to, swing * share))))
        .collect()
}

/// A sine from one point to another, each half wave one Bézier curve.
fn wave(from: (f32, f32), to: (f32, f32), swing: f32) -> Stroke {
    const HALF_WAVE: f32 = 3.6;
    // The controls that give sin x on 0..π its slope and its peak.
    const ALONG: f32 = 4.0 / 3.0 / std::f32::consts::PI;
    const ASIDE: f32 = 4.0 / 3.0;
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy);
    // Whole half waves only.
    let count = (length / HALF_WAVE).round().max(1.0) as u16;
    let point = |share: f32, aside: f32| {
        let (along, aside) = (share / f32::from(count), aside * swing / length);
        (
            from.0 + dx * along - dy * aside,
            from.1 + dy * along + dx * aside,
        )
    };
    let mut points = vec![from];
    for half in 0..count {
        let start = f32::from(half);
        let side = if half % 2 == 0 { ASIDE } else { -ASIDE };
        points.push(point(start + ALONG, side));
        points.push(point(start + 1.0 - ALONG, side));
        points.push(point(start + 1.0, 0.0));
    }
    let mut wave = Stroke::line(from, to, 0.3).inked(Ink(0.35));
    wave.points = points;
    wave.curved = true;
    wave
}
