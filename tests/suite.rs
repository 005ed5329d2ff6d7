//! One binary for every promise that is tested from outside a room; one file per promise.

#[path = "suite/architecture.rs"]
mod architecture;
#[path = "suite/paper_samples.rs"]
mod paper_samples;
