use super::Reading;
use crate::form::model::Choice;
use crate::text::{Message, half_width};

/// An option by its code or its label. The key that picks one on the screen writes the code.
pub(super) fn read(typed: &str, options: &[Choice]) -> Reading {
    let typed = typed.trim();
    let code = half_width(typed);
    let found = options
        .iter()
        .find(|option| option.code == code)
        .or_else(|| {
            options
                .iter()
                .find(|option| option.label.zh == typed || option.label.en == typed)
        });
    match found {
        Some(option) => Reading::good(&option.code, option.label.clone()),
        None => {
            let options: Vec<&str> = options
                .iter()
                .map(|option| option.label.zh.as_str())
                .collect();
            Reading::bad(Message::new("form.not_an_option").with("options", options.join("、")))
        }
    }
}

pub(super) fn read_yes_no(typed: &str) -> Reading {
    match half_width(typed.trim()).to_ascii_lowercase().as_str() {
        "yes" | "y" | "是" | "true" => Reading::good("yes", Message::new("form.yes")),
        "no" | "n" | "否" | "false" => Reading::good("no", Message::new("form.no")),
        _ => Reading::bad(Message::new("form.yes_or_no")),
    }
}
