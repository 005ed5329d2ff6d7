use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};
use tui_input::{Input, InputRequest};
use unicode_segmentation::UnicodeSegmentation;

use super::put::shown;
use crate::text::width;
use crate::tui::keys::Word;

/// One line of typed text with its caret.
#[derive(Debug, Clone, Default)]
pub struct LineEdit {
    input: Input,
    /// The text was not typed here: the first typed character replaces it, an arrow key keeps it.
    fresh: bool,
}

impl LineEdit {
    /// A line with the caret at its end.
    pub fn new(text: &str) -> LineEdit {
        LineEdit {
            input: Input::new(text.to_owned()),
            fresh: false,
        }
    }

    /// A line whose text the first typed character replaces.
    pub fn fresh(text: &str) -> LineEdit {
        LineEdit {
            input: Input::new(text.to_owned()),
            fresh: !text.is_empty(),
        }
    }

    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Types `text` at the caret.
    pub fn insert(&mut self, text: &str) {
        if std::mem::take(&mut self.fresh) {
            self.input.reset();
        }
        for c in text.chars() {
            self.input.handle(InputRequest::InsertChar(c));
        }
    }

    /// Moves or erases. True if the word was one for a line of text.
    pub fn act(&mut self, word: Word) -> bool {
        let request = match word {
            Word::Left => InputRequest::GoToPrevChar,
            Word::Right => InputRequest::GoToNextChar,
            Word::LineStart => InputRequest::GoToStart,
            Word::LineEnd => InputRequest::GoToEnd,
            Word::EraseLeft => InputRequest::DeletePrevChar,
            Word::EraseRight => InputRequest::DeleteNextChar,
            Word::EraseWordLeft => InputRequest::DeletePrevWord,
            Word::EraseLine => InputRequest::DeleteLine,
            _ => return false,
        };
        self.fresh = false;
        self.input.handle(request);
        true
    }

    /// Draws the line in one row and returns where the caret stands, always inside `area`.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, style: Style) -> Position {
        let area = area.intersection(buffer.area);
        if area.is_empty() {
            return area.as_position();
        }
        buffer.set_style(Rect { height: 1, ..area }, style);
        let columns = usize::from(area.width);
        let before: String = self.text().chars().take(self.input.cursor()).collect();
        let before = shown(&before);
        let all = shown(self.text());
        let hidden = scrolled(&before, columns);
        let text_style = if self.fresh {
            style.add_modifier(Modifier::REVERSED)
        } else {
            style
        };
        buffer.set_stringn(area.x, area.y, &all[hidden..], columns, text_style);
        let caret = width(&before[hidden..]).min(columns - 1);
        let caret = u16::try_from(caret).unwrap_or(0);
        Position::new(area.x + caret, area.y)
    }
}

/// Bytes of `before` that scroll out on the left so that the caret behind it stays in view.
fn scrolled(before: &str, columns: usize) -> usize {
    let mut wide = width(before);
    let mut hidden = 0;
    for grapheme in before.graphemes(true) {
        if wide < columns {
            break;
        }
        wide -= width(grapheme);
        hidden += grapheme.len();
    }
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const AREA: Rect = Rect::new(0, 0, 10, 1);

    fn caret(line: &LineEdit) -> u16 {
        let mut buffer = Buffer::empty(AREA);
        line.draw(&mut buffer, AREA, Style::new()).x
    }

    #[test]
    fn the_caret_counts_columns_not_characters() {
        let mut line = LineEdit::default();
        line.insert("欧阳𠮷");
        assert_eq!(caret(&line), 6);
        line.act(Word::Left);
        assert_eq!(caret(&line), 4);
        line.insert("·");
        assert_eq!(caret(&line), 6);
        assert_eq!(line.text(), "欧阳·𠮷");
    }

    #[test]
    fn a_fresh_text_is_replaced_by_typing_and_kept_by_moving() {
        let mut line = LineEdit::fresh("旧");
        line.insert("新");
        assert_eq!(line.text(), "新");
        let mut line = LineEdit::fresh("旧");
        line.act(Word::LineEnd);
        line.insert("新");
        assert_eq!(line.text(), "旧新");
    }

    proptest! {
        #[test]
        fn the_caret_stays_inside_its_field(
            text in any::<String>(),
            wide in 0u16..12,
            words in proptest::collection::vec(0usize..8, 0..20),
        ) {
            const WORDS: [Word; 8] = [
                Word::Left, Word::Right, Word::LineStart, Word::LineEnd,
                Word::EraseLeft, Word::EraseRight, Word::EraseWordLeft, Word::EraseLine,
            ];
            let mut line = LineEdit::default();
            line.insert(&text);
            for word in words {
                line.act(WORDS[word]);
                let area = Rect::new(3, 1, wide, 1);
                let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 3));
                let caret = line.draw(&mut buffer, area, Style::new());
                prop_assert!(wide == 0 || area.contains(caret), "{caret:?}");
            }
        }
    }
}
