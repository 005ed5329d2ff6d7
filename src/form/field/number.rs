use super::Reading;
use crate::text::{Message, half_width};

pub(super) fn read(typed: &str, min: i64, max: i64) -> Reading {
    let Ok(number) = half_width(typed.trim()).parse::<i64>() else {
        return Reading::bad(Message::new("form.number_expected"));
    };
    if number < min || number > max {
        return Reading::bad(
            Message::new("form.number_out_of_range")
                .with("min", min)
                .with("max", max),
        );
    }
    Reading::good(number.to_string(), number.to_string().as_str())
}
