//! What happened, and what it adds up to: events, and the people, cases and certificates folded from them.
//!
//! Does no I/O. Folding the same events gives the same records.
