//! The terminal: entered once, left on every way out, written to in one piece per frame.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::force_color_output;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, queue};
use ratatui::Frame;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::picture::{Hints, QUESTION};
use super::renew::{Locked, Modes, forget_typed};

/// Bytes on their way to the terminal. Flushing keeps them: a frame goes out whole.
#[derive(Clone, Default)]
struct Ink(Arc<Mutex<Vec<u8>>>);

impl Write for Ink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Ink {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// How the shell has its terminal, where the program before this one took it over.
static TAKEN_OVER: OnceLock<Modes> = OnceLock::new();

/// The terminal while the program has it.
pub struct Terminal {
    inner: ratatui::Terminal<CrosstermBackend<Ink>>,
    ink: Ink,
    colours: bool,
    modes: Modes,
}

impl Terminal {
    /// Takes the terminal over: raw mode, alternate screen, bracketed paste. After a lock it is
    /// taken over already; what it is to be when it is left comes from whoever had it `before`.
    ///
    /// With `colours` false everything is drawn by bold, underline and reverse alone. The kitty
    /// keyboard protocol stays off on purpose: several terminals lose or double Chinese input
    /// with it.
    ///
    /// # Errors
    /// If the terminal does not answer.
    pub fn enter(colours: bool, before: Option<Modes>) -> io::Result<Terminal> {
        install_panic_hook();
        // Without this the terminal library answers NO_COLOR by resetting bold and reverse too;
        // the colours are taken out of the buffer instead.
        force_color_output(true);
        let modes = match before {
            None => {
                let modes = Modes::now()?;
                enter_modes()?;
                modes
            }
            // The screen is the alternate one already: entering it again would forget where the
            // shell was. Keys stay unseen, and Ctrl-\ ends no program, without a moment between.
            Some(modes) => {
                let _ = TAKEN_OVER.set(modes);
                enable_raw_mode()?;
                forget_typed();
                modes
            }
        };
        let ink = Ink::default();
        let inner =
            ratatui::Terminal::new(CrosstermBackend::new(ink.clone())).inspect_err(|_| {
                let _ = leave_modes();
            })?;
        Ok(Terminal {
            inner,
            ink,
            colours,
            modes,
        })
    }

    /// How the terminal was before it was taken over.
    pub fn modes(&self) -> Modes {
        self.modes
    }

    /// Asks the terminal what pictures it shows. Its answers come among the keys, if they come.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn ask(&self, hints: &Hints) -> io::Result<()> {
        // A program in between takes kitty's question for a title; it answers for itself below.
        let from = match hints.is_multiplexed() {
            true => QUESTION.iter().rposition(|byte| *byte == 0x1B),
            false => Some(0),
        };
        write_out(&QUESTION[from.unwrap_or(0)..])
    }

    /// Draws one frame in one write.
    ///
    /// # Errors
    /// If the terminal is gone; the caller treats that as a hang-up.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame)) -> io::Result<()> {
        queue!(self.ink, BeginSynchronizedUpdate)?;
        let colours = self.colours;
        self.inner.draw(|frame| {
            view(frame);
            if !colours {
                strip_colours(frame.buffer_mut());
            }
        })?;
        queue!(self.ink, EndSynchronizedUpdate)?;
        write_out(&self.ink.take())
    }

    /// Enters the modes again after a stop and forgets what was on the screen.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn reenter(&mut self) -> io::Result<()> {
        enter_modes()?;
        self.forget()
    }

    /// Draws everything anew on the next frame.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn forget(&mut self) -> io::Result<()> {
        // The library's own `clear` asks the terminal where the caret is and waits two seconds for
        // one that does not tell; taking a size draws everything anew too.
        let size = self.inner.size()?;
        self.inner.resize(Rect::new(0, 0, size.width, size.height))
    }

    /// Clears the screen, and what the terminal keeps of earlier screens, at once.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn wipe(&mut self) -> io::Result<()> {
        write_out(b"\x1b[H\x1b[2J\x1b[3J")?;
        self.forget()
    }

    /// # Errors
    /// If the terminal is gone.
    pub fn bell(&mut self) -> io::Result<()> {
        write_out(b"\x07")
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Nothing can be done for a terminal that is gone.
        let _ = leave_modes();
    }
}

fn enter_modes() -> io::Result<()> {
    enable_raw_mode()?;
    let mut bytes = Vec::new();
    queue!(bytes, EnterAlternateScreen, EnableBracketedPaste)?;
    write_out(&bytes)
}

fn leave_modes() -> io::Result<()> {
    let mut bytes = Vec::new();
    queue!(
        bytes,
        EndSynchronizedUpdate,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    )?;
    let written = write_out(&bytes);
    disable_raw_mode()?;
    // The terminal library went back to what it had found.
    if let Some(modes) = TAKEN_OVER.get() {
        modes.put_back()?;
    }
    written
}

/// Gives the shell its terminal where the program before this one locked the counter and this one
/// cannot go on with it.
pub fn give_back() {
    if let Some(left) = Locked::left() {
        // Whatever the terminal says, the reason is told next.
        let _ = leave_modes();
        let _ = left.modes.put_back();
    }
}

fn write_out(mut bytes: &[u8]) -> io::Result<()> {
    let stdout = rustix::stdio::stdout();
    while !bytes.is_empty() {
        match rustix::io::write(stdout, bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// Gives the terminal back before a panic is reported, whichever thread panicked.
fn install_panic_hook() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let _ = leave_modes();
            before(panic);
        }));
    });
}

/// What kitty takes for a piece of a picture.
const PICTURE: char = '\u{10EEEE}';

fn strip_colours(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        // The colour of a picture's cell is the name of the picture.
        if cell.symbol().contains(PICTURE) {
            continue;
        }
        cell.fg = Color::Reset;
        cell.bg = Color::Reset;
        cell.underline_color = Color::Reset;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::{Modifier, Style};

    #[test]
    fn without_colours_bold_and_reverse_remain() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
        let style = Style::new()
            .fg(Color::Red)
            .bg(Color::Blue)
            .add_modifier(Modifier::REVERSED | Modifier::BOLD);
        buffer.set_string(0, 0, "李四", style);
        strip_colours(&mut buffer);
        let cell = &buffer[(0, 0)];
        assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
        assert_eq!(cell.modifier, Modifier::REVERSED | Modifier::BOLD);
    }

    #[test]
    fn flushing_holds_a_frame_together() {
        let mut ink = Ink::default();
        ink.write_all(b"ab").expect("memory");
        ink.flush().expect("memory");
        ink.write_all(b"c").expect("memory");
        assert_eq!(ink.take(), b"abc");
    }
}
