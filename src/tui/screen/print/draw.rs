use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::{Line, PrintScreen, REASONS, State};
use crate::disk::JobState;
use crate::text::{Lang, Message, pad};
use crate::tui::look;
use crate::tui::widget::{Page, Scroll, fill, put};

/// Columns of a paper's code and of its title.
const CODE: usize = 6;
const TITLE: usize = 34;
/// Where the number of the blank is typed.
const FIELD: u16 = 18;

pub fn screen(screen: &PrintScreen, buffer: &mut Buffer, area: Rect) -> Position {
    let lang = screen.desk.lang;
    let heading = Message::new("print.heading").with("number", screen.numbers.join("  "));
    let row = Rect { height: 1, ..area };
    fill(buffer, row, look::HEADING);
    put(
        buffer,
        area.x + 1,
        area.y,
        area.width - 1,
        &heading.say(lang),
        look::HEADING,
    );
    let mut caret = Position::new(area.x + 1, area.y);
    let mut y = area.y + 2;
    if screen.lines.is_empty() {
        let nothing = Message::new("print.nothing").say(lang);
        put(buffer, area.x + 2, y, area.width - 2, &nothing, look::QUIET);
    }
    for (place, line) in screen.lines.iter().enumerate() {
        if y >= area.bottom() {
            break;
        }
        let row = Rect {
            y,
            height: 1,
            ..area
        };
        paper_row(line, lang, buffer, row);
        if place == screen.chosen {
            fill(buffer, row, look::SELECTED);
            caret = Position::new(area.x, y);
        }
        y += 1;
    }
    let below = Rect {
        x: area.x + 2,
        y: (y + 1).min(area.bottom()),
        width: area.width.saturating_sub(4),
        height: area.bottom().saturating_sub(y + 1),
    };
    detail(screen, buffer, below).unwrap_or(caret)
}

fn paper_row(line: &Line, lang: Lang, buffer: &mut Buffer, row: Rect) {
    let (state, style) = state(line, lang);
    let text = format!(
        "{}{}{state}",
        pad(&line.plan.paper, CODE),
        pad(&line.plan.title, TITLE)
    );
    put(buffer, row.x + 2, row.y, row.width - 2, &text, style);
}

fn state(line: &Line, lang: Lang) -> (String, Style) {
    let say = |key: &'static str| Message::new(key).say(lang);
    let printer = format!("{} {}", line.plan.printer, line.plan.tray);
    match &line.state {
        State::Ready if line.plan.printer.is_empty() => (say("print.state_no_printer"), look::NOTE),
        State::Ready => (printer, look::PLAIN),
        State::Sending => (say("print.state_sending"), look::NOTE),
        State::CameOut => (format!("✓ {}", say("print.state_out")), look::GOOD),
        State::Failed(_) => (format!("✗ {}", say("print.state_failed")), look::PROBLEM),
        State::Sent(sent, now) => {
            let job = Message::new("print.state_sent").with("job", &sent.job);
            let now = match now {
                None => return (job.say(lang), look::STRONG),
                Some(JobState::Waiting) => Message::new("print.job_waiting"),
                Some(JobState::Printing) => Message::new("print.job_printing"),
                Some(JobState::Done) => Message::new("print.job_done"),
                Some(JobState::Stopped { reason }) => {
                    let now = Message::new("print.job_stopped").with("reason", reason);
                    return (now.say(lang), look::PROBLEM);
                }
            };
            (now.say(lang), look::STRONG)
        }
    }
}

/// What the chosen paper waits for; where the caret stands, if something is typed.
fn detail(screen: &PrintScreen, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    let line = screen.line()?;
    let lang = screen.desk.lang;
    let say = |message: Message| message.say(lang);
    let mut page = Page::default();
    let mut caret = None;
    if let Some(blank) = line.plan.blank.as_deref().filter(|_| line.plan.overprint) {
        if screen.takes_blank() {
            let label = say(Message::new("print.blank_label"));
            put(buffer, area.x, area.y, FIELD, &label, look::LABEL);
            let field = Rect {
                x: area.x + FIELD,
                height: 1,
                width: area.width.saturating_sub(FIELD).min(24),
                ..area
            };
            caret = Some(screen.blank.draw(buffer, field, look::FIELD));
            page.gap();
            page.text(
                &say(Message::new("print.put_blank")),
                0,
                area.width,
                look::NOTE,
            );
        } else {
            let on = Message::new("print.on_blank").with("blank", blank);
            page.line(say(on), look::STRONG);
        }
    } else if line.plan.overprint {
        page.text(
            &say(Message::new("print.no_blank")),
            0,
            area.width,
            look::PROBLEM,
        );
    }
    page.gap();
    match &line.state {
        State::Sent(sent, _) => {
            question(&mut page, line.plan.overprint, lang);
            for note in &sent.notes {
                page.text(&say(note.clone()), 0, area.width, look::NOTE);
            }
        }
        State::Failed(why) => page.text(&say(why.clone()), 0, area.width, look::PROBLEM),
        State::Ready if line.plan.printer.is_empty() => {
            let why = Message::new("print.no_printer")
                .with("paper", &line.plan.paper)
                .with("path", line.plan.path.display());
            page.text(&say(why), 0, area.width, look::NOTE);
        }
        _ => {}
    }
    page.draw(buffer, area, Scroll::default(), look::NOTE);
    caret
}

/// Whether it came out, and what one key does if it did not.
fn question(page: &mut Page, onto_blank: bool, lang: Lang) {
    page.line(Message::new("print.came_out").say(lang), look::STRONG);
    let mut answers = vec![
        Message::new("print.answer_yes").say(lang),
        Message::new("print.answer_again").say(lang),
    ];
    if onto_blank {
        answers.extend(REASONS.map(|reason| {
            let answer = Message::new("print.answer_spoilt").with_said("reason", reason.message());
            answer.say(lang)
        }));
    }
    for (digit, answer) in (1..).zip(answers) {
        page.pieces(vec![
            (format!(" {digit} "), look::KEY),
            (format!(" {answer}"), look::PLAIN),
        ]);
    }
}
