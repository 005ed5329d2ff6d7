use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use crossterm::event::Event;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};

use super::{Input, Merger, Stroke};
use crate::tui::picture::{Answers, Listener};

/// How long the terminal library may look for what it holds. It does not look at all in no time,
/// and answers at once if there is something.
const GLANCE: Duration = Duration::from_micros(200);

/// How long a sleep lasts at most, in milliseconds: the library might hold an event back if this
/// thread was held up for the whole of its last glances.
const SLEEP: u64 = 1_000;

/// How long a terminal is listened to for its answers; what it says later is thrown away. Nobody
/// waits for it: keys are obeyed as they come.
const ANSWER_TIME: Duration = Duration::from_millis(300);

/// How long the end of a half answer, or of a half character, is waited for after that.
const GRACE: Duration = Duration::from_millis(50);

/// Waits for the terminal until it hangs up or nobody listens any more. `frames` counts the frames
/// drawn so far.
///
/// A terminal that is gone makes the terminal library read for ever at full speed, so this thread
/// asks the system whether anybody is still there before each read. The library must be built to
/// ask the system in the same way (its feature `use-dev-tty`): by default it is told of a key only
/// once, and a key that comes together with a new size of the window stays unread for ever.
pub fn read_terminal(inputs: &Sender<Input>, frames: &AtomicU64) {
    let began = Instant::now();
    let mut merger = Merger::default();
    let mut told = 0;
    let mut listener = Some(Listener::default());
    let patience = |merger: &Merger, listening: bool| match (merger.patience(), listening) {
        (None, true) => Some(GRACE.as_millis() as u64),
        (patience, _) => patience,
    };
    while let Some(ready) = wait(patience(&merger, listener.is_some())) {
        let seen = frames.load(Ordering::SeqCst);
        if !ready {
            merger.settle();
        }
        let taken_in = match &mut listener {
            Some(listener) if ready => listen(listener, &mut merger, began),
            Some(_) => Ok(()),
            None => take_in(&mut merger, began),
        };
        if taken_in.is_err() {
            break;
        }
        let mut taken = merger.take();
        if let Some(answers) = heard(&mut listener, &mut merger, began) {
            taken.push(Input::Answers(answers));
        }
        if !taken.is_empty() && std::mem::replace(&mut told, seen) != seen {
            taken.insert(0, Input::Seen(seen));
        }
        for input in taken {
            if inputs.send(input).is_err() {
                return;
            }
        }
    }
    // If nobody listens the program is already on its way out.
    let _ = inputs.send(Input::HangUp);
}

/// Reads what has come, while answers may be among it.
fn listen(listener: &mut Listener, merger: &mut Merger, began: Instant) -> io::Result<()> {
    let mut bytes = [0; 1024];
    let count = match rustix::io::read(rustix::stdio::stdin(), &mut bytes) {
        Ok(count) => count,
        Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => 0,
        Err(error) => return Err(error.into()),
    };
    push(merger, listener.hear(&bytes[..count]), began);
    Ok(())
}

/// The answers, once the last one has come or none is waited for any more.
fn heard(listener: &mut Option<Listener>, merger: &mut Merger, began: Instant) -> Option<Answers> {
    let open = listener.as_ref()?.is_open();
    let complete = listener.as_ref()?.answers.complete;
    let limit = ANSWER_TIME + if open { GRACE } else { Duration::ZERO };
    if (open || !complete) && began.elapsed() < limit {
        return None;
    }
    let mut done = listener.take()?;
    push(merger, done.give_up(), began);
    Some(done.answers)
}

fn push(merger: &mut Merger, events: Vec<Event>, began: Instant) {
    let at = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    for event in events {
        merger.push(Stroke { at, event });
    }
}

/// Sleeps until there is something to read, at most for `patience` milliseconds; `None` if the
/// terminal is gone.
fn wait(patience: Option<u64>) -> Option<bool> {
    let stdin = rustix::stdio::stdin();
    let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
    let timeout = Duration::from_millis(patience.unwrap_or(SLEEP));
    let timeout = Timespec::try_from(timeout).ok();
    let ready = match poll(&mut fds, timeout.as_ref()) {
        Ok(ready) => ready > 0,
        Err(rustix::io::Errno::INTR) => false,
        Err(_) => return None,
    };
    let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    (!fds[0].revents().intersects(gone)).then_some(ready)
}

/// Takes everything that can be read without waiting.
fn take_in(merger: &mut Merger, began: Instant) -> io::Result<()> {
    // What can be read at once came together, however long this thread is held up over it.
    let at = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    // Twice, because a thread that is held up just then has not looked.
    while crossterm::event::poll(GLANCE)? || crossterm::event::poll(GLANCE)? {
        let event = crossterm::event::read()?;
        merger.push(Stroke { at, event });
    }
    Ok(())
}

/// Turns signals into inputs until nobody listens.
///
/// # Errors
/// If the system refuses the handlers.
pub fn read_signals(inputs: Sender<Input>) -> io::Result<()> {
    let kinds = [SIGHUP, SIGTERM, SIGINT, SIGCONT, SIGWINCH];
    let mut signals = signal_hook::iterator::Signals::new(kinds)?;
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                let input = match signal {
                    SIGCONT => Input::Continued,
                    SIGWINCH => Input::Resize,
                    _ => Input::HangUp,
                };
                if inputs.send(input).is_err() {
                    break;
                }
            }
        })?;
    Ok(())
}
