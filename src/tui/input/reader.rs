use std::io;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};

use super::{Input, Merger, Stroke};

/// Waits for the terminal until it hangs up or nobody listens any more.
///
/// A terminal that is gone makes the terminal library read for ever at full speed, so this thread
/// asks the system whether anybody is still there before each read.
pub fn read_terminal(inputs: &Sender<Input>) {
    let began = Instant::now();
    let mut merger = Merger::default();
    loop {
        match wait(merger.patience()) {
            Ok(Waited::Ready) => {
                if take_in(&mut merger, began).is_err() {
                    break;
                }
            }
            Ok(Waited::Nothing) => merger.settle(),
            Ok(Waited::HungUp) | Err(_) => break,
        }
        for input in merger.take() {
            if inputs.send(input).is_err() {
                return;
            }
        }
    }
    // If nobody listens the program is already on its way out.
    let _ = inputs.send(Input::HangUp);
}

enum Waited {
    Ready,
    Nothing,
    HungUp,
}

fn wait(patience: Option<u64>) -> io::Result<Waited> {
    let stdin = rustix::stdio::stdin();
    let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
    let timeout =
        patience.and_then(|patience| Timespec::try_from(Duration::from_millis(patience)).ok());
    match poll(&mut fds, timeout.as_ref()) {
        Ok(0) => return Ok(Waited::Nothing),
        Ok(_) => {}
        Err(rustix::io::Errno::INTR) => return Ok(Waited::Nothing),
        Err(error) => return Err(error.into()),
    }
    let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    if fds[0].revents().intersects(gone) {
        return Ok(Waited::HungUp);
    }
    Ok(Waited::Ready)
}

/// Takes everything that can be read without waiting.
fn take_in(merger: &mut Merger, began: Instant) -> io::Result<()> {
    while crossterm::event::poll(Duration::ZERO)? {
        let event = crossterm::event::read()?;
        let at = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
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
