use super::*;
use crate::paper::fonts::FaceId;
use crate::paper::sheet::{Picture, Run};

fn fonts() -> Fonts {
    let kai = include_bytes!("../../../fonts/JieKai-Regular.ttf");
    Fonts::new(kai, kai, kai, &[]).expect("a font of the house")
}

fn drawn(items: Vec<Item>) -> Raster {
    let fonts = fonts();
    let sheet = Sheet {
        width: 25.4,
        height: 25.4,
        background: None,
        items,
    };
    raster(&sheet, &fonts, &View::whole(&sheet, 100.0)).expect("a hundred pixels")
}

fn grey(raster: &Raster, x: u32, y: u32) -> u8 {
    raster.rgba[((y * raster.width + x) * 4) as usize]
}

#[test]
fn boxes_and_lines_are_black_where_they_stand_and_the_rest_is_white() {
    let box_at = Frame::new(2.54, 2.54, 5.08, 5.08);
    let line = Stroke::line((0.0, 20.32), (25.4, 20.32), 7.2).dashed(&[5.08]);
    let raster = drawn(vec![
        Item::Fill {
            boxes: vec![box_at],
            ink: Ink::BLACK,
        },
        Item::Stroke(line),
    ]);
    assert_eq!((raster.width, raster.height), (100, 100));
    assert_eq!(grey(&raster, 20, 20), 0);
    assert_eq!(grey(&raster, 40, 20), 255);
    assert_eq!(grey(&raster, 10, 80), 0, "a dash");
    assert_eq!(grey(&raster, 30, 80), 255, "the gap behind it");
    assert_eq!(grey(&raster, 50, 80), 0, "the next dash");
}

#[test]
fn a_view_shows_a_part_as_the_whole_does() {
    let fonts = fonts();
    let glyph = fonts
        .glyph(crate::paper::Typeface::Kai, '永')
        .expect("a common character");
    let run = |turn| {
        Item::Text(Run {
            face: FaceId::Kai,
            size: 24.0,
            x: 8.0,
            y: 15.0,
            turn,
            ink: Ink::BLACK,
            variable: false,
            glyphs: vec![crate::paper::Placed {
                id: glyph.id,
                c: '永',
                at: 0.0,
                advance: 8.4,
            }],
            text: "永".to_owned(),
        })
    };
    let sheet = Sheet {
        width: 25.4,
        height: 25.4,
        background: None,
        items: vec![run(0.0), run(30.0)],
    };
    let whole = raster(&sheet, &fonts, &View::whole(&sheet, 200.0)).expect("a picture");
    let part = View {
        dpi: 200.0,
        left: 60,
        top: 40,
        width: 70,
        height: 50,
    };
    let part = raster(&sheet, &fonts, &part).expect("a picture");
    // Outlines that a picture's edge cuts are cut into other pieces, with other roundings.
    let differ = |at: &u32| {
        let (x, y) = (at % 70, at / 70);
        grey(&part, x, y).abs_diff(grey(&whole, x + 60, y + 40)) > 8
    };
    let differ = (0..70 * 50).filter(differ).count();
    assert!(differ < 35, "{differ} pixels of 3,500 differ");
    assert!(part.rgba.contains(&0), "there is ink in it");
}

#[test]
fn a_damaged_photograph_and_an_impossible_view_draw_nothing() {
    let picture = Picture::recognise(b"\xFF\xD8\xFF\xE0nonsense".to_vec()).expect("it begins well");
    let place = Frame::new(1.0, 1.0, 10.0, 10.0);
    let raster_of = drawn(vec![Item::Picture { place, picture }]);
    assert!(raster_of.rgba.iter().all(|byte| *byte == 255));
    let fonts = fonts();
    let sheet = Sheet {
        width: 25.4,
        height: 25.4,
        background: None,
        items: Vec::new(),
    };
    for (width, height) in [(0, 5), (5, 0), (LONGEST_SIDE + 1, 5)] {
        let view = View {
            width,
            height,
            ..View::whole(&sheet, 96.0)
        };
        assert_eq!(raster(&sheet, &fonts, &view), None);
    }
}
