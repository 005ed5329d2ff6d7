use super::Mark;
use crate::paper::fonts::{Fonts, Typeface};
use crate::paper::sheet::{Document, Ink, Item, MM_PER_POINT, Placed, Run, Sheet};

/// Light enough to read everything through it, dark enough to survive a photocopier.
const GREY: Ink = Ink(0.9);

impl Document {
    /// Writes a mark across every sheet that has none yet.
    pub fn mark(&mut self, fonts: &Fonts, mark: Mark) {
        for sheet in &mut self.sheets {
            let marked = match sheet.items.first() {
                Some(Item::Text(run)) => run.turn != 0.0 && run.ink == GREY,
                _ => false,
            };
            if !marked {
                draw(sheet, fonts, mark);
            }
        }
    }
}

/// Writes 样张, 草稿, 作废 or 补印 from corner to corner, beneath everything else.
pub(super) fn draw(sheet: &mut Sheet, fonts: &Fonts, mark: Mark) {
    let words = match mark {
        Mark::None => return,
        Mark::Sample => "样张".to_owned(),
        Mark::Draft => "草稿".to_owned(),
        Mark::Void => "作废".to_owned(),
        Mark::Reprint(0) => "补印".to_owned(),
        Mark::Reprint(count) => format!("补印{count}"),
    };
    let angle = (sheet.height / sheet.width).atan();
    let diagonal = sheet.width.hypot(sheet.height);
    // Two characters with a gap of half an em take a little more than half the diagonal; more are
    // smaller and take the same room.
    let gaps = words.chars().count().saturating_sub(1) as f32;
    let em = (0.19 * diagonal).min(0.36 * sheet.width) * 2.5 / (1.5 * gaps + 1.0);
    let step = 1.5 * em;
    let length = gaps * step + em;
    let glyphs: Vec<Placed> = words
        .chars()
        .zip(0_u8..)
        .filter_map(|(c, place)| {
            let at = f32::from(place) * step;
            let glyph = fonts.glyph(Typeface::Hei, c)?;
            Some(Placed {
                id: glyph.id,
                c,
                at,
                advance: em * glyph.advance,
            })
        })
        .collect();
    let Some(face) = words.chars().find_map(|c| fonts.glyph(Typeface::Hei, c)) else {
        return;
    };
    // The baseline starts half the length before the centre of the page and 0.38 em beneath it.
    let (sin, cos) = angle.sin_cos();
    let (along, below) = (-length / 2.0, 0.38 * em);
    let run = Run {
        face: face.face,
        size: em / MM_PER_POINT,
        x: sheet.width / 2.0 + along * cos + below * sin,
        y: sheet.height / 2.0 - along * sin + below * cos,
        turn: angle.to_degrees(),
        ink: GREY,
        variable: true,
        glyphs,
        text: words,
    };
    sheet.items.insert(0, Item::Text(run));
}
