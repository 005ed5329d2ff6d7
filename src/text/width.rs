use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns that `text` takes on a terminal. Han characters take two.
pub fn width(text: &str) -> usize {
    text.width()
}

/// `text` cut to at most `columns`, ending in `…` where something was cut. Never cuts a character
/// in two.
pub fn clip(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let wide = width(grapheme);
        if used + wide + 1 > columns {
            break;
        }
        out.push_str(grapheme);
        used += wide;
    }
    if columns > 0 {
        out.push('…');
    }
    out
}

/// `text` clipped and then filled with spaces to exactly `columns`.
pub fn pad(text: &str, columns: usize) -> String {
    let mut out = clip(text, columns);
    let missing = columns.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', missing));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_not_characters() {
        assert_eq!(width("欧阳𠮷a"), 7);
        assert_eq!(pad("李", 4), "李  ");
        assert_eq!(clip("欧阳修", 5), "欧阳…");
        assert_eq!(width(&clip("欧阳修", 4)), 3);
        assert_eq!(clip("李", 0), "");
    }
}
