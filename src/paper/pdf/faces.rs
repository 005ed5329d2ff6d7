use std::collections::BTreeMap;

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use allsorts::tables::FontTableProvider;
use allsorts::tag;
use printpdf::{FontId, ParsedFont, PdfFont};

use super::PdfError;
use super::picked::picked;
use crate::paper::fonts::{FaceId, Fonts};
use crate::paper::sheet::{Document, Item, Run};

/// The faces of one document, each cut down to the glyphs it uses.
pub(super) struct Faces {
    faces: BTreeMap<FaceId, CutFace>,
}

struct CutFace {
    font: ParsedFont,
    /// Number in the whole face → number in the cut one, and the character it stands for.
    glyphs: BTreeMap<u16, (u16, char)>,
}

impl Faces {
    pub fn cut(document: &Document, fonts: &Fonts) -> Result<Faces, PdfError> {
        let mut used: BTreeMap<FaceId, BTreeMap<u16, char>> = BTreeMap::new();
        for run in document
            .sheets
            .iter()
            .flat_map(|sheet| &sheet.items)
            .filter_map(run)
        {
            let glyphs = used.entry(run.face).or_default();
            for glyph in run.glyphs.iter().filter(|glyph| glyph.id != 0) {
                glyphs.entry(glyph.id).or_insert(glyph.c);
            }
        }
        let faces = used.into_iter().map(|(face, glyphs)| {
            let cut = cut(fonts.bytes(face), &glyphs);
            cut.map(|cut| (face, cut))
                .ok_or_else(|| PdfError::Font(face.name()))
        });
        Ok(Faces {
            faces: faces.collect::<Result<_, _>>()?,
        })
    }

    /// The faces under the names the pages call them by.
    pub fn resources(&self) -> impl Iterator<Item = (FontId, PdfFont)> + '_ {
        self.faces
            .iter()
            .map(|(face, cut)| (font_id(*face), PdfFont::new(cut.font.clone())))
    }

    /// The glyph's number in the cut face and the character that copying it gives.
    pub fn glyph(&self, face: FaceId, id: u16) -> (u16, char) {
        let found = self.faces.get(&face).and_then(|cut| cut.glyphs.get(&id));
        found.copied().unwrap_or((0, '\u{FFFD}'))
    }

    /// The advance a viewer will use, in thousandths of an em.
    pub fn advance(&self, face: FaceId, new_id: u16) -> f32 {
        let Some(cut) = self.faces.get(&face) else {
            return 0.0;
        };
        let units = cut.font.glyph_widths.get(&new_id).copied().unwrap_or(0);
        (f32::from(units) * 1000.0 / f32::from(cut.font.units_per_em.max(1))).round()
    }
}

fn run(item: &Item) -> Option<&Run> {
    match item {
        Item::Text(run) => Some(run),
        _ => None,
    }
}

/// The name begins with six capitals and a plus, which marks a subset.
pub(super) fn font_id(face: FaceId) -> FontId {
    FontId(format!("GUITAI+{}", face.name()))
}

fn cut(bytes: &[u8], used: &BTreeMap<u16, char>) -> Option<CutFace> {
    let data = ReadScope::new(bytes).read::<FontData<'_>>().ok()?;
    let provider = data.table_provider(0).ok()?;
    // .notdef keeps its place at 0; the others follow in the order given.
    let ids: Vec<u16> = std::iter::once(0).chain(used.keys().copied()).collect();
    let small = small(&provider, &ids)?;
    let font = ParsedFont::from_bytes(&small, 0, &mut Vec::new())?;
    let numbered = (1u16..).zip(used);
    let glyphs = numbered.map(|(new, (old, c))| (*old, (new, *c))).collect();
    Some(CutFace { font, glyphs })
}

/// The face with these glyphs alone.
fn small(face: &impl FontTableProvider, ids: &[u16]) -> Option<Vec<u8>> {
    picked(face, ids).or_else(|| {
        let needed = vec![
            tag::CVT,
            tag::FPGM,
            tag::HEAD,
            tag::HHEA,
            tag::HMTX,
            tag::MAXP,
            tag::PREP,
        ];
        subset(
            face,
            ids,
            &SubsetProfile::Custom(needed),
            CmapTarget::Unicode,
        )
        .ok()
    })
}

#[cfg(test)]
mod tests {
    use ttf_parser::{Face, GlyphId, OutlineBuilder};

    use super::*;

    /// What an outline is made of, word by word.
    #[derive(Default, PartialEq)]
    struct Outline(Vec<(char, [f32; 6])>);

    impl OutlineBuilder for Outline {
        fn move_to(&mut self, x: f32, y: f32) {
            self.0.push(('m', [x, y, 0.0, 0.0, 0.0, 0.0]));
        }

        fn line_to(&mut self, x: f32, y: f32) {
            self.0.push(('l', [x, y, 0.0, 0.0, 0.0, 0.0]));
        }

        fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
            self.0.push(('q', [x1, y1, x, y, 0.0, 0.0]));
        }

        fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
            self.0.push(('c', [x1, y1, x2, y2, x, y]));
        }

        fn close(&mut self) {
            self.0.push(('h', [0.0; 6]));
        }
    }

    type Look = (Vec<(char, [f32; 6])>, Option<u16>, Option<i16>);

    fn look(face: &Face<'_>, glyph: u16) -> Look {
        let mut outline = Outline::default();
        let glyph = GlyphId(glyph);
        face.outline_glyph(glyph, &mut outline);
        let (advance, bearing) = (
            face.glyph_hor_advance(glyph),
            face.glyph_hor_side_bearing(glyph),
        );
        (outline.0, advance, bearing)
    }

    #[test]
    fn a_cut_glyph_looks_as_it_does_in_the_whole_face() {
        for bytes in [
            &include_bytes!("../../../fonts/NotoSerifSC-Regular.ttf")[..],
            include_bytes!("../../../fonts/NotoSansSC-Bold-8105.ttf"),
            include_bytes!("../../../fonts/JieKai-Regular.ttf"),
        ] {
            let whole = Face::parse(bytes, 0).expect("a font");
            let face = ReadScope::new(bytes).read::<FontData<'_>>();
            let face = face.expect("a font");
            let face = face.table_provider(0).expect("its tables");
            // The last are so many that their places are long ones.
            for (first, step, count) in [(1, 97, 300), (2, 11, 300), (5, 1, 300), (1, 9, 900)] {
                let ids: Vec<u16> = std::iter::once(0)
                    .chain((0..count).map(|place| first + place * step))
                    .filter(|id| *id < 8_950)
                    .collect();
                let cut = small(&face, &ids).expect("a face that can be cut");
                let cut = Face::parse(&cut, 0).expect("a font as well");
                for (new, old) in (0..).zip(&ids) {
                    assert!(
                        look(&cut, new) == look(&whole, *old),
                        "{old} of {first} {step}"
                    );
                }
            }
            let plain: Vec<u16> = (0..200).map(|place| place * 40).collect();
            assert!(picked(&face, &plain).is_some(), "no short way");
        }
    }

    #[test]
    fn the_sum_of_a_cut_face_is_the_one_every_font_has() {
        let bytes = include_bytes!("../../../fonts/JieKai-Regular.ttf");
        let face = ReadScope::new(bytes)
            .read::<FontData<'_>>()
            .expect("a font");
        let face = face.table_provider(0).expect("its tables");
        let cut = small(&face, &[0, 7, 9]).expect("a font");
        let words = cut
            .chunks_exact(4)
            .map(|word| word.try_into().expect("four bytes"));
        let sum = words.map(u32::from_be_bytes).fold(0, u32::wrapping_add);
        assert_eq!(sum, 0xB1B0_AFBA);
    }
}
