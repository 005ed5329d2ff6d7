//! The same verbs without screens, one file per command.
//!
//! Exit codes are part of the interface; see [`ExitCode`](std::process::ExitCode) in `mod.rs`.
