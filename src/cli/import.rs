use serde_json::{Value, json};

use super::arguments::ImportOptions;
use super::failure::Reason;
use super::{Context, Exit, Failure};
use crate::disk::{ReadApart, read_within};
use crate::import::{Limits, Refused};
use crate::office::{ImportError, Imported, Office, RegisterFile, Reviewed};
use crate::text::{Lang, Message};

pub fn run(context: &Context, options: &ImportOptions) -> Result<Exit, Failure> {
    let limits = Limits::default();
    let bytes = read_within(&options.file, limits.file as u64)?;
    let bytes = bytes.ok_or(Refused::FileTooLarge { most: limits.file });
    let bytes = bytes.map_err(ImportError::from)?;
    let name = options
        .file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy();
    let file = RegisterFile {
        encoding: options.encoding.map(Into::into),
        renamed: options.columns.clone(),
        upgrade: options.old_numbers,
        apart: Some(ReadApart::here().map_err(|_| ImportError::from(Refused::NoReader))?),
        ..RegisterFile::new(&name, &bytes)
    };
    let mut office = context.office()?;
    let done = match options.dry_run {
        true => review(context, &office, &file),
        false => import(context, &mut office, &file),
    };
    office.close();
    done
}

fn review(context: &Context, office: &Office, file: &RegisterFile<'_>) -> Result<Exit, Failure> {
    if let Some(before) = office.imported_before(file)? {
        return Ok(told(context, &Reviewed::default(), Some(&before)));
    }
    let reviewed = office.review_register(file)?;
    match reviewed.count {
        0 => Ok(told(context, &reviewed, None)),
        _ => Err(ImportError::Problems(Box::new(reviewed)).into()),
    }
}

fn import(
    context: &Context,
    office: &mut Office,
    file: &RegisterFile<'_>,
) -> Result<Exit, Failure> {
    let clerk = office.clerk();
    let (reviewed, imported) = office.import(file, &clerk)?;
    Ok(told(context, &reviewed, Some(&imported)))
}

fn told(context: &Context, reviewed: &Reviewed, imported: Option<&Imported>) -> Exit {
    let voice = &context.voice;
    for note in &reviewed.notes {
        voice.say(note);
    }
    voice.say(&match imported {
        None => Message::new("import.reviewed")
            .with("rows", reviewed.rows)
            .with("people", reviewed.people.len()),
        Some(Imported {
            people,
            before: Some(on),
            ..
        }) => Message::new("import.imported_before")
            .with("on", on)
            .with("people", people),
        Some(imported) => Message::new("import.imported")
            .with("people", imported.people)
            .with("sequence", imported.sequence),
    });
    voice.data(&data(reviewed, imported, context.lang()));
    Exit::Done
}

fn data(reviewed: &Reviewed, imported: Option<&Imported>, lang: Lang) -> Value {
    let notes = reviewed.notes.iter().map(|note| note.say(lang));
    json!({
        "written": imported.is_some_and(|imported| imported.before.is_none()),
        "rows": reviewed.rows,
        "people": imported.map_or(reviewed.people.len() as u64, |imported| imported.people.into()),
        "under_age": reviewed.under_age.len(),
        "sequence": imported.map(|imported| imported.sequence),
        "imported_before": imported.and_then(|imported| imported.before),
        "notes": notes.collect::<Vec<_>>(),
    })
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Failure {
        let headline = error.message();
        match error {
            ImportError::Problems(reviewed) => problems(headline, &reviewed),
            ImportError::Refused(_) => Failure::new(Exit::FormProblems, headline),
            ImportError::Issue(error) => error.into(),
            ImportError::View(error) => error.into(),
            ImportError::Shipped(problem) => problem.into(),
        }
    }
}

/// Each problem with its row; then how many more there are, and what would be left out.
fn problems(headline: Message, reviewed: &Reviewed) -> Failure {
    let said = |lang: Lang, place: &Message, said: &str| format!("{} — {said}", place.say(lang));
    let reasons = reviewed.problems.iter().map(|problem| {
        let place = problem.place();
        Reason {
            at: format!("{}:{}", problem.row, problem.column),
            zh: said(Lang::Zh, &place, &problem.message.say(Lang::Zh)),
            en: said(Lang::En, &place, &problem.message.say(Lang::En)),
        }
    });
    let more = reviewed.count - reviewed.problems.len();
    let more = (more > 0).then(|| Message::new("import.problems_more").with("count", more));
    let rest = more.iter().chain(&reviewed.notes).map(|message| Reason {
        at: String::new(),
        zh: message.say(Lang::Zh),
        en: message.say(Lang::En),
    });
    Failure {
        exit: Exit::FormProblems,
        headline,
        reasons: reasons.chain(rest).collect(),
    }
}
