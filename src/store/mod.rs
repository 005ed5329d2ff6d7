//! The sled view: the ledger folded for reading.
//!
//! Can be deleted and rebuilt; never the only copy of anything.
