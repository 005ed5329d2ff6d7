use std::io::{self, IsTerminal};
use std::path::Path;
use std::time::Instant;

use chrono::NaiveDate;
use serde_json::json;

use super::arguments::PracticeOptions;
use super::case::CaseFile;
use super::{Context, Exit, Failure, counter, issue};
use crate::disk::fresh_folder;
use crate::ledger;
use crate::office::{SystemClock, open_practice};
use crate::text::Message;

/// The guide's plain case, which the drill issues.
const CASE: &str = include_str!("../../examples/e1.toml");
const CASE_FILE: &str = "examples/e1.toml";
/// Running the drill twice in one hall is one request.
const REQUEST: [u8; 16] = *b"guided drill 001";

pub fn run(context: &Context, options: &PracticeOptions) -> Result<Exit, Failure> {
    let folder = match &options.dir {
        Some(folder) => folder.clone(),
        None => fresh_folder(&std::env::temp_dir(), "guitai-practice")?,
    };
    let screen = io::stdin().is_terminal() && io::stdout().is_terminal();
    if screen && !options.json.json {
        return counter::practise(context, &folder, options);
    }
    drill(context, &folder, options.date)
}

/// Issues a certificate for the sample applicant without anybody at the keys.
fn drill(context: &Context, folder: &Path, date: Option<NaiveDate>) -> Result<Exit, Failure> {
    let began = Instant::now();
    let voice = &context.voice;
    let opened = open_practice(folder, date, Box::new(SystemClock))?;
    let mut office = opened.office;
    voice.say(
        &Message::new("cli.drill_hall")
            .with("folder", folder.display())
            .with("people", office.people())
            .with("day", office.today()),
    );
    let mut case = CaseFile::parse(CASE_FILE, CASE)?;
    case.date = None;
    case.request = Some(crate::form::RequestId(REQUEST));
    let leaves = office.today().to_string();
    case.answers.insert("leave_date".to_owned(), leaves);
    let submission = issue::submission(&mut office, &case, (CASE_FILE, CASE), Path::new(""))?;
    let clerk = office.clerk();
    let issued = office.issue_to(&submission, &clerk, None)?;
    let shelf = office.shelf();
    let form = shelf.form(&case.service).map(AsRef::as_ref);
    issue::tell(context, form, &submission, &issued);
    let people = office.people();
    office.close();

    let verified = ledger::verify(folder)
        .map_err(|damage| Failure::new(Exit::LedgerDamaged, damage.message()))?;
    let milliseconds = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    voice.say(
        &Message::new("cli.drill_done")
            .with("frames", verified.frames)
            .with("milliseconds", milliseconds),
    );
    voice.data(&json!({
        "hall": folder,
        "people": people,
        "issued": issue::data(&submission, &issued, context.lang()),
        "ledger": { "frames": verified.frames, "head": verified.head.hash.to_string() },
        "milliseconds": milliseconds,
    }));
    Ok(Exit::Done)
}
