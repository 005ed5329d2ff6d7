use super::super::breaking::{self, Measure};
use super::super::fonts::{Fonts, Typeface};
use super::super::measure::{self, Place};
use super::super::setting::{self, ABOVE_BASELINE, Spot};
use super::super::sheet::{Document, Ink, Item, MM_PER_POINT, Sheet, Stroke};
use super::super::template::{Inline, Under};
use super::{DIVISION, RULER_BELOW, RULER_BESIDE, Vernier, VernierOf};
use crate::text::{Lang, Message};

/// Lines of the verniers, from 0.
const LINES: u8 = 11;
/// Thin enough to tell a tenth of a millimetre, thick enough for any printer. Points.
const HAIR: f32 = 0.3;
/// From where to where the lines of a vernier run, along their length, from the ruler's edge.
const BEFORE_RULER: f32 = 4.0;
const BEHIND_RULER: f32 = 2.0;

pub(super) fn document(
    vernier: &Vernier,
    fonts: &Fonts,
    of: VernierOf<'_>,
    lang: Lang,
) -> Document {
    let mut page = Page {
        fonts,
        items: Vec::new(),
        width: vernier.width as f32,
        height: vernier.height as f32,
    };
    for ((left, top), number) in vernier.crosses().into_iter().zip(1..=3u8) {
        page.cross(left as f32, top as f32, number);
    }
    let title = match of.second {
        true => Message::new("paper.vernier_second"),
        false => Message::new("paper.vernier_first"),
    };
    let title = title.say(lang);
    page.instructions(vernier, of, &title, lang);
    Document {
        title,
        sheets: vec![Sheet {
            width: page.width,
            height: page.height,
            items: page.items,
            background: None,
        }],
    }
}

struct Page<'a> {
    fonts: &'a Fonts,
    items: Vec<Item>,
    width: f32,
    height: f32,
}

impl Page<'_> {
    fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32) {
        self.items.push(Item::Stroke(Stroke::line(from, to, width)));
    }

    /// A cross with its number, one vernier beneath it and one to its right.
    fn cross(&mut self, x: f32, y: f32, number: u8) {
        self.line((x - 4.0, y), (x + 4.0, y), HAIR);
        self.line((x, y - 4.0), (x, y + 4.0), HAIR);
        let circle = Stroke::circle((x, y), 1.5, HAIR);
        self.items.push(Item::Stroke(circle));
        self.words(&number.to_string(), (x - 6.5, y - 7.0), 10.0, 12.0);
        self.vernier(RULER_BELOW as f32, |along, across| (x + along, y + across));
        self.vernier(RULER_BESIDE as f32, |along, across| (x + across, y + along));
    }

    /// A vernier whose places are given as millimetres along the ruler and across it.
    fn vernier(&mut self, ruler: f32, at: impl Fn(f32, f32) -> (f32, f32)) {
        for line in 0..LINES {
            let along = f32::from(line) * DIVISION as f32;
            let long = line.is_multiple_of(5);
            let behind = BEHIND_RULER + if long { 1.0 } else { 0.0 };
            let (from, to) = (at(along, ruler - BEFORE_RULER), at(along, ruler + behind));
            self.line(from, to, HAIR);
            if long {
                let upright = to.0 == from.0;
                let (dx, dy) = if upright { (-0.8, 0.6) } else { (0.6, -1.0) };
                self.words(&line.to_string(), (to.0 + dx, to.1 + dy), 6.0, 6.0);
            }
        }
        // Where the edge of the ruler is laid.
        let end = f32::from(LINES - 1) * DIVISION as f32;
        self.line(at(-6.0, ruler), at(-1.2, ruler), 0.6);
        self.line(at(end + 1.2, ruler), at(end + 2.4, ruler), 0.6);
    }

    fn instructions(&mut self, vernier: &Vernier, of: VernierOf<'_>, title: &str, lang: Lang) {
        let small = self.width.min(self.height) < 120.0;
        let (x, mut y, size) = if small {
            (8.0, 42.0, 6.5)
        } else {
            (45.0, 62.0, 10.5)
        };
        let width = self.width - 2.0 * x;
        let last = vernier.crosses()[2].1 as f32 - 6.0;
        y = self.paragraph(title, (x, y), (width, last), size * 1.4);
        for sentence in sentences(vernier, of, lang) {
            y = self.paragraph(
                &sentence,
                (x, y + 0.5 * size * MM_PER_POINT),
                (width, last),
                size,
            );
        }
    }

    /// A paragraph at a place, as far as the page has room before `last`; where the next begins.
    fn paragraph(&mut self, text: &str, at: (f32, f32), room: (f32, f32), size: f32) -> f32 {
        let (mut y, (width, last)) = (at.1, room);
        let em = size * MM_PER_POINT;
        let atoms = self.atoms(text);
        let measure = Measure {
            size: em,
            width,
            indent: 0.0,
        };
        for line in breaking::lines(&atoms, measure) {
            if y + 1.5 * em > last {
                break;
            }
            let spot = Spot {
                x: at.0,
                y: y + ABOVE_BASELINE * em,
                size,
                ink: Ink::BLACK,
            };
            setting::draw(&line, &atoms, spot, &mut self.items);
            y += 1.5 * em;
        }
        y
    }

    /// A few characters whose upper left corner stands at a place.
    fn words(&mut self, text: &str, at: (f32, f32), width: f32, size: f32) {
        let bottom = self.height + 100.0;
        self.paragraph(text, at, (width, bottom), size);
    }

    fn atoms(&self, text: &str) -> Vec<measure::Atom> {
        let inline = Inline::Text {
            text: text.to_owned(),
            field: None,
            under: Under::Nothing,
        };
        let place = Place {
            label: "",
            field: "",
        };
        // A character of a printer's name that no font has is left out: the sheet is for measuring.
        let mut problems = Vec::new();
        measure::atoms(self.fonts, Typeface::Song, &[inline], place, &mut problems)
    }
}

/// What stands on the sheet: for which printer it is, how it is read, what it should read.
fn sentences(vernier: &Vernier, of: VernierOf<'_>, lang: Lang) -> Vec<String> {
    let named = |text: &str| match text {
        "" => "—".to_owned(),
        text => text.to_owned(),
    };
    let about = Message::new("paper.vernier_of")
        .with("printer", named(of.printer))
        .with("tray", named(of.tray))
        .with("batch", named(of.batch))
        .with("size", format!("{}×{}", vernier.width, vernier.height));
    let mut sentences = vec![about.say(lang)];
    let how = [
        "paper.vernier_ruler",
        "paper.vernier_left",
        "paper.vernier_tenth",
        "paper.vernier_top",
        "paper.vernier_type",
    ];
    sentences.extend(how.map(|key| Message::new(key).say(lang)));
    for (meant, cross) in vernier.meant().iter().zip(1..=3) {
        let line = Message::new("paper.vernier_meant")
            .with("cross", cross)
            .with("left", format!("{:.1}", meant.left))
            .with("top", format!("{:.1}", meant.top));
        sentences.push(line.say(lang));
    }
    if of.second {
        sentences.push(Message::new("paper.vernier_confirms").say(lang));
    }
    sentences
}
