//! What stands around the text of every page: its border, its head and its foot.

use super::Press;
use super::flow::{self, three_parts};
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
    let content = flow::content(press.spec);
    if let Some(border) = spec.border {
        draw_border(border, content, &mut sheet.items);
    }
    let margin_below = sheet.height - content.bottom();
    let mut y = content.bottom() + (margin_below * 0.28).min(5.0);
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
    line.size.unwrap_or(press.spec.style.small.size) * MM_PER_POINT * LEADING
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
    let mut style = press.spec.style.small;
    style.size = line.size.unwrap_or(style.size);
    style.face = line.face.unwrap_or(style.face);
    let parts = [&line.left, &line.center, &line.right];
    three_parts(press, parts, style, frame, &mut sheet.items, problems);
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
    const STRANDS: [f32; 3] = [0.0, 1.0 / 3.0, 2.0 / 3.0];
    let sides = [
        ((frame.x, frame.y), (frame.right(), frame.y)),
        ((frame.right(), frame.y), (frame.right(), frame.bottom())),
        ((frame.right(), frame.bottom()), (frame.x, frame.bottom())),
        ((frame.x, frame.bottom()), (frame.x, frame.y)),
    ];
    STRANDS
        .iter()
        .flat_map(|phase| sides.map(|(from, to)| Item::Stroke(wave(from, to, swing, *phase))))
        .collect()
}

fn wave(from: (f32, f32), to: (f32, f32), swing: f32, phase: f32) -> Stroke {
    const WAVE: f32 = 4.6;
    const POINTS_A_WAVE: f32 = 14.0;
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy);
    // Whole waves only, so that the strands meet in the corners.
    let waves = (length / WAVE).round().max(1.0);
    let count = (waves * POINTS_A_WAVE) as u16;
    let point = |i: u16| {
        let share = f32::from(i) / f32::from(count);
        let angle = std::f32::consts::TAU * (share * waves + phase);
        let aside = swing * angle.sin() / length;
        (
            from.0 + dx * share - dy * aside,
            from.1 + dy * share + dx * aside,
        )
    };
    Stroke {
        points: (0..=count).map(point).collect(),
        closed: false,
        width: 0.3,
        dash: Vec::new(),
        ink: Ink(0.35),
    }
}
