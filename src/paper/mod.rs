//! Record in, printed page out: layout → sheet in millimetres → PDF.
//!
//! Does no I/O. The same record, layout and fonts give the same bytes.
