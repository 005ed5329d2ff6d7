use serde::{Deserialize, Serialize};

/// A key that signs the codes of certificates came into use or was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CodeKeyChanged {
    /// Signs what the hall's frames of this year bring from here on.
    Made { year: i32, public: [u8; 32] },
    /// Nothing it signed is believed any more.
    Revoked { public: [u8; 32] },
}

/// The code of a certificate was verified at this counter. Whose it is, is not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeVerified {
    /// The certificate's number, once the signature was found to be a trusted hall's.
    pub number: String,
    /// The hall that signed, by its name; empty if that is not known.
    pub hall: String,
    /// The verdict's word: `genuine`, `void`.
    pub verdict: String,
}
