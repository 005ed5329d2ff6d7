//! Durable truth: an append-only chain of frames.
//!
//! An append is on the platter once it returns `Ok`.
