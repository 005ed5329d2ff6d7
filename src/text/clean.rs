/// Maps full-width ASCII (U+FF01–FF5E) and the ideographic space to their half-width forms.
///
/// Used for numbers and dates only: a name is never normalised, because even NFC rewrites some
/// CJK compatibility ideographs that people really have in their names.
pub fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            // The full-width block stands exactly 0xFEE0 above ASCII, so the result is a scalar.
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            '\u{3000}' => ' ',
            c => c,
        })
        .collect()
}

/// One typed or pasted line without anything that could steer a terminal, a page or a file name:
/// control characters, bidirectional marks, zero-width marks and line breaks go, a tab or a break
/// becomes one space.
///
/// Variation selectors stay: they choose the form of a name's character.
pub fn clean_line(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '\t' | '\n' | '\r' => Some(' '),
            c if c.is_control() => None,
            '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{061C}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' => None,
            '\u{E0001}' | '\u{E0020}'..='\u{E007F}' => None,
            c => Some(c),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_digits_and_letters_become_half_width_and_hanzi_stay() {
        assert_eq!(half_width("４３０４Ｘ　李"), "4304X 李");
    }

    #[test]
    fn what_steers_a_terminal_or_turns_the_reading_direction_is_dropped() {
        assert_eq!(
            clean_line("张\u{1b}[31m三\u{202e}\r\n李\u{200b}四"),
            "张[31m三  李四"
        );
    }

    #[test]
    fn the_variation_of_a_name_character_is_kept() {
        assert_eq!(clean_line("葛\u{E0100}"), "葛\u{E0100}");
    }
}
