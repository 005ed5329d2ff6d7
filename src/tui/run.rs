use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::app::{App, Effect};
use super::input::{Input, read_signals, read_terminal};
use super::job::{Job, Opened};
use super::notice::Notice;
use super::picture::{Answers, Glass, Hints, Way};
use super::terminal::Terminal;
use super::worker::{self, Counter, work};
use crate::office::{self, OpenError, Progress};
use crate::text::{Lang, Message};

/// How the counter is opened on a terminal.
#[derive(Debug, Clone, Copy)]
pub struct RunOptions {
    pub lang: Lang,
    /// Lays the first-minute guide over the first screen.
    pub guide: bool,
    /// False draws with bold, underline and reverse alone (`NO_COLOR`).
    pub colours: bool,
}

/// Why the counter could not be shown.
#[derive(Debug, thiserror::Error)]
pub enum TuiError {
    #[error("standard input and output are not a terminal")]
    NoTerminal,
    #[error("the terminal does not answer: {0}")]
    Terminal(#[from] io::Error),
    #[error("the office stopped unexpectedly")]
    OfficeGone,
    /// The clerk has read why and left.
    #[error("{0}")]
    NotOpened(Box<OpenError>),
}

impl TuiError {
    pub fn message(&self) -> Message {
        match self {
            TuiError::NoTerminal => Message::new("tui.no_terminal"),
            TuiError::Terminal(error) => Message::new("tui.terminal_failed").with("error", error),
            TuiError::OfficeGone => Message::new("tui.office_gone"),
            TuiError::NotOpened(error) => error.message(),
        }
    }
}

/// Shows a hall's counter until the clerk leaves it or the terminal is gone.
///
/// `open` runs on the office thread, after the first frame, and tells how far it is when the view
/// has to be folded anew.
///
/// # Errors
/// As [`run_counter`], and [`TuiError::NotOpened`] after the clerk has read why.
pub fn run(
    open: impl FnOnce(Progress<'_>) -> Result<office::Opened, OpenError> + Send + 'static,
    options: RunOptions,
) -> Result<(), TuiError> {
    let failed = Arc::new(Mutex::new(None));
    let failure = failed.clone();
    run_counter(
        move |progress| {
            let opened = open(progress).map_err(|error| {
                let notice = Notice::new(error.message());
                *failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                notice
            })?;
            Ok(worker::open(opened, options.lang))
        },
        options,
    )?;
    let failed = failed.lock().unwrap_or_else(PoisonError::into_inner).take();
    match failed {
        Some(error) => Err(TuiError::NotOpened(Box::new(error))),
        None => Ok(()),
    }
}

/// Shows a counter until the clerk leaves it or the terminal is gone. The first frame is drawn
/// before `open` has done its work; what `open` fails with is shown as a notice.
///
/// # Errors
/// [`TuiError`] if there is no terminal or the office thread ends on its own. A terminal that
/// goes away while the program runs is no error: everything typed is on the disk.
pub fn run_counter<C: Counter + 'static>(
    open: impl FnOnce(Progress<'_>) -> Result<(C, Opened), Notice> + Send + 'static,
    options: RunOptions,
) -> Result<(), TuiError> {
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        return Err(TuiError::NoTerminal);
    }
    let terminal = Terminal::enter(options.colours)?;
    let hints = Hints::from_environment();
    terminal.ask(&hints)?;
    let (inputs, received) = channel();
    let (jobs, wanted) = channel();
    read_signals(inputs.clone())?;
    let keys = inputs.clone();
    let frames = Arc::new(AtomicU64::new(0));
    let seen = frames.clone();
    // Not waited for: it sleeps in the system until the next key, and the process ends first.
    thread::Builder::new()
        .name("keys".to_owned())
        .spawn(move || read_terminal(&keys, &seen))?;
    let leaving = Arc::new(AtomicBool::new(false));
    let gone = leaving.clone();
    let office = thread::Builder::new()
        .name("office".to_owned())
        .spawn(move || work(open, &wanted, &inputs, &gone))?;
    let app = App::new(options.lang, options.guide);
    let eyes = Eyes {
        hints,
        answers: Answers::default(),
        colours: options.colours,
    };
    let end = show(app, terminal, eyes, &frames, &received, &jobs);
    leaving.store(true, Ordering::Relaxed);
    // The office does what was sent, the last draft among it, before it sees the hang-up.
    drop(jobs);
    let joined = office.join();
    match (end, joined) {
        (End::OfficeGone, _) | (_, Err(_)) => Err(TuiError::OfficeGone),
        (End::Left, Ok(())) => Ok(()),
    }
}

enum End {
    Left,
    OfficeGone,
}

/// What is known of the terminal as something to draw on.
pub(super) struct Eyes {
    pub hints: Hints,
    pub answers: Answers,
    pub colours: bool,
}

impl Eyes {
    /// The terminal as it is now; a window may have been made larger.
    pub fn glass(&self, columns: u16, rows: u16) -> Glass {
        let told = crossterm::terminal::window_size().ok();
        let told = told.filter(|size| size.columns > 0 && size.rows > 0);
        let cell = told.map(|size| (size.width / size.columns, size.height / size.rows));
        let cell = cell.filter(|(width, height)| *width > 0 && *height > 0);
        let cell = self.answers.cell.or(cell);
        Glass {
            columns,
            rows,
            way: Way::choose(&self.answers, &self.hints).filter(|_| cell.is_some()),
            cell,
            colours: self.colours,
        }
    }
}

/// Draws, waits, updates; until an effect says to quit.
fn show(
    mut app: App,
    mut terminal: Terminal,
    mut eyes: Eyes,
    frames: &AtomicU64,
    received: &Receiver<Input>,
    jobs: &Sender<Job>,
) -> End {
    loop {
        if let Ok((columns, rows)) = crossterm::terminal::size() {
            app.resize(columns, rows);
            for effect in app.update(Input::Glass(eyes.glass(columns, rows))) {
                if !obey(effect, &mut terminal, jobs) {
                    return End::Left;
                }
            }
        }
        // Counted before it goes out: whoever answers to it must find it counted.
        app.drawn(frames.fetch_add(1, Ordering::SeqCst) + 1);
        // A terminal that takes no frame is gone, whatever the system said so far.
        if terminal.draw(|frame| app.view(frame)).is_err() {
            return End::Left;
        }
        let Ok(first) = received.recv() else {
            return End::Left;
        };
        // Everything that waits is obeyed before the next frame: a clerk may type ahead.
        for input in std::iter::once(first).chain(received.try_iter()) {
            match input {
                Input::OfficeGone => return End::OfficeGone,
                Input::Answers(answers) => eyes.answers = answers,
                _ => {}
            }
            for effect in app.update(input) {
                if !obey(effect, &mut terminal, jobs) {
                    return End::Left;
                }
            }
        }
    }
}

/// Carries out one effect; false if it was the last.
fn obey(effect: Effect, terminal: &mut Terminal, jobs: &Sender<Job>) -> bool {
    match effect {
        // An office that is gone says so itself.
        Effect::Start(job) => {
            let _ = jobs.send(job);
            true
        }
        Effect::Bell => terminal.bell().is_ok(),
        Effect::Redraw => terminal.forget().is_ok(),
        Effect::Reenter => terminal.reenter().is_ok(),
        Effect::Quit => false,
    }
}
