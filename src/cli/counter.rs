use std::fs;
use std::path::Path;

use super::arguments::PracticeOptions;
use super::{Context, Exit, Failure};
use crate::disk::Hall;
use crate::office::{Office, Progress, SignIn, SystemClock, open_practice};
use crate::tui::{self, RunOptions};

/// Opens the counter of the hall on this terminal.
pub fn open(context: &Context) -> Result<Exit, Failure> {
    // Whoever has no hall yet hears it before the screen is taken over.
    let hall = Hall::open(&context.hall).inspect_err(|_| tui::give_back())?;
    let folder = context.hall.clone();
    let options = options(context, false);
    if hall.staff().exists() {
        let open = move |who: &SignIn, progress: Progress<'_>| {
            Office::open_at_once_as(&folder, Box::new(SystemClock), Some(who), progress)
        };
        tui::run_sealed(open, hall.settings.lock_after(), options)?;
        return Ok(Exit::Done);
    }
    // A counter that was locked was that of a sealed hall.
    tui::give_back();
    let open = move |progress: Progress<'_>| {
        Office::open_at_once(&folder, Box::new(SystemClock), progress)
    };
    tui::run(open, options)?;
    Ok(Exit::Done)
}

/// Opens the counter of a practice hall with the first-minute guide. A hall nobody asked to keep
/// is gone afterwards.
pub fn practise(
    context: &Context,
    folder: &Path,
    practice: &PracticeOptions,
) -> Result<Exit, Failure> {
    let date = practice.date;
    let place = folder.to_owned();
    let open = move |_: Progress<'_>| open_practice(&place, date, Box::new(SystemClock));
    let shown = tui::run(open, options(context, true));
    if practice.dir.is_none() {
        // Only invented people are in it; what cannot be removed harms nobody.
        let _ = fs::remove_dir_all(folder);
    }
    shown?;
    Ok(Exit::Done)
}

/// How this terminal is drawn on.
pub fn options(context: &Context, guide: bool) -> RunOptions {
    RunOptions {
        lang: context.lang(),
        guide,
        colours: std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    }
}
