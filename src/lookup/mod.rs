//! Finds a person from any scrap: number, tail, name, pinyin, initials, phone, certificate.
//!
//! Does no I/O; answers from memory at every key.
