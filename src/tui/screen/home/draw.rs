use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::hits::hit_row;
use super::{Entry, Home, TypedId};
use crate::disk::at_the_counter;
use crate::office::deed;
use crate::text::{Lang, Message, pad};
use crate::tui::job::DraftLine;
use crate::tui::look;
use crate::tui::widget::{bar, below, fill, put, window};

/// Columns of what was done, the longest of which leaves a gap in either language.
pub const DEED: usize = 26;

/// Column of the box.
pub const BOX_AT: u16 = 10;

pub fn label(buffer: &mut Buffer, area: Rect, text: &str) {
    put(
        buffer,
        area.x + 1,
        area.y + 1,
        BOX_AT - 1,
        text,
        look::STRONG,
    );
}

/// The row below the box: what it takes, what the number says, or what is wrong with it.
pub fn below_the_box(home: &Home, buffer: &mut Buffer, area: Rect) {
    let (text, style) = match home.typed().id {
        None => (Message::new("tui.box_takes").say(home.lang), look::QUIET),
        Some(TypedId::Right { says, .. }) => (format!("✓ {says}"), look::READING),
        Some(TypedId::Wrong { problem, .. }) => (format!("✗ {problem}"), look::PROBLEM),
    };
    let x = area.x + BOX_AT;
    put(
        buffer,
        x,
        area.y + 2,
        area.right().saturating_sub(x),
        &text,
        style,
    );
}

/// How far the index has come, at the end of the line above the box.
pub fn indexing(home: &Home, buffer: &mut Buffer, area: Rect) {
    let Some(now) = home.indexing else { return };
    let percent = now.done * 100 / now.of.max(1);
    let text = Message::new("tui.indexing")
        .with("percent", percent)
        .say(home.lang);
    let width = (crate::text::width(&text) as u16).min(area.width);
    put(
        buffer,
        area.right() - width,
        area.y,
        width,
        &text,
        look::QUIET,
    );
}

pub fn list(home: &Home, buffer: &mut Buffer, area: Rect) {
    if home.query().is_empty() {
        return idle(home, buffer, area);
    }
    if !home.is_answered() && home.found.hits.is_empty() {
        return;
    }
    let entries = home.entries();
    let heading = match (home.indexing, home.found.more) {
        (Some(_), _) => Message::new("tui.found_so_far"),
        (None, true) => Message::new("tui.found_more"),
        (None, false) => Message::new("tui.found"),
    };
    let heading = heading.with("count", home.found.hits.len());
    bar(buffer, area, &heading.say(home.lang));
    let rows = below(area, 1);
    let range = window(home.selected, entries.len(), usize::from(rows.height));
    let shown = entries.iter().enumerate().skip(range.start);
    for ((place, entry), y) in shown.zip(rows.y..rows.bottom()) {
        let row = Rect {
            y,
            height: 1,
            ..rows
        };
        match entry {
            Entry::Hit(hit) => hit_row(home.lang, hit, buffer, row),
            Entry::New => new_row(home, buffer, row),
            Entry::Draft(draft) => draft_row(home, draft, buffer, row),
        }
        if place == home.selected {
            fill(buffer, row, look::SELECTED);
        }
    }
}

/// With an empty box: unfinished drafts, then what was done today.
fn idle(home: &Home, buffer: &mut Buffer, area: Rect) {
    let mut y = area.y;
    if !home.drafts.is_empty() {
        let heading = Message::new("tui.drafts").with("count", home.drafts.len());
        bar(buffer, area, &heading.say(home.lang));
        y += 1;
        let most = usize::from(area.height / 2).max(1);
        let range = window(home.selected, home.drafts.len(), most);
        for place in range {
            let row = Rect {
                y,
                height: 1,
                ..area
            };
            draft_row(home, &home.drafts[place], buffer, row);
            if place == home.selected {
                fill(buffer, row, look::SELECTED);
            }
            y += 1;
        }
        y += 1;
    }
    today(home, buffer, below(area, y - area.y));
}

fn today(home: &Home, buffer: &mut Buffer, area: Rect) {
    let (Some(desk), Some(today)) = (&home.desk, &home.today) else {
        return;
    };
    if area.height < 2 {
        return;
    }
    let heading = Message::new("tui.today").with("count", today.len());
    bar(buffer, area, &heading.say(home.lang));
    let rows = below(area, 1);
    if today.is_empty() {
        let nothing = Message::new("tui.nothing_today").say(home.lang);
        put(
            buffer,
            rows.x + 2,
            rows.y,
            rows.width - 2,
            &nothing,
            look::QUIET,
        );
    }
    for (line, y) in today.iter().rev().zip(rows.y..rows.bottom()) {
        let text = format!(
            "{}{}{}{}",
            pad(&clock(line.at), 8),
            pad(&deed(line, &desk.forms, home.lang), DEED),
            pad(&line.name, 20),
            line.number
        );
        put(buffer, rows.x + 2, y, rows.width - 2, &text, look::PLAIN);
    }
}

/// Hour and minute of a moment, as the clock on the counter's wall shows it.
pub fn clock(at: i64) -> String {
    at_the_counter(at).format("%H:%M").to_string()
}

fn new_row(home: &Home, buffer: &mut Buffer, row: Rect) {
    let typed = home.typed();
    let known = typed.known();
    let message = match &typed.id {
        Some(TypedId::Right { says, number }) if known == *number => {
            Message::new("tui.new_with_id").with("says", says)
        }
        _ if !known.is_empty() => Message::new("tui.new_with").with("typed", known),
        _ => Message::new("tui.new_blank"),
    };
    let beside = match (typed.certificate.as_str(), typed.rest.as_str()) {
        ("", "") => None,
        ("", rest) => Some(Message::new("tui.new_not_taken").with("rest", rest)),
        (number, _) => Some(Message::new("tui.new_certificate").with("number", number)),
    };
    let beside = beside.map_or_else(String::new, |beside| beside.say(home.lang));
    let text = format!("+ {}{beside}", message.say(home.lang));
    put(
        buffer,
        row.x + 2,
        row.y,
        row.width.saturating_sub(2),
        &text,
        look::READING,
    );
}

fn draft_row(home: &Home, draft: &DraftLine, buffer: &mut Buffer, row: Rect) {
    let desk = home.desk.as_ref();
    let form = desk.and_then(|desk| desk.form(&draft.service));
    let service = form.map_or(draft.service.as_str(), |form| form.title.say(home.lang));
    let name = name_of(draft, home.lang);
    let saved = at_the_counter(draft.saved_at).format("%m-%d %H:%M");
    let text = format!("{}{}{saved}", pad(&name, 20), pad(service, 34));
    put(
        buffer,
        row.x + 2,
        row.y,
        row.width.saturating_sub(2),
        &text,
        look::PLAIN,
    );
}

/// Whose draft it is: the name, or the masked number until there is one.
pub fn name_of(draft: &DraftLine, lang: Lang) -> String {
    match (draft.name.as_str(), &draft.id) {
        ("", Some(id)) => id.masked(),
        ("", None) => Message::new("tui.no_name_yet").say(lang),
        (name, _) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;

    #[test]
    fn what_was_done_never_runs_into_the_name_behind_it() {
        let deeds = [
            "office.did_register_person",
            "office.did_issue_certificate",
            "office.did_suspend_case",
            "office.did_print_paper",
            "office.did_archive_paper",
            "office.did_hand_over",
            "office.did_renew",
            "office.did_replace",
            "office.did_correct",
            "office.did_annotate",
            "office.did_cancel",
            "office.did_correct_name",
        ];
        for deed in deeds {
            for lang in [Lang::Zh, Lang::En] {
                let says = Message::new(deed).say(lang);
                assert!(width(&says) < DEED, "{says}");
            }
        }
    }
}
