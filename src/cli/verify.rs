use std::env;
use std::fs::{self, File};
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use serde_json::{Value, json};

use super::arguments::{CodeOptions, TakeOptions, TrustOption, VerifyCommand, VerifyOptions};
use super::{Context, Exit, Failure, counter};
use crate::disk::{DiskError, Hall, TrustFolder, at_the_counter};
use crate::office::{
    Clock, SystemClock, TrustTaken, VerifyError, code_on_picture, code_typed, is_picture, take_list,
};
use crate::paper::seal::{KeyList, Verdict, grouped};
use crate::text::{Message, pad};
use crate::tui;

/// More than any code has, in bytes.
const MOST: u64 = 4_096;
/// Columns of a label.
const LABEL: usize = 12;

pub fn run(context: &Context, options: &VerifyOptions) -> Result<Exit, Failure> {
    match &options.act {
        None if options.code.screen => screen(context, &options.code),
        None => code(context, &options.code),
        Some(VerifyCommand::Trust(options)) => take(context, options),
        Some(VerifyCommand::Trusted(options)) => trusted(context, &options.trust),
        Some(VerifyCommand::Publish(options)) => publish(context, &options.to),
        Some(VerifyCommand::Revoke(options)) => revoke(context, &options.key),
    }
}

fn code(context: &Context, options: &CodeOptions) -> Result<Exit, Failure> {
    let text = text(context, options)?;
    let verdict = match options.log {
        true => {
            let mut office = context.office()?;
            let clerk = office.clerk();
            let verdict = office.verify_code(&text, &clerk);
            office.close();
            verdict?
        }
        false => {
            let trust = trust_folder(context, &options.trust).read()?;
            trust.verify(&text, options.on.unwrap_or_else(|| SystemClock.today()))
        }
    };
    show(context, &verdict);
    match verdict.is_genuine() {
        true => Ok(Exit::Done),
        false => Ok(Exit::Refused),
    }
}

/// The page of a receiving hall that has nothing but the lists it trusts. What was asked is noted
/// beside them, because there is no ledger: when, what came of it, and the number.
fn screen(context: &Context, options: &CodeOptions) -> Result<Exit, Failure> {
    let folder = trust_folder(context, &options.trust);
    // A list that cannot be read is told before the screen is taken over.
    folder.read()?;
    let mut check = |typed: &str| {
        let code = code_typed(typed).map_err(|error| error.message())?;
        let trust = folder.read().map_err(|error| error.message())?;
        let verdict = trust.verify(&code, SystemClock.today());
        let now = at_the_counter(SystemClock.now_ms()).to_rfc3339();
        let number = verdict.statement.as_ref().map(|said| said.number.as_str());
        let noted = folder.note(&[&now, verdict.word(), number.unwrap_or_default()]);
        noted.map_err(|error| error.message())?;
        Ok(verdict)
    };
    tui::show_verify(&mut check, counter::options(context, false))?;
    Ok(Exit::Done)
}

/// The text of the code, from wherever it is.
fn text(context: &Context, options: &CodeOptions) -> Result<String, Failure> {
    if let Some(picture) = &options.picture {
        return Ok(code_on_picture(picture)?);
    }
    match (&options.code, &options.file) {
        (Some(text), _) => Ok(text.clone()),
        (None, Some(file)) if is_picture(file) => Ok(code_on_picture(file)?),
        (None, Some(file)) if file.as_os_str() != "-" => {
            let opened = File::open(file).map_err(|cause| DiskError::io(file, cause))?;
            read(opened, file)
        }
        _ => standard_input(context),
    }
}

/// Reads what may be a code. A PDF file is no text, and its own bytes say so.
fn read(from: impl Read, path: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let read = from.take(MOST).read_to_end(&mut bytes);
    read.map_err(|cause| DiskError::io(path, cause))?;
    if bytes.starts_with(b"%PDF") {
        let pdf = Message::new("cli.code_pdf").with("path", path.display());
        return Err(Failure::new(Exit::Other, pdf));
    }
    // Whatever is no text is no code either, and is refused as one that is damaged.
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn standard_input(context: &Context) -> Result<String, Failure> {
    let input = io::stdin();
    let path = Path::new("-");
    if !input.is_terminal() {
        return read(input.lock(), path);
    }
    context.voice.note(&Message::new("cli.scan_now"));
    let mut line = String::new();
    let read = input.read_line(&mut line);
    read.map_err(|cause| DiskError::io(path, cause))?;
    Ok(line)
}

fn show(context: &Context, verdict: &Verdict) {
    let lang = context.lang();
    let sign = match verdict.is_genuine() {
        true => Message::new("paper.sign_genuine"),
        false => Message::new("paper.sign_refused"),
    };
    let message = verdict.message();
    context
        .voice
        .line(format!("{}  {}", sign.say(lang), message.say(lang)));
    for (label, text) in verdict.fields() {
        let label = pad(&label.say(lang), LABEL);
        context.voice.line(format!("  {label} {}", text.say(lang)));
    }
    context.voice.data(&data(verdict, &message.say(lang)));
}

fn data(verdict: &Verdict, message: &str) -> Value {
    let statement = verdict.statement.as_ref().map(|one| {
        json!({
            "paper": one.paper,
            "number": one.number,
            "sheet": one.sheet,
            "made_on": one.made_on,
            "issued": one.issued,
            "until": one.until,
            "name": one.name,
            "id": one.id,
        })
    });
    let checkpoint = verdict
        .checkpoint
        .as_ref()
        .map(|one| json!({ "sheet": one.sheet, "frames": one.size, "made_on": one.made_on }));
    json!({
        "genuine": verdict.is_genuine(),
        "verdict": verdict.word(),
        "message": message,
        "hall": verdict.hall,
        "check_code": verdict.check_code.as_deref().map(grouped),
        "void_list_of": verdict.void_as_of,
        "certificate": statement,
        "checkpoint": checkpoint,
    })
}

/// The folder asked for, else `GUITAI_TRUST`, else the open hall's; where there is no hall, the
/// account's own.
pub(super) fn trust_folder(context: &Context, option: &TrustOption) -> TrustFolder {
    let named = env::var_os("GUITAI_TRUST").filter(|folder| !folder.is_empty());
    let folder = match (&option.trust, named, Hall::open(&context.hall)) {
        (Some(folder), ..) => folder.clone(),
        (None, Some(folder), _) => PathBuf::from(folder),
        (None, None, Ok(hall)) => hall.trust(),
        (None, None, Err(_)) => {
            let data = etcetera::choose_base_strategy().map(|places| places.data_dir());
            data.unwrap_or_default().join("guitai").join("trust")
        }
    };
    TrustFolder::new(folder)
}

fn take(context: &Context, options: &TakeOptions) -> Result<Exit, Failure> {
    let folder = trust_folder(context, &options.trust);
    let taken = take_list(&folder, &options.file, |list, fingerprint| {
        match &options.fingerprint {
            Some(typed) => letters(typed) == letters(fingerprint),
            None => asked(context, list, fingerprint),
        }
    })?;
    context.voice.say(&said(&taken));
    context.voice.data(&json!({
        "kind": taken.kind,
        "hall": taken.hall,
        "serial": taken.serial,
        "entries": taken.entries,
        "known": taken.known,
    }));
    Ok(Exit::Done)
}

fn said(taken: &TrustTaken) -> Message {
    let key = match taken.kind {
        _ if taken.known => "cli.list_known",
        "keys" => "cli.keys_taken",
        _ => "cli.void_taken",
    };
    Message::new(key)
        .with("hall", &taken.hall)
        .with("serial", taken.serial)
        .with("entries", taken.entries)
}

/// A fingerprint as it was read out: only its letters count.
fn letters(text: &str) -> String {
    let letters = text.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_uppercase()).collect()
}

/// Asks on the terminal whether the fingerprint is the hall's. Nobody can be asked in a pipe.
fn asked(context: &Context, list: &KeyList, fingerprint: &str) -> bool {
    if !io::stdin().is_terminal() || context.voice.json {
        return false;
    }
    context.voice.say(
        &Message::new("cli.compare_fingerprint")
            .with("hall", &list.name)
            .with("area", &list.area9)
            .with("fingerprint", fingerprint),
    );
    let mut answer = String::new();
    let read = io::stdin().read_line(&mut answer);
    read.is_ok() && matches!(answer.trim(), "yes" | "一致" | "是")
}

fn trusted(context: &Context, option: &TrustOption) -> Result<Exit, Failure> {
    let folder = trust_folder(context, option);
    let trust = folder.read()?;
    let mut halls = Vec::new();
    for hall in trust.halls() {
        let signer = hall.keys.signer().map(|signer| signer.fingerprint());
        let fingerprint = signer.unwrap_or_default();
        let void = hall.void.as_ref();
        context.voice.say(
            &Message::new("cli.trusted_hall")
                .with("hall", &hall.keys.name)
                .with("area", &hall.keys.area9)
                .with("keys", hall.keys.made_on)
                .with("fingerprint", &fingerprint),
        );
        context.voice.say(&match void {
            Some(void) => Message::new("cli.trusted_void")
                .with("on", void.made_on)
                .with("entries", void.entries.len()),
            None => Message::new("cli.trusted_no_void"),
        });
        halls.push(json!({
            "hall": hall.keys.name,
            "area": hall.keys.area9,
            "fingerprint": fingerprint,
            "keys": { "serial": hall.keys.serial, "made_on": hall.keys.made_on },
            "void": void.map(|void| json!({
                "serial": void.serial,
                "made_on": void.made_on,
                "entries": void.entries.len(),
            })),
        }));
    }
    if halls.is_empty() {
        let nobody = Message::new("cli.nobody_trusted");
        context
            .voice
            .say(&nobody.with("folder", folder.folder().display()));
    }
    context.voice.data(&json!({ "halls": halls }));
    Ok(Exit::Done)
}

fn publish(context: &Context, to: &Path) -> Result<Exit, Failure> {
    fs::create_dir_all(to).map_err(|cause| DiskError::io(to, cause))?;
    let mut office = context.office()?;
    let lists = office.publish_lists(to);
    let keys = office.key_list();
    office.close();
    let (lists, keys) = (lists?, keys?);
    context.voice.say(
        &Message::new("cli.lists_published")
            .with("keys", lists.keys.path.display())
            .with("void", lists.void.path.display())
            .with("fingerprint", &lists.fingerprint),
    );
    let ids = keys.keys.iter().map(|key| {
        let id = key.public.id().to_string();
        json!({ "year": key.year, "id": id, "revoked": key.revoked })
    });
    let ids: Vec<Value> = ids.collect();
    for key in &keys.keys {
        let state = match key.revoked {
            Some(on) => Message::new("cli.key_revoked").with("on", on),
            None => Message::new("cli.key_in_force"),
        };
        context.voice.say(
            &Message::new("cli.key_line")
                .with("year", key.year)
                .with("id", key.public.id())
                .with_said("state", state),
        );
    }
    context.voice.data(&json!({
        "keys": lists.keys.path,
        "void": lists.void.path,
        "serial": lists.keys.serial,
        "void_numbers": lists.void.entries,
        "fingerprint": lists.fingerprint,
        "key_ids": ids,
    }));
    Ok(Exit::Done)
}

fn revoke(context: &Context, key: &str) -> Result<Exit, Failure> {
    let mut office = context.office()?;
    let clerk = office.clerk();
    let revoked = office.revoke_key(key, &clerk);
    office.close();
    let id = revoked?.id();
    context
        .voice
        .say(&Message::new("cli.key_taken_back").with("id", id));
    context.voice.data(&json!({ "revoked": id.to_string() }));
    Ok(Exit::Done)
}

impl From<VerifyError> for Failure {
    fn from(error: VerifyError) -> Failure {
        let headline = error.message();
        match error {
            VerifyError::Disk(error) => error.into(),
            VerifyError::View(error) => error.into(),
            VerifyError::Issue(error) => error.into(),
            VerifyError::Paper(error) => error.into(),
            VerifyError::List(_) | VerifyError::NotConfirmed { .. } => {
                Failure::new(Exit::Refused, headline)
            }
            VerifyError::NoKey | VerifyError::UnknownKey(_) | VerifyError::Unread { .. } => {
                Failure::new(Exit::Other, headline)
            }
        }
    }
}
