//! Reads the text of a PDF back as a viewer that copies it would: through every font's ToUnicode
//! table, with an `ActualText` in place of the glyphs it covers.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object};

/// The text of every page, in drawing order.
pub fn pages(pdf: &[u8]) -> Vec<String> {
    let file = Document::load_mem(pdf).expect("a PDF");
    file.get_pages()
        .into_values()
        .map(|page| {
            let fonts = file.get_page_fonts(page).expect("the fonts of a page");
            let tables = fonts
                .into_iter()
                .map(|(name, font)| (name, to_unicode(&file, font)));
            let content = file.get_page_content(page);
            text(&content, &tables.collect())
        })
        .collect()
}

type Table = BTreeMap<u16, String>;

fn to_unicode(file: &Document, font: &Dictionary) -> Table {
    let stream = font
        .get(b"ToUnicode")
        .expect("every font has a ToUnicode table");
    let (_, stream) = file.dereference(stream).expect("the table is there");
    let stream = stream.as_stream().expect("a stream");
    let bytes = stream
        .decompressed_content()
        .unwrap_or_else(|_| stream.content.clone());
    let cmap = String::from_utf8(bytes).expect("a table is text");
    let mut table = Table::new();
    for part in cmap.split("beginbfchar").skip(1) {
        let body = part.split("endbfchar").next().expect("an end");
        for pair in hex_words(body).chunks(2) {
            table.insert(code(&pair[0]), utf16(&pair[1]));
        }
    }
    for part in cmap.split("beginbfrange").skip(1) {
        let body = part.split("endbfrange").next().expect("an end");
        for line in body.lines().map(hex_words).filter(|words| words.len() >= 3) {
            let (first, last) = (code(&line[0]), code(&line[1]));
            for (at, glyph) in (first..=last).enumerate() {
                let text = if line.len() == 3 {
                    let start = utf16(&line[2]);
                    let c = start.chars().next().expect("a character") as u32 + at as u32;
                    char::from_u32(c).expect("a character").to_string()
                } else {
                    utf16(&line[2 + at])
                };
                table.insert(glyph, text);
            }
        }
    }
    table
}

fn hex_words(text: &str) -> Vec<String> {
    text.split('<')
        .skip(1)
        .filter_map(|word| Some(word.split_once('>')?.0.to_owned()))
        .collect()
}

fn code(hex: &str) -> u16 {
    u16::from_str_radix(hex, 16).expect("a code of two bytes")
}

fn utf16(hex: &str) -> String {
    let units: Vec<u16> = hex
        .as_bytes()
        .chunks(4)
        .map(|unit| {
            u16::from_str_radix(std::str::from_utf8(unit).expect("ASCII"), 16).expect("hex")
        })
        .collect();
    String::from_utf16(&units).expect("UTF-16")
}

fn text(content: &[u8], tables: &BTreeMap<Vec<u8>, Table>) -> String {
    let mut out = String::new();
    let mut table = None;
    let mut covered = false;
    for operation in Content::decode(content).expect("operations").operations {
        match operation.operator.as_str() {
            "BDC" => {
                let properties = operation.operands[1].as_dict().expect("properties");
                let Ok(Object::String(bytes, _)) = properties.get(b"ActualText") else {
                    continue;
                };
                let hex: String = bytes[2..]
                    .iter()
                    .map(|byte| format!("{byte:02X}"))
                    .collect();
                out.push_str(&utf16(&hex));
                covered = true;
            }
            "EMC" => covered = false,
            "Tf" => table = tables.get(operation.operands[0].as_name().expect("a font")),
            "TJ" if !covered => {
                let table: &Table = table.expect("a font before text");
                for item in operation.operands[0].as_array().expect("an array") {
                    let Object::String(bytes, _) = item else {
                        continue;
                    };
                    for pair in bytes.chunks(2) {
                        out.push_str(&table[&u16::from_be_bytes([pair[0], pair[1]])]);
                    }
                }
            }
            _ => {}
        }
    }
    out
}
