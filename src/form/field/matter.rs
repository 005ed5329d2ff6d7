use super::Reading;
use crate::form::matter::{MatterNote, MatterState};
use crate::text::{Message, half_width};

/// What marks the numbers of a practice hall; it need not be typed.
const PRACTICE: char = '样';

/// The number of something that stands open of hers; `notes` are all the record knows of.
pub(in crate::form) fn read(typed: &str, notes: &[MatterNote]) -> Reading {
    let typed = half_width(typed.trim()).to_uppercase();
    if typed.is_empty() {
        return Reading {
            notes: waiting(notes).map(|list| list.into()).into_iter().collect(),
            ..Reading::default()
        };
    }
    let bare = |number: &str| number.trim_start_matches(PRACTICE).to_uppercase();
    let found = notes.iter().find(|note| bare(&note.number) == bare(&typed));
    let Some(note) = found else {
        let open = waiting(notes).unwrap_or_else(|| Message::new("form.matter_none"));
        let unknown = Message::new("form.matter_unknown").with("number", &typed);
        return Reading::bad(unknown.with_said("open", open));
    };
    match note.state {
        MatterState::Open => Reading::good(&note.number, note.number.as_str()),
        MatterState::Overdue => late(note, "form.matter_overdue"),
        MatterState::Lapsed => late(note, "form.matter_lapsed"),
        MatterState::Done(on) => refused(note, "form.matter_done", &on.to_string()),
        MatterState::Cancelled => refused(note, "form.matter_cancelled", ""),
        MatterState::Elsewhere => refused(note, "form.matter_elsewhere", ""),
    }
}

/// What of hers still waits, in one line; `None` where nothing does.
fn waiting(notes: &[MatterNote]) -> Option<Message> {
    let open = notes.iter().filter(|note| note.state.waits());
    let numbers: Vec<&str> = open.map(|note| note.number.as_str()).collect();
    let list = Message::new("form.matter_open").with("numbers", numbers.join("、"));
    (!numbers.is_empty()).then_some(list)
}

fn late(note: &MatterNote, key: &'static str) -> Reading {
    let due = note.due.map_or_else(String::new, |due| due.to_string());
    Reading {
        notes: vec![Message::new(key).with("due", due).into()],
        ..Reading::good(&note.number, note.number.as_str())
    }
}

fn refused(note: &MatterNote, key: &'static str, on: &str) -> Reading {
    let message = Message::new(key).with("number", &note.number);
    Reading::bad(message.with("on", on))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

    fn note(number: &str, state: MatterState) -> MatterNote {
        MatterNote {
            number: number.to_owned(),
            opened_on: "2010-03-15".parse().expect("a date"),
            due: "2010-04-14".parse().ok(),
            state,
        }
    }

    fn notes() -> Vec<MatterNote> {
        let done = MatterState::Done("2010-03-20".parse().expect("a date"));
        vec![
            note("样4304060051000001X", MatterState::Open),
            note("样43040600510000023", MatterState::Lapsed),
            note("样43040600510000038", done),
            note("653101001090123", MatterState::Elsewhere),
        ]
    }

    fn problem(typed: &str) -> String {
        let reading = read(typed, &notes());
        reading.problem.expect("a problem").say(Lang::Zh)
    }

    #[test]
    fn a_number_that_waits_is_taken_without_its_mark_and_in_any_width() {
        let reading = read("４３０４０６００５１００００１x", &notes());
        assert!(reading.problem.is_some(), "a digit is lacking");
        for typed in [
            "4304060051000001X",
            "4304060051000001x",
            "样4304060051000001X",
        ] {
            let reading = read(typed, &notes());
            assert_eq!(reading.canonical.as_deref(), Some("样4304060051000001X"));
        }
        let late = read("43040600510000023", &notes());
        assert!(late.canonical.is_some() && late.notes.len() == 1);
    }

    #[test]
    fn a_number_that_does_not_wait_is_refused_with_its_reason() {
        assert!(problem("4304060051000009X").contains("样4304060051000001X"));
        assert!(problem("43040600510000038").contains("2010-03-20"));
        assert!(problem("653101001090123").contains("外地"));
        let none = read("1", &[]).problem.expect("a problem").say(Lang::Zh);
        assert!(none.contains("没有"), "{none}");
    }
}
