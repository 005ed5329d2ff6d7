use serde_json::{Value, json};

use super::{Context, Exit, Failure};
use crate::office::{Finding, Health, SystemClock, examine};
use crate::text::Message;
use crate::tui;

/// Looks at everything that can be seen to, and says what is not well. Exits with 5 if the ledger is
/// damaged, with 1 if anything else has to be seen to.
pub fn run(context: &Context) -> Result<Exit, Failure> {
    let mut findings = examine(&context.hall, &SystemClock);
    if !context.voice.json {
        findings.extend(tui::ambiguous_columns().map(width));
    }
    for finding in &findings {
        let sign = match finding.health {
            Health::Good => "office.sign_well",
            Health::Note => "office.sign_note",
            Health::Bad => "office.sign_ill",
        };
        let sign = Message::new(sign).say(context.lang());
        let message = finding.message.say(context.lang());
        context.voice.line(format!("{sign}  {message}"));
    }
    let worst = findings.iter().map(|finding| finding.health).max();
    let summary = match worst {
        Some(Health::Bad) => "cli.hall_ill",
        Some(Health::Note) => "cli.hall_noted",
        Some(Health::Good) | None => "cli.hall_well",
    };
    context.voice.say(&Message::new(summary));
    let listed: Vec<Value> = findings.iter().map(|one| data(context, one)).collect();
    context.voice.data(&json!({
        "health": worst.map_or("good", word),
        "findings": listed,
    }));
    let ledger = |finding: &Finding| finding.what == "ledger" && finding.health == Health::Bad;
    Ok(match worst {
        _ if findings.iter().any(ledger) => Exit::LedgerDamaged,
        Some(Health::Bad) => Exit::Other,
        _ => Exit::Done,
    })
}

/// Either is fine: no text of the program has a character that terminals disagree on, and what is
/// typed is drawn cell by cell.
fn width(columns: u16) -> Finding {
    Finding {
        what: "terminal",
        health: Health::Good,
        message: Message::new("office.ambiguous_width").with("columns", columns),
    }
}

fn word(health: Health) -> &'static str {
    match health {
        Health::Good => "good",
        Health::Note => "note",
        Health::Bad => "bad",
    }
}

fn data(context: &Context, finding: &Finding) -> Value {
    json!({
        "what": finding.what,
        "health": word(finding.health),
        "message": finding.message.say(context.lang()),
    })
}
