//! The files around the ledger: the hall's folder, shipped forms and fonts, drafts, photographs, papers.
//!
//! Writes a whole file or none.
