//! What of a sheet matters on a page of characters.

use unicode_segmentation::UnicodeSegmentation;

use super::Drawn;
use crate::paper::sheet::{Frame, Item, MM_PER_POINT, Run, Sheet, Stroke};

/// Shorter strokes are ornament, in millimetres.
const SHORTEST_RULE: f32 = 2.0;
/// How far a line may lean and still be a rule, in millimetres.
const LEVEL: f32 = 0.3;
/// So many boxes drawn as one figure are a code that a machine reads.
const CODE: usize = 20;
/// A character half as far again from the next as it is wide is spaced out on purpose.
const SPACED: f32 = 1.5;
/// The ink of a mark beneath the text is lighter than this.
const FAINT: f32 = 0.8;
/// Points from which on text is large.
const LARGE: f32 = 14.0;

/// The longest side of a square that is ticked, in millimetres.
const LARGEST_SQUARE: f32 = 8.0;

/// A straight text.
pub(super) struct Word {
    pub x: f32,
    /// The middle of its line.
    pub y: f32,
    /// One entry a character: what the terminal draws and in how many columns.
    pub letters: Vec<(String, usize)>,
    pub large: bool,
}

impl Word {
    pub fn columns(&self) -> usize {
        self.letters.iter().map(|(_, columns)| columns).sum()
    }
}

/// A straight line, level or upright.
pub(super) struct Rule {
    pub level: bool,
    pub from: (f32, f32),
    pub to: (f32, f32),
}

#[derive(Default)]
pub(super) struct Found {
    pub words: Vec<Word>,
    pub rules: Vec<Rule>,
    pub pictures: Vec<Frame>,
    pub mark: Option<Vec<(String, usize)>>,
    /// The latest square to be ticked: its place among the words, and where it stands.
    square: Option<(usize, Frame)>,
    /// The size of the sheet in millimetres.
    pub width: f32,
    pub height: f32,
}

impl Found {
    pub fn on(sheet: &Sheet, drawn: &Drawn) -> Found {
        let mut found = Found {
            width: sheet.width,
            height: sheet.height,
            ..Found::default()
        };
        for item in &sheet.items {
            match item {
                Item::Text(run) => found.text(run, drawn),
                Item::Stroke(stroke) => found.stroke(stroke),
                Item::Fill { boxes, ink } if ink.0 < FAINT => found.fill(boxes),
                Item::Fill { .. } => {}
                Item::Picture { place, .. } => found.pictures.push(*place),
            }
        }
        found
    }

    fn text(&mut self, run: &Run, drawn: &Drawn) {
        if run.turn != 0.0 {
            if run.ink.0 >= FAINT {
                self.mark = Some(letters(&run.text, drawn));
            }
            return;
        }
        let word = Word {
            x: run.x,
            y: run.y - 0.38 * run.size * MM_PER_POINT,
            letters: spaced(run, letters(&run.text, drawn)),
            large: run.size >= LARGE,
        };
        if word.letters.iter().any(|(text, _)| !text.trim().is_empty()) {
            self.words.push(word);
        }
    }

    fn stroke(&mut self, stroke: &Stroke) {
        if stroke.curved {
            return;
        }
        if let Some(frame) = square(stroke) {
            self.square = Some((self.words.len(), frame));
            self.words.push(Word {
                x: frame.x,
                y: frame.y + frame.height / 2.0,
                letters: ["[", " ", "]"]
                    .map(|letter| (letter.to_owned(), 1))
                    .to_vec(),
                large: false,
            });
            return;
        }
        if let Some(place) = self.ticked(stroke) {
            self.words[place].letters[1].0 = "x".to_owned();
            return;
        }
        let around = stroke.closed.then(|| stroke.points.first()).flatten();
        let ends = stroke.points.iter().skip(1).chain(around);
        for (from, to) in stroke.points.iter().zip(ends) {
            self.rules.extend(Rule::between(*from, *to));
        }
    }

    /// The place of the square that a short crooked stroke ticks.
    fn ticked(&self, stroke: &Stroke) -> Option<usize> {
        let (place, frame) = self.square?;
        let (x, y) = *stroke.points.first()?;
        let within =
            (frame.x..=frame.right()).contains(&x) && (frame.y..=frame.bottom()).contains(&y);
        (within && !stroke.closed && stroke.points.len() == 3).then_some(place)
    }

    fn fill(&mut self, boxes: &[Frame]) {
        if boxes.len() >= CODE {
            self.pictures.extend(around(boxes));
            return;
        }
        // A thin box is a rule.
        let ends = |frame: &Frame| ((frame.x, frame.y), (frame.right(), frame.bottom()));
        let rules = boxes.iter().map(ends);
        self.rules
            .extend(rules.filter_map(|(from, to)| Rule::between(from, to)));
    }
}

impl Rule {
    fn between(from: (f32, f32), to: (f32, f32)) -> Option<Rule> {
        let (across, down) = ((to.0 - from.0).abs(), (to.1 - from.1).abs());
        let level = down <= LEVEL;
        if across.max(down) < SHORTEST_RULE || !(level || across <= LEVEL) {
            return None;
        }
        Some(Rule {
            level,
            from: (from.0.min(to.0), from.1.min(to.1)),
            to: (from.0.max(to.0), from.1.max(to.1)),
        })
    }
}

/// A small square that somebody ticks.
fn square(stroke: &Stroke) -> Option<Frame> {
    let [(left, top), _, (right, bottom), _] = stroke.points[..] else {
        return None;
    };
    let (width, height) = (right - left, bottom - top);
    let square = (width - height).abs() <= LEVEL && (1.0..=LARGEST_SQUARE).contains(&width);
    (stroke.closed && square).then(|| Frame::new(left, top, width, height))
}

/// The frame around all boxes.
fn around(boxes: &[Frame]) -> Option<Frame> {
    let first = *boxes.first()?;
    Some(boxes.iter().fold(first, |all, one| {
        let (x, y) = (all.x.min(one.x), all.y.min(one.y));
        let (right, bottom) = (all.right().max(one.right()), all.bottom().max(one.bottom()));
        Frame::new(x, y, right - x, bottom - y)
    }))
}

fn letters(text: &str, drawn: &Drawn) -> Vec<(String, usize)> {
    let shown = (drawn.shown)(text);
    let letters = shown.graphemes(true).map(|letter| {
        let columns = (drawn.width)(letter);
        (letter.to_owned(), columns)
    });
    letters.filter(|(_, columns)| *columns > 0).collect()
}

/// Blanks between the characters of a text that is spread over its room (均分).
fn spaced(run: &Run, letters: Vec<(String, usize)>) -> Vec<(String, usize)> {
    let (Some(first), Some(last)) = (run.glyphs.first(), run.glyphs.last()) else {
        return letters;
    };
    let gaps = run.glyphs.len().saturating_sub(1);
    let step = (last.at - first.at) / gaps.max(1) as f32;
    if gaps == 0 || run.glyphs.len() != letters.len() || step < SPACED * first.advance {
        return letters;
    }
    let blanks = ((step / first.advance - 1.0) * letters[0].1 as f32) as usize;
    let blank = (" ".repeat(blanks), blanks);
    let mut out = Vec::new();
    for letter in letters {
        if !out.is_empty() {
            out.extend(blank.0.chars().map(|c| (c.to_string(), 1)));
        }
        out.push(letter);
    }
    out
}
