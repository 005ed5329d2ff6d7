//! Promise: what was put into a paper is what another program reads in its PDF. Poppler's
//! `pdftotext` reads every sample paper, one with a photograph, one with rare characters and one
//! that is printed onto a blank.
//!
//! With `GUITAI_SAMPLES` set the files are left in `target/papers`, where `.ci/run` holds all of
//! them against PDF/A.
//!
//! Texts are compared without white space, which is where `pdftotext` must differ: it breaks lines
//! where the page does and takes wide gaps for spaces. Nothing else is forgiven.

use std::collections::BTreeSet;
use std::path::Path;

use guitai::paper::{
    Alignment, Data, Document, Item, Layout, Mark, Picture, Sheet, Unprintable, overprint, pdf,
    pdf_through,
};

use crate::paper_samples::{FONTS, keep, layouts, sample};
use crate::support::poppler::{has_poppler, text};

/// No font has this; a place that refuses it is a place where its value is printed.
const NOWHERE: &str = "\u{10FFFF}";
/// Characters beyond the two common planes' usual parts, in a name as people have it.
const RARE: &str = "𠅤𬱖䶮";

/// What a value may look like on paper: as it is, as a date of either kind, in groups, masked.
fn forms(value: &str) -> Vec<String> {
    let mut forms = vec![value.to_owned()];
    let parts: Vec<&str> = value.split('-').collect();
    if let [year, month, day] = parts[..]
        && let (Ok(month), Ok(day)) = (month.parse::<usize>(), day.parse::<usize>())
        && year.len() == 4
    {
        forms.push(format!("{year}年{month}月{day}日"));
        forms.push(format!(
            "{}年{}月{}日",
            digits(year),
            spoken(month),
            spoken(day)
        ));
    }
    if let [year, month] = parts[..]
        && let Ok(month) = month.parse::<usize>()
    {
        forms.push(format!("{year}年{month}月"));
    }
    let characters: Vec<char> = value.chars().collect();
    if let [first @ .., _, _, _, _] = &characters[..]
        && first.len() > 6
    {
        let shown: String = first[..6].iter().collect();
        let last: String = characters[first.len()..].iter().collect();
        forms.push(format!("{shown}{}{last}", "*".repeat(first.len() - 6)));
    }
    forms.iter().map(|form| squeezed(form)).collect()
}

const SPOKEN: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

fn digits(year: &str) -> String {
    let digits = year.bytes().map(|digit| SPOKEN[usize::from(digit - b'0')]);
    digits.collect()
}

/// A number below a hundred as it is read aloud.
fn spoken(number: usize) -> String {
    let (tens, ones) = (number / 10, number % 10);
    let ten = match tens {
        0 => String::new(),
        1 => "十".to_owned(),
        tens => format!("{}十", SPOKEN[tens]),
    };
    match ones {
        0 => ten,
        ones => format!("{ten}{}", SPOKEN[ones]),
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn laid_out(layout: &Layout, data: &Data) -> Document {
    let laid = layout.lay_out(data, &FONTS, Mark::None);
    laid.unwrap_or_else(|problems| panic!("{}: {problems:?}", layout.id()))
}

/// What stands on a sheet, in the order in which it is drawn.
fn drawn(sheet: &Sheet) -> String {
    let runs = sheet.items.iter().filter_map(|item| match item {
        Item::Text(run) => Some(run.text.as_str()),
        _ => None,
    });
    squeezed(&runs.collect::<String>())
}

/// What poppler reads of a file's pages; the file is kept for other readers.
fn read(name: &str, bytes: &[u8]) -> Vec<String> {
    keep(name, bytes);
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, bytes).expect("room for a PDF");
    text(&file).iter().map(|page| squeezed(page)).collect()
}

/// Whether poppler reads on every page what was drawn there.
fn same(name: &str, document: &Document, read: &[String]) -> Result<(), String> {
    if read.len() != document.sheets.len() {
        return Err(format!("{name}: {} pages are read", read.len()));
    }
    for (page, (sheet, read)) in document.sheets.iter().zip(read).enumerate() {
        let drawn = drawn(sheet);
        if drawn != *read {
            let apart = drawn.chars().zip(read.chars()).position(|(a, b)| a != b);
            let from = apart.unwrap_or(0).saturating_sub(5);
            let part = |text: &str| text.chars().skip(from).take(40).collect::<String>();
            return Err(format!(
                "{name} page {page}: read {:?} of {:?}",
                part(read),
                part(&drawn)
            ));
        }
    }
    Ok(())
}

/// The values a layout names that poppler finds in none of their forms although the paper prints
/// them. A code by which the layout chooses is printed nowhere.
fn lost(layout: &Layout, data: &Data, read: &str) -> Vec<String> {
    let names: BTreeSet<&str> = layout.names();
    let texts = data
        .texts
        .iter()
        .filter(|(path, _)| names.contains(path.as_str()));
    let rows = data
        .rows
        .iter()
        .filter(|(list, _)| names.contains(list.as_str()));
    let cells = rows.flat_map(|(list, rows)| rows.iter().map(move |row| (list, row)));
    let cells = cells.flat_map(|(list, row)| row.iter().map(move |cell| (list, cell)));
    let found = |value: &str| forms(value).iter().any(|form| read.contains(form));
    let lost_texts = texts
        .filter(|(_, value)| !found(value))
        .filter(|(path, _)| {
            let mut probe = data.clone();
            probe.set(path.as_str(), NOWHERE);
            is_printed(layout, &probe)
        })
        .map(|(path, value)| format!("{path} {value}"));
    let lost_cells = cells
        .filter(|(_, (column, value))| {
            names.contains(format!("row.{column}").as_str()) && !found(value)
        })
        .filter(|(list, (column, _))| {
            let mut probe = data.clone();
            let rows = probe.rows.get_mut(*list).into_iter().flatten();
            rows.for_each(|row| {
                row.insert((*column).clone(), NOWHERE.to_owned());
            });
            is_printed(layout, &probe)
        })
        .map(|(list, (column, value))| format!("{list}.{column} {value}"));
    lost_texts.chain(lost_cells).collect()
}

fn is_printed(layout: &Layout, probe: &Data) -> bool {
    let problems = layout.lay_out(probe, &FONTS, Mark::None).err();
    let missing = |problem: &Unprintable| matches!(problem, Unprintable::MissingGlyph { .. });
    problems.is_some_and(|problems| problems.iter().any(missing))
}

fn layout(id: &str) -> Layout {
    let found = layouts().into_iter().find(|(name, _)| name == id);
    found.expect("a paper of the house").1
}

#[test]
fn another_program_reads_every_value_of_every_paper() {
    if !has_poppler("that another program reads every value of every paper") {
        return;
    }
    let data = sample();
    let mut wrong = Vec::new();
    let mut values = 0;
    for (name, layout) in layouts() {
        let document = laid_out(&layout, &data);
        let bytes = pdf(&document, &FONTS).expect("it is written");
        let pages = read(&format!("{name}-read"), &bytes);
        wrong.extend(same(&name, &document, &pages).err());
        let lost = lost(&layout, &data, &pages.concat());
        wrong.extend(
            lost.into_iter()
                .map(|value| format!("{name}: {value} is lost")),
        );
        values += layout.names().len();
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(values > 400, "only {values} values were looked for");
}

#[test]
fn another_program_reads_papers_with_a_photograph_with_rare_characters_and_on_a_blank() {
    if !has_poppler("that another program reads a photograph's page, rare characters, an overprint")
    {
        return;
    }
    let certificate = layout("F2");
    let mut data = sample();
    let photo = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers/photo.jpg"));
    let photo = Picture::recognise(photo.expect("the photograph")).expect("a picture");
    data.images.insert("photo".to_owned(), photo);
    data.set("applicant.name", RARE);
    let document = laid_out(&certificate, &data);
    let whole = pdf(&document, &FONTS).expect("it is written");
    let pages = read("F2-photo-rare", &whole);
    same("F2-photo-rare", &document, &pages).expect("the same text");
    assert!(pages.concat().contains(RARE), "{pages:?}");
    let askew = Alignment {
        right: 1.7,
        down: -2.3,
        across: 1.003,
        along: 1.003,
        turn: 0.4,
    };
    let blank = overprint(&document);
    let onto = pdf_through(&blank, &FONTS, &askew).expect("it is written");
    let pages = read("F2-overprint", &onto);
    same("F2-overprint", &blank, &pages).expect("the same text");
    assert!(pages.concat().contains(RARE), "{pages:?}");
}
