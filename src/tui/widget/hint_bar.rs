use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::put::put;
use crate::text::{Lang, width};
use crate::tui::keys::{Context, bindings};
use crate::tui::look;

/// The last row: the keys that do something here. What does not fit stands in the help.
pub fn hint_bar(buffer: &mut Buffer, area: Rect, contexts: &[Context], lang: Lang) {
    let mut x = area.x;
    for binding in bindings(contexts).into_iter().filter(|line| line.hint) {
        let key = format!(" {} ", binding.first_key());
        let label = binding.label(lang);
        let needed = u16::try_from(width(&key) + width(&label) + 2).unwrap_or(u16::MAX);
        if area.right().saturating_sub(x) < needed {
            continue;
        }
        x = put(buffer, x, area.y, needed, &key, look::KEY);
        x = put(buffer, x + 1, area.y, needed, &label, look::PLAIN) + 1;
    }
}
