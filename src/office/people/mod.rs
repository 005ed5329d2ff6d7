//! Who is who among the people on record: one file for each thing a clerk can judge.

mod judge;
mod suspect;
mod ties;
mod who_is;
#[cfg(test)]
mod tests;

pub use judge::{Judged, Now};
pub use suspect::{OtherSpelling, Suspect};
pub use ties::Tie;
pub use who_is::WhoIs;
