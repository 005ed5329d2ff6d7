use super::Reading;
use crate::person::{PersonName, Phone, says_no_phone};
use crate::text::{Message, clean_line, half_width};

/// Free text of at most `max` characters, on one line.
pub(super) fn read(typed: &str, max: usize) -> Reading {
    let text = clean_line(typed).trim().to_owned();
    let length = text.chars().count();
    if length > max {
        return Reading::bad(
            Message::new("form.text_too_long")
                .with("length", length)
                .with("max", max),
        );
    }
    Reading::good(&text, text.as_str())
}

pub(super) fn read_name(typed: &str) -> Reading {
    match PersonName::read(typed) {
        Ok(name) => Reading::good(name.as_str(), name.as_str()),
        Err(problem) => Reading::bad(problem.message()),
    }
}

pub(super) fn read_phone(typed: &str) -> Reading {
    if says_no_phone(typed) {
        return Reading::good("无", Message::new("form.no_phone"));
    }
    match Phone::read(typed) {
        Ok(phone) => Reading::good(phone.to_string(), phone.printed().as_str()),
        Err(problem) => Reading::bad(problem.message()),
    }
}

/// A photograph is stored by the digest of its bytes: 64 hexadecimal digits.
pub(super) fn read_photo(typed: &str) -> Reading {
    let digest = half_width(typed.trim()).to_ascii_lowercase();
    if digest.len() == 64 && digest.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Reading::good(&digest, &digest[..8]);
    }
    Reading::bad(Message::new("form.photo_unknown"))
}
