//! Promise: what typed keys mean does not depend on when they arrive. A loaded machine reads them
//! in other pieces than a quick one; the form must come out the same.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};

use super::Clerkwork;
use crate::form::{DeskGroup, Draft};
use crate::office::ListedAct;
use crate::service::Chance;
use crate::text::{Label, Lang};
use crate::tui::input::{Input, Merger, Stroke};
use crate::tui::job::{Job, Reply};
use crate::tui::keys::Key;

/// The plain case from the name to the purpose, with nothing waited for in between.
const KEYS: &str = "李春桃⏎13800000101⏎xk1第3组⏎12号⏎22005-05-01⏎J430406-2005-000123⏎王建军⏎\
                    430421198011039913⏎衡阳县⏎1王小雨⏎22006-09-18⏎H430012345⏎(1)0406005050012⏎\
                    2虎门1Gongyequ-12345678⏎1";
const TIMINGS: u64 = 150;

fn event(c: char) -> Event {
    let code = match c {
        '⏎' => KeyCode::Enter,
        c => KeyCode::Char(c),
    };
    Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

/// What the merger makes of the keys when each arrives so many milliseconds after the one before;
/// `settles` tells whether the thread looked in vain in between, as it does unless it was held up.
fn merged(mut gap: impl FnMut() -> (u64, bool)) -> Vec<Input> {
    let mut merger = Merger::default();
    let mut at = 0;
    let mut inputs = Vec::new();
    for c in KEYS.chars() {
        let (wait, settles) = gap();
        at += wait;
        if settles && merger.patience().is_some_and(|patience| wait > patience) {
            merger.settle();
        }
        merger.push(Stroke {
            at,
            event: event(c),
        });
        inputs.extend(merger.take());
    }
    merger.settle();
    inputs.extend(merger.take());
    inputs
}

fn filled(inputs: Vec<Input>) -> (Draft, String) {
    let mut work = Clerkwork::begin(Lang::Zh);
    work.open_draft("certificate.issue");
    work.line("430406198304129927");
    inputs.into_iter().for_each(|input| work.input(input));
    (work.last_draft(), work.screen())
}

#[test]
fn the_form_comes_out_the_same_however_late_its_keys_are_read() {
    let (slowly, _) = filled(merged(|| (200, true)));
    assert_eq!(slowly.typed("birth_permit.no"), "(1)0406005050012");
    assert_eq!(slowly.typed("destination.place"), "441900121");
    let mut chance = Chance::new(41);
    for timing in 0..TIMINGS {
        // From a machine at rest to one that is held up at every tenth key.
        let often = timing % 10;
        let inputs = merged(|| match chance.percent(often) {
            true => (31 + chance.below(60), chance.percent(50)),
            false => (chance.below(3), true),
        });
        let (draft, screen) = filled(inputs.clone());
        assert_eq!(
            draft.answers, slowly.answers,
            "timing {timing}: {inputs:?}\n{screen}"
        );
    }
}

/// The office tells the list that was asked for last, of acts with these numbers.
fn listed(work: &mut Clerkwork, numbers: &[&str]) {
    let period = work.jobs.iter().rev().find_map(|job| match job {
        Job::List(period) => Some(period.clone()),
        _ => None,
    });
    let period = period.expect("a list was asked for");
    let act = |number: &&str| ListedAct {
        at: 0,
        on: period.from,
        group: DeskGroup::Both,
        person: None,
        name: "李春桃".to_owned(),
        id: String::new(),
        act: Label::same("签发婚育证明"),
        number: (*number).to_owned(),
        clerk: "王敏".to_owned(),
        remark: String::new(),
    };
    let acts = numbers.iter().map(act).collect();
    work.reply(Reply::Listed(period, acts));
}

#[test]
fn enter_pressed_before_a_filtered_list_has_come_opens_nothing_of_the_list_before() {
    let opened = |work: &Clerkwork| {
        let numbers = work.jobs.iter().filter_map(|job| match job {
            Job::OpenRecord(number) => Some(number.clone()),
            _ => None,
        });
        numbers.collect::<Vec<_>>()
    };
    for (left, opens) in [(&["第二"][..], &["第二"][..]), (&["第二", "第三"], &[])] {
        let mut work = Clerkwork::begin(Lang::Zh);
        work.key(Key::F(6));
        listed(&mut work, &["第一", "第二", "第三"]);
        work.text("签");
        work.key(Key::Enter);
        assert_eq!(opened(&work), Vec::<String>::new());
        listed(&mut work, left);
        assert_eq!(opened(&work), opens, "a choice among several is hers");
    }
}
