//! Promise: the layout language does what a print shop does. One test a feature, on a layout of a
//! few lines.

use std::collections::BTreeMap;

use guitai::paper::{Data, Document, Item, Layout, Mark, Run, Sheet, Stroke, pdf};

use crate::paper_samples::{FONTS, keep, sample};
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

fn text_of(sheet: &Sheet) -> String {
    runs(sheet).map(|run| run.text.as_str()).collect()
}

/// Whether the strokes of a sheet hold a straight line between these two points.
fn ruled(sheet: &Sheet, from: (f32, f32), to: (f32, f32)) -> bool {
    let near = |a: (f32, f32), b: (f32, f32)| (a.0 - b.0).abs() < 0.02 && (a.1 - b.1).abs() < 0.02;
    let mut lines = strokes(sheet).filter(|stroke| stroke.points.len() == 2);
    lines.any(|line| near(line.points[0], from) && near(line.points[1], to))
}

#[test]
fn merged_cells_have_no_rule_through_them_and_every_edge_is_drawn_once() {
    let words = "[[sheet.block]]\ncolumns = [20, 30, 40]\nrow_height = 10\n\
        [[sheet.block.row]]\ncells = [{ label = \"甲\", down = 2 }, { label = \"乙\", across = 2 }]\n\
        [[sheet.block.row]]\ncells = [{ label = \"丙\" }, { label = \"丁\" }]";
    let sheet = &laid(&layout(A5, words), &Data::default()).sheets[0];
    let left = (148.0 - 90.0) / 2.0;
    let across = |from: f32, to: f32| ruled(sheet, (left + from, 20.0), (left + to, 20.0));
    assert!(across(20.0, 90.0), "the rule beside the cell over two rows");
    assert!(
        !across(0.0, 90.0) && !across(0.0, 20.0),
        "no rule through it"
    );
    let down = |from: f32, to: f32| ruled(sheet, (left + 50.0, from), (left + 50.0, to));
    assert!(
        down(20.0, 30.0) && !down(10.0, 30.0),
        "no rule through the cell over two columns"
    );
}

#[test]
fn a_label_is_spread_over_its_cell_and_is_copied_without_gaps() {
    let words = "[[sheet.block]]\ncolumns = [40]\n[[sheet.block.row]]\ncells = [{ label = \"姓名\" }]\n\
        [[sheet.block.row]]\ncells = [{ label = \"公民身份号码\" }]";
    let document = laid(&layout(A5, words), &Data::default());
    let spans: Vec<(f32, f32)> = runs(&document.sheets[0])
        .map(|run| {
            let last = run.glyphs.last().expect("a glyph");
            (run.x, run.x + last.at + last.advance)
        })
        .collect();
    let left = (148.0 - 40.0) / 2.0 + 2.2;
    for (from, to) in spans {
        assert!(
            (from - left).abs() < 0.02 && (to - left - 35.6).abs() < 0.02,
            "{from} to {to}"
        );
    }
    let bytes = pdf(&document, &FONTS).expect("a sound document");
    assert_eq!(pages(&bytes)[0], "姓名公民身份号码");
}

#[test]
fn a_value_stands_in_the_middle_of_its_cell_shrinks_then_wraps_then_is_refused() {
    let words = "[style]\nlabel = { face = \"hei\", size = 10, floor = 8 }\nvalue = { face = \"song\", size = 10, floor = 7 }\n\
        text = { face = \"song\", size = 10, floor = 8 }\nsmall = { face = \"song\", size = 7, floor = 6 }\n";
    let toml = format!(
        "id = \"T\"\ntitle = \"试\"\ncode = \"T\"\nversion = \"1\"\n[page]\n{A5}\n{words}[[sheet]]\n[[sheet.block]]\ncolumns = [40]\nrow_height = 8\n\
         [[sheet.block.row]]\ncells = [{{ value = \"{{v}}\" }}]"
    );
    let layout = Layout::parse(&toml).expect("a layout");
    let set =
        |count: usize| layout.lay_out(&data(&[("v", &"国".repeat(count))]), &FONTS, Mark::None);
    let lines = |count: usize| -> Vec<(f32, f32)> {
        let document = set(count).expect("it fits");
        runs(&document.sheets[0])
            .map(|run| (run.size, run.y))
            .collect()
    };
    let [(size, y)] = lines(3)[..] else {
        panic!("one line")
    };
    // The ink of a Han character reaches from 0.88 em above the baseline to 0.12 em beneath it.
    let middle = y - 0.38 * size * 25.4 / 72.0;
    assert!(size == 10.0 && (middle - 14.0).abs() < 0.05, "{middle}");
    let [(size, _)] = lines(11)[..] else {
        panic!("one line, smaller")
    };
    assert!((8.6..10.0).contains(&size), "{size}");
    let two = lines(24);
    assert!(two.len() == 2 && two[0].0 >= 7.0, "{two:?}");
    assert!(set(60).is_err());
}

#[test]
fn dates_are_written_in_arabic_and_in_chinese_digits() {
    let words = "[[sheet.block]]\nparagraph = \"{on|date}／{on|cn_date}\"";
    let document = laid(&layout(A5, words), &data(&[("on", "2026-11-20")]));
    assert_eq!(
        text_of(&document.sheets[0]),
        "2026年11月20日／二〇二六年十一月二十日"
    );
}

#[test]
fn each_copy_bears_its_name() {
    let toml = format!(
        "id = \"T\"\ntitle = \"试\"\ncode = \"T\"\nversion = \"1\"\ncopies = [\"第一联　存根\", \"第二联　交本人\"]\n[page]\n{A5}\n\
         [[sheet]]\n[[sheet.block]]\nparagraph = \"{{copy_name}}\""
    );
    let document = laid(&Layout::parse(&toml).expect("a layout"), &Data::default());
    let said: Vec<String> = document.sheets.iter().map(text_of).collect();
    assert_eq!(said, ["第一联　存根", "第二联　交本人"]);
}

fn paper(id: &str) -> Layout {
    let all = guitai::disk::layouts().unwrap_or_else(|problem| panic!("{problem}"));
    (*all[id].layout).clone()
}

#[test]
fn the_picture_of_a_pre_printed_form_is_on_the_screen_and_never_in_the_pdf() {
    let shipped = paper("F14");
    let document = laid(&shipped, &sample());
    let sheet = &document.sheets[0];
    let picture = sheet.background.as_ref().expect("the permit in the tray");
    assert!(picture.bytes.len() > 1000);
    let made = pdf(&document, &FONTS).expect("a sound document");
    let mut bare = document.clone();
    bare.sheets
        .iter_mut()
        .for_each(|sheet| sheet.background = None);
    assert_eq!(made, pdf(&bare, &FONTS).expect("a sound document"));
    assert!(
        !sheet
            .items
            .iter()
            .any(|item| matches!(item, Item::Picture { .. }))
    );
    assert!(!made.windows(6).any(|part| part == b"/Image"));
}

#[test]
fn the_pre_printed_permit_is_made_of_its_layout() {
    let toml = include_str!("../papers/permit-blank.toml");
    let permit = Layout::parse(toml).unwrap_or_else(|error| panic!("{error}"));
    let document = laid(&permit, &Data::blank());
    keep(
        "permit-blank",
        &pdf(&document, &FONTS).expect("a sound document"),
    );
    let size = document.sheets[0].width;
    assert_eq!(size, laid(&paper("F14"), &sample()).sheets[0].width);
}

#[test]
fn the_stub_beyond_the_perforation_has_the_number_of_the_slip() {
    for (id, number) in [("F6", "slip.number"), ("F29s", "case.number")] {
        let data = sample();
        let document = laid(&paper(id), &data);
        let sheet = &document.sheets[0];
        let tears: Vec<f32> = strokes(sheet)
            .filter(|stroke| stroke.dash.len() == 2 && stroke.width == 0.5)
            .filter(|stroke| stroke.points[0].0 <= 4.01)
            .map(|stroke| stroke.points[0].1)
            .collect();
        assert!(!tears.is_empty(), "{id} has no perforation");
        let tear = tears[0];
        let numbers: Vec<f32> = runs(sheet)
            .filter(|run| run.text.contains(&data.texts[number]))
            .map(|run| run.y)
            .collect();
        let above = numbers.iter().any(|y| *y < tear - 3.0);
        let at_or_below = numbers.iter().any(|y| *y > tear - 3.0);
        assert!(above && at_or_below, "{id}: {numbers:?} around {tear}");
    }
}

#[test]
fn the_registers_go_on_under_their_heads_and_count_their_pages() {
    for (id, list, head) in [
        ("F34", "ledger_lines", "经办"),
        ("F5", "verifications", "姓名"),
    ] {
        let mut data = sample();
        let row = data.rows[list][0].clone();
        data.rows.insert(list.to_owned(), vec![row; 37]);
        let document = laid(&paper(id), &data);
        let count = document.sheets.len();
        assert!(count >= 3, "{id}: {count} pages");
        for (number, sheet) in document.sheets.iter().enumerate() {
            let text = text_of(sheet);
            let foot = format!("第 {} 页　共 {count} 页", number + 1);
            assert!(text.contains(&foot), "{id}: {foot} in {text}");
            assert!(text.contains(head), "{id} page {number}: {head} in {text}");
        }
    }
}

#[test]
fn a_card_a_pocket_page_and_a_slip_are_among_the_papers_of_the_house() {
    for (id, width, height) in [("F29c", 85.6, 54.0), ("F8p", 88.0, 125.0)] {
        let document = laid(&paper(id), &sample());
        for sheet in &document.sheets {
            assert_eq!((sheet.width, sheet.height), (width, height), "{id}");
        }
    }
    let tall = |missing: usize| {
        let mut data = sample();
        let row = data.rows["missing"][0].clone();
        data.rows.insert("missing".to_owned(), vec![row; missing]);
        let document = laid(&paper("F29s"), &data);
        assert_eq!((document.sheets.len(), document.sheets[0].width), (1, 80.0));
        document.sheets[0].height
    };
    assert!(tall(1) < tall(5) && tall(5) < tall(30));
}
