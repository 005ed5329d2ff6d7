use std::fmt;

use ed25519_dalek::{Signature, Signer, SigningKey as Secret, VerifyingKey};
use serde::{Deserialize, Serialize};

use super::check_code::{grouped, spell};

/// Letters of a fingerprint: 100 bits, more than anybody can search for a second key with the same.
const FINGERPRINT: usize = 20;

/// A hall's private key of one year (Ed25519, RFC 8032). It is wiped from memory when dropped.
pub struct SigningKey(Secret);

impl SigningKey {
    /// `seed` is 32 bytes nobody can guess.
    pub fn from_seed(seed: &[u8; 32]) -> SigningKey {
        SigningKey(Secret::from_bytes(seed))
    }

    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// The same message gives the same signature for ever.
    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SigningKey({})", self.public().id())
    }
}

/// What everybody may know of a key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PublicKey(pub [u8; 32]);

/// Eight bytes that name a key in a code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 8]);

impl PublicKey {
    pub fn id(&self) -> KeyId {
        let digest = blake3::derive_key("guitai 2026 code key id v1", &self.0);
        let mut id = [0; 8];
        id.copy_from_slice(&digest[..8]);
        KeyId(id)
    }

    /// What two people compare by telephone before a key is trusted for the first time.
    pub fn fingerprint(&self) -> String {
        let digest = blake3::derive_key("guitai 2026 code key fingerprint v1", &self.0);
        grouped(&spell(&digest, FINGERPRINT))
    }

    /// Strict: one signature only is right for a message, and no key of a small group is taken.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        VerifyingKey::from_bytes(&self.0)
            .and_then(|key| key.verify_strict(message, &Signature::from_bytes(signature)))
            .is_ok()
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PublicKey({})", self.id())
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self}")
    }
}
