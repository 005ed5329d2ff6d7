use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::BlanksScreen;
use super::ask::{Asking, Question, What};
use crate::record::BlankStack;
use crate::text::{Lang, Message, pad};
use crate::tui::desk::Desk;
use crate::tui::look;
use crate::tui::screen::wizard::field;
use crate::tui::widget::{Page, Scroll, fill, put, window};

/// Column where an answer begins.
const ANSWER: u16 = 24;

pub fn list(screen: &BlanksScreen, buffer: &mut Buffer, area: Rect) -> Position {
    let lang = screen.desk.lang;
    let keys = What::ALL.iter().zip(1..).map(|(what, digit)| {
        let title = what.title().say(lang);
        format!("{digit} {title}")
    });
    let keys: Vec<String> = keys.collect();
    let title = Message::new("print.blanks").say(lang);
    heading(buffer, area, &format!("{title}    {}", keys.join("   ")));
    let rows = below(area, 3);
    let head = columns(
        &["print.head_paper", "print.head_batch", "print.head_range"]
            .map(|key| Message::new(key).say(lang)),
    );
    let counts = Message::new("print.head_counts").say(lang);
    put(
        buffer,
        area.x + 2,
        area.y + 2,
        area.width - 2,
        &format!("{head}{counts}"),
        look::LABEL,
    );
    if screen.stacks.is_empty() {
        let empty = Message::new("cli.blanks_none").say(lang);
        put(
            buffer,
            rows.x + 2,
            rows.y,
            rows.width - 2,
            &empty,
            look::QUIET,
        );
    }
    let range = window(
        screen.selected,
        screen.stacks.len(),
        usize::from(rows.height),
    );
    let mut caret = Position::new(area.x + 1, area.y);
    for (place, y) in range.zip(rows.y..) {
        let row = Rect {
            y,
            height: 1,
            ..rows
        };
        stack_row(&screen.stacks[place], lang, buffer, row);
        if place == screen.selected {
            fill(buffer, row, look::SELECTED);
            caret = Position::new(row.x, y);
        }
    }
    caret
}

fn columns(parts: &[String; 3]) -> String {
    let [paper, batch, range] = parts;
    format!("{}{}{}", pad(paper, 6), pad(batch, 12), pad(range, 20))
}

fn stack_row(stack: &BlankStack, lang: Lang, buffer: &mut Buffer, row: Rect) {
    let range = format!("{}-{}", stack.first, stack.last);
    let line = columns(&[stack.paper.clone(), stack.batch.clone(), range]);
    let counts = format!(
        "{:>5}{:>5}{:>5}{:>5}",
        stack.received,
        stack.used,
        stack.spoilt,
        stack.left()
    );
    let count = stack.count.as_ref();
    let (count, style) = match count.map(|count| (count, count.difference())) {
        None => (String::new(), look::PLAIN),
        Some((count, 0)) => (format!("  ✓ {}", count.on), look::PLAIN),
        Some((count, difference)) => {
            let differs = Message::new("print.differs")
                .with("on", count.on)
                .with("difference", format!("{difference:+}"));
            (format!("  {}", differs.say(lang)), look::PROBLEM)
        }
    };
    let text = format!("{line}{counts}{count}");
    put(buffer, row.x + 2, row.y, row.width - 2, &text, style);
}

pub fn asking(asking: &Asking, desk: &Desk, buffer: &mut Buffer, area: Rect) -> Position {
    heading(buffer, area, &title(asking, desk.lang));
    let mut caret = Position::new(area.x + ANSWER, area.y);
    let mut y = area.y + 2;
    for (place, question) in asking.questions.iter().enumerate() {
        if y >= area.bottom() {
            break;
        }
        let here = place == asking.place();
        let row = Rect {
            y,
            height: 1,
            ..area
        };
        let at = question_row(asking, question, here, desk, buffer, row);
        if here {
            caret = at;
            let free = below(area, y + 1 - area.y);
            y += options_rows(question, desk.lang, buffer, free);
        }
        y += 1;
    }
    caret
}

fn title(asking: &Asking, lang: Lang) -> String {
    let title = asking.what.title().say(lang);
    match asking
        .chosen
        .as_ref()
        .filter(|_| asking.what != What::Receive)
    {
        None => title,
        Some(stack) => format!("{title}    {} {}", stack.paper, stack.batch),
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
        let (says, style) = match &reading.problem {
            Some(problem) => (format!("✗ {}", problem.say(desk.lang)), look::PROBLEM),
            None => (reading.say(desk.lang), look::READING),
        };
        put(buffer, half.right() + 1, row.y, room / 2, &says, style);
        return caret;
    }
    let says = match (asking.is_hidden(question), reading.shown.is_empty()) {
        (true, _) => "••".to_owned(),
        (false, true) => asking.text(question.key).to_owned(),
        (false, false) => reading.say(desk.lang),
    };
    put(buffer, x, row.y, room, &says, look::PLAIN);
    Position::new(x, row.y)
}

/// The options of a question, in as many rows as they need.
fn options_rows(question: &Question, lang: Lang, buffer: &mut Buffer, rows: Rect) -> u16 {
    let options = field::options(&question.kind, lang);
    let options = options.iter().zip(1..);
    let options = options.map(|((_, label), digit)| format!("{digit} {label}"));
    let text = options.collect::<Vec<_>>().join("  ");
    let place = Rect {
        x: rows.x + ANSWER,
        width: rows.width.saturating_sub(ANSWER),
        ..rows
    };
    let mut page = Page::default();
    if !text.is_empty() {
        page.text(&text, 0, place.width, look::QUIET);
    }
    page.draw(buffer, place, Scroll::default(), look::NOTE);
    u16::try_from(page.lines.len()).unwrap_or_default()
}

fn heading(buffer: &mut Buffer, area: Rect, text: &str) {
    let row = Rect { height: 1, ..area };
    fill(buffer, row, look::HEADING);
    put(
        buffer,
        area.x + 1,
        area.y,
        area.width - 1,
        text,
        look::HEADING,
    );
}

fn below(area: Rect, rows: u16) -> Rect {
    Rect {
        y: area.y + rows.min(area.height),
        height: area.height.saturating_sub(rows),
        ..area
    }
}
