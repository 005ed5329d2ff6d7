//! What several promises are tested with.

pub mod broken;
pub mod counter;
pub mod fake_printer;
pub mod life;
pub mod memory;
pub mod people;
pub mod place;
pub mod poppler;
pub mod printed;
pub mod sealed;
pub mod terminal;
pub mod simulated_printer;
pub mod wrong_files;
