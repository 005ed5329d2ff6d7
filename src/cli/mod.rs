//! The same verbs without screens, one file for each subcommand.

pub mod case;
