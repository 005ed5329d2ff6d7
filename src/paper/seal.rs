//! The signed code of a certificate: what stands in its QR, and how whoever receives the paper
//! knows that a hall signed it and has not taken it back. And the signed checkpoint of a day sheet,
//! which says how far the hall's ledger went.
//!
//! Pure: the private key, the trusted lists and the day are handed in. `docs/signed-code.md` gives
//! the format byte by byte and says what a signature promises and what it does not.
//!
//! Reading is strict. There is exactly one text for every signed statement, so whatever differs
//! from it in a single bit is refused: numbers longer than needed, keys out of order, bytes behind
//! the end, digits of base45 that say more than their bytes.

mod base45;
mod cbor;
mod check_code;
mod checkpoint;
mod code;
mod cose;
mod key;
mod key_list;
mod scan;
mod trust;
mod verdict;
mod void_list;

pub use check_code::grouped;
pub use checkpoint::Checkpoint;
pub use code::{SAMPLE, Statement, TooLong, placeholder, seal};
pub use key::{KeyId, PublicKey, SigningKey};
pub use key_list::{KeyList, ListedKey};
pub use scan::{Unread, read_off};
pub use trust::{ListError, Offer, Trust, TrustedHall};
pub use verdict::{Doubt, Verdict};
pub use void_list::{VoidCause, VoidEntry, VoidList};

/// The 16 bytes that tell one hall from every other: those of its ledger.
pub type HallMark = [u8; 16];

#[cfg(test)]
mod tests;
