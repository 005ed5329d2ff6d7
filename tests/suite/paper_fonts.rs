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

/// 1234567 as 1,234,567.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let parts: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|part| std::str::from_utf8(part).expect("digits"))
        .collect();
    parts.join(",")
}

#[test]
fn the_figures_of_the_fonts_page_are_counted() {
    let readme = include_str!("../../fonts/README.md");
    let extensions = [
        0x20000..=0x2A6D6,
        0x2A700..=0x2B734,
        0x2B740..=0x2B81D,
        0x2B820..=0x2CEA1,
        0x2CEB0..=0x2EBE0,
    ];
    let latin = [0xC0..=0x24F, 0x1E00..=0x1EFF];
    let sets: [(&str, Vec<char>); 5] = [
        (
            "| unified ideographs to U+9FEF |",
            characters(&[0x4E00..=0x9FEF]),
        ),
        ("| Extension A |", characters(&[0x3400..=0x4DB5])),
        ("| Extensions B, C, D, E, F |", characters(&extensions)),
        (
            "| the twelve unified among",
            "﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩".chars().collect(),
        ),
        ("| Latin letters beyond ASCII", letters(characters(&latin))),
    ];
    for (name, set) in sets {
        let of = |face: Option<FaceId>| {
            let glyphs = set.iter().filter_map(|c| FONTS.glyph(Typeface::Song, *c));
            glyphs
                .filter(|glyph| face.is_none_or(|face| glyph.face == face))
                .count()
        };
        let (song, all) = (of(Some(FaceId::Song)), of(None));
        let row = readme
            .lines()
            .find(|line| line.starts_with(name))
            .expect(name);
        let told: Vec<&str> = row
            .split('|')
            .map(str::trim)
            .filter(|cell| !cell.is_empty())
            .collect();
        let counted = [grouped(set.len()), grouped(song), grouped(all)];
        assert_eq!(told[1..], counted, "{name}");
    }
}

fn characters(ranges: &[std::ops::RangeInclusive<u32>]) -> Vec<char> {
    ranges
        .iter()
        .cloned()
        .flatten()
        .filter_map(char::from_u32)
        .collect()
}

fn letters(of: Vec<char>) -> Vec<char> {
    of.into_iter().filter(|c| c.is_alphabetic()).collect()
}
