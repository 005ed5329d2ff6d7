//! Services as data: steps, fields, documents, papers; a draft is anything typed, a submission is a draft that passed.
//!
//! Does no I/O. `check` returns every problem at once and changes nothing.
