//! Printers without screens: which prints what, how each prints, and how it is measured.

mod arguments;
mod calibrate;

pub use arguments::PrinterCommand;

use arguments::UseOptions;
use serde_json::json;

use super::{Context, Exit, Failure};
use crate::disk::{
    ALL_PAPERS, Hall, PATIENCE, PaperPrinter, PrinterLine, PrinterProfile, PrinterState, Printers,
    layouts, printers,
};
use crate::office::PrintError;
use crate::text::{Message, pad};

/// What a clerk types for all papers without a printer of their own.
const ALL: &str = "all";

pub fn run(context: &Context, command: &PrinterCommand) -> Result<Exit, Failure> {
    match command {
        PrinterCommand::List(_) => list(context),
        PrinterCommand::Use(options) => set(context, options),
        PrinterCommand::Calibrate(options) => calibrate::run(context, options),
        PrinterCommand::Shift(options) => calibrate::shift(context, options),
    }
}

fn list(context: &Context) -> Result<Exit, Failure> {
    let voice = &context.voice;
    let settings = Printers::read(&Hall::open(&context.hall)?)?;
    let found = match printers(PATIENCE) {
        Ok(found) => found,
        Err(error) => {
            voice.note(&error.message());
            Vec::new()
        }
    };
    if found.is_empty() {
        voice.say(&Message::new("cli.printer_none"));
    }
    for printer in &found {
        let state = state(&printer.state).say(context.lang());
        voice.line(format!("{} {state}", pad(&printer.name, 24)));
    }
    for set in &settings.papers {
        voice.line(paper_line(context, set));
    }
    for profile in &settings.profiles {
        voice.line(profile_line(context, profile));
    }
    let data = found.iter().map(|printer: &PrinterLine| {
        json!({
            "name": printer.name,
            "default": printer.is_default,
            "state": state_word(&printer.state),
        })
    });
    let data = data.collect::<Vec<_>>();
    voice.data(&json!({
        "printers": data,
        "papers": settings.papers,
        "profiles": settings.profiles,
    }));
    Ok(Exit::Done)
}

fn state(state: &PrinterState) -> Message {
    match state {
        PrinterState::Idle => Message::new("cli.printer_idle"),
        PrinterState::Printing { job } => Message::new("cli.printer_printing").with("job", job),
        PrinterState::Stopped { reason } => {
            Message::new("cli.printer_stopped").with("reason", reason)
        }
    }
}

fn state_word(state: &PrinterState) -> &'static str {
    match state {
        PrinterState::Idle => "idle",
        PrinterState::Printing { .. } => "printing",
        PrinterState::Stopped { .. } => "stopped",
    }
}

fn paper_line(context: &Context, set: &PaperPrinter) -> String {
    let paper = match set.paper.as_str() {
        ALL_PAPERS => ALL,
        paper => paper,
    };
    let overprint = match set.overprint {
        true => Message::new("cli.printer_overprint").say(context.lang()),
        false => String::new(),
    };
    format!(
        "  {} → {} {} {overprint}",
        pad(paper, 6),
        set.printer,
        set.tray
    )
}

pub(super) fn profile_line(context: &Context, profile: &PrinterProfile) -> String {
    let confirmed = match profile.confirmed {
        true => "cli.printer_confirmed",
        false => "cli.printer_unconfirmed",
    };
    let prints = &profile.prints;
    let line = Message::new("cli.printer_profile")
        .with("printer", &profile.printer)
        .with("tray", &profile.tray)
        .with("batch", &profile.batch)
        .with("right", format!("{:+.2}", prints.right))
        .with("down", format!("{:+.2}", prints.down))
        .with("across", format!("{:.2}", prints.across * 100.0))
        .with("along", format!("{:.2}", prints.along * 100.0))
        .with("turn", format!("{:+.2}", prints.turn))
        .with("measured", &profile.measured)
        .with_said("confirmed", Message::new(confirmed));
    line.say(context.lang())
}

fn set(context: &Context, options: &UseOptions) -> Result<Exit, Failure> {
    let hall = Hall::open(&context.hall)?;
    let mut settings = Printers::read(&hall)?;
    let paper = paper_code(&options.paper)?;
    match &options.printer {
        Some(printer) => settings.set(PaperPrinter {
            paper: paper.clone(),
            printer: printer.clone(),
            tray: options.tray.clone(),
            overprint: options.overprint,
        }),
        None => drop(settings.forget(&paper)),
    }
    settings.write(&hall)?;
    match settings.papers.iter().find(|set| set.paper == paper) {
        Some(set) => context.voice.line(paper_line(context, set)),
        None => context
            .voice
            .say(&Message::new("cli.printer_forgotten").with("paper", &options.paper)),
    }
    context.voice.data(&json!({ "papers": settings.papers }));
    Ok(Exit::Done)
}

/// The code of a paper however it was typed.
fn paper_code(typed: &str) -> Result<String, Failure> {
    if typed.eq_ignore_ascii_case(ALL) || typed == ALL_PAPERS {
        return Ok(ALL_PAPERS.to_owned());
    }
    let layouts = layouts()?;
    let mut codes = layouts.into_keys();
    let known = codes.find(|code| code.eq_ignore_ascii_case(typed));
    Ok(known.ok_or_else(|| PrintError::UnknownPaper(typed.to_owned()))?)
}

impl From<PrintError> for Failure {
    fn from(error: PrintError) -> Failure {
        let headline = error.message();
        match error {
            PrintError::Paper(error) => error.into(),
            PrintError::Enter(error) => (*error).into(),
            PrintError::Blanks(_) => Failure::new(Exit::Refused, headline),
            PrintError::Reading(_) | PrintError::TooSmall { .. } | PrintError::NotMeasured => {
                Failure::new(Exit::FormProblems, headline)
            }
            PrintError::UnknownPaper(_) => Failure::new(Exit::Other, headline),
            PrintError::NoPrinter { .. } | PrintError::Printer { .. } => {
                Failure::new(Exit::Unprintable, headline)
            }
        }
    }
}
