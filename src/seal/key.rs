use std::fmt;

use chacha20poly1305::aead::{AeadInOut, KeyInit};
use chacha20poly1305::{Tag, XChaCha20Poly1305, XNonce};
use zeroize::{Zeroize, ZeroizeOnDrop};

const NONCE: usize = 24;
const TAG: usize = 16;

/// Bytes that sealing adds.
pub const OVERHEAD: usize = NONCE + TAG;

/// What the synthetic nonce is a digest under.
const NONCES: &str = "guitai 2026 seal nonce v1";
/// What [`Key::blind`] is a digest under.
const BLIND: &str = "guitai 2026 seal blind v1";

/// 32 secret bytes that seal and open. Wiped when let go; prints as nothing.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Key([u8; 32]);

/// The bytes are not what was sealed under this key for this place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not what was sealed here, or the key is another")]
pub struct NotOpened;

impl fmt::Debug for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Key(…)")
    }
}

impl Key {
    pub fn new(bytes: [u8; 32]) -> Key {
        Key(bytes)
    }

    /// The secret bytes, to be sealed under another key.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A key for one purpose. `purpose` is a fixed text of the program's; `about` tells apart what
    /// shares a purpose.
    pub fn derive(&self, purpose: &str, about: &[u8]) -> Key {
        let mut hasher = blake3::Hasher::new_derive_key(purpose);
        hasher.update(&self.0).update(about);
        let key = Key(*hasher.finalize().as_bytes());
        hasher.zeroize();
        key
    }

    /// A key that is made of this one and another, and of neither alone.
    pub fn join(&self, purpose: &str, other: &Key) -> Key {
        self.derive(purpose, &other.0)
    }

    /// Seals `content` for the place that `about` names. The result is [`OVERHEAD`] bytes longer,
    /// and the same for the same content and place.
    pub fn seal(&self, about: &[u8], content: &[u8]) -> Vec<u8> {
        let nonce = self.nonce(about, content);
        let mut sealed = Vec::with_capacity(content.len() + OVERHEAD);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(content);
        let cipher = XChaCha20Poly1305::new((&self.0).into());
        let (_, inner) = sealed.split_at_mut(NONCE);
        let tag = cipher.encrypt_inout_detached(&XNonce::from(nonce), about, inner.into());
        // The cipher refuses only more than 256 GiB.
        sealed.extend_from_slice(&tag.map_or([0; TAG], Into::into));
        sealed
    }

    /// What was sealed for the place that `about` names.
    ///
    /// # Errors
    /// [`NotOpened`] for another key or place, and for bytes that changed in any bit.
    pub fn open(&self, about: &[u8], sealed: &[u8]) -> Result<Vec<u8>, NotOpened> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE>().ok_or(NotOpened)?;
        let (inner, tag) = rest.split_last_chunk::<TAG>().ok_or(NotOpened)?;
        let mut content = inner.to_vec();
        let cipher = XChaCha20Poly1305::new((&self.0).into());
        let nonce = XNonce::from(*nonce);
        let (tag, place) = (Tag::from(*tag), content.as_mut_slice().into());
        match cipher.decrypt_inout_detached(&nonce, about, place, &tag) {
            Ok(()) => Ok(content),
            Err(_) => Err(NotOpened),
        }
    }

    /// Sixteen bytes that stand for `name` where it must be found again but not read.
    pub fn blind(&self, name: &[u8]) -> [u8; 16] {
        let mut blind = [0; 16];
        let digest = self.derive(BLIND, name);
        blind.copy_from_slice(&digest.0[..16]);
        blind
    }

    fn nonce(&self, about: &[u8], content: &[u8]) -> [u8; NONCE] {
        let mut hasher = blake3::Hasher::new_derive_key(NONCES);
        hasher.update(&self.0);
        // The length stands between, so that no two pairs are the same bytes.
        hasher.update(&(about.len() as u64).to_le_bytes());
        hasher.update(about).update(content);
        let mut nonce = [0; NONCE];
        hasher.finalize_xof().fill(&mut nonce);
        hasher.zeroize();
        nonce
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key() -> Key {
        Key::new([7; 32])
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_refused() {
        let sealed = key().seal(b"place", "李春桃".as_bytes());
        assert_eq!(
            key().open(b"place", &sealed).as_deref(),
            Ok("李春桃".as_bytes())
        );
        for bit in 0..sealed.len() * 8 {
            let mut flipped = sealed.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(key().open(b"place", &flipped), Err(NotOpened), "bit {bit}");
        }
        for length in 0..sealed.len() {
            assert_eq!(key().open(b"place", &sealed[..length]), Err(NotOpened));
        }
    }

    #[test]
    fn the_place_and_the_key_must_be_the_same() {
        let sealed = key().seal(b"place 1", b"content");
        assert_eq!(key().open(b"place 2", &sealed), Err(NotOpened));
        assert_eq!(Key::new([8; 32]).open(b"place 1", &sealed), Err(NotOpened));
        let derived = key().derive("guitai test", b"");
        assert_eq!(derived.open(b"place 1", &sealed), Err(NotOpened));
        assert_ne!(derived, key().derive("guitai test", b"1"));
    }

    #[test]
    fn a_nonce_repeats_only_for_the_same_content_in_the_same_place() {
        let nonce = |about: &[u8], content: &[u8]| key().seal(about, content)[..NONCE].to_vec();
        assert_eq!(nonce(b"a", b"b"), nonce(b"a", b"b"));
        assert_ne!(nonce(b"a", b"b"), nonce(b"ab", b""));
        assert_ne!(nonce(b"a", b"b"), nonce(b"", b"ab"));
        assert_ne!(nonce(b"a", b"b"), nonce(b"a", b"c"));
    }

    #[test]
    fn a_key_is_not_printed() {
        assert_eq!(format!("{:?}", Key::new([0xAB; 32])), "Key(…)");
    }

    #[test]
    fn a_blind_name_is_found_again_under_its_key_alone() {
        let name = b"430406199003150027";
        assert_eq!(key().blind(name), key().blind(name));
        assert_ne!(key().blind(name), Key::new([8; 32]).blind(name));
        assert_ne!(key().blind(name), key().blind(b"430406199003150028"));
    }

    /// draft-irtf-cfrg-xchacha-03, appendix A.3.1: the cipher below is the one of that document.
    #[test]
    fn the_cipher_is_the_published_one() {
        let key: [u8; 32] = std::array::from_fn(|at| 0x80 + at as u8);
        let nonce: [u8; 24] = std::array::from_fn(|at| 0x40 + at as u8);
        let about = [
            0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7,
        ];
        let plain = b"Ladies and Gentlemen of the class of '99: If I could offer you only one \
tip for the future, sunscreen would be it.";
        let tag = [
            0xc0, 0x87, 0x59, 0x24, 0xc1, 0xc7, 0x98, 0x79, 0x47, 0xde, 0xaf, 0xd8, 0x78, 0x0a,
            0xcf, 0x49,
        ];
        let mut text = plain.to_vec();
        let cipher = XChaCha20Poly1305::new((&key).into());
        let found = cipher
            .encrypt_inout_detached(&XNonce::from(nonce), &about, text.as_mut_slice().into())
            .expect("short enough");
        assert_eq!(text[..4], [0xbd, 0x6d, 0x17, 0x9d]);
        assert_eq!(<[u8; 16]>::from(found), tag);
        let stored = [nonce.as_slice(), &text, &tag].concat();
        assert_eq!(
            Key::new(key).open(&about, &stored).as_deref(),
            Ok(&plain[..])
        );
    }

    proptest! {
        #[test]
        fn whatever_is_sealed_is_opened_again(
            about in prop::collection::vec(any::<u8>(), 0..40),
            content in prop::collection::vec(any::<u8>(), 0..400),
        ) {
            let sealed = key().seal(&about, &content);
            prop_assert_eq!(sealed.len(), content.len() + OVERHEAD);
            prop_assert_eq!(key().open(&about, &sealed), Ok(content));
        }

        #[test]
        fn no_bytes_make_opening_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(key().open(b"", &bytes), Err(NotOpened));
        }
    }
}
