//! A locked counter is a new program: the process puts the same executable in its own place, so that
//! no heap, stack or freed page of what was served before is left in it.
//!
//! The terminal stays as it is meanwhile. What the new program must know of it, and the name of the
//! member who locked the counter, come in a variable of the environment: neither is a secret.

use std::env;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use rustix::termios::{
    ControlModes, InputModes, LocalModes, OptionalActions, OutputModes, QueueSelector,
    SpecialCodeIndex, tcflush, tcgetattr, tcsetattr,
};

use signal_hook::consts::SIGPIPE;

use crate::text::clean_line;

const VARIABLE: &str = "GUITAI_LOCKED";
/// The running program, even if its file was replaced or removed meanwhile (Linux).
const SELF: &str = "/proc/self/exe";

/// What a counter that was locked leaves to the program in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// The member who was signed in.
    pub name: String,
    pub modes: Modes,
}

impl Locked {
    /// What the program before this one left, if this one took its place.
    pub fn left() -> Option<Locked> {
        Locked::parse(&env::var(VARIABLE).ok()?)
    }

    /// Puts a new program in the place of this one. Returns only if the system refuses.
    pub fn renew(&self) -> io::Error {
        // What was typed meanwhile was meant for the counter, not for a password.
        forget_typed();
        if let Ok(executable) = env::current_exe() {
            self.start(&executable);
        }
        self.start(Path::new(SELF))
    }

    fn start(&self, executable: &Path) -> io::Error {
        let mut arguments = env::args_os();
        let mut command = Command::new(executable);
        if let Some(name) = arguments.next() {
            command.arg0(name);
        }
        let refused = command.args(arguments).env(VARIABLE, self.text()).exec();
        // The attempt has let a pipe that nobody reads end the program from now on.
        let _ = signal_hook::flag::register(SIGPIPE, Arc::default());
        refused
    }

    fn text(&self) -> String {
        let Modes { flags, codes } = self.modes;
        let flags = flags.map(|flags| format!("{flags:x}")).join(".");
        let own = std::process::id();
        format!("{own}:{flags}.{:x}.{:x}:{}", codes[0], codes[1], self.name)
    }

    /// Only what this very process left before it was another program: whatever it started has the
    /// variable too.
    fn parse(text: &str) -> Option<Locked> {
        let (process, text) = text.split_once(':')?;
        if process.parse() != Ok(std::process::id()) {
            return None;
        }
        let (modes, name) = text.split_once(':')?;
        let mut numbers = modes.split('.');
        let mut number = || u32::from_str_radix(numbers.next()?, 16).ok();
        let flags = [number()?, number()?, number()?, number()?];
        let code = |number: u32| u8::try_from(number).ok();
        let codes = [code(number()?)?, code(number()?)?];
        let ends = number().is_none();
        ends.then(|| Locked {
            name: clean_line(name),
            modes: Modes { flags, codes },
        })
    }
}

/// How a terminal treats keys before the program takes it over: all that raw mode changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Modes {
    /// Of input, output, control and the line.
    flags: [u32; 4],
    /// How many bytes a read waits for, and how long.
    codes: [u8; 2],
}

impl Modes {
    /// The modes of the terminal now.
    ///
    /// # Errors
    /// If there is none.
    pub fn now() -> io::Result<Modes> {
        let now = tcgetattr(rustix::stdio::stdin())?;
        Ok(Modes {
            flags: [
                now.input_modes.bits(),
                now.output_modes.bits(),
                now.control_modes.bits(),
                now.local_modes.bits(),
            ],
            codes: [
                now.special_codes[SpecialCodeIndex::VMIN],
                now.special_codes[SpecialCodeIndex::VTIME],
            ],
        })
    }

    /// Puts them back.
    ///
    /// # Errors
    /// If the terminal is gone.
    pub fn put_back(self) -> io::Result<()> {
        let terminal = rustix::stdio::stdin();
        let mut modes = tcgetattr(terminal)?;
        let [input, output, control, local] = self.flags;
        modes.input_modes = InputModes::from_bits_retain(input);
        modes.output_modes = OutputModes::from_bits_retain(output);
        modes.control_modes = ControlModes::from_bits_retain(control);
        modes.local_modes = LocalModes::from_bits_retain(local);
        modes.special_codes[SpecialCodeIndex::VMIN] = self.codes[0];
        modes.special_codes[SpecialCodeIndex::VTIME] = self.codes[1];
        Ok(tcsetattr(terminal, OptionalActions::Now, &modes)?)
    }
}

/// Throws away what was typed and not yet read.
pub fn forget_typed() {
    // A terminal that is gone is found out when it is drawn on.
    let _ = tcflush(rustix::stdio::stdin(), QueueSelector::IFlush);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_to_the_next_program_is_read_as_it_was_written() {
        let left = Locked {
            name: "陈静：窗口".to_owned(),
            modes: Modes {
                flags: [0x4500, 5, 0xbf, 0x8a3b],
                codes: [1, 0],
            },
        };
        assert_eq!(Locked::parse(&left.text()), Some(left));
    }

    #[test]
    fn what_nobody_left_is_refused() {
        let own = std::process::id();
        for text in [
            "",
            "陈静",
            ":陈静",
            "1.2.3.4.5:陈静",
            "1.2.3.4.500.0:陈静",
            "1.2.3.4.5.6.7:x",
        ] {
            let text = format!("{own}:{text}");
            assert_eq!(Locked::parse(&text), None, "{text}");
        }
        assert_eq!(Locked::parse("1.2.3.4.5.6:陈静"), None, "of no process");
        let other = format!("{}:1.2.3.4.5.6:陈静", own + 1);
        assert_eq!(Locked::parse(&other), None, "of another process");
        let named = Locked::parse(&format!("{own}:1.2.3.4.5.6:陈\u{1b}静")).expect("a name");
        assert_eq!(named.name, "陈静");
    }
}
