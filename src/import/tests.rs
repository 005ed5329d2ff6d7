use std::io::{Cursor, Write};

use encoding_rs::GB18030;
use proptest::prelude::*;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;

mod hostile;
mod scheme;

/// A workbook of one sheet, with these parts.
pub(crate) fn packed(sheet: &str, texts: &str) -> Vec<u8> {
    let book =
        r#"<workbook xmlns:r="r"><sheets><sheet name="人员" r:id="rId1"/></sheets></workbook>"#;
    let relations = r#"<Relationships>
        <Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>
        <Relationship Id="rId2" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/>
        </Relationships>"#;
    pack(&[
        ("[Content_Types].xml", "<Types/>"),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/sharedStrings.xml", texts),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

pub(crate) fn pack(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .expect("a new entry");
        archive.write_all(text.as_bytes()).expect("room in memory");
    }
    archive.finish().expect("a whole archive").into_inner()
}

/// A workbook as a spreadsheet writes it: texts apart from the cells, numbers in them.
pub(crate) fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut texts = String::from("<sst>");
    let mut sheet = String::from("<worksheet><sheetData>");
    let mut count = 0;
    for (row, cells) in (1..).zip(rows) {
        sheet += &format!("<row r=\"{row}\">");
        for (column, cell) in ('A'..).zip(*cells) {
            if let Some(number) = cell.strip_prefix('#') {
                sheet += &format!("<c r=\"{column}{row}\"><v>{number}</v></c>");
            } else if let Some(formula) = cell.strip_prefix('=') {
                sheet += &format!("<c r=\"{column}{row}\" t=\"str\"><f>{formula}</f><v>1</v></c>");
            } else if !cell.is_empty() {
                sheet += &format!("<c r=\"{column}{row}\" t=\"s\"><v>{count}</v></c>");
                texts += &format!("<si><t>{}</t></si>", cell.replace('&', "&amp;"));
                count += 1;
            }
        }
        sheet += "</row>";
    }
    packed(&(sheet + "</sheetData></worksheet>"), &(texts + "</sst>"))
}

/// Every row as number and texts.
fn rows(bytes: &[u8], encoding: Option<Encoding>) -> Result<Vec<(u32, Vec<String>)>, Refused> {
    let mut rows = Vec::new();
    read_rows(bytes, encoding, &Limits::default(), &mut |row| {
        let texts = row.cells.into_iter().map(|cell| cell.text).collect();
        rows.push((row.number, texts));
        Ok(())
    })?;
    Ok(rows)
}

fn utf8(text: &str) -> Result<Vec<(u32, Vec<String>)>, Refused> {
    rows(text.as_bytes(), Some(Encoding::Utf8))
}

fn texts(row: &[&str]) -> Vec<String> {
    row.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn a_text_file_gives_its_rows_with_their_lines() {
    let text = "姓名,电话\r\n\r\n\"李, \"\"春桃\"\"\",138\n\"两\n行\",\n,,\n王,1\r";
    let expected = [
        (1, texts(&["姓名", "电话"])),
        (3, texts(&["李, \"春桃\"", "138"])),
        (4, texts(&["两\n行", ""])),
        (7, texts(&["王", "1"])),
    ];
    assert_eq!(utf8(text).expect("sound"), expected);
}

#[test]
fn a_quotation_mark_alone_is_named_with_its_line() {
    assert_eq!(utf8("a,b\nc,d\"e\n"), Err(Refused::Quote { line: 2 }));
    assert_eq!(utf8("a,b\n\"c\"d,e\n"), Err(Refused::Quote { line: 2 }));
    assert_eq!(utf8("a\nb\n\"c\nd\ne"), Err(Refused::OpenQuote { line: 3 }));
}

#[test]
fn the_encoding_is_declared_by_a_word_or_a_mark_and_never_guessed() {
    let text = "姓名,电话\n张三,138\n";
    let (gb, ..) = GB18030.encode(text);
    let marked = [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
    let expected = utf8(text).expect("sound");
    assert_eq!(rows(&gb, Some(Encoding::Gb18030)), Ok(expected.clone()));
    assert_eq!(rows(&marked, None), Ok(expected));
    assert_eq!(rows(text.as_bytes(), None), Err(Refused::EncodingNotTold));
    assert_eq!(rows(&gb, None), Err(Refused::EncodingNotTold));
}

#[test]
fn a_wrong_declaration_is_noticed_and_said() {
    let text = "姓名,电话\n䶮𬱖,138\n";
    let (gb, ..) = GB18030.encode(text);
    let (declared, looks) = (Encoding::Utf8, Encoding::Gb18030);
    let wrong = Err(Refused::WrongEncoding { declared, looks });
    assert_eq!(rows(&gb, Some(declared)), wrong);
    let wrong = Err(Refused::WrongEncoding {
        declared: looks,
        looks: declared,
    });
    assert_eq!(rows(text.as_bytes(), Some(looks)), wrong);
    let marked = [&[0xEF, 0xBB, 0xBF], text.as_bytes()].concat();
    assert_eq!(rows(&marked, Some(looks)), wrong);
    assert_eq!(
        rows(&[0xFF, 0xFE, b'a', 0], Some(declared)),
        Err(Refused::Utf16)
    );
}

#[test]
fn bytes_of_no_encoding_are_named_with_their_line() {
    let (encoding, line) = (Encoding::Utf8, 2);
    let bad = b"\xE5\xA7\x93,b\n\xFF\xFF,c\n";
    assert_eq!(
        rows(bad, Some(encoding)),
        Err(Refused::Bytes { encoding, line })
    );
    let encoding = Encoding::Gb18030;
    let bad = b"\xD0\xD5,b\n\xFF\xFF,c\n";
    assert_eq!(
        rows(bad, Some(encoding)),
        Err(Refused::Bytes { encoding, line })
    );
    assert_eq!(utf8("a\nb\0c"), Err(Refused::Nul { line: 2 }));
}

#[test]
fn a_workbook_gives_the_rows_of_its_first_visible_sheet() {
    let bytes = workbook(&[&["姓名", "电话"], &[], &["李&春桃", "#13800000101"]]);
    let expected = [
        (1, texts(&["姓名", "电话"])),
        (3, texts(&["李&春桃", "13800000101"])),
    ];
    assert_eq!(rows(&bytes, None).expect("sound"), expected);
    let book = r#"<workbook><sheets><sheet name="说明" r:id="a" state="hidden"/>
        <sheet name="人员" r:id="b"/><sheet name="旧" r:id="c"/></sheets></workbook>"#;
    let relations = r#"<Relationships><Relationship Id="b" Target="s.xml"/></Relationships>"#;
    let sheet = "<x:worksheet><x:sheetData><x:row><x:c t=\"inlineStr\"><x:is>\
        <x:r><x:t>李&#x26;</x:t></x:r><x:rPh><x:t>li</x:t></x:rPh><x:r><x:t>桃</x:t></x:r></x:is></x:c>\
        <x:c/><x:c t=\"e\"><x:v>#N/A</x:v></x:c></x:row></x:sheetData></x:worksheet>";
    let bytes = pack(&[
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/s.xml", sheet),
    ]);
    let mut seen = Vec::new();
    let source = read_rows(&bytes, None, &Limits::default(), &mut |row| {
        seen.push(row);
        Ok(())
    });
    let source = source.expect("sound");
    assert_eq!((source.sheet.as_str(), source.other_sheets), ("人员", 2));
    assert_eq!(seen[0].cells[0].text, "李&桃");
    assert_eq!(seen[0].cells[2].look, Look::Error);
}

#[test]
fn a_number_that_a_spreadsheet_has_cut_is_not_taken_for_an_identity_number() {
    let lost = Err(CellProblem::LostDigits);
    let number = |stored: &str| Cell::number(stored);
    assert_eq!(number("4.3040619830412998E+17").digits(), lost);
    assert_eq!(number("430406198304129000").digits(), lost);
    assert_eq!(number("430406830412992").digits(), Ok("430406830412992"));
    assert_eq!(number("1.3800000101E10").digits(), Ok("13800000101"));
    let written = |text: &str| Cell::written(text.to_owned());
    assert_eq!(written("4.30406E+17").digits(), lost);
    assert_eq!(written("430406198304129000").digits(), lost);
    assert_eq!(
        written("430406198304129927").digits(),
        Ok("430406198304129927")
    );
}

#[test]
fn what_would_be_computed_or_is_not_seen_is_not_taken() {
    let written = |text: &str| Cell::written(text.to_owned());
    for text in ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-HYPERLINK()"] {
        assert_eq!(written(text).plain(), Err(CellProblem::Formula), "{text}");
    }
    assert_eq!(written("+8613800000101").plain(), Ok("+8613800000101"));
    for (text, c) in [("李\u{202E}桃", '\u{202E}'), ("\u{1B}[31m李", '\u{1B}')] {
        assert_eq!(written(text).plain(), Err(CellProblem::Hidden(c)));
    }
    assert_eq!(written("李\u{FFFD}").plain(), Err(CellProblem::Garbled));
}

#[test]
fn a_day_that_a_spreadsheet_counts_is_written_out() {
    let number = |stored: &str| Cell::number(stored).day().expect("sound");
    assert_eq!(number("30418"), "1983-04-12");
    assert_eq!(number("40252.5"), "2010-03-15");
    assert_eq!(number("1983"), "1983");
    assert_eq!(number("19830412"), "19830412");
}

proptest! {
    #[test]
    fn what_is_written_by_the_rules_is_read_as_it_was(
        table in prop::collection::vec(prop::collection::vec("[a-z张三,\"\n ]{0,6}", 1..5), 1..6),
    ) {
        let quoted = |text: &String| format!("\"{}\"", text.replace('"', "\"\""));
        let lines = table.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(","));
        let text = lines.collect::<Vec<_>>().join("\n");
        let full = |row: &&Vec<String>| row.iter().any(|text| !text.trim().is_empty());
        let expected: Vec<Vec<String>> = table.iter().filter(full).cloned().collect();
        let read = utf8(&text).expect("written by the rules");
        let read: Vec<Vec<String>> = read.into_iter().map(|(_, texts)| texts).collect();
        prop_assert_eq!(&read, &expected);
        let (gb, ..) = GB18030.encode(&text);
        if !text.is_ascii() {
            let gb = rows(&gb, Some(Encoding::Gb18030)).expect("the same in GB 18030");
            let gb: Vec<Vec<String>> = gb.into_iter().map(|(_, texts)| texts).collect();
            prop_assert_eq!(gb, expected);
        }
    }
}
