//! What staff can do, one file per verb.
//!
//! Everything a screen or a command does to the hall goes through here.
