use super::*;
use crate::paper::fonts::FaceId;
use crate::paper::sheet::{Frame, Ink, Item, Run, Stroke};
use proptest::prelude::*;

const DRAWN: Drawn = Drawn {
    shown: str::to_owned,
    width: crate::text::width,
};

fn text(x: f32, y: f32, size: f32, text: &str) -> Item {
    Item::Text(Run {
        face: FaceId::Song,
        size,
        x,
        y,
        turn: 0.0,
        ink: Ink::BLACK,
        variable: false,
        glyphs: Vec::new(),
        text: text.to_owned(),
    })
}

fn sheet(items: Vec<Item>) -> Sheet {
    Sheet {
        width: 100.0,
        height: 60.0,
        background: None,
        items,
    }
}

fn lines(cells: &Cells) -> Vec<String> {
    let line = |row: &Vec<Cell>| {
        let line: String = row
            .iter()
            .map(|cell| match (cell.kind, cell.text.as_str()) {
                (CellKind::Blank, _) => " ",
                (_, text) => text,
            })
            .collect();
        line.trim_end().to_owned()
    };
    cells.rows.iter().map(line).collect()
}

#[test]
fn a_table_keeps_its_columns_under_small_print() {
    let sheet = sheet(vec![
        Item::Stroke(Stroke::frame(Frame::new(10.0, 10.0, 80.0, 16.0), 0.5)),
        Item::Stroke(Stroke::line((40.0, 10.0), (40.0, 26.0), 0.5)),
        Item::Stroke(Stroke::line((10.0, 18.0), (90.0, 18.0), 0.5)),
        text(12.0, 15.0, 10.5, "姓名"),
        text(42.0, 15.0, 10.5, "李春桃"),
        text(12.0, 23.0, 6.0, "现居住地的详细地址和门牌号码"),
        text(42.0, 23.0, 10.5, "东莞市"),
    ]);
    let shown = lines(&cells(&sheet, 40, &DRAWN));
    let expected = [
        "    +----------------------------+------+",
        "    |姓名                        |李春桃|",
        "    +----------------------------+------+",
        "    |现居住地的详细地址和门牌号码|东莞市|",
        "    +----------------------------+------+",
    ];
    let drawn: Vec<&str> = shown.iter().map(String::as_str).collect();
    let from = drawn.iter().position(|line| !line.is_empty());
    let drawn = &drawn[from.expect("something is drawn")..];
    assert_eq!(drawn[..5], expected, "{shown:#?}");
}

#[test]
fn the_mark_stands_in_the_gaps_of_every_part_of_the_page() {
    let mark = Item::Text(Run {
        turn: 50.0,
        ink: Ink(0.9),
        ..match text(20.0, 50.0, 80.0, "样张") {
            Item::Text(run) => run,
            _ => unreachable!("a text was asked for"),
        }
    });
    let body = (0..9_u8).map(|row| text(5.0, 5.0 + 6.0 * f32::from(row), 10.5, "正文"));
    let sheet = sheet(std::iter::once(mark).chain(body).collect());
    let shown = lines(&cells(&sheet, 50, &DRAWN));
    let marked = shown.iter().filter(|line| line.contains("样张")).count();
    assert!(marked >= 2, "{shown:#?}");
    assert_eq!(shown.iter().filter(|line| line.contains("正文")).count(), 9);
}

#[test]
fn squares_are_empty_or_ticked() {
    let frame = |x| Item::Stroke(Stroke::frame(Frame::new(x, 10.0, 3.0, 3.0), 0.5));
    let mut tick = Stroke::line((10.5, 11.5), (11.0, 12.0), 1.1);
    tick.points.push((13.1, 9.9));
    let sheet = sheet(vec![
        frame(10.0),
        Item::Stroke(tick),
        text(14.0, 12.6, 10.5, "有"),
        frame(30.0),
        text(34.0, 12.6, 10.5, "无"),
    ]);
    let shown = lines(&cells(&sheet, 40, &DRAWN));
    assert_eq!(shown[0].trim(), "[x]有   [ ]无");
}

#[test]
fn a_photograph_and_a_code_are_hatched() {
    let modules = (0..25_u8).map(|n| Frame::new(50.0 + f32::from(n), 20.0, 0.5, 0.5));
    let sheet = sheet(vec![Item::Fill {
        boxes: modules.collect(),
        ink: Ink::BLACK,
    }]);
    let shown = lines(&cells(&sheet, 50, &DRAWN));
    assert!(
        shown.iter().any(|line| line.contains("######")),
        "{shown:#?}"
    );
}

proptest! {
    #[test]
    fn every_text_is_shown_whole_wherever_it_stands(
        texts in prop::collection::vec((-5.0f32..120.0, -5.0f32..80.0, 4.0f32..30.0, "[一-三a-c1-9]{1,20}"), 0..30),
        columns in 0u16..200,
    ) {
        let items = texts.iter().map(|(x, y, size, words)| text(*x, *y, *size, words));
        let shown = cells(&sheet(items.collect()), columns, &DRAWN);
        let all: String = lines(&shown).join("\n");
        for (_, _, _, words) in &texts {
            prop_assert!(all.contains(words.as_str()), "{words} in {all}");
        }
        prop_assert!(shown.rows.iter().all(|row| row.len() == shown.columns));
    }
}
