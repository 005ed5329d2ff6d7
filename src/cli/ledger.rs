use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;
use signal_hook::consts::SIGINT;

use super::{Context, Exit, Failure};
use crate::disk::{Hall, at_the_counter};
use crate::ledger;
use crate::office::{Office, SystemClock};
use crate::text::Message;

/// Reads the whole ledger beside whoever has the hall open.
pub fn verify(context: &Context) -> Result<Exit, Failure> {
    let hall = Hall::open(&context.hall)?;
    let verified = ledger::verify(&context.hall)
        .map_err(|damage| Failure::new(Exit::LedgerDamaged, damage.message()))?;
    if verified.hall.to_string() != hall.settings.id {
        let other = Message::new("office.other_hall");
        return Err(Failure::new(Exit::LedgerDamaged, other));
    }
    let time = |ms: i64| at_the_counter(ms).format("%Y-%m-%d %H:%M:%S").to_string();
    let (first, last) = verified
        .times
        .map(|(first, last)| (time(first), time(last)))
        .unwrap_or_default();
    context.voice.say(
        &Message::new("cli.verified")
            .with("frames", verified.frames)
            .with("first", &first)
            .with("last", &last)
            .with("hash", verified.head.hash),
    );
    if verified.unfinished > 0 {
        let unfinished = Message::new("cli.unfinished").with("bytes", verified.unfinished);
        context.voice.note(&unfinished);
    }
    context.voice.data(&json!({
        "hall": verified.hall.to_string(),
        "frames": verified.frames,
        "head": verified.head.hash.to_string(),
        "first": first,
        "last": last,
        "unfinished_bytes": verified.unfinished,
    }));
    Ok(Exit::Done)
}

/// Folds the view anew from the whole ledger.
pub fn rebuild(context: &Context) -> Result<Exit, Failure> {
    let voice = context.voice;
    // Ctrl-C stops between two batches and leaves the view that was there.
    let stopped = Arc::new(AtomicBool::new(false));
    let _ = signal_hook::flag::register(SIGINT, stopped.clone());
    let opened = Office::rebuild(&context.hall, Box::new(SystemClock), &mut |done, all| {
        voice.say(
            &Message::new("cli.rebuilding")
                .with("done", done)
                .with("all", all),
        );
        !stopped.load(Ordering::Relaxed)
    })?;
    let office = opened.office;
    voice.say(
        &Message::new("cli.rebuilt")
            .with("acts", office.acts())
            .with("people", office.people()),
    );
    voice.data(&json!({ "acts": office.acts(), "people": office.people() }));
    office.close();
    Ok(Exit::Done)
}
