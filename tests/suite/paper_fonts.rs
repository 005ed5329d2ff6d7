//! Promise: every character of the national table and of Extensions B–F has a picture.

use guitai::paper::{FaceId, Typeface};

use crate::paper_samples::FONTS;

/// 通用规范汉字表 (2013): 8,105 characters, as in Unihan's `kTGH`.
const NATIONAL_TABLE: &str = include_str!("../papers/national-table-2013.txt");

#[test]
fn each_face_has_the_whole_national_table() {
    let table: Vec<char> = NATIONAL_TABLE.trim().chars().collect();
    assert_eq!(table.len(), 8105);
    let faces = [
        (Typeface::Song, FaceId::Song),
        (Typeface::Hei, FaceId::Hei),
        (Typeface::Kai, FaceId::Kai),
    ];
    for (typeface, face) in faces {
        for c in &table {
            let glyph = FONTS.glyph(typeface, *c);
            assert_eq!(
                glyph.map(|glyph| glyph.face),
                Some(face),
                "{typeface:?} {c}"
            );
        }
    }
}

#[test]
fn gb_18030_2022_level_3_is_covered() {
    // The ranges of the standard's third level: the unified block to U+9FEF, Extensions A to F,
    // and the twelve unified ideographs among the compatibility ones.
    let ranges = [
        0x4E00..=0x9FEF,
        0x3400..=0x4DB5,
        0x20000..=0x2A6D6,
        0x2A700..=0x2B734,
        0x2B740..=0x2B81D,
        0x2B820..=0x2CEA1,
        0x2CEB0..=0x2EBE0,
    ];
    let unified = "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩";
    let all: Vec<char> = ranges
        .into_iter()
        .flatten()
        .filter_map(char::from_u32)
        .chain(unified.chars())
        .collect();
    assert_eq!(all.len(), 87_887);
    let missing: Vec<char> = all
        .into_iter()
        .filter(|c| FONTS.glyph(Typeface::Song, *c).is_none())
        .collect();
    assert!(missing.is_empty(), "{} missing: {missing:?}", missing.len());
}

#[test]
fn rare_name_characters_are_found_or_known_to_be_missing() {
    for c in ['𠅤', '𬱖', '䶮', '𫦭', '𠮷', '𪚥'] {
        assert!(FONTS.glyph(Typeface::Song, c).is_some(), "{c}");
    }
    assert_eq!(FONTS.glyph(Typeface::Song, '\u{30EDD}'), None);
    assert_eq!(FONTS.glyph(Typeface::Hei, '\u{10FFFF}'), None);
}
