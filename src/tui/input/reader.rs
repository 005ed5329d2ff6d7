use std::io;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};

use super::{Input, Merger, Stroke};

/// How long the terminal library may look for what it holds, in milliseconds. It does not look at
/// all in no time, and answers at once if there is something.
const GLANCE: u64 = 10;

/// How long a sleep lasts at most, in milliseconds: the library might hold an event back if this
/// thread was held up for the whole of its last glance.
const SLEEP: u64 = 1_000;

/// Waits for the terminal until it hangs up or nobody listens any more.
///
/// A terminal that is gone makes the terminal library read for ever at full speed, so this thread
/// asks the system whether anybody is still there before each read. The library must be built to
/// ask the system in the same way (its feature `use-dev-tty`): by default it is told of a key only
/// once, and a key that comes together with a new size of the window stays unread for ever.
pub fn read_terminal(inputs: &Sender<Input>) {
    let began = Instant::now();
    let mut merger = Merger::default();
    while is_there() {
        if take_in(&mut merger, began, inputs).is_err() {
            break;
        }
    }
    // If nobody listens the program is already on its way out.
    let _ = inputs.send(Input::HangUp);
}

/// Sleeps until there may be something to read; false if the terminal is gone.
fn is_there() -> bool {
    let stdin = rustix::stdio::stdin();
    let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
    let timeout = Timespec::try_from(Duration::from_millis(SLEEP)).ok();
    match poll(&mut fds, timeout.as_ref()) {
        Ok(_) => {}
        Err(rustix::io::Errno::INTR) => return true,
        Err(_) => return false,
    }
    let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    !fds[0].revents().intersects(gone)
}

/// Takes everything until nothing more belongs to it.
fn take_in(merger: &mut Merger, began: Instant, inputs: &Sender<Input>) -> io::Result<()> {
    loop {
        let patience = merger.patience().unwrap_or(GLANCE);
        let more = crossterm::event::poll(Duration::from_millis(patience))?;
        if more {
            let event = crossterm::event::read()?;
            let at = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
            merger.push(Stroke { at, event });
        } else {
            merger.settle();
        }
        for input in merger.take() {
            inputs.send(input).map_err(io::Error::other)?;
        }
        if !more {
            return Ok(());
        }
    }
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
