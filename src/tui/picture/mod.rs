//! Pictures on a terminal: which way they reach it, and how it is asked without waiting for it.

mod ask;
mod drawn;

pub use ask::{Answers, Listener, QUESTION};
pub use drawn::{Drawn, Page, Window};

/// How a picture reaches the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Kitty {
        /// It unpacks what is sent to it, so that a tenth of the bytes will do.
        packed: bool,
    },
    Iterm,
    Sixel,
    /// Two pixels to a character; any terminal with colours.
    HalfBlocks,
}

/// What a screen has to draw on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Glass {
    pub columns: u16,
    pub rows: u16,
    /// How pictures reach it; `None` if it shows none.
    pub way: Option<Way>,
    /// Pixels of one character, if the terminal tells.
    pub cell: Option<(u16, u16)>,
    /// Without colours there are no half blocks.
    pub colours: bool,
}

/// What the environment tells of the terminal.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// `TERM`.
    pub kind: String,
    /// `TERM_PROGRAM` or `LC_TERMINAL`, which some connections hand on.
    pub program: String,
}

impl Hints {
    pub fn from_environment() -> Hints {
        let variable = |name| std::env::var(name).unwrap_or_default();
        let program = variable("TERM_PROGRAM");
        Hints {
            kind: variable("TERM"),
            program: match program.is_empty() {
                true => variable("LC_TERMINAL"),
                false => program,
            },
        }
    }

    /// Whether another program stands between this one and the terminal and keeps pictures back.
    pub fn is_multiplexed(&self) -> bool {
        self.kind.starts_with("tmux") || self.kind.starts_with("screen")
    }

    /// Terminals that show pictures in iTerm2's way and do not say so when asked. WezTerm and
    /// Konsole answer for kitty's way but lack the part of it that is needed.
    fn knows_iterm(&self) -> bool {
        const KNOWN: [&str; 5] = ["iTerm", "WezTerm", "mintty", "Tabby", "rio"];
        !self.is_multiplexed() && KNOWN.iter().any(|name| self.program.contains(name))
    }
}

impl Way {
    /// The best way by what the terminal answered and the environment tells.
    pub fn choose(answers: &Answers, hints: &Hints) -> Option<Way> {
        if hints.knows_iterm() {
            return Some(Way::Iterm);
        }
        if answers.kitty && !hints.is_multiplexed() {
            return Some(Way::Kitty {
                packed: answers.packed,
            });
        }
        answers.sixel.then_some(Way::Sixel)
    }
}

#[cfg(test)]
mod tests;
