use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;
use signal_hook::consts::SIGINT;

use super::arguments::VerifyLedgerOptions;
use super::verify::trust_folder;
use super::{Context, Exit, Failure};
use crate::disk::{DiskError, Hall, StaffFiles, at_the_counter, read_within};
use crate::ledger::{self, Digest, HallId, Head, Remembered};
use crate::office::{Clock, Office, SystemClock, code_on_picture, is_picture};
use crate::paper::seal::{Checkpoint, Doubt, HallMark, Statement, Verdict};
use crate::text::Message;

/// More than any code or line has, in bytes.
const MOST: u64 = 4_096;

/// Reads the whole ledger beside whoever has the hall open, or one that was copied without the
/// hall's settings; needs no key.
pub fn verify(context: &Context, options: &VerifyLedgerOptions) -> Result<Exit, Failure> {
    let read = options.from_paper.as_deref().map(remembered).transpose()?;
    let (paper, of_hall) = read.unzip();
    let signed = match options.from_paper.as_deref() {
        Some(typed) => judged(context, options, typed)?,
        None => None,
    };
    let mut missed = paper.clone();
    let verified = ledger::verify_each(&context.hall, &mut |head| {
        if missed.as_ref().is_some_and(|paper| paper.is(head)) {
            missed = None;
        }
    });
    let damaged = |message| Failure::new(Exit::LedgerDamaged, message);
    let verified = verified.map_err(|damage| damaged(damage.message()))?;
    match Hall::open(&context.hall) {
        Ok(hall) if verified.hall.to_string() != hall.settings.id => {
            return Err(damaged(Message::new("office.other_hall")));
        }
        Ok(_) | Err(DiskError::NotAHall { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    if of_hall
        .flatten()
        .is_some_and(|hall| HallId(hall) != verified.hall)
    {
        let other = Message::new("cli.paper_of_other_hall");
        return Err(Failure::new(Exit::Other, other));
    }
    if let Some(missed) = missed {
        let paper = Message::new("cli.paper_missed").with("paper", missed);
        return Err(damaged(paper.with("frames", verified.frames)));
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
    let erased = StaffFiles::erased(&context.hall).into_iter();
    let erased = erased.filter(|frame| *frame <= verified.frames).count();
    if erased > 0 {
        let frames = Message::new("cli.erased_frames").with("erased", erased);
        context.voice.say(&frames);
    }
    if verified.unfinished > 0 {
        let unfinished = Message::new("cli.unfinished").with("bytes", verified.unfinished);
        context.voice.note(&unfinished);
    }
    if paper.is_some() {
        context.voice.say(&Message::new("cli.paper_found"));
    }
    if let Some(signed) = &signed {
        context.voice.say(&match signed.doubt {
            None => Message::new("cli.paper_signed"),
            Some(_) => Message::new("cli.paper_not_judged"),
        });
    }
    context.voice.data(&json!({
        "from_paper": paper.map(|paper| paper.to_string()),
        "signature": signed.map(|signed| signed.word()),
        "hall": verified.hall.to_string(),
        "frames": verified.frames,
        "head": verified.head.hash.to_string(),
        "first": first,
        "last": last,
        "erased": erased,
        "unfinished_bytes": verified.unfinished,
    }));
    Ok(Exit::Done)
}

/// What a paper remembers: the code of a certificate or of a day sheet, as text, in a file or on a
/// picture, or the line of a day sheet; and of which hall it is, if it says so. A code is not asked who signed it: what it remembers is looked up here.
fn remembered(paper: &str) -> Result<(Remembered, Option<HallMark>), Failure> {
    let text = said_by(paper)?;
    if let Some(said) = Checkpoint::claimed(&text) {
        let head = Head {
            sequence: said.size,
            hash: Digest(said.root),
        };
        return Ok((head.into(), Some(said.hall)));
    }
    let by_code = Statement::claimed(&text);
    let by_code = by_code.map(|said| (Remembered::by_hash(said.head), Some(said.hall)));
    let by_line = || Remembered::parse(&text).map(|line| (line, None));
    by_code
        .or_else(by_line)
        .ok_or_else(|| Failure::new(Exit::Other, Message::new("cli.paper_unread")))
}

/// What a paper says: pasted, in a file, or read off a picture.
fn said_by(paper: &str) -> Result<String, Failure> {
    let file = Path::new(paper);
    Ok(match file.is_file() {
        true if is_picture(file) => code_on_picture(file)?,
        true => {
            let bytes = read_within(file, MOST)?.unwrap_or_default();
            String::from_utf8_lossy(&bytes).into_owned()
        }
        false => paper.to_owned(),
    })
}

/// Who signed the code of a day sheet, by the lists that are trusted; `None` for any other paper. What
/// is forged is refused, a key that the hall's list does not have included; where no list of the
/// hall is trusted, only that is told: the ledger itself says whether it has the frame.
fn judged(
    context: &Context,
    options: &VerifyLedgerOptions,
    paper: &str,
) -> Result<Option<Verdict>, Failure> {
    let text = said_by(paper)?;
    if Checkpoint::claimed(&text).is_none() {
        return Ok(None);
    }
    let trust = trust_folder(context, &options.trust).read()?;
    let verdict = trust.verify(&text, SystemClock.today());
    match &verdict.doubt {
        None | Some(Doubt::UnknownHall) => Ok(Some(verdict)),
        Some(doubt) => Err(Failure::new(Exit::Refused, doubt.message())),
    }
}

/// Folds the view anew from the whole ledger.
pub fn rebuild(context: &Context) -> Result<Exit, Failure> {
    let voice = context.voice;
    let (who, clock) = (context.sign_in()?, Box::new(SystemClock));
    // Ctrl-C stops between two batches and leaves the view that was there.
    let stopped = Arc::new(AtomicBool::new(false));
    let _ = signal_hook::flag::register(SIGINT, stopped.clone());
    let opened = Office::rebuild_as(&context.hall, clock, who.as_ref(), &mut |done, all| {
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
