//! Which characters are Chinese and which are letters.

/// A CJK unified ideograph of any block to extension J, a compatibility ideograph, or 〇.
///
/// Compatibility ideographs are allowed because some of them are characters of their own and
/// stand on cards; the blocks are those of Unicode 17.
pub(super) fn is_han(c: char) -> bool {
    matches!(c,
        '〇'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{2A6DF}'
        | '\u{2A700}'..='\u{2EE5D}'
        | '\u{2F800}'..='\u{2FA1F}'
        | '\u{30000}'..='\u{33479}')
}

/// A letter of the Latin script, with or without marks.
pub(super) fn is_latin_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (c.is_alphabetic() && matches!(c, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}'))
}

/// A variation selector, which chooses the form of the character before it.
pub(super) fn is_variation(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}
