//! Who stands at the counter: identity papers, names, addresses, phones, dates, ages.
//!
//! Does no I/O and never panics on any bytes. What cannot be read comes back as a message that says why.
