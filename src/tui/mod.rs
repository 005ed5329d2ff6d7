//! The counter on a terminal: screens, keys, notices.
//!
//! `update` is pure and returns work as data; drawing changes nothing.
