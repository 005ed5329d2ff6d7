//! Who serves: the clerk at the counter.
//!
//! Does no I/O.
