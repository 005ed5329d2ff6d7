use std::io::{self, BufRead, IsTerminal, Write};

use chrono::NaiveDate;
use serde_json::json;

use super::super::{Context, Exit, Failure};
use super::arguments::{CalibrateOptions, ShiftOptions, Which};
use super::profile_line;
use crate::disk::{Clock, PrinterProfile};
use crate::office::{Calibration, CalibrationOf, SystemClock};
use crate::paper::Reading;
use crate::text::Message;

/// A sheet of A4, unless another paper is measured.
const A4: (f32, f32) = (210.0, 297.0);

pub fn run(context: &Context, options: &CalibrateOptions) -> Result<Exit, Failure> {
    let mut calibration = Calibration::new(&context.hall, which(context, &options.which)?)?;
    let today = SystemClock.today();
    match (&options.readings, &options.confirm) {
        (Some(typed), _) => {
            let readings = Reading::three(typed).map_err(crate::office::PrintError::from)?;
            take(context, options, &mut calibration, (&readings, today))?;
        }
        (None, Some(typed)) => {
            let readings = Reading::three(typed).map_err(crate::office::PrintError::from)?;
            confirm(context, &mut calibration, (&readings, today))?;
        }
        (None, None) => by_hand(context, options, &mut calibration, today)?,
    }
    Ok(Exit::Done)
}

/// Corrects a profile by what a page shows.
pub fn shift(context: &Context, options: &ShiftOptions) -> Result<Exit, Failure> {
    let of = which(context, &options.which)?;
    let mut calibration = Calibration::new(&context.hall, of)?;
    let by = (options.right, options.down);
    let profile = calibration.shift(by, SystemClock.today())?;
    context.voice.line(profile_line(context, &profile));
    context.voice.data(&json!({ "profile": profile }));
    Ok(Exit::Done)
}

/// What is measured: a paper's printer as it is set, or one by name.
fn which(context: &Context, which: &Which) -> Result<CalibrationOf, Failure> {
    let mut of = match (&which.paper, &which.printer) {
        (Some(paper), None) => CalibrationOf::paper(&context.hall, paper)?,
        (_, printer) => CalibrationOf {
            printer: printer.clone().unwrap_or_default(),
            tray: String::new(),
            batch: String::new(),
            size: A4,
        },
    };
    of.batch.clone_from(&which.batch);
    of.tray = which.tray.clone().unwrap_or(of.tray);
    of.size = which.size.unwrap_or(of.size);
    Ok(of)
}

/// Prints the first sheet; on a terminal asks for its readings, prints the second one and asks
/// again, until a sheet lies where it should.
fn by_hand(
    context: &Context,
    options: &CalibrateOptions,
    calibration: &mut Calibration,
    today: NaiveDate,
) -> Result<(), Failure> {
    sheet(context, options, calibration, false)?;
    if !io::stdin().is_terminal() || context.voice.json {
        context.voice.say(&Message::new("cli.calibrate_readings"));
        return Ok(());
    }
    let Some(readings) = asked(context, calibration)? else {
        context.voice.say(&Message::new("cli.calibrate_left"));
        return Ok(());
    };
    take(context, options, calibration, (&readings, today))?;
    while let Some(readings) = asked(context, calibration)? {
        if confirm(context, calibration, (&readings, today))? {
            return Ok(());
        }
        sheet(context, options, calibration, true)?;
    }
    context.voice.say(&Message::new("cli.calibrate_left"));
    Ok(())
}

/// Keeps the profile of the first sheet and prints the second.
fn take(
    context: &Context,
    options: &CalibrateOptions,
    calibration: &mut Calibration,
    (readings, today): (&[Reading; 3], NaiveDate),
) -> Result<(), Failure> {
    let profile = calibration.take(readings, today)?;
    context.voice.line(profile_line(context, &profile));
    tell(context, &profile, None);
    sheet(context, options, calibration, true)?;
    context.voice.say(&Message::new("cli.calibrate_confirm"));
    Ok(())
}

/// Looks at the second sheet; tells whether it lies where it should.
fn confirm(
    context: &Context,
    calibration: &mut Calibration,
    (readings, today): (&[Reading; 3], NaiveDate),
) -> Result<bool, Failure> {
    let looked = calibration.confirm(readings, today)?;
    let confirmed = looked.profile.confirmed;
    let key = match confirmed {
        true => "cli.calibrate_confirmed",
        false => "cli.calibrate_again",
    };
    let by = format!("{:.1}", looked.farthest);
    context.voice.say(&Message::new(key).with("by", by));
    context.voice.line(profile_line(context, &looked.profile));
    tell(context, &looked.profile, Some(looked.farthest));
    Ok(confirmed)
}

fn tell(context: &Context, profile: &PrinterProfile, farthest: Option<f64>) {
    context
        .voice
        .data(&json!({ "profile": profile, "farthest": farthest }));
}

/// Writes a sheet and, unless a file was asked for, hands it to the printer. A printer that takes
/// nothing is no end: the file can be printed from elsewhere.
fn sheet(
    context: &Context,
    options: &CalibrateOptions,
    calibration: &Calibration,
    second: bool,
) -> Result<(), Failure> {
    let (path, task) = calibration.sheet(second, options.out.as_deref())?;
    let written = Message::new("cli.calibrate_sheet").with("path", path.display());
    context.voice.say(&written);
    if options.out.is_some() {
        return Ok(());
    }
    match Calibration::print(&path, &task) {
        Ok(job) => context.voice.say(
            &Message::new("cli.sent")
                .with("printer", &task.printer)
                .with("job", job),
        ),
        Err(error) => context.voice.note(&error.message()),
    }
    Ok(())
}

/// Asks for the six readings, each until it is a length; `None` if an empty line or the end of the
/// input says to leave.
fn asked(context: &Context, calibration: &Calibration) -> Result<Option<[Reading; 3]>, Failure> {
    let mut typed = Vec::new();
    for (meant, cross) in calibration.meant().iter().zip(1..=3) {
        for (key, length) in [("cli.ask_left", meant.left), ("cli.ask_top", meant.top)] {
            let question = Message::new(key)
                .with("cross", cross)
                .with("meant", format!("{length:.1}"));
            match length_asked(context, &question) {
                Some(length) => typed.push(length),
                None => return Ok(None),
            }
        }
    }
    let [a, b, c, d, e, f] = typed[..] else {
        return Ok(None);
    };
    let reading = |left, top| Reading { left, top };
    Ok(Some([reading(a, b), reading(c, d), reading(e, f)]))
}

fn length_asked(context: &Context, question: &Message) -> Option<f64> {
    loop {
        print!("{} ", question.say(context.lang()));
        io::stdout().flush().ok()?;
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line).ok()?;
        if read == 0 || line.trim().is_empty() {
            return None;
        }
        match Reading::length(&line) {
            Ok(length) => return Some(length),
            Err(problem) => context.voice.note(&problem.message()),
        }
    }
}
