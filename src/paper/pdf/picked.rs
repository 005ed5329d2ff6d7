//! A face as the cutter is shown it: only the glyphs that a document uses, in their order.
//!
//! The cutter reads every glyph and every character of a face before it cuts, and Song has thirty
//! thousand of each. What it cuts from this is, byte for byte, what it cuts from the whole face.

use std::borrow::Cow;
use std::collections::BTreeMap;

use allsorts::binary::read::ReadScope;
use allsorts::error::ParseError;
use allsorts::font::read_cmap_subtable;
use allsorts::tables::FontTableProvider;
use allsorts::tables::cmap::Cmap;
use allsorts::tag;

pub(super) struct Picked<'a, F> {
    face: &'a F,
    /// The tables that tell of glyphs, written anew for those that were picked.
    tables: BTreeMap<u32, Vec<u8>>,
}

impl<'a, F: FontTableProvider> Picked<'a, F> {
    /// The glyphs `ids` of a face, numbered from 0 in the order given; `None` if the face is none
    /// of the plain kind this knows, or one of the glyphs is made of others.
    pub fn new(face: &'a F, ids: &[u16]) -> Option<Picked<'a, F>> {
        let table = |tag| face.read_table_data(tag).ok();
        let mut hhea = table(tag::HHEA)?.into_owned();
        let mut maxp = table(tag::MAXP)?.into_owned();
        let metrics = usize::from(number(&hhea, METRICS)?);
        let (glyf, loca) = outlines(face, ids)?;
        let hmtx = advances(&table(tag::HMTX)?, metrics, ids)?;
        let cmap = characters(&table(tag::CMAP)?, ids)?;
        let count = u16::try_from(ids.len()).ok()?.to_be_bytes();
        hhea.get_mut(METRICS..METRICS + 2)?.copy_from_slice(&count);
        maxp.get_mut(GLYPHS..GLYPHS + 2)?.copy_from_slice(&count);
        let tables = BTreeMap::from([
            (tag::GLYF, glyf),
            (tag::LOCA, loca),
            (tag::HMTX, hmtx),
            (tag::CMAP, cmap),
            (tag::HHEA, hhea),
            (tag::MAXP, maxp),
        ]);
        Some(Picked { face, tables })
    }
}

/// Where `hhea` says how many glyphs have an advance of their own, where `maxp` counts the glyphs,
/// and where `head` says how long the places in `loca` are (OpenType 1.9).
const METRICS: usize = 34;
const GLYPHS: usize = 4;
const LONG_PLACES: usize = 50;

fn number(table: &[u8], at: usize) -> Option<u16> {
    let bytes = table.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes(bytes.try_into().ok()?))
}

fn place(loca: &[u8], glyph: usize) -> Option<usize> {
    let bytes = loca.get(glyph * 4..glyph * 4 + 4)?;
    usize::try_from(u32::from_be_bytes(bytes.try_into().ok()?)).ok()
}

/// The outlines one after the other, and where each begins.
fn outlines(face: &impl FontTableProvider, ids: &[u16]) -> Option<(Vec<u8>, Vec<u8>)> {
    let head = face.read_table_data(tag::HEAD).ok()?;
    if number(&head, LONG_PLACES)? != 1 {
        return None;
    }
    let (all, places) = (
        face.read_table_data(tag::GLYF).ok()?,
        face.read_table_data(tag::LOCA).ok()?,
    );
    let (mut glyf, mut loca) = (Vec::new(), vec![0; 4]);
    for id in ids {
        let id = usize::from(*id);
        let outline = all.get(place(&places, id)?..place(&places, id + 1)?)?;
        // A negative number of contours is a glyph made of others, which would be missing here.
        if outline.first().is_some_and(|byte| byte & 0x80 != 0) {
            return None;
        }
        glyf.extend_from_slice(outline);
        loca.extend(u32::try_from(glyf.len()).ok()?.to_be_bytes());
    }
    Some((glyf, loca))
}

/// Advance and left side bearing of each; behind the last advance there are bearings alone.
fn advances(hmtx: &[u8], metrics: usize, ids: &[u16]) -> Option<Vec<u8>> {
    let last = metrics.checked_sub(1)?;
    let mut picked = Vec::with_capacity(ids.len() * 4);
    for id in ids.iter().map(|id| usize::from(*id)) {
        let advance = id.min(last) * 4;
        let bearing = match id.checked_sub(metrics) {
            None => advance + 2,
            Some(behind) => metrics * 4 + behind * 2,
        };
        picked.extend_from_slice(hmtx.get(advance..advance + 2)?);
        picked.extend_from_slice(hmtx.get(bearing..bearing + 2)?);
    }
    Some(picked)
}

/// The characters of these glyphs, as a table of format 12 for all of Unicode.
fn characters(cmap: &[u8], ids: &[u16]) -> Option<Vec<u8>> {
    let mut renumbered = vec![0_u16; usize::from(u16::MAX) + 1];
    for (new, old) in (0..).zip(ids) {
        renumbered[usize::from(*old)] = new;
    }
    let cmap = ReadScope::new(cmap).read::<Cmap<'_>>().ok()?;
    let (_, table) = read_cmap_subtable(&cmap).ok()??;
    let mut kept = BTreeMap::new();
    let all = table.mappings_fn(|c, glyph| match renumbered[usize::from(glyph)] {
        0 => {}
        new => {
            kept.insert(c, new);
        }
    });
    all.ok()?;
    let count = u32::try_from(kept.len()).ok()?;
    let mut out = Vec::with_capacity(28 + kept.len() * 12);
    // Version 0, one table: platform 3 (Windows), encoding 10 (Unicode), at byte 12.
    out.extend(
        [0_u16, 1, 3, 10, 0, 12, 12, 0]
            .map(u16::to_be_bytes)
            .as_flattened(),
    );
    out.extend(
        [16 + 12 * count, 0, count]
            .map(u32::to_be_bytes)
            .as_flattened(),
    );
    for (c, glyph) in kept {
        let group = [c, c, u32::from(glyph)];
        out.extend(group.map(u32::to_be_bytes).as_flattened());
    }
    Some(out)
}

impl<F: FontTableProvider> FontTableProvider for Picked<'_, F> {
    fn table_data(&self, tag: u32) -> Result<Option<Cow<'_, [u8]>>, ParseError> {
        match self.tables.get(&tag) {
            Some(table) => Ok(Some(Cow::Borrowed(table.as_slice()))),
            None => self.face.table_data(tag),
        }
    }

    fn has_table(&self, tag: u32) -> bool {
        self.face.has_table(tag)
    }

    fn table_tags(&self) -> Option<Vec<u32>> {
        self.face.table_tags()
    }
}
