//! What is offered to whoever asks: follow-up, leave, checks, visits, and the clocks of reports.
//! None of these makes a list of people and none is a duty of the person served.

mod checks;
mod class;
mod clocks;
mod follow_up;
#[cfg(test)]
mod tests;

pub use checks::{CheckKind, CheckOffer, User, offered_checks};
pub use class::{ServiceClass, Situation, class_offers, service_class};
pub use clocks::{Reaction, exchange_due, reaction_due};
pub use follow_up::{Leave, Window, follow_up, leave};
