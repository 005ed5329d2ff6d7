//! Promise: the layout language does what a print shop does. One test a feature, on a layout of a
//! few lines.

use std::collections::BTreeMap;

use guitai::paper::{Data, Document, Item, Layout, Mark, Run, Sheet, Stroke, pdf};

use crate::paper_samples::FONTS;
use crate::paper_text::pages;

/// A layout of one page with these blocks.
fn layout(page: &str, blocks: &str) -> Layout {
    let toml = format!(
        "id = \"T\"\ntitle = \"试\"\ncode = \"T\"\nversion = \"1\"\n[page]\n{page}\n[[sheet]]\nname = \"试\"\n{blocks}"
    );
    Layout::parse(&toml).unwrap_or_else(|error| panic!("{error}\n{toml}"))
}

fn data(texts: &[(&str, &str)]) -> Data {
    let mut data = Data::default();
    for (path, text) in texts {
        data.set(*path, *text);
    }
    data
}

fn laid(layout: &Layout, data: &Data) -> Document {
    let document = layout.lay_out(data, &FONTS, Mark::None);
    document.unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn runs(sheet: &Sheet) -> impl Iterator<Item = &Run> {
    sheet.items.iter().filter_map(|item| match item {
        Item::Text(run) => Some(run),
        _ => None,
    })
}

fn strokes(sheet: &Sheet) -> impl Iterator<Item = &Stroke> {
    sheet.items.iter().filter_map(|item| match item {
        Item::Stroke(stroke) => Some(stroke),
        _ => None,
    })
}

const A5: &str = "size = [148, 210]\nmargin = [10, 10, 10, 10]";

#[test]
fn a_page_has_any_size_and_a_slip_is_as_long_as_what_stands_on_it() {
    let words = "[[sheet.block]]\nparagraph = \"{text}\"";
    for [width, height] in [[210, 297], [148, 210], [88, 125]] {
        let page = format!("size = [{width}, {height}]\nmargin = [5, 5, 5, 5]");
        let sheet = &laid(&layout(&page, words), &data(&[("text", "字")])).sheets[0];
        assert_eq!((sheet.width, sheet.height), (width as f32, height as f32));
    }
    let card = "size = [85.6, 54]\nmargin = [3, 3, 3, 3]";
    let sheet = &laid(&layout(card, words), &data(&[("text", "字")])).sheets[0];
    assert_eq!((sheet.width, sheet.height), (85.6, 54.0));
    let slip = layout("size = [80, 0]\nmargin = [4, 4, 6, 4]", words);
    let heights = ["字".to_owned(), "字".repeat(200), "字".repeat(2000)].map(|text| {
        let document = laid(&slip, &data(&[("text", &text)]));
        assert_eq!(document.sheets.len(), 1);
        let sheet = &document.sheets[0];
        let lowest = runs(sheet).map(|run| run.y).fold(0.0, f32::max);
        let free = sheet.height - lowest;
        assert!((6.0..12.0).contains(&free), "{free} mm below the last line");
        sheet.height
    });
    assert!(
        heights[0] == 20.0 && heights[1] > 40.0 && heights[2] > 400.0,
        "{heights:?}"
    );
    let longest = laid(&slip, &data(&[("text", &"字".repeat(8000))]));
    assert!(longest.sheets.len() > 1, "a roll is not endless");
}

#[test]
fn every_digit_of_a_face_is_as_wide_as_every_other() {
    for face in ["song", "hei", "kai"] {
        let words = format!(
            "[[sheet.block]]\nparagraph = \"{{a}}\"\nface = \"{face}\"\nalign = \"left\"\n\
             [[sheet.block]]\nparagraph = \"{{b}}\"\nface = \"{face}\"\nalign = \"left\""
        );
        let both = data(&[("a", "1111111111"), ("b", "0987654321")]);
        let document = laid(&layout(A5, &words), &both);
        let middles: Vec<Vec<f32>> = runs(&document.sheets[0])
            .map(|run| {
                let middle = |at: f32, advance: f32| run.x + at + advance / 2.0;
                run.glyphs
                    .iter()
                    .map(|glyph| middle(glyph.at, glyph.advance))
                    .collect()
            })
            .collect();
        for (one, other) in middles[0].iter().zip(&middles[1]) {
            assert!((one - other).abs() < 0.01, "{face}: {one} and {other}");
        }
        let bytes = pdf(&document, &FONTS).expect("a sound document");
        assert_eq!(pages(&bytes)[0], "11111111110987654321");
    }
}

#[test]
fn what_a_pre_printed_blank_already_says_is_told_from_what_the_record_says() {
    let words =
        "[[sheet.block]]\nparagraph = \"姓名：{name|line(40)}（{box sex == '2'}女）第 {page} 页\"";
    let document = laid(
        &layout(A5, words),
        &data(&[("name", "李春桃"), ("sex", "2")]),
    );
    let sheet = &document.sheets[0];
    let (variable, fixed): (Vec<&Item>, Vec<&Item>) =
        sheet.items.iter().partition(|item| item.is_variable());
    let text = |items: &[&Item]| -> String {
        let runs = items.iter().filter_map(|item| match item {
            Item::Text(run) => Some(run.text.as_str()),
            _ => None,
        });
        runs.collect()
    };
    assert_eq!(text(&variable), "李春桃");
    assert_eq!(text(&fixed), "姓名：（女）第  页");
    let ticks = variable
        .iter()
        .filter(|item| matches!(item, Item::Stroke(_)));
    assert_eq!(
        ticks.count(),
        1,
        "the tick, and neither the square nor the line"
    );
}

#[test]
fn a_value_left_to_the_pen_has_a_line_in_its_place_and_nothing_else_changes() {
    let words = "[[sheet.block]]\ncolumns = [20, 60]\n[[sheet.block.row]]\ncells = [{ label = \"姓名\" }, { value = \"{name}\" }]\n\
        [[sheet.block.row]]\neach = \"children\"\ncells = [{ label = \"子女\" }, { value = \"{row.name}\" }]";
    let mut data = data(&[("name", "\u{30EDD}春桃")]);
    let child = |name: &str| BTreeMap::from([("name".to_owned(), name.to_owned())]);
    data.rows.insert(
        "children".to_owned(),
        vec![child("小雨"), child("\u{30EDE}")],
    );
    let layout = layout(A5, words);
    let problems = layout
        .lay_out(&data, &FONTS, Mark::None)
        .expect_err("no font has them");
    let fields: Vec<&str> = problems.iter().map(|problem| problem.field()).collect();
    assert_eq!(fields, ["name", "children[1].name"]);
    data.by_hand = fields.iter().map(|field| (*field).to_owned()).collect();
    let document = laid(&layout, &data);
    let sheet = &document.sheets[0];
    let text: String = runs(sheet).map(|run| run.text.as_str()).collect();
    assert_eq!(text, "姓名子女小雨子女");
    let dotted: Vec<f32> = strokes(sheet)
        .filter(|stroke| !stroke.dash.is_empty())
        .map(|stroke| stroke.points[1].0 - stroke.points[0].0)
        .collect();
    assert_eq!(dotted.len(), 2);
    assert!(
        dotted.iter().all(|length| (5.0..25.0).contains(length)),
        "{dotted:?}"
    );
}
