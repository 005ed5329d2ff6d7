use std::fmt;

use serde::{Deserialize, Serialize};
use x25519_dalek::{PublicKey as Point, StaticSecret};
use zeroize::Zeroize;

use super::chance::Chance;
use super::key::{Key, NotOpened};

const PURPOSE: &str = "guitai 2026 seal wrap v1";

/// What a key is wrapped for. Not secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicKey(pub [u8; 32]);

/// The X25519 secret that opens what was wrapped for its public key. Wiped when let go.
#[derive(Clone)]
pub struct Secret(StaticSecret);

/// A key that only the holder of one secret can take out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrapped {
    /// Made for this wrapping alone.
    ephemeral: [u8; 32],
    sealed: Vec<u8>,
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(…)")
    }
}

impl Secret {
    pub fn new(mut bytes: [u8; 32]) -> Secret {
        let secret = Secret(StaticSecret::from(bytes));
        bytes.zeroize();
        secret
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    pub fn public(&self) -> PublicKey {
        PublicKey(Point::from(&self.0).to_bytes())
    }

    /// The key that was wrapped for this secret under `about`.
    ///
    /// # Errors
    /// [`NotOpened`] if it was wrapped for another, under another `about`, or was changed.
    pub fn unwrap(&self, about: &[u8], wrapped: &Wrapped) -> Result<Key, NotOpened> {
        let ephemeral = PublicKey(wrapped.ephemeral);
        let key = shared(&self.0, ephemeral, ephemeral, self.public())?;
        let mut content = key.open(about, &wrapped.sealed)?;
        let bytes = <[u8; 32]>::try_from(content.as_slice());
        content.zeroize();
        Ok(Key::new(bytes.map_err(|_| NotOpened)?))
    }
}

impl PublicKey {
    /// Wraps a key for whoever holds the secret of this public key.
    pub fn wrap(self, key: &Key, about: &[u8], chance: &mut Chance) -> Wrapped {
        let secret = StaticSecret::from(chance.bytes::<32>());
        let ephemeral = PublicKey(Point::from(&secret).to_bytes());
        // A public key that is no point of the curve's large group wraps for nobody: a key drawn
        // by chance is used, which nobody can take out.
        let shared = shared(&secret, self, ephemeral, self);
        let shared = shared.unwrap_or_else(|_| Key::new(chance.bytes()));
        Wrapped {
            ephemeral: ephemeral.0,
            sealed: shared.seal(about, key.bytes()),
        }
    }
}

/// What both sides come to; both public keys go in, so that neither can be exchanged.
fn shared(
    own: &StaticSecret,
    other: PublicKey,
    ephemeral: PublicKey,
    receiver: PublicKey,
) -> Result<Key, NotOpened> {
    let met = own.diffie_hellman(&Point::from(other.0));
    if !met.was_contributory() {
        return Err(NotOpened);
    }
    let about = [ephemeral.0, receiver.0].concat();
    Ok(Key::new(*met.as_bytes()).derive(PURPOSE, &about))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_holder_of_the_secret_takes_the_key_out() {
        let mut chance = Chance::new([3; 32]);
        let (hers, his) = (Secret::new([1; 32]), Secret::new([2; 32]));
        let key = Key::new([9; 32]);
        let wrapped = hers.public().wrap(&key, b"hall 1", &mut chance);
        assert_eq!(hers.unwrap(b"hall 1", &wrapped), Ok(key.clone()));
        assert_eq!(his.unwrap(b"hall 1", &wrapped), Err(NotOpened));
        assert_eq!(hers.unwrap(b"hall 2", &wrapped), Err(NotOpened));
        let again = hers.public().wrap(&key, b"hall 1", &mut chance);
        assert_ne!(wrapped, again);
        let stored = postcard::to_stdvec(&wrapped).expect("small");
        for bit in 0..stored.len() * 8 {
            let mut flipped = stored.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let read = postcard::from_bytes::<Wrapped>(&flipped);
            let opened = read.map_err(|_| NotOpened);
            let opened = opened.and_then(|wrapped| hers.unwrap(b"hall 1", &wrapped));
            assert!(opened.is_err(), "bit {bit}");
        }
    }

    #[test]
    fn a_point_of_small_order_takes_nothing_in_and_nothing_out() {
        let mut chance = Chance::new([3; 32]);
        let key = Key::new([9; 32]);
        let wrapped = PublicKey([0; 32]).wrap(&key, b"", &mut chance);
        assert!(Secret::new([1; 32]).unwrap(b"", &wrapped).is_err());
        let forged = Wrapped {
            ephemeral: [0; 32],
            ..wrapped
        };
        assert!(Secret::new([1; 32]).unwrap(b"", &forged).is_err());
        assert_eq!(format!("{:?}", Secret::new([1; 32])), "Secret(…)");
    }
}
