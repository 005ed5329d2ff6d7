//! Records in, table out.
//!
//! Does no I/O.
