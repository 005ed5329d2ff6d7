//! Whether a hall is well: everything that staff can see to before it becomes a loss. Looks and
//! changes nothing, beside an open counter as well.

mod folder;

use std::path::Path;
use std::time::Duration;

use crate::disk::{
    Clock, CopyNote, Hall, PrinterError, PrinterState, SecondCopySetting, Shipped, at_the_counter,
    fonts, printers,
};
use crate::ledger;
use crate::text::Message;

/// How long the printing service may think.
const PRINTERS_ANSWER: Duration = Duration::from_secs(5);
const HOUR: i64 = 3_600_000;
/// A clock this far before the last act was put back; one this far after it was put on, or the hall
/// was closed for long.
const BEHIND: i64 = 5 * 60_000;
const AHEAD: i64 = 60 * 24 * HOUR;
/// A second copy older than this is no backup any more.
const OLD_COPY: i64 = 24 * HOUR;

/// How one thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    Good,
    /// Worth knowing; nothing has to be done now.
    Note,
    /// Somebody must see to it.
    Bad,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What was looked at, as a program reads it.
    pub what: &'static str,
    pub health: Health,
    pub message: Message,
}

impl Finding {
    fn new(what: &'static str, health: Health, message: Message) -> Finding {
        Finding {
            what,
            health,
            message,
        }
    }

    fn good(what: &'static str, message: Message) -> Finding {
        Finding::new(what, Health::Good, message)
    }

    fn note(what: &'static str, message: Message) -> Finding {
        Finding::new(what, Health::Note, message)
    }

    fn bad(what: &'static str, message: Message) -> Finding {
        Finding::new(what, Health::Bad, message)
    }
}

/// Looks at the hall in this folder. What cannot be looked at is itself a finding.
pub fn examine(folder: &Path, clock: &dyn Clock) -> Vec<Finding> {
    let mut findings = vec![folder::room(folder)];
    match Hall::open(folder) {
        Ok(hall) => {
            findings.push(Finding::good(
                "settings",
                Message::new("office.well_settings").with("name", &hall.settings.issuer.name),
            ));
            findings.extend([
                forms(&hall),
                folder::permissions(folder),
                folder::view(&hall),
                backup(&hall, clock),
            ]);
        }
        Err(error) => findings.push(Finding::bad("settings", error.message())),
    }
    findings.extend(ledger_and_clock(folder, clock));
    findings.push(match fonts() {
        Ok(_) => Finding::good("fonts", Message::new("office.well_fonts")),
        Err(error) => Finding::bad("fonts", error.message()),
    });
    findings.push(printing(printers(PRINTERS_ANSWER)));
    findings
}

fn forms(hall: &Hall) -> Finding {
    match Shipped::read_for(hall) {
        Ok(shipped) => Finding::good(
            "forms",
            Message::new("office.well_forms")
                .with("forms", shipped.forms.len())
                .with("layouts", shipped.layouts.len())
                .with("profile", &hall.settings.profile),
        ),
        Err(error) => Finding::bad("forms", error.message()),
    }
}

fn ledger_and_clock(folder: &Path, clock: &dyn Clock) -> Vec<Finding> {
    let verified = match ledger::verify(folder) {
        Ok(verified) => verified,
        Err(damage) => return vec![Finding::bad("ledger", damage.message())],
    };
    let sound = Message::new("office.well_ledger").with("frames", verified.frames);
    let mut findings = vec![Finding::good("ledger", sound)];
    if let Some((_, last)) = verified.times {
        findings.push(time(clock.now_ms(), last));
    }
    findings
}

/// What staff must hear of the clock when a hall is opened: that it was put back behind the last act,
/// both in milliseconds since 1970.
pub fn clock_put_back(now: i64, last: i64) -> Option<Message> {
    let finding = time(now, last);
    (finding.health == Health::Bad).then_some(finding.message)
}

/// The computer's clock beside the last act's time, both in milliseconds since 1970.
fn time(now: i64, last: i64) -> Finding {
    let message = |key| {
        Message::new(key)
            .with("now", at_the_counter(now).format("%Y-%m-%d %H:%M"))
            .with("last", at_the_counter(last).format("%Y-%m-%d %H:%M"))
    };
    let apart = now.saturating_sub(last);
    if apart < -BEHIND {
        Finding::bad("clock", message("office.clock_behind"))
    } else if apart > AHEAD {
        Finding::note("clock", message("office.clock_ahead"))
    } else {
        Finding::good("clock", message("office.well_clock"))
    }
}

fn backup(hall: &Hall, clock: &dyn Clock) -> Finding {
    let setting = match SecondCopySetting::read(&hall.folder) {
        Ok(Some(setting)) => setting,
        Ok(None) => return Finding::note("backup", Message::new("office.no_second_copy")),
        Err(error) => return Finding::bad("backup", error.message()),
    };
    let folder = setting.folder.display().to_string();
    let note = match CopyNote::read(&setting.folder) {
        Ok(note) => note,
        Err(error) => {
            let message = Message::new("office.second_copy_away").with("folder", folder);
            return Finding::bad("backup", message.with_said("reason", error.message()));
        }
    };
    let message = |key| {
        Message::new(key)
            .with("folder", folder)
            .with("at", at_the_counter(note.at).format("%Y-%m-%d %H:%M"))
    };
    match clock.now_ms().saturating_sub(note.at) > OLD_COPY {
        true => Finding::bad("backup", message("office.second_copy_old")),
        false => Finding::good("backup", message("office.well_backup")),
    }
}

/// A hall without a printer still makes PDF files, so none of this is bad.
fn printing(found: Result<Vec<crate::disk::PrinterLine>, PrinterError>) -> Finding {
    let lines = match found {
        Ok(lines) if lines.is_empty() => {
            return Finding::note("printers", Message::new("office.no_printers"));
        }
        Ok(lines) => lines,
        Err(error) => return Finding::note("printers", error.message()),
    };
    let stopped = lines
        .iter()
        .find(|line| matches!(line.state, PrinterState::Stopped { .. }));
    match stopped {
        Some(line) => Finding::note(
            "printers",
            Message::new("office.printer_stopped").with("name", &line.name),
        ),
        None => Finding::good(
            "printers",
            Message::new("office.well_printers").with("count", lines.len()),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_judged_by_the_last_act() {
        let last = 1_800_000_000_000;
        for (now, health) in [
            (last, Health::Good),
            (last + 24 * HOUR, Health::Good),
            (last - 60_000, Health::Good),
            (last - 10 * 60_000, Health::Bad),
            (last + 90 * 24 * HOUR, Health::Note),
            (i64::MIN, Health::Bad),
            (i64::MAX, Health::Note),
        ] {
            assert_eq!(time(now, last).health, health, "{now}");
        }
    }

    #[test]
    fn a_machine_without_printers_is_no_illness() {
        assert_eq!(printing(Ok(Vec::new())).health, Health::Note);
        let missing = Err(PrinterError::NotInstalled("lpstat"));
        assert_eq!(printing(missing).health, Health::Note);
    }
}
