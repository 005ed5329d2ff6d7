//! Sealing: what turns the hall's personal data into bytes that say nothing without a key, and how
//! its staff come by that key.
//!
//! Does no I/O and asks for no chance: random bytes are passed in as a [`Chance`]. Nothing here
//! prints a secret, and every secret is wiped when it is let go.
//!
//! ```text
//!  password ─ argon2id ─► opens a member's slot ─► her secret (X25519)
//!  two of three paper shares ────────────────────► the recovery secret (X25519)
//!                                                        │ unwraps
//!                                                        ▼
//!                            the key of the present epoch ─ opens ─► the keys of those before
//!                                                        │ BLAKE3 derive_key
//!                                                        ▼
//!            one key for each purpose: frames, view, index, drafts, photographs, code keys
//! ```
//!
//! # What is sealed, how
//!
//! XChaCha20-Poly1305 with the place of the thing as associated data. The nonce is a keyed digest
//! of the place and the content (a synthetic nonce, as in RFC 5297): it repeats only where the very
//! same bytes are sealed in the same place, which tells nobody more than that they are the same. So
//! sealing needs no chance and no counter that a restored backup could turn back, and two views
//! folded from one ledger are the same bytes.
//!
//! # What it does not do
//!
//! It does not hide how many things there are and about how long they are, and it does not help
//! against whoever commands the computer while a member is signed in.

mod chance;
mod frame_keys;
mod key;
mod password;
mod share;
mod slot;
mod wrap;

pub use chance::Chance;
pub use frame_keys::FrameKeys;
pub use key::{Key, NotOpened, OVERHEAD};
pub use password::{BadStretch, SHORTEST_PASSWORD, Stretch, WeakPassword, fit_password};
pub use share::{BadShare, Share, join, split};
pub use slot::{Slot, SlotError};
pub use wrap::{PublicKey, Secret, Wrapped};
