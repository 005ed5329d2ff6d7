//! One spelling for what was typed and what is stored, so that the two can be compared.

use crate::text::{clean_line, half_width};

/// A number as it is compared: half-width, capitals, no separators. `138-0000 1234` and
/// `１３８００００１２３４` become one. Chinese signs stay, some numbers have them.
pub fn number(text: &str) -> String {
    let plain = |sign: u8| sign.is_ascii_digit() || sign.is_ascii_uppercase();
    if text.bytes().all(plain) {
        return text.to_owned();
    }
    half_width(&clean_line(text))
        .chars()
        .filter(|sign| sign.is_alphanumeric())
        .map(|sign| sign.to_ascii_uppercase())
        .collect()
}

/// A number without the Chinese signs in front of it: practice halls number certificates `样…`,
/// and nobody should have to type that.
pub fn bare(number: &str) -> &str {
    let bare = number.trim_start_matches(|sign: char| !sign.is_ascii_alphanumeric());
    if bare.is_empty() { number } else { bare }
}

/// A sign of a name as it is compared, or nothing if it only separates or chooses a variant: the
/// dot of `阿卜杜拉·买买提` is written in six ways and often left out.
pub fn fold(sign: char) -> Option<char> {
    match sign {
        '\u{FF01}'..='\u{FF5E}' => half_width(sign.encode_utf8(&mut [0; 4]))
            .chars()
            .next()
            .and_then(fold_narrow),
        sign => fold_narrow(sign),
    }
}

fn fold_narrow(sign: char) -> Option<char> {
    match sign {
        '·' | '•' | '‧' | '・' | '∙' | '´' | '’' => None,
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => None,
        sign if sign.is_whitespace() || sign.is_control() || sign.is_ascii_punctuation() => None,
        // A single sign is enough: this is for comparing, not for showing.
        sign => sign.to_lowercase().next(),
    }
}

/// The signs of a name that are compared.
pub fn folded(name: &str) -> impl Iterator<Item = char> + Clone {
    name.chars().filter_map(fold)
}
