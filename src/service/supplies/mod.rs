//! Supplies by batch: which one goes out, to whom the counter gives what, and what may be lost.

mod band;
mod dispense;
mod draw;
mod refused;
#[cfg(test)]
mod tests;

pub use band::{Band, band};
pub use dispense::{Asked, may_have};
pub use draw::{Drawn, draw, draw_from, take_off};
pub use refused::{NotHere, StockRefused};
