use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::width;
use crate::tui::look;

/// `text` as a terminal can draw it: the middle dot of a name is one column wide on some consoles
/// and two on others, so it is drawn as the katakana dot, which is two everywhere; a character of
/// the private use area has no agreed width and is drawn as 〓. What is stored stays as it is.
pub fn shown(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{B7}' => '\u{30FB}',
            '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}' => '〓',
            '…' => '~',
            '—' | '─' => '-',
            '“' | '”' => '"',
            '‘' | '’' => '\'',
            '×' => 'x',
            '→' => '>',
            '•' | '‧' => '\u{30FB}',
            c => c,
        })
        .collect()
}

/// Draws `text` from (`x`, `y`) in at most `columns` columns, ending in `~` where it was cut, and
/// returns the column behind it. Draws nothing outside the buffer.
pub fn put(buffer: &mut Buffer, x: u16, y: u16, columns: u16, text: &str, style: Style) -> u16 {
    let area = buffer.area;
    if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
        return x;
    }
    let columns = columns.min(area.right() - x);
    let text = cut(&shown(text), columns);
    buffer
        .set_stringn(x, y, text, usize::from(columns), style)
        .0
}

/// Draws `text` so that it ends before column `right`; at most `columns` wide.
pub fn put_right(buffer: &mut Buffer, right: u16, y: u16, columns: u16, text: &str, style: Style) {
    let text = cut(&shown(text), columns);
    let wide = columns_of(&text);
    put(buffer, right.saturating_sub(wide), y, wide, &text, style);
}

/// Columns of a text as it is drawn.
fn columns_of(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap_or(u16::MAX)
}

/// `text`, or its beginning and a `~`, in at most `columns`.
fn cut(text: &str, columns: u16) -> String {
    if columns_of(text) <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut room = columns.saturating_sub(1);
    for grapheme in text.graphemes(true) {
        let Some(rest) = room.checked_sub(columns_of(grapheme)) else {
            break;
        };
        room = rest;
        out.push_str(grapheme);
    }
    if columns > 0 {
        out.push('~');
    }
    out
}

/// Gives every cell of `area` the style, over what stands there.
pub fn fill(buffer: &mut Buffer, area: Rect, style: Style) {
    buffer.set_style(area.intersection(buffer.area), style);
}

/// Empties `area`. A wide character that the left edge cuts in two is taken away whole, where the
/// drawing library's own `Clear` leaves half of it and loses the border.
pub fn clear(buffer: &mut Buffer, area: Rect) {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        if area.left() > buffer.area.left() {
            let before = &mut buffer[(area.left() - 1, y)];
            if width(before.symbol()) > 1 {
                before.set_symbol(" ");
            }
        }
        for x in area.left()..area.right() {
            buffer[(x, y)].reset();
        }
    }
}

/// A heading across the first row of an area.
pub fn bar(buffer: &mut Buffer, area: Rect, text: &str) {
    let row = Rect { height: 1, ..area };
    fill(buffer, row, look::HEADING);
    let columns = area.width.saturating_sub(1);
    put(buffer, area.x + 1, area.y, columns, text, look::HEADING);
}

/// What is left of an area below its first rows.
pub fn below(area: Rect, rows: u16) -> Rect {
    Rect {
        y: area.y + rows.min(area.height),
        height: area.height.saturating_sub(rows),
        ..area
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(buffer: &Buffer) -> String {
        buffer.content.iter().map(|cell| cell.symbol()).collect()
    }

    #[test]
    fn a_text_is_cut_between_characters_and_never_in_one() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        assert_eq!(put(&mut buffer, 0, 0, 6, "欧阳春桃", Style::new()), 5);
        assert_eq!(cut("欧阳春桃", 6), "欧阳~");
        assert_eq!(cut("欧阳春", 6), "欧阳春");
        assert_eq!(cut("欧", 0), "");
        put(&mut buffer, 7, 0, 9, "李", Style::new());
        put(&mut buffer, 20, 9, 9, "李", Style::new());
    }

    #[test]
    fn the_dot_of_a_name_is_drawn_in_two_columns() {
        assert_eq!(shown("阿卜杜拉·买买提\u{E000}"), "阿卜杜拉・买买提〓");
    }

    /// Characters that are one column wide here and two on some Chinese consoles.
    fn ambiguous(text: &str) -> String {
        use unicode_width::UnicodeWidthChar;
        let differs = |c: &char| c.width() != c.width_cjk();
        shown(text).chars().filter(differs).collect()
    }

    #[test]
    fn no_text_of_the_program_has_a_width_that_terminals_disagree_on() {
        use crate::text::{Lang, Message, message_keys};
        for lang in [Lang::Zh, Lang::En] {
            for key in message_keys(lang) {
                let sentence = Message::new(key).say(lang);
                assert_eq!(ambiguous(&sentence), "", "{key}: {sentence}");
            }
        }
        for (_, form) in crate::tui::tests::desk(Lang::Zh).forms.iter() {
            for field in form.steps.iter().flat_map(|step| &step.fields) {
                for label in [&field.label, &field.help] {
                    assert_eq!(ambiguous(&label.zh), "", "{}", label.zh);
                    assert_eq!(ambiguous(&label.en), "", "{}", label.en);
                }
            }
        }
    }

    #[test]
    fn clearing_takes_a_wide_character_at_the_edge_away_whole() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        buffer.set_string(0, 0, "中文字符", Style::new());
        clear(&mut buffer, Rect::new(3, 0, 2, 1));
        assert_eq!(row(&buffer).replace(' ', "_"), "中_____符_");
    }
}
