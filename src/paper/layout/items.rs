use super::Press;
use super::code::Code;
use super::spec::PieceSpec;
use super::textbox::TextJob;
use crate::paper::breaking::{self, Measure};
use crate::paper::fonts::Typeface;
use crate::paper::measure::{self, Place};
use crate::paper::picture;
use crate::paper::setting::{self, ABOVE_BASELINE, Spot};
use crate::paper::sheet::{Frame, Ink, Item, MM_PER_POINT, Stroke};
use crate::paper::template::{Inline, Template};
use crate::paper::unprintable::Unprintable;

/// The diameter of the place for a seal; a street office's seal measures 42 mm at most.
const SEAL: f32 = 40.0;
/// One inch, as photographers say it.
const PHOTO: (f32, f32) = (25.0, 35.0);
const GUIDE: Ink = Ink(0.45);

/// Draws what fills a cell or a place into its frame.
pub(super) fn draw(
    press: Press<'_>,
    piece: &PieceSpec,
    frame: Frame,
    label: &str,
    items: &mut Vec<Item>,
    problems: &mut Vec<Unprintable>,
) {
    if !press.scope.holds(piece.when.as_ref()) {
        return;
    }
    let label = piece.name.as_deref().unwrap_or(label);
    if let Some(template) = &piece.label {
        let job = TextJob::label(press, piece);
        job.draw(press, template, frame, label, items, problems);
    } else if let Some(template) = &piece.value {
        let job = TextJob::value(press, piece);
        job.draw(press, template, frame, label, items, problems);
    } else if let Some(template) = &piece.text {
        let job = TextJob::text(press, piece);
        job.draw(press, template, frame, label, items, problems);
    } else if let Some(words) = &piece.seal {
        draw_seal(press, words, frame, items, problems);
    } else if let Some(image) = &piece.photo {
        draw_photo(press, image, frame, label, items, problems);
    } else if let Some(template) = &piece.qr {
        draw_qr(press, template, frame, label, items, problems);
    }
    for part in &piece.parts {
        let part = part.get_ref();
        draw(press, part, part_frame(part, frame), label, items, problems);
    }
}

/// The frame of a part inside its cell; a width or height of 0 reaches to the edge.
pub(super) fn part_frame(part: &PieceSpec, within: Frame) -> Frame {
    let Some([x, y, width, height]) = part.at else {
        return within;
    };
    let reach = |length: f32, rest: f32| if length > 0.0 { length } else { rest.max(0.0) };
    Frame::new(
        within.x + x,
        within.y + y,
        reach(width, within.width - x),
        reach(height, within.height - y),
    )
}

/// One line of plain words around a point, for guides inside empty places.
fn draw_words(
    press: Press<'_>,
    words: &str,
    frame: Frame,
    size: f32,
    items: &mut Vec<Item>,
    problems: &mut Vec<Unprintable>,
) {
    let text = Inline::Text {
        text: words.to_owned(),
        field: None,
        under: Default::default(),
    };
    let place = Place {
        label: words,
        field: "",
    };
    let atoms = measure::atoms(press.fonts, Typeface::Song, &[text], place, problems);
    let em = size * MM_PER_POINT;
    let measure = Measure {
        size: em,
        width: frame.width,
        indent: 0.0,
    };
    let lines = breaking::lines(&atoms, measure);
    let top = frame.y + (frame.height - em * (1.0 + 1.4 * (lines.len() as f32 - 1.0))) / 2.0;
    for (number, line) in lines.iter().enumerate() {
        let x = frame.x + (frame.width - line.width) / 2.0;
        let y = top + em * (ABOVE_BASELINE + 1.4 * number as f32);
        setting::draw(
            line,
            &atoms,
            Spot {
                x,
                y,
                size,
                ink: GUIDE,
            },
            items,
        );
    }
}

/// A dotted circle where the seal goes; the seal itself is never drawn.
fn draw_seal(
    press: Press<'_>,
    words: &str,
    frame: Frame,
    items: &mut Vec<Item>,
    problems: &mut Vec<Unprintable>,
) {
    let diameter = SEAL.min(frame.width).min(frame.height);
    let place = frame.centred(diameter, diameter);
    let centre = (place.x + diameter / 2.0, place.y + diameter / 2.0);
    let circle = Stroke::circle(centre, diameter / 2.0, 0.4)
        .dashed(&[0.3, 0.9])
        .inked(GUIDE);
    items.push(Item::Stroke(circle));
    draw_words(press, words, place, 9.0, items, problems);
}

/// The photograph, or the frame it is glued into.
fn draw_photo(
    press: Press<'_>,
    image: &str,
    frame: Frame,
    label: &str,
    items: &mut Vec<Item>,
    problems: &mut Vec<Unprintable>,
) {
    let place = frame.centred(PHOTO.0, PHOTO.1);
    let picture = press
        .scope
        .data
        .images
        .get(image)
        .filter(|_| !press.scope.data.blank);
    let Some(picture) = picture else {
        items.push(Item::Stroke(
            Stroke::frame(place, 0.4).dashed(&[1.0, 0.8]).inked(GUIDE),
        ));
        return draw_words(press, "一寸照片\n(25×35 mm)", place, 8.0, items, problems);
    };
    match picture::size(picture) {
        Some((width, height)) => {
            let scale = (PHOTO.0 / width as f32).min(PHOTO.1 / height as f32);
            let place = place.centred(width as f32 * scale, height as f32 * scale);
            items.push(Item::Picture {
                place,
                picture: picture.clone(),
            });
        }
        None => problems.push(Unprintable::BadPicture {
            label: if label.is_empty() {
                "照片".to_owned()
            } else {
                label.to_owned()
            },
            field: image.to_owned(),
        }),
    }
}

/// The side of a module: wide enough for a laser printer at 600 dpi and any scanner at a counter.
const MODULE: f32 = 0.5;
/// White modules that readers want around a code (ISO/IEC 18004).
const QUIET: usize = 4;

/// A QR code at level M with its quiet zone in the middle of the frame; nothing if there is no
/// text.
fn draw_qr(
    press: Press<'_>,
    template: &Template,
    frame: Frame,
    label: &str,
    items: &mut Vec<Item>,
    problems: &mut Vec<Unprintable>,
) {
    let text = template.plain(press.scope);
    if text.is_empty() {
        return;
    }
    let side = frame.width.min(frame.height);
    let code = Code::of(&text);
    let code = code.filter(|code| (code.width + 2 * QUIET) as f32 * MODULE <= side + 0.01);
    let Some(code) = code else {
        let field = template.first_path().unwrap_or_default().to_owned();
        return problems.push(Unprintable::DoesNotFit {
            label: label.to_owned(),
            field,
            text,
        });
    };
    let width = code.width;
    let place = frame.centred(MODULE * width as f32, MODULE * width as f32);
    let mut boxes = Vec::new();
    for (row, modules) in code.colors.chunks(width).enumerate() {
        let mut from = 0;
        for stretch in modules.chunk_by(|a, b| a == b) {
            if stretch[0] == qrcode::Color::Dark {
                let (x, y) = (from as f32 * MODULE, row as f32 * MODULE);
                let wide = stretch.len() as f32 * MODULE;
                boxes.push(Frame::new(place.x + x, place.y + y, wide, MODULE));
            }
            from += stretch.len();
        }
    }
    items.push(Item::Fill {
        boxes,
        ink: Ink::BLACK,
    });
}
