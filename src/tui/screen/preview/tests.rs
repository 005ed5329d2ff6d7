use std::sync::LazyLock;

use super::*;
use crate::form::RequestId;
use crate::paper::{Data, Fonts, Layout, Mark, Sheet, raster};
use crate::text::Lang;
use crate::tui::input::Input;
use crate::tui::picture::{Page, Way};
use crate::tui::tests::Clerkwork;

/// One face for all three, which is enough to place every text.
static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let kai = include_bytes!("../../../../fonts/JieKai-Regular.ttf");
    Fonts::new(kai, kai, kai, &[]).expect("a font of the house")
});

fn preview() -> Preview {
    let layout = include_str!("../../../../forms/papers/F2.toml");
    let layout = Layout::parse(layout).expect("the certificate's layout");
    let values = include_str!("../../../../forms/papers/sample/values.toml");
    let data = Data {
        texts: toml::from_str(values).expect("the sample"),
        ..Data::default()
    };
    let document = layout.lay_out(&data, &FONTS, Mark::Sample);
    let document = document.expect("the sample fits");
    let pages = document.sheets.len();
    let sheets = document.sheets.into_iter().zip(1..);
    Preview {
        of: PreviewOf::Submission(RequestId([7; 16])),
        sheets: sheets
            .map(|(sheet, number)| PreviewSheet {
                paper: "F2".to_owned(),
                title: document.title.clone(),
                number,
                pages,
                page: Page(Arc::new(sheet)),
            })
            .collect(),
    }
}

/// A preview on a terminal of this kind, looked at directly.
fn screen(glass: Glass) -> (PreviewScreen, Response) {
    let mut screen = PreviewScreen::new(Lang::Zh, preview()).expect("there are sheets");
    let response = screen.told(glass);
    (screen, response)
}

const CHARACTERS_ONLY: Glass = Glass {
    columns: 80,
    rows: 21,
    way: None,
    cell: None,
    colours: true,
};

const PICTURES: Glass = Glass {
    way: Some(Way::Sixel),
    cell: Some((10, 20)),
    ..CHARACTERS_ONLY
};

fn wanted(response: &Response) -> Option<&Window> {
    response.effects.iter().find_map(|effect| match effect {
        Effect::Start(Job::Draw(window)) => Some(&**window),
        _ => None,
    })
}

fn press(screen: &mut PreviewScreen, word: Word) -> Response {
    screen.act(Act::Word(word))
}

fn at_the_counter(size: (u16, u16)) -> Clerkwork {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.size = size;
    work.input(Input::Glass(Glass {
        columns: size.0,
        rows: size.1,
        ..CHARACTERS_ONLY
    }));
    work.open_draft("certificate.issue");
    work
}

/// The screen as it is drawn, in as much room as it was told.
fn drawn(screen: &PreviewScreen, glass: Glass) -> Vec<String> {
    let area = Rect::new(0, 0, glass.columns, glass.rows);
    let mut buffer = ratatui::buffer::Buffer::empty(area);
    screen.draw_page(&mut buffer, area);
    let columns = usize::from(glass.columns);
    let rows = buffer.content.chunks(columns).map(|row| {
        let mut text = String::new();
        let mut hidden = 0;
        for cell in row {
            if hidden > 0 {
                hidden -= 1;
                continue;
            }
            text.push_str(cell.symbol());
            hidden = width(cell.symbol()).saturating_sub(1);
        }
        text.trim_end().to_owned()
    });
    rows.collect()
}

#[test]
fn the_page_in_characters_on_a_tall_screen() {
    let glass = Glass {
        columns: 100,
        rows: 75,
        ..CHARACTERS_ONLY
    };
    let (screen, _) = screen(glass);
    insta::assert_snapshot!(drawn(&screen, glass).join("\n"));
}

#[test]
fn the_page_in_characters_on_the_smallest_screen() {
    let (screen, _) = screen(CHARACTERS_ONLY);
    insta::assert_snapshot!(drawn(&screen, CHARACTERS_ONLY).join("\n"));
}

#[test]
fn a_terminal_with_pictures_is_sent_the_part_that_is_in_view() {
    let (mut screen, response) = screen(PICTURES);
    let first = wanted(&response).expect("a picture is asked for").clone();
    assert_eq!((first.columns, first.way), (80, Way::Sixel));
    assert!(first.rows <= 20 && first.view.top == 0);
    assert_eq!(first.view.width, 800);
    assert!(
        first.view.dpi > 80.0,
        "small print is read: {}",
        first.view.dpi
    );

    let picture = raster(&first.page.0, &FONTS, &first.view).expect("a picture");
    let picture = Drawn::new(first, picture).expect("it is translated");
    screen.reply(&Reply::Drawn(Arc::new(picture)));
    let shown = drawn(&screen, PICTURES).join("\n");
    assert!(shown.contains("\x1bP"), "a sixel picture");

    let below = press(&mut screen, Word::PageDown);
    let below = wanted(&below).expect("another part is asked for");
    assert_eq!(below.view.top, 18 * 20, "two rows stay in view");
    let larger = press(&mut screen, Word::ZoomIn);
    let larger = wanted(&larger).expect("another part is asked for");
    assert!(larger.view.dpi > 120.0 && larger.columns == 80);
}

#[test]
fn what_was_drawn_of_another_part_is_not_shown() {
    let (mut screen, response) = screen(PICTURES);
    let first = wanted(&response).expect("a picture is asked for").clone();
    let picture = raster(&first.page.0, &FONTS, &first.view).expect("a picture");
    press(&mut screen, Word::Down);
    let picture = Drawn::new(first, picture).expect("it is translated");
    screen.reply(&Reply::Drawn(Arc::new(picture)));
    assert!(!drawn(&screen, PICTURES).join("\n").contains("\x1bP"));
}

#[test]
fn every_page_is_reached_by_the_key_for_a_page_and_back_again() {
    for glass in [CHARACTERS_ONLY, PICTURES] {
        let (mut screen, _) = screen(glass);
        let sheets = screen.sheets.len();
        assert!(sheets > 1);
        for _ in 0..99 {
            press(&mut screen, Word::PageDown);
        }
        assert_eq!(screen.place, sheets - 1);
        assert!(press(&mut screen, Word::PageDown).toast.is_some());
        for _ in 0..99 {
            press(&mut screen, Word::PageUp);
        }
        assert_eq!(screen.place, 0);
    }
}

#[test]
fn half_blocks_show_the_shape_of_the_page_and_need_colours() {
    let (mut screen, _) = screen(CHARACTERS_ONLY);
    let response = press(&mut screen, Word::OtherLook);
    let window = wanted(&response).expect("a picture is asked for").clone();
    assert_eq!(window.way, Way::HalfBlocks);
    assert_eq!(window.view.height, 2 * u32::from(window.rows));
    let picture = raster(&window.page.0, &FONTS, &window.view).expect("a picture");
    let picture = Drawn::new(window, picture).expect("it is translated");
    screen.reply(&Reply::Drawn(Arc::new(picture)));
    assert!(
        drawn(&screen, CHARACTERS_ONLY)
            .join("\n")
            .contains('\u{2580}')
    );
    press(&mut screen, Word::OtherLook);
    assert_eq!(screen.sight.look, Look::Characters);

    let grey = Glass {
        colours: false,
        ..CHARACTERS_ONLY
    };
    let (mut screen, _) = self::screen(grey);
    assert!(press(&mut screen, Word::OtherLook).toast.is_some());
}

#[test]
fn every_kind_of_terminal_takes_the_picture() {
    let ways = [
        (Way::Kitty { packed: false }, "\x1b_Gq=2"),
        (Way::Kitty { packed: true }, "o=z"),
        (Way::Iterm, "\x1b]1337;File=inline=1"),
        (Way::Sixel, "\x1bP"),
    ];
    for (way, sign) in ways {
        let glass = Glass {
            way: Some(way),
            ..PICTURES
        };
        let (mut screen, response) = screen(glass);
        let window = wanted(&response).expect("a picture is asked for").clone();
        let picture = raster(&window.page.0, &FONTS, &window.view).expect("a picture");
        let picture = Drawn::new(window, picture).expect("it is translated");
        screen.reply(&Reply::Drawn(Arc::new(picture)));
        assert!(drawn(&screen, glass).join("\n").contains(sign), "{way:?}");
    }
}

#[test]
fn the_preview_opens_over_the_review_and_nowhere_else() {
    let mut work = at_the_counter((80, 24));
    work.reply(Reply::Preview(preview()));
    assert!(!work.shows("样张：还没有登记"), "nothing is under review");
}

#[test]
fn no_size_and_no_keys_make_it_fail() {
    let words = [
        Word::PageDown,
        Word::ZoomIn,
        Word::Right,
        Word::OtherLook,
        Word::ZoomOut,
        Word::Next,
        Word::Left,
        Word::PageUp,
    ];
    for columns in [0, 1, 2, 79, 300] {
        for rows in [0, 1, 2, 24] {
            let glass = Glass {
                columns,
                rows,
                ..PICTURES
            };
            let (mut screen, _) = screen(glass);
            for word in words.iter().cycle().take(40) {
                press(&mut screen, *word);
                if columns > 0 && rows > 0 {
                    drawn(&screen, glass);
                }
            }
        }
    }
    let empty = Sheet {
        width: 0.0,
        height: 0.0,
        items: Vec::new(),
        background: None,
    };
    let mut nothing = preview();
    nothing.sheets[0].page = Page(Arc::new(empty));
    let mut screen = PreviewScreen::new(Lang::Zh, nothing).expect("there are sheets");
    screen.told(PICTURES);
    press(&mut screen, Word::OtherLook);
}
