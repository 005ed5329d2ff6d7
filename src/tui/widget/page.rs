use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;

use super::list::Scroll;
use super::put::{put, shown};
use crate::text::width;

/// One line of a page: pieces of text with their styles, side by side.
pub type Line = Vec<(String, Style)>;

/// Lines that are read from top to bottom and scrolled when there are too many.
#[derive(Debug, Clone, Default)]
pub struct Page {
    pub lines: Vec<Line>,
}

impl Page {
    pub fn line(&mut self, text: impl Into<String>, style: Style) {
        self.lines.push(vec![(text.into(), style)]);
    }

    pub fn pieces(&mut self, line: Line) {
        self.lines.push(line);
    }

    pub fn gap(&mut self) {
        self.lines.push(Line::new());
    }

    /// Text broken into as many lines as it needs, each behind `indent` spaces.
    pub fn text(&mut self, text: &str, indent: usize, columns: u16, style: Style) {
        let room = usize::from(columns).saturating_sub(indent);
        for line in wrapped(text, room) {
            self.line(format!("{}{line}", " ".repeat(indent)), style);
        }
    }

    /// Draws the lines in view; a mark at the right edge says that there is more above or below.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, scroll: Scroll, more: Style) {
        let range = scroll.range(self.lines.len(), usize::from(area.height));
        let (above, below) = (range.start > 0, range.end < self.lines.len());
        for (line, y) in self.lines[range].iter().zip(area.y..) {
            let mut x = area.x;
            for (text, style) in line {
                let room = area.right().saturating_sub(x);
                x = put(buffer, x, y, room, text, *style);
            }
        }
        if area.is_empty() {
            return;
        }
        let edge = area.right() - 1;
        if above {
            put(buffer, edge, area.y, 1, "^", more);
        }
        if below {
            put(buffer, edge, area.bottom() - 1, 1, "v", more);
        }
    }
}

/// Marks that close a phrase.
const CLOSING: [char; 13] = [
    '，', '。', '；', '：', '、', '）', '」', '》', ',', '.', ';', ')', '!',
];

/// `text` in lines of at most `columns`. Chinese breaks anywhere, other text at spaces if it can;
/// a mark that closes a phrase never begins a line.
pub fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    let text = shown(text);
    let mut words = text.split_word_bounds().peekable();
    while let Some(word) = words.next() {
        let mark = words.peek().filter(|next| next.starts_with(CLOSING));
        let needed = width(word) + mark.map_or(0, |mark| width(mark));
        if width(&line) + needed > columns && !line.is_empty() && !word.starts_with(CLOSING) {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            if word.trim().is_empty() {
                continue;
            }
        }
        for grapheme in word.graphemes(true) {
            if width(&line) + width(grapheme) > columns {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(grapheme);
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_characters_and_words() {
        assert_eq!(wrapped("一二三四五", 4), ["一二", "三四", "五"]);
        assert_eq!(wrapped("seen here now", 9), ["seen here", "now"]);
        assert_eq!(wrapped("", 9), [""]);
    }

    #[test]
    fn a_full_stop_never_begins_a_line() {
        assert_eq!(wrapped("一二三四。五", 8), ["一二三", "四。五"]);
    }

    proptest::proptest! {
        #[test]
        fn no_line_is_wider_than_its_room(text in "[一-三a-c ，。,)]{0,60}", columns in 2usize..20) {
            for line in wrapped(&text, columns) {
                proptest::prop_assert!(width(&line) <= columns, "{line:?}");
            }
        }
    }
}
