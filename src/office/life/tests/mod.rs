//! Walk-in scenarios in one process: nothing but the office, a folder and a clock that stands still.

mod correct;
mod code;
mod desk;
mod made_again;
mod name;
mod random;
mod reasons;
mod replace;
mod steps;
