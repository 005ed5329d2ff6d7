use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::put::put;
use crate::text::{Lang, width};
use crate::tui::keys::{Binding, Context, Word, bindings};
use crate::tui::look;

/// The last row: the keys that do something here. The key for help always has its place; what
/// does not fit beside it stands there.
pub fn hint_bar(buffer: &mut Buffer, area: Rect, contexts: &[Context], lang: Lang) {
    let hints: Vec<&Binding> = bindings(contexts)
        .into_iter()
        .filter(|line| line.hint)
        .collect();
    let help = hints.iter().find(|line| line.word == Word::Help);
    let mut reserved = help.map_or(0, |help| columns(help, lang));
    let mut x = area.x;
    for binding in &hints {
        let is_help = binding.word == Word::Help;
        let room = area.right().saturating_sub(x);
        if is_help {
            reserved = 0;
        }
        if room < columns(binding, lang) + reserved {
            continue;
        }
        let key = format!(" {} ", binding.first_key(lang));
        x = put(buffer, x, area.y, room, &key, look::KEY);
        x = put(
            buffer,
            x + 1,
            area.y,
            room,
            &binding.label(lang),
            look::PLAIN,
        ) + 1;
    }
}

fn columns(binding: &Binding, lang: Lang) -> u16 {
    let wide = width(&binding.first_key(lang)) + width(&binding.label(lang)) + 4;
    u16::try_from(wide).unwrap_or(u16::MAX)
}
