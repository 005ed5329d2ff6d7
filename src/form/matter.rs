//! What a service leaves open until another answers it (待办): a 协查函 its answer, a 返回联 its
//! receipt, a 孕检单 its result. Open, done or over is worked out from the records and the day;
//! none of it is stored.

use chrono::NaiveDate;
use serde::Deserialize;

use super::consequence::Consequence;
use super::load::Source;
use super::model::{Field, Form, Kind};
use crate::policy::FileProblem;
use crate::text::Label;

/// The number of a certificate as forms name it.
const CERTIFICATE: &str = "certificate.number";

/// How the facts of a draft begin that say what stands open of the person.
const FACT: &str = "matter.";

/// What a service leaves open.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opens {
    /// The word by which a field of kind `matter` asks for it: `inquiry`.
    pub what: String,
    pub label: Label,
    /// The number it is known by: one that the service gives, or `certificate.number`.
    pub number: String,
    /// The answer or value with its last day.
    pub due: Option<String>,
    /// Whether it is over after that day (已过期) and not only late.
    #[serde(default)]
    pub lapses: bool,
    /// The answer it rests on: when that is hidden, because the consent for it ended, it is
    /// cancelled.
    pub rests_on: Option<String>,
    /// It is open only where this paper was printed.
    pub paper: Option<String>,
}

/// How something that was left open stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatterState {
    Open,
    /// Its last day is over and it still waits.
    Overdue,
    /// 已过期: its last day is over, and nothing follows from that.
    Lapsed,
    /// Answered on this day.
    Done(NaiveDate),
    /// The consent it rested on ended, or its paper was spoiled.
    Cancelled,
    /// A number of another office, which this hall left nothing open for.
    Elsewhere,
}

/// One open thing as a draft knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatterNote {
    pub number: String,
    pub opened_on: NaiveDate,
    pub due: Option<NaiveDate>,
    pub state: MatterState,
}

impl MatterState {
    /// Whether it can still be answered.
    pub fn waits(self) -> bool {
        matches!(
            self,
            MatterState::Open | MatterState::Overdue | MatterState::Lapsed
        )
    }

    fn word(self) -> String {
        match self {
            MatterState::Open => "open".to_owned(),
            MatterState::Overdue => "overdue".to_owned(),
            MatterState::Lapsed => "lapsed".to_owned(),
            MatterState::Done(on) => on.to_string(),
            MatterState::Cancelled => "cancelled".to_owned(),
            MatterState::Elsewhere => "elsewhere".to_owned(),
        }
    }

    fn read(word: &str) -> Option<MatterState> {
        Some(match word {
            "open" => MatterState::Open,
            "overdue" => MatterState::Overdue,
            "lapsed" => MatterState::Lapsed,
            "cancelled" => MatterState::Cancelled,
            "elsewhere" => MatterState::Elsewhere,
            on => MatterState::Done(on.parse().ok()?),
        })
    }
}

impl MatterNote {
    /// The fact of a draft that holds the notes of this kind.
    pub fn fact(what: &str) -> String {
        format!("{FACT}{what}")
    }

    /// The notes as one fact: a line each, its parts between tabs.
    pub fn write(notes: &[MatterNote]) -> String {
        let lines = notes.iter().map(|note| {
            let due = note.due.map_or_else(String::new, |due| due.to_string());
            let state = note.state.word();
            format!("{}\t{}\t{due}\t{state}", note.number, note.opened_on)
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Reads what [`MatterNote::write`] wrote; a line that is none is passed over.
    pub fn read(text: &str) -> Vec<MatterNote> {
        text.lines().filter_map(MatterNote::line).collect()
    }

    fn line(line: &str) -> Option<MatterNote> {
        let mut parts = line.split('\t');
        Some(MatterNote {
            number: parts.next()?.to_owned(),
            opened_on: parts.next()?.parse().ok()?,
            due: parts.next()?.parse().ok(),
            state: MatterState::read(parts.next()?)?,
        })
    }
}

impl Form {
    /// The fields that answer something left open, each with the word for it.
    pub fn matters(&self) -> impl Iterator<Item = (&Field, &str)> {
        let fields = self.steps.iter().flat_map(|step| &step.fields);
        fields.filter_map(|field| match &field.kind {
            Kind::Matter { of } => Some((field.as_ref(), of.as_str())),
            _ => None,
        })
    }
}

impl Source<'_> {
    /// # Errors
    /// [`FileProblem`] at the first thing left open that nothing gives a number, a day or an answer to rest on.
    pub(super) fn opens_are_known(&self, form: &Form) -> Result<(), FileProblem> {
        let is_asked = |name: &str| {
            let mut fields = form.steps.iter().flat_map(|step| &step.fields);
            fields.any(|field| field.key == name)
        };
        for opens in &form.opens {
            let given = form.numbers.iter().any(|rule| rule.name == opens.number);
            let certified =
                opens.number == CERTIFICATE && form.consequence == Consequence::Certificate;
            if !given && !certified {
                let reason = format!("the service gives no number `{}`", opens.number);
                return Err(self.problem(&opens.number, reason));
            }
            if let Some(due) = &opens.due
                && !form.values.iter().any(|value| value.name == *due)
                && !is_asked(due)
            {
                return Err(self.problem(due, format!("nothing in this form is called `{due}`")));
            }
            if let Some(answer) = &opens.rests_on
                && !is_asked(answer)
            {
                let reason = format!("nothing in this form asks for `{answer}`");
                return Err(self.problem(answer, reason));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date in a test")
    }

    #[test]
    fn notes_are_read_as_they_were_written() {
        let note = |number: &str, due, state| MatterNote {
            number: number.to_owned(),
            opened_on: day("2026-11-23"),
            due,
            state,
        };
        let notes = [
            note(
                "XC-430406-2026-0001",
                Some(day("2026-12-14")),
                MatterState::Open,
            ),
            note(
                "样4304060051000001X",
                None,
                MatterState::Done(day("2026-11-24")),
            ),
            note("653101001090123", None, MatterState::Elsewhere),
        ];
        assert_eq!(MatterNote::read(&MatterNote::write(&notes)), notes);
        assert!(MatterNote::read("").is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "\\PC{0,40}") {
            let _ = MatterNote::read(&text.replace(' ', "\t"));
        }
    }
}
