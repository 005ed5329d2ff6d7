//! COSE_Sign1 (RFC 9052), tagged, with EdDSA and the key's id in the protected header.

use super::cbor::{Reader, Writer};
use super::key::{KeyId, PublicKey, SigningKey};

/// COSE_Sign1 (RFC 9052, section 2).
const TAG: u64 = 18;
/// The header parameter "algorithm" and its value EdDSA, which is -8.
const ALGORITHM: u64 = 1;
const EDDSA: u64 = 7;
/// The header parameter "key identifier".
const KEY_ID: u64 = 4;

/// Bytes that stand around a payload of 24 to 255 bytes.
pub(super) const AROUND: usize = 85;

/// What a signature is for. It is signed with the rest (as externally supplied data), so that a
/// list is never taken for a certificate, nor a certificate of a later format for one of this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Code,
    KeyList,
    VoidList,
    Checkpoint,
}

impl Purpose {
    fn name(self) -> &'static [u8] {
        match self {
            Purpose::Code => b"guitai certificate code 1",
            Purpose::KeyList => b"guitai key list 1",
            Purpose::VoidList => b"guitai void list 1",
            Purpose::Checkpoint => b"guitai ledger checkpoint 1",
        }
    }
}

/// A message that has the form of a signed one. Whether it is genuine, [`Signed::is_by`] says.
pub(super) struct Signed<'a> {
    pub key: KeyId,
    pub payload: &'a [u8],
    signature: [u8; 64],
}

pub(super) fn sign(purpose: Purpose, key: &SigningKey, payload: &[u8]) -> Vec<u8> {
    let id = key.public().id();
    let signature = key.sign(&to_be_signed(purpose, id, payload));
    message(id, payload, &signature)
}

fn message(key: KeyId, payload: &[u8], signature: &[u8; 64]) -> Vec<u8> {
    let mut out = Writer::default();
    out.tag(TAG).list(4).bytes(&protected(key)).map(0);
    out.bytes(payload).bytes(signature).take()
}

fn protected(key: KeyId) -> Vec<u8> {
    let mut out = Writer::default();
    out.map(2).number(ALGORITHM).negative(EDDSA);
    out.number(KEY_ID).bytes(&key.0).take()
}

/// `Sig_structure` of RFC 9052, section 4.4.
fn to_be_signed(purpose: Purpose, key: KeyId, payload: &[u8]) -> Vec<u8> {
    let mut out = Writer::default();
    out.list(4).text("Signature1").bytes(&protected(key));
    out.bytes(purpose.name()).bytes(payload).take()
}

/// Reads a message that [`sign`] could have written.
pub(super) fn open(bytes: &[u8]) -> Option<Signed<'_>> {
    let mut reader = Reader::new(bytes);
    let shape = (reader.tag()?, reader.list()?);
    let key = key_of(reader.bytes()?)?;
    let unprotected = reader.map()?;
    let payload = reader.bytes()?;
    let signature = reader.exactly()?;
    reader.end()?;
    (shape == (TAG, 4) && unprotected == 0).then_some(Signed {
        key,
        payload,
        signature,
    })
}

fn key_of(protected: &[u8]) -> Option<KeyId> {
    let mut reader = Reader::new(protected);
    let pairs = reader.map()?;
    reader.key(ALGORITHM)?;
    let algorithm = reader.negative()?;
    reader.key(KEY_ID)?;
    let key = KeyId(reader.exactly()?);
    reader.end()?;
    (pairs == 2 && algorithm == EDDSA).then_some(key)
}

impl Signed<'_> {
    pub fn is_by(&self, purpose: Purpose, key: &PublicKey) -> bool {
        let signed = to_be_signed(purpose, self.key, self.payload);
        key.id() == self.key && key.verifies(&signed, &self.signature)
    }
}
