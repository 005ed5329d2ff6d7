//! The consequences of a submission: what an accepted case does.
//!
//! Pure rules: no clock, no number is taken here.
