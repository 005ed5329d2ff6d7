use std::env;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::arguments::{BackupCommand, BackupOptions, KeepOptions, RestoreOptions};
use super::{Context, Exit, Failure};
use crate::disk::{Hall, SecondCopySetting, at_the_counter};
use crate::ledger::Head;
use crate::office::{
    Backup, BackupError, Clock, Office, RestoreWish, SystemClock, check_backup, drill, restore,
};
use crate::text::Message;

pub fn run(context: &Context, options: &BackupOptions) -> Result<Exit, Failure> {
    match &options.command {
        None => now(context, options.to.as_deref()),
        Some(BackupCommand::Keep(options)) => keep(context, options),
        Some(BackupCommand::Stop(_)) => stop(context),
        Some(BackupCommand::Verify(options)) => verify(context, options.backup.as_deref()),
        Some(BackupCommand::Drill(options)) => practise(context, options.backup.as_deref()),
    }
}

/// The folder that was named, else the one that the hall keeps its second copy in.
fn which(context: &Context, named: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(named) = named {
        return Ok(named.to_owned());
    }
    let setting = SecondCopySetting::read(&context.hall)?;
    let folder = setting.map(|setting| setting.folder);
    folder.ok_or_else(|| Failure::new(Exit::Other, Message::new("cli.no_second_copy")))
}

/// Says what became of a copy, and how much is in it.
fn tell(
    context: &Context,
    said: Message,
    (copy, head, files): (&Path, Head, usize),
    more: &[(&str, Value)],
) {
    let said = said.with("frames", head.sequence).with("files", files);
    context.voice.say(&said);
    let mut data = json!({
        "backup": copy,
        "frames": head.sequence,
        "head": head.hash.to_string(),
        "files": files,
    });
    for (name, value) in more {
        data[*name] = value.clone();
    }
    context.voice.data(&data);
}

fn now(context: &Context, to: Option<&Path>) -> Result<Exit, Failure> {
    let copy = which(context, to)?;
    let done = Backup::new(&context.hall, &copy).run(SystemClock.now_ms())?;
    let said = Message::new("cli.backed_up").with("folder", copy.display());
    tell(context, said, (&copy, done.head, done.files), &[]);
    Ok(Exit::Done)
}

/// The first copy is made before the setting, so that a folder that cannot be used is found out.
fn keep(context: &Context, options: &KeepOptions) -> Result<Exit, Failure> {
    Hall::open(&context.hall)?;
    let folder = std::path::absolute(&options.to).unwrap_or_else(|_| options.to.clone());
    now(context, Some(&folder))?;
    let setting = SecondCopySetting {
        folder,
        before_done: options.before_done,
    };
    setting.write(&context.hall)?;
    let key = match setting.before_done {
        true => "cli.keeps_copy_first",
        false => "cli.keeps_copy",
    };
    let kept = Message::new(key).with("folder", setting.folder.display());
    context.voice.say(&kept);
    Ok(Exit::Done)
}

fn stop(context: &Context) -> Result<Exit, Failure> {
    Hall::open(&context.hall)?;
    SecondCopySetting::forget(&context.hall)?;
    context.voice.say(&Message::new("cli.keeps_no_copy"));
    context.voice.data(&json!({ "second_copy": null }));
    Ok(Exit::Done)
}

fn moment(ms: i64) -> String {
    at_the_counter(ms).format("%Y-%m-%d %H:%M:%S").to_string()
}

fn verify(context: &Context, named: Option<&Path>) -> Result<Exit, Failure> {
    let copy = which(context, named)?;
    let checked = check_backup(&copy)?;
    let at = moment(checked.note.at);
    let said = Message::new("cli.backup_sound").with("at", &at);
    let of = (copy.as_path(), checked.head, checked.note.files.len());
    let more = [("hall", json!(checked.note.hall)), ("at", json!(at))];
    tell(context, said, of, &more);
    Ok(Exit::Done)
}

fn practise(context: &Context, named: Option<&Path>) -> Result<Exit, Failure> {
    let copy = which(context, named)?;
    let who = context.sign_in()?;
    let drilled = drill(
        &copy,
        &context.hall,
        &env::temp_dir(),
        Box::new(SystemClock),
        who.as_ref(),
    )?;
    if !drilled.same_history {
        let other = Message::new("cli.drill_other_history");
        return Err(Failure::new(Exit::LedgerDamaged, other));
    }
    let of = (copy.as_path(), drilled.head, drilled.files);
    let more = [("same_history", json!(drilled.same_history))];
    tell(context, Message::new("cli.drilled"), of, &more);
    Ok(Exit::Done)
}

pub fn run_restore(context: &Context, options: &RestoreOptions) -> Result<Exit, Failure> {
    let wish = RestoreWish {
        into: options.into.clone(),
        highest_seen: options.highest_seen,
    };
    let checked = restore(&options.backup, &wish)?;
    // The first opening folds the view and enters the gap in the numbers.
    let who = context.sign_in_at(&options.into)?;
    let opened = Office::open_as(&options.into, Box::new(SystemClock), who.as_ref())?;
    let office = opened.office;
    context.voice.say(
        &Message::new("cli.restored")
            .with("folder", options.into.display())
            .with("at", moment(checked.note.at))
            .with("frames", checked.head.sequence)
            .with("people", office.people()),
    );
    context.voice.data(&json!({
        "hall": options.into,
        "backup_of": moment(checked.note.at),
        "frames": checked.head.sequence,
        "acts": office.acts(),
        "people": office.people(),
    }));
    office.close();
    Ok(Exit::Done)
}

impl From<BackupError> for Failure {
    fn from(error: BackupError) -> Failure {
        let headline = error.message();
        match error {
            BackupError::Damaged(_)
            | BackupError::Short { .. }
            | BackupError::Changed { .. }
            | BackupError::OtherHall { .. }
            | BackupError::Copy(_) => Failure::new(Exit::LedgerDamaged, headline),
            BackupError::Disk(error) => error.into(),
            BackupError::Open(error) => (*error).into(),
            _ => Failure::new(Exit::Other, headline),
        }
    }
}
