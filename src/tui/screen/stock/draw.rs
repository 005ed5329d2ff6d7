use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::StockScreen;
use super::ask::{Asking, Question, What};
use crate::office::{Proposal, StockBatch};
use crate::service::supplies::Band;
use crate::text::{Lang, Message, pad};
use crate::tui::desk::Desk;
use crate::tui::look;
use crate::tui::screen::wizard::field;
use crate::tui::widget::{Page, Scroll, bar, below, fill, put, window};

/// Column where an answer begins.
const ANSWER: u16 = 22;

pub fn list(screen: &StockScreen, buffer: &mut Buffer, area: Rect) -> Position {
    let lang = screen.desk.lang;
    let keys = What::ALL.iter().zip(1..).map(|(what, digit)| {
        let title = what.title().say(lang);
        format!("{digit} {title}")
    });
    let keys: Vec<String> = keys.collect();
    let title = Message::new("supplies.stock").say(lang);
    bar(buffer, area, &format!("{title}    {}", keys.join("   ")));
    let rows = below(area, 2);
    if screen.stock.is_empty() {
        let empty = Message::new("supplies.empty").say(lang);
        put(
            buffer,
            rows.x + 2,
            rows.y,
            rows.width - 2,
            &empty,
            look::QUIET,
        );
    }
    let height = usize::from(rows.height);
    let range = window(screen.selected, screen.stock.len(), height);
    let mut caret = Position::new(area.x + 1, area.y);
    for (place, y) in range.zip(rows.y..) {
        let row = Rect {
            y,
            height: 1,
            ..rows
        };
        batch_row(&screen.stock[place], lang, buffer, row);
        if place == screen.selected {
            fill(buffer, row, look::SELECTED);
            caret = Position::new(row.x, y);
        }
    }
    caret
}

fn batch_row(line: &StockBatch, lang: Lang, buffer: &mut Buffer, row: Rect) {
    let (key, style) = match line.band {
        Band::Expired => ("supplies.band_expired", look::PROBLEM),
        Band::Near | Band::Warned => ("supplies.band_left", look::NOTE),
        Band::Good => ("supplies.band_left", look::PLAIN),
    };
    let left = Message::new(key).with("days", line.days_left).say(lang);
    let text = format!(
        "{}{}{}{}{} {}",
        pad(line.item.say(lang), 24),
        pad(&line.batch.key.number, 14),
        pad(&line.batch.last_day().to_string(), 12),
        pad(&left, 20),
        line.batch.balance,
        line.unit.say(lang)
    );
    put(buffer, row.x + 2, row.y, row.width - 2, &text, style);
}

pub fn asking(asking: &Asking, desk: &Desk, buffer: &mut Buffer, area: Rect) -> Position {
    bar(buffer, area, &title(asking, desk));
    let mut caret = Position::new(area.x + ANSWER, area.y);
    let questions = asking.questions();
    // Options take rows of their own, so the page shows the questions around the caret.
    let rows = below(area, 2);
    let height = usize::from(rows.height) / 2;
    let range = window(asking.place(), questions.len(), height.max(1));
    let mut y = rows.y;
    for place in range {
        let here = place == asking.place();
        if y >= rows.bottom() {
            break;
        }
        let row = Rect {
            y,
            height: 1,
            ..rows
        };
        let at = question_row(asking, &questions[place], here, desk, buffer, row);
        if here {
            caret = at;
            let free = below(rows, y + 1 - rows.y);
            y += options_rows(&questions[place], desk, buffer, free);
        }
        y += 1;
    }
    caret
}

fn title(asking: &Asking, desk: &Desk) -> String {
    let title = asking.what.title().say(desk.lang);
    match asking.chosen.as_ref().filter(|_| asking.what.needs_batch()) {
        None => title,
        Some(chosen) => format!(
            "{title}    {} {} {}",
            chosen.item.say(desk.lang),
            chosen.batch.key.number,
            chosen.batch.last_day()
        ),
    }
}

fn question_row(
    asking: &Asking,
    question: &Question,
    here: bool,
    desk: &Desk,
    buffer: &mut Buffer,
    row: Rect,
) -> Position {
    let star = if question.required { "*" } else { " " };
    let label = format!("{star}{}", question.label.say(desk.lang));
    put(buffer, row.x + 1, row.y, ANSWER - 2, &label, look::LABEL);
    let x = row.x + ANSWER;
    let room = row.right().saturating_sub(x + 1);
    let reading = asking.reading(question, desk);
    if here && field::is_typed(&question.kind) {
        let half = Rect::new(x, row.y, room / 2, 1);
        let caret = asking.line.draw(buffer, half, look::FIELD);
        let says = reading_text(&reading, desk.lang);
        put(buffer, half.right() + 1, row.y, room / 2, &says.0, says.1);
        return caret;
    }
    let says = match reading.shown.is_empty() {
        true => asking.text(question.key).to_owned(),
        false => reading.say(desk.lang),
    };
    put(buffer, x, row.y, room, &says, look::PLAIN);
    Position::new(x, row.y)
}

fn reading_text(reading: &crate::form::Reading, lang: Lang) -> (String, Style) {
    match &reading.problem {
        Some(problem) => (format!("✗ {}", problem.say(lang)), look::PROBLEM),
        None => (reading.say(lang), look::READING),
    }
}

/// The options of a question, in as many rows as they need.
fn options_rows(question: &Question, desk: &Desk, buffer: &mut Buffer, rows: Rect) -> u16 {
    let options = field::options(&question.kind, desk.lang);
    let options = options.iter().zip(1..).map(|((_, label), digit)| {
        // What no digit picks is reached with the arrow keys.
        match digit {
            1..=9 => format!("{digit} {label}"),
            _ => label.clone(),
        }
    });
    let text = options.collect::<Vec<_>>().join("  ");
    let x = rows.x + ANSWER;
    let room = rows.right().saturating_sub(x);
    let mut page = Page::default();
    if !text.is_empty() {
        page.text(&text, 0, room, look::QUIET);
    }
    let place = Rect {
        x,
        width: room,
        ..rows
    };
    page.draw(buffer, place, Scroll::default(), look::NOTE);
    u16::try_from(page.lines.len()).unwrap_or_default()
}

/// What would move, to be agreed to.
pub fn ready(
    asking: &Asking,
    proposal: &Proposal,
    moving: bool,
    desk: &Desk,
    buffer: &mut Buffer,
    area: Rect,
) -> Position {
    let lang = desk.lang;
    bar(buffer, area, &title(asking, desk));
    let mut page = Page::default();
    let key = match moving {
        true => "supplies.moving",
        false => "supplies.agree",
    };
    page.line(Message::new(key).say(lang), look::STRONG);
    page.gap();
    for line in &proposal.lines {
        let text = Message::new("supplies.proposed")
            .with("batch", &line.batch.number)
            .with("expiry", line.expiry.last())
            .with("quantity", line.quantity);
        page.line(format!(" {}", text.say(lang)), look::GOOD);
    }
    let columns = area.width.saturating_sub(4);
    for note in &proposal.notes {
        page.text(&format!("! {}", note.say(lang)), 1, columns, look::NOTE);
    }
    page.gap();
    for question in asking.questions() {
        let reading = asking.reading(&question, desk);
        if reading.canonical.is_some() {
            let label = pad(&question.label.say(lang), usize::from(ANSWER));
            page.pieces(vec![
                (format!(" {label}"), look::LABEL),
                (reading.say(lang), look::PLAIN),
            ]);
        }
    }
    let body = Rect {
        x: area.x + 2,
        width: columns,
        ..below(area, 2)
    };
    page.draw(buffer, body, Scroll::default(), look::NOTE);
    Position::new(body.x, body.y)
}
