//! Files that were made to hurt: refused within the limits, whatever they are.

use super::*;
use crate::hostile::Hostile;

/// Limits small enough to be met quickly.
const SMALL: Limits = Limits {
    file: 1 << 20,
    entries: 20,
    unpacked: 2 << 20,
    ratio: 50,
    piece: 64 << 10,
    shared_text: 256 << 10,
    cells: 5_000,
    columns: 40,
    cell: 200,
    row: 1_000,
    people: 100,
};

/// Reads to the end, and holds every row against the limits.
fn look(bytes: &[u8], limits: &Limits) -> Result<usize, Refused> {
    let mut count = 0;
    read_rows(bytes, Some(Encoding::Utf8), limits, &mut |row| {
        count += 1;
        assert!(row.cells.len() <= limits.columns);
        let lengths = row.cells.iter().map(|cell| cell.text.chars().count());
        assert!(lengths.clone().all(|length| length <= limits.cell));
        assert!(lengths.sum::<usize>() <= limits.row);
        assert!(count <= limits.cells);
        Ok(())
    })?;
    Ok(count)
}

fn sheet(rows: &str) -> Vec<u8> {
    packed(
        &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"),
        "<sst/>",
    )
}

fn unpacks(part: &str) -> Result<usize, Refused> {
    let part = part.to_owned();
    Err(Refused::Unpacks { part })
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

#[test]
fn a_sheet_that_unpacks_without_end_is_left_at_the_limit() {
    let blanks = " ".repeat(40 << 20);
    assert_eq!(look(&sheet(&blanks), &SMALL), unpacks(SHEET));
    let rows = "<row></row>".repeat(3 << 20);
    let limits = Limits {
        cells: usize::MAX,
        ..SMALL
    };
    assert_eq!(look(&sheet(&rows), &limits), unpacks(SHEET));
    // The usual limits as well: forty times a mebibyte out of forty thousand bytes.
    assert_eq!(look(&sheet(&blanks), &Limits::default()), unpacks(SHEET));
}

#[test]
fn parts_that_together_unpack_without_end_are_left_at_the_limit() {
    let texts = format!("<sst>{}</sst>", "<si><t>甲乙丙丁</t></si>".repeat(30_000));
    let long = texts + &"\n".repeat(2 << 20);
    let bytes = packed("<worksheet><sheetData/></worksheet>", &long);
    assert_eq!(look(&bytes, &SMALL), unpacks("sharedStrings"));
}

#[test]
fn one_piece_without_end_is_left_at_the_limit() {
    let name = "x".repeat(100 << 10);
    for piece in [
        format!("<c t=\"{name}\"/>"),
        format!("<{name}>"),
        format!("<!--{name}-->"),
    ] {
        assert_eq!(look(&sheet(&piece), &SMALL), unpacks(SHEET));
    }
}

#[test]
fn too_many_entries_cells_columns_and_signs_are_each_named() {
    let names: Vec<String> = (0..30).map(|number| format!("xl/{number}.xml")).collect();
    let parts: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "")).collect();
    assert_eq!(
        look(&pack(&parts), &SMALL),
        Err(Refused::TooManyEntries { most: 20 })
    );
    let rows = "<row/>".repeat(6_000);
    assert_eq!(
        look(&sheet(&rows), &SMALL),
        Err(Refused::TooManyCells { most: 5_000 })
    );
    let far = "<row><c r=\"ZZZ1\"><v>1</v></c></row>";
    assert_eq!(
        look(&sheet(far), &SMALL),
        Err(Refused::TooWide { row: 1, most: 40 })
    );
    let long = format!(
        "<row r=\"7\"><c t=\"str\"><v>{}</v></c></row>",
        "一".repeat(300)
    );
    assert_eq!(
        look(&sheet(&long), &SMALL),
        Err(Refused::CellTooLong { row: 7, most: 200 })
    );
    let text = |text: String| look(text.as_bytes(), &SMALL);
    assert_eq!(
        text("一".repeat(300)),
        Err(Refused::CellTooLong { row: 1, most: 200 })
    );
    assert_eq!(
        text(",".repeat(50)),
        Err(Refused::TooWide { row: 1, most: 40 })
    );
    let wide = format!("{},", "一".repeat(190)).repeat(6);
    assert_eq!(
        text(wide),
        Err(Refused::RowTooLong {
            row: 1,
            most: 1_000
        })
    );
    assert_eq!(
        text("a\n".repeat(6_000)),
        Err(Refused::TooManyCells { most: 5_000 })
    );
    assert_eq!(
        text("a".repeat(2 << 20)),
        Err(Refused::FileTooLarge { most: 1 << 20 })
    );
}

#[test]
fn definitions_of_a_document_are_refused_and_none_is_looked_up() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><worksheet/>";
    let part = SHEET.to_owned();
    assert_eq!(
        look(&packed(bomb, "<sst/>"), &SMALL),
        Err(Refused::NotXml { part })
    );
    let named = "<row><c t=\"str\"><v>&b;</v></c></row>";
    assert_eq!(
        look(&sheet(named), &SMALL),
        Ok(1),
        "read as something unreadable"
    );
}

#[test]
fn what_is_no_workbook_is_said_to_be_none() {
    assert_eq!(
        look(b"PK\x03\x04 and nothing else", &SMALL),
        Err(Refused::NotAWorkbook)
    );
    assert_eq!(
        look(&pack(&[("a.txt", "a")]), &SMALL),
        Err(Refused::NotAWorkbook)
    );
    assert_eq!(
        look(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", &SMALL),
        Err(Refused::OldWorkbook)
    );
    let mut cut = workbook(&[&["姓名"], &["李"]]);
    cut.truncate(cut.len() - 10);
    assert_eq!(look(&cut, &SMALL), Err(Refused::NotAWorkbook));
}

/// A change to some bytes: overwritten, removed, put in or doubled.
#[derive(Debug, Clone)]
enum Slip {
    Set(prop::sample::Index, u8),
    Cut(prop::sample::Index, usize),
    Put(prop::sample::Index, Vec<u8>),
    Double(prop::sample::Index, usize),
}

fn slip() -> impl Strategy<Value = Slip> {
    let at = any::<prop::sample::Index>;
    let piece = prop::sample::select(vec![
        "<row>",
        "</row>",
        "<c r=\"XFD1\">",
        "<c t=\"s\">",
        "<v>",
        "</v>",
        "99999999999",
        "<f>",
        "&#0;",
        "\"",
        "<![CDATA[",
        "<!--",
        ",",
        "\n",
        "\u{202E}",
        "<sheetData>",
        "&amp;",
        "<?xml?>",
        "r=\"4294967295\"",
    ]);
    prop_oneof![
        (at(), any::<u8>()).prop_map(|(at, byte)| Slip::Set(at, byte)),
        (at(), 1usize..40).prop_map(|(at, length)| Slip::Cut(at, length)),
        (at(), piece).prop_map(|(at, piece)| Slip::Put(at, piece.as_bytes().to_vec())),
        (at(), 1usize..200).prop_map(|(at, length)| Slip::Double(at, length)),
    ]
}

fn slipped(mut bytes: Vec<u8>, slips: &[Slip]) -> Vec<u8> {
    for slip in slips {
        if bytes.is_empty() {
            return bytes;
        }
        let length = bytes.len();
        match slip {
            Slip::Set(at, byte) => bytes[at.index(length)] = *byte,
            Slip::Cut(at, cut) => {
                let at = at.index(length);
                bytes.drain(at..length.min(at + cut));
            }
            Slip::Put(at, piece) => {
                let at = at.index(length);
                bytes.splice(at..at, piece.iter().copied());
            }
            Slip::Double(at, twice) => {
                let at = at.index(length);
                let again = bytes[at..length.min(at + twice)].to_vec();
                bytes.splice(at..at, again);
            }
        }
    }
    bytes
}

/// Changed XML, packed so that it is read and not refused for its checksum.
fn repacked(sheet: &[u8], texts: &[u8]) -> Vec<u8> {
    let (sheet, texts) = (
        String::from_utf8_lossy(sheet),
        String::from_utf8_lossy(texts),
    );
    packed(&sheet, &texts)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, ..ProptestConfig::default() })]

    #[test]
    fn no_slip_in_a_file_makes_the_reader_panic_or_pass_a_limit(
        slips in prop::collection::vec(slip(), 1..8),
        encoding in prop::sample::select(vec![None, Some(Encoding::Utf8), Some(Encoding::Gb18030)]),
    ) {
        let table: &[&[&str]] = &[
            &["姓名", "身份证号", "电话"],
            &["李春桃", "430406198304129927", "#13800000101"],
            &["王\"建,梅", "#4.3E17", "=A1"],
        ];
        let whole = slipped(workbook(table), &slips);
        let _ = look(&whole, &SMALL);
        let lines = table.iter().map(|row| row.join(",")).collect::<Vec<_>>().join("\r\n");
        let text = slipped(lines.into_bytes(), &slips);
        let _ = look(&text, &SMALL);
        let _ = read_rows(&text, encoding, &SMALL, &mut |_| Ok(()));
        let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>\
            <c r=\"B1\"><v>12</v></c></row><row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>甲</t></is></c>\
            <c><f>A1</f><v>3</v></c></row></sheetData></worksheet>";
        let texts = "<sst><si><t>姓名</t></si><si><r><t>身&amp;份</t></r></si></sst>";
        let (sheet, texts) = (slipped(sheet.into(), &slips), slipped(texts.into(), &slips));
        let _ = look(&repacked(&sheet, &texts), &SMALL);
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = look(&bytes, &SMALL);
        let _ = look(&[ZIP, &bytes].concat(), &SMALL);
        let _ = read_rows(&bytes, Some(Encoding::Gb18030), &SMALL, &mut |_| Ok(()));
        let _ = look(&sheet(&String::from_utf8_lossy(&bytes)), &SMALL);
    }
}

#[test]
fn a_spoilt_register_is_read_or_refused() {
    let table = "姓名,身份证号,电话\r\n李春桃,43040619900315002X,13800000101\r\n\"王, 明\",430406199003150046,\n";
    let (gb, ..) = GB18030.encode(table);
    let tables = vec![table.as_bytes().to_vec(), gb.into_owned()];
    Hostile::new(tables, &["\"", "\"\"", ",", "\r\n", "\t"]).give("CSV", |bytes| {
        let declared = [None, Some(Encoding::Utf8), Some(Encoding::Gb18030)];
        let mut read = false;
        for encoding in declared {
            let taken = read_rows(bytes, encoding, &SMALL, &mut |row| {
                for cell in &row.cells {
                    let _ = (cell.plain(), cell.digits(), cell.day());
                }
                Ok(())
            });
            read |= taken.is_ok();
        }
        read
    });
}

#[test]
fn a_spoilt_workbook_is_read_or_refused() {
    let rows: [&[&str]; 2] = [
        &["姓名", "身份证号", "出生", "电话"],
        &["李春桃", "43040619900315002X", "#32947", "=1+1"],
    ];
    let whole = workbook(&rows);
    Hostile::new(vec![whole], &["PK\u{1}\u{2}", "PK\u{5}\u{6}"])
        .give("XLSX", |bytes| look(bytes, &SMALL).is_ok());
}

#[test]
fn a_workbook_of_spoilt_parts_is_read_or_refused() {
    const SHEET: &str = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>\
        <c r=\"B1\" t=\"inlineStr\"><is><t>李&amp;</t></is></c><c r=\"C1\"><v>1e5</v></c></row></sheetData></worksheet>";
    const TEXTS: &str = "<sst><si><t>姓名</t></si><si><r><t>甲</t></r><r><t>乙</t></r></si></sst>";
    let words = [
        "<row r=\"4294967295\">",
        "<c r=\"XFD1\" t=\"s\">",
        "</c>",
        "<v>",
        "</v>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "&#x1F;",
        "&lt;",
        "<!DOCTYPE a [<!ENTITY b \"c\">]>",
        "&b;",
        "<?xml version=\"1.0\" encoding=\"GBK\"?>",
    ];
    Hostile::new(vec![SHEET.into(), TEXTS.into()], &words).give("XLSX part", |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let book = match text.contains("sst") {
            true => packed(SHEET, &text),
            false => packed(&text, TEXTS),
        };
        look(&book, &SMALL).is_ok()
    });
}
