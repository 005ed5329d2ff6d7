use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::app::{App, Effect};
use super::input::{Input, read_signals, read_terminal};
use super::job::{Job, Opened, Reply};
use super::notice::Notice;
use super::picture::{Answers, Glass, Hints, Way};
use super::renew::{Locked, Modes};
use super::sign_in::{Outcome, SignInPage};
use super::terminal::Terminal;
use super::worker::{self, Counter, work};
use crate::office::{self, OpenError, Progress, SignIn};
use crate::text::{Lang, Message, Said};

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

/// Shows the counter of a sealed hall: asks who is there, opens the hall for her, and lets go of it
/// and its keys when she locks the counter or has not touched a key for `idle`. A new program then
/// takes the place of this one and asks again; if the system refuses that, this one does.
///
/// # Errors
/// As [`run`]; a wrong password is told and asked for again.
pub fn run_sealed(
    open: impl Fn(&SignIn, Progress<'_>) -> Result<office::Opened, OpenError> + Send + Sync + 'static,
    idle: Duration,
    options: RunOptions,
) -> Result<(), TuiError> {
    let open = Arc::new(open);
    let left = Locked::left();
    let mut stage = Stage::enter(options, left.as_ref().map(|left| left.modes))?;
    let mut last = (left.map(|left| left.name).unwrap_or_default(), None);
    loop {
        let Some(who) = stage.ask(&last.0, last.1.take())? else {
            return Ok(());
        };
        last.0.clone_from(&who.name);
        let failed = Arc::new(Mutex::new(None));
        let (failure, open) = (failed.clone(), open.clone());
        let open = move |progress: Progress<'_>| {
            let opened = open(&who, progress).map_err(|error| {
                let notice = Notice::new(error.message());
                *failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                notice
            })?;
            Ok(worker::open(opened, options.lang))
        };
        let end = stage.serve(open, Some(idle))?;
        let failed = failed.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (end, failed) {
            (_, Some(OpenError::SignIn(error))) => last.1 = Some(error.message().into()),
            (End::Left, Some(error)) => return Err(TuiError::NotOpened(Box::new(error))),
            (End::Left, None) => return Ok(()),
            (End::OfficeGone, _) => return Err(TuiError::OfficeGone),
            (End::NotOpened, Some(error)) => last.1 = Some(error.message().into()),
            (End::NotOpened, None) => {}
            (End::Locked, _) => stage.renew(&last.0),
        }
        stage.wipe()?;
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
    match Stage::enter(options, None)?.serve(open, None)? {
        End::OfficeGone => Err(TuiError::OfficeGone),
        End::Left | End::Locked | End::NotOpened => Ok(()),
    }
}

/// The terminal with everything that reads it, for one counter after another.
struct Stage {
    options: RunOptions,
    terminal: Terminal,
    eyes: Eyes,
    frames: Arc<AtomicU64>,
    inputs: Sender<Input>,
    received: Receiver<Input>,
}

impl Stage {
    fn enter(options: RunOptions, before: Option<Modes>) -> Result<Stage, TuiError> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err(TuiError::NoTerminal);
        }
        let terminal = Terminal::enter(options.colours, before)?;
        let hints = Hints::from_environment();
        terminal.ask(&hints)?;
        let (inputs, received) = channel();
        read_signals(inputs.clone())?;
        let keys = inputs.clone();
        let frames = Arc::new(AtomicU64::new(0));
        let seen = frames.clone();
        // Not waited for: it sleeps in the system until the next key, and the process ends first.
        thread::Builder::new()
            .name("keys".to_owned())
            .spawn(move || read_terminal(&keys, &seen))?;
        let eyes = Eyes {
            hints,
            answers: Answers::default(),
            colours: options.colours,
        };
        Ok(Stage {
            options,
            terminal,
            eyes,
            frames,
            inputs,
            received,
        })
    }

    /// Opens an office on a thread of its own and shows it until it is left or locked.
    fn serve<C: Counter + 'static>(
        &mut self,
        open: impl FnOnce(Progress<'_>) -> Result<(C, Opened), Notice> + Send + 'static,
        idle: Option<Duration>,
    ) -> Result<End, TuiError> {
        let (jobs, wanted) = channel();
        let leaving = Arc::new(AtomicBool::new(false));
        let (gone, inputs) = (leaving.clone(), self.inputs.clone());
        let office = thread::Builder::new()
            .name("office".to_owned())
            .spawn(move || work(open, &wanted, &inputs, &gone))?;
        let app = App::new(self.options.lang, self.options.guide);
        let end = self.show(app, &jobs, idle);
        leaving.store(true, Ordering::Relaxed);
        if end == End::Locked {
            // Nobody is to read on while the office puts its things away.
            let _ = self.terminal.wipe();
        }
        // The office does what was sent, the last draft among it, before it sees the hang-up.
        drop(jobs);
        let joined = office.join();
        Ok(if joined.is_err() {
            End::OfficeGone
        } else {
            end
        })
    }

    /// Asks who is there; `None` if nobody is any more.
    fn ask(&mut self, name: &str, said: Option<Said>) -> Result<Option<SignIn>, TuiError> {
        let mut page = SignInPage::new(self.options.lang, name, said);
        loop {
            self.frames.fetch_add(1, Ordering::SeqCst);
            if self.terminal.draw(|frame| page.view(frame)).is_err() {
                return Ok(None);
            }
            let Ok(first) = self.received.recv() else {
                return Ok(None);
            };
            for input in std::iter::once(first).chain(self.received.try_iter()) {
                if let Input::Answers(answers) = &input {
                    self.eyes.answers = *answers;
                }
                match page.update(input) {
                    Outcome::Stays => {}
                    Outcome::Redraw => self.terminal.reenter()?,
                    Outcome::Leaves => return Ok(None),
                    Outcome::Tries(who) => return Ok(Some(who)),
                }
            }
        }
    }

    /// Puts a new program in the place of this one. Returns only if the system refuses; this one
    /// then goes on with what the allocator has not yet written over.
    fn renew(&self, name: &str) {
        let locked = Locked {
            name: name.to_owned(),
            modes: self.terminal.modes(),
        };
        locked.renew();
    }

    fn wipe(&mut self) -> Result<(), TuiError> {
        Ok(self.terminal.wipe()?)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Left,
    /// The clerk locked the counter, or was away.
    Locked,
    /// A sealed hall was not opened; the reason is told where it is asked who is there.
    NotOpened,
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

impl Stage {
    /// Draws, waits, updates; until an effect says to quit, or nobody touched a key for `idle`.
    fn show(&mut self, mut app: App, jobs: &Sender<Job>, idle: Option<Duration>) -> End {
        let mut touched = Instant::now();
        loop {
            if let Ok((columns, rows)) = crossterm::terminal::size() {
                app.resize(columns, rows);
                for effect in app.update(Input::Glass(self.eyes.glass(columns, rows))) {
                    if let Some(end) = obey(effect, &mut self.terminal, jobs) {
                        return end;
                    }
                }
            }
            // Counted before it goes out: whoever answers to it must find it counted.
            app.drawn(self.frames.fetch_add(1, Ordering::SeqCst) + 1);
            // A terminal that takes no frame is gone, whatever the system said so far.
            if self.terminal.draw(|frame| app.view(frame)).is_err() {
                return End::Left;
            }
            let first = match idle {
                None => self.received.recv().map_err(RecvTimeoutError::from),
                Some(idle) => {
                    let left = idle.saturating_sub(touched.elapsed());
                    self.received.recv_timeout(left)
                }
            };
            let first = match first {
                Ok(first) => first,
                Err(RecvTimeoutError::Timeout) => return End::Locked,
                Err(RecvTimeoutError::Disconnected) => return End::Left,
            };
            // Everything that waits is obeyed before the next frame: a clerk may type ahead.
            let waiting: Vec<Input> = self.received.try_iter().collect();
            for input in std::iter::once(first).chain(waiting) {
                match &input {
                    Input::OfficeGone => return End::OfficeGone,
                    Input::Answers(answers) => self.eyes.answers = *answers,
                    Input::Reply(Reply::NotOpened(_)) if idle.is_some() => return End::NotOpened,
                    // While the view is folded anew there is nothing to be read yet.
                    Input::Reply(Reply::Opening(..) | Reply::Opened(_))
                    | Input::Key(_)
                    | Input::Text(_)
                    | Input::Paste(_)
                    | Input::Scan(_) => touched = Instant::now(),
                    _ => {}
                }
                for effect in app.update(input) {
                    if let Some(end) = obey(effect, &mut self.terminal, jobs) {
                        return end;
                    }
                }
            }
        }
    }
}

/// Carries out one effect; the end if it was the last.
fn obey(effect: Effect, terminal: &mut Terminal, jobs: &Sender<Job>) -> Option<End> {
    let done = match effect {
        // An office that is gone says so itself.
        Effect::Start(job) => {
            let _ = jobs.send(job);
            Ok(())
        }
        Effect::Bell => terminal.bell(),
        Effect::Redraw => terminal.forget(),
        Effect::Reenter => terminal.reenter(),
        Effect::Lock => return Some(End::Locked),
        Effect::Quit => return Some(End::Left),
    };
    done.err().map(|_| End::Left)
}
