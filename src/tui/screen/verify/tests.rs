use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;

use super::*;
use crate::paper::seal::{Doubt, VoidCause};
use crate::tui::tests::desk;

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().expect("a date in a test")
}

fn genuine() -> Verdict {
    Verdict {
        statement: Some(Statement {
            hall: [0xD0; 16],
            paper: "F2".to_owned(),
            number: "43042110009000017".to_owned(),
            sheet: 1,
            made_on: day("2009-05-01"),
            issued: day("2009-05-01"),
            until: Some(day("2012-04-30")),
            name: "陈小燕".to_owned(),
            id: "430421198512259964".to_owned(),
            head: [0xA1; 8],
            fields: [0xF1; 16],
        }),
        hall: Some("衡阳县西渡镇人民政府".to_owned()),
        check_code: Some("4TQK8D2M".to_owned()),
        void_as_of: Some(day("2010-02-01")),
        ..Verdict::default()
    }
}

fn void() -> Verdict {
    Verdict {
        doubt: Some(Doubt::Void {
            cause: VoidCause::Lost,
            on: day("2010-01-20"),
        }),
        ..genuine()
    }
}

fn drawn(screen: &VerifyScreen) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(60, 18)).expect("memory");
    let draw = terminal.draw(|frame| {
        let _ = screen.draw(frame, frame.area());
    });
    draw.expect("memory");
    terminal.backend().buffer().clone()
}

/// Every row with the colours in it, `▓` where the row is one bar of reversed colour.
fn coloured(buffer: &Buffer) -> String {
    let rows = buffer.content.chunks(usize::from(buffer.area.width));
    let rows = rows.map(|row| {
        let mut cells = Vec::new();
        let mut hidden = 0;
        for cell in row {
            if hidden == 0 {
                cells.push(cell);
                hidden = width(cell.symbol());
            }
            hidden = hidden.saturating_sub(1);
        }
        let mut colours: Vec<Color> = cells.iter().map(|cell| cell.fg).collect();
        colours.retain(|colour| *colour != Color::Reset);
        colours.dedup();
        let is_bar = |cell: &&Cell| cell.modifier.contains(Modifier::REVERSED);
        // A margin of one column stands on each side.
        let bar = cells.len() == cells.iter().copied().filter(is_bar).count() + 2;
        let text: String = cells.iter().map(|cell| cell.symbol()).collect();
        let colours = format!("{colours:?}");
        format!("{} {colours:<16} {text}", if bar { "▓" } else { " " })
    });
    rows.map(|row| row.trim_end().to_owned())
        .collect::<Vec<_>>()
        .join("\n")
}

fn shown(verdict: Verdict) -> VerifyScreen {
    let mut screen = VerifyScreen::new(desk(Lang::Zh));
    let asked = screen.act(Act::Scan("GT1:...".to_owned()));
    assert_eq!(asked.effects.len(), 1);
    screen.reply(&Reply::CodeVerified(Box::new(verdict)));
    screen
}

#[test]
fn a_code_that_is_believed_fills_a_green_bar() {
    let screen = coloured(&drawn(&shown(genuine())));
    insta::assert_snapshot!(screen);
    let bars = screen.lines().filter(|line| line.starts_with("▓ [Green]"));
    assert_eq!(bars.count(), 3);
    assert!(!screen.contains("Red"), "{screen}");
}

#[test]
fn a_code_that_is_not_believed_fills_a_red_bar_and_says_why() {
    let screen = coloured(&drawn(&shown(void())));
    insta::assert_snapshot!(screen);
    let bars = screen.lines().filter(|line| line.starts_with("▓ [Red]"));
    assert_eq!(bars.count(), 3);
    assert!(!screen.contains("Green"), "{screen}");
}

#[test]
fn without_a_hall_the_page_verifies_and_registers_nothing() {
    let mut screen = VerifyScreen::alone(Lang::Zh);
    assert_eq!(screen.contexts()[0], Context::VerifyAlone);
    for c in "GT1:ABC".chars() {
        let _ = screen.act(Act::Text(c));
    }
    let asked = screen.act(Act::Word(Word::Accept));
    let [crate::tui::app::Effect::Start(Job::VerifyCode(code))] = &asked.effects[..] else {
        panic!("{:?}", asked.effects);
    };
    assert_eq!(code, "GT1:ABC");
    screen.reply(&Reply::CodeVerified(Box::new(genuine())));
    let page = coloured(&drawn(&screen));
    assert!(page.contains("▓ [Green]"), "{page}");
    let refused = screen.act(Act::Word(Word::Submit));
    assert!(refused.toast.is_some());
    let starts =
        |effect: &crate::tui::app::Effect| matches!(effect, crate::tui::app::Effect::Start(_));
    assert!(!refused.effects.iter().any(starts));
}
