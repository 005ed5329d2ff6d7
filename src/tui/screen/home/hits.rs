//! A person who was found, with what was asked for marked in the line.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::lookup::{Field, Part};
use crate::record::CertificateState;
use crate::text::{Lang, Message, width};
use crate::tui::job::PersonLine;
use crate::tui::look;
use crate::tui::widget::put;

/// One cell of the line.
struct Cell<'a> {
    text: &'a str,
    columns: u16,
    style: Style,
    /// The characters that were asked for.
    marked: Vec<usize>,
}

pub fn hit_row(lang: Lang, hit: &PersonLine, buffer: &mut Buffer, row: Rect) {
    let (certificate, style) = match &hit.certificate {
        Some((number, CertificateState::Valid)) => (format!("✓ {number}"), look::GOOD),
        Some((number, state)) => {
            let state = match state {
                CertificateState::Ended(end) => end.message(),
                _ => Message::new("tui.expired"),
            };
            // The state stands first: a narrow screen cuts the number.
            (format!("{} {number}", state.say(lang)), look::NOTE)
        }
        None => (String::new(), look::PLAIN),
    };
    let birth = hit
        .birth_year
        .map_or(String::new(), |year| year.to_string());
    let plain = |text, columns| Cell {
        text,
        columns,
        style: look::PLAIN,
        marked: Vec::new(),
    };
    let cells = [
        Cell {
            style: look::STRONG,
            marked: in_name(hit),
            ..plain(&hit.name, 16)
        },
        Cell {
            marked: in_number(&hit.matched, Field::Id, &hit.id_masked),
            ..plain(&hit.id_masked, 20)
        },
        plain(&birth, 6),
        plain(&hit.community, 14),
        Cell {
            marked: in_number(&hit.matched, Field::Phone, &hit.phone_tail),
            ..plain(&hit.phone_tail, 6)
        },
        Cell {
            style,
            marked: in_number(&hit.matched, Field::Certificate, &certificate),
            ..plain(&certificate, row.width)
        },
    ];
    let mut x = row.x + 2;
    for cell in cells {
        draw(&cell, buffer, x, row);
        x = x.saturating_add(cell.columns);
    }
}

fn draw(cell: &Cell, buffer: &mut Buffer, x: u16, row: Rect) {
    let room = (cell.columns - 1).min(row.right().saturating_sub(x));
    let end = put(buffer, x, row.y, room, cell.text, cell.style);
    let mut at = x;
    for (place, sign) in cell.text.chars().enumerate() {
        let wide = width(sign.encode_utf8(&mut [0; 4])) as u16;
        // What did not fit is not there to be marked.
        if at.saturating_add(wide) > end {
            return;
        }
        if cell.marked.contains(&place) {
            let sign = Rect::new(at, row.y, wide, 1);
            buffer.set_style(sign, look::MATCHED);
        }
        at += wide;
    }
}

/// The signs of the name that were asked for, as they are written or by their reading.
fn in_name(hit: &PersonLine) -> Vec<usize> {
    let mut marked = Vec::new();
    for part in &hit.matched {
        match part.field {
            Field::Name if part.text == hit.name => marked.extend(places(part)),
            Field::Pinyin => marked.extend(spoken(part, &hit.name)),
            _ => {}
        }
    }
    marked
}

/// The signs whose syllables were asked for; nothing where signs and syllables do not agree, as in
/// a name in Latin letters.
fn spoken(part: &Part, name: &str) -> Vec<usize> {
    let signs: Vec<usize> = (name.chars().enumerate())
        .filter(|(_, sign)| sign.is_alphabetic())
        .map(|(place, _)| place)
        .collect();
    let mut syllable = 0;
    let mut asked = Vec::new();
    let wanted: Vec<usize> = places(part).collect();
    for (place, letter) in part.text.chars().enumerate() {
        syllable += usize::from(letter == ' ');
        if wanted.contains(&place) && asked.last() != Some(&syllable) {
            asked.push(syllable);
        }
    }
    match signs.len() == syllable + 1 {
        true => asked.into_iter().map(|nth| signs[nth]).collect(),
        false => Vec::new(),
    }
}

/// The places of a number as it is shown: masked, its tail alone, or with something before it.
fn in_number(matched: &[Part], field: Field, shown: &str) -> Vec<usize> {
    let mut marked = Vec::new();
    for part in matched.iter().filter(|part| part.field == field) {
        let (whole, shown_length) = (part.text.chars().count(), shown.chars().count());
        let lead = shown.find(&part.text).map(|at| shown[..at].chars().count());
        for place in places(part) {
            match (lead, shown_length >= whole) {
                (Some(lead), _) => marked.push(lead + place),
                // The certificate shown is another one of hers.
                (None, true) if field == Field::Certificate => {}
                (None, true) => marked.push(place),
                (None, false) => marked.extend((place + shown_length).checked_sub(whole)),
            }
        }
    }
    marked
}

fn places(part: &Part) -> impl Iterator<Item = usize> {
    part.ranges.iter().cloned().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{CancelCause, End, PersonKey};

    fn hit(field: Field, text: &str, ranges: &[(usize, usize)]) -> PersonLine {
        PersonLine {
            person: PersonKey(1),
            name: "买买提·阿依".to_owned(),
            id_masked: "430406********9927".to_owned(),
            birth_year: Some(1983),
            community: String::new(),
            phone_tail: "0101".to_owned(),
            certificate: Some(("样4304060051000001X".to_owned(), CertificateState::Valid)),
            matched: vec![Part {
                field,
                text: text.to_owned(),
                ranges: ranges.iter().map(|(from, to)| *from..*to).collect(),
            }],
        }
    }

    /// The marked columns of the line.
    fn marked(hit: &PersonLine) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 100, 1));
        let row = buffer.area;
        hit_row(Lang::Zh, hit, &mut buffer, row);
        let cells = buffer.content().iter();
        let cells = cells.filter(|cell| cell.modifier.contains(look::MATCHED.add_modifier));
        cells
            .map(|cell| cell.symbol())
            .collect::<String>()
            .replace(' ', "")
    }

    #[test]
    fn a_certificate_that_was_ended_says_how() {
        let mut hit = hit(Field::Name, "买买提·阿依", &[(0, 1)]);
        let cancelled = CertificateState::Ended(End::Cancelled(CancelCause::OwnWish));
        hit.certificate = Some(("4304060051000001X".to_owned(), cancelled));
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 1));
        let row = buffer.area;
        hit_row(Lang::Zh, &hit, &mut buffer, row);
        let text: String = buffer.content().iter().map(|cell| cell.symbol()).collect();
        assert!(text.replace(' ', "").contains("已注销"), "{text}");
    }

    #[test]
    fn what_was_asked_for_is_marked_wherever_it_is_shown() {
        assert_eq!(
            marked(&hit(Field::Name, "买买提·阿依", &[(0, 2), (4, 5)])),
            "买买阿"
        );
        assert_eq!(
            marked(&hit(Field::Pinyin, "mai mai ti a yi", &[(8, 11)])),
            "提阿"
        );
        assert_eq!(
            marked(&hit(Field::Id, "430406198304129927", &[(14, 18)])),
            "9927"
        );
        assert_eq!(
            marked(&hit(Field::Phone, "13800000101", &[(0, 5), (9, 11)])),
            "01"
        );
        assert_eq!(
            marked(&hit(Field::Certificate, "样4304060051000001X", &[(13, 18)])),
            "0001X"
        );
        assert_eq!(
            marked(&hit(Field::Certificate, "样43040600510000028", &[(13, 18)])),
            ""
        );
        assert_eq!(
            marked(&hit(Field::FormerId, "430406830412992", &[(0, 4)])),
            ""
        );
        assert_eq!(marked(&hit(Field::Pinyin, "anna petrova", &[(0, 4)])), "");
    }
}
