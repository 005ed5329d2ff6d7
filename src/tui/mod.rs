//! The counter on a terminal: screens, keys, and the two threads behind them.
//!
//! `update` is a pure function from input to effects and `view` only looks, so every screen is
//! tested without a terminal. The screen thread never touches the office: it sends a [`Job`] and
//! goes on; the office thread answers with a [`Reply`]. Nothing typed is lost on any way out.

mod ambiguous;
mod app;
mod desk;
mod input;
mod job;
mod keys;
mod look;
mod notice;
mod overlay;
mod picture;
mod renew;
mod run;
mod screen;
mod sign_in;
mod terminal;
mod viewer;
mod widget;
mod worker;

#[cfg(test)]
mod tests;

pub use ambiguous::ambiguous_columns;
pub use app::{App, Effect};
pub use desk::Desk;
pub use input::Input;
pub use job::{
    Done, DraftLine, Found, Issued, Job, Offer, Opened, PaperFile, PersonLine, PersonPage, Preview,
    PreviewOf, Reply,
};
pub use keys::Key;
pub use notice::Notice;
pub use run::{RunOptions, TuiError, run, run_counter, run_sealed};
pub use terminal::give_back;
pub use viewer::{Check, Draw, has_terminal, show_paper, show_verify, text_of};
pub use worker::Counter;
