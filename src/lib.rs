//! Guitai 柜台: a keyboard-driven program for the service counter of a Chinese street office.
//!
//! A clerk's key press becomes a checked [`form::Submission`]; the submission becomes one event in
//! an append-only [`ledger`]; the ledger is folded into a [`store`] for reading; and [`paper`] is a
//! pure function of a record.
//!
//! ```text
//!  keys ─► tui ─► form.check ─► office verb ─► ledger.append (fsync = acknowledged)
//!                                    │                │
//!                                    │                ├─► store (sled view, rebuildable)
//!                                    │                └─► lookup index (memory)
//!                                    └─► paper (record + layout + fonts → sheet → PDF)
//! ```
//!
//! # The one rule
//!
//! The rooms below stand in the order in which they may use one another: **a room uses only rooms
//! above it**, and every room above [`ledger`] is pure: no file, clock, network or terminal.
//! `tests/suite/architecture.rs` reads this list and enforces both.
//!
//! # One spelling per idea
//!
//! *clerk* (never user), *applicant*, *person*, *case* 办件, *certificate* (the paper and its
//! record), *event* (what one frame means), *ledger*, *view* (what sled holds), *form*, *draft*
//! (anything typed), *submission* (a draft that passed), *paper* (a printable layout), *sheet* (a
//! laid-out page), *hall*, *counter*. The field's terms are those of the glossary in
//! `docs/glossary.md`.

pub mod text;
pub mod foreign;
pub mod person;
pub mod policy;
pub mod form;
pub mod import;
pub mod seal;
pub mod staff;
pub mod record;
pub mod service;
pub mod lookup;
pub mod paper;
pub mod report;
// From here down, the world.
pub mod ledger;
pub mod store;
pub mod disk;
pub mod office;
pub mod tui;
pub mod cli;

/// What the tests of every room that reads what others wrote are given to read.
#[cfg(test)]
#[path = "../tests/support/hostile.rs"]
mod hostile;
