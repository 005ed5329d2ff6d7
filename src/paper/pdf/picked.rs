//! A font file of the glyphs that a document uses, and of nothing else a page of PDF needs.
//!
//! A page calls glyphs by their numbers and has its own table of what they say, so the font's table
//! of characters, its names and its licence text stay in the fonts of the house (`fonts/README.md`).
//! Outlines go over untouched, byte for byte.

use allsorts::tables::FontTableProvider;
use allsorts::tag;

/// The glyphs `ids` of a face as a font file, numbered from 0 in the order given; `None` if the face
/// is none of the plain kind this knows, or one of the glyphs is made of others.
pub(super) fn picked(face: &impl FontTableProvider, ids: &[u16]) -> Option<Vec<u8>> {
    let table = |tag| face.read_table_data(tag).ok();
    let count = u16::try_from(ids.len()).ok()?.to_be_bytes();
    let mut hhea = table(tag::HHEA)?.into_owned();
    let mut maxp = table(tag::MAXP)?.into_owned();
    let mut head = table(tag::HEAD)?.into_owned();
    let metrics = usize::from(number(&hhea, METRICS)?);
    let hmtx = advances(&table(tag::HMTX)?, metrics, ids)?;
    let (glyf, places) = outlines(face, &head, ids)?;
    let (loca, long) = packed(&places)?;
    put(&mut hhea, METRICS, count)?;
    put(&mut maxp, GLYPHS, count)?;
    put(&mut head, LONG_PLACES, [0, u8::from(long)])?;
    let mut tables = vec![
        (tag::GLYF, glyf),
        (tag::HEAD, head),
        (tag::HHEA, hhea),
        (tag::HMTX, hmtx),
        (tag::LOCA, loca),
        (tag::MAXP, maxp),
    ];
    // What the instructions of the glyphs ask for, if there are any.
    for tag in [tag::CVT, tag::FPGM, tag::PREP] {
        if face.has_table(tag) {
            tables.push((tag, table(tag)?.into_owned()));
        }
    }
    tables.sort_by_key(|(tag, _)| *tag);
    file(&tables)
}

/// Where `hhea` says how many glyphs have an advance of their own, where `maxp` counts the glyphs,
/// and where `head` keeps the sum of the file and says whether places in `loca` are long ones
/// (OpenType 1.9).
const METRICS: usize = 34;
const GLYPHS: usize = 4;
const SUM: usize = 8;
const LONG_PLACES: usize = 50;

fn number(table: &[u8], at: usize) -> Option<u16> {
    let bytes = table.get(at..at.checked_add(2)?)?;
    Some(u16::from_be_bytes(bytes.try_into().ok()?))
}

fn put<const N: usize>(table: &mut [u8], at: usize, bytes: [u8; N]) -> Option<()> {
    table.get_mut(at..at + N)?.copy_from_slice(&bytes);
    Some(())
}

fn place(loca: &[u8], glyph: usize) -> Option<usize> {
    let bytes = loca.get(glyph * 4..glyph * 4 + 4)?;
    usize::try_from(u32::from_be_bytes(bytes.try_into().ok()?)).ok()
}

/// The outlines one after the other, and where each begins and the last one ends.
fn outlines(
    face: &impl FontTableProvider,
    head: &[u8],
    ids: &[u16],
) -> Option<(Vec<u8>, Vec<usize>)> {
    if number(head, LONG_PLACES)? != 1 {
        return None;
    }
    let (all, known) = (
        face.read_table_data(tag::GLYF).ok()?,
        face.read_table_data(tag::LOCA).ok()?,
    );
    let (mut glyf, mut places) = (Vec::new(), vec![0]);
    for id in ids {
        let id = usize::from(*id);
        let outline = all.get(place(&known, id)?..place(&known, id + 1)?)?;
        // A negative number of contours is a glyph made of others, which would be missing here.
        if outline.first().is_some_and(|byte| byte & 0x80 != 0) {
            return None;
        }
        glyf.extend_from_slice(outline);
        // Short places count in steps of two bytes.
        glyf.resize(glyf.len().next_multiple_of(2), 0);
        places.push(glyf.len());
    }
    Some((glyf, places))
}

/// The places as `loca` holds them, and whether they are long ones.
fn packed(places: &[usize]) -> Option<(Vec<u8>, bool)> {
    let short: Result<Vec<u16>, _> = places.iter().map(|at| u16::try_from(at / 2)).collect();
    if let Ok(short) = short {
        return Some((
            short.into_iter().flat_map(u16::to_be_bytes).collect(),
            false,
        ));
    }
    let long: Result<Vec<u32>, _> = places.iter().map(|at| u32::try_from(*at)).collect();
    let long = long.ok()?.into_iter().flat_map(u32::to_be_bytes);
    Some((long.collect(), true))
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

/// The tables, in the order of their tags, as a file with its directory and its sums.
fn file(tables: &[(u32, Vec<u8>)]) -> Option<Vec<u8>> {
    let count = u16::try_from(tables.len()).ok()?;
    // How a search by halves would begin, as old readers want it told.
    let (power, halvings) = (1_u16 << count.ilog2(), count.ilog2());
    let mut out = 0x0001_0000_u32.to_be_bytes().to_vec();
    let halvings = u16::try_from(halvings).ok()?;
    let search = [count, power * 16, halvings, (count - power) * 16];
    out.extend(search.map(u16::to_be_bytes).as_flattened());
    let mut at = out.len() + tables.len() * 16;
    let mut sum_at = None;
    for (tag, table) in tables {
        if *tag == tag::HEAD {
            sum_at = Some(at + SUM);
        }
        let length = u32::try_from(table.len()).ok()?;
        let entry = [
            *tag,
            sum(&cleared(*tag, table)),
            u32::try_from(at).ok()?,
            length,
        ];
        out.extend(entry.map(u32::to_be_bytes).as_flattened());
        at += table.len().next_multiple_of(4);
    }
    for (tag, table) in tables {
        out.extend(cleared(*tag, table));
        out.resize(out.len().next_multiple_of(4), 0);
    }
    let whole = 0xB1B0_AFBA_u32.wrapping_sub(sum(&out));
    put(&mut out, sum_at?, whole.to_be_bytes())?;
    Some(out)
}

/// The table as sums are made of it: `head` without the sum of the file.
fn cleared(tag: u32, table: &[u8]) -> Vec<u8> {
    let mut table = table.to_vec();
    if tag == tag::HEAD {
        // A `head` that is too short for its sum has no place in a file, which `file` finds out.
        let _ = put(&mut table, SUM, [0; 4]);
    }
    table
}

/// The sum of a table's words; what is missing of the last one is nothing.
fn sum(table: &[u8]) -> u32 {
    let word = |bytes: &[u8]| {
        let part = bytes.iter().zip([24, 16, 8, 0]);
        part.fold(0, |word, (byte, shift)| word | u32::from(*byte) << shift)
    };
    table.chunks(4).map(word).fold(0, u32::wrapping_add)
}
