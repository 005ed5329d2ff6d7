use std::collections::BTreeMap;

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use allsorts::tables::FontTableProvider;
use printpdf::{FontId, ParsedFont, PdfFont};

use super::PdfError;
use super::picked::Picked;
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
    let Some(picked) = Picked::new(face, ids) else {
        return subset(face, ids, &SubsetProfile::Pdf, CmapTarget::Unicode).ok();
    };
    let all: Vec<u16> = (0..).take(ids.len()).collect();
    subset(&picked, &all, &SubsetProfile::Pdf, CmapTarget::Unicode).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_from_picked_glyphs_is_what_is_cut_from_the_whole_face() {
        for bytes in [
            &include_bytes!("../../../fonts/NotoSerifSC-Regular.ttf")[..],
            include_bytes!("../../../fonts/NotoSansSC-Bold-8105.ttf"),
            include_bytes!("../../../fonts/JieKai-Regular.ttf"),
        ] {
            let face = ReadScope::new(bytes).read::<FontData<'_>>();
            let face = face.expect("a font");
            let face = face.table_provider(0).expect("its tables");
            for (first, step) in [(1, 97), (2, 11), (5, 1)] {
                let ids: Vec<u16> = std::iter::once(0)
                    .chain((0..300).map(|place| first + place * step))
                    .filter(|id| *id < 8_950)
                    .collect();
                let whole = subset(&face, &ids, &SubsetProfile::Pdf, CmapTarget::Unicode);
                let whole = whole.expect("a face that can be cut");
                assert!(small(&face, &ids) == Some(whole), "{first} {step}");
            }
            let plain: Vec<u16> = (0..200).map(|place| place * 40).collect();
            assert!(Picked::new(&face, &plain).is_some(), "no short way");
        }
    }
}
