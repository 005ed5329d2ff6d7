//! Promise: what a pre-printed blank bears is the same for everybody, and only what it does not
//! bear is printed onto it.
//!
//! Every paper is laid out for two people of whom everything that is written is of another length.
//! All that the overprint leaves out must stand in the same places of both pages.

use chrono::NaiveDate;
use guitai::paper::{Data, Document, Item, Mark, overprint};

use crate::paper_samples::{FONTS, layouts, sample};

/// Codes by which a layout chooses, and what stands in a label: what is the blank's own choice.
const CHOOSES: [&str; 3] = ["id_label", "comer_label", "status_line"];

/// Somebody else of whom the same is known.
fn another() -> Data {
    let mut data = sample();
    let other = |(path, text): (&String, &mut String)| {
        if !CHOOSES.iter().any(|end| path.ends_with(end)) {
            *text = other_text(text);
        }
    };
    data.texts.iter_mut().for_each(other);
    for row in data.rows.values_mut().flatten() {
        row.iter_mut().for_each(other);
    }
    data
}

/// A shorter text of its kind, so that it takes no more lines and no smaller type. A code stays what
/// it is: pages differ by codes.
fn other_text(text: &str) -> String {
    if text.parse::<NaiveDate>().is_ok() {
        return "2011-01-02".to_owned();
    }
    let han = text.chars().filter(|c| u32::from(*c) > 0x2E80).count();
    match han {
        0 | 1 => text.to_owned(),
        _ => text.chars().take(text.chars().count() - 1).collect(),
    }
}

/// A piece of the form's ink: what it is, and where. Millimetres.
struct Ink {
    what: String,
    at: Vec<f32>,
}

/// The ink of the form on each page: words, lines, boxes.
fn form(document: &Document) -> Vec<Vec<Ink>> {
    let ink = |item: &Item| match item {
        Item::Text(run) => Ink {
            what: run.text.clone(),
            at: vec![run.x, run.y, run.size],
        },
        Item::Stroke(stroke) => Ink {
            what: format!("a line of {} points, {:?}", stroke.width, stroke.dash),
            at: stroke.points.iter().flat_map(|(x, y)| [*x, *y]).collect(),
        },
        other => Ink {
            what: format!("{other:?}"),
            at: Vec::new(),
        },
    };
    let sheets = document.sheets.iter().map(|sheet| {
        let form = sheet.items.iter().filter(|item| !item.is_variable());
        form.map(ink).collect()
    });
    sheets.collect()
}

/// Whether the page has the same ink there, to the width of a thin line: squeezed punctuation moves
/// what follows it by less.
fn is_on(page: &[Ink], ink: &Ink) -> bool {
    const APART: f32 = 0.15;
    page.iter().any(|other| {
        let near = other
            .at
            .iter()
            .zip(&ink.at)
            .all(|(one, two)| (one - two).abs() < APART);
        near && other.what == ink.what && other.at.len() == ink.at.len()
    })
}

fn laid_out(name: &str, data: &Data) -> Document {
    let (_, layout) = layouts()
        .into_iter()
        .find(|(id, _)| id == name)
        .expect("a paper");
    let document = layout.lay_out(data, &FONTS, Mark::None);
    document.unwrap_or_else(|problems| panic!("{name}: {problems:?}"))
}

#[test]
fn the_form_of_every_paper_is_the_same_for_everybody() {
    let (one, other) = (sample(), another());
    let mut wrong = Vec::new();
    for (name, _) in layouts() {
        let pages = form(&laid_out(&name, &one));
        let others = form(&laid_out(&name, &other));
        assert_eq!(pages.len(), others.len(), "{name}");
        for (page, other) in pages.iter().zip(&others) {
            let ours = page.iter().filter(|ink| !is_on(other, ink));
            let theirs = other.iter().filter(|ink| !is_on(page, ink));
            wrong.extend(
                ours.chain(theirs)
                    .map(|ink| format!("{name}: {} {:?}", ink.what, ink.at)),
            );
        }
    }
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

/// All that an overprint prints, page after page.
fn printed(document: &Document) -> String {
    let over = overprint(document);
    let items = over.sheets.iter().flat_map(|sheet| &sheet.items);
    let texts = items.filter_map(|item| match item {
        Item::Text(run) => Some(run.text.as_str()),
        _ => None,
    });
    texts.collect()
}

#[test]
fn a_label_is_never_printed_onto_a_blank_whatever_it_reads_out_of_the_record() {
    for (name, _) in layouts() {
        let text = printed(&laid_out(&name, &sample()));
        assert!(!text.contains("公民身份"), "{name}: {text}");
    }
}

#[test]
fn a_certificate_bears_on_its_blank_all_words_and_gets_every_value_with_what_stands_behind_it() {
    let text = printed(&laid_out("F2", &sample()));
    for value in [
        "李春桃",
        "4304060051000001X",
        "2013年3月14日止",
        "周岁",
        "430406198304129927",
    ] {
        assert!(text.contains(value), "{value} in {text}");
    }
    for words in [
        "持证",
        "须知",
        "全国通用",
        "基本情况",
        "个",
        "盖章",
        "咨询电话",
    ] {
        assert!(!text.contains(words), "{words} in {text}");
    }
}
