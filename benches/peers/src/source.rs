//! The page in typst's own language, every piece placed.

use std::fmt::Write;

use guitai::paper::{Document, FaceId, Frame, Ink, Item, Run, Sheet, Stroke};

use crate::page::POINTS;

pub fn source(document: &Document) -> String {
    let pages: Vec<String> = document.sheets.iter().map(sheet).collect();
    pages.join("\n")
}

/// What the font files call themselves.
fn family(face: FaceId) -> &'static str {
    match face {
        FaceId::Song => "Noto Serif SC",
        FaceId::Hei => "Noto Sans SC",
        FaceId::Kai => "Jie Kai",
        FaceId::Rare(_) => unreachable!("the sample has no rare characters"),
    }
}

fn sheet(sheet: &Sheet) -> String {
    let mut out = format!(
        "#set page(width: {}mm, height: {}mm, margin: 0pt)\n\
         #set text(top-edge: \"baseline\", bottom-edge: \"baseline\", lang: \"zh\")\n",
        sheet.width, sheet.height
    );
    for item in &sheet.items {
        match item {
            Item::Text(run) => text(&mut out, run),
            Item::Stroke(line) => stroke(&mut out, line),
            Item::Fill { boxes, ink } => fill(&mut out, boxes, *ink),
            Item::Picture { .. } => {}
        }
    }
    // A page of placed things alone has nothing on it that would begin the page.
    out.push_str("#h(0pt)#pagebreak(weak: true)\n");
    out
}

fn grey(ink: Ink) -> String {
    format!("luma({}%)", ink.0 * 100.0)
}

fn text(out: &mut String, run: &Run) {
    let family = family(run.face);
    let string: String = run.glyphs.iter().map(|glyph| glyph.c).collect();
    let (Some(first), Some(last)) = (run.glyphs.first(), run.glyphs.last()) else {
        return;
    };
    let gaps = run.glyphs.len().saturating_sub(1).max(1) as f32;
    let natural: f32 = run
        .glyphs
        .iter()
        .rev()
        .skip(1)
        .map(|glyph| glyph.advance)
        .sum();
    let tracking = (last.at - first.at - natural) / gaps * POINTS;
    let turned = match run.turn {
        0.0 => String::new(),
        turn => format!("rotate({}deg, origin: left + bottom, reflow: false)", -turn),
    };
    let body = format!(
        "text(font: {family:?}, size: {}pt, fill: {}, tracking: {tracking:.3}pt)[#box({string:?})]",
        run.size,
        grey(run.ink),
    );
    let body = match turned.is_empty() {
        true => body,
        false => format!("{turned}[#{body}]"),
    };
    writeln!(out, "#place(dx: {}mm, dy: {}mm, {body})", run.x, run.y).expect("memory");
}

fn stroke(out: &mut String, stroke: &Stroke) {
    let mut points = stroke.points.iter();
    let Some((x, y)) = points.next() else { return };
    let dash: Vec<String> = stroke.dash.iter().map(|mm| format!("{mm}mm")).collect();
    let dash = match dash.is_empty() {
        true => "none".to_owned(),
        false => format!("({},)", dash.join(", ")),
    };
    write!(
        out,
        "#place(curve(stroke: (paint: {}, thickness: {}pt, dash: {dash}), curve.move(({x}mm, {y}mm))",
        grey(stroke.ink),
        stroke.width
    )
    .expect("memory");
    while let Some((x, y)) = points.next() {
        if !stroke.curved {
            write!(out, ", curve.line(({x}mm, {y}mm))").expect("memory");
        } else if let (Some((x2, y2)), Some((x3, y3))) = (points.next(), points.next()) {
            let places = format!("({x}mm, {y}mm), ({x2}mm, {y2}mm), ({x3}mm, {y3}mm)");
            write!(out, ", curve.cubic({places})").expect("memory");
        }
    }
    if stroke.closed {
        out.push_str(", curve.close(mode: \"straight\")");
    }
    out.push_str("))\n");
}

fn fill(out: &mut String, boxes: &[Frame], ink: Ink) {
    write!(out, "#place(curve(fill: {}", grey(ink)).expect("memory");
    for frame in boxes {
        let (left, top, right, bottom) = (frame.x, frame.y, frame.right(), frame.bottom());
        write!(
            out,
            ", curve.move(({left}mm, {top}mm)), curve.line(({right}mm, {top}mm)), \
             curve.line(({right}mm, {bottom}mm)), curve.line(({left}mm, {bottom}mm)), \
             curve.close(mode: \"straight\")"
        )
        .expect("memory");
    }
    out.push_str("))\n");
}
