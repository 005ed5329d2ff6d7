use serde_json::json;

use super::arguments::{PaperOptions, ReprintOptions, SpecimenCommand, SpecimenOptions};
use super::failure::Reason;
use super::{Context, Exit, Failure, paper_preview};
use crate::office::{Filling, Office, Onto, PrintWish, SpecimenError, Specimens};
use crate::paper::raster;
use crate::text::{Message, pad};
use crate::tui::{Preview, PreviewOf};

/// The certificate itself.
const CERTIFICATE: &str = "F2";

pub fn run(context: &Context, options: &PaperOptions) -> Result<Exit, Failure> {
    match &options.of {
        None => reprint(context, &options.reprint),
        Some(SpecimenCommand::List(_)) => list(context),
        Some(SpecimenCommand::Prove(options)) => super::paper_proof::run(context, options),
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
    if options.preview {
        let laid = office.preview_again(number, &paper)?;
        let otherwise = office.made_otherwise(number, Some(&paper))?;
        otherwise.iter().for_each(|said| context.voice.note(said));
        let preview = Preview::new(PreviewOf::Number(number.to_owned()), [laid]);
        paper_preview::show(context, preview, &|sheet, view| office.picture(sheet, view))?;
        office.close();
        return Ok(Exit::Done);
    }
    if options.print {
        let wish = PrintWish {
            number: number.to_owned(),
            paper,
            printer: options
                .printer
                .clone()
                .map(|printer| (printer, options.tray.clone().unwrap_or_default())),
            onto: onto(options),
        };
        return print_with(context, office, &wish);
    }
    let clerk = office.clerk();
    let otherwise = office.made_otherwise(number, Some(&paper))?;
    let file = match &options.archive {
        Some(archive) => office.archive(number, &paper, &clerk, archive)?,
        None => office.file_again(number, &paper, &clerk, options.out.as_deref())?,
    };
    context.voice.say(
        &Message::new("cli.printed")
            .with("paper", &file.paper)
            .with("path", file.path.display()),
    );
    otherwise.iter().for_each(|said| context.voice.note(said));
    context.voice.data(&json!({
        "number": number,
        "paper": file.paper,
        "made_otherwise": !otherwise.is_empty(),
        "copies": file.copies,
        "path": file.path,
    }));
    office.close();
    Ok(Exit::Done)
}

fn onto(options: &ReprintOptions) -> Onto {
    match &options.blank {
        Some(blank) => Onto::Blank(Some(blank.clone())),
        None if options.plain => Onto::Plain,
        None if options.overprint => Onto::Blank(None),
        None => Onto::AsSet,
    }
}

/// Hands a paper to its printer and tells what became of it.
pub fn print(context: &Context, wish: &PrintWish) -> Result<Exit, Failure> {
    print_with(context, context.office()?, wish)
}

fn print_with(context: &Context, mut office: Office, wish: &PrintWish) -> Result<Exit, Failure> {
    let clerk = office.clerk();
    let sent = office.print_now(wish, &clerk)?;
    let voice = &context.voice;
    voice.say(
        &Message::new("cli.sent_paper")
            .with("paper", &sent.paper)
            .with("printer", &sent.printer)
            .with("job", &sent.job),
    );
    if let Some(blank) = &sent.blank {
        if let Some(spoilt) = &blank.instead_of {
            voice.say(&Message::new("cli.blank_voided").with("number", &spoilt.number));
        }
        voice.say(&Message::new("cli.onto_blank").with("blank", &blank.number));
    }
    sent.notes.iter().for_each(|note| voice.note(note));
    let spoilt = sent
        .blank
        .as_ref()
        .and_then(|blank| blank.instead_of.as_ref());
    voice.data(&json!({
        "number": sent.number,
        "paper": sent.paper,
        "copies": sent.copies,
        "printer": sent.printer,
        "tray": sent.tray,
        "job": sent.job,
        "blank": sent.blank.as_ref().map(|blank| &blank.number),
        "voided": spoilt.map(|spoilt| &spoilt.number),
        "path": sent.path,
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
    if options.preview {
        let (laid, fonts) = Specimens::read()?.lay_out(&options.paper, filling)?;
        let preview = Preview::new(PreviewOf::Nobody, [laid]);
        paper_preview::show(context, preview, &|sheet, view| raster(sheet, &fonts, view))?;
        return Ok(Exit::Done);
    }
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
