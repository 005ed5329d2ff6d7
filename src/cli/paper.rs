use serde_json::json;

use super::arguments::{PaperOptions, ReprintOptions, SpecimenCommand, SpecimenOptions};
use super::failure::Reason;
use super::{Context, Exit, Failure};
use crate::office::{Filling, SpecimenError, Specimens};
use crate::text::{Message, pad};

/// The certificate itself.
const CERTIFICATE: &str = "F2";

pub fn run(context: &Context, options: &PaperOptions) -> Result<Exit, Failure> {
    match &options.of {
        None => reprint(context, &options.reprint),
        Some(SpecimenCommand::List(_)) => list(context),
        Some(SpecimenCommand::Sample(options)) => specimen(context, options, Filling::Sample),
        Some(SpecimenCommand::Blank(options)) => specimen(context, options, Filling::Blank),
    }
}

fn reprint(context: &Context, options: &ReprintOptions) -> Result<Exit, Failure> {
    let number = options.number.as_deref().unwrap_or_default();
    let mut office = context.office()?;
    let known = office.paper_names(number)?;
    let wanted = options.paper.as_deref().unwrap_or(CERTIFICATE);
    let found = known.iter().find(|one| one.eq_ignore_ascii_case(wanted));
    let paper = match (found, &options.paper) {
        (Some(found), _) => found.clone(),
        (None, Some(asked)) => asked.clone(),
        // A case that waits has only its notice.
        (None, None) => known.first().cloned().unwrap_or_default(),
    };
    let clerk = office.clerk();
    let file = office.reprint(number, &paper, &clerk, options.out.as_deref())?;
    context.voice.say(
        &Message::new("cli.printed")
            .with("paper", &file.paper)
            .with("path", file.path.display()),
    );
    context.voice.data(&json!({
        "number": number,
        "paper": file.paper,
        "copies": file.copies,
        "path": file.path,
    }));
    office.close();
    Ok(Exit::Done)
}

fn list(context: &Context) -> Result<Exit, Failure> {
    let papers = Specimens::read()?.list();
    for (id, title) in &papers {
        context.voice.line(line(id, title));
    }
    let data = papers
        .iter()
        .map(|(id, title)| json!({ "paper": id, "title": title }));
    context
        .voice
        .data(&json!({ "papers": data.collect::<Vec<_>>() }));
    Ok(Exit::Done)
}

fn specimen(
    context: &Context,
    options: &SpecimenOptions,
    filling: Filling,
) -> Result<Exit, Failure> {
    let file = Specimens::read()?.print(&options.paper, filling, options.to.as_deref())?;
    context.voice.say(
        &Message::new("cli.printed")
            .with("paper", format!("{} {}", file.paper, file.title))
            .with("path", file.path.display()),
    );
    context.voice.data(&json!({
        "paper": file.paper,
        "title": file.title,
        "pages": file.pages,
        "path": file.path,
    }));
    Ok(Exit::Done)
}

fn line(id: &str, title: &str) -> String {
    format!("{} {title}", pad(id, 5))
}

impl From<SpecimenError> for Failure {
    fn from(error: SpecimenError) -> Failure {
        let headline = error.message();
        match error {
            SpecimenError::UnknownPaper { known, .. } => Failure {
                exit: Exit::Other,
                headline,
                reasons: known.iter().map(known_paper).collect(),
            },
            SpecimenError::Unprintable(problems) => super::failure::unprintable(&problems),
            SpecimenError::File(problem) => problem.into(),
            SpecimenError::Disk(error) => error.into(),
            SpecimenError::Font(_) | SpecimenError::Pdf(_) => {
                Failure::new(Exit::Unprintable, headline)
            }
        }
    }
}

fn known_paper((id, title): &(String, String)) -> Reason {
    let line = line(id, title);
    Reason {
        at: id.clone(),
        zh: line.clone(),
        en: line,
    }
}
